import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sortKey } from '../../src/domain/leaderboard.ts';
import type { Visibility } from '../../src/domain/member.ts';
import type { BoardRequest, Leaderboard } from '../../src/services/leaderboards.ts';
import { accessibilityPathway, backendPathway } from '../support/loaded-pathways.ts';
import { propertyRuns } from '../support/property-runs.ts';
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
  MIRA,
  nameOf,
  OTHER_GUILD,
  people,
  TOMAS,
  type Setting,
} from './setting.ts';

const mira = askerOf(MIRA);
const WEEK: BoardRequest = { period: 'week', page: 0 };
const ALL: BoardRequest = { period: 'all', page: 0 };
const FOREVER = { period: 'all', endsAt: null } as const;

async function arrive(
  { membership, presence, directory }: Setting,
  userId: string,
  visibility: Visibility | 'unasked' = 'named',
  guildId = GUILD,
): Promise<void> {
  await membership.join({ userId, pathway: backendPathway.id });
  if (visibility !== 'unasked')
    await membership.setVisibility(userId, visibility, `Moth ${userId.slice(-3)}`);
  await presence.join({ guildId, userId, name: nameOf(userId) });
  directory.present.set(`${guildId} ${userId}`, nameOf(userId));
}

function shown({ rows }: Leaderboard) {
  return rows.map(({ rank, entry }) => [rank, entry.listing.label, entry.hours]);
}

function ranksOf(rows: Leaderboard['rows']): readonly number[] {
  return rows.map(({ rank }) => rank);
}

/** Lines as the keeper leaves them: one for each of so many hours, all named, in order of their ids. */
async function addLines({ store }: Setting, boardId: string, hours: readonly (number | 'hidden')[]) {
  const userIds = people(hours.length);
  await store.transaction(async ({ members, scores }) => {
    for (const [index, userId] of userIds.entries()) {
      await members.save({
        userId,
        timeZone: null,
        visibility: 'named',
        alias: null,
        portfolioParts: null,
        currentPathwayId: backendPathway.id,
        createdAt: 0,
      });
      const each = hours[index] ?? 0;
      const label = nameOf(userId);
      const listing =
        each === 'hidden' ? null : { appearance: 'named' as const, label, sortKey: sortKey(label) };
      const credit = { hours: each === 'hidden' ? 50 : each, tasks: 1 };
      await scores.replace(userId, [{ boardId, ...FOREVER, userId, ...credit, listing }]);
    }
  });
  return userIds;
}

