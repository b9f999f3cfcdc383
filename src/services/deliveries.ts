import { setImmediate, setTimeout as delay } from 'node:timers/promises';

import { deliveryNonce, LEASE_MS, type DeliveryKey, type DeliveryState } from '../domain/delivery.ts';
import { createPreparation, type Attempt, type ReadyToSend } from './delivery-attempt.ts';
import { createDmPace } from './dm-pace.ts';
import type { PathwayLibrary } from './pathway-library.ts';
import type { Clock, Notifier, Store } from './ports.ts';
import { createTurnPlanner } from './turn-planner.ts';

/** Sends under way at a time, and rows that a crash leaves in doubt. The library sees to 50 requests a second. */
export const DELIVERY_BATCH = 10;

const PLANNING = 'planning';

/** Half a minute, for the minute's other jobs wait as long; what is planned after it is found by the next tick. */
const LOOKS_WHILE_PLANNED = 30;
const LOOK_AGAIN_MS = 1_000;

/** What became of a turn, or of a try at it; for the log and the counters. */
export interface DeliveryReport extends DeliveryKey {
  /** `sending`: no word from Discord. It is tried again for as long as its nonce is recognised. */
  readonly state: DeliveryState;
  readonly reason: string | null;
  /** What went wrong on our side. */
  readonly fault?: unknown;
}

export interface DeliveryService {
  /** Plans the turns that have come and sends what waits. One call at a time. */
  deliverDue(): Promise<void>;
  /** Takes up nothing more; what is being sent is finished and written down, and `deliverDue` resolves. */
  stop(): void;
}

export interface DeliveryDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly library: PathwayLibrary;
  readonly notifier: Notifier;
  readonly dmChannelsPerMinute: number;
  readonly report: (report: DeliveryReport) => void;
}

/** The database says what is due; whoever wakes this up, and when, makes no difference to what goes out. */
export function createDeliveryService(dependencies: DeliveryDependencies): DeliveryService {
  const { store, clock, report } = dependencies;
  const prepare = createPreparation({
    ...dependencies,
    pace: createDmPace(store, dependencies.dmChannelsPerMinute),
  });
  const planner = createTurnPlanner(store, (turn) => {
    report({ ...turn, state: 'skipped', reason: 'too-late' });
  });
  let isStopping = false;
  let lastNow = Infinity;

  return {
    async deliverDue() {
      const now = clock.now();
      if (now < lastNow) await recoverFromClockSetBack(now);
      lastNow = now;
      if (await planTurns(now)) await sendWaiting();
      else await sendWhileOthersPlan();
    },

    stop() {
      isStopping = true;
    },
  };

  /**
   * Also at the start, when nobody knows what the clock did before. An attempt from the future has been under way
   * for nobody knows how long, too long perhaps for its nonce; the lease allows for clocks that differ a little.
   */
  async function recoverFromClockSetBack(now: number): Promise<void> {
    const abandoned = await store.deliveries.abandonClaimedAfter(now + LEASE_MS, 'clock-set-back');
    abandoned.forEach(report);
    await planner.replanStrays(now);
  }

  /**
   * One process at a time: several would do no more than wait for each other's transactions.
   * @returns `false` when it is another that plans.
   */
  async function planTurns(now: number): Promise<boolean> {
    const lease = { isOurs: false, isOthers: false };
    const mayPlan = async (): Promise<boolean> => {
      if (isStopping) return false;
      if (lease.isOurs) await store.leases.hold(PLANNING, clock.now() + LEASE_MS);
      else lease.isOurs = await store.leases.take(PLANNING, clock.now(), LEASE_MS);
      lease.isOthers = !lease.isOurs;
      return lease.isOurs;
    };
    try {
      await planner.planDue(now, mayPlan);
    } finally {
      if (lease.isOurs) await store.leases.hold(PLANNING, clock.now());
    }
    return !lease.isOthers;
  }

  /** Whoever plans is busy with it: the others send what it has planned, and need not wait for the next minute. */
  async function sendWhileOthersPlan(): Promise<void> {
    for (let look = 1; ; look += 1) {
      // Asked first: what is planned by then is there to be sent.
      const isOver = ((await store.leases.heldUntil(PLANNING)) ?? 0) <= clock.now();
      const isOverload = await sendWaiting();
      if (isOver || isOverload || isStopping || look === LOOKS_WHILE_PLANNED) return;
      await delay(LOOK_AGAIN_MS);
    }
  }

  /**
   * Begins with one, so that while Discord is out of order a minute costs one delivery and not many.
   * @returns whether it is.
   */
  async function sendWaiting(): Promise<boolean> {
    for (let size = 1; !isStopping; size = Math.min(DELIVERY_BATCH, size * 2)) {
      const claimed = await store.deliveries.claim(clock.now(), size);
      if (claimed.length === 0) return false;
      const attempts = await sendReady(await Promise.all(claimed.map(prepare)));
      await settle(attempts);
      if (attempts.some(({ isOverload }) => isOverload)) return true;
      await setImmediate();
    }
    return false;
  }

  /**
   * That they are on their way is recorded before they are: an attempt that ends without a word before that has
   * certainly sent nothing, and one that stood still until its row was taken up by another learns of it here.
   */
  async function sendReady(prepared: readonly (ReadyToSend | Attempt)[]): Promise<readonly Attempt[]> {
    const ready = prepared.flatMap((one) => ('send' in one ? [one.claimed] : []));
    const begun = new Set((await store.deliveries.beginSending(ready, clock.now())).map(deliveryNonce));
    return Promise.all(
      prepared.map(async (one) => {
        if (!('send' in one)) return one;
        const { claimed } = one;
        return begun.has(deliveryNonce(claimed))
          ? one.send()
          : { claimed, outcome: { state: 'sending', reason: 'taken-over' } };
      }),
    );
  }

  /** In one commit. Should it fail, each message is tried again with its nonce, and found. */
  async function settle(attempts: readonly Attempt[]): Promise<void> {
    await store.transaction(async (repositories) => {
      const settlements = attempts.flatMap(({ claimed, outcome }) =>
        outcome.state === 'sending' ? [] : [{ claimed, outcome }],
      );
      const held = new Set((await repositories.deliveries.settle(settlements)).map(deliveryNonce));
      for (const { claimed, consequence } of attempts) {
        if (held.has(deliveryNonce(claimed))) await consequence?.(repositories);
      }
    });
    for (const { claimed, outcome, fault } of attempts) {
      const { kind, recipient, occurrence } = claimed;
      const reason = 'reason' in outcome ? outcome.reason : null;
      report({
        kind,
        recipient,
        occurrence,
        state: outcome.state,
        reason,
        ...(fault !== undefined && { fault }),
      });
    }
  }
}
