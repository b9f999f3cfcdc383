import { describe, expect, test } from 'vitest';
import type { Cohort } from '../../src/domain/cohort.ts';
import { UserError } from '../../src/domain/errors.ts';
import type { CohortAsker } from '../../src/services/cohort-finder.ts';
import type { Repositories } from '../../src/services/ports.ts';
import { accessibilityPathway, backendPathway } from '../support/loaded-pathways.ts';
import {
  askerOf,
  CHANNEL,
  createCohort,
  createSetting,
  DAY,
  expectProblem,
  finish,
  FRIDA,
  GUILD,
  joinCohort,
  MAX,
  MINUTE,
  MIRA,
  MONDAY_NOON,
  nameOf,
  OTHER_GUILD,
  people,
  TOMAS,
  type Setting,
} from './setting.ts';

const frida = askerOf(FRIDA);
const mira = askerOf(MIRA);
const max = askerOf(MAX);
/** Manages another server, and nothing here. */
const stranger = { ...askerOf('80351110224678916', OTHER_GUILD), managesServer: true };

/** Monday, 09:00 in Berlin, and the few minutes that this cohort's turns are put off by. */
const nextMonday = (cohort: Cohort) => ({
  occurrence: '2026-W49',
  at: Date.parse('2026-11-30T08:00Z') + Number((BigInt(cohort.id) >> 22n) % 600_000n),
});

function cohortIn({ store }: Setting, { id }: Cohort): Promise<Cohort | undefined> {
  return store.cohorts.find(id);
}

async function linesOn({ store }: Setting, boardId: string): Promise<number> {
  return (await store.scores.totals({ boardId, period: 'all' })).members;
}

function setUpServer({ servers }: Setting, request: object = {}) {
  return servers.setUp({ guildId: GUILD, userId: MAX, locale: 'de', timeZone: 'Europe/Berlin', ...request });
}

describe('creating a cohort', () => {
  test('needs a name: the rest has defaults', async () => {
    await using setting = await createSetting(backendPathway);
    const overview = await setting.cohorts.settings.create({
      asker: frida,
      name: ' Spring  26 ',
      locale: 'en-GB',
      channelHere: CHANNEL,
    });
    expect(overview).toMatchObject({
      cohort: {
        guildId: GUILD,
        name: 'Spring 26',
        pathwayId: backendPathway.id,
        startsOn: '2026-11-23',
        hoursPerWeek: 10,
        breaks: [],
        locale: 'en-GB',
        timeZone: 'Etc/UTC',
        weekday: 1,
        hour: 9,
        channelId: CHANNEL,
        code: null,
        capacity: null,
        goal: null,
        createdAt: MONDAY_NOON,
        archivedAt: null,
        trouble: null,
        next: { occurrence: '2026-W49' },
      },
      course: { today: '2026-11-23', day: { state: 'under-way', week: 1 } },
      members: 0,
      facilitators: [FRIDA],
      board: undefined,
      asker: { isMember: false, looksAfterIt: true, sharesDetails: false, step: undefined },
    });
    expect(await cohortIn(setting, overview.cohort)).toEqual(overview.cohort);
  });

  test('follows the server where it says nothing', async () => {
    await using setting = await createSetting(backendPathway, accessibilityPathway);
    await setUpServer(setting, { pathway: accessibilityPathway.id, summaryChannelId: '61' });
    const cohort = await createCohort(setting);
    expect(cohort).toMatchObject({
      pathwayId: accessibilityPathway.id,
      hoursPerWeek: accessibilityPathway.defaultHoursPerWeek,
      timeZone: 'Europe/Berlin',
      channelId: '61',
      next: nextMonday(cohort),
    });
  });

  test('takes what is named', async () => {
    await using setting = await createSetting(backendPathway, accessibilityPathway);
    await setUpServer(setting, { pathway: accessibilityPathway.id, summaryChannelId: '61' });
    const { cohort, facilitators } = await setting.cohorts.settings.create({
      asker: frida,
      name: 'Spring',
      locale: 'en-GB',
      channelHere: CHANNEL,
      pathway: 'backend',
      startsOn: '2027-01-04',
      hoursPerWeek: 12,
      channelId: '62',
      access: 'code',
      capacity: 30,
      weekday: 5,
      hour: 18,
      timeZone: 'Asia/Tokyo',
      facilitator: TOMAS,
    });
    expect(cohort).toMatchObject({
      pathwayId: backendPathway.id,
      startsOn: '2027-01-04',
      hoursPerWeek: 12,
      channelId: '62',
      capacity: 30,
      weekday: 5,
      hour: 18,
      timeZone: 'Asia/Tokyo',
      next: { occurrence: '2026-W48' },
    });
    expect(cohort.code).toMatch(/^[A-Z2-9]{8}$/);
    expect(facilitators).toEqual([FRIDA, TOMAS]);
  });

  test('finds the pace that ends on a day', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting, { startsOn: '2027-01-04', endsOn: '2027-07-18' });
    // 420 hours in 28 weeks.
    expect(cohort.hoursPerWeek).toBe(15);
  });

  test('begins today where it is', async () => {
    await using setting = await createSetting(backendPathway);
    setting.clock.set('2026-11-23T23:30Z');
    expect((await createCohort(setting, { timeZone: 'Europe/Berlin' })).startsOn).toBe('2026-11-24');
  });

  test.each([
    [{ name: 'x' }, 'bad-cohort-name'],
    [{ hoursPerWeek: 0 }, 'bad-hours'],
    [{ hoursPerWeek: 1.5 }, 'bad-hours'],
    [{ hoursPerWeek: 10, endsOn: '2027-10-01' }, 'pace-and-end'],
    [{ endsOn: '2026-11-24' }, 'end-out-of-reach'],
    [{ startsOn: '2026-11-25', endsOn: '2026-11-20' }, 'end-out-of-reach'],
    [{ startsOn: '2025-11-21' }, 'date-out-of-range'],
    [{ startsOn: '2027-11-25' }, 'date-out-of-range'],
    [{ capacity: 1 }, 'bad-capacity'],
    [{ capacity: 5001 }, 'bad-capacity'],
    [{ capacity: 2.5 }, 'bad-capacity'],
    [{ weekday: 8 }, 'bad-choice'],
    [{ hour: 24 }, 'bad-choice'],
    [{ timeZone: 'Atlantis' }, 'unknown-time-zone'],
    [{ pathway: 'astronaut' }, 'unknown-pathway'],
  ] as const)('with %o is %s, and leaves nothing', async (wrong, code) => {
    await using setting = await createSetting(backendPathway);
    await expectProblem(createCohort(setting, wrong), { code });
    expect(await setting.cohorts.list(frida)).toEqual([]);
  });

  test('walks the first pathway there is where none is named and the server has none', async () => {
    await using setting = await createSetting(backendPathway, accessibilityPathway);
    expect(await createCohort(setting)).toMatchObject({ pathwayId: backendPathway.id });
  });
});

