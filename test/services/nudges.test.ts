import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pathwayReader } from '../../src/content/brought-pathway.ts';
import { UserError, type Problem } from '../../src/domain/errors.ts';
import { isExtraTurn, type Nudge } from '../../src/domain/nudge.ts';
import { lowerPace } from '../../src/domain/plan.ts';
import { endOfPause, endOfSnooze } from '../../src/domain/pause.ts';
import { createDmPace } from '../../src/services/dm-pace.ts';
import { createPathwayLibrary } from '../../src/services/pathway-library.ts';
import { DeliveryError, type Post } from '../../src/services/ports.ts';
import { createChance } from '../support/chance.ts';
import { createRecordedDirectory } from '../support/recorded-directory.ts';
import { createRecordedRoleGiver } from '../support/recorded-role-giver.ts';
import { createServices, type Services } from '../../src/services/services.ts';
import { accessibilityPathway, backendPathway } from '../support/loaded-pathways.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/temporary-store.ts';

const MONDAY = Date.UTC(2026, 2, 2, 10);
const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;
const ADA = { userId: '100000000000000001', locale: 'en-US' };
const DM = '200000000000000001';

let temporary: TemporaryStore;
let services: Services;
const clock = { time: MONDAY, now: () => clock.time };
/** What Discord got, and what it answers. */
const discord = {
  opened: 0,
  sent: [] as { channelId: string; post: Post; nonce: string }[],
  refusals: [] as DeliveryError[],
  /** To the opening of a DM. */
  openingRefusals: [] as DeliveryError[],
};

beforeEach(async () => {
  temporary = await openTemporaryStore();
  clock.time = MONDAY;
  Object.assign(discord, { opened: 0, sent: [], refusals: [], openingRefusals: [] });
  services = servicesFor([backendPathway]);
});
afterEach(() => temporary[Symbol.asyncDispose]());

function servicesFor(pathways: Parameters<typeof createPathwayLibrary>[0]): Services {
  return createServices({
    store: temporary.store,
    clock,
    library: createPathwayLibrary(pathways),
    directory: createRecordedDirectory(),
    roleGiver: createRecordedRoleGiver(),
    chance: createChance(),
    pathwayReader,
    notifier: {
      edit: () => Promise.resolve(),
      openDm() {
        discord.opened += 1;
        const refusal = discord.openingRefusals.shift();
        return refusal === undefined ? Promise.resolve(DM) : Promise.reject(refusal);
      },
      send(channelId, post, nonce) {
        const refusal = discord.refusals.shift();
        if (refusal !== undefined) return Promise.reject(refusal);
        discord.sent.push({ channelId, post, nonce });
        return Promise.resolve('300000000000000001');
      },
    },
  });
}

async function stored(): Promise<Nudge> {
  const nudge = await temporary.store.nudges.find(ADA.userId);
  if (nudge === undefined) throw new Error('there is no nudge');
  return nudge;
}

/** The ledger knows that this week had its turn. */
async function takeTurn(occurrence: string): Promise<void> {
  const { deliveries } = temporary.store;
  const key = { kind: 'member-nudge', recipient: ADA.userId, occurrence } as const;
  await deliveries.plan({ ...key, dueAt: clock.time, notBefore: clock.time, state: 'pending', reason: null });
}

async function problemOf(work: Promise<unknown>): Promise<Problem['code']> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof UserError) return error.problem.code;
  throw new Error('expected a problem', { cause: error });
}

