import {
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
  PermissionFlagsBits,
  type ChatInputCommandInteraction,
  type Guild,
  type SlashCommandSubcommandBuilder,
} from 'discord.js';
import { UserError } from '../src/domain/errors.ts';
import {
  phaseRoleAction,
  phaseRolePickAction,
  phaseRolesAction,
  resumePostsAction,
  setupAction,
} from '../src/discord/actions.ts';
import { pathwayChoices, timeZoneChoices } from '../src/discord/choices.ts';
import {
  defineComponent,
  updatePrivateMessage,
  type Answer,
  type ComponentInteraction,
  type Context,
  type SlashCommand,
} from '../src/discord/command.ts';
import { described, slashCommand } from '../src/discord/define-command.ts';
import { ellipsize } from '../src/discord/escape.ts';
import { phaseRoleFaults, problemOfRole } from '../src/discord/role-checks.ts';
import { requireManager, type ServerManager } from '../src/discord/server-manager.ts';
import { setupPathway, setupPathwayComponents } from '../src/discord/setup-pathway.ts';
import { hourOption, weekdayOption } from '../src/discord/slot-options.ts';
import { phaseRolesView } from '../src/discord/views/phase-roles.ts';
import {
  setupView,
  type ChannelFault,
  type PhaseRoleNews,
  type PostingPermission,
} from '../src/discord/views/setup.ts';
import { pickedValue } from '../src/discord/which-task.ts';
import { defaultWords, translations, wordsFor } from '../src/words/words.ts';

const CHANNEL_TYPES = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.PublicThread,
  ChannelType.AnnouncementThread,
] as const;

const ROLE_CHOICES = ['create', 'off'] as const;
type RoleChoice = (typeof ROLE_CHOICES)[number];

/** Discord's limit. */
const ROLE_NAME_MAX_LENGTH = 100;