describe('the name', () => {
  test('is taken by another that looks the same, in the same server', async () => {
    await using setting = await createSetting(backendPathway);
    await createCohort(setting);
    await expectProblem(createCohort(setting, { name: ' SPRING! ' }), {
      code: 'cohort-name-taken',
      name: 'SPRING!',
    });
    await createCohort(setting, { asker: askerOf(FRIDA, OTHER_GUILD) });
  });

  test('goes to one of several who ask at once', async () => {
    await using setting = await createSetting(backendPathway);
    const asked = await Promise.allSettled(
      people(6).map((userId) => createCohort(setting, { asker: askerOf(userId) })),
    );
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await setting.cohorts.list(frida)).toHaveLength(1);
  });

  test('is given up by an archived cohort, which cannot have it back while it is taken', async () => {
    await using setting = await createSetting(backendPathway);
    const old = await createCohort(setting);
    await setting.cohorts.settings.archive(frida, old.id);
    const young = await createCohort(setting);
    await expectProblem(setting.cohorts.settings.restore(frida, old.id), { code: 'cohort-name-taken' });
    expect((await setting.cohorts.show(mira, 'spring')).cohort.id).toBe(young.id);
    await setting.cohorts.settings.edit(frida, young.id, { name: 'Autumn' });
    await setting.cohorts.settings.restore(frida, 'Spring');
    expect(await cohortIn(setting, old)).toMatchObject({ archivedAt: null });
  });

  test('may be written otherwise by its own cohort', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    await createCohort(setting, { name: 'Autumn' });
    const { settings } = setting.cohorts;
    expect((await settings.edit(frida, cohort.id, { name: 'SPRING' })).cohort.name).toBe('SPRING');
    await expectProblem(settings.edit(frida, cohort.id, { name: 'autumn' }), { code: 'cohort-name-taken' });
  });
});

describe('how many', () => {
  const threeOf = (setting: Setting) =>
    Promise.all(['One 1', 'Two 2', 'Three 3'].map((name) => createCohort(setting, { name })));

  test('three under way in a server, for who does not manage it', async () => {
    await using setting = await createSetting(backendPathway);
    await threeOf(setting);
    await expectProblem(createCohort(setting), { code: 'too-many-cohorts', max: 3 });
    await createCohort(setting, { asker: askerOf(FRIDA, OTHER_GUILD) });
    await createCohort(setting, { asker: { ...frida, managesServer: true } });
  });

  test('an archived one makes room, and does not come back into a full house', async () => {
    await using setting = await createSetting(backendPathway);
    const [first] = await threeOf(setting);
    const { settings } = setting.cohorts;
    await settings.archive(frida, first?.id);
    await createCohort(setting);
    await expectProblem(settings.restore(frida, first?.id ?? ''), { code: 'too-many-cohorts' });
    await settings.restore(max, first?.id ?? '');
  });

  test('at once, no more', async () => {
    await using setting = await createSetting(backendPathway);
    const names = Array.from({ length: 8 }, (_, index) => `Cohort ${index}`);
    await Promise.allSettled(names.map((name) => createCohort(setting, { name })));
    expect(await setting.cohorts.list(frida)).toHaveLength(3);
  });
});

