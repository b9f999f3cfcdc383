import type { Store } from './ports.ts';

const MINUTE_MS = 60 * 1000;

/** What Discord said «too fast» to. */
const LEASE = 'dm-opening';

/** How fast DM channels may be opened, by all processes together: what Discord limits most, and punishes. */
export interface DmPace {
  /** The instant itself when a channel may be opened then, and counts as opened; else when to come back for it. */
  take(now: number): Promise<number>;
  /** Nothing is opened before an instant. */
  holdUntil(instant: number): Promise<void>;
}

/**
 * So many in each minute of the clock. Whoever does not get through is given a place in a later minute, so that a
 * long queue is asked to come back once, not every minute.
 */
export function createDmPace({ dmMinutes, leases }: Store, channelsPerMinute: number): DmPace {
  /** The last minute in which there was a place: those before it are full. */
  let queue = 0;

  return {
    async take(now) {
      const minute = Math.floor(now / MINUTE_MS);
      const heldUntil = (await leases.heldUntil(LEASE)) ?? -Infinity;
      if (now >= heldUntil && (await dmMinutes.open(minute, channelsPerMinute))) return now;
      const first = Math.max(minute + 1, Math.ceil(heldUntil / MINUTE_MS));
      // Nobody waits longer than a day: after that they are not written to any more. A queue that seems to reach
      // further was made by a clock that has been set back.
      const last = first + MINUTES_IN_DAY;
      let place = queue < first || queue > last ? first : queue;
      while (place < last && !(await dmMinutes.promise(place, channelsPerMinute))) place += 1;
      queue = place;
      return place * MINUTE_MS;
    },

    holdUntil: (instant) => leases.hold(LEASE, instant),
  };
}

const MINUTES_IN_DAY = 24 * 60;