describe('switching on', () => {
  test('sends the test before anything is written, and plans the first turn', async () => {
    const { nudge, joinedNow, walk } = await services.nudges.switchOn(ADA);
    expect(joinedNow).toBe(true);
    expect(walk.pathway.id).toBe(backendPathway.id);
    expect(nudge).toEqual(await stored());
    expect(nudge).toMatchObject({ weekday: 1, hour: 9, state: 'on', dmChannelId: DM, activeSince: MONDAY });
    expect(nudge.next?.occurrence).toBe('2026-W11');
    expect(discord.sent).toEqual([
      {
        channelId: DM,
        post: { kind: 'nudge-test', locale: 'en-US', nextAt: nudge.next?.at },
        nonce: expect.stringMatching(/^t[0-9a-z]{1,24}$/) as string,
      },
    ]);
  });

  test('pressed twice at once, it is one message by its nonce', async () => {
    await Promise.all([services.nudges.switchOn(ADA), services.nudges.switchOn(ADA)]);
    expect(new Set(discord.sent.map(({ nonce }) => nonce)).size).toBe(1);
    clock.time += 1000;
    await services.nudges.switchOn(ADA);
    expect(new Set(discord.sent.map(({ nonce }) => nonce)).size).toBe(2);
  });

  test.each([
    ['refused', '50007', 'dms-closed'],
    ['slow-down', '40003', 'dms-unavailable'],
    ['unreachable', '503', 'dms-unavailable'],
  ] as const)('when Discord says %s, nothing is written', async (reason, code, problem) => {
    discord.refusals = [new DeliveryError(reason, code)];
    expect(await problemOf(services.nudges.switchOn(ADA))).toBe(problem);
    expect(await temporary.store.nudges.find(ADA.userId)).toBeUndefined();
    expect(await temporary.store.members.find(ADA.userId)).toBeUndefined();
  });

  test('opens the direct messages at once, also in a minute that is full, and counts', async () => {
    const pace = createDmPace(temporary.store, 2);
    expect(await pace.take(MONDAY)).toBe(MONDAY);
    for (const userId of ['100000000000000002', '100000000000000003']) {
      await services.nudges.switchOn({ ...ADA, userId });
    }
    expect(discord.opened).toBe(2);
    expect(await pace.take(MONDAY)).toBe(MONDAY + MINUTE);
    await services.nudges.switchOn({ ...ADA, userId: '100000000000000003' });
    expect(discord.opened).toBe(2);
  });

  test('heeds «too fast»: nobody is opened a DM for a while, whether or not they wait', async () => {
    discord.openingRefusals = [new DeliveryError('slow-down', '40003')];
    expect(await problemOf(services.nudges.switchOn(ADA))).toBe('dms-unavailable');
    clock.time += 14 * MINUTE;
    expect(await problemOf(services.nudges.switchOn(ADA))).toBe('dms-unavailable');
    expect(discord.opened).toBe(1);
    expect(await createDmPace(temporary.store, 10).take(clock.time)).toBe(MONDAY + 15 * MINUTE);
    clock.time += MINUTE;
    expect((await services.nudges.switchOn(ADA)).nudge.state).toBe('on');
    expect(discord.opened).toBe(2);
  });

  test('a fault of ours is not blamed on Discord', async () => {
    const fault = new TypeError('no such view');
    discord.refusals = [fault as unknown as DeliveryError];
    await expect(services.nudges.switchOn(ADA)).rejects.toBe(fault);
  });

  test('keeps to the pathway that somebody walks', async () => {
    services = servicesFor([backendPathway, accessibilityPathway]);
    await services.membership.join({ userId: ADA.userId, pathway: accessibilityPathway.id });
    const { walk, joinedNow } = await services.nudges.switchOn(ADA);
    expect({ pathway: walk.pathway.id, joinedNow }).toEqual({
      pathway: accessibilityPathway.id,
      joinedNow: false,
    });
  });

  test('again keeps the slot and begins the quiet weeks anew', async () => {
    await services.nudges.switchOn(ADA);
    await services.nudges.setWhen({ userId: ADA.userId, weekday: 5, hour: 18 });
    await services.nudges.switchOff(ADA.userId);
    clock.time += 100 * DAY;
    const { nudge } = await services.nudges.switchOn({ ...ADA, locale: 'de' });
    expect(nudge).toMatchObject({
      weekday: 5,
      hour: 18,
      locale: 'de',
      activeSince: clock.time,
      notice: null,
    });
    expect(discord.opened).toBe(1);
  });
});

