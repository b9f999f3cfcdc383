import { join } from 'node:path';
import { periodSpan } from '../../src/domain/board-period.ts';
import { BOARD_PAGE, NEIGHBOURS } from '../../src/domain/leaderboard.ts';
import type { Cohort } from '../../src/domain/cohort.ts';
import { composeSummary } from '../../src/services/cohort-posts.ts';
import { createDeliveryService } from '../../src/services/deliveries.ts';
import { createLeaderboardService, type LeaderboardService } from '../../src/services/leaderboards.ts';
import { createMembershipService } from '../../src/services/membership.ts';
import { openLibrary } from '../../src/services/pathway-changes.ts';
import type { PathwayLibrary } from '../../src/services/pathway-library.ts';
import { createPinnedBoardService } from '../../src/services/pinned-boards.ts';
import type { BoardEntry, BoardKey, Directory, Notifier, Store } from '../../src/services/ports.ts';
import { createPresenceService, type PresenceService } from '../../src/services/presence.ts';
import { createProgressService } from '../../src/services/progress.ts';
import { createScoreKeeper, type ScoreKeeper } from '../../src/services/score-keeper.ts';
import { openStore } from '../../src/store/open-store.ts';
import { addBoard, addCrowd } from '../support/board-world.ts';
import { backendPathway } from '../support/loaded-pathways.ts';
import { MIGRATIONS_DIRECTORY } from '../support/temporary-store.ts';
import { summarise, type Benchmark, type Row } from './benchmark.ts';
import { makeBenchFolder } from './venue.ts';

/** A Wednesday: the week and the month have begun. */
const NOW = Date.UTC(2026, 2, 4, 12);
const clock = { now: () => NOW };

const SMALL = 50;
const MEDIUM = 1_000;
const LARGE = 100_000;
const ITERATIONS = 500;
const WALKERS = 15;
/** Somebody in a server may be in so many cohorts of it. */
const COHORTS_OF_ONE = 3;

/** Boards of a cohort, a server and a very large one, as the store and as the use cases see them. */
export const benchmarkBoards: Benchmark = async ({ isQuick }) => {
  await using folder = await makeBenchFolder();
  const path = join(folder.path, 'cairn.db');
  const database = await openStore({
    databaseUrl: `sqlite:${path}`,
    migrationsDirectory: MIGRATIONS_DIRECTORY,
    now: clock.now,
  });
  const { store, ...stopwatch } = timed(database);
  const crowds = (isQuick ? [SMALL] : [SMALL, MEDIUM]).map((members) => ({
    members,
    guildId: `4${members}`,
    cohortId: `7${members}`,
    now: NOW,
  }));
  for (const crowd of crowds) addCrowd(path, crowd);
  const library = await openLibrary(store, [backendPathway], NOW);
  const large = { members: isQuick ? MEDIUM : LARGE, guildId: '499', now: NOW };
  addBoard(path, large, [thisWeek('Etc/UTC'), 'all']);

  const iterations = isQuick ? 10 : ITERATIONS;
  const measure: Measure = async (name, work) => {
    const samples: number[] = [];
    await work();
    for (let count = 0; count < iterations; count += 1) {
      const started = performance.now();
      await work();
      samples.push(performance.now() - started);
    }
    return { measure: name, unit: 'ms', figures: summarise(samples) };
  };
  const measureWithShare: Measure = async (name, work) => {
    const shares: number[] = [];
    const row = await measure(name, async () => {
      stopwatch.reset();
      await work();
      shares.push(stopwatch.milliseconds());
    });
    return { ...row, comparison: `${summarise(shares).p50.toFixed(2)} ms of it in the store` };
  };

  const keeper = createScoreKeeper(library);
  const presence = createPresenceService({ store, clock, directory: NOBODY_ASKED, keeper });
  const boards = createLeaderboardService({ store, clock, library, presence });
  const rows: Row[] = [];
  for (const { guildId, members } of [...crowds, large]) {
    rows.push(...(await measureServerBoard({ store, boards, measure, measureWithShare }, guildId, members)));
  }
  for (const { guildId, cohortId, members } of crowds) {
    const cohort = await store.cohorts.find(cohortId);
    if (cohort === undefined) throw new Error('The cohort is gone');
    rows.push(await measureCohortBoard({ store, boards, measureWithShare }, guildId, cohort, members));
    rows.push(
      await measureWithShare(`a cohort's weekly summary, ${shown(members)} members`, () =>
        composeSummary(store, library, cohort, NOW),
      ),
    );
  }
  rows.push(...(await measureRecords(store, library, keeper, isQuick ? 1 : WALKERS)));
  rows.push(await measureTick({ store, library, presence, measure }));
  await database.close();
  return rows;
};

