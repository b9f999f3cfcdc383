import { describe, expect, test } from 'vitest';
import { appearanceOn } from '../../src/domain/appearance.ts';
import { BOARD_PERIODS, periodSpan } from '../../src/domain/board-period.ts';
import { sortKey } from '../../src/domain/leaderboard.ts';
import type { Completion, Member } from '../../src/domain/member.ts';
import type { Pathway, Task } from '../../src/domain/pathway.ts';
import { createMembershipService } from '../../src/services/membership.ts';
import { openLibrary } from '../../src/services/pathway-changes.ts';
import type { Store } from '../../src/services/ports.ts';
import { createProgressService } from '../../src/services/progress.ts';
import { createScoreKeeper } from '../../src/services/score-keeper.ts';
import { addCrowd } from '../support/board-world.ts';
import { accessibilityPathway, backendPathway } from '../support/loaded-pathways.ts';
import { openTemporaryStore } from '../support/temporary-store.ts';
import { MIRA, MONDAY_NOON } from './setting.ts';

const GUILD = '401';
const COHORT = '701';
const COHORT_ZONE = 'Europe/Berlin';
const ALL = { boardId: GUILD, period: 'all' };

const HOURS = new Map(
  backendPathway.phases.flatMap(({ tasks }) => tasks.map(({ id, hours }) => [id, hours] as const)),
);

interface Recorded {
  readonly member: Member;
  readonly name: string | null;
  readonly completions: readonly Completion[];
}

describe('members that a version without boards recorded', () => {
  test.each([50, 1_000])(
    'are on their boards after the first start: %i of them',
    { timeout: 60_000 },
    async (members) => {
      await using temporary = await openTemporaryStore();
      const { store, path } = temporary;
      const crowd = { guildId: GUILD, members, cohortId: COHORT, now: MONDAY_NOON };
      const userIds = addCrowd(path, crowd);
      expect(await store.scores.totals(ALL)).toMatchObject({ members: 0 });
      await openLibrary(store, [backendPathway], MONDAY_NOON);

      const records: Recorded[] = [];
      for (const userId of userIds) {
        const member = await store.members.find(userId);
        if (member === undefined) throw new Error(`${userId} is gone`);
        const name = (await store.serverMembers.find(GUILD, userId))?.name ?? null;
        records.push({ member, name, completions: await store.completions.listAll(userId) });
      }
      for (const [boardId, kind, timeZone] of [
        [GUILD, 'server', 'Etc/UTC'],
        [COHORT, 'cohort', COHORT_ZONE],
      ] as const) {
        for (const period of BOARD_PERIODS) {
          const { name: periodName, from, to } = periodSpan(period, timeZone, MONDAY_NOON);
          const board = { boardId, period: periodName };
          const lines = records.map(({ member, name, completions }) => {
            const done = completions.filter(({ at }) => at >= from && at < to);
            return {
              userId: member.userId,
              tasks: done.length,
              hours: done.reduce((sum, { taskId }) => sum + (HOURS.get(taskId) ?? Number.NaN), 0),
              label: appearanceOn(kind, member, name)?.text,
            };
          });
          const counted = lines.filter(({ tasks }) => tasks > 0);
          const seen = counted
            .flatMap(({ label, ...line }) => (label === undefined ? [] : [{ ...line, label }]))
            .sort(
              (a, b) =>
                b.hours - a.hours ||
                Buffer.compare(Buffer.from(sortKey(a.label)), Buffer.from(sortKey(b.label))) ||
                (a.userId < b.userId ? -1 : 1),
            );
          expect(seen.length).toBeGreaterThan(members / 20);
          expect(await store.scores.totals(board)).toEqual({
            members: counted.length,
            listed: seen.length,
            hours: counted.reduce((sum, { hours }) => sum + hours, 0),
            tasks: counted.reduce((sum, { tasks }) => sum + tasks, 0),
          });
          for (let offset = 0; offset <= seen.length; offset += 10) {
            const page = await store.scores.page(board, offset, 10);
            expect(page.map(({ listing: { label }, ...line }) => ({ ...line, label }))).toEqual(
              seen.slice(offset, offset + 10),
            );
            const [first] = page;
            if (first === undefined) continue;
            expect(await store.scores.countBefore(board, first)).toBe(offset);
            expect(await store.scores.countAbove(board, first.hours)).toBe(
              seen.findIndex(({ hours }) => hours === first.hours),
            );
          }
        }
      }
      const standings = await store.standings.ofCohort(COHORT);
      expect(standings).toHaveLength(members);
      expect(standings.reduce((sum, { doneHours }) => sum + doneHours, 0)).toBe(
        (await store.scores.totals(ALL)).hours,
      );
    },
  );

  test('are worked out by the next start, when the first one is interrupted', async () => {
    const MEMBERS = 450;
    await using temporary = await openTemporaryStore();
    const { store, path } = temporary;
    addCrowd(path, { guildId: GUILD, members: MEMBERS, now: MONDAY_NOON });

    let left = 2;
    const interrupted: Store = {
      ...store,
      transaction: (work) => {
        left -= 1;
        return left < 0 ? Promise.reject(new Error('killed')) : store.transaction(work);
      },
    };
    await expect(openLibrary(interrupted, [backendPathway], MONDAY_NOON)).rejects.toThrow('killed');
    const { members } = await store.scores.totals(ALL);
    expect(members).toBeGreaterThan(0);
    expect(members).toBeLessThan(MEMBERS);
    expect(await store.tasks.list()).toEqual([]);

    await openLibrary(store, [backendPathway], MONDAY_NOON);
    expect(await store.scores.totals(ALL)).toMatchObject({ members: MEMBERS });
    expect(await store.tasks.list()).toHaveLength(HOURS.size);
  });
});

