import { describe, expect, test } from 'vitest';
import type { Cohort } from '../../src/domain/cohort.ts';
import { nextTurn } from '../../src/domain/nudge.ts';
import { composeSummary, isWorthPosting, type CohortSummary } from '../../src/services/cohort-posts.ts';
import { backendPathway } from '../support/loaded-pathways.ts';
import {
  askerOf,
  createCohort,
  createSetting,
  DAY,
  expectProblem,
  finish,
  FRIDA,
  GUILD,
  joinCohort,
  MINUTE,
  MIRA,
  MONDAY_NOON,
  nameOf,
  people,
  TOMAS,
  type Setting,
} from './setting.ts';

const frida = askerOf(FRIDA);
const HOUR = 60 * MINUTE;
const WEEK = 7 * DAY;

const [FOUNDATIONS = [], STORAGE = []] = backendPathway.phases.map(({ tasks }) => tasks.map(({ id }) => id));

/** As it is for a weekly post at an instant. */
async function summaryAt(
  { store, library }: Setting,
  cohort: Cohort,
  until: number | string,
): Promise<CohortSummary> {
  const instant = typeof until === 'number' ? until : Date.parse(until);
  const summary = await composeSummary(store, library, cohort, instant);
  if (summary === undefined) throw new Error('There is none.');
  return summary;
}

async function createCohortOf(setting: Setting, ...userIds: readonly string[]): Promise<Cohort> {
  const cohort = await createCohort(setting);
  for (const userId of userIds) await joinCohort(setting, userId, cohort);
  return cohort;
}

async function leaveServer({ store }: Setting, userId: string): Promise<void> {
  const member = await store.serverMembers.find(GUILD, userId);
  if (member !== undefined) await store.serverMembers.save({ ...member, leftAt: MONDAY_NOON });
}

function congratulated({ congratulated: all }: CohortSummary) {
  return all.map(({ listing, tasks, finished }) => [listing.label, tasks, finished?.number]);
}

