import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { deliveryNonce, LEASE_MS, NONCE_WINDOW_MS } from '../../src/domain/delivery.ts';
import { extraTurn, type Nudge } from '../../src/domain/nudge.ts';
import { DeliveryError } from '../../src/services/ports.ts';
import { everyRow, mentions } from '../support/every-table.ts';
import { backendPathway } from '../support/loaded-pathways.ts';
import { CrashError, makeMortal, watchPorts, type Step } from '../support/mortal.ts';
import {
  DAY_MS,
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
const GUILD = '201';
const MANAGER = '42';

/** Monday of W10, 09:00: everybody's turn here, unless they chose another. */
const TURN = MONDAY + 9 * HOUR_MS;

let world: NudgeWorld;
beforeEach(async () => {
  world = await openNudgeWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

const refusal = (reason: DeliveryError['reason'], code: string, retryAfterMs?: number): NotifierFault => ({
  refuse: new DeliveryError(reason, code, retryAfterMs === undefined ? {} : { retryAfterMs }),
});
const lostAnswer: NotifierFault = { loseAnswer: new DeliveryError('unreachable', 'ECONNRESET') };

/** The nth request of a kind fails; the first is 0. */
function failSends(...faults: readonly (NotifierFault | undefined)[]): void {
  let count = 0;
  world.notifier.fault = (request) => ('send' in request ? faults[count++] : undefined);
}

function failOpening(...faults: readonly (NotifierFault | undefined)[]): void {
  let count = 0;
  world.notifier.fault = (request) => ('open' in request ? faults[count++] : undefined);
}

/** What somebody waits at until it is opened. */
function createGate() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

const states = async (recipient: string, ...weeks: readonly string[]) => {
  const found = await Promise.all(weeks.map((week) => world.delivery(recipient, week)));
  return found.map((delivery) => delivery?.state);
};

describe('a turn', () => {
  it('is sent when it has come, once, and the next one is planned', async () => {
    await world.addWalker(ADA);
    const service = world.createService();
    await world.at(TURN - 1, service);
    expect(world.notifier.messages).toEqual([]);
    await world.at(TURN, service);
    await world.at(TURN, service);
    await world.at(TURN + HOUR_MS, service);

    expect(world.notifier.messages).toMatchObject([{ channelId: dmOf(ADA), post: { kind: 'member-nudge' } }]);
    expect(await world.delivery(ADA, '2026-W10')).toMatchObject({
      state: 'sent',
      dueAt: TURN,
      messageId: world.notifier.messages[0]?.id,
      reason: null,
    });
    expect((await world.nudge(ADA)).next).toEqual({ occurrence: '2026-W11', at: TURN + WEEK_MS });
    expect(world.reports.map(({ state }) => state)).toEqual(['sent']);
  });

  it('of somebody who had themselves erased while it was sent is not written back', async () => {
    await world.addWalker(ADA);
    world.notifier.road = () => world.store.transaction(({ personalData }) => personalData.erase(ADA));
    const service = world.createService();
    await world.at(TURN, service);
    world.notifier.road = () => Promise.resolve();
    for (const later of [MINUTE_MS, HOUR_MS, WEEK_MS]) await world.at(TURN + later, service);
    expect(world.notifier.messages).toHaveLength(1);
    expect(
      (await everyRow(world.url)).filter((row) => row.table !== 'migration' && mentions(row, ADA)),
    ).toEqual([]);
  });

  it('carries the nonce of its delivery', async () => {
    await world.addWalker(ADA);
    await world.at(TURN, world.createService());
    const nonce = deliveryNonce({ kind: 'member-nudge', recipient: ADA, occurrence: '2026-W10' });
    expect(world.notifier.messages.map((message) => message.nonce)).toEqual([nonce]);
  });

  it('has a successor every week, at the local hour', async () => {
    const slot = { weekday: 7, hour: 2, timeZone: 'Europe/Berlin' };
    await world.addWalker(ADA, { slot });
    const service = world.createService();
    for (let week = 0; week < 5; week += 1) {
      const { next } = await world.nudge(ADA);
      await world.at(next?.at ?? NaN, service);
    }
    expect(world.notifier.messages.map(({ at }) => new Date(at).toISOString())).toEqual([
      '2026-03-08T01:00:00.000Z',
      '2026-03-15T01:00:00.000Z',
      '2026-03-22T01:00:00.000Z',
      // 02:00 does not exist on this day.
      '2026-03-29T01:00:00.000Z',
      '2026-04-05T00:00:00.000Z',
    ]);
  });

  it('says what was done in the seven days before, and what is next', async () => {
    await world.addWalker(ADA);
    const [first, second, third] = backendPathway.phases[0]?.tasks ?? [];
    const done = async (taskId: string | undefined, at: number, status: 'done' | 'skipped' = 'done') =>
      world.store.completions.save({
        userId: ADA,
        pathwayId: backendPathway.id,
        taskId: taskId ?? '',
        status,
        at,
        recordedAt: at,
        note: null,
        link: null,
        replaced: null,
      });
    await done(second?.id, TURN - 7 * DAY_MS);
    await done(first?.id, TURN - 6 * DAY_MS);
    await done(third?.id, TURN - 5 * DAY_MS, 'skipped');
    await world.at(TURN, world.createService());
    expect(world.notifier.messages[0]?.post).toMatchObject({
      tone: 'weekly',
      doneLastWeek: [first?.title],
      standing: { progress: { done: 2, skipped: 1, nextStep: { task: backendPathway.phases[0]?.tasks[3] } } },
    });
  });

  it('comes to several at once, in order of their turns', async () => {
    const people = Array.from({ length: 23 }, (_, index) => String(300 + index));
    for (const userId of people) await world.addWalker(userId);
    await world.at(TURN, world.createService());
    expect(world.notifier.messages.map(({ channelId }) => channelId).sort()).toEqual(people.map(dmOf));
  });

  it('is the last one for who has nothing left to do', async () => {
    await world.addWalker(ADA);
    for (const { id: taskId } of backendPathway.phases.flatMap(({ tasks }) => tasks)) {
      await world.store.completions.save({
        userId: ADA,
        pathwayId: backendPathway.id,
        taskId,
        status: 'done',
        at: MONDAY,
        recordedAt: MONDAY,
        note: null,
        link: null,
        replaced: null,
      });
    }
    await world.at(TURN, world.createService());
    expect(world.notifier.messages).toHaveLength(1);
    expect(await world.nudge(ADA)).toMatchObject({ state: 'off', next: null, notice: null });
  });

  it('is dropped when it is no longer wanted by the time it would be sent', async () => {
    const nudge = await world.addWalker(ADA);
    const service = world.createService();
    failSends(refusal('slow-down', '429'));
    await world.at(TURN, service);
    await world.store.nudges.save({ ...nudge, state: 'off', next: null });
    await world.at(TURN + HOUR_MS, service);
    expect(world.notifier.messages).toEqual([]);
    expect(await world.delivery(ADA, '2026-W10')).toMatchObject({
      state: 'skipped',
      reason: 'no-longer-wanted',
    });
  });
});

describe('a process that slept', () => {
  it('for an hour sends late', async () => {
    await world.addWalker(ADA);
    await world.at(TURN + HOUR_MS, world.createService());
    expect(world.notifier.messages).toHaveLength(1);
    expect((await world.nudge(ADA)).next?.occurrence).toBe('2026-W11');
  });

  it('for a day sends to the last minute of it', async () => {
    await world.addWalker(ADA);
    await world.at(TURN + DAY_MS, world.createService());
    expect(await states(ADA, '2026-W10')).toEqual(['sent']);
  });

  it('for more than a day skips, says so, and goes on', async () => {
    await world.addWalker(ADA);
    const service = world.createService();
    await world.at(TURN + DAY_MS + 1, service);
    expect(await world.delivery(ADA, '2026-W10')).toMatchObject({ state: 'skipped', reason: 'too-late' });
    expect(world.reports).toMatchObject([{ recipient: ADA, state: 'skipped', reason: 'too-late' }]);
    await world.at(TURN + WEEK_MS, service);
    expect(await states(ADA, '2026-W10', '2026-W11')).toEqual(['skipped', 'sent']);
  });

  it('for a month sends once, and accounts for each week', async () => {
    await world.addWalker(ADA);
    await world.at(TURN + 4 * WEEK_MS + HOUR_MS, world.createService());
    expect(await states(ADA, '2026-W10', '2026-W11', '2026-W12', '2026-W13', '2026-W14')).toEqual([
      ...Array.from({ length: 4 }, () => 'skipped'),
      'sent',
    ]);
    expect(world.notifier.messages).toHaveLength(1);
    expect((await world.nudge(ADA)).next?.occurrence).toBe('2026-W15');
  });

  it('with messages planned but unsent skips what has grown too old', async () => {
    await world.addWalker(ADA);
    const service = world.createService();
    failSends(refusal('slow-down', '429'));
    await world.at(TURN, service);
    await world.at(TURN + 2 * DAY_MS, service);
    expect(await world.delivery(ADA, '2026-W10')).toMatchObject({ state: 'skipped', reason: 'too-late' });
    expect(world.notifier.messages).toEqual([]);
  });

  it('for ten years accounts for the last one', async () => {
    await world.addWalker(ADA);
    await world.at(TURN + 520 * WEEK_MS, world.createService());
    expect(world.notifier.messages).toHaveLength(1);
    expect(world.reports.filter(({ state }) => state === 'skipped')).toHaveLength(53);
  });
});

describe('a clock', () => {
  it('set back sends nothing twice', async () => {
    await world.addWalker(ADA);
    const service = world.createService();
    await world.at(TURN, service);
    await world.at(TURN - HOUR_MS, service);
    await world.at(TURN, service);
    await world.at(TURN - 3 * WEEK_MS, world.createService());
    for (let week = -2; week <= 1; week += 1) await world.at(TURN + week * WEEK_MS, service);
    expect(world.notifier.messages.map(({ at }) => at)).toEqual([
      TURN,
      // Weeks that it had not had, to it, when the clock was set back to before them.
      TURN - 2 * WEEK_MS,
      TURN - WEEK_MS,
      TURN + WEEK_MS,
    ]);
  });

  it.each([
    ['by an hour', HOUR_MS],
    ['by a week', WEEK_MS],
    ['by a year', 52 * WEEK_MS],
  ])('that was ahead %s costs no week that is still to come', async (_, ahead) => {
    await world.addWalker(ADA, { nudge: { activeSince: TURN + 52 * WEEK_MS } });
    await world.addServer(GUILD);
    const service = world.createService();
    await world.at(TURN + HOUR_MS + ahead, service);
    await world.at(TURN + 2 * HOUR_MS, service);
    const before = world.notifier.messages.length;
    for (let week = 2; week <= 5; week += 1) await world.at(TURN + week * WEEK_MS, service);
    expect(world.notifier.messages.length - before).toBe(2 * 4);
  });

  it('set back while a message was on its way gives that one up', async () => {
    await world.addWalker(ADA);
    const service = world.createService();
    failSends(lostAnswer);
    await world.at(TURN, service);
    // By this clock it is young again, an hour later; by Discord's, its nonce is forgotten.
    await world.at(TURN - HOUR_MS, world.createService());
    expect(await world.delivery(ADA, '2026-W10')).toMatchObject({
      state: 'unknown',
      reason: 'clock-set-back',
    });
    await world.at(TURN + MINUTE_MS, service);
    expect(world.notifier.messages).toHaveLength(1);
  });

  it('set back before a message was on its way loses nothing', async () => {
    await world.addWalker(ADA);
    const doomed = world.createService(
      makeMortal({ store: world.store, notifier: world.notifier }, ({ name }) => name === 'notifier.openDm'),
    );
    await expect(world.at(TURN + 2 * HOUR_MS, doomed)).rejects.toThrow(CrashError);
    const service = world.createService();
    await world.at(TURN - HOUR_MS, service);
    expect(await world.delivery(ADA, '2026-W10')).toMatchObject({
      state: 'pending',
      reason: 'clock-set-back',
    });
    await world.at(TURN, service);
    expect(await states(ADA, '2026-W10')).toEqual(['sent']);
  });

  it('that differs a little between two processes gives nothing up', async () => {
    await world.addWalker(ADA);
    failSends(lostAnswer);
    await world.at(TURN, world.createService());
    await world.at(TURN - LEASE_MS / 2, world.createService());
    expect(await states(ADA, '2026-W10')).toEqual(['sending']);
  });
});

describe('a move of the slot', () => {
  it('gives no second message in a week that has had one, nor takes away the next', async () => {
    await world.addWalker(ADA);
    const service = world.createService();
    await world.at(TURN, service);
    await world.moveSlot(ADA, { weekday: 5, hour: 18, timeZone: 'America/Los_Angeles' });
    await world.at(TURN + 6 * DAY_MS, service);
    expect(world.notifier.messages).toHaveLength(1);
    await world.at(Date.parse('2026-03-14T01:00Z'), service);
    expect(await states(ADA, '2026-W10', '2026-W11')).toEqual(['sent', 'sent']);
  });
});

describe('Discord says', () => {
  it.each(['50007', '50278'])(
    '%s on sending: the nudge is off, and the member is told later',
    async (code) => {
      await world.addWalker(ADA);
      await world.addWalker(BEN);
      const service = world.createService();
      world.notifier.fault = (request) =>
        'send' in request && request.send === dmOf(ADA) ? refusal('refused', code) : undefined;
      await world.at(TURN, service);
      expect(await world.delivery(ADA, '2026-W10')).toMatchObject({ state: 'refused', reason: code });
      expect(await world.nudge(ADA)).toMatchObject({ state: 'off', notice: 'dms-refused', next: null });
      await world.at(TURN + WEEK_MS, service);
      expect(await states(ADA, '2026-W11')).toEqual([undefined]);
      expect(await states(BEN, '2026-W10', '2026-W11')).toEqual(['sent', 'sent']);
    },
  );

  it('the same on opening the DM', async () => {
    await world.addWalker(ADA);
    failOpening(refusal('refused', '50007'));
    await world.at(TURN, world.createService());
    expect(await world.nudge(ADA)).toMatchObject({ state: 'off', notice: 'dms-refused' });
    expect(await states(ADA, '2026-W10')).toEqual(['refused']);
  });

  it('40003: no DM is opened for a while, and known ones are written to', async () => {
    await world.addWalker(ADA);
    await world.addWalker(BEN);
    await world.addWalker('103', { nudge: { dmChannelId: dmOf('103') } });
    const service = world.createService();
    failOpening(refusal('slow-down', '40003'));
    await world.at(TURN, service);
    expect(world.notifier.opened).toHaveLength(1);
    expect(world.notifier.messages.map(({ channelId }) => channelId)).toEqual([dmOf('103')]);
    for (let minute = 1; minute < 15; minute += 1) await world.at(TURN + minute * MINUTE_MS, service);
    expect(world.notifier.opened).toHaveLength(1);
    await world.at(TURN + 15 * MINUTE_MS, service);
    expect(await states(ADA, '2026-W10')).toEqual(['sent']);
    expect(await states(BEN, '2026-W10')).toEqual(['sent']);
  });

  it('429 with a time: all wait for the next tick, and that one as long as it was told', async () => {
    await world.addWalker(ADA);
    await world.addWalker(BEN);
    const service = world.createService();
    failSends(refusal('slow-down', '429', 90_000));
    await world.at(TURN, service);
    expect(world.notifier.messages).toEqual([]);
    await world.at(TURN + MINUTE_MS, service);
    expect(world.notifier.messages).toHaveLength(1);
    await world.at(TURN + 2 * MINUTE_MS, service);
    expect(world.notifier.messages).toHaveLength(2);
    expect(world.reports.filter(({ state }) => state === 'pending')).toMatchObject([{ reason: '429' }]);
  });

  it('nothing, and the message arrived: the same nonce finds it', async () => {
    await world.addWalker(ADA);
    const service = world.createService();
    failSends(lostAnswer);
    await world.at(TURN, service);
    expect(await states(ADA, '2026-W10')).toEqual(['sending']);
    await world.at(TURN + MINUTE_MS, service);
    expect(await world.delivery(ADA, '2026-W10')).toMatchObject({
      state: 'sent',
      messageId: world.notifier.messages[0]?.id,
    });
    expect(world.notifier.messages).toHaveLength(1);
  });

  it('nothing, and the message did not arrive: it does later', async () => {
    await world.addWalker(ADA);
    const service = world.createService();
    failSends(refusal('unreachable', '503'), refusal('unreachable', '503'));
    await world.at(TURN, service);
    await world.at(TURN + MINUTE_MS, service);
    await world.at(TURN + 2 * MINUTE_MS, service);
    expect(await states(ADA, '2026-W10')).toEqual(['sent']);
    expect(world.notifier.messages).toHaveLength(1);
  });

  it('nothing for longer than it knows a nonce: the outcome stays unknown', async () => {
    await world.addWalker(ADA);
    const service = world.createService();
    world.notifier.fault = (request) => ('send' in request ? lostAnswer : undefined);
    for (let minute = 0; minute <= 10; minute += 1) await world.at(TURN + minute * MINUTE_MS, service);
    expect(await world.delivery(ADA, '2026-W10')).toMatchObject({ state: 'unknown', reason: 'interrupted' });
    expect(world.notifier.messages).toHaveLength(1);
    world.notifier.fault = () => undefined;
    await world.at(TURN + HOUR_MS, service);
    expect(world.notifier.messages).toHaveLength(1);
    await world.at(TURN + WEEK_MS, service);
    expect(await states(ADA, '2026-W11')).toEqual(['sent']);
  });

  it('nothing for an hour: few of many are lost to it, and all others arrive after it', async () => {
    const people = Array.from({ length: 200 }, (_, index) => String(300 + index));
    for (const userId of people) await world.addWalker(userId, { nudge: { dmChannelId: dmOf(userId) } });
    const service = world.createService();
    world.notifier.fault = () => refusal('unreachable', '503');
    for (let minute = 0; minute < 60; minute += 1) await world.at(TURN + minute * MINUTE_MS, service);
    world.notifier.fault = () => undefined;
    for (let minute = 60; minute < 70; minute += 1) await world.at(TURN + minute * MINUTE_MS, service);
    const outcomes = await Promise.all(people.map((userId) => states(userId, '2026-W10')));
    const count = (state: string) => outcomes.flat().filter((one) => one === state).length;
    expect(count('sent') + count('unknown')).toBe(200);
    expect(count('unknown')).toBeLessThanOrEqual(60);
  });

  it('nothing on opening a DM: nothing was sent, so it is tried for as long as it is fresh', async () => {
    await world.addWalker(ADA);
    const service = world.createService();
    world.notifier.fault = (request) => ('open' in request ? refusal('unreachable', '503') : undefined);
    for (let minute = 0; minute < 30; minute += 1) await world.at(TURN + minute * MINUTE_MS, service);
    world.notifier.fault = () => undefined;
    await world.at(TURN + 30 * MINUTE_MS, service);
    expect(await states(ADA, '2026-W10')).toEqual(['sent']);
  });

  it('slow down, to a second try whose first may have arrived: it is not sent when the nonce is forgotten', async () => {
    await world.addWalker(ADA);
    const service = world.createService();
    failSends(lostAnswer, refusal('slow-down', '429', 10 * MINUTE_MS));
    await world.at(TURN, service);
    await world.at(TURN + MINUTE_MS, service);
    await world.at(TURN + 11 * MINUTE_MS, service);
    expect(await states(ADA, '2026-W10')).toEqual(['unknown']);
    expect(world.notifier.messages).toHaveLength(1);
  });

  it('that a remembered DM is gone: it is opened anew', async () => {
    await world.addWalker(ADA, { nudge: { dmChannelId: 'stale' } });
    const service = world.createService();
    world.notifier.fault = (request) =>
      'send' in request && request.send === 'stale' ? refusal('gone', '10003') : undefined;
    await world.at(TURN, service);
    await world.at(TURN + MINUTE_MS, service);
    expect(await states(ADA, '2026-W10')).toEqual(['sent']);
    expect(await world.nudge(ADA)).toMatchObject({ state: 'on', dmChannelId: dmOf(ADA) });
  });

  it('that a DM is not to be entered, again and again: as if it were refused', async () => {
    await world.addWalker(ADA);
    const service = world.createService();
    world.notifier.fault = (request) => ('send' in request ? refusal('forbidden', '50001') : undefined);
    for (let minute = 0; minute < 10; minute += 1) await world.at(TURN + minute * MINUTE_MS, service);
    expect(await world.delivery(ADA, '2026-W10')).toMatchObject({ state: 'refused', reason: '50001' });
    expect(await world.nudge(ADA)).toMatchObject({ state: 'off', notice: 'dms-refused' });
  });

  it('something that nobody foresaw: it is told, and harms no other', async () => {
    await world.addWalker(ADA);
    await world.addWalker(BEN);
    const fault = new TypeError('a view that fails');
    const send = world.notifier.send.bind(world.notifier);
    world.notifier.send = (channelId, ...rest) =>
      channelId === dmOf(ADA) ? Promise.reject(fault) : send(channelId, ...rest);
    const service = world.createService();
    for (let minute = 0; minute <= 10; minute += 1) await world.at(TURN + minute * MINUTE_MS, service);
    expect(await states(ADA, '2026-W10')).toEqual(['unknown']);
    expect(await states(BEN, '2026-W10')).toEqual(['sent']);
    expect(world.reports).toContainEqual(expect.objectContaining({ recipient: ADA, fault }));
  });

  it('nothing, for a fault of ours keeps a message from being made: it is tried until that is mended', async () => {
    await world.addWalker(ADA);
    const fault = new TypeError('a rule that fails');
    let isMended = false;
    const nudges = {
      ...world.store.nudges,
      find: (userId: string) => (isMended ? world.store.nudges.find(userId) : Promise.reject(fault)),
    };
    const service = world.createService({ store: { ...world.store, nudges } });
    for (let minute = 0; minute <= 60; minute += 1) await world.at(TURN + minute * MINUTE_MS, service);
    expect(world.reports).toHaveLength(5);
    expect(world.reports[0]).toMatchObject({ recipient: ADA, state: 'pending', reason: 'fault', fault });
    isMended = true;
    await world.at(TURN + 75 * MINUTE_MS, service);
    expect(await states(ADA, '2026-W10')).toEqual(['sent']);
  });
});

describe('the pace of opening DMs', () => {
  const people = Array.from({ length: 35 }, (_, index) => String(300 + index));

  it('is kept however many are due, and a remembered channel is not opened again', async () => {
    for (const userId of people) await world.addWalker(userId);
    const service = world.createService({ dmChannelsPerMinute: 10 });
    for (let minute = 0; minute < 5; minute += 1) await world.at(TURN + minute * MINUTE_MS, service);
    const openedIn = (minute: number) =>
      world.notifier.opened.filter(({ at }) => at === TURN + minute * MINUTE_MS).length;
    expect([0, 1, 2, 3, 4].map(openedIn)).toEqual([10, 10, 10, 5, 0]);
    expect(world.notifier.messages).toHaveLength(35);
    await world.at(TURN + WEEK_MS, service);
    expect(world.notifier.opened).toHaveLength(35);
    expect(world.notifier.messages).toHaveLength(70);
  });

  it('asks each to come back once, not every minute', async () => {
    for (const userId of people) await world.addWalker(userId);
    const service = world.createService({ dmChannelsPerMinute: 5 });
    for (let minute = 0; minute < 10; minute += 1) await world.at(TURN + minute * MINUTE_MS, service);
    expect(world.reports.filter(({ reason }) => reason === 'dm-pace')).toHaveLength(30);
    expect(world.notifier.messages).toHaveLength(35);
  });

  it('is kept by several processes together, who tell each to come back once', async () => {
    for (const userId of people) await world.addWalker(userId);
    const services = [1, 2, 3].map(() => world.createService({ dmChannelsPerMinute: 5 }));
    for (let minute = 0; minute < 10; minute += 1) {
      world.clock.time = TURN + minute * MINUTE_MS;
      await Promise.all(services.map((service) => service.deliverDue()));
      expect(world.notifier.opened).toHaveLength(Math.min(35, 5 * (minute + 1)));
    }
    expect(world.reports.filter(({ reason }) => reason === 'dm-pace')).toHaveLength(30);
    expect(world.notifier.messages).toHaveLength(35);
  });

  it('is slowed down for all of them by what Discord tells one', async () => {
    await world.addWalker(ADA);
    const [one, other] = [world.createService(), world.createService()];
    failOpening(refusal('slow-down', '40003'));
    await world.at(TURN, one);
    await world.addWalker(BEN, { nudge: { next: { at: TURN, occurrence: '2026-W10' } } });
    await world.at(TURN + MINUTE_MS, other);
    expect(world.notifier.opened).toHaveLength(1);
    await world.at(TURN + 15 * MINUTE_MS, other);
    expect(world.notifier.opened).toHaveLength(3);
  });

  it('is taken up again by a new process', async () => {
    for (const userId of people) await world.addWalker(userId);
    await world.at(TURN, world.createService({ dmChannelsPerMinute: 5 }));
    const service = world.createService({ dmChannelsPerMinute: 5 });
    for (let minute = 1; minute < 15; minute += 1) await world.at(TURN + minute * MINUTE_MS, service);
    expect(world.notifier.messages).toHaveLength(35);
  });
});

describe('a snooze', () => {
  it('is an extra message, after which the weekly ones go on', async () => {
    await world.addWalker(ADA);
    const service = world.createService();
    await world.at(TURN, service);
    const snoozed = extraTurn(TURN + 3 * DAY_MS);
    await world.store.nudges.save({ ...(await world.nudge(ADA)), next: snoozed });
    await world.at(TURN + 3 * DAY_MS, service);
    expect(await states(ADA, '2026-W10', snoozed.occurrence)).toEqual(['sent', 'sent']);
    expect((await world.nudge(ADA)).next).toEqual({ occurrence: '2026-W11', at: TURN + WEEK_MS });
  });
});

describe('a pause', () => {
  const paused = (pausedUntil: number | null): Partial<Nudge> => ({ state: 'paused', pausedUntil });

  it('with an end sends nothing before it, and goes on after it', async () => {
    const end = TURN + 10 * DAY_MS;
    await world.addWalker(ADA, { nudge: paused(end) });
    const service = world.createService();
    await world.at(TURN, service);
    expect(await world.nudge(ADA)).toMatchObject({ state: 'paused', next: { at: TURN + 2 * WEEK_MS } });
    await world.at(TURN + 2 * WEEK_MS, service);
    expect(await states(ADA, '2026-W10', '2026-W11', '2026-W12')).toEqual([undefined, undefined, 'sent']);
    expect(await world.nudge(ADA)).toMatchObject({ state: 'on', pausedUntil: null, activeSince: end });
  });

  it('that ended while the process slept accounts for the weeks after it only', async () => {
    await world.addWalker(ADA, { nudge: paused(TURN + 10 * DAY_MS) });
    await world.at(TURN + 4 * WEEK_MS, world.createService());
    expect(await states(ADA, '2026-W10', '2026-W11', '2026-W12', '2026-W13', '2026-W14')).toEqual([
      undefined,
      undefined,
      'skipped',
      'skipped',
      'sent',
    ]);
  });

  it('without an end plans nothing', async () => {
    await world.addWalker(ADA, { nudge: paused(null) });
    await world.at(TURN, world.createService());
    expect(await world.nudge(ADA)).toMatchObject({ state: 'paused', next: null });
    expect(await states(ADA, '2026-W10')).toEqual([undefined]);
  });
});

describe('quiet weeks', () => {
  it('change the tone, and then the bot stops by itself', async () => {
    await world.addWalker(ADA);
    const service = world.createService();
    for (let week = 0; week < 10; week += 1) await world.at(TURN + week * WEEK_MS, service);
    expect(
      world.notifier.messages.map(({ post }) => (post.kind === 'member-nudge' ? post.tone : '')),
    ).toEqual(['weekly', 'weekly', 'gentle', 'gentle', 'gentle', 'gentle', 'farewell']);
    expect(await world.nudge(ADA)).toMatchObject({
      state: 'off',
      notice: 'stopped-after-quiet-weeks',
      next: null,
    });
  });

  it('that end in a farewell nobody knows to have arrived end in another', async () => {
    await world.addWalker(ADA, { nudge: { activeSince: TURN - 6 * WEEK_MS } });
    const service = world.createService();
    failSends(lostAnswer);
    await world.at(TURN, service);
    world.notifier.fault = () => undefined;
    await world.at(TURN + HOUR_MS, service);
    expect(await world.nudge(ADA)).toMatchObject({ state: 'on', notice: null });
    await world.at(TURN + WEEK_MS, service);
    expect(await world.nudge(ADA)).toMatchObject({ state: 'off', notice: 'stopped-after-quiet-weeks' });
  });
});

describe('a server', () => {
  const post = async () => {
    await world.at(TURN, world.createService());
    const [message] = world.notifier.messages;
    if (message?.post.kind !== 'server-nudge') throw new Error('No post');
    return message.post;
  };
  const finish = async (userId: string, phases: number) => {
    const tasks = backendPathway.phases.slice(0, phases).flatMap(({ tasks }) => tasks);
    for (const { id: taskId } of tasks) {
      await world.store.completions.save({
        userId,
        pathwayId: backendPathway.id,
        taskId,
        status: 'done',
        at: MONDAY,
        recordedAt: MONDAY,
        note: null,
        link: null,
        replaced: null,
      });
    }
  };

  it('gets a post a week about the phase in which most of its members are', async () => {
    const server = await world.addServer(GUILD);
    for (const [userId, phases] of [
      ['301', 0],
      ['302', 1],
      ['303', 1],
      ['304', 5],
    ] as const) {
      await world.addWalker(userId, { nudge: { state: 'off', next: null } });
      await finish(userId, phases);
      await world.joinServer(userId, GUILD);
    }
    expect(await post()).toMatchObject({ phase: backendPathway.phases[1], phaseNumber: 2, walkers: 2 });
    expect(world.notifier.messages[0]?.channelId).toBe(server.nudgeChannelId);
    expect((await world.store.servers.find(GUILD))?.next?.occurrence).toBe('2026-W11');
  });

  it('without members gets the first phase, with another of its resources each week', async () => {
    await world.addServer(GUILD);
    const service = world.createService();
    const count = backendPathway.phases[0]?.resources.length ?? 0;
    for (let week = 0; week < count; week += 1) await world.at(TURN + week * WEEK_MS, service);
    const posts = world.notifier.messages.map((message) => message.post);
    expect(posts).toHaveLength(count);
    for (const one of posts) {
      expect(one).toMatchObject({ phase: backendPathway.phases[0], phaseNumber: 1, walkers: 0 });
    }
    const resources = posts.map((one) => (one.kind === 'server-nudge' ? one.resource?.id : undefined));
    expect(new Set(resources).size).toBe(count);
  });

  it('counts who walks its own pathway only', async () => {
    await world.addServer(GUILD);
    await world.store.members.save({
      userId: '301',
      timeZone: null,
      visibility: null,
      alias: null,
      portfolioParts: null,
      currentPathwayId: 'another',
      createdAt: MONDAY,
    });
    await world.joinServer('301', GUILD);
    expect(await post()).toMatchObject({ walkers: 0 });
  });

  it.each([
    ['gone', '10003', 'channel-gone'],
    ['forbidden', '50001', 'permission-lost'],
    ['forbidden', '50013', 'permission-lost'],
  ] as const)(
    'whose channel is %s (%s) is tried a few times, then paused and told once',
    async (reason, code, trouble) => {
      const { nudgeChannelId } = await world.addServer(GUILD);
      const service = world.createService();
      let tries = 0;
      world.notifier.fault = (request) => {
        if (!('send' in request) || request.send !== nudgeChannelId) return undefined;
        tries += 1;
        return refusal(reason, code);
      };
      for (let minute = 0; minute <= 20; minute += 1) await world.at(TURN + minute * MINUTE_MS, service);
      expect(tries).toBe(4);
      expect(await world.delivery(GUILD, '2026-W10', 'server-nudge')).toMatchObject({
        state: 'refused',
        reason: code,
      });
      expect(await world.store.servers.find(GUILD)).toMatchObject({ trouble, next: null });
      await world.at(TURN + 3 * WEEK_MS, service);
      expect(world.notifier.messages).toMatchObject([
        { channelId: dmOf(MANAGER), post: { kind: 'server-trouble', guildId: GUILD, trouble } },
      ]);
    },
  );

  it('whose permission comes back in time gets its post', async () => {
    await world.addServer(GUILD);
    const service = world.createService();
    failSends(refusal('forbidden', '50001'), refusal('forbidden', '50001'));
    for (let minute = 0; minute <= 5; minute += 1) await world.at(TURN + minute * MINUTE_MS, service);
    expect(world.notifier.messages).toMatchObject([{ post: { kind: 'server-nudge' } }]);
    expect(await world.store.servers.find(GUILD)).toMatchObject({ trouble: null });
  });

  it('that was set up anew meanwhile is not paused for what went wrong before', async () => {
    const server = await world.addServer(GUILD);
    const service = world.createService();
    world.notifier.road = async () => {
      world.notifier.road = () => Promise.resolve();
      await world.store.servers.save({ ...server, nudgeChannelId: 'another', next: null });
    };
    failSends(...Array.from({ length: 4 }, () => refusal('gone', '10003')));
    await world.at(TURN, service);
    expect(await world.store.servers.find(GUILD)).toMatchObject({ trouble: null, nudgeChannelId: 'another' });
  });

  it('where the manager takes no DMs has its trouble noted all the same', async () => {
    await world.addServer(GUILD);
    const service = world.createService();
    world.notifier.fault = (request) =>
      'open' in request ? refusal('refused', '50007') : refusal('gone', '10003');
    for (let minute = 0; minute <= 20; minute += 1) await world.at(TURN + minute * MINUTE_MS, service);
    expect(await world.store.servers.find(GUILD)).toMatchObject({ trouble: 'channel-gone' });
    expect(world.reports.at(-1)).toMatchObject({ kind: 'server-trouble', state: 'refused', reason: '50007' });
  });
});

describe('two services on one database', () => {
  it('send each message once between them', async () => {
    const people = Array.from({ length: 60 }, (_, index) => String(300 + index));
    for (const userId of people) await world.addWalker(userId);
    const reports: [string[], string[]] = [[], []];
    const serviceOf = (own: string[]) =>
      world.createService({ report: ({ recipient }) => own.push(recipient) });
    const [one, other] = [serviceOf(reports[0]), serviceOf(reports[1])];
    // The first message of the one is under way until the other has sent one too.
    let meet = (): void => undefined;
    const meeting = new Promise<void>((resolve) => (meet = resolve));
    let others: Promise<void> | undefined;
    world.notifier.road = () => {
      if (others !== undefined) meet();
      else {
        others = other.deliverDue();
        return meeting;
      }
      return new Promise(setImmediate);
    };
    world.clock.time = TURN;
    await one.deliverDue();
    await others;
    expect(world.notifier.messages.map(({ channelId }) => channelId).sort()).toEqual(people.map(dmOf));
    expect(reports.every(({ length }) => length > 0)).toBe(true);
    expect(reports.flat().sort()).toEqual(people);
  });

  it('share what one of them plans, also when the other found nothing at first', async () => {
    const people = Array.from({ length: 60 }, (_, index) => String(300 + index));
    for (const userId of people) await world.addWalker(userId, { nudge: { dmChannelId: dmOf(userId) } });
    const begun = createGate();
    const looked = createGate();
    const mayPlan = createGate();
    const maySend = createGate();
    const ports = { store: world.store, notifier: world.notifier };
    const planner = world.createService(
      watchPorts(ports, async ({ name, moment }) => {
        if (name === 'transaction' && moment === 'before') {
          begun.open();
          await mayPlan.opened;
        }
        if (name === 'deliveries.claim' && moment === 'before') await maySend.opened;
      }),
    );
    const other = world.createService(
      watchPorts(ports, ({ name, moment }) => {
        if (name === 'deliveries.claim' && moment === 'after') looked.open();
      }),
    );
    const planning = world.at(TURN, planner);
    await begun.opened;
    const sending = world.at(TURN, other);
    await looked.opened;
    mayPlan.open();
    await sending;
    expect(world.notifier.messages.map(({ channelId }) => channelId).sort()).toEqual(people.map(dmOf));
    maySend.open();
    await planning;
    expect(world.notifier.messages).toHaveLength(people.length);
  });
});

describe('a process that is killed', () => {
  /** Kills the process at the first such step, once; a new one goes on from the next minute. */
  async function killAt(name: string, moment: Step['moment']): Promise<void> {
    await world.addWalker(ADA, { nudge: { dmChannelId: dmOf(ADA) } });
    let isKilled = false;
    const doomed = world.createService(
      makeMortal({ store: world.store, notifier: world.notifier }, (step) => {
        if (isKilled || step.name !== name || step.moment !== moment) return false;
        isKilled = true;
        return true;
      }),
    );
    await expect(world.at(TURN, doomed)).rejects.toThrow(CrashError);
    const heir = world.createService();
    for (let minute = 1; minute <= 10; minute += 1) await world.at(TURN + minute * MINUTE_MS, heir);
  }

  it.each([
    ['nudges.due', 'before'],
    ['deliveries.plan', 'after'],
    ['nudges.save', 'after'],
    ['transaction', 'after'],
    ['deliveries.claim', 'before'],
    ['deliveries.claim', 'after'],
    ['notifier.send', 'before'],
    ['notifier.send', 'after'],
    ['deliveries.settle', 'before'],
    ['deliveries.settle', 'after'],
  ] as const)('at %s (%s) and started again soon sends once and knows it', async (name, moment) => {
    await killAt(name, moment);
    expect(world.notifier.messages).toHaveLength(1);
    expect(await world.delivery(ADA, '2026-W10')).toMatchObject({
      state: 'sent',
      messageId: world.notifier.messages[0]?.id,
    });
  });

  it.each([
    ['notifier.send', 'before', 0],
    ['notifier.send', 'after', 1],
  ] as const)('at %s (%s) and started again late sends nothing more', async (name, moment, arrived) => {
    await world.addWalker(ADA, { nudge: { dmChannelId: dmOf(ADA) } });
    const doomed = world.createService(
      makeMortal(
        { store: world.store, notifier: world.notifier },
        (step) => step.name === name && step.moment === moment,
      ),
    );
    await expect(world.at(TURN, doomed)).rejects.toThrow(CrashError);
    await world.at(TURN + NONCE_WINDOW_MS + 1, world.createService());
    expect(world.notifier.messages).toHaveLength(arrived);
    expect(await world.delivery(ADA, '2026-W10')).toMatchObject({ state: 'unknown', reason: 'interrupted' });
    expect(world.reports.at(-1)).toMatchObject({ recipient: ADA, state: 'unknown' });
  });

  describe.each([
    ['deliveries.claim', 'after'],
    ['notifier.openDm', 'before'],
    ['notifier.openDm', 'after'],
    ['deliveries.beginSending', 'before'],
  ] as const)('at %s (%s), before anything was on its way,', (name, moment) => {
    const killed = async (): Promise<void> => {
      await world.addWalker(ADA);
      const doomed = world.createService(
        makeMortal(
          { store: world.store, notifier: world.notifier },
          (step) => step.name === name && step.moment === moment,
        ),
      );
      await expect(world.at(TURN, doomed)).rejects.toThrow(CrashError);
    };
    const expectSentOnce = async (): Promise<void> => {
      expect(world.notifier.messages).toHaveLength(1);
      expect(await world.delivery(ADA, '2026-W10')).toMatchObject({
        state: 'sent',
        messageId: world.notifier.messages[0]?.id,
      });
    };

    it('and started again when no nonce would be known any more sends it', async () => {
      await killed();
      await world.at(TURN + HOUR_MS, world.createService());
      await expectSentOnce();
    });

    it('leaves it to another, which may have to wait for a DM for as long', async () => {
      const other = world.createService({ dmChannelsPerMinute: 1 });
      await world.at(TURN - MINUTE_MS, other);
      await killed();
      // Whoever waits for longer than that for a DM to be opened is tried anew each time.
      await world.store.leases.hold('dm-opening', TURN + 10 * MINUTE_MS);
      for (let minute = 1; minute <= 11; minute += 1) await world.at(TURN + minute * MINUTE_MS, other);
      await expectSentOnce();
    });
  });
});

describe('a process that stands still', () => {
  it('until another has taken up what it held sends none of it when it goes on', async () => {
    await world.addWalker(ADA);
    const begun = createGate();
    const mayGoOn = createGate();
    const openDm = async (userId: string) => {
      begun.open();
      await mayGoOn.opened;
      return world.notifier.openDm(userId);
    };
    const standing = world.at(TURN, world.createService({ notifier: { ...world.notifier, openDm } }));
    await begun.opened;
    await world.at(TURN + HOUR_MS, world.createService());
    mayGoOn.open();
    await standing;
    expect(world.notifier.messages.map(({ at }) => at)).toEqual([TURN + HOUR_MS]);
    expect(world.reports.map(({ state, reason }) => [state, reason])).toEqual([
      ['sent', null],
      ['sending', 'taken-over'],
    ]);
  });
});

describe('a process told to stop', () => {
  it('finishes and writes down what it is sending, and takes up nothing more', async () => {
    for (const userId of ['301', '302', '303', '304', '305', '306']) await world.addWalker(userId);
    const service = world.createService();
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const arrived = new Promise<void>((resolve) => {
      world.notifier.road = () => {
        resolve();
        return held;
      };
    });
    const delivering = world.at(TURN, service);
    await arrived;
    service.stop();
    release();
    await delivering;
    expect(world.notifier.messages).toHaveLength(1);
    expect(world.reports.map(({ state }) => state)).toEqual(['sent']);

    const heir = world.createService();
    await world.at(TURN + MINUTE_MS, heir);
    expect(world.notifier.messages).toHaveLength(6);
  });
});