describe('editing', () => {
  test('changes what is named and keeps the rest', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting, { access: 'code', capacity: 30 });
    const { settings } = setting.cohorts;
    expect((await settings.edit(frida, cohort.id, {})).cohort).toEqual(cohort);
    const changes = [
      [{ hoursPerWeek: 12 }, { hoursPerWeek: 12 }],
      [{ startsOn: '2027-01-04' }, { startsOn: '2027-01-04' }],
      [{ capacity: null }, { capacity: null }],
      [{ channelId: '77' }, { channelId: '77' }],
      [{ access: 'open' }, { code: null }],
    ] as const;
    let expected = cohort;
    for (const [named, change] of changes) {
      expected = { ...expected, ...change };
      expect((await settings.edit(frida, cohort.id, named)).cohort).toEqual(expected);
    }
    expect(await cohortIn(setting, cohort)).toEqual(expected);
  });

  test('the access once more makes another code, and the old one opens nothing', async () => {
    await using setting = await createSetting(backendPathway);
    const before = await createCohort(setting, { access: 'code' });
    const { cohort: after } = await setting.cohorts.settings.edit(frida, before.id, { access: 'code' });
    expect(after.code).not.toBe(before.code);
    const join = (code: string | null) =>
      setting.cohorts.join({ asker: mira, name: 'Mira', code: code ?? '' });
    await expectProblem(join(before.code), { code: 'unknown-code' });
    expect((await join(after.code)).cohort.id).toBe(before.id);
  });

  test('the capacity, not below who is in it', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    for (const userId of people(3)) await joinCohort(setting, userId, cohort);
    const { settings } = setting.cohorts;
    await expectProblem(settings.edit(frida, cohort.id, { capacity: 2 }), {
      code: 'capacity-below-members',
      members: 3,
    });
    expect((await settings.edit(frida, cohort.id, { capacity: 3 })).cohort.capacity).toBe(3);
  });

  test('the end counts the breaks', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting, { startsOn: '2027-01-04' });
    const { settings } = setting.cohorts;
    await settings.addBreak(frida, cohort.id, '2027-02-01', '2027-02-14');
    const { cohort: after } = await settings.edit(frida, cohort.id, { endsOn: '2027-08-01' });
    expect(after.hoursPerWeek).toBe(15);
  });

  test('the slot finds the next summary anew; this week, if it has not had one', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    const { settings } = setting.cohorts;
    const friday = await settings.edit(frida, cohort.id, { weekday: 5, hour: 18 });
    expect(friday.cohort.next?.occurrence).toBe('2026-W48');
    expect(new Date(friday.cohort.next?.at ?? 0).toISOString()).toMatch(/^2026-11-27T18:0/);
  });

  test.each([
    ['a goal', (setting: Setting) => setting.cohorts.settings.setGoal(frida, undefined, 5)],
    [
      'a break',
      (setting: Setting) => setting.cohorts.settings.addBreak(frida, undefined, '2026-12-01', '2026-12-02'),
    ],
    [
      'another name',
      (setting: Setting) => setting.cohorts.settings.edit(frida, undefined, { name: 'Autumn' }),
    ],
    [
      'another channel',
      (setting: Setting) => setting.cohorts.settings.edit(frida, undefined, { channelId: '77' }),
    ],
  ])('%s keeps a summary that is due just then', async (_, change) => {
    await using setting = await createSetting(backendPathway);
    const { next } = await createCohort(setting);
    setting.clock.set((next?.at ?? 0) + 1);
    expect((await change(setting)).cohort.next).toEqual(next);
  });

  test('after trouble has the cohort speak again', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    await setting.store.cohorts.save({ ...cohort, next: null, trouble: 'channel-gone' });
    const { settings } = setting.cohorts;
    expect((await settings.setGoal(frida, undefined, 3)).cohort).toMatchObject({
      trouble: 'channel-gone',
      next: null,
    });
    const { cohort: after } = await settings.edit(frida, undefined, { channelId: '77' });
    expect(after).toMatchObject({ trouble: null, next: cohort.next });
  });

  test('a cohort without a channel plans nothing, until it has one', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting, { channelHere: null });
    expect(cohort).toMatchObject({ channelId: null, next: null });
    const { cohort: after } = await setting.cohorts.settings.edit(frida, undefined, { channelId: '77' });
    expect(after.next).not.toBeNull();
  });

  test('the zone moves the board into other weeks', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    // Sunday in UTC, and Monday in Kiritimati.
    setting.clock.set('2026-11-29T12:00Z');
    await joinCohort(setting, MIRA, cohort);
    await finish(setting, MIRA, 'cka-course');
    const tasksIn = async (period: string) =>
      (await setting.store.scores.totals({ boardId: cohort.id, period })).tasks;
    expect(await tasksIn('2026-W48')).toBe(1);
    await setting.cohorts.settings.edit(frida, cohort.id, { timeZone: 'Pacific/Kiritimati' });
    expect([await tasksIn('2026-W48'), await tasksIn('2026-W49')]).toEqual([0, 1]);
  });
});

describe('a goal', () => {
  test('is for the week that it is in the cohort', async () => {
    await using setting = await createSetting(backendPathway);
    await createCohort(setting, { timeZone: 'Pacific/Kiritimati' });
    const { settings } = setting.cohorts;
    setting.clock.set('2026-11-29T12:00Z');
    const { cohort } = await settings.setGoal(frida, undefined, 20);
    expect(cohort.goal).toEqual({ week: '2026-W49', tasks: 20 });
    expect((await settings.setGoal(frida, undefined, null)).cohort.goal).toBeNull();
  });

  test.each([0, -1, 1.5, 10_001, NaN])('of %d is none', async (tasks) => {
    await using setting = await createSetting(backendPathway);
    await createCohort(setting);
    await expectProblem(setting.cohorts.settings.setGoal(frida, undefined, tasks), {
      code: 'bad-goal',
      min: 1,
      max: 10_000,
    });
  });
});