describe('a summary', () => {
  test('tells what all did together, where they are, and where it goes from here', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohortOf(setting, MIRA, TOMAS);
    await finish(setting, MIRA, 'cka-course', 'kubeadm-cluster');
    await finish(setting, TOMAS, 'cka-course', 'kubeadm-cluster');
    await setting.progress.skip({ userId: TOMAS, task: 'pandas-pipeline' });
    const summary = await summaryAt(setting, cohort, MONDAY_NOON + 6 * DAY);
    expect(summary).toMatchObject({
      cohort: { id: cohort.id, name: 'Spring' },
      pathway: { id: backendPathway.id },
      members: 2,
      tasks: 4,
      doers: 2,
      finished: [],
      together: { doneHours: 160, plannedHours: (2 * 6 * 10) / 7, totalHours: 840, weekHours: 15 },
      common: { task: { id: 'gpu-pod' }, phase: { id: 'foundations' }, members: 2 },
      ahead: { state: 'under-way', week: 2 },
      goal: undefined,
    });
  });

  test('counts day by day, each day beginning at the hour of the summary, and phase by phase', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohortOf(setting, MIRA, TOMAS);
    const until = Date.parse('2026-11-30T09:00Z');
    const at = async (instant: string, userId: string, ...tasks: readonly string[]) => {
      setting.clock.set(instant);
      await finish(setting, userId, ...tasks);
    };
    await at('2026-11-23T12:00Z', MIRA, ...FOUNDATIONS.slice(0, 2));
    await at('2026-11-24T08:59Z', MIRA, ...FOUNDATIONS.slice(2));
    await at('2026-11-24T09:00Z', TOMAS, 'cka-course');
    await at('2026-11-30T08:59Z', TOMAS, 'kubeadm-cluster');
    const { days, phases, walkedAll, tasks } = await summaryAt(setting, cohort, until);
    expect(days.map((day) => [day.date, day.tasks])).toEqual([
      ['2026-11-23', FOUNDATIONS.length],
      ['2026-11-24', 1],
      ['2026-11-25', 0],
      ['2026-11-26', 0],
      ['2026-11-27', 0],
      ['2026-11-28', 0],
      ['2026-11-29', 1],
    ]);
    expect(days.reduce((sum, day) => sum + day.tasks, 0)).toBe(tasks);
    expect(phases.map(({ number, members }) => [number, members])).toEqual([
      [1, 1],
      [2, 1],
      [3, 0],
      [4, 0],
      [5, 0],
    ]);
    expect(walkedAll).toBe(0);
  });

  test('asked for is about the last seven days', async () => {
    await using setting = await createSetting(backendPathway);
    await createCohortOf(setting, MIRA, TOMAS);
    await finish(setting, MIRA, 'cka-course');
    const tasks = async () => (await setting.cohorts.summary(askerOf(MIRA), undefined)).tasks;
    // Not yet what was done in this very millisecond.
    expect(await tasks()).toBe(0);
    setting.clock.advance(1);
    expect(await tasks()).toBe(1);
    setting.clock.set(MONDAY_NOON + WEEK);
    expect(await tasks()).toBe(1);
    setting.clock.advance(1);
    expect(await tasks()).toBe(0);
  });

  test('leaves out who is not in the server, and what is on another pathway or skipped', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohortOf(setting, MIRA, TOMAS);
    await finish(setting, MIRA, 'cka-course');
    await finish(setting, TOMAS, 'cka-course');
    await finish(setting, FRIDA, 'cka-course');
    await setting.progress.skip({ userId: MIRA, task: 'gpu-pod' });
    await leaveServer(setting, TOMAS);
    expect(await summaryAt(setting, cohort, MONDAY_NOON + DAY)).toMatchObject({
      members: 1,
      tasks: 1,
      doers: 1,
      together: { doneHours: 56 },
    });
  });

  test('names no task as common that one alone is on; the earlier one of equals', async () => {
    await using setting = await createSetting(backendPathway);
    const crowd = people(5);
    const cohort = await createCohortOf(setting, ...crowd.slice(0, 1));
    const common = async () => (await summaryAt(setting, cohort, MONDAY_NOON + DAY)).common;
    expect(await common()).toBeUndefined();
    for (const userId of crowd.slice(1)) await joinCohort(setting, userId, cohort);
    for (const userId of crowd.slice(0, 2)) await finish(setting, userId, 'cka-course');
    expect(await common()).toMatchObject({ task: { id: 'cka-course' }, members: 3 });
    await finish(setting, crowd[2] ?? '', 'cka-course', 'kubeadm-cluster');
    expect(await common()).toMatchObject({ task: { id: 'cka-course' }, members: 2 });
  });

  test('is not there for a pathway that is no longer offered', async () => {
    await using setting = await createSetting(backendPathway);
    await createCohort(setting);
    const later = setting.withPathways({ ...backendPathway, id: `${backendPathway.id}-2` });
    await expectProblem(later.cohorts.summary(frida, undefined), { code: 'cohort-gone' });
  });
});

