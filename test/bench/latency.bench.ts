import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { loadPathways } from '../../src/content/load-pathways.ts';
import { projectRoot } from '../../src/project-root.ts';
import { ratio, summarise, type Benchmark } from './benchmark.ts';
import { BARE_CLIENT, MAIN, newMember, openVenue, preciseNow, timeAnswer, type Venue } from './venue.ts';

/** Before the bot's code and the emulator's are compiled and warm. */
const WARM_UP_ROUNDS = 150;
const ROUNDS = 1_500;
const TIME_LIMIT_MS = 20_000;

/**
 * From the moment the emulator has sent the interaction until the answer's request arrives there: all of the bot's
 * way, its process and discord.js included. One of each is measured in turn, in a new order every round, so that
 * whatever else the machine does falls on all of them alike.
 */
export const benchmarkLatency: Benchmark = async ({ isQuick }) => {
  await using venue = await openVenue();
  await using bareVenue = await openVenue();
  await using bot = await venue.start([MAIN]);
  await using bare = await bareVenue.start([BARE_CLIENT]);
  const done = await prepareDone(venue);
  const disk = openDisk(venue.folder);
  const reader = newMember(venue, 'reader');
  const pinger = newMember(bareVenue, 'pinger');

  const subjects = {
    bare: () => timeAnswer(bareVenue, () => pinger.slash(bareVenue.channelId, 'ping')),
    phase: () => timeAnswer(venue, () => reader.slash(venue.channelId, 'roadmap phase')),
    done: () => timeAnswer(venue, () => done.next()),
    fsync: () => Promise.resolve(disk.timeSync()),
  };
  const samples: Record<keyof typeof subjects, number[]> = { bare: [], phase: [], done: [], fsync: [] };
  const entries = Object.entries(subjects) as [keyof typeof subjects, () => Promise<number>][];
  const [warmUp, rounds] = isQuick ? [2, 10] : [WARM_UP_ROUNDS, ROUNDS];
  const deadline = preciseNow() + TIME_LIMIT_MS;
  for (let round = 0; round < warmUp + rounds && preciseNow() < deadline; round += 1) {
    for (const [name, measure] of shuffled(entries)) {
      const milliseconds = await measure();
      if (round >= warmUp) samples[name].push(milliseconds);
    }
  }
  disk.close();
  await bot[Symbol.asyncDispose]();
  await bare[Symbol.asyncDispose]();
  done.verify();

  const bareFigures = summarise(samples.bare);
  const phaseFigures = summarise(samples.phase);
  const doneFigures = summarise(samples.done);
  const fsyncFigures = summarise(samples.fsync);
  const budget = { samples: 0, p50: bareFigures.p50 * 1.5 + fsyncFigures.p50 };
  return [
    { measure: 'bare discord.js client, "pong"', unit: 'ms', figures: bareFigures },
    {
      measure: '/roadmap phase',
      unit: 'ms',
      figures: phaseFigures,
      comparison: ratio(phaseFigures, bareFigures, 'bare client'),
    },
    {
      measure: '/done, each a new durable write',
      unit: 'ms',
      figures: doneFigures,
      comparison: `${ratio(doneFigures, bareFigures, 'bare client')}, ${ratio(doneFigures, budget, 'its budget')}`,
    },
    { measure: 'budget of /done: bare × 1.5 + one sync', unit: 'ms', figures: budget },
    { measure: 'one sync of that disk: write 4 KiB + fdatasync', unit: 'ms', figures: fsyncFigures },
  ];
};

/** `/done` by ever new members on ever new tasks, so that every single one writes. */
async function prepareDone(venue: Venue) {
  const pathways = await loadPathways(join(projectRoot(), 'data', 'pathways'));
  // The last task of a phase would come with an announcement, which is another answer's work.
  const tasks = (pathways[0]?.phases ?? []).flatMap(({ tasks }) => tasks.slice(0, -1).map(({ id }) => id));
  let count = 0;
  let member = newMember(venue, 'walker-0');
  return {
    next() {
      const position = count % tasks.length;
      if (position === 0) member = newMember(venue, `walker-${count}`);
      count += 1;
      return member.slash(venue.channelId, 'done', { task: tasks[position] ?? '' });
    },
    /** Holds the database against what was asked. */
    verify() {
      const database = new SqliteDatabase(venue.databasePath, { readonly: true });
      const kept = database.prepare('SELECT COUNT(*) FROM completion').pluck().get();
      database.close();
      if (kept !== count)
        throw new Error(`${count} tasks were recorded, but the database has ${String(kept)}`);
    },
  };
}

/** What the disk itself takes to make a page of data durable. */
function openDisk(folder: string) {
  const file = openSync(join(folder, 'sync'), 'w');
  const page = Buffer.alloc(4096, 'x');
  return {
    timeSync() {
      const started = performance.now();
      writeSync(file, page);
      fdatasyncSync(file);
      return performance.now() - started;
    },
    close() {
      closeSync(file);
    },
  };
}

function shuffled<T>(items: readonly T[]): readonly T[] {
  return items
    .map((item) => ({ item, key: Math.random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