describe('breaks', () => {
  test('stand in order, one for each beginning', async () => {
    await using setting = await createSetting(backendPathway);
    await createCohort(setting);
    const { settings } = setting.cohorts;
    await settings.addBreak(frida, undefined, '2027-02-01', '2027-02-07');
    await settings.addBreak(frida, undefined, '2026-12-24', '2027-01-03');
    const { cohort } = await settings.addBreak(frida, undefined, '2027-02-01', '2027-02-01');
    expect(cohort.breaks).toEqual([
      { startsOn: '2026-12-24', endsOn: '2027-01-03' },
      { startsOn: '2027-02-01', endsOn: '2027-02-01' },
    ]);
    expect((await settings.removeBreak(frida, undefined, '2026-12-25')).cohort.breaks).toHaveLength(2);
    expect((await settings.removeBreak(frida, undefined, '2026-12-24')).cohort.breaks).toHaveLength(1);
  });

  test('are twelve at most', async () => {
    await using setting = await createSetting(backendPathway);
    await createCohort(setting);
    const add = (day: number) => {
      const date = `2026-12-${String(day).padStart(2, '0')}`;
      return setting.cohorts.settings.addBreak(frida, undefined, date, date);
    };
    for (let day = 1; day <= 12; day += 1) await add(day);
    await expectProblem(add(13), { code: 'too-many-breaks', max: 12 });
    expect((await add(12)).cohort.breaks).toHaveLength(12);
  });

  test.each([
    ['2026-12-02', '2026-12-01', 'break-backwards'],
    ['2026-12-01', '2027-03-31', 'break-too-long'],
    ['2027-11-25', '2027-11-25', 'date-out-of-range'],
  ] as const)('from %s to %s are %s', async (from, to, code) => {
    await using setting = await createSetting(backendPathway);
    await createCohort(setting);
    await expectProblem(setting.cohorts.settings.addBreak(frida, undefined, from, to), { code });
  });

  test('may be a hundred and twenty days long', async () => {
    await using setting = await createSetting(backendPathway);
    await createCohort(setting);
    const { cohort } = await setting.cohorts.settings.addBreak(frida, undefined, '2026-12-01', '2027-03-30');
    expect(cohort.breaks).toHaveLength(1);
  });
});

describe('joining', () => {
  test('an open cohort joins its pathway too, and the server', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    const joined = await joinCohort(setting, MIRA, cohort);
    expect(joined).toMatchObject({
      isNew: true,
      joinedPathway: true,
      members: 1,
      asker: { isMember: true, looksAfterIt: false, sharesDetails: false, step: { kind: 'in-step' } },
    });
    expect(await setting.membership.find(MIRA)).toMatchObject({
      pathway: { id: backendPathway.id },
      enrolment: { startsOn: '2026-11-23', hoursPerWeek: 10 },
    });
    expect(await setting.store.serverMembers.find(GUILD, MIRA)).toMatchObject({
      name: nameOf(MIRA),
      seenAt: MONDAY_NOON,
      leftAt: null,
    });
  });

  test('leaves the pathway that somebody walks their current one', async () => {
    await using setting = await createSetting(backendPathway, accessibilityPathway);
    await setting.membership.join({ userId: MIRA, pathway: 'accessibility', hoursPerWeek: 3 });
    const cohort = await createCohort(setting, { pathway: 'backend' });
    expect(await joinCohort(setting, MIRA, cohort)).toMatchObject({ isNew: true, joinedPathway: true });
    expect(await setting.membership.find(MIRA)).toMatchObject({
      pathway: { id: accessibilityPathway.id },
      enrolment: { hoursPerWeek: 3 },
    });
    expect(await setting.store.enrolments.find(MIRA, backendPathway.id)).toBeDefined();
  });

  test('brings along what was done before', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    await finish(setting, MIRA, 'cka-course', 'gpu-pod');
    expect(await joinCohort(setting, MIRA, cohort)).toMatchObject({ joinedPathway: false });
    expect(await setting.store.scores.totals({ boardId: cohort.id, period: 'all' })).toMatchObject({
      members: 1,
      hours: 72,
      tasks: 2,
    });
  });

  test('twice is joining once, even many times at the same moment', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    const joins = await Promise.all(Array.from({ length: 6 }, () => joinCohort(setting, MIRA, cohort)));
    expect(joins.filter(({ isNew }) => isNew)).toHaveLength(1);
    await setting.cohorts.setSharing(mira, cohort.id, true);
    setting.clock.advance(DAY);
    expect(await joinCohort(setting, MIRA, cohort)).toMatchObject({
      isNew: false,
      joinedPathway: false,
      members: 1,
      asker: { sharesDetails: true },
    });
    expect(await setting.store.cohorts.membership(cohort.id, MIRA)).toMatchObject({ joinedAt: MONDAY_NOON });
  });

  test('again after leaving finds the records, and has to consent again', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    await joinCohort(setting, MIRA, cohort);
    await finish(setting, MIRA, 'cka-course');
    await setting.cohorts.setSharing(mira, cohort.id, true);
    await setting.cohorts.leave(mira, undefined);
    expect(await linesOn(setting, cohort.id)).toBe(0);
    expect(await linesOn(setting, GUILD)).toBe(1);
    expect(await joinCohort(setting, MIRA, cohort)).toMatchObject({
      isNew: true,
      joinedPathway: false,
      asker: { sharesDetails: false },
    });
    expect(await linesOn(setting, cohort.id)).toBe(1);
  });

  test('stops at the capacity, however many come at once', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting, { capacity: 3 });
    const joins = await Promise.allSettled(people(9).map((userId) => joinCohort(setting, userId, cohort)));
    expect(joins.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect((await setting.cohorts.show(frida, undefined)).members).toBe(3);
    await expectProblem(joinCohort(setting, MIRA, cohort), { code: 'cohort-full', capacity: 3 });
    const [somebody = ''] = await setting.store.cohorts.memberIds(cohort.id);
    await setting.cohorts.remove(frida, undefined, somebody);
    expect(await joinCohort(setting, MIRA, cohort)).toMatchObject({ isNew: true, members: 3 });
  });

  test('is no second place for one who is in a full cohort', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting, { capacity: 2 });
    for (const userId of people(2)) await joinCohort(setting, userId, cohort);
    const [first = ''] = people(1);
    expect(await joinCohort(setting, first, cohort)).toMatchObject({ isNew: false, members: 2 });
  });

  test('needs a cohort that is under way', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting, { access: 'code' });
    await setting.cohorts.settings.archive(frida, undefined);
    await expectProblem(joinCohort(setting, MIRA, cohort), { code: 'cohort-archived' });
    await expectProblem(setting.cohorts.join({ asker: mira, name: 'Mira', code: cohort.code ?? '' }), {
      code: 'cohort-archived',
    });
    expect(await setting.store.members.find(MIRA)).toBeUndefined();
  });

  test('needs its pathway to be offered: one that is called alike is not it', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    const second = { ...backendPathway, id: `${backendPathway.id}-2` };
    const { cohorts } = setting.withPathways(second);
    await expectProblem(cohorts.join({ asker: mira, name: 'Mira', cohort: cohort.id }), {
      code: 'unknown-pathway',
    });
    expect(await setting.store.members.find(MIRA)).toBeUndefined();
  });

  test('somebody who had left the server counts again', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    await joinCohort(setting, MIRA, cohort);
    await finish(setting, MIRA, 'cka-course');
    const before = await setting.store.serverMembers.find(GUILD, MIRA);
    if (before !== undefined) await setting.store.serverMembers.save({ ...before, leftAt: MONDAY_NOON });
    expect((await setting.cohorts.show(frida, undefined)).members).toBe(0);
    expect(await joinCohort(setting, MIRA, cohort)).toMatchObject({ isNew: false, members: 1 });
    expect(await linesOn(setting, cohort.id)).toBe(1);
  });
});

