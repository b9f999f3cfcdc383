import {
  ApplicationCommandType,
  type APIApplicationCommand,
  type ApplicationCommand,
  type Client,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import type { Logger } from 'pino';
import type { Mention } from './command.ts';

/** The id of each registered command by its name; a slash command's goes into clickable mentions. */
export type CommandIds = ReadonlyMap<string, string>;

interface RegisterOptions {
  readonly guildId: string | undefined;
  readonly isRegistrar: boolean;
  readonly logger: Logger;
}

/** The bot's own commands, as far as Discord has said that it holds them. */
export interface RegisteredCommands {
  /** Registers what is missing, or asks again for what another process registers; nothing to do when all are known. */
  readonly learn: (client: Client<true>) => Promise<void>;
  /** Text, until the command is known. */
  readonly mention: Mention;
}

export function createRegisteredCommands(
  definitions: readonly RESTPostAPIApplicationCommandsJSONBody[],
  options: RegisterOptions,
): RegisteredCommands {
  let ids: CommandIds = new Map();
  return {
    async learn(client) {
      if (ids.size !== definitions.length) ids = await registerCommands(client, definitions, options);
    },
    mention: (command) => mentionCommand(ids, command),
  };
}

/**
 * Makes Discord hold exactly these commands, writing only when something differs: registering is limited per day,
 * and a rewrite makes every client reload its list.
 *
 * @param guildId registers there alone; everywhere when absent.
 * @param isRegistrar of several processes, one registers, and the others read what there is.
 */
export async function registerCommands(
  client: Client<true>,
  definitions: readonly RESTPostAPIApplicationCommandsJSONBody[],
  { guildId, isRegistrar, logger }: RegisterOptions,
): Promise<CommandIds> {
  const { commands } = client.application;
  const scope = guildId === undefined ? {} : { guildId };
  const held = [...(await commands.fetch({ ...scope, withLocalizations: true })).values()];
  if (isSame(held, definitions.map(plain), guildId !== undefined)) {
    logger.info({ commands: held.length }, 'Discord holds the current commands');
    return idsByName(held);
  }
  if (!isRegistrar) {
    logger.info(
      'Discord does not hold the current commands yet: the process with the first shard registers them',
    );
    return idsByName(held);
  }
  const registered =
    guildId === undefined
      ? await commands.set([...definitions])
      : await commands.set([...definitions], guildId);
  logger.info({ commands: registered.size, guildId }, 'commands registered');
  return idsByName([...registered.values()]);
}

function isSame(
  held: readonly ApplicationCommand[],
  wanted: readonly RESTPostAPIApplicationCommandsJSONBody[],
  inGuild: boolean,
): boolean {
  if (held.length !== wanted.length) return false;
  return wanted.every((definition) => {
    const type = definition.type ?? ApplicationCommandType.ChatInput;
    const counterpart = held.find((command) => command.name === definition.name && command.type === type);
    return counterpart?.equals(asHeld(definition, counterpart, inGuild), true) ?? false;
  });
}

/** The definition as Discord would hold it in the counterpart's place. */
function asHeld(
  definition: RESTPostAPIApplicationCommandsJSONBody,
  counterpart: ApplicationCommand,
  inGuild: boolean,
): APIApplicationCommand {
  const { id, applicationId, version, contexts, integrationTypes } = counterpart;
  return {
    ...definition,
    // Contexts and installations exist only for commands registered everywhere; in a server Discord keeps its own.
    ...(inGuild ? { contexts, integration_types: integrationTypes ?? [] } : {}),
    id,
    application_id: applicationId,
    version,
  } as APIApplicationCommand;
}

/** Builders leave keys with `undefined` behind, which the comparison would take for a difference. */
function plain(definition: RESTPostAPIApplicationCommandsJSONBody): RESTPostAPIApplicationCommandsJSONBody {
  return JSON.parse(JSON.stringify(definition)) as RESTPostAPIApplicationCommandsJSONBody;
}

function idsByName(commands: readonly ApplicationCommand[]): CommandIds {
  return new Map(commands.map(({ name, id }) => [name, id]));
}

/** `roadmap phase` as text that puts the command into the reader's composer. */
export function mentionCommand(ids: CommandIds, command: string): string {
  const [name = command] = command.split(' ');
  const id = ids.get(name);
  return id === undefined ? `\`/${command}\`` : `</${command}:${id}>`;
}
