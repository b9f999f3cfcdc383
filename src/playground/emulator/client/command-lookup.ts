import {
  ApplicationCommandOptionType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  type APIApplicationCommand,
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  type ApplicationCommandType,
  type APIAuthorizingIntegrationOwnersMap,
} from 'discord-api-types/v10';
import type { CommandRegistry } from '../commands.ts';
import { channelPermissions, has } from '../permissions.ts';
import type { ChannelRecord, UserRecord, World } from '../world.ts';
import { ClientRefusal } from './client-refusal.ts';

const INSTALLATIONS = [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall];

/** A command, or a subcommand of it, that can be run. */
export interface RunnableCommand {
  readonly command: APIApplicationCommand;
  /** Names of the subcommand group and the subcommand, as far as there are. */
  readonly path: readonly string[];
  readonly options: readonly APIApplicationCommandBasicOption[];
}

/** Finds the command by its words (`roadmap phase`), guild commands first, as the client's picker shows them. */
export function findCommand(
  commands: CommandRegistry,
  channel: ChannelRecord,
  type: ApplicationCommandType,
  name: string,
): APIApplicationCommand {
  const command =
    (channel.guildId === null ? undefined : commands.byName(channel.guildId, type, name)) ??
    commands.byName(null, type, name);
  if (command !== undefined) return command;
  const known = [...commands.list(null), ...(channel.guildId === null ? [] : commands.list(channel.guildId))]
    .filter((other) => other.type === type)
    .map((other) => other.name);
  throw new ClientRefusal(`There is no command ${name}; there is ${known.join(', ') || 'none'}`);
}

/** Walks from the command to the subcommand that the words name. */
export function findSubcommand(command: APIApplicationCommand, words: readonly string[]): RunnableCommand {
  const path: string[] = [];
  let options: readonly APIApplicationCommandOption[] = command.options ?? [];
  for (;;) {
    const nested = options.filter(isNested);
    if (nested.length === 0) break;
    const word = words[path.length];
    const next = nested.find(({ name }) => name === word);
    if (next === undefined) {
      const choice = nested.map(({ name }) => name).join(', ');
      throw new ClientRefusal(
        `/${[command.name, ...path].join(' ')} must be followed by one of: ${choice}${word === undefined ? '' : ` (not ${word})`}`,
      );
    }
    path.push(next.name);
    options = next.options ?? [];
  }
  return { command, path, options: options.filter((option) => !isNested(option)) };
}

function isNested(
  option: APIApplicationCommandOption,
): option is Extract<
  APIApplicationCommandOption,
  { type: ApplicationCommandOptionType.Subcommand | ApplicationCommandOptionType.SubcommandGroup }
> {
  return (
    option.type === ApplicationCommandOptionType.Subcommand ||
    option.type === ApplicationCommandOptionType.SubcommandGroup
  );
}

/** Through which of these installations the app may be used here, and by whom it was installed. */
export function authorizingOwners(
  world: World,
  user: UserRecord,
  channel: ChannelRecord,
  supported: readonly ApplicationIntegrationType[] = INSTALLATIONS,
): APIAuthorizingIntegrationOwnersMap {
  const { GuildInstall, UserInstall } = ApplicationIntegrationType;
  const guild = world.guildOf(channel);
  const sharesGuild = [...user.guildIds].some((id) => world.guilds.get(id)?.members.has(world.botUser.id));
  const byGuild = guild === undefined ? (sharesGuild ? '0' : null) : world.isBotIn(guild) ? guild.id : null;
  return {
    ...(byGuild !== null && supported.includes(GuildInstall) && { [GuildInstall]: byGuild }),
    ...(user.installedApp && supported.includes(UserInstall) && { [UserInstall]: user.user.id }),
  };
}

/**
 * As {@link authorizingOwners}, narrowed to the installations the command supports.
 * @throws ClientRefusal where the client would not show the command to this person in this channel
 */
export function requireUsable(
  world: World,
  command: APIApplicationCommand,
  user: UserRecord,
  channel: ChannelRecord,
): APIAuthorizingIntegrationOwnersMap {
  const isDm = channel.guildId === null;
  const context = isDm ? InteractionContextType.BotDM : InteractionContextType.Guild;
  if (command.contexts?.includes(context) === false) {
    throw new ClientRefusal(`/${command.name} cannot be used in ${isDm ? 'a direct message' : 'a server'}`);
  }
  const supported = command.integration_types ?? [ApplicationIntegrationType.GuildInstall];
  const owners = authorizingOwners(world, user, channel, supported);
  if (Object.keys(owners).length === 0) {
    throw new ClientRefusal(`/${command.name} is not installed ${isDm ? 'for you' : 'in this server'}`);
  }
  const required = command.default_member_permissions;
  const guild = world.guildOf(channel);
  if (guild !== undefined && required !== null) {
    // "0" hides the command from everyone but administrators.
    const needed = required === '0' ? PermissionFlagsBits.Administrator : BigInt(required);
    const allowed = has(channelPermissions(guild, channel, user.user.id), needed);
    if (!allowed) throw new ClientRefusal(`You may not use /${command.name} in this server`);
  }
  return owners;
}