describe('a code', () => {
  const guess = (setting: Pick<Setting, 'cohorts'>, code: string, asker = mira) =>
    setting.cohorts.join({ asker, name: 'Mira', code });
  const WRONG = 'AAAAAAAA';

  test('opens its cohort, however it is typed', async () => {
    await using setting = await createSetting(backendPathway);
    await createCohort(setting, { name: 'Autumn' });
    const cohort = await createCohort(setting, { access: 'code' });
    await expectProblem(joinCohort(setting, MIRA, cohort), { code: 'cohort-needs-code', cohort: 'Spring' });
    const typed = (cohort.code ?? '').toLowerCase().replace(/^(....)/, '$1 - ');
    expect(await guess(setting, typed)).toMatchObject({ isNew: true, cohort: { id: cohort.id } });
  });

  test('opens no other cohort, and none in another server', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting, { access: 'code' });
    await expectProblem(guess(setting, cohort.code ?? '', askerOf(MIRA, OTHER_GUILD)), {
      code: 'unknown-code',
    });
    const other = await createCohort(setting, { name: 'Autumn', access: 'code' });
    await expectProblem(
      setting.cohorts.join({ asker: mira, name: 'Mira', cohort: other.id, code: cohort.code ?? '' }),
      { code: 'unknown-code' },
    );
    expect(await setting.store.cohorts.membership(other.id, MIRA)).toBeUndefined();
    expect(await setting.store.cohorts.membership(cohort.id, MIRA)).toBeUndefined();
  });

  test('is not needed by who looks after the cohort', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting, { access: 'code' });
    expect(await joinCohort(setting, FRIDA, cohort)).toMatchObject({ isNew: true });
    expect(await joinCohort(setting, MAX, cohort)).toMatchObject({ isNew: true });
  });

  test('may be guessed five times, and then not even right for a quarter of an hour', async () => {
    await using setting = await createSetting(backendPathway);
    const { code } = await createCohort(setting, { access: 'code' });
    for (let miss = 0; miss < 5; miss += 1)
      await expectProblem(guess(setting, WRONG), { code: 'unknown-code' });
    const until = MONDAY_NOON + 15 * MINUTE;
    await expectProblem(guess(setting, WRONG), { code: 'too-many-guesses', until });
    await expectProblem(guess(setting, code ?? ''), { code: 'too-many-guesses', until });
    expect((await guess(setting, code ?? '', askerOf(TOMAS))).isNew).toBe(true);
    setting.clock.set(until);
    expect((await guess(setting, code ?? '')).isNew).toBe(true);
  });

  test('is guessed no more often after a restart', async () => {
    await using setting = await createSetting(backendPathway);
    await createCohort(setting, { access: 'code' });
    for (let miss = 0; miss < 5; miss += 1) {
      await expectProblem(guess(setting.withPathways(backendPathway), WRONG), { code: 'unknown-code' });
    }
    await expectProblem(guess(setting.withPathways(backendPathway), WRONG), { code: 'too-many-guesses' });
  });

  test('is guessed no more often many times at once', async () => {
    await using setting = await createSetting(backendPathway);
    await createCohort(setting, { access: 'code' });
    const guesses = await Promise.allSettled(Array.from({ length: 12 }, () => guess(setting, WRONG)));
    const codes = guesses.map((each) =>
      each.status === 'rejected' ? (each.reason as { problem: { code: string } }).problem.code : 'joined',
    );
    expect(codes.filter((code) => code === 'unknown-code')).toHaveLength(5);
    expect(codes.filter((code) => code === 'too-many-guesses')).toHaveLength(7);
  });

  test('is guessed no more often by who knows another one', async () => {
    await using setting = await createSetting(backendPathway);
    const known = await createCohort(setting, { access: 'code' });
    await createCohort(setting, { name: 'Autumn', access: 'code' });
    for (let miss = 0; miss < 5; miss += 1) {
      await guess(setting, known.code ?? '');
      await expectProblem(guess(setting, WRONG), { code: 'unknown-code' });
    }
    await expectProblem(guess(setting, WRONG), { code: 'too-many-guesses' });
  });

  test('that cannot be one is a wrong one', async () => {
    await using setting = await createSetting(backendPathway);
    await createCohort(setting, { access: 'code' });
    for (const text of ['', 'O0I1', '%', "' OR 1=1 --", '🧗']) {
      await expectProblem(guess(setting, text), { code: 'unknown-code' });
    }
    await expectProblem(guess(setting, ''), { code: 'too-many-guesses' });
  });
});

