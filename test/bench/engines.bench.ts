import { join } from 'node:path';
import { periodSpan } from '../../src/domain/board-period.ts';
import { projectRoot } from '../../src/project-root.ts';
import { DELIVERY_BATCH } from '../../src/services/deliveries.ts';
import { moveDatabase } from '../../src/store/move-database.ts';
import { addBoard } from '../support/board-world.ts';
import { runByHand } from '../support/by-hand.ts';
import { backendPathway } from '../support/loaded-pathways.ts';
import { startPostgresServer } from '../support/postgres-server.ts';
import { MIGRATIONS_DIRECTORY } from '../support/temporary-store.ts';
import { openServices, type BenchServices } from './bench-services.ts';
import { ratio, summarise, type Benchmark, type Row } from './benchmark.ts';
import { drainLedger } from './nudges.bench.ts';
import { makeBenchFolder } from './venue.ts';

/** A Wednesday: the week has begun. */
const NOW = Date.UTC(2026, 2, 4, 12);
const clock = { now: () => NOW };

const BOARDS = [1_000, 10_000] as const;
const ITERATIONS = 500;
const DUE = 2_000;
const TASKS = backendPathway.phases.flatMap(({ tasks }) => tasks.map(({ id }) => id));

interface Doing {
  readonly name: string;
  /** @param round counts from 0; each engine has its own turn in each. */
  act(engine: BenchServices, round: number): Promise<unknown>;
}

/**
 * The same doings on both engines, which begin with the same records. PostgreSQL is on this machine, on the same disk as
 * the file, and waits for it as the file does: over a network, the journeys of its statements come on top.
 */
export const benchmarkEngines: Benchmark = async ({ isQuick }) => {
  await using folder = await makeBenchFolder();
  await using server = await startPostgresServer(join(projectRoot(), 'var'));
  const path = join(folder.path, 'cairn.db');
  const urls = { sqlite: `sqlite:${path}`, postgres: server.url('postgres') };
  const boards = await fill(urls, path, isQuick ? [100, 200] : BOARDS);
  await using sqlite = await openServices(urls.sqlite, clock);
  await using postgres = await openServices(urls.postgres, clock);
  const engines = { SQLite: sqlite, PostgreSQL: postgres };

  const rows: Row[] = [];
  for (const doing of doingsAmong(boards)) {
    const samples = { SQLite: [] as number[], PostgreSQL: [] as number[] };
    const time = async (name: keyof typeof engines, round: number) => {
      const started = performance.now();
      await doing.act(engines[name], round);
      samples[name].push(performance.now() - started);
    };
    for (let round = 0; round < (isQuick ? 10 : ITERATIONS); round += 1) {
      const [first, second] = round % 2 === 0 ? NAMES : NAMES.toReversed();
      await time(first, round);
      await time(second, round);
    }
    rows.push(...compared(doing.name, samples));
  }
  const due = isQuick ? 50 : DUE;
  const ledger = {
    SQLite: (await drainLedger(sqlite.store, due, DELIVERY_BATCH)).samples,
    PostgreSQL: (await drainLedger(postgres.store, due, DELIVERY_BATCH)).samples,
  };
  return [
    ...rows,
    ...compared(`claim, begin and settle one delivery, in batches of ${DELIVERY_BATCH}`, ledger),
  ];
};

const NAMES = ['SQLite', 'PostgreSQL'] as const;

interface Board {
  readonly guildId: string;
  readonly members: number;
  /** Somebody in the middle. */
  readonly userId: string;
}

/** Boards of these sizes, made in the file and moved from there. */
async function fill(
  urls: { readonly sqlite: string; readonly postgres: string },
  path: string,
  sizes: readonly number[],
): Promise<readonly Board[]> {
  await (await openServices(urls.sqlite, clock))[Symbol.asyncDispose]();
  const periods = [periodSpan('week', 'Etc/UTC', NOW).name, 'all'];
  const boards = sizes.map((members) => {
    const guildId = `4${members}`;
    const userIds = addBoard(path, { members, guildId, now: NOW }, periods);
    return { guildId, members, userId: userIds[members / 2 + 1] ?? '' };
  });
  await moveDatabase({
    from: urls.sqlite,
    to: urls.postgres,
    migrationsDirectory: MIGRATIONS_DIRECTORY,
    now: clock.now,
  });
  // A server does so by itself, within a minute or so of the records' arrival.
  await runByHand(urls.postgres, 'ANALYZE');
  return boards;
}

function doingsAmong(boards: readonly Board[]): readonly Doing[] {
  const [{ guildId } = { guildId: '' }] = boards;
  const walkerOf = (round: number) => `8${Math.floor(round / TASKS.length)}`;
  return [
    {
      name: "record a task, durably, on a server's board",
      async act({ store, services }, round) {
        const userId = walkerOf(round);
        if (round % TASKS.length === 0) {
          await services.membership.join({ userId });
          await store.serverMembers.save({ guildId, userId, ...PRESENCE });
        }
        await services.progress.complete({ userId, task: TASKS[round % TASKS.length] ?? '' });
      },
    },
    {
      name: 'read where a member stands',
      act: ({ services }) => services.progress.standing(walkerOf(0)),
    },
    {
      name: 'the next step',
      act: ({ services }) => services.recommendations.next({ userId: walkerOf(0) }),
    },
    ...boards.map(({ members, ...board }) => ({
      name: `a page of a server's board, ${members.toLocaleString('en')} members`,
      act: ({ services }: BenchServices) =>
        services.leaderboards.ofServer({ ...board, managesServer: false }, { period: 'week', page: 0 }),
    })),
  ];
}

const PRESENCE = { name: 'Somebody', seenAt: NOW, leftAt: null, phaseRoleId: null, phaseRoleDueAt: null };

function compared(
  doing: string,
  samples: Readonly<Record<(typeof NAMES)[number], readonly number[]>>,
): readonly Row[] {
  const sqlite = summarise(samples.SQLite);
  const postgres = summarise(samples.PostgreSQL);
  return [
    { measure: `${doing}: SQLite`, unit: 'ms', figures: sqlite },
    {
      measure: `${doing}: PostgreSQL`,
      unit: 'ms',
      figures: postgres,
      comparison: ratio(postgres, sqlite, 'SQLite'),
    },
  ];
}