describe('a server’s board', () => {
  test('counts what was done this week, this month and ever', async () => {
    await using setting = await createSetting(backendPathway);
    for (const userId of [MIRA, TOMAS]) await arrive(setting, userId);
    const { progress, leaderboards } = setting;
    await progress.complete({ userId: MIRA, task: 'cka-course' });
    await progress.complete({ userId: MIRA, task: 'gpu-pod', when: '2026-11-22' });
    await progress.complete({ userId: TOMAS, task: 'kubeadm-cluster', when: '2026-10-31' });
    await progress.skip({ userId: TOMAS, task: 'pandas-pipeline' });
    const board = (period: BoardRequest['period']) => leaderboards.ofServer(mira, { period, page: 0 });
    expect(shown(await board('week'))).toEqual([[1, nameOf(MIRA), 56]]);
    expect(shown(await board('month'))).toEqual([[1, nameOf(MIRA), 72]]);
    expect(shown(await board('all'))).toEqual([
      [1, nameOf(MIRA), 72],
      [2, nameOf(TOMAS), 24],
    ]);
    expect(await board('week')).toMatchObject({
      scope: { kind: 'server' },
      period: 'week',
      page: 0,
      pages: 1,
      own: { userId: MIRA, rank: 1, hours: 56, tasks: 1, isHidden: false },
      neighbours: [],
      totals: { hours: 56, tasks: 1, members: 1 },
      weekHours: 15,
    });
  });

  test('counts every pathway, at its own pace', async () => {
    await using setting = await createSetting(backendPathway, accessibilityPathway);
    await arrive(setting, MIRA);
    await setting.progress.complete({ userId: MIRA, task: 'gpu-pod', pathwayId: backendPathway.id });
    await setting.progress.complete({
      userId: MIRA,
      task: 'first-audit',
      pathwayId: accessibilityPathway.id,
    });
    expect((await setting.leaderboards.ofServer(mira, WEEK)).totals).toMatchObject({ hours: 28, tasks: 2 });
  });

  test('begins its weeks where the server is', async () => {
    await using setting = await createSetting(backendPathway);
    await setting.servers.setUp({ guildId: GUILD, userId: FRIDA, locale: 'en', timeZone: 'Asia/Tokyo' });
    await arrive(setting, MIRA);
    setting.clock.set('2026-11-29T14:59Z');
    await finish(setting, MIRA, 'cka-course');
    const rows = async () => (await setting.leaderboards.ofServer(mira, WEEK)).rows.length;
    expect(await rows()).toBe(1);
    setting.clock.set('2026-11-29T15:00Z');
    expect(await rows()).toBe(0);
  });

  test('hides whoever did not choose to be seen, and counts them all the same', async () => {
    await using setting = await createSetting(backendPathway);
    const [named = '', alias = '', hidden = '', unasked = ''] = people(4);
    await arrive(setting, named, 'named');
    await arrive(setting, alias, 'alias');
    await arrive(setting, hidden, 'hidden');
    await arrive(setting, unasked, 'unasked');
    await finish(setting, named, 'gpu-pod');
    for (const userId of [alias, hidden, unasked]) await finish(setting, userId, 'cka-course');
    const asNamed = await setting.leaderboards.ofServer(askerOf(named), WEEK);
    expect(shown(asNamed)).toEqual([
      [1, `Moth ${alias.slice(-3)}`, 56],
      [2, nameOf(named), 16],
    ]);
    expect(asNamed.totals).toEqual({ members: 4, tasks: 4, hours: 3 * 56 + 16 });
    expect(JSON.stringify(asNamed)).not.toMatch(new RegExp(`${hidden}|${unasked}|${nameOf(alias)}`));
    const asHidden = await setting.leaderboards.ofServer(askerOf(hidden), WEEK);
    expect(asHidden).toMatchObject({
      own: { userId: hidden, rank: 1, hours: 56, isHidden: true },
      neighbours: [],
    });
    expect(asHidden.rows).toEqual(asNamed.rows);
  });

  test('follows whoever changes their mind', async () => {
    await using setting = await createSetting(backendPathway);
    await arrive(setting, MIRA);
    await finish(setting, MIRA, 'cka-course');
    const label = async () =>
      (await setting.leaderboards.ofServer(mira, WEEK)).rows.map(({ entry }) => entry.listing.label);
    expect(await label()).toEqual([nameOf(MIRA)]);
    await setting.membership.setVisibility(MIRA, 'alias', 'Night Moth');
    expect(await label()).toEqual(['Night Moth']);
    await setting.membership.setVisibility(MIRA, 'hidden');
    expect(await label()).toEqual([]);
    await setting.membership.setVisibility(MIRA, 'alias');
    expect(await label()).toEqual(['Night Moth']);
  });

  test('of another server shows nobody from here', async () => {
    await using setting = await createSetting(backendPathway);
    await arrive(setting, MIRA);
    await finish(setting, MIRA, 'cka-course');
    const elsewhere = await setting.leaderboards.ofServer(askerOf(MIRA, OTHER_GUILD), ALL);
    expect(elsewhere).toMatchObject({ rows: [], own: undefined, totals: { members: 0, hours: 0, tasks: 0 } });
  });

  test('drops leavers as soon as somebody looks', async () => {
    await using setting = await createSetting(backendPathway);
    for (const userId of [MIRA, TOMAS]) {
      await arrive(setting, userId);
      await finish(setting, userId, 'cka-course');
    }
    setting.directory.present.delete(`${GUILD} ${TOMAS}`);
    setting.clock.advance(DAY + 1);
    const board = await setting.leaderboards.ofServer(mira, ALL);
    expect(shown(board)).toEqual([[1, nameOf(MIRA), 56]]);
    expect(board.totals.members).toBe(1);
  });
});

describe('ranks', () => {
  test('are shared by equals, over pages too', async () => {
    await using setting = await createSetting(backendPathway);
    await addLines(setting, GUILD, [90, 80, 80, 70, 60, 50, 50, 50, 50, 50, 50, 50, 10]);
    const page = (number: number) => setting.leaderboards.ofServer(mira, { period: 'all', page: number });
    const [first, second] = [await page(0), await page(1)];
    expect(ranksOf(first.rows)).toEqual([1, 2, 2, 4, 5, 6, 6, 6, 6, 6]);
    expect(ranksOf(second.rows)).toEqual([6, 6, 13]);
    expect(second).toMatchObject({ page: 1, pages: 2 });
    expect(await page(99)).toEqual(second);
  });

  test('of the hidden are where they would stand, and take nobody’s place', async () => {
    await using setting = await createSetting(backendPathway);
    const [, hidden = ''] = await addLines(setting, GUILD, [60, 'hidden', 50, 40]);
    const board = await setting.leaderboards.ofServer(askerOf(hidden), ALL);
    expect(ranksOf(board.rows)).toEqual([1, 2, 3]);
    expect(board.own).toEqual({ userId: hidden, hours: 50, tasks: 1, rank: 2, isHidden: true });
    expect(board.totals.members).toBe(4);
  });
});

