const MINUTE_MS = 60 * 1000;

/** How fast DM channels may be opened: what Discord limits most, and punishes. */
export interface DmPace {
  /** The instant itself when a channel may be opened then, and counts as opened; else when to come back for it. */
  take(now: number): number;
  /** Nothing is opened before an instant. */
  holdUntil(instant: number): void;
}

/**
 * So many in each minute of the clock. Whoever does not get through is given a place in a later minute, so that a
 * long queue is asked to come back once, not every minute.
 */
export function createDmPace(channelsPerMinute: number): DmPace {
  let current = { minute: 0, taken: 0 };
  let queue = { minute: 0, taken: 0 };
  let heldUntil = -Infinity;

  return {
    take(now) {
      const minute = Math.floor(now / MINUTE_MS);
      if (minute !== current.minute) current = { minute, taken: 0 };
      if (now >= heldUntil && current.taken < channelsPerMinute) {
        current.taken += 1;
        return now;
      }
      const first = Math.max(minute + 1, Math.ceil(heldUntil / MINUTE_MS));
      const isQueueAstray = queue.minute - minute > MINUTES_IN_DAY;
      if (queue.minute < first || isQueueAstray) queue = { minute: first, taken: 0 };
      if (queue.taken === channelsPerMinute) queue = { minute: queue.minute + 1, taken: 0 };
      queue.taken += 1;
      return queue.minute * MINUTE_MS;
    },

    holdUntil(instant) {
      heldUntil = instant;
    },
  };
}

/** No queue is longer: what waited a day is not sent any more. Only a clock set back makes it look so. */
const MINUTES_IN_DAY = 24 * 60;
