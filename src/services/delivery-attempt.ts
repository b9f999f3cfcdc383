import { CATCH_UP_MS, deliveryNonce, NONCE_WINDOW_MS, type Delivery } from '../domain/delivery.ts';
import type { DmPace } from './dm-pace.ts';
import { createErrandFinder, type ChannelErrand, type Consequence, type DmErrand } from './errands.ts';
import type { PathwayLibrary } from './pathway-library.ts';
import {
  DeliveryError,
  type Clock,
  type DeliveryOutcome,
  type Notifier,
  type Post,
  type Store,
} from './ports.ts';

const MINUTE_MS = 60 * 1000;

/** Rights and channels come and go while somebody tidies up: tried after 0, 1, 3 and 7 minutes. */
const CHANNEL_ATTEMPTS = 4;

/** Ours are mended by somebody: it can wait, and must not fill the log until then. */
const FAULT_TICKS = 15;

/** One try at a delivery, before anything of it is written down. */
export interface Attempt {
  readonly claimed: Delivery;
  /** `sending`: nobody knows whether it arrived, or another attempt does. Nothing is written, and its lease runs out. */
  readonly outcome: DeliveryOutcome | { readonly state: 'sending'; readonly reason: string };
  /** Written together with the outcome. */
  readonly consequence?: Consequence | undefined;
  /** Discord wants less of us, or does not answer. */
  readonly isOverload?: boolean;
  /** Ours, not Discord's. */
  readonly fault?: unknown;
}

interface Dependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly library: PathwayLibrary;
  readonly notifier: Notifier;
  readonly pace: DmPace;
}

/** A message that can go out: where to, and what it says, are known. */
export interface ReadyToSend {
  readonly claimed: Delivery;
  /** To be called once it is recorded that it is on its way; never rejects. */
  readonly send: () => Promise<Attempt>;
}

/**
 * Brings what was claimed to where it can be sent, or to its end if there is nothing to send; never rejects. What fails
 * here has certainly not been sent, however long it took.
 */
