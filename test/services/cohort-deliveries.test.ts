import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Cohort } from '../../src/domain/cohort.ts';
import { deliveryNonce } from '../../src/domain/delivery.ts';
import { DeliveryError } from '../../src/services/ports.ts';
import { backendPathway } from '../support/loaded-pathways.ts';
import { CrashError, makeMortal, type Step } from '../support/mortal.ts';
import {
  DAY_MS,
  FACILITATOR,
  HOUR_MS,
  MINUTE_MS,
  MONDAY,
  openNudgeWorld,
  WEEK_MS,
  type NudgeWorld,
} from '../support/nudge-world.ts';
import { dmOf, type NotifierFault } from '../support/recording-notifier.ts';

const ADA = '101';
const BEN = '102';
const SPRING = '401';

/** Monday of W10, 09:00: the summary's turn. */
const TURN = MONDAY + 9 * HOUR_MS;
const [FIRST, SECOND, THIRD] = (backendPathway.phases[0]?.tasks ?? []).map(({ id }) => id);

let world: NudgeWorld;
beforeEach(async () => {
  world = await openNudgeWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

const refusal = (reason: DeliveryError['reason'], code: string): NotifierFault => ({
  refuse: new DeliveryError(reason, code),
});

async function addPair(overrides?: Partial<Cohort>): Promise<Cohort> {
  const cohort = await world.addCohort(SPRING, overrides);
  for (const userId of [ADA, BEN]) await world.joinCohort(userId, cohort);
  return cohort;
}

async function record(userId: string, task: string | undefined, at = world.clock.time): Promise<void> {
  world.clock.time = at;
  await world.progress.complete({ userId, task: task ?? '' });
}

const cohort = () => world.store.cohorts.find(SPRING);
const summary = (week: string) => world.delivery(SPRING, week, 'cohort-summary');
const celebration = (week: string) => world.delivery(SPRING, week, 'cohort-goal');
const kinds = () => world.notifier.messages.map(({ post }) => post.kind);

describe('the summary', () => {
  it('is posted when its turn has come, once, and the next one is planned', async () => {
    const { channelId } = await addPair();
    await record(ADA, FIRST);
    const service = world.createService();
    await world.at(TURN - 1, service);
    expect(world.notifier.messages).toEqual([]);
    await world.at(TURN, service);
    await world.at(TURN, service);
    await world.at(TURN + HOUR_MS, world.createService());
    expect(world.notifier.messages).toMatchObject([
      {
        channelId,
        nonce: deliveryNonce({ kind: 'cohort-summary', recipient: SPRING, occurrence: '2026-W10' }),
        post: { kind: 'cohort-summary', locale: 'en-GB', summary: { members: 2, tasks: 1, doers: 1 } },
      },
    ]);
    expect(await summary('2026-W10')).toMatchObject({ state: 'sent', dueAt: TURN });
    expect((await cohort())?.next).toEqual({ occurrence: '2026-W11', at: TURN + WEEK_MS });
  });

  it('has a successor every week, at the hour that the cohort’s clock shows', async () => {
    const pair = await addPair({ weekday: 7, hour: 18, timeZone: 'Europe/Berlin' });
    await record(ADA, FIRST);
    const service = world.createService();
    for (let week = 0; week < 7; week += 1) {
      await world.at((await cohort())?.next?.at ?? NaN, service);
    }
    expect(pair.next?.occurrence).toBe('2026-W10');
    expect(world.notifier.messages.map(({ at }) => new Date(at).toISOString())).toEqual([
      '2026-03-08T17:00:00.000Z',
      '2026-03-15T17:00:00.000Z',
      '2026-03-22T17:00:00.000Z',
      '2026-03-29T16:00:00.000Z',
    ]);
    // Nothing was done in the four weeks before: there is nothing more to say.
    expect(world.reports.map(({ state }) => state)).toEqual([
      ...Array.from({ length: 4 }, () => 'sent'),
      ...Array.from({ length: 3 }, () => 'skipped'),
    ]);
  });

  it('is about the seven days before its turn, however late it is sent', async () => {
    await addPair();
    await record(ADA, FIRST, TURN - HOUR_MS);
    await record(BEN, FIRST, TURN + MINUTE_MS);
    await world.at(TURN + 5 * HOUR_MS, world.createService());
    await world.at(TURN + WEEK_MS, world.createService());
    const told = world.notifier.messages.map(({ post }) =>
      post.kind === 'cohort-summary' ? [post.summary.tasks, post.summary.congratulated[0]?.userId] : [],
    );
    expect(told).toEqual([
      [1, ADA],
      [1, BEN],
    ]);
  });

  it('counts a phase that was finished around its turn in one of two weeks', async () => {
    await addPair();
    const phase = backendPathway.phases[0]?.tasks ?? [];
    for (const { id } of phase.slice(0, -1)) await record(ADA, id, TURN - HOUR_MS);
    await record(ADA, phase.at(-1)?.id, TURN + MINUTE_MS);
    await world.at(TURN + 5 * HOUR_MS, world.createService());
    await world.at(TURN + WEEK_MS, world.createService());
    const finished = world.notifier.messages.map(({ post }) =>
      post.kind === 'cohort-summary'
        ? post.summary.finished.map(({ number, members }) => [number, members])
        : [],
    );
    expect(finished).toEqual([[], [[1, 1]]]);
  });

  it('goes unsaid in an empty room, and alone', async () => {
    const spring = await world.addCohort(SPRING);
    const service = world.createService();
    await world.at(TURN, service);
    await world.joinCohort(ADA, spring);
    await record(ADA, FIRST, TURN + DAY_MS);
    await world.at(TURN + WEEK_MS, service);
    expect(world.notifier.messages).toEqual([]);
    expect([await summary('2026-W10'), await summary('2026-W11')]).toMatchObject([
      { state: 'skipped', reason: 'nothing-to-say' },
      { state: 'skipped', reason: 'nothing-to-say' },
    ]);
  });

  it('is dropped when the cohort is archived meanwhile', async () => {
    const spring = await addPair();
    await record(ADA, FIRST);
    const service = world.createService();
    world.notifier.fault = () => refusal('slow-down', '429');
    await world.at(TURN, service);
    await world.store.cohorts.save({ ...spring, archivedAt: TURN, next: null });
    world.notifier.fault = () => undefined;
    await world.at(TURN + HOUR_MS, service);
    expect(await summary('2026-W10')).toMatchObject({ state: 'skipped', reason: 'no-longer-wanted' });
    expect(world.notifier.messages).toEqual([]);
  });

  it('goes where the cohort speaks by then', async () => {
    const spring = await addPair();
    await record(ADA, FIRST);
    const service = world.createService();
    world.notifier.fault = () => refusal('slow-down', '429');
    await world.at(TURN, service);
    await world.store.cohorts.save({ ...spring, channelId: '777' });
    world.notifier.fault = () => undefined;
    await world.at(TURN + HOUR_MS, service);
    expect(world.notifier.messages).toMatchObject([{ channelId: '777' }]);
  });

  it('missed for more than a day is skipped, and each week accounted for', async () => {
    await addPair();
    await record(ADA, FIRST, TURN + 3 * WEEK_MS - HOUR_MS);
    await world.at(TURN + 3 * WEEK_MS + HOUR_MS, world.createService());
    const weeks = ['2026-W10', '2026-W11', '2026-W12', '2026-W13'];
    const states = await Promise.all(weeks.map(async (week) => (await summary(week))?.state));
    expect(states).toEqual(['skipped', 'skipped', 'skipped', 'sent']);
    expect(world.notifier.messages).toHaveLength(1);
  });
});

describe('a clock', () => {
  it('set back posts nothing twice', async () => {
    await addPair();
    await record(ADA, FIRST);
    const service = world.createService();
    await world.at(TURN, service);
    await world.at(TURN - HOUR_MS, service);
    await world.at(TURN, service);
    await world.at(TURN - DAY_MS, world.createService());
    await world.at(TURN + MINUTE_MS, service);
    expect(world.notifier.messages).toHaveLength(1);
  });

  it.each([
    ['an hour', HOUR_MS],
    ['a week', WEEK_MS],
    ['a year', 52 * WEEK_MS],
  ])('that was ahead by %s costs no week that is still to come', async (_, ahead) => {
    await addPair();
    await record(ADA, FIRST, TURN - HOUR_MS);
    const service = world.createService();
    await world.at(TURN + HOUR_MS + ahead, service);
    await world.at(TURN + 2 * HOUR_MS, service);
    const before = world.notifier.messages.length;
    for (let week = 2; week <= 4; week += 1) {
      await record(ADA, backendPathway.phases[1]?.tasks[week - 2]?.id, TURN + week * WEEK_MS - HOUR_MS);
      await world.at(TURN + week * WEEK_MS, service);
    }
    expect(world.notifier.messages.length - before).toBe(3);
  });
});

describe('a goal', () => {
  const GOAL = { week: '2026-W10', tasks: 2 };

  it('is celebrated once it is reached by all together, once', async () => {
    const { channelId } = await addPair({ goal: GOAL });
    const service = world.createService();
    await record(ADA, FIRST, TURN + HOUR_MS);
    await world.at(TURN + HOUR_MS, service);
    expect(kinds()).not.toContain('cohort-goal');
    await record(BEN, FIRST);
    await record(BEN, SECOND);
    await world.at(TURN + 2 * HOUR_MS, service);
    await record(ADA, SECOND);
    await world.at(TURN + 3 * HOUR_MS, service);
    expect(world.notifier.messages.filter(({ post }) => post.kind === 'cohort-goal')).toMatchObject([
      { channelId, post: { cohortName: `Cohort ${SPRING}`, goal: 2, tasks: 3 } },
    ]);
  });

  it('reached in the last minute of its week is celebrated in the first of the next', async () => {
    await addPair({ goal: GOAL });
    await record(ADA, FIRST);
    const sunday = MONDAY + WEEK_MS - 1;
    await record(BEN, FIRST, sunday);
    await world.at(sunday + 1, world.createService());
    expect(kinds()).toEqual(['cohort-goal']);
  });

  it('reached by a record that is taken back and made again is celebrated once', async () => {
    await addPair({ goal: GOAL });
    const service = world.createService();
    await record(ADA, FIRST);
    for (let time = 1; time <= 3; time += 1) {
      await record(BEN, FIRST);
      await world.at(MONDAY + time * HOUR_MS, service);
      await world.progress.undo(BEN);
      await world.at(MONDAY + time * HOUR_MS + MINUTE_MS, service);
    }
    expect(kinds()).toEqual(['cohort-goal']);
  });

  it('taken back before anybody heard of it is celebrated when it is reached after all', async () => {
    await addPair({ goal: GOAL });
    const service = world.createService();
    await record(ADA, FIRST);
    await record(BEN, FIRST);
    await world.progress.undo(BEN);
    await world.at(MONDAY + MINUTE_MS, service);
    expect(kinds()).toEqual([]);
    expect(await celebration('2026-W10')).toMatchObject({ state: 'skipped' });
    await record(BEN, SECOND);
    await world.at(MONDAY + 2 * MINUTE_MS, service);
    expect(kinds()).toEqual(['cohort-goal']);
  });

  it('raised before anybody heard of it waits to be reached', async () => {
    const spring = await addPair({ goal: GOAL });
    const service = world.createService();
    await record(ADA, FIRST);
    await record(BEN, FIRST);
    await world.store.cohorts.save({ ...spring, goal: { ...GOAL, tasks: 3 } });
    await world.at(MONDAY + MINUTE_MS, service);
    expect(kinds()).toEqual([]);
    await record(BEN, SECOND);
    await world.at(MONDAY + 2 * MINUTE_MS, service);
    expect(kinds()).toEqual(['cohort-goal']);
  });

  it('is not reached by skipping, nor by who is not in the cohort, nor by what was done before the week', async () => {
    await addPair({ goal: GOAL });
    await world.addWalker('103');
    await record(ADA, FIRST);
    await world.progress.skip({ userId: ADA, task: SECOND ?? '' });
    await record('103', FIRST);
    await world.progress.complete({ userId: BEN, task: THIRD ?? '', when: '2026-03-01' });
    await world.at(MONDAY + MINUTE_MS, world.createService());
    expect(kinds()).toEqual([]);
  });

  it('of another week is none', async () => {
    await addPair({ goal: { week: '2026-W09', tasks: 1 } });
    await record(ADA, FIRST);
    await world.at(MONDAY + MINUTE_MS, world.createService());
    expect(kinds()).toEqual([]);
  });

  it('is told of by the summary that follows', async () => {
    await addPair({ goal: GOAL });
    await record(ADA, FIRST, TURN + HOUR_MS);
    // In the week after the goal's, which the same summary's days reach into.
    await record(BEN, FIRST, TURN + WEEK_MS - HOUR_MS);
    await world.at(TURN + WEEK_MS, world.createService());
    expect(world.notifier.messages).toMatchObject([
      { post: { summary: { tasks: 2, goal: { tasks: 2, done: 1 } } } },
    ]);
  });
});

describe('a cohort whose channel', () => {
  it.each([
    ['gone', '10003', 'channel-gone'],
    ['forbidden', '50001', 'permission-lost'],
    ['forbidden', '50013', 'permission-lost'],
  ] as const)(
    'is %s (%s) is tried a few times, then paused, and one facilitator told once',
    async (reason, code, trouble) => {
      const { channelId } = await addPair();
      await world.store.cohorts.addFacilitator(SPRING, ADA, TURN);
      await record(ADA, FIRST, TURN - MINUTE_MS);
      const service = world.createService();
      let tries = 0;
      world.notifier.fault = (request) => {
        if (!('send' in request) || request.send !== channelId) return undefined;
        tries += 1;
        return refusal(reason, code);
      };
      for (let minute = 0; minute <= 20; minute += 1) await world.at(TURN + minute * MINUTE_MS, service);
      expect(tries).toBe(4);
      expect(await summary('2026-W10')).toMatchObject({ state: 'refused', reason: code });
      expect(await cohort()).toMatchObject({ trouble, next: null });
      await record(BEN, FIRST, TURN + DAY_MS);
      await world.at(TURN + 3 * WEEK_MS, service);
      expect(world.notifier.messages).toMatchObject([
        {
          channelId: dmOf(FACILITATOR),
          post: { kind: 'cohort-trouble', cohortName: `Cohort ${SPRING}`, trouble },
        },
      ]);
    },
  );

  it('is gone for two posts at once is told of once', async () => {
    const { channelId } = await addPair({ goal: { week: '2026-W10', tasks: 1 } });
    await record(ADA, FIRST, TURN - MINUTE_MS);
    const service = world.createService();
    world.notifier.fault = (request) =>
      'send' in request && request.send === channelId ? refusal('gone', '10003') : undefined;
    for (let minute = 0; minute <= 20; minute += 1) await world.at(TURN + minute * MINUTE_MS, service);
    expect(kinds()).toEqual(['cohort-trouble']);
    // Whichever was refused first paused the other.
    const states = [await summary('2026-W10'), await celebration('2026-W10')].map((each) => each?.state);
    expect(states.toSorted()).toEqual(['refused', 'skipped']);
  });

  it('comes back in time gets its post', async () => {
    await addPair();
    await record(ADA, FIRST);
    const service = world.createService();
    let count = 0;
    world.notifier.fault = () => (count++ < 2 ? refusal('forbidden', '50001') : undefined);
    for (let minute = 0; minute <= 5; minute += 1) await world.at(TURN + minute * MINUTE_MS, service);
    expect(kinds()).toEqual(['cohort-summary']);
    expect(await cohort()).toMatchObject({ trouble: null });
  });

  it('is another one meanwhile is not paused for what went wrong before', async () => {
    const spring = await addPair();
    await record(ADA, FIRST);
    const service = world.createService();
    world.notifier.fault = () => refusal('gone', '10003');
    for (let minute = 0; minute < 7; minute += 1) await world.at(TURN + minute * MINUTE_MS, service);
    world.notifier.road = async () => {
      world.notifier.road = () => Promise.resolve();
      await world.store.cohorts.save({ ...spring, channelId: '777', next: null });
    };
    await world.at(TURN + 7 * MINUTE_MS, service);
    expect(await summary('2026-W10')).toMatchObject({ state: 'refused' });
    expect(await cohort()).toMatchObject({ trouble: null, channelId: '777' });
  });

  it('troubles nobody who has seen to it by the time they would be told', async () => {
    const spring = await addPair();
    await record(ADA, FIRST);
    const service = world.createService();
    world.notifier.fault = (request) =>
      'open' in request ? refusal('slow-down', '40003') : refusal('gone', '10003');
    for (let minute = 0; minute <= 8; minute += 1) await world.at(TURN + minute * MINUTE_MS, service);
    expect(await cohort()).toMatchObject({ trouble: 'channel-gone' });
    await world.store.cohorts.save({ ...spring, channelId: '777', trouble: null });
    world.notifier.fault = () => undefined;
    await world.at(TURN + HOUR_MS, service);
    expect(kinds()).toEqual([]);
  });

  it('is gone, with a facilitator who takes no DMs, has its trouble noted all the same', async () => {
    await addPair();
    await record(ADA, FIRST);
    const service = world.createService();
    world.notifier.fault = (request) =>
      'open' in request ? refusal('refused', '50007') : refusal('gone', '10003');
    for (let minute = 0; minute <= 20; minute += 1) await world.at(TURN + minute * MINUTE_MS, service);
    expect(await cohort()).toMatchObject({ trouble: 'channel-gone' });
    expect(world.reports.at(-1)).toMatchObject({ kind: 'cohort-trouble', state: 'refused', reason: '50007' });
  });
});

describe('two services on one database', () => {
  it('post each summary once between them', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => String(500 + index));
    for (const id of ids) {
      const each = await world.addCohort(id);
      for (const userId of [ADA, BEN]) await world.joinCohort(userId, each);
    }
    await record(ADA, FIRST);
    world.notifier.road = () => new Promise(setImmediate);
    const services = [world.createService(), world.createService()];
    world.clock.time = TURN;
    await Promise.all(services.map((service) => service.deliverDue()));
    expect(world.notifier.messages.map(({ channelId }) => channelId).sort()).toEqual(
      ids.map((id) => `6${id}`),
    );
  });
});

