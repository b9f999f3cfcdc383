import { describe, expect, test } from 'vitest';
import { accessibilityPathway, backendPathway } from '../support/loaded-pathways.ts';
import { createSetting, DAY, expectProblem, GUILD, MIRA, MONDAY_NOON, TOMAS } from './setting.ts';

const BOTH = [backendPathway, accessibilityPathway];

describe('joining', () => {
  test('needs nothing but the wish to: the only pathway, its default pace, today, UTC', async () => {
    await using setting = await createSetting(backendPathway);
    const joined = await setting.membership.join({ userId: MIRA });

    expect(joined).toMatchObject({
      isNew: true,
      pathway: { id: backendPathway.id },
      member: {
        userId: MIRA,
        timeZone: null,
        visibility: null,
        alias: null,
        currentPathwayId: backendPathway.id,
        createdAt: MONDAY_NOON,
      },
      enrolment: { hoursPerWeek: 10, startsOn: '2026-11-23', joinedAt: MONDAY_NOON },
      plan: { startsOn: '2026-11-23', weeks: { from: 42, to: 51 } },
    });
    const { member, enrolment } = joined;
    expect(await setting.membership.find(MIRA)).toMatchObject({ member, enrolment });
  });

  test('takes what is named', async () => {
    await using setting = await createSetting(...BOTH);
    const joined = await setting.membership.join({
      userId: MIRA,
      pathway: 'accessibility',
      hoursPerWeek: 6,
      startsOn: '2027-01-11',
      timeZone: 'Europe/Berlin',
    });
    expect(joined).toMatchObject({
      pathway: { id: accessibilityPathway.id },
      member: { timeZone: 'Europe/Berlin' },
      enrolment: { hoursPerWeek: 6, startsOn: '2027-01-11' },
      plan: { weeks: { from: 5, to: 6 }, endsOn: { from: '2027-02-15' } },
    });
  });

  test('again changes only what is named', async () => {
    await using setting = await createSetting(backendPathway);
    const { membership, clock } = setting;
    const first = await membership.join({
      userId: MIRA,
      hoursPerWeek: 6,
      startsOn: '2026-12-01',
      timeZone: 'Europe/Berlin',
    });
    await membership.setVisibility(MIRA, 'named');
    clock.advance(30 * DAY);

    const nothingNamed = await membership.join({ userId: MIRA });
    expect(nothingNamed.isNew).toBe(false);
    expect(nothingNamed.enrolment).toEqual(first.enrolment);
    expect(nothingNamed.member).toEqual({ ...first.member, visibility: 'named' });

    // 420 hours at 12 a week, with slack, from the 23rd of December: whoever changes the pace agrees to that end.
    const repaced = { ...first.enrolment, hoursPerWeek: 12, agreedEndsOn: '2027-10-13' };
    const changes = [
      [{ hoursPerWeek: 12 }, { enrolment: repaced }],
      [{ startsOn: '2026-12-24' }, { enrolment: { startsOn: '2026-12-24', hoursPerWeek: 12 } }],
      [{ timeZone: 'Asia/Tokyo' }, { member: { timeZone: 'Asia/Tokyo', visibility: 'named' } }],
      [{ pathway: 'backend' }, { enrolment: { startsOn: '2026-12-24', hoursPerWeek: 12 } }],
    ] as const;
    for (const [named, expected] of changes) {
      expect(await membership.join({ userId: MIRA, ...named })).toMatchObject(expected);
    }
    expect((await membership.find(MIRA))?.member.createdAt).toBe(MONDAY_NOON);
    expect((await membership.find(MIRA))?.enrolment.joinedAt).toBe(MONDAY_NOON);
  });

  test('without a start begins on the day it is where the member lives', async () => {
    await using setting = await createSetting(backendPathway);
    setting.clock.set('2026-11-23T23:30Z');
    const start = async (userId: string, timeZone: string | undefined) =>
      (await setting.membership.join({ userId, timeZone })).enrolment.startsOn;
    expect(await start(MIRA, undefined)).toBe('2026-11-23');
    expect(await start(TOMAS, 'Europe/Berlin')).toBe('2026-11-24');
    expect(await setting.membership.today(MIRA)).toBe('2026-11-23');
    expect(await setting.membership.today(TOMAS)).toBe('2026-11-24');
    expect(await setting.membership.today('80351110224678914')).toBe('2026-11-23');
  });

  test.each([
    ['berlin', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    ['sao paulo', 'America/Sao_Paulo'],
    ['Kathmandu', 'Asia/Kathmandu'],
    ['Berln', 'Europe/Berlin'],
  ])('takes %j for the zone %s', async (typed, timeZone) => {
    await using setting = await createSetting(backendPathway);
    expect((await setting.membership.join({ userId: MIRA, timeZone: typed })).member.timeZone).toBe(timeZone);
  });

  test.each([
    [{ timeZone: 'Atlantis' }, { code: 'unknown-time-zone', query: 'Atlantis' }],
    [{ timeZone: 'europe' }, { code: 'unknown-time-zone' }],
    [{ pathway: 'astronaut' }, { code: 'unknown-pathway', query: 'astronaut' }],
    [{ hoursPerWeek: 0 }, { code: 'bad-hours', min: 1, max: 80 }],
    [{ hoursPerWeek: 81 }, { code: 'bad-hours' }],
    [{ hoursPerWeek: 7.5 }, { code: 'bad-hours' }],
    [{ hoursPerWeek: Number.NaN }, { code: 'bad-hours' }],
    [{ startsOn: '2025-11-21' }, { code: 'date-out-of-range', earliest: '2025-11-22', latest: '2027-11-24' }],
    [{ startsOn: '2027-11-25' }, { code: 'date-out-of-range' }],
  ] as const)('with %o is refused, and leaves nothing', async (wrong, problem) => {
    await using setting = await createSetting(backendPathway);
    await expectProblem(setting.membership.join({ userId: MIRA, ...wrong }), problem);
    expect(await setting.store.members.find(MIRA)).toBeUndefined();
    expect(await setting.membership.find(MIRA)).toBeUndefined();
  });

  test.each(['2025-11-22', '2027-11-24'])('may begin a year from today: %s', async (startsOn) => {
    await using setting = await createSetting(backendPathway);
    expect((await setting.membership.join({ userId: MIRA, startsOn })).enrolment.startsOn).toBe(startsOn);
  });

  test.each([1, 80])('takes %i hours a week', async (hoursPerWeek) => {
    await using setting = await createSetting(backendPathway);
    const { enrolment } = await setting.membership.join({ userId: MIRA, hoursPerWeek });
    expect(enrolment.hoursPerWeek).toBe(hoursPerWeek);
  });

  test('measures the year from the day it is in the zone that is named with it', async () => {
    await using setting = await createSetting(backendPathway);
    setting.clock.set('2026-11-23T12:00Z');
    const request = { userId: MIRA, startsOn: '2027-11-25' };
    await expectProblem(setting.membership.join({ ...request, timeZone: 'UTC' }), {
      code: 'date-out-of-range',
    });
    const joined = await setting.membership.join({ ...request, timeZone: 'Pacific/Kiritimati' });
    expect(joined.enrolment.startsOn).toBe('2027-11-25');
  });

  test('without a word about the pathway means the one walked, else the server’s, else the first', async () => {
    await using setting = await createSetting(...BOTH);
    expect((await setting.membership.join({ userId: TOMAS })).pathway.id).toBe(backendPathway.id);
    await setting.servers.setUp({
      guildId: GUILD,
      locale: 'en-GB',
      userId: TOMAS,
      pathway: accessibilityPathway.id,
    });
    const joined = await setting.membership.join({ userId: MIRA, guildId: GUILD });
    expect(joined.pathway.id).toBe(accessibilityPathway.id);
    const again = await setting.membership.join({ userId: TOMAS, guildId: GUILD });
    expect(again.pathway.id).toBe(backendPathway.id);
  });

  test('at the same moment twice is joining once', async () => {
    await using setting = await createSetting(backendPathway);
    const joined = await Promise.all([1, 2, 3].map(() => setting.membership.join({ userId: MIRA })));
    expect(joined.filter(({ isNew }) => isNew)).toHaveLength(1);
  });
});

describe('a second pathway', () => {
  test('becomes the current one, and the first keeps its pace and its records', async () => {
    await using setting = await createSetting(...BOTH);
    const { membership, progress } = setting;
    await membership.join({ userId: MIRA, pathway: backendPathway.id, hoursPerWeek: 7 });
    await progress.complete({ userId: MIRA, task: 'cka-course' });

    const second = await membership.join({ userId: MIRA, pathway: accessibilityPathway.id });
    expect(second).toMatchObject({ isNew: true, enrolment: { hoursPerWeek: 4 } });
    expect((await progress.standing(MIRA)).progress.done).toBe(0);

    const back = await membership.join({ userId: MIRA, pathway: backendPathway.id });
    expect(back).toMatchObject({ isNew: false, enrolment: { hoursPerWeek: 7 } });
    expect((await progress.standing(MIRA)).progress.done).toBe(1);
  });

  test('that is offered no more leaves its members without one until they choose again', async () => {
    await using setting = await createSetting(...BOTH);
    await setting.membership.join({ userId: MIRA, pathway: accessibilityPathway.id, timeZone: 'Asia/Tokyo' });
    const later = setting.withPathways(backendPathway);

    expect(await later.membership.find(MIRA)).toBeUndefined();
    await expectProblem(later.progress.standing(MIRA), { code: 'not-joined' });
    const joined = await later.membership.join({ userId: MIRA });
    expect(joined).toMatchObject({ isNew: true, member: { timeZone: 'Asia/Tokyo', createdAt: MONDAY_NOON } });
    // And when it is offered again, what was there is there.
    expect(await setting.membership.join({ userId: MIRA, pathway: accessibilityPathway.id })).toMatchObject({
      isNew: false,
    });
  });
});

describe('visibility', () => {
  test('is the member’s to change, and changes nothing else', async () => {
    await using setting = await createSetting(backendPathway);
    const { member, enrolment } = await setting.membership.join({ userId: MIRA, timeZone: 'Asia/Tokyo' });
    for (const visibility of ['named', 'named', 'hidden'] as const) {
      await setting.membership.setVisibility(MIRA, visibility);
      expect(await setting.membership.find(MIRA)).toMatchObject({
        member: { ...member, visibility },
        enrolment,
      });
    }
  });

  test('needs somebody who has joined', async () => {
    await using setting = await createSetting(backendPathway);
    await expectProblem(setting.membership.setVisibility(MIRA, 'named'), { code: 'not-joined' });
  });
});

describe('recording before joining', () => {
  test('joins on the spot where there is one pathway, with every default', async () => {
    await using setting = await createSetting(backendPathway);
    const recorded = await setting.progress.complete({ userId: MIRA, task: 'cka-course' });
    expect(recorded.joinedNow).toBe(true);
    expect(recorded.walk.enrolment).toMatchObject({ hoursPerWeek: 10, startsOn: '2026-11-23' });
    expect((await setting.progress.complete({ userId: MIRA, task: 'gpu-pod' })).joinedNow).toBe(false);
    // Whoever joins now only changes what they name.
    expect((await setting.membership.join({ userId: MIRA, hoursPerWeek: 5 })).isNew).toBe(false);
  });

  test('joins nobody when the record fails', async () => {
    await using setting = await createSetting(backendPathway);
    await expectProblem(setting.progress.complete({ userId: MIRA, task: 'zeppelin' }), {
      code: 'unknown-task',
    });
    expect(await setting.membership.find(MIRA)).toBeUndefined();
  });

  test('looks for the task on the first pathway where there are two', async () => {
    await using setting = await createSetting(...BOTH);
    await expectProblem(setting.progress.complete({ userId: MIRA, task: 'first-audit' }), {
      code: 'unknown-task',
    });
    const { walk } = await setting.progress.complete({ userId: MIRA, task: 'cka-course' });
    expect(walk.pathway.id).toBe(backendPathway.id);
  });

  test('from a button needs no question, since the button knows the pathway', async () => {
    await using setting = await createSetting(...BOTH);
    const request = { userId: MIRA, task: 'first-audit', pathwayId: accessibilityPathway.id };
    const recorded = await setting.progress.complete(request);
    expect(recorded).toMatchObject({
      joinedNow: true,
      walk: { member: { currentPathwayId: accessibilityPathway.id } },
    });
  });

  test('on another pathway than one’s own joins that too, and stays on one’s own', async () => {
    await using setting = await createSetting(...BOTH);
    await setting.membership.join({ userId: MIRA, pathway: backendPathway.id, timeZone: 'Asia/Tokyo' });
    const request = { userId: MIRA, task: 'first-audit', pathwayId: accessibilityPathway.id };
    expect((await setting.progress.complete(request)).joinedNow).toBe(true);
    expect((await setting.progress.complete({ ...request, task: 'user-interview' })).joinedNow).toBe(false);

    const { member } = (await setting.membership.find(MIRA)) ?? {};
    expect(member).toMatchObject({ currentPathwayId: backendPathway.id, timeZone: 'Asia/Tokyo' });
  });

  test('after one’s pathway was withdrawn moves on to the one there is', async () => {
    await using setting = await createSetting(...BOTH);
    await setting.membership.join({ userId: MIRA, pathway: accessibilityPathway.id });
    const later = setting.withPathways(backendPathway);
    const recorded = await later.progress.complete({ userId: MIRA, task: 'cka-course' });
    expect(recorded).toMatchObject({
      joinedNow: true,
      walk: { member: { currentPathwayId: backendPathway.id } },
    });
  });
});
