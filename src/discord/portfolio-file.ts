import type { Portfolio, PortfolioEntry, PortfolioWay } from '../domain/portfolio.ts';
import type { Words } from '../words/words.ts';
import { plainTyped } from './escape.ts';

/**
 * What begins anything in GitHub's Markdown, or HTML. An `@` would become a mention or an address even behind a
 * backslash, so a joiner that nobody sees parts it from what follows.
 */
const MARKUP = /[\\`*_~<>&[\]#|$=+-]|:(?=\/\/)|(?<=www)\./gi;
const LIST_NUMBER = /^(\d+)([.)])/;
const WORD_JOINER = '\u2060';

/** What somebody typed, as one line of Markdown that shows just those characters. */
export function escapeMarkdown(typed: string): string {
  return plainTyped(typed)
    .replace(MARKUP, '\\$&')
    .replace(LIST_NUMBER, '$1\\$2')
    .replaceAll('@', `@${WORD_JOINER}`);
}

/** The whole file; ends with a line break. */
export function portfolioMarkdown({ file }: Words['portfolio'], { name, ways }: Portfolio): string {
  const title = file.title(name === null ? undefined : escapeMarkdown(name));
  return `${[`# ${title}`, ...ways.flatMap((way) => wayBlocks(file, way))].join('\n\n')}\n`;
}

type FileWords = Words['portfolio']['file'];

function wayBlocks(
  file: FileWords,
  { pathway, phases, former, skills, open }: PortfolioWay,
): readonly string[] {
  const heading =
    pathway === undefined
      ? file.formerPathway
      : file.pathway(escapeMarkdown(`${pathway.from} → ${pathway.to}`));
  return [
    `## ${heading}`,
    ...phases.flatMap(({ phase, number, entries }) => [
      `### ${file.phase(number, escapeMarkdown(phase.title))}`,
      entries.map((entry) => entryLines(file, entry)).join('\n'),
    ]),
    ...section(
      phases.length === 0 ? undefined : file.former,
      former.map((entry) => entryLines(file, entry)),
    ),
    ...section(
      file.skills,
      skills.map(
        ({ name, tasks }) => `- **${escapeMarkdown(name)}** — ${tasks.map(escapeMarkdown).join(', ')}`,
      ),
    ),
    ...section(
      file.open,
      open.map((title) => `- ${escapeMarkdown(title)}`),
    ),
  ];
}

/** Nothing at all where there are no lines. */
function section(heading: string | undefined, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return [...(heading === undefined ? [] : [`### ${heading}`]), lines.join('\n')];
}

function entryLines(file: FileWords, { title, on, link, note }: PortfolioEntry): string {
  const shown = escapeMarkdown(title ?? file.formerTask);
  const linked = link === null ? shown : `[${shown}](<${destination(link)}>)`;
  return [
    `- ${linked}${on === null ? '' : ` — ${file.date(on)}`}`,
    ...(note ?? '')
      .split(/\r\n?|\n/)
      .map(escapeMarkdown)
      .filter((line) => line !== '')
      .map((line) => `  > ${line}`),
  ].join('\n');
}

/** Between angle brackets only these have a meaning; a link of the store's has neither blanks nor line breaks. */
function destination(link: string): string {
  return link.replace(/[\\<>&]/g, '\\$&');
}
