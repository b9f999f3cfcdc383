import { describe, expect, test } from 'vitest';
import { accessibilityPathway, backendPathway } from '../support/loaded-pathways.ts';
import {
  createCohort,
  createSetting,
  DAY,
  expectProblem,
  joinCohort,
  MIRA,
  MONDAY_NOON,
  TOMAS,
} from './setting.ts';

const BOTH = [backendPathway, accessibilityPathway];
const [first, second, third] = backendPathway.skills.map(({ id }) => id);
const brought = backendPathway.transferableSkills.map(({ id }) => id);

describe('skills', () => {
  test('are kept once each, in the pathway’s order, and nothing else changes', async () => {
    await using setting = await createSetting(backendPathway);
    const { enrolment, member } = await setting.membership.join({ userId: MIRA });
    const standing = await setting.store.standings.find(MIRA, backendPathway.id);

    await setting.profiles.setTransferableSkills(
      MIRA,
      backendPathway.id,
      [...brought].reverse().concat(brought),
    );
    const { enrolment: said } = await setting.profiles.setOwnedSkills(MIRA, backendPathway.id, [
      third ?? '',
      first ?? '',
      first ?? '',
    ]);

    const { plan } = await setting.plans.show(MIRA);
    expect(said).toEqual({
      ...enrolment,
      transferableSkills: brought,
      ownedSkills: [first, third],
      // They are shown the shorter plan, and so go along with it.
      agreedEndsOn: plan.endsOn.to,
    });
    expect(await setting.membership.find(MIRA)).toMatchObject({ member, enrolment: said });
    // Boards count the same for everybody.
    expect(await setting.store.standings.find(MIRA, backendPathway.id)).toEqual(standing);
  });

  test('may be none, which is not the same as no answer', async () => {
    await using setting = await createSetting(backendPathway);
    expect((await setting.membership.join({ userId: MIRA })).enrolment).toMatchObject({
      transferableSkills: null,
      ownedSkills: null,
    });
    const { enrolment } = await setting.profiles.setTransferableSkills(MIRA, backendPathway.id, []);
    expect(enrolment).toMatchObject({ transferableSkills: [], ownedSkills: null });
  });

  test('are those of that pathway, each of its own kind', async () => {
    await using setting = await createSetting(...BOTH);
    await setting.membership.join({ userId: MIRA, pathway: backendPathway.id });
    const { profiles } = setting;
    const outdated = { code: 'outdated-button' } as const;
    await expectProblem(
      profiles.setOwnedSkills(MIRA, backendPathway.id, [second ?? '', 'alchemy']),
      outdated,
    );
    await expectProblem(profiles.setOwnedSkills(MIRA, backendPathway.id, brought), outdated);
    await expectProblem(profiles.setTransferableSkills(MIRA, backendPathway.id, [first ?? '']), outdated);
    expect((await profiles.walk(MIRA, backendPathway.id)).enrolment).toMatchObject({
      transferableSkills: null,
      ownedSkills: null,
    });
  });

  test('are said by who walks that pathway', async () => {
    await using setting = await createSetting(...BOTH);
    await setting.membership.join({ userId: MIRA, pathway: backendPathway.id });
    for (const [userId, pathwayId] of [
      [TOMAS, backendPathway.id],
      [MIRA, accessibilityPathway.id],
      [MIRA, 'no-such-pathway'],
    ] as const) {
      await expectProblem(setting.profiles.setOwnedSkills(userId, pathwayId, []), { code: 'not-joined' });
    }
  });
});

describe('hours, start and zone', () => {
  test('are saved each by itself: what is wrong with one keeps none of the others', async () => {
    await using setting = await createSetting(backendPathway);
    await setting.membership.join({ userId: MIRA, hoursPerWeek: 7 });
    const { walk, problems } = await setting.profiles.setPace(MIRA, backendPathway.id, {
      hoursPerWeek: Number.NaN,
      startsOn: '2031-01-01',
      timeZone: 'tokyo',
    });
    expect(problems.map(({ code }) => code)).toEqual(['bad-hours', 'date-out-of-range']);
    expect(walk).toMatchObject({
      member: { timeZone: 'Asia/Tokyo' },
      enrolment: { hoursPerWeek: 7, startsOn: '2026-11-23' },
    });
    expect(await setting.membership.find(MIRA)).toMatchObject(walk);

    const mended = await setting.profiles.setPace(MIRA, backendPathway.id, {
      hoursPerWeek: 3,
      startsOn: '2026-12-01',
      timeZone: 'Atlantis',
    });
    expect(mended.problems).toEqual([{ code: 'unknown-time-zone', query: 'Atlantis' }]);
    expect(mended.walk).toMatchObject({
      member: { timeZone: 'Asia/Tokyo' },
      enrolment: { hoursPerWeek: 3, startsOn: '2026-12-01' },
    });
  });

  test('a start of long ago may stay', async () => {
    await using setting = await createSetting(backendPathway);
    await setting.membership.join({ userId: MIRA });
    setting.clock.advance(500 * DAY);
    const change = { hoursPerWeek: 3, startsOn: '2026-11-23' };
    expect((await setting.profiles.setPace(MIRA, backendPathway.id, change)).problems).toEqual([]);
  });

  test('leave the current pathway as it is, and the weekly message moves with the zone', async () => {
    await using setting = await createSetting(...BOTH);
    await setting.membership.join({ userId: MIRA, pathway: accessibilityPathway.id });
    await setting.membership.join({ userId: MIRA, pathway: backendPathway.id });
    await setting.nudges.switchOn({ userId: MIRA, locale: 'en-GB' });
    const before = (await setting.store.nudges.find(MIRA))?.next;
    await setting.profiles.setPace(MIRA, accessibilityPathway.id, { timeZone: 'Asia/Tokyo' });
    expect((await setting.membership.find(MIRA))?.pathway.id).toBe(backendPathway.id);
    expect((await setting.store.nudges.find(MIRA))?.next).not.toEqual(before);
  });
});