describe('the weeks of summaries', () => {
  const SLOTS = [
    ['Europe/Berlin', 1, 9, '2026-03-30T12:00Z'],
    ['Europe/Berlin', 7, 1, '2026-03-29T12:00Z'],
    // The clocks leave this hour out, once.
    ['Europe/Berlin', 7, 2, '2026-03-29T12:00Z'],
    ['Europe/Berlin', 7, 3, '2026-03-29T12:00Z'],
    // And repeat it, once.
    ['Europe/Berlin', 7, 2, '2026-10-25T12:00Z'],
    ['America/New_York', 7, 2, '2026-03-08T12:00Z'],
    ['America/New_York', 7, 1, '2026-11-01T12:00Z'],
    ['Australia/Lord_Howe', 7, 2, '2026-10-04T12:00Z'],
    ['America/Santiago', 7, 0, '2026-09-06T12:00Z'],
    ['Africa/Cairo', 5, 0, '2026-04-24T12:00Z'],
    ['Asia/Kathmandu', 3, 23, '2026-06-10T12:00Z'],
    ['Etc/UTC', 1, 0, '2027-01-04T12:00Z'],
  ] as const;

  test.each(SLOTS)('in %s, day %i at %i, tile time around %s', async (timeZone, weekday, hour, around) => {
    await using setting = await createSetting(backendPathway);
    const slot = { timeZone, weekday, hour };
    const cohort = await createCohort(setting, slot);
    const turns = [nextTurn(slot, cohort.id, Date.parse(around) - 3 * WEEK).at];
    while (turns.length < 5) turns.push(nextTurn(slot, cohort.id, turns.at(-1) ?? 0).at);
    const [first = 0] = turns;
    const last = turns.at(-1) ?? 0;

    const instants: number[] = [];
    for (let at = first - 3 * HOUR; at < last + 3 * HOUR; at += HOUR / 2) instants.push(at);
    const taskIds = backendPathway.phases.flatMap(({ tasks }) => tasks.map(({ id }) => id));
    const crowd = people(Math.ceil(instants.length / taskIds.length));
    for (const userId of crowd) await joinCohort(setting, userId, cohort);
    await setting.store.transaction(async ({ completions }) => {
      for (const [index, at] of instants.entries()) {
        await completions.save({
          userId: crowd[Math.floor(index / taskIds.length)] ?? '',
          pathwayId: backendPathway.id,
          taskId: taskIds[index % taskIds.length] ?? '',
          status: 'done',
          at,
          recordedAt: at,
          note: null,
          link: null,
          replaced: null,
        });
      }
    });

    for (const [index, until] of turns.entries()) {
      const from = turns[index - 1];
      if (from === undefined) continue;
      const { tasks } = await summaryAt(setting, cohort, until);
      expect(tasks).toBe(instants.filter((at) => at >= from && at < until).length);
    }
  });

  test('begin seven local days before, for one who asks at any time', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting, { timeZone: 'Europe/Berlin' });
    await joinCohort(setting, MIRA, cohort);
    setting.clock.set('2026-10-20T11:00Z');
    await finish(setting, MIRA, 'cka-course');
    // 13:00 on both days, before the clocks are put back and after.
    expect((await summaryAt(setting, cohort, '2026-10-27T12:00Z')).tasks).toBe(1);
    expect((await summaryAt(setting, cohort, '2026-10-27T12:00:00.001Z')).tasks).toBe(0);
  });
});