export function createPreparation(
  dependencies: Dependencies,
): (claimed: Delivery) => Promise<ReadyToSend | Attempt> {
  const { store, clock, notifier, pace } = dependencies;
  const findErrand = createErrandFinder(store, dependencies.library);

  return async (claimed) => {
    try {
      return await prepare(claimed);
    } catch (fault) {
      return { ...again(claimed, ticksFrom(clock.now(), FAULT_TICKS), 'fault'), fault };
    }
  };

  async function prepare(claimed: Delivery): Promise<ReadyToSend | Attempt> {
    const now = clock.now();
    const drop = (reason: string): Attempt => ({
      claimed,
      outcome: { state: mayHaveArrived(claimed) ? 'unknown' : 'skipped', reason },
    });
    if (mayHaveArrived(claimed) && now - claimed.firstSentAt > NONCE_WINDOW_MS) return drop('interrupted');
    if (now - claimed.dueAt > CATCH_UP_MS) return drop('too-late');
    const errand = await findErrand(claimed, now);
    switch (errand.to) {
      case 'nobody':
        return drop(errand.reason);
      case 'dm':
        return prepareDm(claimed, errand);
      case 'channel':
        return prepareForChannel(claimed, errand);
    }
  }

  async function prepareDm(claimed: Delivery, errand: DmErrand): Promise<ReadyToSend | Attempt> {
    let { channelId } = errand;
    if (channelId === null) {
      const now = clock.now();
      const opensAt = await pace.take(now);
      if (opensAt > now) return again(claimed, opensAt, 'dm-pace');
      const opened = await orFailure(notifier.openDm(errand.userId));
      if (opened instanceof DeliveryError) return dmNotOpened(claimed, errand, opened);
      channelId = opened;
      await rememberDm(errand.userId, channelId);
    }
    return ready(claimed, channelId, errand.post, (sent) =>
      sent instanceof DeliveryError
        ? dmNotSent(claimed, errand, sent)
        : { claimed, outcome: { state: 'sent', messageId: sent }, consequence: errand.whenSent },
    );
  }

  async function dmNotOpened(claimed: Delivery, errand: DmErrand, error: DeliveryError): Promise<Attempt> {
    const now = clock.now();
    switch (error.reason) {
      case 'slow-down': {
        await pace.heed(error, now);
        return again(claimed, await pace.take(now), error.code);
      }
      case 'unreachable':
        return { ...again(claimed, ticksFrom(now, 1), error.code), isOverload: true };
      case 'refused':
      case 'gone':
      case 'message-gone':
      case 'forbidden':
        return { claimed, outcome: refused(error), consequence: errand.whenRefused };
    }
  }

  async function dmNotSent(claimed: Delivery, errand: DmErrand, error: DeliveryError): Promise<Attempt> {
    switch (error.reason) {
      case 'gone':
      case 'forbidden': {
        // A remembered channel may have ceased to be the right one.
        await rememberDm(errand.userId, null);
        if (claimed.attempts < CHANNEL_ATTEMPTS) return again(claimed, nextTry(claimed), error.code);
        return { claimed, outcome: refused(error), consequence: errand.whenRefused };
      }
      case 'refused':
      case 'message-gone':
        return { claimed, outcome: refused(error), consequence: errand.whenRefused };
      case 'slow-down':
      case 'unreachable':
        return overload(claimed, error);
    }
  }

  function prepareForChannel(claimed: Delivery, errand: ChannelErrand): ReadyToSend {
    return ready(claimed, errand.channelId, errand.post, (sent) =>
      sent instanceof DeliveryError
        ? notSentToChannel(claimed, errand, sent)
        : { claimed, outcome: { state: 'sent', messageId: sent } },
    );
  }

  function notSentToChannel(claimed: Delivery, errand: ChannelErrand, error: DeliveryError): Attempt {
    switch (error.reason) {
      case 'gone':
      case 'message-gone':
      case 'forbidden':
      case 'refused':
        if (claimed.attempts < CHANNEL_ATTEMPTS) return again(claimed, nextTry(claimed), error.code);
        return {
          claimed,
          outcome: refused(error),
          consequence: errand.whenRefused(error.reason, clock.now()),
        };
      case 'slow-down':
      case 'unreachable':
        return overload(claimed, error);
    }
  }

  function ready(
    claimed: Delivery,
    channelId: string,
    post: Post,
    conclude: (sent: string | DeliveryError) => Attempt | Promise<Attempt>,
  ): ReadyToSend {
    return {
      claimed,
      async send() {
        try {
          return await conclude(await orFailure(notifier.send(channelId, post, deliveryNonce(claimed))));
        } catch (fault) {
          return { claimed, outcome: { state: 'sending', reason: 'fault' }, fault };
        }
      },
    };
  }

  function overload(claimed: Delivery, error: DeliveryError): Attempt {
    const attempted: Attempt =
      error.reason === 'unreachable'
        ? { claimed, outcome: { state: 'sending', reason: error.code } }
        : again(claimed, retryAt(error, clock.now()), error.code);
    return { ...attempted, isOverload: true };
  }

  function nextTry({ attempts }: Delivery): number {
    return ticksFrom(clock.now(), 2 ** (attempts - 1));
  }

  function rememberDm(userId: string, dmChannelId: string | null): Promise<void> {
    return store.transaction(async ({ nudges }) => {
      const nudge = await nudges.find(userId);
      if (nudge !== undefined) await nudges.save({ ...nudge, dmChannelId });
    });
  }
}

/** Where an earlier attempt began to send and ended without a word, the message may be there already. */
function mayHaveArrived(claimed: Delivery): claimed is Delivery & { readonly firstSentAt: number } {
  return claimed.firstSentAt !== null;
}

/** Ticks come with the full minute: what waits «a minute» from just after one would miss the next. */
function ticksFrom(now: number, count: number): number {
  return (Math.floor(now / MINUTE_MS) + count) * MINUTE_MS;
}

function retryAt({ retryAfterMs }: DeliveryError, now: number): number {
  return retryAfterMs === undefined ? ticksFrom(now, 1) : now + retryAfterMs;
}

/** This attempt certainly sent nothing. */
function again(claimed: Delivery, notBefore: number, reason: string): Attempt {
  return mayHaveArrived(claimed)
    ? { claimed, outcome: { state: 'sending', reason } }
    : { claimed, outcome: { state: 'pending', notBefore, reason } };
}

function refused({ code }: DeliveryError): DeliveryOutcome {
  return { state: 'refused', reason: code };
}

async function orFailure<T>(work: Promise<T>): Promise<T | DeliveryError> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof DeliveryError) return error;
    throw error;
  }
}
