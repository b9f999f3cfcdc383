import type { APIComponentInContainer } from 'discord.js';
import { BOARD_PERIODS } from '../../domain/board-period.ts';
import type { CohortBoardView } from '../../services/cohort-posts.ts';
import type { Leaderboard, OwnLine, RankedEntry } from '../../services/leaderboards.ts';
import type { Credit, Listing } from '../../services/ports.ts';
import type { Words } from '../../words/words.ts';
import {
  appearanceAction,
  cohortBoardAction,
  cohortBoardPeriodAction,
  endAction,
  serverBoardAction,
  serverBoardPeriodAction,
} from '../actions.ts';
import { boardTotals, leaderboardCard } from '../cards/leaderboard-card.ts';
import { picture } from '../cards/picture.ts';
import { boardButton, calendarLines, showButton } from './cohort.ts';
import { actionRows, button, container, row, select, separator, text, type View } from './elements.ts';
import { shownName } from './names.ts';
import { goalLines, togetherLines } from './together.ts';
import { nextStepButton } from './way-on.ts';

/** One page of a board, for the asker's eyes: their own line is marked, or told to them alone. */
export function leaderboardView(words: Words, board: Leaderboard): View {
  const { page, pages } = board;
  const card = leaderboardCard(words, board);
  return [
    container(
      heading(words, board, pages > 1 ? ` · ${words.page(page + 1, pages)}` : ''),
      ...(card === undefined ? [] : [picture(words, card)]),
      text(...rowLines(words, board), ...totalsLines(words, board)),
      ...ownBlock(words, board),
      ...togetherBlock(words, board),
      ...pagingRows(words, board),
      select(
        words.periods[board.period],
        periodCustomId(board),
        BOARD_PERIODS.map((period) => ({ label: words.periods[period], value: period })),
      ),
      ...actionRows({
        next: nextStepButton(words),
        others: [
          board.scope.kind === 'cohort' ? showButton(words, board.scope.cohort) : undefined,
          button(words.buttons.appearance, appearanceAction.customId({})),
        ],
      }),
    ),
  ];
}

/**
 * The same for everybody who passes by: nobody's own line, and nothing to page through. And no picture, since the message
 * is edited with every task that somebody records: each time the whole file would have to be drawn, sent and fetched.
 */
export function pinnedBoardView(words: Words, board: CohortBoardView): View {
  const { scope } = board;
  return [
    container(
      heading(words, board),
      ...(scope.kind === 'cohort' ? [text(...calendarLines(words, scope.cohort, scope.course))] : []),
      separator(),
      text(...rowLines(words, board), ...totalsLines(words, board)),
      ...togetherBlock(words, board),
      text(`-# ${words.board.upToDate}`),
      ...actionRows({
        next: nextStepButton(words),
        others: [
          scope.kind === 'cohort' ? boardButton(words, scope.cohort, words.buttons.myPlace) : undefined,
        ],
      }),
    ),
  ];
}

/** How others see somebody: an alias is marked, so that nobody can pose as somebody else. */
export function listingName(words: Words, { appearance, label }: Listing): string {
  const name = `**${shownName(words, label)}**`;
  return appearance === 'alias' ? `${words.board.alias} ${name}` : name;
}

function heading(words: Words, { scope, period }: Leaderboard, place = '') {
  const name = scope.kind === 'cohort' ? shownName(words, scope.cohort.name) : undefined;
  return text(`### ${words.board.title(name)}`, `-# ${words.board.unit(words.periods[period])}${place}`);
}

function rowLines(words: Words, board: Leaderboard): readonly string[] {
  const { rows, totals, period } = board;
  if (totals.members === 0) return [words.board.empty[period]];
  if (rows.length === 0) return [words.board.allHidden];
  return rows.map((each) => rowLine(words, board, each));
}

function rowLine(words: Words, { own, weekHours }: Leaderboard, { rank, entry }: RankedEntry): string {
  const line = words.board.row(
    words.board.ranks(rank),
    listingName(words, entry.listing),
    workOf(words, entry, weekHours),
  );
  return entry.userId === own?.userId ? `${line} ${words.board.you}` : line;
}

function totalsLines(words: Words, board: Leaderboard): readonly string[] {
  return board.totals.members === 0 ? [] : [`-# ${boardTotals(words, board)}`];
}

function ownBlock(words: Words, board: Leaderboard): readonly APIComponentInContainer[] {
  const { own, totals } = board;
  if (own === undefined) {
    return totals.members === 0 ? [] : [text(`-# ${words.board.nothingYet}`)];
  }
  if (own.isHidden) return [text(hiddenLine(words, own, board.weekHours))];
  const shown = new Set(board.rows.map(({ entry }) => entry.userId));
  const around = board.neighbours.filter(({ entry }) => !shown.has(entry.userId));
  if (around.length === 0) return [];
  return [text(`-# ${words.board.around}`, ...around.map((each) => rowLine(words, board, each)))];
}

function hiddenLine(words: Words, own: OwnLine, weekHours: number): string {
  return words.board.hidden(own.rank, workOf(words, own, weekHours));
}

function workOf(words: Words, { hours, tasks }: Credit, weekHours: number): string {
  return words.board.work(hours / weekHours, tasks);
}

function togetherBlock(words: Words, { scope }: Leaderboard): readonly APIComponentInContainer[] {
  if (scope.kind === 'server') return [];
  const lines = [
    ...(scope.together === undefined || scope.members === 0 ? [] : togetherLines(words, scope.together)),
    ...(scope.goal === undefined ? [] : goalLines(words, scope.goal)),
  ];
  return lines.length === 0 ? [] : [separator(), text(...lines)];
}

function pagingRows(words: Words, board: Leaderboard): readonly APIComponentInContainer[] {
  const { page, pages } = board;
  if (pages === 1) return [];
  const turnTo = (target: number, side: 'first' | 'last') => {
    const label = side === 'first' ? words.buttons.previous : words.buttons.next;
    return target < 0 || target >= pages
      ? button(label, endAction.customId({ side }), { disabled: true })
      : button(label, pageCustomId(board, target));
  };
  return [row(turnTo(page - 1, 'first'), turnTo(page + 1, 'last'))];
}

function pageCustomId({ scope, period }: Leaderboard, page: number): string {
  return scope.kind === 'server'
    ? serverBoardAction.customId({ period, page })
    : cohortBoardAction.customId({ cohort: scope.cohort.id, period, page });
}

function periodCustomId({ scope }: Leaderboard): string {
  return scope.kind === 'server'
    ? serverBoardPeriodAction.customId({})
    : cohortBoardPeriodAction.customId({ cohort: scope.cohort.id });
}
