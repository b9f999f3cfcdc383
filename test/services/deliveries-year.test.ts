import fc from 'fast-check';
import { expect, it } from 'vitest';

import { deliveryNonce, type DeliveryKey } from '../../src/domain/delivery.ts';
import { nextOccurrence, type WeeklySlot } from '../../src/domain/weekly-slot.ts';
import { DeliveryError } from '../../src/services/ports.ts';
import { CrashError, makeMortal } from '../support/mortal.ts';
import {
  DAY_MS,
  MINUTE_MS,
  MONDAY,
  openNudgeWorld,
  WEEK_MS,
  type NudgeWorld,
} from '../support/nudge-world.ts';
import type { NotifierFault } from '../support/recording-notifier.ts';

const ADA = (1234567n << 22n).toString();
/** After every story. */
const FOREVER = MONDAY + 520 * WEEK_MS;

/** State and messages: what became of it, and whether it arrived. */
const ENDINGS = [
  ['sent', 1],
  ['skipped', 0],
  ['unknown', 0],
  ['unknown', 1],
];

const WEEKS = Array.from({ length: 520 }, (_, index) =>
  nextOccurrence({ weekday: 1, hour: 0, timeZone: 'Etc/UTC' }, MONDAY + index * WEEK_MS - 1),
);

const slots = fc.record<WeeklySlot>({
  weekday: fc.integer({ min: 1, max: 7 }),
  hour: fc.integer({ min: 0, max: 23 }),
  timeZone: fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
});

/** What happens on the way through the year; after each event the process wakes up once. */
const events = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('next-turn') }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('minutes'), minutes: fc.integer({ min: 1, max: 5 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('sleep'), days: fc.integer({ min: 1, max: 20 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('crash'), calls: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('lose-answer') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('outage') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('move'), slot: slots }) },
);
type Event = typeof events extends fc.Arbitrary<infer E> ? E : never;

it(
  'has one row for each week, and never two messages, whatever happens in a year',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(slots, fc.array(events, { minLength: 30, maxLength: 120 }), async (slot, story) => {
        await using world = await openNudgeWorld();
        await world.addWalker(ADA, { slot, nudge: { activeSince: FOREVER } });
        const first = (await world.nudge(ADA)).next?.occurrence ?? '';
        const moves = await live(world, story);
        const last = (await world.nudge(ADA)).next?.occurrence ?? '';

        const nonces = world.notifier.messages.map(({ nonce }) => nonce);
        expect(new Set(nonces).size).toBe(nonces.length);
        for (const { week, at } of WEEKS.filter(({ week }) => week >= first && week < last)) {
          const key: DeliveryKey = { kind: 'member-nudge', recipient: ADA, occurrence: week };
          const delivery = await world.store.deliveries.find(key);
          // Who moves the day may move it out of the week under way.
          const isMoved = moves.some((moved) => Math.abs(moved - (at + WEEK_MS / 2)) < WEEK_MS);
          if (isMoved && delivery === undefined) continue;
          const arrived = nonces.filter((nonce) => nonce === deliveryNonce(key)).length;
          expect(ENDINGS, week).toContainEqual([delivery?.state, arrived]);
        }
      }),
      { numRuns: 25 },
    );
  },
);

/** Plays the story to its end, and a few calm minutes after it; when the slot was moved. */
async function live(world: NudgeWorld, story: readonly Event[]): Promise<readonly number[]> {
  const moves: number[] = [];
  let service = world.createService();
  const wake = async (): Promise<void> => {
    try {
      await service.deliverDue();
    } catch (error) {
      if (!(error instanceof CrashError)) throw error;
      service = world.createService();
    }
  };
  const goToNextTurn = async (): Promise<void> => {
    const { next } = await world.nudge(ADA);
    world.clock.time = Math.max(world.clock.time, next?.at ?? 0);
  };
  const unreachable = new DeliveryError('unreachable', '503');

  for (const event of story) {
    let fault: NotifierFault | undefined;
    switch (event.kind) {
      case 'minutes':
        world.clock.time += event.minutes * MINUTE_MS;
        break;
      case 'sleep':
        world.clock.time += event.days * DAY_MS;
        break;
      case 'move':
        await world.moveSlot(ADA, event.slot);
        moves.push(world.clock.time);
        break;
      case 'crash': {
        await goToNextTurn();
        let calls = 0;
        service = world.createService(
          makeMortal({ store: world.store, notifier: world.notifier }, () => (calls += 1) >= event.calls),
        );
        break;
      }
      case 'lose-answer':
        await goToNextTurn();
        fault = { loseAnswer: unreachable };
        break;
      case 'outage':
        await goToNextTurn();
        fault = { refuse: unreachable };
        break;
      case 'next-turn':
        await goToNextTurn();
        break;
    }
    world.notifier.fault = () => fault;
    await wake();
    if (event.kind === 'outage') continue;
    world.notifier.fault = () => undefined;
    world.clock.time += MINUTE_MS;
    await wake();
  }
  for (let minute = 0; minute < 5; minute += 1) {
    world.clock.time += MINUTE_MS;
    await wake();
  }
  return moves;
}
