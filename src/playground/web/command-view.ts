import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  InteractionContextType,
  type APIApplicationCommand,
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
} from 'discord-api-types/v10';
import { ATTACHMENT_SIZE_LIMIT } from '../emulator/index.ts';
import { channelKinds } from './channel-kinds.ts';
import type { CommandCatalogue, CommandOption, Reach, SlashCommand } from './protocol.ts';

export function commandCatalogue(
  commands: readonly APIApplicationCommand[],
  locale: string | undefined,
): CommandCatalogue {
  const menus = (type: ApplicationCommandType) =>
    commands
      .filter((command) => command.type === type)
      .map((command) => ({ name: command.name, ...reach(command) }));
  return {
    slash: commands
      .filter(({ type }) => type === ApplicationCommandType.ChatInput)
      .flatMap((command) => paths(command, reach(command), locale))
      .sort((a, b) => a.path.localeCompare(b.path)),
    userMenu: menus(ApplicationCommandType.User),
    messageMenu: menus(ApplicationCommandType.Message),
  };
}

interface Described {
  readonly name: string;
  readonly description: string;
  readonly description_localizations?: Partial<Record<string, string | null>> | null;
  readonly options?: readonly APIApplicationCommandOption[];
}

function paths(described: Described, where: Reach, locale: string | undefined, prefix = ''): SlashCommand[] {
  const path = `${prefix}${described.name}`;
  const options = described.options ?? [];
  const nested = options.filter(isNested);
  if (nested.length > 0) return nested.flatMap((option) => paths(option, where, locale, `${path} `));
  return [
    {
      path,
      description: describe(described, locale),
      options: options.filter((option) => !isNested(option)).map((option) => optionView(option, locale)),
      ...where,
    },
  ];
}

type NestedOption = Exclude<APIApplicationCommandOption, APIApplicationCommandBasicOption>;

function isNested(option: APIApplicationCommandOption): option is NestedOption {
  return (
    option.type === ApplicationCommandOptionType.Subcommand ||
    option.type === ApplicationCommandOptionType.SubcommandGroup
  );
}

function reach(command: APIApplicationCommand): Reach {
  const contexts = command.contexts ?? [InteractionContextType.Guild, InteractionContextType.BotDM];
  return {
    inGuild: contexts.includes(InteractionContextType.Guild),
    inDm: command.guild_id === undefined && contexts.includes(InteractionContextType.BotDM),
  };
}

const optionKinds: Readonly<Partial<Record<ApplicationCommandOptionType, CommandOption['kind']>>> = {
  [ApplicationCommandOptionType.String]: 'text',
  [ApplicationCommandOptionType.Integer]: 'integer',
  [ApplicationCommandOptionType.Number]: 'number',
  [ApplicationCommandOptionType.Boolean]: 'boolean',
  [ApplicationCommandOptionType.User]: 'user',
  [ApplicationCommandOptionType.Role]: 'role',
  [ApplicationCommandOptionType.Mentionable]: 'mentionable',
  [ApplicationCommandOptionType.Channel]: 'channel',
  [ApplicationCommandOptionType.Attachment]: 'file',
};

function optionView(option: APIApplicationCommandBasicOption, locale: string | undefined): CommandOption {
  return {
    name: option.name,
    description: describe(option, locale),
    kind: optionKinds[option.type] ?? 'unsupported',
    channelKinds: channelKinds('channel_types' in option ? option.channel_types : undefined),
    required: option.required ?? false,
    autocomplete: 'autocomplete' in option && option.autocomplete,
    choices: ('choices' in option ? (option.choices ?? []) : []).map(({ name, value }) => ({ name, value })),
    min: 'min_value' in option ? (option.min_value ?? null) : null,
    max: largest(option),
    minLength: 'min_length' in option ? (option.min_length ?? null) : null,
    maxLength: 'max_length' in option ? (option.max_length ?? null) : null,
  };
}

function largest(option: APIApplicationCommandBasicOption): number | null {
  if (option.type === ApplicationCommandOptionType.Attachment) return ATTACHMENT_SIZE_LIMIT;
  return 'max_value' in option ? (option.max_value ?? null) : null;
}

function describe(described: Omit<Described, 'options'>, locale: string | undefined): string {
  const translated = locale === undefined ? undefined : described.description_localizations?.[locale];
  return translated ?? described.description;
}