describe('a week that had its turn', () => {
  beforeEach(async () => {
    await services.nudges.switchOn(ADA);
    clock.time = Date.UTC(2026, 2, 9, 12);
    await takeTurn('2026-W11');
  });

  test.each([
    ['another day', { weekday: 5 }],
    ['another hour', { hour: 20 }],
    ['another zone', { timeZone: 'Pacific/Honolulu' }],
    ['all of it', { weekday: 7, hour: 23, timeZone: 'Pacific/Kiritimati' }],
  ])('has no second one by %s', async (_, change) => {
    await services.nudges.setWhen({ userId: ADA.userId, ...change });
    expect((await stored()).next?.occurrence).toBe('2026-W12');
  });

  test('has none by switching off and on, by a pause that ends, or by moving with /join', async () => {
    await services.nudges.switchOff(ADA.userId);
    await services.nudges.switchOn(ADA);
    expect((await stored()).next?.occurrence).toBe('2026-W12');
    await services.nudges.pause(ADA.userId, 'return');
    await services.nudges.memberReturned(ADA);
    expect((await stored()).next?.occurrence).toBe('2026-W12');
    await services.membership.join({ userId: ADA.userId, timeZone: 'Pacific/Honolulu' });
    expect((await stored()).next?.occurrence).toBe('2026-W12');
  });
});

describe('a pause', () => {
  beforeEach(async () => {
    await services.nudges.switchOn(ADA);
  });

  test('of a week plans the first turn after it', async () => {
    await services.nudges.pause(ADA.userId, 'week');
    const nudge = await stored();
    expect(nudge).toMatchObject({ state: 'paused', pausedUntil: MONDAY + 7 * DAY });
    expect(nudge.next?.occurrence).toBe('2026-W12');
  });

  test('that has ended is shown as on, whether or not a tick came by', async () => {
    await services.nudges.pause(ADA.userId, 'week');
    clock.time += 7 * DAY;
    expect((await services.nudges.status(ADA.userId)).nudge?.state).toBe('on');
  });

  test('keeps its end when the slot moves', async () => {
    await services.nudges.pause(ADA.userId, 'month');
    const { nudge } = await services.nudges.setWhen({ userId: ADA.userId, weekday: 4 });
    expect(nudge?.next?.at).toBeGreaterThan(nudge?.pausedUntil ?? Infinity);
    expect(nudge?.state).toBe('paused');
  });

  test('until they return has no turn, whatever moves, and ends with anything they ask for', async () => {
    await services.nudges.pause(ADA.userId, 'return');
    await services.nudges.setWhen({ userId: ADA.userId, hour: 20 });
    await services.membership.join({ userId: ADA.userId, timeZone: 'Europe/Berlin' });
    expect(await stored()).toMatchObject({ state: 'paused', pausedUntil: null, next: null });
    clock.time += 100 * DAY;
    expect(await services.nudges.memberReturned(ADA)).toEqual({ hasResumed: true });
    expect(await stored()).toMatchObject({ state: 'on', activeSince: clock.time });
    expect(await services.nudges.memberReturned(ADA)).toBeUndefined();
  });
});

describe('a snooze', () => {
  beforeEach(async () => {
    await services.nudges.switchOn(ADA);
  });

  test('is a turn of its own, the same however often it is pressed that day', async () => {
    await services.nudges.snooze(ADA.userId, 3);
    const { next } = await stored();
    expect(next && isExtraTurn(next)).toBe(true);
    expect(next?.at).toBe(Date.UTC(2026, 2, 5, 9));
    clock.time += 60_000;
    await services.nudges.snooze(ADA.userId, 3);
    expect((await stored()).next).toEqual(next);
  });

  test('ends a pause', async () => {
    await services.nudges.pause(ADA.userId, 'return');
    await services.nudges.snooze(ADA.userId, 1);
    expect(await stored()).toMatchObject({ state: 'on', pausedUntil: null });
  });

  test('stays when the member tells /join where they live', async () => {
    await services.nudges.snooze(ADA.userId, 1);
    const { next } = await stored();
    await services.membership.join({ userId: ADA.userId, timeZone: 'Asia/Tokyo' });
    expect((await stored()).next).toEqual(next);
  });
});