describe('a process that is killed', () => {
  const STEPS = [
    ['cohorts.due', 'before'],
    ['deliveries.plan', 'after'],
    ['cohorts.save', 'after'],
    ['transaction', 'after'],
    ['deliveries.claim', 'before'],
    ['deliveries.claim', 'after'],
    ['cohorts.doings', 'after'],
    ['notifier.send', 'before'],
    ['notifier.send', 'after'],
    ['deliveries.settle', 'before'],
    ['deliveries.settle', 'after'],
  ] as const satisfies readonly (readonly [string, Step['moment']])[];

  function createDoomed(name: string, moment: Step['moment']) {
    return world.createService(
      makeMortal(
        { store: world.store, notifier: world.notifier },
        (step) => step.name === name && step.moment === moment,
      ),
    );
  }

  it.each(STEPS)('at %s (%s) and started again soon posts once and knows it', async (name, moment) => {
    await addPair();
    await record(ADA, FIRST);
    await expect(world.at(TURN, createDoomed(name, moment))).rejects.toThrow(CrashError);
    const heir = world.createService();
    for (let minute = 1; minute <= 10; minute += 1) await world.at(TURN + minute * MINUTE_MS, heir);
    expect(kinds()).toEqual(['cohort-summary']);
    expect(await summary('2026-W10')).toMatchObject({
      state: 'sent',
      messageId: world.notifier.messages[0]?.id,
    });
    expect((await cohort())?.next?.occurrence).toBe('2026-W11');
  });

  it.each([
    ['deliveries.settle', 'before'],
    ['cohorts.save', 'before'],
    ['cohorts.save', 'after'],
    ['deliveries.plan', 'after'],
  ] as const)('at %s (%s) while it writes trouble down tells of it once', async (name, moment) => {
    const { channelId } = await addPair();
    await record(ADA, FIRST);
    world.notifier.fault = (request) =>
      'send' in request && request.send === channelId ? refusal('gone', '10003') : undefined;
    const service = world.createService();
    for (let minute = 0; minute < 7; minute += 1) await world.at(TURN + minute * MINUTE_MS, service);
    await expect(world.at(TURN + 7 * MINUTE_MS, createDoomed(name, moment))).rejects.toThrow(CrashError);
    expect(await cohort()).toMatchObject({ trouble: null });
    const heir = world.createService();
    for (let minute = 8; minute <= 30; minute += 1) await world.at(TURN + minute * MINUTE_MS, heir);
    expect(await cohort()).toMatchObject({ trouble: 'channel-gone', next: null });
    expect(kinds()).toEqual(['cohort-trouble']);
  });
});
