import { Client, GatewayIntentBits, Options, Partials } from 'discord.js';

/**
 * A client with the least that slash commands and DMs need: no privileged intent, no message content, and no cache
 * of people, whose names come with each interaction anyway.
 *
 * @param apiUrl where Discord's REST API is, without a trailing slash or version.
 */
export function createDiscordClient(apiUrl: string): Client {
  const ownUserOnly = {
    maxSize: 0,
    keepOverLimit: ({ id, client }: { id: string; client: Client }) => id === client.user?.id,
  };
  return new Client({
    intents: [GatewayIntentBits.Guilds],
    // Without this, interactions in a DM that is not cached have no channel.
    partials: [Partials.Channel],
    rest: { api: apiUrl },
    allowedMentions: { parse: [] },
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      UserManager: ownUserOnly,
      GuildMemberManager: ownUserOnly,
      ReactionManager: 0,
      PresenceManager: 0,
      VoiceStateManager: 0,
      StageInstanceManager: 0,
      GuildEmojiManager: 0,
      GuildStickerManager: 0,
      GuildInviteManager: 0,
      GuildScheduledEventManager: 0,
      AutoModerationRuleManager: 0,
    }),
  });
}
