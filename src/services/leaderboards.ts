import { periodSpan, type BoardPeriod } from '../domain/board-period.ts';
import type { Cohort } from '../domain/cohort.ts';
import { UserError } from '../domain/errors.ts';
import { BOARD_PAGE, NEIGHBOURS, rankEntries, type Ranked } from '../domain/leaderboard.ts';
import { ASSUMED_TIME_ZONE } from '../domain/local-time.ts';
import {
  cohortById,
  findCohort,
  isActive,
  ownCohorts,
  requireActive,
  requireInside,
  type CohortAsker,
} from './cohort-finder.ts';
import {
  courseOf,
  goalProgress,
  togetherOf,
  type CohortCourse,
  type GoalProgress,
  type Together,
} from './cohort-overview.ts';
import type { PathwayLibrary } from './pathway-library.ts';
import type { PresenceService } from './presence.ts';
import type { BoardEntry, BoardKey, Clock, Credit, Repositories, Store } from './ports.ts';

export type RankedEntry = Ranked<BoardEntry>;

/** One page of a board, as one person sees it. */
export interface Leaderboard {
  readonly scope: BoardScope;
  readonly period: BoardPeriod;
  /** Counted from 0. */
  readonly page: number;
  /** At least one. */
  readonly pages: number;
  readonly rows: readonly RankedEntry[];
  /** Where the asker stands; `undefined` while they have done nothing in the period. */
  readonly own: OwnLine | undefined;
  /** Those around the asker, whom this page does not show; empty when it does, or when they are hidden. */
  readonly neighbours: readonly RankedEntry[];
  /** Everybody with something done, the hidden included. */
  readonly totals: Credit & { readonly members: number };
  /** A week at full pace: the unit of the board. */
  readonly weekHours: number;
}

export interface OwnLine extends Credit {
  readonly userId: string;
  /** Among those whom others see; of somebody hidden, where they would stand. */
  readonly rank: number;
  readonly isHidden: boolean;
}

export type BoardScope = { readonly kind: 'server' } | CohortScope;

export interface CohortScope {
  readonly kind: 'cohort';
  readonly cohort: Cohort;
  readonly course: CohortCourse | undefined;
  /** Members who are in the server. */
  readonly members: number;
  readonly together: Together | undefined;
  readonly goal: GoalProgress | undefined;
}

/** What a board is asked for. */
export interface BoardRequest {
  readonly period: BoardPeriod;
  /** Counted from 0; the last one when there are not as many. */
  readonly page: number;
}

export interface LeaderboardService {
  /**
   * The board that the asker means.
   * @param scope `undefined`: that of their cohort, when they are in one, else the server's.
   */
  open(
    asker: CohortAsker,
    scope: 'server' | 'cohort' | undefined,
    request: BoardRequest,
  ): Promise<Leaderboard>;
  ofServer(asker: CohortAsker, request: BoardRequest): Promise<Leaderboard>;
  /** @param query an id, what they typed, or `undefined` for their only one. @throws {UserError} `not-in-cohort` */
  ofCohort(asker: CohortAsker, query: string | undefined, request: BoardRequest): Promise<Leaderboard>;
  /** By the id that a component carries. @throws {UserError} `cohort-gone` or `not-in-cohort` */
  ofCohortWithId(asker: CohortAsker, cohortId: string, request: BoardRequest): Promise<Leaderboard>;
  /** Drops what nobody will ask for any more. To be called now and then. */
  forgetPast(): Promise<void>;
}

/** Clocks may differ, and one that was ahead be set back: what has just ended is kept for a while. */
const KEPT_MS = 24 * 60 * 60 * 1000;

interface Dependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly library: PathwayLibrary;
  readonly presence: PresenceService;
}

