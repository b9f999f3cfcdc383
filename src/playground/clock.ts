/** A stretch of time that was skipped; UTC epoch milliseconds. */
export interface Leap {
  readonly from: number;
  readonly to: number;
}

export interface MovableClock {
  /** UTC epoch milliseconds. */
  now(): number;
  /** From a start in the past on to the real time; what was skipped until then is nobody's leap. */
  catchUp(): void;
  /** Skips to that instant; from there time runs on as ever. @throws {RangeError} for one that is not ahead */
  moveTo(instant: number): void;
  /** Every stretch that was skipped, oldest first: together, how far the clock is ahead of the real one. */
  leaps(): readonly Leap[];
}

/**
 * The real time, until it is moved. It never goes back: what has happened stays in the past.
 * @param behindMs how far before the real time it begins, to be moved on and to catch up.
 */
export function createMovableClock(realNow: () => number = Date.now, behindMs = 0): MovableClock {
  let leaps: readonly Leap[] = [];
  let aheadMs = -behindMs;
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
    catchUp() {
      if (aheadMs > 0) throw new RangeError(`The clock is ${aheadMs} ms ahead, and never goes back`);
      aheadMs = 0;
      leaps = [];
    },
    leaps: () => leaps,
  };
}
