import {
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
  PermissionFlagsBits,
  type BaseInteraction,
  type Guild,
} from 'discord.js';
import { UserError } from '../src/domain/errors.ts';
import type { Server } from '../src/domain/server.ts';
import { resumePostsAction } from '../src/discord/actions.ts';
import { pathwayChoices, timeZoneChoices } from '../src/discord/choices.ts';
import {
  defineComponent,
  updatePrivateMessage,
  type Answer,
  type Context,
  type SlashCommand,
} from '../src/discord/command.ts';
import { described, slashCommand } from '../src/discord/define-command.ts';
import { hourOption, weekdayOption } from '../src/discord/slot-options.ts';
import { setupView, type ChannelFault, type PostingPermission } from '../src/discord/views/setup.ts';

const CHANNEL_TYPES = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.PublicThread,
  ChannelType.AnnouncementThread,
] as const;

export default {
  kind: 'slash',
  group: 'server',
  data: slashCommand('setup', (words) => words.commands.setup.description)
    .setContexts(InteractionContextType.Guild)
    .setIntegrationTypes(ApplicationIntegrationType.GuildInstall)
    .setDefaultMemberPermissions(PermissionFlagsBits.ManageGuild)
    .addChannelOption((option) =>
      described(option.setName('channel'), (words) => words.commands.setup.options.channel).addChannelTypes(
        ...CHANNEL_TYPES,
      ),
    )
    .addChannelOption((option) =>
      described(
        option.setName('announcements'),
        (words) => words.commands.setup.options.announcements,
      ).addChannelTypes(...CHANNEL_TYPES),
    )
    .addIntegerOption(weekdayOption((words) => words.commands.setup.options.day))
    .addIntegerOption(hourOption((words) => words.commands.setup.options.hour))
    .addStringOption((option) =>
      described(option.setName('timezone'), (words) => words.commands.setup.options.timezone).setAutocomplete(
        true,
      ),
    )
    .addStringOption((option) =>
      described(option.setName('pathway'), (words) => words.commands.setup.options.pathway).setAutocomplete(
        true,
      ),
    )
    .addBooleanOption((option) =>
      described(option.setName('off'), (words) => words.commands.setup.options.off),
    )
    .toJSON(),
  audience: () => 'private',

  async execute(interaction, context) {
    const guild = requireManaged(interaction);
    const { options, user } = interaction;
    const { servers } = context.services;
    if (options.getBoolean('off') === true) {
      return answer(context, guild, await servers.switchOff(guild.id), true);
    }
    if (options.data.length === 0) return answer(context, guild, await servers.find(guild.id), false);
    const server = await servers.setUp({
      guildId: guild.id,
      locale: guild.preferredLocale,
      userId: user.id,
      nudgeChannelId: options.getChannel('channel', false, CHANNEL_TYPES)?.id,
      announcementChannelId: options.getChannel('announcements', false, CHANNEL_TYPES)?.id,
      weekday: options.getInteger('day') ?? undefined,
      hour: options.getInteger('hour') ?? undefined,
      timeZone: options.getString('timezone') ?? undefined,
      pathway: options.getString('pathway') ?? undefined,
    });
    return answer(context, guild, server, true);
  },

  autocomplete({ options }, { services, words }) {
    const focused = options.getFocused(true);
    return Promise.resolve(
      focused.name === 'pathway'
        ? pathwayChoices(services.library, focused.value)
        : timeZoneChoices(words, focused.value, services.clock.now()),
    );
  },

  components: [
    defineComponent(resumePostsAction, {
      response: updatePrivateMessage,
      async execute(interaction, _, context) {
        const guild = requireManaged(interaction);
        const { id, preferredLocale } = guild;
        const server = await context.services.servers.setUp({
          guildId: id,
          locale: preferredLocale,
          userId: interaction.user.id,
        });
        return answer(context, guild, server, true);
      },
    }),
  ],
} satisfies SlashCommand;

/**
 * Discord hides the command from everybody else, but what it sends may be forged, and a server may lend the command
 * to others.
 * @throws {UserError} `server-only` or `managers-only`
 */
function requireManaged(interaction: BaseInteraction): Guild {
  if (!interaction.inCachedGuild()) throw new UserError({ code: 'server-only' });
  if (!interaction.memberPermissions.has(PermissionFlagsBits.ManageGuild)) {
    throw new UserError({ code: 'managers-only' });
  }
  return interaction.guild;
}

function answer(
  { services, words }: Context,
  guild: Guild,
  server: Server | undefined,
  isSaved: boolean,
): Answer {
  const pathway = server && services.library.find(server.pathwayId);
  const channelIds = new Set(
    [server?.nudgeChannelId, server?.announcementChannelId].filter((id) => typeof id === 'string'),
  );
  const faults = [...channelIds].flatMap((channelId) => faultOf(guild, channelId) ?? []);
  return { view: setupView({ words, server, pathway, faults, isSaved }) };
}

function faultOf(guild: Guild, channelId: string): ChannelFault | undefined {
  const channel = guild.channels.cache.get(channelId);
  const me = guild.members.me;
  if (channel === undefined || me === null) return { channelId, missing: [] };
  const needed: readonly PostingPermission[] = [
    'ViewChannel',
    channel.isThread() ? 'SendMessagesInThreads' : 'SendMessages',
  ];
  const missing = needed.filter((permission) => !channel.permissionsFor(me).has(permission));
  return missing.length === 0 ? undefined : { channelId, missing };
}