describe('leaving', () => {
  test('keeps the records and the pathway, and gives up the looking after', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting, { facilitator: TOMAS });
    await joinCohort(setting, FRIDA, cohort);
    await finish(setting, FRIDA, 'cka-course');
    const left = await setting.cohorts.leave(frida, undefined);
    expect(left).toMatchObject({
      members: 0,
      facilitators: [TOMAS],
      asker: { isMember: false, looksAfterIt: false, step: undefined },
    });
    expect((await setting.progress.standing(FRIDA)).progress.done).toBe(1);
    expect(await linesOn(setting, cohort.id)).toBe(0);
  });

  test('is not for the last one who looks after it', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    await joinCohort(setting, FRIDA, cohort);
    const problem = { code: 'last-facilitator', cohort: 'Spring' } as const;
    await expectProblem(setting.cohorts.leave(frida, undefined), problem);
    await expectProblem(setting.cohorts.removeFacilitator(frida, undefined, FRIDA), problem);
    await expectProblem(setting.cohorts.removeFacilitator(max, cohort.id, FRIDA), problem);
    expect(await setting.store.cohorts.membership(cohort.id, FRIDA)).toBeDefined();
  });

  test('at the same moment leaves one of two who look after it', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting, { facilitator: TOMAS });
    const leaves = await Promise.allSettled([
      setting.cohorts.leave(frida, cohort.id),
      setting.cohorts.leave(askerOf(TOMAS), cohort.id),
    ]);
    expect(leaves.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await setting.store.cohorts.facilitators(cohort.id)).toHaveLength(1);
  });

  test('is for who is inside, while it is under way', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    await expectProblem(setting.cohorts.leave(mira, cohort.id), { code: 'not-in-cohort' });
    await expectProblem(setting.cohorts.leave(max, cohort.id), { code: 'not-in-cohort' });
    await joinCohort(setting, MIRA, cohort);
    await setting.cohorts.settings.archive(frida, undefined);
    await expectProblem(setting.cohorts.leave(mira, cohort.id), { code: 'cohort-archived' });
  });
});

describe('those who look after a cohort', () => {
  test('take members out, save themselves', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    await joinCohort(setting, MIRA, cohort);
    await finish(setting, MIRA, 'cka-course');
    expect((await setting.cohorts.remove(frida, undefined, MIRA)).members).toBe(0);
    expect(await linesOn(setting, cohort.id)).toBe(0);
    await expectProblem(setting.cohorts.remove(frida, undefined, MIRA), {
      code: 'not-a-member',
      userId: MIRA,
    });
    await expectProblem(setting.cohorts.remove(frida, undefined, FRIDA), { code: 'remove-yourself' });
  });

  test('take others in and let them go, the longest first', async () => {
    await using setting = await createSetting(backendPathway);
    await createCohort(setting);
    const { cohorts, clock } = setting;
    clock.advance(MINUTE);
    await cohorts.addFacilitator(frida, undefined, TOMAS);
    clock.advance(MINUTE);
    await cohorts.addFacilitator(askerOf(TOMAS), undefined, MIRA);
    expect((await cohorts.addFacilitator(frida, undefined, TOMAS)).facilitators).toEqual([
      FRIDA,
      TOMAS,
      MIRA,
    ]);
    expect((await cohorts.removeFacilitator(mira, undefined, FRIDA)).facilitators).toEqual([TOMAS, MIRA]);
    await expectProblem(cohorts.removeFacilitator(frida, 'Spring', TOMAS), { code: 'facilitators-only' });
  });

  test('hand it over', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    expect((await setting.cohorts.transfer(frida, undefined, TOMAS)).facilitators).toEqual([TOMAS]);
    expect((await setting.cohorts.transfer(askerOf(TOMAS), undefined, TOMAS)).facilitators).toEqual([TOMAS]);
    setting.clock.advance(MINUTE);
    expect((await setting.cohorts.transfer(max, cohort.id, MIRA)).facilitators).toEqual([TOMAS, MIRA]);
  });
});