describe('what there is to tell', () => {
  const leave = async (change: Partial<Nudge>) => {
    await services.nudges.switchOn(ADA);
    await temporary.store.nudges.save({ ...(await stored()), ...change });
  };

  test('is nothing for somebody without a reminder, or with one that goes its way', async () => {
    expect(await services.nudges.memberReturned(ADA)).toBeUndefined();
    await services.nudges.switchOn(ADA);
    expect(await services.nudges.memberReturned(ADA)).toBeUndefined();
  });

  test.each(['dms-refused', 'stopped-after-quiet-weeks'] as const)('%s, once', async (notice) => {
    await leave({ state: 'off', next: null, notice });
    const present = await services.nudges.memberReturned(ADA);
    expect(present).toEqual({ hasResumed: false });
    if (present === undefined) return;
    expect(await services.nudges.takeNews(ADA.userId, present)).toEqual({ kind: notice });
    expect(await services.nudges.takeNews(ADA.userId, present)).toBeUndefined();
    expect(await services.nudges.memberReturned(ADA)).toBeUndefined();
  });

  test('to two commands at once is told to one of them', async () => {
    await leave({ state: 'off', next: null, notice: 'dms-refused' });
    const news = await Promise.all(
      [1, 2, 3].map(() => services.nudges.takeNews(ADA.userId, { hasResumed: false })),
    );
    expect(news.filter((one) => one !== undefined)).toHaveLength(1);
  });

  test('of a resumed reminder is nothing when they have just switched it off', async () => {
    await leave({ state: 'paused', pausedUntil: null, next: null });
    const present = await services.nudges.memberReturned(ADA);
    expect(present).toEqual({ hasResumed: true });
    await services.nudges.switchOff(ADA.userId);
    expect(await services.nudges.takeNews(ADA.userId, { hasResumed: true })).toBeUndefined();
  });

  test('the language that they use is remembered for the next message', async () => {
    await services.nudges.switchOn(ADA);
    await services.nudges.memberReturned({ ...ADA, locale: 'pt-BR' });
    expect((await stored()).locale).toBe('pt-BR');
  });
});

describe('the preview', () => {
  test('is of the tone that the next turn will have', async () => {
    await services.nudges.switchOn(ADA);
    expect((await services.nudges.preview(ADA)).tone).toBe('weekly');
    clock.time += 15 * DAY;
    await services.nudges.pause(ADA.userId, 'week');
    expect((await services.nudges.preview(ADA)).tone).toBe('gentle');
    await services.progress.complete({ userId: ADA.userId, task: 'cka-course' });
    expect(await services.nudges.preview(ADA)).toMatchObject({ tone: 'weekly' });
  });
});

describe('the rules', () => {
  const zone = fc.constantFrom(
    'Etc/UTC',
    'Europe/Berlin',
    'Australia/Lord_Howe',
    'Pacific/Apia',
    'Asia/Kathmandu',
  );
  const instant = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2040, 0, 1) });

  test('a snooze is to come, by no more than its days and the odd hours of zones', () => {
    fc.assert(
      fc.property(
        instant,
        zone,
        fc.integer({ min: 0, max: 23 }),
        fc.constantFrom(1, 3),
        (now, timeZone, hour, days) => {
          const at = endOfSnooze(days, now, { hour, timeZone });
          expect(at).toBeGreaterThan(now);
          expect(at - now).toBeLessThan((days + 2) * DAY);
        },
      ),
    );
  });

  test('a pause of a week or a month ends at the same hour on the member’s own clock', () => {
    fc.assert(
      fc.property(
        instant,
        zone,
        fc.constantFrom('week' as const, 'month' as const),
        (now, timeZone, pause) => {
          const end = endOfPause(pause, now, timeZone) ?? 0;
          const days = (end - now) / DAY;
          expect(Math.round(days)).toBeGreaterThanOrEqual(pause === 'week' ? 6 : 27);
          expect(Math.round(days)).toBeLessThanOrEqual(pause === 'week' ? 8 : 32);
        },
      ),
    );
    // Over the change to summer time.
    const now = Date.parse('2026-03-25T12:00:00+01:00');
    expect(endOfPause('week', now, 'Europe/Berlin')).toBe(Date.parse('2026-04-01T12:00:00+02:00'));
  });

  test('a lower pace is lower, until there is nothing lower', () => {
    expect([80, 20, 10, 9, 5, 3, 2, 1].map(lowerPace)).toEqual([53, 13, 6, 6, 3, 2, 1, 1]);
  });
});
