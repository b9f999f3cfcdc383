import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { Bench } from 'tinybench';
import { backendPathway } from '../support/loaded-pathways.ts';
import { openServices } from './bench-services.ts';
import { summarise, type Benchmark } from './benchmark.ts';
import { makeBenchFolder } from './venue.ts';

const ITERATIONS = 300;
const TIME_MS = 1_500;
/** Members who finished a phase before. */
const OTHERS = 100_000;

/** The bot's own share of a command's way: the use cases with their database, without Discord around them. */
export const benchmarkUseCases: Benchmark = async ({ isQuick }) => {
  await using folder = await makeBenchFolder();
  const path = join(folder.path, 'cairn.db');
  await using opened = await openServices(`sqlite:${path}`, { now: () => Date.now() });
  const { services } = opened;
  const { progress } = services;
  const { id: pathwayId, phases } = backendPathway;
  const tasks = phases.flatMap((phase) => phase.tasks);
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
  const [phase] = phases;
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
