import {
  Client,
  GatewayDispatchEvents,
  GatewayIntentBits,
  Options,
  Partials,
  type RateLimitData,
} from 'discord.js';
import type { Logger } from 'pino';
import { cdnBeside } from './download.ts';
import { keepReadable } from './resolved.ts';
import { shardOptions, shareOf, type Shards } from './shards.ts';

/**
 * Opening a DM, and after it drawing a post and sending it with its picture and without, each tried three times, must
 * either be over before the lease of a delivery is. Another try by itself is safe: messages carry a nonce, everything else
 * may be done twice.
 */
const REQUEST = { timeout: 7_000, retries: 2 } as const;

/** Discord's limit for a bot, all of its processes together. First answers to interactions do not count. */
const REQUESTS_PER_SECOND = 50;

/** What is done unasked is written down, and can wait there; longer than this it does not stand in the library's queue. */
const LONGEST_WAIT_MS = 2_000;
const UNASKED = [
  '/channels/:id/messages',
  '/channels/:id/messages/:id',
  '/users/@me/channels',
  '/guilds/:id/members/:id',
  '/guilds/:id/members/:id/roles/:id',
  '/guilds/:id/roles',
  '/guilds/:id/roles/:id',
  '/guilds/:id',
];

/**
 * A client with the least that slash commands and DMs need: no privileged intent, no message content, and no cache
 * of people, whose names come with each interaction anyway.
 *
 * @param apiUrl where Discord's REST API is, without a trailing slash or version.
 * @param shards absent: as many as Discord recommends, all in this process.
 */
export function createDiscordClient(
  apiUrl: string,
  { shards, logger }: { readonly shards?: Shards | undefined; readonly logger: Logger },
): Client {
  const cdn = cdnBeside(apiUrl);
  const ownUserOnly = {
    maxSize: 0,
    keepOverLimit: ({ id, client }: { id: string; client: Client }) => id === client.user?.id,
  };
  const client = new Client({
    ...shardOptions(shards, logger),
    intents: [GatewayIntentBits.Guilds],
    // Without this, interactions in a DM that is not cached have no channel.
    partials: [Partials.Channel],
    rest: {
      api: apiUrl,
      ...(cdn === undefined ? {} : { cdn }),
      ...REQUEST,
      globalRequestsPerSecond: Math.max(1, Math.floor(REQUESTS_PER_SECOND * shareOf(shards))),
      rejectOnRateLimit: isNotWorthWaiting,
    },
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
  // Told of each packet before the library itself reads it.
  client.ws.on(GatewayDispatchEvents.InteractionCreate, keepReadable);
  return client;
}

function isNotWorthWaiting({ route, retryAfter }: RateLimitData): boolean {
  return UNASKED.includes(route) && retryAfter > LONGEST_WAIT_MS;
}
