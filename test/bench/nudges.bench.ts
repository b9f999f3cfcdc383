import SqliteDatabase from 'better-sqlite3';
import { nextOccurrence } from '../../src/domain/weekly-slot.ts';
import { createDeliveryService, DELIVERY_BATCH } from '../../src/services/deliveries.ts';
import { createPathwayLibrary } from '../../src/services/pathway-library.ts';
import type { Notifier, Store } from '../../src/services/ports.ts';
import { backendPathway } from '../support/loaded-pathways.ts';
import { openTemporaryStore } from '../support/temporary-store.ts';
import { summarise, type Benchmark, type Row } from './benchmark.ts';

const NOW = Date.UTC(2026, 2, 2, 12);
const DAY_MS = 24 * 60 * 60 * 1000;
const DUE = 10_000;
/** The service keeps to smaller ones: a crash leaves a batch in doubt. */
const LARGE_BATCH = 100;
const OCCURRENCES = 100_000;

/** What a minute costs when nobody is due, by how many there are; and the ledger when many are. */
export const benchmarkNudges: Benchmark = async ({ isQuick }) => {
  await using temporary = await openTemporaryStore();
  const rows: Row[] = [];
  let members = 0;
  for (const count of isQuick ? [100, 1_000] : [10_000, 100_000, 1_000_000]) {
    addMembers(temporary.path, members, count);
    members = count;
    rows.push(await measureEmptyTick(temporary.store, count, isQuick ? 20 : 2_000));
  }
  for (const batch of [DELIVERY_BATCH, LARGE_BATCH]) {
    rows.push(await measureLedger(temporary.store, isQuick ? 100 : DUE, batch));
  }
  rows.push(measureOccurrences(isQuick ? 1_000 : OCCURRENCES));
  return rows;
};

async function measureEmptyTick(store: Store, count: number, ticks: number): Promise<Row> {
  const service = createDeliveryService({
    store,
    clock: { now: () => NOW },
    library: createPathwayLibrary([backendPathway]),
    notifier: NOBODY,
    dmChannelsPerMinute: 10,
    report: ({ state }) => {
      throw new Error(`Nothing was due, and something is ${state}`);
    },
  });
  const samples: number[] = [];
  // The first tick of a process also looks for what a wrong clock left behind.
  await service.deliverDue();
  for (let tick = 0; tick < ticks; tick += 1) {
    const started = performance.now();
    await service.deliverDue();
    samples.push(performance.now() - started);
  }
  return {
    measure: `a tick with nothing due, ${count.toLocaleString('en')} members`,
    unit: 'ms',
    figures: summarise(samples),
  };
}

async function measureLedger(store: Store, count: number, batch: number): Promise<Row> {
  const { samples, milliseconds } = await drainLedger(store, count, batch);
  return {
    measure: `claim, begin and settle one of ${count.toLocaleString('en')} due, in batches of ${batch}`,
    unit: 'ms',
    figures: summarise(samples),
    comparison: `${Math.round((count / milliseconds) * 1000).toLocaleString('en')} a second`,
  };
}

/** Plans so many, then claims, begins and settles them; nothing is sent. A sample is a batch's share for one of it. */
export async function drainLedger(
  store: Store,
  count: number,
  batch: number,
): Promise<{ readonly samples: readonly number[]; readonly milliseconds: number }> {
  await store.transaction(async ({ deliveries }) => {
    for (let index = 0; index < count; index += 1) {
      await deliveries.plan({
        kind: 'member-nudge',
        recipient: String(index),
        occurrence: `batches of ${batch}`,
        dueAt: NOW,
        notBefore: NOW,
        state: 'pending',
        reason: null,
      });
    }
  });
  const samples: number[] = [];
  let total = 0;
  let settled = 0;
  for (;;) {
    const started = performance.now();
    const claimed = await store.deliveries.claim(NOW, batch);
    if (claimed.length === 0) break;
    await store.deliveries.beginSending(claimed, NOW);
    const settlements = claimed.map((delivery) => ({
      claimed: delivery,
      outcome: { state: 'sent', messageId: delivery.recipient } as const,
    }));
    settled += (await store.transaction(({ deliveries }) => deliveries.settle(settlements))).length;
    const milliseconds = performance.now() - started;
    total += milliseconds;
    samples.push(milliseconds / claimed.length);
  }
  if (settled !== count) throw new Error(`${settled} of ${count} deliveries were settled`);
  return { samples, milliseconds: total };
}

function measureOccurrences(count: number): Row {
  const zones = Intl.supportedValuesOf('timeZone');
  const slots = Array.from({ length: count }, (_, index) => ({
    weekday: (index % 7) + 1,
    hour: index % 24,
    timeZone: zones[index % zones.length] ?? 'Etc/UTC',
  }));
  const started = performance.now();
  for (const slot of slots) nextOccurrence(slot, NOW);
  return {
    measure: `next turns of ${count.toLocaleString('en')} members in ${zones.length} zones`,
    unit: 'ms',
    figures: summarise([performance.now() - started]),
  };
}

/** Members `from` (inclusive) `to` (exclusive), each with a turn on one of the days to come. */
function addMembers(path: string, from: number, to: number): void {
  const database = new SqliteDatabase(path);
  const member = database.prepare(
    `INSERT INTO member (user_id, time_zone, current_pathway_id, created_at)
     VALUES (?, 'Europe/Berlin', 'a-pathway', 0)`,
  );
  const nudge = database.prepare(
    `INSERT INTO nudge (user_id, weekday, hour, locale, state, active_since, next_occurrence, next_at)
     VALUES (?, 1, 9, 'en-GB', 'on', 0, '2026-W11', ?)`,
  );
  database.transaction(() => {
    for (let index = from; index < to; index += 1) {
      const userId = String(10 ** 15 + index);
      member.run(userId);
      nudge.run(userId, NOW + DAY_MS + (index % (6 * DAY_MS)));
    }
  })();
  database.close();
}

const NOBODY: Notifier = {
  openDm: () => Promise.reject(new Error('Nobody is due')),
  send: () => Promise.reject(new Error('Nobody is due')),
  edit: () => Promise.reject(new Error('Nobody is due')),
};