describe('a finished phase', () => {
  test('counts in the week of its last task alone', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohortOf(setting, MIRA, TOMAS);
    const finishedBy = async (until: number) =>
      (await summaryAt(setting, cohort, until)).finished.map(({ number, members }) => [number, members]);
    await finish(setting, MIRA, ...FOUNDATIONS.slice(0, -1));
    setting.clock.advance(DAY);
    expect(await finishedBy(MONDAY_NOON + DAY)).toEqual([]);
    setting.clock.set(MONDAY_NOON + 2 * DAY);
    await finish(setting, MIRA, ...FOUNDATIONS.slice(-1), ...STORAGE.slice(0, 1));
    // Whoever looks back at the first day sees no finish there.
    expect(await finishedBy(MONDAY_NOON + DAY)).toEqual([]);
    expect(await finishedBy(MONDAY_NOON + 3 * DAY)).toEqual([[1, 1]]);
    setting.clock.set(MONDAY_NOON + 10 * DAY);
    await finish(setting, MIRA, ...STORAGE.slice(1, 2));
    expect(await finishedBy(MONDAY_NOON + 11 * DAY)).toEqual([]);
  });

  test('counts when a skip was the last step, in the week of what was done', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohortOf(setting, MIRA, TOMAS);
    await finish(setting, MIRA, ...FOUNDATIONS.slice(0, -1));
    await setting.progress.skip({ userId: MIRA, task: FOUNDATIONS.at(-1) ?? '' });
    expect((await summaryAt(setting, cohort, MONDAY_NOON + DAY)).finished).toHaveLength(1);
    await finish(setting, TOMAS, ...FOUNDATIONS);
    const { finished } = await summaryAt(setting, cohort, MONDAY_NOON + DAY);
    expect(finished).toMatchObject([{ phase: { id: 'foundations' }, number: 1, members: 2 }]);
  });

  test('that was taken back does not count', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohortOf(setting, MIRA, TOMAS);
    await finish(setting, MIRA, ...FOUNDATIONS);
    await setting.progress.undo(MIRA);
    expect((await summaryAt(setting, cohort, MONDAY_NOON + DAY)).finished).toEqual([]);
  });

  test('may be the last one', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohortOf(setting, MIRA, TOMAS);
    await finish(setting, MIRA, ...backendPathway.phases.flatMap(({ tasks }) => tasks.map(({ id }) => id)));
    const { finished } = await summaryAt(setting, cohort, MONDAY_NOON + DAY);
    expect(finished.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('congratulations', () => {
  test('go to whoever finished a phase first, then to who did most', async () => {
    await using setting = await createSetting(backendPathway);
    const [most = '', finisher = '', least = ''] = people(3);
    const cohort = await createCohortOf(setting, most, finisher, least);
    await finish(setting, finisher, ...FOUNDATIONS.slice(0, -1));
    setting.clock.advance(2 * WEEK);
    await finish(setting, finisher, ...FOUNDATIONS.slice(-1));
    await finish(setting, most, ...STORAGE);
    await finish(setting, least, 'cka-course');
    expect(congratulated(await summaryAt(setting, cohort, setting.clock.now() + 1))).toEqual([
      [nameOf(finisher), 1, 1],
      [nameOf(most), 4, undefined],
      [nameOf(least), 1, undefined],
    ]);
  });

  test('go to those alone whom others may see, as they wish to be seen', async () => {
    await using setting = await createSetting(backendPathway);
    const [named = '', alias = '', hidden = '', unasked = ''] = people(4);
    const cohort = await createCohortOf(setting, named, alias, hidden, unasked);
    await setting.membership.setVisibility(named, 'named');
    await setting.membership.setVisibility(alias, 'alias', 'Night Moth');
    await setting.membership.setVisibility(hidden, 'hidden');
    for (const userId of [named, alias, hidden, unasked]) await finish(setting, userId, ...FOUNDATIONS);
    const summary = await summaryAt(setting, cohort, MONDAY_NOON + DAY);
    expect(congratulated(summary)).toEqual([
      [nameOf(named), 4, 1],
      ['Night Moth', 4, 1],
      [nameOf(unasked), 4, 1],
    ]);
    expect(summary).toMatchObject({ doers: 4, tasks: 16, finished: [{ members: 4 }] });
    expect(JSON.stringify(summary)).not.toMatch(new RegExp(`${hidden}|${nameOf(hidden)}|${nameOf(alias)}`));
  });

  test('go to five, however many hidden ones stand before them', async () => {
    await using setting = await createSetting(backendPathway);
    const crowd = people(12);
    const cohort = await createCohortOf(setting, ...crowd);
    for (const userId of crowd.slice(0, 6)) {
      await setting.membership.setVisibility(userId, 'hidden');
      await finish(setting, userId, 'cka-course', 'gpu-pod');
    }
    for (const userId of crowd.slice(6)) await finish(setting, userId, 'cka-course');
    const { congratulated: all } = await summaryAt(setting, cohort, MONDAY_NOON + DAY);
    expect(all.map(({ userId }) => userId)).toEqual(crowd.slice(6, 11));
  });

  test('go to nobody who has left', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohortOf(setting, MIRA, TOMAS);
    for (const userId of [MIRA, TOMAS]) await finish(setting, userId, 'cka-course');
    await setting.cohorts.leave(askerOf(MIRA), undefined);
    expect(congratulated(await summaryAt(setting, cohort, MONDAY_NOON + DAY))).toEqual([
      [nameOf(TOMAS), 1, undefined],
    ]);
  });
});

describe('the goal in a summary', () => {
  test('is that of the week that ended, or else of the one that has begun', async () => {
    await using setting = await createSetting(backendPathway);
    await createCohortOf(setting, MIRA, TOMAS);
    const { cohort } = await setting.cohorts.settings.setGoal(frida, undefined, 3);
    await finish(setting, MIRA, 'cka-course');
    await setting.membership.setVisibility(MIRA, 'hidden');
    setting.clock.set('2026-11-30T08:00Z');
    await finish(setting, TOMAS, 'cka-course', 'gpu-pod');
    expect((await summaryAt(setting, cohort, '2026-11-30T09:00Z')).goal).toEqual({ tasks: 3, done: 1 });
    const { cohort: next } = await setting.cohorts.settings.setGoal(frida, undefined, 5);
    expect((await summaryAt(setting, next, '2026-11-30T09:00Z')).goal).toEqual({ tasks: 5, done: 2 });
    expect((await summaryAt(setting, next, '2026-12-14T09:00Z')).goal).toBeUndefined();
  });

  test('of this week counts what was done before somebody joined, and what is taken back no more', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    const { cohort: withGoal } = await setting.cohorts.settings.setGoal(frida, undefined, 3);
    await finish(setting, MIRA, 'cka-course', 'gpu-pod');
    const done = async () => (await summaryAt(setting, withGoal, setting.clock.now() + 1)).goal?.done;
    expect(await done()).toBe(0);
    await joinCohort(setting, MIRA, cohort);
    expect(await done()).toBe(2);
    await setting.progress.undo(MIRA);
    expect(await done()).toBe(1);
  });
});