describe('archiving', () => {
  test('takes the lines off its board alone, and restoring brings them back', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    const autumn = await createCohort(setting, { name: 'Autumn' });
    for (const userId of [MIRA, TOMAS]) {
      await joinCohort(setting, userId, cohort);
      await joinCohort(setting, userId, autumn);
      await finish(setting, userId, 'cka-course');
    }
    await setting.pinnedBoards.pin(frida, cohort.id);
    await setting.cohorts.settings.setGoal(frida, cohort.id, 5);
    const boards = [cohort.id, autumn.id, GUILD];
    const lines = () => Promise.all(boards.map((board) => linesOn(setting, board)));
    expect(await lines()).toEqual([2, 2, 2]);

    const archived = await setting.cohorts.settings.archive(frida, cohort.id);
    expect(archived).toMatchObject({
      cohort: { archivedAt: MONDAY_NOON, next: null, goal: null },
      members: 2,
      board: undefined,
    });
    expect(await lines()).toEqual([0, 2, 2]);
    setting.clock.advance(DAY);
    expect((await setting.cohorts.settings.archive(frida, cohort.id)).cohort.archivedAt).toBe(MONDAY_NOON);
    await finish(setting, MIRA, 'gpu-pod');
    expect(await lines()).toEqual([0, 2, 2]);

    const restored = await setting.cohorts.settings.restore(frida, cohort.id);
    expect(restored.cohort).toMatchObject({ archivedAt: null, next: cohort.next });
    expect(await lines()).toEqual([2, 2, 2]);
    expect(await setting.store.scores.totals({ boardId: cohort.id, period: 'all' })).toMatchObject({
      tasks: 3,
    });
  });

  test('leaves nothing to change, and everything to read', async () => {
    await using setting = await createSetting(backendPathway);
    const { id } = await createCohort(setting);
    await joinCohort(setting, MIRA, await createCohort(setting, { name: 'Autumn' }));
    const { cohorts, pinnedBoards, leaderboards } = setting;
    await cohorts.settings.archive(frida, id);
    for (const refused of [
      () => cohorts.settings.edit(frida, id, { name: 'Winter' }),
      () => cohorts.settings.setGoal(frida, id, 3),
      () => cohorts.settings.addBreak(frida, id, '2026-12-01', '2026-12-02'),
      () => cohorts.settings.removeBreak(frida, id, '2026-12-01'),
      () => cohorts.addFacilitator(frida, id, TOMAS),
      () => cohorts.transfer(frida, id, TOMAS),
      () => cohorts.remove(frida, id, MIRA),
      () => pinnedBoards.pin(frida, id),
      () => leaderboards.ofCohortWithId(frida, id, { period: 'week', page: 0 }),
    ]) {
      await expectProblem(refused(), { code: 'cohort-archived', cohort: 'Spring' });
    }
    expect((await cohorts.show(mira, id)).cohort.id).toBe(id);
    expect((await cohorts.summary(frida, id)).members).toBe(0);
    expect((await cohorts.insights.look(frida, id, 0)).members).toBe(0);
    expect((await cohorts.list(mira)).map(({ cohort }) => cohort.name)).toEqual(['Autumn', 'Spring']);
  });

  test('is undone once', async () => {
    await using setting = await createSetting(backendPathway);
    await createCohort(setting);
    await expectProblem(setting.cohorts.settings.restore(frida, 'Spring'), { code: 'cohort-not-archived' });
  });
});

describe('finding a cohort', () => {
  test('by id, by name, or as the only one of one’s own', async () => {
    await using setting = await createSetting(backendPathway);
    const { cohorts } = setting;
    await expectProblem(cohorts.show(mira, undefined), { code: 'no-cohorts' });
    const spring = await createCohort(setting, { name: 'Spring of 26' });
    setting.clock.advance(MINUTE);
    const autumn = await createCohort(setting, { name: 'Autumn of 26' });
    const found = async (query: string | undefined, asker = mira) =>
      (await cohorts.show(asker, query)).cohort.id;
    expect(await found(spring.id)).toBe(spring.id);
    expect(await found('autumn')).toBe(autumn.id);
    await expectProblem(found('of 26'), {
      code: 'ambiguous-cohort',
      matches: ['Autumn of 26', 'Spring of 26'],
    });
    await expectProblem(found('winter'), { code: 'unknown-cohort', query: 'winter' });
    await expectProblem(found(undefined), { code: 'cohort-not-chosen' });
    await expectProblem(found(undefined, frida), {
      code: 'cohort-not-chosen',
      cohorts: ['Autumn of 26', 'Spring of 26'],
    });
    await joinCohort(setting, MIRA, spring);
    expect(await found(undefined)).toBe(spring.id);
    await setting.cohorts.settings.archive(frida, autumn.id);
    expect(await found(undefined, frida)).toBe(spring.id);
    expect(await found('autumn')).toBe(autumn.id);
  });

  test('searches one’s own first, archived ones last', async () => {
    await using setting = await createSetting(backendPathway);
    const oldest = await createCohort(setting, { name: 'Cohort A' });
    setting.clock.advance(MINUTE);
    const middle = await createCohort(setting, { name: 'Cohort B' });
    setting.clock.advance(MINUTE);
    const newest = await createCohort(setting, { name: 'Cohort C' });
    await setting.cohorts.settings.archive(frida, newest.id);
    await joinCohort(setting, MIRA, oldest);
    const search = async (query: string) => (await setting.cohorts.search(mira, query)).map(({ id }) => id);
    expect(await search('')).toEqual([oldest.id, middle.id, newest.id]);
    expect(await search('cohort b')).toEqual([middle.id]);
    expect(await setting.cohorts.search(askerOf(MIRA, OTHER_GUILD), '')).toEqual([]);
  });
});

