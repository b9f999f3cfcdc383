import {
  ApplicationCommandOptionType,
  type Locale,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { Words } from '../../words/words.ts';
import type { Command, HelpGroup, Mention, SlashCommand } from '../command.ts';
import { container, separator, text, type View } from './elements.ts';

interface HelpScene {
  readonly words: Words;
  readonly commands: readonly Command[];
  readonly locale: Locale;
  readonly mention: Mention;
}

/** The commands that a newcomer should try first. */
const TO_BEGIN_WITH = ['roadmap phase', 'done', 'next'];
const GROUPS: readonly HelpGroup[] = ['look', 'record', 'you', 'together', 'nudges', 'server'];

export function helpView({ words, commands, locale, mention }: HelpScene): View {
  const slashCommands = commands.filter((command): command is SlashCommand => command.kind === 'slash');
  const entries = slashCommands.flatMap(({ data, group }) =>
    invocations(data, locale).map((invocation) => ({ ...invocation, group })),
  );
  const line = ({ name, description }: Invocation) => words.help.line(mention(name), description);
  return [
    container(
      text(`## ${words.help.title}`, words.help.intro),
      separator(),
      text(
        `**${words.help.begin}**`,
        ...TO_BEGIN_WITH.flatMap((name) => entries.filter((entry) => entry.name === name).map(line)),
      ),
      ...GROUPS.flatMap((group) => [
        separator(),
        text(
          `**${words.help.groups[group]}**`,
          ...entries
            .filter((entry) => entry.group === group && !TO_BEGIN_WITH.includes(entry.name))
            .map(line),
        ),
      ]),
      text(`-# ${words.help.menus}`),
    ),
  ];
}

interface Invocation {
  /** What stands behind the slash. */
  readonly name: string;
  readonly description: string;
}

/** A command with subcommands cannot be used itself: each of them is a line. */
function invocations(
  data: RESTPostAPIChatInputApplicationCommandsJSONBody,
  locale: Locale,
): readonly Invocation[] {
  const describe = (part: Pick<typeof data, 'description' | 'description_localizations'>) =>
    part.description_localizations?.[locale] ?? part.description;
  const subcommands = (data.options ?? []).filter(
    (option) => option.type === ApplicationCommandOptionType.Subcommand,
  );
  return subcommands.length === 0
    ? [{ name: data.name, description: describe(data) }]
    : subcommands.map((option) => ({ name: `${data.name} ${option.name}`, description: describe(option) }));
}
