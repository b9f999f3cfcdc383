import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Tinypool } from 'tinypool';
import { projectRoot } from '../project-root.ts';
import type { Card, CardRenderer } from '../services/card.ts';

export interface CardRendererLimits {
  /** Cards that are being drawn or wait for it. Beyond them an answer goes out without. */
  readonly cards: number;
  /** How long an answer waits for its card; whatever comes later is there when somebody asks again. */
  readonly waitMs: number;
  /** After so long on one card the thread is taken for stuck, and replaced. Its start counts too. */
  readonly drawMs: number;
  /** Of pictures that are kept. */
  readonly cacheBytes: number;
  /** After so long without a card the thread ends, and gives its memory back. */
  readonly idleMs: number;
}

const LIMITS: CardRendererLimits = {
  cards: 16,
  waitMs: 3_000,
  drawMs: 15_000,
  cacheBytes: 8 * 2 ** 20,
  idleMs: 30 * 60_000,
};

/** Objects of JavaScript that the thread may hold; beyond, it dies and is replaced. Cards take less than a hundred. */
const MAX_HEAP_MB = 256;
const NURSERY_MB = 8;
/** A thread that died by itself never says that it ended. */
const CLOSE_MS = 2_000;

export type CardOutcome =
  | 'drawn'
  /** Drawn before, or just now for somebody else. */
  | 'shared'
  /** Too many at once. */
  | 'refused'
  | 'late'
  | 'failed';

export interface CardReport {
  readonly kind: Card['kind'];
  readonly outcome: CardOutcome;
  /** That the answer waited. */
  readonly milliseconds: number;
}

export interface CardRendererOptions {
  /** What went wrong with a card or with the thread; the next card is drawn all the same. */
  readonly onFault: (fault: unknown) => void;
  /** Told once for each call. */
  readonly report?: (report: CardReport) => void;
  readonly limits?: Partial<CardRendererLimits>;
  /** The module that the thread runs; its default export turns a card into a PNG. */
  readonly worker?: string;
}

export interface ThreadedCardRenderer extends CardRenderer {
  /** How many cards are being drawn or wait for it. */
  pending(): number;
  /** From now on there are no cards. */
  close(): Promise<void>;
}

/**
 * Draws on a thread of its own, one card after another: a picture takes longer than all the rest of an answer. The
 * thread starts with the first card, so that a bot which draws none is none the larger.
 */
export function createCardRenderer({
  onFault,
  report = () => undefined,
  worker = builtWorker(),
  limits: givenLimits,
}: CardRendererOptions): ThreadedCardRenderer {
  const limits = { ...LIMITS, ...givenLimits };
  const cache = new LRUCache<string, Uint8Array>({
    maxSize: limits.cacheBytes,
    sizeCalculation: (png) => Math.max(1, png.byteLength),
  });
  const jobs = new Map<string, Job>();
  const pool = createPool(worker, limits, onFault);
  let isClosed = false;
  /** Settles when all that began before has ended; never rejects. */
  let queue: Promise<unknown> = Promise.resolve();

  const run = async (key: string, card: Card, job: Job): Promise<Uint8Array | undefined> => {
    try {
      // Work for those who went away would make those who come wait for it, and go away too.
      if (isClosed || performance.now() > job.wantedUntil) return undefined;
      const png = await pool.run(card);
      cache.set(key, png);
      return png;
    } catch (fault) {
      job.hasFailed = true;
      if (!isClosed) onFault(fault);
      return undefined;
    } finally {
      jobs.delete(key);
    }
  };

  const begin = (key: string, card: Card): Job => {
    const job: Job = { wantedUntil: 0, hasFailed: false, picture: Promise.resolve(undefined) };
    job.picture = queue.then(() => run(key, card, job));
    queue = job.picture;
    jobs.set(key, job);
    return job;
  };

  const drawOrShare = async (card: Card): Promise<Drawn> => {
    if (isClosed) return { outcome: 'refused' };
    const key = contentKey(card);
    const kept = cache.get(key);
    if (kept !== undefined) return { outcome: 'shared', png: kept };
    const shared = jobs.get(key);
    if (shared === undefined && jobs.size >= limits.cards) return { outcome: 'refused' };
    const job = shared ?? begin(key, card);
    job.wantedUntil = performance.now() + limits.waitMs;
    const png = await within(job.picture, limits.waitMs);
    if (png === undefined) return { outcome: job.hasFailed ? 'failed' : 'late' };
    return { outcome: shared === undefined ? 'drawn' : 'shared', png };
  };

  return {
    async draw(card) {
      const started = performance.now();
      const { outcome, png } = await drawOrShare(card).catch((fault: unknown): Drawn => {
        onFault(fault);
        return { outcome: 'failed' };
      });
      report({ kind: card.kind, outcome, milliseconds: performance.now() - started });
      return png;
    },
    pending: () => jobs.size,
    async close() {
      isClosed = true;
      await pool.close();
    },
  };
}

interface Job {
  picture: Promise<Uint8Array | undefined>;
  /** When the last of those who want it will have gone, on the clock of `performance`. */
  wantedUntil: number;
  hasFailed: boolean;
}

interface Drawn {
  readonly outcome: CardOutcome;
  readonly png?: Uint8Array;
}

/**
 * From the build even where this runs from the sources: threads of Node 20 read no TypeScript, and so the tests draw
 * with the same file as production.
 */
function builtWorker(): string {
  return join(projectRoot(), 'dist', 'src', 'cards', 'card-worker.js');
}

function createPool(
  worker: string,
  { drawMs, idleMs }: CardRendererLimits,
  onFault: (fault: unknown) => void,
) {
  let pool: Promise<Tinypool> | undefined;
  const open = async (): Promise<Tinypool> => {
    const { Tinypool } = await import('tinypool');
    const opened = new Tinypool({
      filename: worker,
      minThreads: 0,
      maxThreads: 1,
      idleTimeout: idleMs,
      // A thread that sleeps between cards never comes to give back the memory of what it drew with.
      useAtomics: false,
      // A small nursery: collected more often, it lets go sooner of pictures whose weight the collector does not see.
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB, maxYoungGenerationSizeMb: NURSERY_MB },
      // Nothing of ours: neither secrets, nor a loader that the built file does not need.
      env: {},
      execArgv: [],
    });
    // A thread that dies between two cards.
    opened.on('error', onFault);
    return opened;
  };
  return {
    async run(card: Card): Promise<Uint8Array> {
      pool ??= open();
      return (await (await pool).run(card, { signal: AbortSignal.timeout(drawMs) })) as Uint8Array;
    },
    async close(): Promise<void> {
      const opened = await pool;
      await Promise.race([opened?.destroy(), delay(CLOSE_MS, undefined, { ref: false })]);
    },
  };
}

/** Equal for cards that look the same, pictures included. */
function contentKey(card: Card): string {
  return digest(
    JSON.stringify(card, (_, value: unknown) => (value instanceof Uint8Array ? digest(value) : value)),
  );
}

function digest(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('base64');
}

/** The timer keeps the process alive, which the thread does not: somebody waits. */
async function within<T>(work: Promise<T>, milliseconds: number): Promise<T | undefined> {
  const timer = new AbortController();
  const late = delay(milliseconds, undefined, { signal: timer.signal }).catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.abort();
  }
}