function serverSubcommand(subcommand: SlashCommandSubcommandBuilder): SlashCommandSubcommandBuilder {
  return described(subcommand.setName('server'), (words) => words.commands.setup.subcommands.server)
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
    .addChannelOption((option) =>
      described(
        option.setName('summaries'),
        (words) => words.commands.setup.options.summaries,
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
    .addStringOption((option) =>
      described(option.setName('roles'), (words) => words.commands.setup.options.roles).addChoices(
        ROLE_CHOICES.map((choice) => ({
          name: defaultWords.server.roleChoices[choice],
          name_localizations: translations((words) => words.server.roleChoices[choice]),
          value: choice,
        })),
      ),
    )
    .addBooleanOption((option) =>
      described(option.setName('off'), (words) => words.commands.setup.options.off),
    );
}

export default {
  kind: 'slash',
  group: 'server',
  data: slashCommand('setup', (words) => words.commands.setup.description)
    .setContexts(InteractionContextType.Guild)
    .setIntegrationTypes(ApplicationIntegrationType.GuildInstall)
    .setDefaultMemberPermissions(PermissionFlagsBits.ManageGuild)
    .addSubcommand(serverSubcommand)
    .addSubcommand((subcommand) =>
      described(
        subcommand.setName('pathway'),
        (words) => words.commands.setup.subcommands.pathway,
      ).addAttachmentOption((option) =>
        described(option.setName('file'), (words) => words.commands.setup.options.file),
      ),
    )
    .toJSON(),
  audience: () => 'private',

  execute: (interaction, context) =>
    interaction.options.getSubcommand(false) === 'pathway'
      ? setupPathway(interaction, context)
      : setupServer(interaction, context),

  autocomplete({ options, guildId }, { services, words }) {
    const focused = options.getFocused(true);
    return Promise.resolve(
      focused.name === 'pathway'
        ? pathwayChoices(services.library, guildId, focused.value)
        : timeZoneChoices(words, focused.value, services.clock.now()),
    );
  },

  components: [
    ...setupPathwayComponents,
    defineComponent(resumePostsAction, {
      response: updatePrivateMessage,
      async execute(interaction, _, context) {
        const { guild } = requireManager(interaction);
        const { id, preferredLocale } = guild;
        await context.services.servers.setUp({
          guildId: id,
          locale: preferredLocale,
          userId: interaction.user.id,
        });
        return answer(context, guild, { isSaved: true });
      },
    }),
    defineComponent(setupAction, {
      response: updatePrivateMessage,
      execute: (interaction, _, context) =>
        answer(context, requireManager(interaction).guild, { isSaved: false }),
    }),
    defineComponent(phaseRolesAction, {
      response: updatePrivateMessage,
      execute: (interaction, _, context) => rolesAnswer(context, requireManager(interaction).guild),
    }),
    defineComponent(phaseRolePickAction, {
      response: updatePrivateMessage,
      execute: (interaction, { pathway }, context) =>
        rolesAnswer(context, requireManager(interaction).guild, { pathway, phase: pickedValue(interaction) }),
    }),
    defineComponent(phaseRoleAction, {
      response: updatePrivateMessage,
      async execute(interaction, { pathway, phase }, context) {
        const { guild, member } = requireManager(interaction);
        const roleId = pickedRole(interaction);
        const problem = roleId === null ? undefined : problemOfRole(guild, roleId, member);
        if (problem !== undefined) throw new UserError(problem);
        await context.services.phaseRoles.choose({
          guildId: guild.id,
          pathwayId: pathway,
          phaseId: phase,
          roleId,
        });
        return rolesAnswer(context, guild);
      },
    }),
  ],
} satisfies SlashCommand;

async function setupServer(interaction: ChatInputCommandInteraction, context: Context): Promise<Answer> {
  const manager = requireManager(interaction);
  const { guild } = manager;
  const { options, user } = interaction;
  const { servers, phaseRoles } = context.services;
  if (!hasOptions(options)) return answer(context, guild, { isSaved: false });
  const roles = parseRoleChoice(options.getString('roles'));
  const hadRoles = (await phaseRoles.list(guild.id)).size > 0;
  if (options.getBoolean('off') === true) await servers.switchOff(guild.id);
  else {
    await servers.setUp({
      guildId: guild.id,
      locale: guild.preferredLocale,
      userId: user.id,
      nudgeChannelId: channelAsked(interaction, guild, 'channel'),
      announcementChannelId: channelAsked(interaction, guild, 'announcements'),
      summaryChannelId: channelAsked(interaction, guild, 'summaries'),
      weekday: options.getInteger('day') ?? undefined,
      hour: options.getInteger('hour') ?? undefined,
      timeZone: options.getString('timezone') ?? undefined,
      pathway: options.getString('pathway') ?? undefined,
    });
  }
  if (roles !== undefined) await changeRoles(context, manager, roles);
  const isMoved = hadRoles && (await phaseRoles.list(guild.id)).size === 0;
  const news = roles ?? (isMoved ? 'other-pathway' : undefined);
  return answer(context, guild, { isSaved: true, news });
}

function hasOptions({ data }: ChatInputCommandInteraction['options']): boolean {
  return data.some(({ options = [] }) => options.length > 0);
}

/**
 * A forged option may name another server's channel, which discord.js then takes for one of this server's.
 * @throws {UserError} `channel-unusable`
 */
function channelAsked(
  { options }: ChatInputCommandInteraction,
  guild: Guild,
  name: 'channel' | 'announcements' | 'summaries',
): string | undefined {
  const channel = options.getChannel(name, false, CHANNEL_TYPES);
  if (channel === null) return undefined;
  if (guild.channels.cache.get(channel.id)?.guildId !== guild.id) {
    throw new UserError({ code: 'channel-unusable', channelId: channel.id });
  }
  return channel.id;
}

/** @throws {UserError} `bad-choice` */
function parseRoleChoice(sent: string | null): RoleChoice | undefined {
  const choice = ROLE_CHOICES.find((known) => known === sent);
  if (sent !== null && choice === undefined) throw new UserError({ code: 'bad-choice' });
  return choice;
}

/** @throws {UserError} for what keeps the roles from being made. */
function changeRoles(
  { services }: Context,
  { guild, member }: ServerManager,
  choice: RoleChoice,
): Promise<void> {
  if (choice === 'off') return services.phaseRoles.switchOff(guild.id);
  const words = wordsFor(guild.preferredLocale);
  return services.phaseRoles.create({
    guildId: guild.id,
    roles: guild.roles.cache.map(({ id, name }) => ({
      id,
      name,
      isUsable: problemOfRole(guild, id, member) === undefined,
    })),
    nameOf: (number, title) => ellipsize(words.server.roleName(number, title), ROLE_NAME_MAX_LENGTH),
  });
}

/** `null`: none. @throws {UserError} `outdated-button` for anything that is not a choice among roles. */
function pickedRole(interaction: ComponentInteraction): string | null {
  if (!interaction.isRoleSelectMenu()) throw new UserError({ code: 'outdated-button' });
  return interaction.values[0] ?? null;
}

async function answer(
  { services, words }: Context,
  guild: Guild,
  { isSaved, news }: { readonly isSaved: boolean; readonly news?: PhaseRoleNews | undefined },
): Promise<Answer> {
  const server = await services.servers.find(guild.id);
  const pathway = server && services.library.find(server.pathwayId);
  const channelIds = new Set(
    [server?.nudgeChannelId, server?.announcementChannelId, server?.summaryChannelId].filter(
      (id) => typeof id === 'string',
    ),
  );
  const faults = [...channelIds].flatMap((channelId) => faultOf(guild, channelId) ?? []);
  const roleIds = await services.phaseRoles.list(guild.id);
  const roles = { roleIds, faults: phaseRoleFaults(guild, pathway, roleIds), news };
  return { view: setupView({ words, server, pathway, faults, roles, isSaved }) };
}

/**
 * @param picked the phase whose role is to be chosen.
 * @throws {UserError} `outdated-button` when the server walks another pathway by now.
 */
async function rolesAnswer(
  { services, words }: Context,
  guild: Guild,
  picked?: { readonly pathway: string; readonly phase: string },
): Promise<Answer> {
  const server = await services.servers.find(guild.id);
  const pathway = server && services.library.find(server.pathwayId);
  if (pathway === undefined || (picked !== undefined && picked.pathway !== pathway.id)) {
    throw new UserError({ code: 'outdated-button' });
  }
  const roleIds = await services.phaseRoles.list(guild.id);
  const faults = phaseRoleFaults(guild, pathway, roleIds);
  return { view: phaseRolesView({ words, pathway, roleIds, faults, picked: picked?.phase }) };
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