type UseCase = (setting: Setting, asker: CohortAsker, query: string) => Promise<unknown>;

/** Every use case that is for those who look after a cohort. */
const GUARDED: Readonly<Record<string, UseCase>> = {
  edit: ({ cohorts }, asker, query) => cohorts.settings.edit(asker, query, { name: 'Taken over' }),
  archive: ({ cohorts }, asker, query) => cohorts.settings.archive(asker, query),
  restore: ({ cohorts }, asker, query) => cohorts.settings.restore(asker, query),
  setGoal: ({ cohorts }, asker, query) => cohorts.settings.setGoal(asker, query, 5),
  addBreak: ({ cohorts }, asker, query) =>
    cohorts.settings.addBreak(asker, query, '2026-12-01', '2026-12-02'),
  removeBreak: ({ cohorts }, asker, query) => cohorts.settings.removeBreak(asker, query, '2026-12-01'),
  remove: ({ cohorts }, asker, query) => cohorts.remove(asker, query, MIRA),
  transfer: ({ cohorts }, asker, query) => cohorts.transfer(asker, query, asker.userId),
  addFacilitator: ({ cohorts }, asker, query) => cohorts.addFacilitator(asker, query, asker.userId),
  removeFacilitator: ({ cohorts }, asker, query) => cohorts.removeFacilitator(asker, query, FRIDA),
  look: ({ cohorts }, asker, query) => cohorts.insights.look(asker, query, 0),
  lookAgain: ({ cohorts }, asker, query) => cohorts.insights.lookAgain(asker, query, 0),
  exportRows: ({ cohorts }, asker, query) => cohorts.insights.exportRows(asker, query),
  pin: ({ pinnedBoards }, asker, query) => pinnedBoards.pin(asker, query),
  unpin: ({ pinnedBoards }, asker, query) => pinnedBoards.unpin(asker, query),
};

/** Those that are for members as well. */
const INSIDE: Readonly<Record<string, UseCase>> = {
  summary: ({ cohorts }, asker, query) => cohorts.summary(asker, query),
  leave: ({ cohorts }, asker, query) => cohorts.leave(asker, query),
  setSharing: ({ cohorts }, asker, query) => cohorts.setSharing(asker, query, true),
  ofCohort: ({ leaderboards }, asker, query) =>
    leaderboards.ofCohort(asker, query, { period: 'week', page: 0 }),
  ofCohortWithId: ({ leaderboards }, asker, query) =>
    leaderboards.ofCohortWithId(asker, query, { period: 'week', page: 0 }),
};

describe('nobody reaches what is not theirs', () => {
  const everything = async ({ cohorts, pinnedBoards, scores }: Repositories, { id }: Cohort) => [
    await cohorts.find(id),
    await cohorts.memberIds(id),
    await cohorts.facilitators(id),
    await cohorts.consenting(id),
    await pinnedBoards.find(id),
    await scores.totals({ boardId: id, period: 'all' }),
  ];

  test.each(Object.entries(GUARDED))('%s is for those who look after the cohort', async (name, useCase) => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting, { facilitator: TOMAS });
    await joinCohort(setting, MIRA, cohort);
    const before = await everything(setting.store, cohort);
    const outsider = askerOf('80351110224678917');
    for (const asker of [mira, outsider]) {
      await expectProblem(useCase(setting, asker, cohort.id), { code: 'facilitators-only' });
    }
    expect(await everything(setting.store, cohort)).toEqual(before);
    expect(setting.notifier.messages).toEqual([]);
    if (name === 'restore') await setting.cohorts.settings.archive(frida, cohort.id);
    await useCase(setting, max, cohort.id);
  });

  test.each(Object.entries(INSIDE))('%s is not for outsiders', async (_, useCase) => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    await joinCohort(setting, MIRA, cohort);
    const before = await everything(setting.store, cohort);
    const outsider = askerOf('80351110224678917');
    await expectProblem(useCase(setting, outsider, cohort.id), { code: 'not-in-cohort' });
    expect(await everything(setting.store, cohort)).toEqual(before);
    await useCase(setting, mira, cohort.id);
  });

  const all: Readonly<Record<string, UseCase>> = {
    ...GUARDED,
    ...INSIDE,
    show: ({ cohorts }, asker, query) => cohorts.show(asker, query),
  };

  test.each(Object.entries(all))(
    '%s knows no cohort of another server, not even for who manages this one',
    async (_, useCase) => {
      await using setting = await createSetting(backendPathway);
      const cohort = await createCohort(setting);
      await joinCohort(setting, MIRA, cohort);
      await createCohort(setting, { name: 'Theirs', asker: stranger });
      const before = await everything(setting.store, cohort);
      const refusal = await useCase(setting, stranger, cohort.id).then(
        () => 'let in',
        (error: unknown) => (error instanceof UserError ? error.problem.code : error),
      );
      expect(['unknown-cohort', 'cohort-gone']).toContain(refusal);
      expect(await everything(setting.store, cohort)).toEqual(before);
    },
  );

  test('joining knows none either', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    await createCohort(setting, { name: 'Theirs', asker: stranger });
    await expectProblem(setting.cohorts.join({ asker: stranger, name: 'S', cohort: cohort.id }), {
      code: 'cohort-gone',
    });
    expect(await setting.store.members.find(stranger.userId)).toBeUndefined();
  });
});
