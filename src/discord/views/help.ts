import {
  ApplicationCommandOptionType,
  type Locale,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import type { Words } from '../../words/words.ts';
import { endAction, helpAction, helpGroupAction, helpPickAction } from '../actions.ts';
import { HELP_GROUPS, type Command, type HelpGroup, type Mention, type SlashCommand } from '../command.ts';
import { button, container, paginate, row, select, separator, text, type View } from './elements.ts';

export interface HelpScene {
  readonly words: Words;
  readonly commands: readonly Command[];
  readonly locale: Locale;
  readonly mention: Mention;
  /** The bot's own. */
  readonly version: string;
}

/** The commands that a newcomer should try first. */
const TO_BEGIN_WITH = ['roadmap phase', 'done', 'next'];

/** Of a group on the first page, so that it can be taken in at a glance; its own page has all of it. */
const MENTIONED_MIN = 3;
/** Characters of a page's lines, so that its heading fits a message beside them. */
const PAGE_ROOM = 3400;

/** Three to begin with, what else there is, and the way to the groups. */
export function helpView(scene: HelpScene): View {
  const { words, mention, version } = scene;
  const entries = entriesOf(scene);
  const groups = HELP_GROUPS.filter((group) => entries.some((entry) => entry.group === group));
  return [
    container(
      text(`## ${words.help.title}`, words.help.intro),
      separator(),
      text(
        `**${words.help.begin}**`,
        ...TO_BEGIN_WITH.flatMap((name) => entries.filter((entry) => entry.name === name)).map((entry) =>
          words.help.line(mention(entry.name), entry.description),
        ),
      ),
      separator(),
      text(
        ...groups.map((group) =>
          words.help.group(words.help.groups[group], firstMentions(scene, entries, group)),
        ),
      ),
      select(
        words.buttons.moreAbout,
        helpPickAction.customId({}),
        groups.map((group) => ({
          label: words.help.groups[group],
          value: group,
          description: commandNames(entries, group)
            .map((name) => `/${name}`)
            .join(' · '),
        })),
      ),
      text(`-# ${words.help.menus}`, `-# ${words.help.version(version)}`),
    ),
  ];
}

/** Each command of a group with what it does. */
export function helpGroupView(scene: HelpScene, group: HelpGroup, page: number): View {
  const { words, mention } = scene;
  const lines = entriesOf(scene)
    .filter((entry) => entry.group === group)
    .map(({ name, description }) => words.help.line(mention(name), description));
  const pages = paginate(lines, PAGE_ROOM);
  const shown = Math.min(page, pages.length - 1);
  const turnTo = (target: number, side: 'first' | 'last') => {
    const label = side === 'first' ? words.buttons.previous : words.buttons.next;
    return pages[target] === undefined
      ? button(label, endAction.customId({ side }), { disabled: true })
      : button(label, helpGroupAction.customId({ group, page: target }));
  };
  const isLong = pages.length > 1;
  return [
    container(
      text(
        `### ${words.help.groups[group]}`,
        ...(pages[shown] ?? [words.nothing]),
        isLong && `-# ${words.page(shown + 1, pages.length)}`,
      ),
      row(
        isLong ? turnTo(shown - 1, 'first') : undefined,
        button(words.buttons.back, helpAction.customId({})),
        isLong ? turnTo(shown + 1, 'last') : undefined,
      ),
    ),
  ];
}

interface Invocation {
  /** What stands behind the slash. */
  readonly name: string;
  readonly description: string;
}

interface Entry extends Invocation {
  readonly group: HelpGroup | undefined;
  readonly command: string;
  /** Among the subcommands of its command, counted from 0. */
  readonly place: number;
}

function entriesOf({ commands, locale }: HelpScene): readonly Entry[] {
  return commands
    .filter((command): command is SlashCommand => command.kind === 'slash')
    .flatMap(({ data, group }) =>
      invocations(data, locale).map((invocation, place) => ({
        ...invocation,
        group,
        command: data.name,
        place,
      })),
    );
}

/** No command is left out for another one's many subcommands: each shows its first before any shows its second. */
function firstMentions(
  { mention }: HelpScene,
  entries: readonly Entry[],
  group: HelpGroup,
): { readonly mentions: readonly string[]; readonly more: number } {
  const others = entries.filter((entry) => entry.group === group && !TO_BEGIN_WITH.includes(entry.name));
  const firsts = others.filter(({ place }) => place === 0).length;
  const fitting = new Set(
    others.toSorted((a, b) => a.place - b.place).slice(0, Math.max(MENTIONED_MIN, firsts)),
  );
  return {
    mentions: others.filter((entry) => fitting.has(entry)).map(({ name }) => mention(name)),
    more: others.length - fitting.size,
  };
}

function commandNames(entries: readonly Entry[], group: HelpGroup): readonly string[] {
  return [...new Set(entries.filter((entry) => entry.group === group).map(({ command }) => command))];
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
