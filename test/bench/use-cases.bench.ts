import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { Bench } from 'tinybench';
import { pathwayReader } from '../../src/content/brought-pathway.ts';
import { loadPathways } from '../../src/content/load-pathways.ts';
import { projectRoot } from '../../src/project-root.ts';
import type { Notifier } from '../../src/services/ports.ts';
import { createRecordedDirectory } from '../support/recorded-directory.ts';
import { createRecordedRoleGiver } from '../support/recorded-role-giver.ts';
import { openLibrary } from '../../src/services/pathway-changes.ts';
import { createServices } from '../../src/services/services.ts';
import { openStore } from '../../src/store/open-store.ts';
import { MIGRATIONS_DIRECTORY } from '../support/temporary-store.ts';
import { summarise, type Benchmark } from './benchmark.ts';
import { makeBenchFolder } from './venue.ts';

const ITERATIONS = 300;
const TIME_MS = 1_500;
/** Members who finished a phase before. */
const OTHERS = 100_000;

/** These use cases speak to nobody. */
const nobody: Notifier = {
  openDm: () => Promise.reject(new Error('nobody is there')),
  send: () => Promise.reject(new Error('nobody is there')),
  edit: () => Promise.reject(new Error('nobody is there')),
};

/** The bot's own share of a command's way: the use cases with their database, without Discord around them. */
export const benchmarkUseCases: Benchmark = async ({ isQuick }) => {
  await using folder = await makeBenchFolder();
  const path = join(folder.path, 'cairn.db');
  const pathways = await loadPathways(join(projectRoot(), 'data', 'pathways'));
  const clock = { now: () => Date.now() };
  const store = await openStore({
    databaseUrl: `sqlite:${path}`,
    migrationsDirectory: MIGRATIONS_DIRECTORY,
    now: clock.now,
  });
  const services = createServices({
    store,
    clock,
    library: await openLibrary(store, pathways, clock.now()),
    notifier: nobody,
    directory: createRecordedDirectory(),
    roleGiver: createRecordedRoleGiver(),
    chance: randomInt,
    pathwayReader,
  });
  const { progress } = services;
  const tasks = (pathways[0]?.phases ?? []).flatMap((phase) => phase.tasks);
  let count = 0;

  const bench = new Bench({
    retainSamples: true,
    warmup: !isQuick,
    iterations: isQuick ? 10 : ITERATIONS,
    time: isQuick ? 0 : TIME_MS,
  });
  bench.add('in process: record a task, durably', async () => {
    const task = tasks[count % tasks.length]?.id ?? '';
    await progress.complete({ userId: `walker-${Math.floor(count / tasks.length)}`, task });
    count += 1;
  });
  bench.add('in process: read where a member stands', () => progress.standing('walker-0'));
  bench.add('in process: the dated plan', () => services.plans.show('walker-0'));
  bench.add('in process: what fits into two hours', () =>
    services.recommendations.next({ userId: 'walker-0' }, 'two-hours'),
  );
  const [phase] = pathways[0]?.phases ?? [];
  const pathwayId = pathways[0]?.id ?? '';
  const others = isQuick ? 1_000 : OTHERS;
  addOthers(path, pathwayId, phase?.id ?? '', others);
  bench.add(`in process: how long ${others.toLocaleString('en')} others took`, () =>
    services.pace.ofPhase('walker-0', pathwayId, phase?.id ?? ''),
  );
  bench.add('in process: everything that is kept on somebody', () => services.privacy.export('walker-0'));
  bench.add('in process: join, record and be erased', async () => {
    await progress.complete({ userId: 'passer-by', task: tasks[0]?.id ?? '' });
    await services.privacy.erase('passer-by');
  });
  bench.add('in process: look for what is kept too long', () => services.retention.forgetPast());
  await bench.run();
  await store.close();

  return bench.tasks.map(({ name, result }) => {
    if (result.state !== 'completed') throw new Error(`${name}: ${result.state}`, { cause: result });
    return { measure: name, unit: 'ms', figures: summarise(result.latency.samples ?? []) };
  });
};

/** Durations without their members: only the index is asked for them. */
function addOthers(path: string, pathwayId: string, phaseId: string, count: number): void {
  const database = new SqliteDatabase(path);
  database.pragma('foreign_keys = OFF');
  const insert = database.prepare('INSERT INTO phase_duration VALUES (?, ?, ?, ?)');
  database.transaction(() => {
    for (let index = 0; index < count; index += 1) {
      insert.run(`other-${index}`, pathwayId, phaseId, 1 + ((index * 37) % 200));
    }
  })();
  database.close();
}
