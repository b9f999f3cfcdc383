import type { LeaderboardCard } from '../../services/card.ts';
import type { Leaderboard } from '../../services/leaderboards.ts';
import type { Listing } from '../../services/ports.ts';
import type { Words } from '../../words/words.ts';
import { plainName } from '../views/names.ts';

/** `undefined` for a board on which nobody is to be seen. */
export function leaderboardCard(words: Words, board: Leaderboard): LeaderboardCard | undefined {
  const { scope, period, rows, own, weekHours } = board;
  if (rows.length === 0) return undefined;
  const most = Math.max(...rows.map(({ entry }) => entry.hours));
  return {
    kind: 'leaderboard',
    title: scope.kind === 'cohort' ? plainName(words, scope.cohort.name) : words.scopes.server,
    subtitle: words.board.unit(words.periods[period]),
    rows: rows.map(({ rank, entry }) => ({
      rank: words.cards.rank(rank),
      name: plainListing(words, entry.listing),
      share: most === 0 ? 0 : entry.hours / most,
      figure: words.cards.work(entry.hours / weekHours),
      mark: entry.userId === own?.userId ? words.cards.you : undefined,
    })),
    footer: boardTotals(words, board),
  };
}

/** Everybody together, and what a mark on the board means. */
export function boardTotals(words: Words, { rows, totals }: Leaderboard): string {
  const hasAlias = rows.some(({ entry }) => entry.listing.appearance === 'alias');
  const all = words.board.totals(totals.members, totals.tasks);
  return hasAlias ? `${all} · ${words.board.aliasMeaning}` : all;
}

/** An alias is marked here as well, so that nobody can pose as somebody else. */
function plainListing(words: Words, { appearance, label }: Listing): string {
  const name = plainName(words, label);
  return appearance === 'alias' ? `${words.board.alias} ${name}` : name;
}