describe('a profile', () => {
  test('has every pathway of theirs, how far they are, and their cohorts', async () => {
    await using setting = await createSetting(...BOTH);
    await setting.membership.join({ userId: MIRA, pathway: backendPathway.id });
    setting.clock.advance(DAY);
    await setting.membership.join({ userId: MIRA, pathway: accessibilityPathway.id });
    await setting.progress.complete({ userId: MIRA, task: 'keyboard-week' });
    const spring = await createCohort(setting);
    const autumn = await createCohort(setting, { name: 'Autumn' });
    await joinCohort(setting, MIRA, spring);
    await joinCohort(setting, MIRA, autumn);
    await setting.store.cohorts.save({ ...autumn, archivedAt: MONDAY_NOON });

    const profile = await setting.profiles.show(MIRA);
    expect(profile.walks.map(({ pathway, percent }) => [pathway.id, percent > 0])).toEqual([
      [backendPathway.id, false],
      [accessibilityPathway.id, true],
    ]);
    expect(profile.cohorts.map(({ name }) => name)).toEqual(['Spring']);
  });

  test('leaves out a pathway that is not there, and has none that is current then', async () => {
    await using setting = await createSetting(...BOTH);
    await setting.membership.join({ userId: MIRA, pathway: backendPathway.id });
    await setting.membership.join({ userId: MIRA, pathway: accessibilityPathway.id });
    const later = setting.withPathways(backendPathway);
    const { walks, current } = await later.profiles.show(MIRA);
    expect(walks.map(({ pathway }) => pathway.id)).toEqual([backendPathway.id]);
    expect(current).toBeUndefined();
    await later.profiles.switchTo({ userId: MIRA }, backendPathway.id);
    expect((await later.profiles.show(MIRA)).current?.pathway.id).toBe(backendPathway.id);
  });

  test('is of who has joined', async () => {
    await using setting = await createSetting(...BOTH);
    await expectProblem(setting.profiles.show(MIRA), { code: 'not-joined' });
    await expectProblem(setting.profiles.edit({ userId: MIRA, hoursPerWeek: 3 }), { code: 'not-joined' });
    await setting.membership.join({ userId: MIRA, pathway: backendPathway.id });
    await expectProblem(setting.profiles.switchTo({ userId: MIRA }, accessibilityPathway.id), {
      code: 'not-joined',
    });
    expect(await setting.store.enrolments.listOf(MIRA)).toHaveLength(1);
  });

  test.each([
    [{ alias: 'Owl', hoursPerWeek: 0 }, 'bad-hours'],
    [{ alias: 'Owl', timeZone: 'Atlantis' }, 'unknown-time-zone'],
    [{ alias: '.', hoursPerWeek: 3 }, 'bad-alias'],
    [{ visibility: 'alias', hoursPerWeek: 3 }, 'bad-alias'],
  ] as const)('edited with %o stays as it was', async (change, code) => {
    await using setting = await createSetting(backendPathway);
    const { member, enrolment } = await setting.membership.join({ userId: MIRA });
    await expectProblem(setting.profiles.edit({ userId: MIRA, ...change }), { code });
    expect(await setting.membership.find(MIRA)).toMatchObject({ member, enrolment });
  });
});

describe('choosing a pathway', () => {
  test('is for who names none and walks none, where there are several', async () => {
    await using setting = await createSetting(...BOTH);
    const { membership } = setting;
    const choice = await membership.choice({ userId: MIRA, hoursPerWeek: 5, timeZone: 'berlin' });
    expect(choice).toMatchObject({ pathways: BOTH, hoursPerWeek: 5, timeZone: 'Europe/Berlin' });
    expect(await setting.store.members.find(MIRA)).toBeUndefined();

    expect(await membership.choice({ userId: MIRA, pathway: 'accessibility' })).toBeUndefined();
    expect(await setting.withPathways(backendPathway).membership.choice({ userId: MIRA })).toBeUndefined();
    await membership.join({ userId: MIRA, pathway: accessibilityPathway.id });
    expect(await membership.choice({ userId: MIRA })).toBeUndefined();
    // Theirs is not offered any more: they choose anew.
    const later = setting.withPathways(backendPathway, { ...accessibilityPathway, id: 'another' });
    expect((await later.membership.choice({ userId: MIRA }))?.pathways).toHaveLength(2);
  });

  test.each([
    [{ hoursPerWeek: 81 }, 'bad-hours'],
    [{ startsOn: '2031-01-01' }, 'date-out-of-range'],
    [{ timeZone: 'Atlantis' }, 'unknown-time-zone'],
  ] as const)('with %o is refused before there is anything to choose', async (wrong, code) => {
    await using setting = await createSetting(...BOTH);
    await expectProblem(setting.membership.choice({ userId: MIRA, ...wrong }), { code });
  });
});
