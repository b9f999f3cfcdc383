import { createTask } from 'node-cron';

/** Longer than a minute without a tick: the timer waits for an hour that the clock has been set back from. */
const WATCH_MS = 90 * 1000;

export interface Ticks {
  /** Ticks at once, and then every minute. */
  start(): void;
  /** For whoever moves the clock: resolves when a tick that began after the call is over. */
  wake(): Promise<void>;
  /** Milliseconds since a tick began, or since this was made. */
  sinceLast(): number;
  /** No tick begins any more, nor another job of the one under way; resolves when its present job is over. */
  stop(): Promise<void>;
}

export interface TicksOptions {
  /** Done one after the other; one that fails does not keep the others from theirs. */
  readonly jobs: readonly (() => Promise<void>)[];
  readonly onError: (error: unknown) => void;
}

/**
 * Does the jobs every minute, never twice at a time. It is only a wake-up: what is due is for the database to say, so
 * a tick that comes late, or not at all, loses nothing.
 */
export function createTicks({ jobs, onError }: TicksOptions): Ticks {
  let underWay: Promise<void> | undefined;
  let following: Promise<void> | undefined;
  let isStopped = false;
  let lastTick = performance.now();

  const doJobs = async (): Promise<void> => {
    for (const job of jobs) {
      if (isStopped) return;
      await job().catch(onError);
    }
  };
  const begin = (): Promise<void> => {
    lastTick = performance.now();
    underWay = doJobs().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
  const tickUnlessUnderWay = (): void => {
    if (!isStopped && underWay === undefined) void begin();
  };

  // UTC has no hour that comes twice or not at all.
  const minutely = createTask('* * * * *', tickUnlessUnderWay, { timezone: 'Etc/UTC' });
  // A timer more than a second late has missed its minute, for node-cron.
  minutely.on('execution:missed', tickUnlessUnderWay);
  let watch: NodeJS.Timeout | undefined;

  return {
    start() {
      void minutely.start();
      // node-cron waits for an instant of the wall clock: for an hour longer, if that is set back by an hour.
      watch = setInterval(() => {
        if (performance.now() - lastTick < WATCH_MS) return;
        void minutely.stop();
        void minutely.start();
        tickUnlessUnderWay();
      }, WATCH_MS);
      tickUnlessUnderWay();
    },
    wake() {
      if (isStopped) return Promise.resolve();
      if (underWay === undefined) return begin();
      following ??= underWay.then(() => {
        following = undefined;
        return isStopped ? undefined : begin();
      });
      return following;
    },
    sinceLast: () => performance.now() - lastTick,
    async stop() {
      isStopped = true;
      clearInterval(watch);
      void minutely.destroy();
      await underWay;
    },
  };
}
