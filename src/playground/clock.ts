/** A stretch of time that was skipped; UTC epoch milliseconds. */
export interface Leap {
  readonly from: number;
  readonly to: number;
}

export interface MovableClock {
  /** UTC epoch milliseconds. */
  now(): number;
  /** Skips to that instant; from there time runs on as ever. @throws {RangeError} for one that is not ahead */
  moveTo(instant: number): void;
  /** Every stretch that was skipped, oldest first: together, how far the clock is ahead of the real one. */
  leaps(): readonly Leap[];
}

/** The real time, until it is moved. It never goes back: what has happened stays in the past. */
export function createMovableClock(realNow: () => number = Date.now): MovableClock {
  let leaps: readonly Leap[] = [];
  let aheadMs = 0;
  const now = () => realNow() + aheadMs;
  return {
    now,
    moveTo(instant) {
      const from = now();
      if (!(Number.isFinite(instant) && instant > from)) {
        throw new RangeError(`The clock only moves forward, from ${from}; not to ${instant}`);
      }
      aheadMs += instant - from;
      leaps = [...leaps, { from, to: instant }];
    },
    leaps: () => leaps,
  };
}