export function createLeaderboardService({
  store,
  clock,
  library,
  presence,
}: Dependencies): LeaderboardService {
  /** Somebody on the page may have left the server unseen: then it is read once more without them. */
  const verified = async (asker: CohortAsker, read: () => Promise<Leaderboard>): Promise<Leaderboard> => {
    const board = await read();
    const shown = [...board.rows, ...board.neighbours].map(({ entry }) => entry.userId);
    return (await presence.verify(asker.guildId, shown)) ? read() : board;
  };

  const ofServer = (asker: CohortAsker, request: BoardRequest): Promise<Leaderboard> =>
    verified(asker, async () => {
      const server = await store.servers.find(asker.guildId);
      const pathway = (server && library.find(server.pathwayId)) ?? library.first;
      return readBoard(store, {
        ...request,
        scope: { kind: 'server' },
        boardId: asker.guildId,
        timeZone: server?.timeZone ?? ASSUMED_TIME_ZONE,
        weekHours: pathway.fullPaceHoursPerWeek,
        userId: asker.userId,
        now: clock.now(),
      });
    });

  const ofThatCohort = async (
    asker: CohortAsker,
    cohort: Cohort,
    request: BoardRequest,
  ): Promise<Leaderboard> => {
    await requireInside(store, asker, cohort);
    requireActive(cohort);
    return verified(asker, () =>
      readCohortBoard(store, library, cohort, { ...request, userId: asker.userId }, clock.now()),
    );
  };

  return {
    async open(asker, scope, request) {
      if (scope === 'server') return ofServer(asker, request);
      const [own] = (await ownCohorts(store, asker)).filter(isActive);
      if (own !== undefined) return ofThatCohort(asker, own, request);
      if (scope === undefined) return ofServer(asker, request);
      throw new UserError({ code: 'no-own-cohort' });
    },
    ofServer,
    ofCohort: async (asker, query, request) =>
      ofThatCohort(asker, await findCohort(store, asker, query), request),
    ofCohortWithId: async (asker, cohortId, request) =>
      ofThatCohort(asker, await cohortById(store, asker, cohortId), request),
    forgetPast: () => store.scores.prune(clock.now() - KEPT_MS),
  };
}

/** @param request without a `userId`, a board for all, which marks nobody. */
export async function readCohortBoard(
  repositories: Repositories,
  library: PathwayLibrary,
  cohort: Cohort,
  request: BoardRequest & { readonly userId?: string },
  now: number,
): Promise<Leaderboard> {
  const course = courseOf(library, cohort, now);
  const members = await repositories.cohorts.countMembers(cohort.id);
  const allTime = await repositories.scores.totals({ boardId: cohort.id, period: 'all' });
  return readBoard(repositories, {
    ...request,
    scope: {
      kind: 'cohort',
      cohort,
      course,
      members,
      together: course && togetherOf(course, members, allTime.hours),
      goal: await goalProgress(repositories, cohort, now),
    },
    boardId: cohort.id,
    timeZone: cohort.timeZone,
    weekHours: course?.pathway.fullPaceHoursPerWeek ?? 1,
    now,
  });
}

interface BoardReading extends BoardRequest {
  readonly scope: BoardScope;
  readonly boardId: string;
  readonly timeZone: string;
  readonly weekHours: number;
  readonly userId?: string;
  readonly now: number;
}

async function readBoard({ scores }: Repositories, reading: BoardReading): Promise<Leaderboard> {
  const { boardId, timeZone, weekHours, userId, now, period, scope } = reading;
  const board: BoardKey = { boardId, period: periodSpan(period, timeZone, now).name };
  const { listed, ...totals } = await scores.totals(board);
  const pages = Math.max(1, Math.ceil(listed / BOARD_PAGE));
  const page = Math.min(reading.page, pages - 1);
  const rows = await readRows(scores, board, page * BOARD_PAGE, BOARD_PAGE);
  const own = userId === undefined ? undefined : await readOwn(scores, board, userId);
  const isShown = own === undefined || rows.some(({ entry }) => entry.userId === own.userId);
  return {
    scope,
    period,
    page,
    pages,
    rows,
    own,
    neighbours: isShown || own.isHidden ? [] : await readNeighbours(scores, board, own.userId),
    totals,
    weekHours,
  };
}

async function readRows(
  scores: Repositories['scores'],
  board: BoardKey,
  offset: number,
  limit: number,
): Promise<readonly RankedEntry[]> {
  const entries = await scores.page(board, offset, limit);
  const [first] = entries;
  if (first === undefined) return [];
  return rankEntries(entries, offset, (await scores.countAbove(board, first.hours)) + 1);
}

async function readOwn(
  scores: Repositories['scores'],
  board: BoardKey,
  userId: string,
): Promise<OwnLine | undefined> {
  const score = await scores.find(board, userId);
  if (score === undefined) return undefined;
  const { hours, tasks, listing } = score;
  const rank = (await scores.countAbove(board, hours)) + 1;
  return { userId, hours, tasks, rank, isHidden: listing === null };
}

async function readNeighbours(
  scores: Repositories['scores'],
  board: BoardKey,
  userId: string,
): Promise<readonly RankedEntry[]> {
  const score = await scores.find(board, userId);
  if (score === undefined || score.listing === null) return [];
  const before = await scores.countBefore(board, { ...score, listing: score.listing });
  const offset = Math.max(0, before - NEIGHBOURS);
  return readRows(scores, board, offset, before - offset + 1 + NEIGHBOURS);
}