interface TimedStore {
  readonly store: Store;
  reset(): void;
  /** During which a repository was at work, or several; not in transactions. */
  milliseconds(): number;
}

function timed(store: Store): TimedStore {
  let underWay = 0;
  let since = 0;
  let total = 0;
  const time = async (work: () => unknown): Promise<unknown> => {
    if (underWay === 0) since = performance.now();
    underWay += 1;
    try {
      return await work();
    } finally {
      underWay -= 1;
      if (underWay === 0) total += performance.now() - since;
    }
  };
  const watch = <T extends object>(repository: T): T =>
    new Proxy(repository, {
      get: (target, key) => {
        const method: unknown = Reflect.get(target, key);
        return typeof method !== 'function'
          ? method
          : (...parameters: unknown[]) => time(() => Reflect.apply(method, target, parameters) as unknown);
      },
    });
  const { cohorts, scores, servers, serverMembers, standings } = store;
  return {
    store: {
      ...store,
      cohorts: watch(cohorts),
      scores: watch(scores),
      servers: watch(servers),
      serverMembers: watch(serverMembers),
      standings: watch(standings),
    },
    reset() {
      total = 0;
    },
    milliseconds: () => total,
  };
}

type Measure = (name: string, work: () => Promise<unknown>) => Promise<Row>;

interface Subjects {
  readonly store: Store;
  readonly boards: LeaderboardService;
  readonly measure: Measure;
  /** Tells also how much of it was the store's. */
  readonly measureWithShare: Measure;
}

/** What a look at a board is made of, and the whole of it, for somebody in the middle. */
async function measureServerBoard(
  { store: { scores }, boards, measure, measureWithShare }: Subjects,
  guildId: string,
  members: number,
): Promise<readonly Row[]> {
  const board: BoardKey = { boardId: guildId, period: thisWeek('Etc/UTC') };
  const { listed } = await scores.totals(board);
  const lastPage = Math.ceil(listed / BOARD_PAGE) - 1;
  const asker = await entryAt({ scores }, board, Math.floor(listed / 2));
  const name = (part: string) => `${part} of a server's board, ${shown(members)} members`;
  const look = (page: number) =>
    boards.ofServer({ guildId, userId: asker.userId, managesServer: false }, { period: 'week', page });
  return [
    await measure(name('the first rows'), () => scores.page(board, 0, BOARD_PAGE)),
    await measure(name('the last rows'), () => scores.page(board, lastPage * BOARD_PAGE, BOARD_PAGE)),
    await measure(name('own rank'), () => scores.countAbove(board, asker.hours)),
    await measure(name('neighbours'), async () => {
      const before = await scores.countBefore(board, asker);
      return scores.page(board, before - NEIGHBOURS, 2 * NEIGHBOURS + 1);
    }),
    await measure(name('totals'), () => scores.totals(board)),
    await measureWithShare(name('all of the first page'), () => look(0)),
    await measureWithShare(name('all of the last page'), () => look(lastPage)),
  ];
}

async function measureCohortBoard(
  { store, boards, measureWithShare }: Omit<Subjects, 'measure'>,
  guildId: string,
  { id, timeZone }: Cohort,
  members: number,
): Promise<Row> {
  const board: BoardKey = { boardId: id, period: thisWeek(timeZone) };
  const { listed } = await store.scores.totals(board);
  const { userId } = await entryAt(store, board, listed - 1);
  const asker = { guildId, userId, managesServer: false };
  return measureWithShare(`all of the first page of a cohort's board, ${shown(members)} members`, () =>
    boards.ofCohortWithId(asker, id, { period: 'week', page: 0 }),
  );
}

