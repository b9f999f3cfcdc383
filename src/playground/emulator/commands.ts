import { isDeepStrictEqual } from 'node:util';
import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  type APIApplicationCommand,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import { refusals } from './rest-error.ts';

export type CommandBody = RESTPostAPIApplicationCommandsJSONBody;

/** How many commands of a type an application may have, globally and again in each guild. */
const COMMAND_LIMITS = [
  [ApplicationCommandType.ChatInput, 100],
  [ApplicationCommandType.User, 15],
  [ApplicationCommandType.Message, 15],
] as const;

/** Where commands are registered: a guild's id, or `null` for the global ones. */
export type CommandScope = string | null;

export interface CommandRegistry {
  list(scope: CommandScope): readonly APIApplicationCommand[];
  /** @throws RestError 10063 */
  get(scope: CommandScope, id: string): APIApplicationCommand;
  byName(scope: CommandScope, type: ApplicationCommandType, name: string): APIApplicationCommand | undefined;
  /** Replaces the command of that type and name, which keeps its id, or adds a new one. */
  upsert(scope: CommandScope, body: CommandBody): { command: APIApplicationCommand; isNew: boolean };
  edit(scope: CommandScope, id: string, body: Partial<CommandBody>): APIApplicationCommand;
  remove(scope: CommandScope, id: string): void;
  /** Makes these the only commands of the scope. */
  overwrite(scope: CommandScope, bodies: readonly CommandBody[]): readonly APIApplicationCommand[];
}

export function createCommandRegistry(options: {
  applicationId: string;
  nextId: () => string;
  onChange: () => void;
}): CommandRegistry {
  const { applicationId, nextId, onChange } = options;
  const scopes = new Map<CommandScope, Map<string, APIApplicationCommand>>();

  function scopeMap(scope: CommandScope): Map<string, APIApplicationCommand> {
    const existing = scopes.get(scope);
    if (existing !== undefined) return existing;
    const created = new Map<string, APIApplicationCommand>();
    scopes.set(scope, created);
    return created;
  }

  const keyOf = (type: ApplicationCommandType, name: string) => `${type} ${name}`;

  function find(scope: CommandScope, id: string): APIApplicationCommand {
    for (const command of scopeMap(scope).values()) if (command.id === id) return command;
    throw refusals.unknownCommand();
  }

  function complete(
    scope: CommandScope,
    body: CommandBody,
    before: APIApplicationCommand | undefined,
  ): APIApplicationCommand {
    const { type = ApplicationCommandType.ChatInput } = body;
    // JSON holds no undefined, so the body replaces defaults only by values.
    const command = {
      name_localizations: null,
      description: '',
      description_localizations: null,
      default_member_permissions: null,
      nsfw: false,
      integration_types: [ApplicationIntegrationType.GuildInstall],
      contexts: null,
      ...body,
      type,
      id: before?.id ?? nextId(),
      application_id: applicationId,
      version: before?.version ?? '',
      ...(scope === null ? {} : { guild_id: scope }),
    } as APIApplicationCommand;
    return isDeepStrictEqual(before, command) ? command : { ...command, version: nextId() };
  }

  const registry: CommandRegistry = {
    list: (scope) => [...scopeMap(scope).values()],
    get: find,
    byName: (scope, type, name) => scopeMap(scope).get(keyOf(type, name)),

    upsert(scope, body) {
      const commands = scopeMap(scope);
      const { type = ApplicationCommandType.ChatInput } = body;
      const before = commands.get(keyOf(type, body.name));
      if (before === undefined) checkLimit([...commands.values(), { type }]);
      const command = complete(scope, body, before);
      commands.set(keyOf(type, body.name), command);
      onChange();
      return { command, isNew: before === undefined };
    },

    edit(scope, id, body) {
      const before = find(scope, id);
      const command = complete(scope, { ...before, ...body, type: before.type } as CommandBody, before);
      const commands = scopeMap(scope);
      commands.delete(keyOf(before.type, before.name));
      commands.set(keyOf(command.type, command.name), command);
      onChange();
      return command;
    },

    remove(scope, id) {
      const { type, name } = find(scope, id);
      scopeMap(scope).delete(keyOf(type, name));
      onChange();
    },

    overwrite(scope, bodies) {
      checkLimit(bodies.map(({ type = ApplicationCommandType.ChatInput }) => ({ type })));
      const before = scopeMap(scope);
      const after = new Map(
        bodies.map((body) => {
          const key = keyOf(body.type ?? ApplicationCommandType.ChatInput, body.name);
          return [key, complete(scope, body, before.get(key))];
        }),
      );
      scopes.set(scope, after);
      onChange();
      return [...after.values()];
    },
  };
  return registry;
}

function checkLimit(commands: readonly { type: ApplicationCommandType }[]): void {
  for (const [type, limit] of COMMAND_LIMITS) {
    const count = commands.filter((command) => command.type === type).length;
    if (count > limit) throw refusals.tooManyCommands();
  }
}

/** The command as listed when localisations are not asked for. */
export function withoutLocalizations(command: APIApplicationCommand): unknown {
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => key !== 'name_localizations' && key !== 'description_localizations')
        .map(([key, inner]) => [key, strip(inner)]),
    );
  };
  return strip(command);
}