test('where nothing has changed, nothing is written', async () => {
  await using temporary = await openTemporaryStore();
  const { store, path } = temporary;
  addCrowd(path, { guildId: GUILD, members: 3, now: MONDAY_NOON });
  await openLibrary(store, [backendPathway, accessibilityPathway], MONDAY_NOON);
  const written: string[] = [];
  const watched: Store = {
    ...store,
    transaction: (work) => {
      written.push('something');
      return store.transaction(work);
    },
  };
  await openLibrary(watched, [accessibilityPathway, backendPathway], MONDAY_NOON);
  expect(written).toEqual([]);
  await openLibrary(watched, [backendPathway], MONDAY_NOON);
  expect(written).not.toEqual([]);
});

test('a title that has changed is kept, and works through nobody', async () => {
  await using temporary = await openTemporaryStore();
  const { store, path } = temporary;
  addCrowd(path, { guildId: GUILD, members: 3, now: MONDAY_NOON });
  await openLibrary(store, [backendPathway], MONDAY_NOON);
  const rename = (tasks: readonly Task[]) => tasks.map((task) => ({ ...task, title: `${task.title}!` }));
  let transactions = 0;
  const watched: Store = {
    ...store,
    transaction: (work) => {
      transactions += 1;
      return store.transaction(work);
    },
  };
  const library = await openLibrary(watched, [edited(backendPathway, rename)], MONDAY_NOON);
  expect(transactions).toBe(1);
  const [first] = backendPathway.phases[0]?.tasks ?? [];
  expect((await store.tasks.list()).find(({ taskId }) => taskId === first?.id)?.title).toBe(
    `${first?.title}!`,
  );
  expect(library.revisionOf(backendPathway.id)).toBe(0);
});

/** The file after an edit of its tasks, phase by phase. */
function edited(pathway: Pathway, edit: (tasks: readonly Task[]) => readonly Task[]): Pathway {
  return {
    ...pathway,
    phases: pathway.phases.map((phase) => ({ ...phase, tasks: [...edit(phase.tasks)] })),
  };
}

const [FIRST, SECOND, THIRD] = accessibilityPathway.phases.flatMap(({ tasks }) => tasks);
if (FIRST === undefined || SECOND === undefined || THIRD === undefined)
  throw new Error('too short a pathway');
const LONGER = edited(accessibilityPathway, (tasks) =>
  tasks.map((task) => (task.id === FIRST.id ? { ...task, hours: FIRST.hours + 3 } : task)),
);
const WITHOUT_FIRST = edited(accessibilityPathway, (tasks) => tasks.filter(({ id }) => id !== FIRST.id));
const SWAPPED = edited(accessibilityPathway, (tasks) =>
  tasks.some(({ id }) => id === SECOND.id)
    ? [...tasks.filter(({ id }) => id !== SECOND.id), ...tasks.filter(({ id }) => id === SECOND.id)]
    : tasks,
);