async function entryAt(
  { scores }: Pick<Store, 'scores'>,
  board: BoardKey,
  offset: number,
): Promise<BoardEntry> {
  const [entry] = await scores.page(board, offset, 1);
  if (entry === undefined) throw new Error(`Nobody is at ${offset}`);
  return entry;
}

/** One durable record after another, of people on no board, and on more and more of them. */
async function measureRecords(
  store: Store,
  library: PathwayLibrary,
  keeper: ScoreKeeper,
  walkers: number,
): Promise<readonly Row[]> {
  const dependencies = { store, clock, library, keeper };
  const membership = createMembershipService(dependencies);
  const progress = createProgressService(dependencies);
  const guildId = '498';
  const cohortIds = Array.from({ length: COHORTS_OF_ONE }, (_, index) => `79${index}`);
  for (const id of cohortIds) await store.cohorts.save({ ...COHORT, id, guildId, name: `Cohort ${id}` });

  const rows: Row[] = [];
  for (const cohorts of [undefined, 1, COHORTS_OF_ONE]) {
    const samples: number[] = [];
    for (let walker = 0; walker < walkers; walker += 1) {
      const userId = `8${cohorts ?? 0}${walker}`;
      await membership.join({ userId });
      if (cohorts !== undefined) {
        const presence = {
          name: 'Somebody',
          seenAt: NOW,
          leftAt: null,
          phaseRoleId: null,
          phaseRoleDueAt: null,
        };
        await store.serverMembers.save({ guildId, userId, ...presence });
        for (const cohortId of cohortIds.slice(0, cohorts)) {
          await store.cohorts.saveMembership({ cohortId, userId, sharesDetails: false, joinedAt: NOW });
        }
      }
      for (const { id } of backendPathway.phases.flatMap(({ tasks }) => tasks)) {
        const started = performance.now();
        await progress.complete({ userId, task: id });
        samples.push(performance.now() - started);
      }
    }
    const figures = summarise(samples);
    const alone = rows[0]?.figures.p50;
    rows.push({
      measure: `record a task, durably, on ${cohorts === undefined ? 'no board' : `the boards of a server and ${cohorts} of its cohorts`}`,
      unit: 'ms',
      figures,
      ...(alone !== undefined && { comparison: `${(figures.p50 - alone).toFixed(2)} ms more` }),
    });
  }
  return rows;
}

/** What a minute asks of the store when nothing is due. */
async function measureTick({
  store,
  library,
  presence,
  measure,
}: {
  readonly store: Store;
  readonly library: PathwayLibrary;
  readonly presence: PresenceService;
  readonly measure: Measure;
}): Promise<Row> {
  const deliveries = createDeliveryService({
    store,
    clock,
    library,
    notifier: NOBODY,
    dmChannelsPerMinute: 10,
    report: ({ state }) => {
      throw new Error(`Nothing was due, and something is ${state}`);
    },
  });
  const pinnedBoards = createPinnedBoardService({ store, clock, library, notifier: NOBODY });
  return measure('a tick with nothing due, among all of these', async () => {
    await deliveries.deliverDue();
    await pinnedBoards.refreshDue();
    await store.serverMembers.phaseRoleDue(NOW, 10);
    await presence.sweep();
  });
}

function thisWeek(timeZone: string): string {
  return periodSpan('week', timeZone, NOW).name;
}

function shown(count: number): string {
  return count.toLocaleString('en');
}

const COHORT: Omit<Cohort, 'id' | 'guildId' | 'name'> = {
  pathwayId: backendPathway.id,
  startsOn: '2026-03-02',
  hoursPerWeek: 10,
  breaks: [],
  locale: 'en-GB',
  timeZone: 'Europe/Berlin',
  weekday: 1,
  hour: 9,
  next: null,
  channelId: null,
  code: null,
  capacity: null,
  goal: null,
  createdAt: NOW,
  archivedAt: null,
  trouble: null,
};

/** Everybody was seen just now. */
const NOBODY_ASKED: Directory = {
  lookUp: () => Promise.reject(new Error('Nobody needs to be looked up')),
};

const NOBODY: Notifier = {
  openDm: () => Promise.reject(new Error('Nobody is due')),
  send: () => Promise.reject(new Error('Nobody is due')),
  edit: () => Promise.reject(new Error('Nobody is due')),
};
