import type { Clock, RetentionRepository, Store } from './ports.ts';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const MINUTE_MS = 60 * 1000;

/** How long what is of no more use is kept. `PRIVACY.md` promises as much. */
export const RETENTION_MS = {
  deliveries: 90 * DAY_MS,
  guesses: DAY_MS,
  leavers: 30 * DAY_MS,
  drafts: DAY_MS,
  /** A process that has not looked for so long has not run. */
  pathwayChanges: 30 * DAY_MS,
  dmMinutes: DAY_MS,
} as const;

/** Rows of each kind in one minute: a backlog goes bit by bit, and nobody's answer waits for it. */
export const FORGOTTEN_AT_ONCE = 200;

export interface RetentionService {
  /** Drops what has been kept for long enough. To be called every minute. */
  forgetPast(): Promise<void>;
}

export function createRetentionService({
  store,
  clock,
}: {
  readonly store: Store;
  readonly clock: Clock;
}): RetentionService {
  const forget = (work: (retention: RetentionRepository) => Promise<void>): Promise<void> =>
    store.transaction(({ retention }) => work(retention));

  return {
    async forgetPast() {
      const now = clock.now();
      const { deliveries, guesses, leavers, drafts, pathwayChanges, dmMinutes } = RETENTION_MS;
      // One after the other, so that answers get their turn at the database between them.
      await forget((past) => past.forgetDeliveries(now - deliveries, FORGOTTEN_AT_ONCE));
      await forget((past) => past.forgetGuesses(now - guesses, FORGOTTEN_AT_ONCE));
      await forget((past) => past.forgetLeavers(now - leavers, FORGOTTEN_AT_ONCE));
      await forget((past) => past.forgetDrafts(now - drafts, FORGOTTEN_AT_ONCE));
      await forget((past) => past.forgetPathwayChanges(now - pathwayChanges, FORGOTTEN_AT_ONCE));
      const minute = Math.floor((now - dmMinutes) / MINUTE_MS);
      await forget((past) => past.forgetDmMinutes(minute, FORGOTTEN_AT_ONCE));
    },
  };
}