describe('the neighbourhood', () => {
  /** Twenty-five lines, each of another number of hours. */
  const LINES = Array.from({ length: 25 }, (_, index) => 100 - index);

  test.each([
    [0, 0, []],
    [9, 0, []],
    [10, 0, [9, 10, 11, 12, 13]],
    [15, 0, [14, 15, 16, 17, 18]],
    [23, 0, [22, 23, 24, 25]],
    [24, 0, [23, 24, 25]],
    [24, 2, []],
    [0, 1, [1, 2, 3]],
    [1, 1, [1, 2, 3, 4]],
    [2, 2, [1, 2, 3, 4, 5]],
  ])('of the line at %i, seen from page %i, is %j', async (index, page, ranks) => {
    await using setting = await createSetting(backendPathway);
    const asker = (await addLines(setting, GUILD, LINES))[index] ?? '';
    const board = await setting.leaderboards.ofServer(askerOf(asker), { period: 'all', page });
    expect(ranksOf(board.neighbours)).toEqual(ranks);
    expect(board.own?.rank).toBe(index + 1);
  });

  test('among equals is where their name puts them', async () => {
    await using setting = await createSetting(backendPathway);
    const userIds = await addLines(
      setting,
      GUILD,
      Array.from({ length: 20 }, () => 7),
    );
    const board = await setting.leaderboards.ofServer(askerOf(userIds[15] ?? ''), ALL);
    expect(board.neighbours.map(({ entry }) => entry.userId)).toEqual(userIds.slice(13, 18));
    expect(ranksOf(board.neighbours)).toEqual([1, 1, 1, 1, 1]);
  });

  test('of somebody who has done nothing is none', async () => {
    await using setting = await createSetting(backendPathway);
    await addLines(setting, GUILD, LINES);
    expect(await setting.leaderboards.ofServer(mira, ALL)).toMatchObject({ own: undefined, neighbours: [] });
  });

  test('and all else on any board is what counting by hand gives', async () => {
    await using setting = await createSetting(backendPathway);
    const line = fc.oneof(
      { arbitrary: fc.integer({ min: 1, max: 12 }), weight: 4 },
      fc.constant('hidden' as const),
    );
    let guild = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 34 }),
        fc.nat(33),
        fc.nat(3),
        async (lines, askerAt, asked) => {
          guild += 1;
          const guildId = String(guild);
          const userIds = await addLines(setting, guildId, lines);
          const asker = askerAt % lines.length;
          const board = await setting.leaderboards.ofServer(askerOf(userIds[asker] ?? '', guildId), {
            period: 'all',
            page: asked,
          });

          const listed = lines
            .flatMap((hours, index) => (hours === 'hidden' ? [] : [{ hours, userId: userIds[index] ?? '' }]))
            .sort((a, b) => b.hours - a.hours || (a.userId < b.userId ? -1 : 1));
          const rankOf = (hours: number) => listed.filter((other) => other.hours > hours).length + 1;
          const ranked = listed.map(({ hours, userId }) => ({
            rank: rankOf(hours),
            entry: { userId, hours },
          }));
          const pages = Math.max(1, Math.ceil(listed.length / 10));
          const page = Math.min(asked, pages - 1);
          const at = listed.findIndex(({ userId }) => userId === userIds[asker]);
          const isShown = at === -1 || Math.floor(at / 10) === page;
          const ownHours = lines[asker] === 'hidden' ? 50 : (lines[asker] ?? 0);
          expect(board).toMatchObject({
            page,
            pages,
            own: { hours: ownHours, rank: rankOf(ownHours), isHidden: at === -1 },
            totals: { members: lines.length },
          });
          expect(board.rows).toMatchObject(ranked.slice(page * 10, page * 10 + 10));
          expect(board.neighbours).toMatchObject(isShown ? [] : ranked.slice(Math.max(0, at - 2), at + 3));
        },
      ),
      { numRuns: propertyRuns(40) },
    );
  });
});

