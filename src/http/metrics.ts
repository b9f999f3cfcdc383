import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { DeliveryReport } from '../services/deliveries.ts';
import { briefly, within } from './brief.ts';

/** What the metrics ask when somebody looks at them. */
export interface Watched {
  /** Of this process's own shards. */
  readonly shards: () => readonly WatchedShard[];
  /** How long ago the oldest delivery that is due was meant to go out, in milliseconds; 0: none is due. */
  readonly deliveryLag: () => Promise<number>;
  /** Milliseconds since the last tick of the minute began. */
  readonly sinceLastTick: () => number;
  /** Pictures that are being drawn or wait for it. */
  readonly cardsPending: () => number;
  /** By how many milliseconds the clock is ahead of the database's; negative: behind. */
  readonly clockAhead: () => number;
}

export interface WatchedShard {
  readonly id: number;
  readonly isReady: boolean;
  /** `null` before the first heartbeat. */
  readonly pingMs: number | null;
}

export interface Metrics {
  /** `name` comes from a set that is bounded. */
  readonly interaction: (report: { name: string; outcome: string; milliseconds: number }) => void;
  readonly delivery: (report: DeliveryReport) => void;
  readonly card: (report: { kind: string; outcome: string; milliseconds: number }) => void;
  readonly query: (query: { milliseconds: number; hasFailed: boolean }) => void;
  readonly jobFailed: () => void;
  readonly backupsPlanned: (schedule: { everyMs: number; lastAt: number | undefined }) => void;
  readonly backup: (result: { at: number; bytes: number } | 'failed') => void;
  readonly watch: (watched: Watched) => void;
  /** Also tells of the process: memory, the event loop's delay, garbage collection. */
  readonly watchProcess: () => void;
  readonly contentType: string;
  /** In Prometheus' text format. */
  readonly render: () => Promise<string>;
}

const LAG_TIMEOUT_MS = 2_000;
const LAG_FRESH_MS = 5_000;

/**
 * Counts what the bot does, in a registry of its own. No label is a person, a server or anything typed: each comes
 * from a set that is small and known.
 */