describe('worth posting', () => {
  const isWorthAt = async (setting: Setting, cohort: Cohort, until: number) =>
    isWorthPosting(setting.store, cohort, await summaryAt(setting, cohort, until), until);

  test('is no empty room, nor one with a single person in it', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    const until = MONDAY_NOON + DAY;
    expect(await isWorthAt(setting, cohort, until)).toBe(false);
    await joinCohort(setting, MIRA, cohort);
    await finish(setting, MIRA, 'cka-course');
    expect(await isWorthAt(setting, cohort, until)).toBe(false);
    await joinCohort(setting, TOMAS, cohort);
    expect(await isWorthAt(setting, cohort, until)).toBe(true);
    await leaveServer(setting, TOMAS);
    expect(await isWorthAt(setting, cohort, until)).toBe(false);
  });

  test('is four weeks of silence, and no more', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohortOf(setting, MIRA, TOMAS);
    await finish(setting, MIRA, 'cka-course');
    const weeks = [];
    for (let week = 1; week <= 6; week += 1) {
      weeks.push(await isWorthAt(setting, cohort, MONDAY_NOON + HOUR + week * WEEK - 2 * HOUR));
    }
    expect(weeks).toEqual([true, true, true, true, false, false]);
  });

  test('is something done before the start or after the end, and no silence then', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting, { startsOn: '2026-12-21' });
    for (const userId of [MIRA, TOMAS]) await joinCohort(setting, userId, cohort);
    await finish(setting, MIRA, 'cka-course');
    expect(await isWorthAt(setting, cohort, MONDAY_NOON + DAY)).toBe(true);
    expect(await isWorthAt(setting, cohort, MONDAY_NOON + 8 * DAY)).toBe(false);
    // The week ahead is that of the start.
    expect(await isWorthAt(setting, cohort, Date.parse('2026-12-15T12:00Z'))).toBe(true);
    const over = MONDAY_NOON + 70 * WEEK;
    setting.clock.set(over);
    expect(await isWorthAt(setting, cohort, over)).toBe(false);
    await finish(setting, MIRA, 'gpu-pod');
    expect(await isWorthAt(setting, cohort, over + DAY)).toBe(true);
    expect(await isWorthAt(setting, cohort, over + 8 * DAY)).toBe(false);
  });
});
