import { DeliveryError, type Notifier, type Store } from './ports.ts';

const MINUTE_MS = 60 * 1000;

/** What Discord said «too fast» to. */
const LEASE = 'dm-opening';

/** When Discord says of opening DM channels «too fast», and not for how long. */
const HOLD_MS = 15 * MINUTE_MS;

/** How fast DM channels may be opened, by all processes together: what Discord limits most, and punishes. */
export interface DmPace {
  /** The instant itself when a channel may be opened then, and counts as opened; else when to come back for it. */
  take(now: number): Promise<number>;
  /** Discord refused to open one: if it was too fast, nothing is opened for a while. */
  heed(refusal: DeliveryError, now: number): Promise<void>;
}

/**
 * So many in each minute of the clock. Whoever does not get through is given a place in a later minute, so that a
 * long queue is asked to come back once, not every minute.
 */
export function createDmPace(store: Store, channelsPerMinute: number): DmPace {
  const { dmMinutes, leases } = store;
  /** The last minute in which there was a place: those before it are full. */
  let queue = 0;

  return {
    async take(now) {
      const minute = minuteOf(now);
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

    heed: (refusal, now) => heed(store, refusal, now),
  };
}

/**
 * For a member who waits for it: opened at once, and counted, so that those who do not wait come after it.
 * @returns the channel. @throws {DeliveryError} also while Discord wants none opened, without asking it.
 */
export async function openDmAtOnce(
  store: Store,
  notifier: Notifier,
  userId: string,
  now: number,
): Promise<string> {
  const heldUntil = (await store.leases.heldUntil(LEASE)) ?? -Infinity;
  if (now < heldUntil) throw new DeliveryError('slow-down', 'dm-pace', { retryAfterMs: heldUntil - now });
  await store.dmMinutes.open(minuteOf(now));
  try {
    return await notifier.openDm(userId);
  } catch (error) {
    if (error instanceof DeliveryError) await heed(store, error, now);
    throw error;
  }
}

async function heed({ leases }: Store, { reason, retryAfterMs }: DeliveryError, now: number): Promise<void> {
  if (reason === 'slow-down') await leases.hold(LEASE, now + (retryAfterMs ?? HOLD_MS));
}

function minuteOf(instant: number): number {
  return Math.floor(instant / MINUTE_MS);
}

const MINUTES_IN_DAY = 24 * 60;