export function createMetrics({ version }: { readonly version: string }): Metrics {
  const registry = new Registry();
  const registers = [registry];
  let watched: Watched | undefined;

  new Gauge({
    name: 'cairn_build_info',
    help: 'Always 1; the label says which version runs.',
    labelNames: ['version'],
    registers,
  }).set({ version }, 1);

  const interactions = new Counter({
    name: 'cairn_interactions_total',
    help: 'Interactions that are over, by command or component and by what became of them.',
    labelNames: ['name', 'outcome'],
    registers,
  });
  const interactionSeconds = new Histogram({
    name: 'cairn_interaction_seconds',
    help: 'From the arrival of an interaction until it is over.',
    labelNames: ['name'],
    // The dispatcher defers after 1 second; Discord gives up after 3.
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 10],
    registers,
  });
  const deliveries = new Counter({
    name: 'cairn_deliveries_total',
    help: 'What became of messages by themselves, each attempt counted.',
    labelNames: ['kind', 'state'],
    registers,
  });
  const cards = new Counter({
    name: 'cairn_cards_total',
    help: 'Pictures that answers asked for, by what became of them.',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const cardSeconds = new Histogram({
    name: 'cairn_card_seconds',
    help: 'How long an answer waited for its picture.',
    // An answer goes out without its picture after 3 seconds.
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 3],
    registers,
  });
  const queries = new Histogram({
    name: 'cairn_database_query_seconds',
    help: 'Statements of the database, failed ones included.',
    buckets: [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
    registers,
  });
  const queryErrors = new Counter({
    name: 'cairn_database_errors_total',
    help: 'Statements that the database refused.',
    registers,
  });
  const jobFailures = new Counter({
    name: 'cairn_job_failures_total',
    help: "Jobs of the minute's tick that failed.",
    registers,
  });
  const backups = new Counter({
    name: 'cairn_backups_total',
    help: 'Backups by what became of them.',
    labelNames: ['outcome'],
    registers,
  });
  const backupInterval = new Gauge({
    name: 'cairn_backup_interval_seconds',
    help: 'How often a backup is made; 0: never.',
    registers,
  });
  const lastBackup = new Gauge({
    name: 'cairn_backup_last_success_timestamp_seconds',
    help: 'When the newest backup was made, in Unix time; 0: there is none.',
    registers,
  });
  const lastBackupBytes = new Gauge({
    name: 'cairn_backup_last_size_bytes',
    help: 'The size of the last backup that this process made.',
    registers,
  });

  const deliveryLag = briefly(LAG_FRESH_MS, async () => (await watched?.deliveryLag()) ?? 0);
  new Gauge({
    name: 'cairn_delivery_lag_seconds',
    help: 'How long ago the oldest delivery that is due was meant to go out; NaN: the database does not say.',
    registers,
    async collect() {
      const lag = await within(LAG_TIMEOUT_MS, deliveryLag(), () => NaN).catch(() => NaN);
      this.set(lag / 1000);
    },
  });
  new Gauge({
    name: 'cairn_tick_age_seconds',
    help: "How long ago the minute's tick began; more than a few minutes: it hangs.",
    registers,
    collect() {
      this.set((watched?.sinceLastTick() ?? 0) / 1000);
    },
  });
  new Gauge({
    name: 'cairn_clock_ahead_seconds',
    help: "By how much the clock was ahead of the database's at the last tick; negative: behind.",
    registers,
    collect() {
      this.set((watched?.clockAhead() ?? 0) / 1000);
    },
  });
  new Gauge({
    name: 'cairn_cards_pending',
    help: 'Pictures that are being drawn or wait for it.',
    registers,
    collect() {
      this.set(watched?.cardsPending() ?? 0);
    },
  });
  new Gauge({
    name: 'cairn_shard_ready',
    help: "Whether a shard's connection to Discord is open and complete: 1 or 0.",
    labelNames: ['shard'],
    registers,
    collect() {
      for (const { id, isReady } of watched?.shards() ?? []) this.set({ shard: id }, isReady ? 1 : 0);
    },
  });
  new Gauge({
    name: 'cairn_shard_ping_seconds',
    help: "How long Discord took to answer a shard's last heartbeat.",
    labelNames: ['shard'],
    registers,
    collect() {
      for (const { id, pingMs } of watched?.shards() ?? []) {
        if (pingMs !== null) this.set({ shard: id }, pingMs / 1000);
      }
    },
  });

  return {
    interaction({ name, outcome, milliseconds }) {
      interactions.inc({ name, outcome });
      interactionSeconds.observe({ name }, milliseconds / 1000);
    },
    delivery({ kind, state }) {
      deliveries.inc({ kind, state });
    },
    card({ kind, outcome, milliseconds }) {
      cards.inc({ kind, outcome });
      cardSeconds.observe(milliseconds / 1000);
    },
    query({ milliseconds, hasFailed }) {
      queries.observe(milliseconds / 1000);
      if (hasFailed) queryErrors.inc();
    },
    jobFailed() {
      jobFailures.inc();
    },
    backupsPlanned({ everyMs, lastAt = 0 }) {
      backupInterval.set(everyMs / 1000);
      lastBackup.set(lastAt / 1000);
      for (const outcome of ['made', 'failed']) backups.inc({ outcome }, 0);
    },
    backup(result) {
      backups.inc({ outcome: result === 'failed' ? 'failed' : 'made' });
      if (result === 'failed') return;
      lastBackup.set(result.at / 1000);
      lastBackupBytes.set(result.bytes);
    },
    watch(sources) {
      watched = sources;
    },
    watchProcess() {
      collectDefaultMetrics({ register: registry });
    },
    contentType: registry.contentType,
    render: () => registry.metrics(),
  };
}
