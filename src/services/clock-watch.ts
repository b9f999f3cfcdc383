import { LEASE_MS } from '../domain/delivery.ts';
import type { Clock } from './ports.ts';

/** Two clocks that are each this far from the database's at most differ by no more than a lease, which allows for that. */
export const CLOCK_TOLERANCE_MS = LEASE_MS / 2;

/** Holds this process's clock against the database's, which all processes share. */
export interface ClockWatch {
  /** @throws what the database says */
  compare(): Promise<void>;
  /** By how many milliseconds the clock was ahead when it was last compared; negative: behind. */
  ahead(): number;
  /** Whether that is so far that others would take what this process does for work of the past or the future. */
  isAstray(): boolean;
}

/** @param onChange told when the clock goes astray, and when it agrees again. */
export function createClockWatch(
  clock: Clock,
  databaseNow: () => Promise<number>,
  onChange: (isAstray: boolean, aheadMs: number) => void,
): ClockWatch {
  let ahead = 0;
  const isAstray = () => Math.abs(ahead) > CLOCK_TOLERANCE_MS;

  return {
    async compare() {
      const asked = clock.now();
      const there = await databaseNow();
      const answered = clock.now();
      const wasAstray = isAstray();
      // The answer was true at some instant on the way: however long that was, it is no difference.
      ahead = Math.max(asked - there, 0) + Math.min(answered - there, 0);
      if (isAstray() !== wasAstray) onChange(isAstray(), ahead);
    },
    ahead: () => ahead,
    isAstray,
  };
}