/** Mira, who is in the server and has done the pathway's first task. */
async function openMirasStore() {
  const temporary = await openTemporaryStore();
  const { store } = temporary;
  const library = await openLibrary(store, [accessibilityPathway], MONDAY_NOON);
  const clock = { now: () => MONDAY_NOON };
  const dependencies = { store, clock, library, keeper: createScoreKeeper(library) };
  await createMembershipService(dependencies).join({ userId: MIRA });
  await store.serverMembers.save({
    guildId: GUILD,
    userId: MIRA,
    name: 'Mira',
    seenAt: MONDAY_NOON,
    leftAt: null,
    phaseRoleId: null,
    phaseRoleDueAt: null,
  });
  await createProgressService(dependencies).complete({ userId: MIRA, task: FIRST?.id ?? '' });
  return {
    store,
    start: (...pathways: readonly Pathway[]) => openLibrary(store, pathways, MONDAY_NOON),
    standing: () => store.standings.find(MIRA, accessibilityPathway.id),
    score: () => store.scores.find(ALL, MIRA),
    [Symbol.asyncDispose]: () => temporary[Symbol.asyncDispose](),
  };
}

describe("a pathway's file that has changed", () => {
  test('in its estimates: what was done counts for as much as it says now', async () => {
    await using mira = await openMirasStore();
    expect(await mira.score()).toMatchObject({ tasks: 1, hours: FIRST.hours });
    const library = await mira.start(LONGER);
    expect(await mira.score()).toMatchObject({ tasks: 1, hours: FIRST.hours + 3 });
    expect(await mira.standing()).toMatchObject({ doneHours: FIRST.hours + 3, taskId: SECOND.id });
    expect(library.creditOf(accessibilityPathway.id, FIRST.id)).toBe(FIRST.hours + 3);
    expect(await mira.store.scores.totals(ALL)).toMatchObject({ members: 1, hours: FIRST.hours + 3 });
  });

  test('and lost a task: it is nowhere on the way, and its hours stay credit', async () => {
    await using mira = await openMirasStore();
    for (const start of ['the first', 'the second']) {
      const library = await mira.start(WITHOUT_FIRST);
      expect(library.creditOf(accessibilityPathway.id, FIRST.id), start).toBe(FIRST.hours);
      expect(await mira.score(), start).toMatchObject({ tasks: 1, hours: FIRST.hours });
      expect(await mira.standing(), start).toMatchObject({ doneHours: 0, taskId: SECOND.id });
      expect(await mira.store.tasks.list(), start).toContainEqual({
        pathwayId: accessibilityPathway.id,
        taskId: FIRST.id,
        phaseId: accessibilityPathway.phases[0]?.id,
        position: null,
        hours: FIRST.hours,
        title: FIRST.title,
      });
    }
  });

  test('and has a lost task back: it counts for what it says now', async () => {
    await using mira = await openMirasStore();
    await mira.start(WITHOUT_FIRST);
    await mira.start(LONGER);
    expect(await mira.score()).toMatchObject({ tasks: 1, hours: FIRST.hours + 3 });
    expect(await mira.standing()).toMatchObject({ doneHours: FIRST.hours + 3 });
  });

  test('in its order: the next task is the one that comes next now', async () => {
    await using mira = await openMirasStore();
    expect(await mira.standing()).toMatchObject({ taskId: SECOND.id });
    await mira.start(SWAPPED);
    expect(await mira.standing()).toMatchObject({ taskId: THIRD.id, doneHours: FIRST.hours });
    expect(await mira.score()).toMatchObject({ hours: FIRST.hours });
  });

  test('and is not offered any more: what was done on it stays credit', async () => {
    await using mira = await openMirasStore();
    const library = await mira.start(backendPathway);
    expect(library.find(accessibilityPathway.id)).toBeUndefined();
    expect(await mira.score()).toMatchObject({ tasks: 1, hours: FIRST.hours });
    await mira.start(backendPathway, LONGER);
    expect(await mira.score()).toMatchObject({ tasks: 1, hours: FIRST.hours + 3 });
  });
});