describe('a cohort’s board', () => {
  test('counts its pathway alone, and tells how far all are together', async () => {
    await using setting = await createSetting(backendPathway, accessibilityPathway);
    const cohort = await createCohort(setting, { pathway: backendPathway.id });
    for (const userId of [MIRA, TOMAS]) await joinCohort(setting, userId, cohort);
    await setting.progress.complete({ userId: MIRA, task: 'gpu-pod', pathwayId: backendPathway.id });
    await setting.progress.complete({
      userId: MIRA,
      task: 'first-audit',
      pathwayId: accessibilityPathway.id,
    });
    await setting.membership.setVisibility(MIRA, 'hidden');
    await setting.cohorts.settings.setGoal(askerOf(FRIDA), undefined, 5);
    setting.clock.advance(3 * DAY);
    const board = await setting.leaderboards.ofCohort(askerOf(TOMAS), undefined, WEEK);
    expect(board).toMatchObject({
      scope: {
        kind: 'cohort',
        cohort: { id: cohort.id },
        members: 2,
        together: { doneHours: 16, plannedHours: (2 * 3 * 10) / 7, totalHours: 840, weekHours: 15 },
        goal: { tasks: 5, done: 1 },
      },
      rows: [],
      own: undefined,
      totals: { members: 1, hours: 16, tasks: 1 },
    });
  });

  test('names whoever was never asked', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    await joinCohort(setting, MIRA, cohort);
    await finish(setting, MIRA, 'gpu-pod');
    expect(shown(await setting.leaderboards.ofCohort(mira, undefined, WEEK))).toEqual([
      [1, nameOf(MIRA), 16],
    ]);
    expect((await setting.leaderboards.ofServer(mira, WEEK)).rows).toEqual([]);
  });

  test('loses leavers of the server with all that counts them', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    for (const userId of [MIRA, TOMAS]) {
      await joinCohort(setting, userId, cohort);
      await finish(setting, userId, 'gpu-pod');
    }
    setting.directory.present.set(`${GUILD} ${MIRA}`, nameOf(MIRA));
    setting.clock.advance(DAY + 1);
    expect(await setting.leaderboards.ofCohort(mira, undefined, ALL)).toMatchObject({
      scope: { members: 1, together: { doneHours: 16, totalHours: 420 } },
      rows: [{ entry: { userId: MIRA } }],
      totals: { members: 1, hours: 16 },
    });
  });
});

describe('opening', () => {
  const scopeOf = async (setting: Setting, scope: 'server' | 'cohort' | undefined, asker = mira) => {
    const board = await setting.leaderboards.open(asker, scope, WEEK);
    return board.scope.kind === 'cohort' ? board.scope.cohort.name : 'server';
  };

  test('shows the board of one’s cohort, the last joined, else the server’s', async () => {
    await using setting = await createSetting(backendPathway);
    expect(await scopeOf(setting, undefined)).toBe('server');
    await expectProblem(scopeOf(setting, 'cohort'), { code: 'no-own-cohort' });
    const spring = await createCohort(setting);
    const autumn = await createCohort(setting, { name: 'Autumn' });
    await expectProblem(scopeOf(setting, 'cohort'), { code: 'no-own-cohort' });
    expect(await scopeOf(setting, undefined)).toBe('server');
    await joinCohort(setting, MIRA, autumn);
    setting.clock.advance(1);
    await joinCohort(setting, MIRA, spring);
    expect(await scopeOf(setting, undefined)).toBe('Spring');
    expect(await scopeOf(setting, 'server')).toBe('server');
    await setting.cohorts.settings.archive(askerOf(FRIDA), spring.id);
    expect(await scopeOf(setting, 'cohort')).toBe('Autumn');
    expect(await scopeOf(setting, undefined, askerOf(MIRA, OTHER_GUILD))).toBe('server');
  });
});

test('lines of weeks and months that have ended are forgotten a day later', async () => {
  await using setting = await createSetting(backendPathway);
  await arrive(setting, MIRA);
  await finish(setting, MIRA, 'cka-course');
  const lines = async () => {
    const periods = ['2026-W48', '2026-11', 'all'];
    const found = await Promise.all(
      periods.map((period) => setting.store.scores.find({ boardId: GUILD, period }, MIRA)),
    );
    return found.map((score) => score !== undefined);
  };
  setting.clock.set('2026-12-01T00:00Z');
  await setting.leaderboards.forgetPast();
  expect(await lines()).toEqual([true, true, true]);
  setting.clock.advance(1);
  await setting.leaderboards.forgetPast();
  expect(await lines()).toEqual([false, true, true]);
  setting.clock.advance(DAY);
  await setting.leaderboards.forgetPast();
  expect(await lines()).toEqual([false, false, true]);
});
