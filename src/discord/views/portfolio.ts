import { ComponentType, type APIFileComponent } from 'discord.js';
import { PORTFOLIO_PARTS } from '../../domain/member.ts';
import type { Portfolio } from '../../domain/portfolio.ts';
import type { Standing } from '../../services/progress.ts';
import type { Words } from '../../words/words.ts';
import { portfolioPartsAction } from '../actions.ts';
import { ellipsize, escapeTyped } from '../escape.ts';
import { actionRows, container, multiSelect, separator, text, type View } from './elements.ts';
import { nextStepLines } from './record.ts';
import { nextStepButton } from './way-on.ts';

const LATEST = 5;
const TITLE_MAX_LENGTH = 90;

/** What the file holds in a few lines, the file, and what else may go in. */
export function portfolioView(words: Words, { ways, parts }: Portfolio, fileName: string): View {
  const file: APIFileComponent = { type: ComponentType.File, file: { url: `attachment://${fileName}` } };
  const entries = ways.flatMap(({ phases, former }) => [
    ...phases.flatMap((phase) => phase.entries),
    ...former,
  ]);
  const linked = entries.filter(({ link }) => link !== null).length;
  const phaseCount = ways.reduce((sum, { phases }) => sum + phases.length, 0);
  const facts = [
    words.portfolio.amount(entries.length, phaseCount),
    ...(linked === 0 ? [] : [words.portfolio.links(linked)]),
  ];
  return [
    container(
      text(
        `### ${words.portfolio.title}`,
        facts.join(' · '),
        ...entries
          .slice(-LATEST)
          .map(
            ({ title }) =>
              `- ${escapeTyped(ellipsize(title ?? words.portfolio.file.formerTask, TITLE_MAX_LENGTH))}`,
          ),
      ),
      file,
      multiSelect(
        words.buttons.chooseParts,
        portfolioPartsAction.customId({}),
        PORTFOLIO_PARTS.map((part) => ({
          label: words.portfolio.parts[part],
          value: part,
          description: words.portfolio.partDetails[part],
          isChosen: parts.includes(part),
        })),
      ),
      text(`-# ${words.portfolio.hint}`),
    ),
  ];
}

/** Before anything is done. */
export function emptyPortfolioView(words: Words, standing: Standing): View {
  const next = nextStepLines(words, standing);
  return [
    container(
      text(words.portfolio.nothingYet),
      ...(next.length === 0 ? [] : [separator(), text(...next)]),
      ...actionRows({
        next: nextStepButton(words),
      }),
    ),
  ];
}
