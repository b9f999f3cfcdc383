import { describe, expect, test } from 'vitest';
import type { Cohort } from '../../src/domain/cohort.ts';
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
  MIRA,
  MONDAY_NOON,
  nameOf,
  people,
  TOMAS,
  type Setting,
} from './setting.ts';

const frida = askerOf(FRIDA);
const FORTNIGHT = 14 * DAY;
const [FOUNDATIONS = []] = backendPathway.phases.map(({ tasks }) => tasks.map(({ id }) => id));
const EVERYTHING = backendPathway.phases.flatMap(({ tasks }) => tasks.map(({ id }) => id));

async function join(
  setting: Setting,
  cohort: Cohort,
  userId: string,
  consent: 'shares' | 'keeps to themselves' = 'shares',
): Promise<void> {
  await joinCohort(setting, userId, cohort);
  await setting.cohorts.setSharing(askerOf(userId), cohort.id, consent === 'shares');
}

function look({ cohorts }: Setting, page = 0) {
  return cohorts.insights.look(frida, undefined, page);
}

describe('insights', () => {
  test('of an empty cohort are empty', async () => {
    await using setting = await createSetting(backendPathway);
    await createCohort(setting);
    expect(await look(setting)).toMatchObject({
      members: 0,
      inPhases: backendPathway.phases.map((_, index) => ({ number: index + 1, members: 0 })),
      finished: 0,
      grid: [],
      consenting: 0,
      page: 0,
      pages: 1,
      stuck: [],
      quiet: 0,
      quietNames: [],
    });
  });

  test('count everybody, and show those alone who consented', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    const [beginner = '', second = '', done = ''] = people(3);
    await join(setting, cohort, beginner);
    await join(setting, cohort, second, 'keeps to themselves');
    await join(setting, cohort, done);
    await finish(setting, second, ...FOUNDATIONS);
    await finish(setting, done, ...EVERYTHING);
    await finish(setting, beginner, 'cka-course');
    const insights = await look(setting);
    expect(insights).toMatchObject({
      cohort: { id: cohort.id },
      members: 3,
      finished: 1,
      consenting: 2,
      grid: [
        { userId: beginner, name: nameOf(beginner), percents: [47, 0, 0, 0, 0], isQuiet: false },
        { userId: done, name: nameOf(done), percents: [100, 100, 100, 100, 100], isQuiet: false },
      ],
    });
    expect(insights.inPhases.map(({ members }) => members)).toEqual([1, 1, 0, 0, 0]);
    expect(JSON.stringify(insights)).not.toContain(second);
  });

  test('forget whoever takes the consent back, leaves or is no longer in the server', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    const [keeps = '', leaves = '', left = '', stays = ''] = people(4);
    for (const userId of [keeps, leaves, left, stays]) await join(setting, cohort, userId);
    await setting.cohorts.setSharing(askerOf(keeps), cohort.id, false);
    await setting.cohorts.leave(askerOf(leaves), undefined);
    const member = await setting.store.serverMembers.find(GUILD, left);
    if (member !== undefined) await setting.store.serverMembers.save({ ...member, leftAt: MONDAY_NOON });
    const insights = await look(setting);
    expect(insights).toMatchObject({ members: 2, consenting: 1, grid: [{ userId: stays }] });
    const { rows, members } = await setting.cohorts.insights.exportRows(frida, cohort.id);
    expect(members).toBe(2);
    expect(rows.map(({ user_id }) => user_id)).toEqual([stays]);
  });

  test('show the hidden who consented by name: to those who look after them', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    await join(setting, cohort, MIRA);
    await setting.membership.setVisibility(MIRA, 'hidden');
    expect((await look(setting)).grid).toMatchObject([{ userId: MIRA, name: nameOf(MIRA) }]);
  });

  test('come in pages of fifteen, by name; the last one for whoever asks for too many', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    const crowd = people(31);
    for (const userId of crowd) await join(setting, cohort, userId);
    const pages = [];
    for (const page of [0, 1, 2]) pages.push(await look(setting, page));
    expect(pages.flatMap(({ grid }) => grid.map(({ userId }) => userId))).toEqual(crowd);
    expect(pages.map(({ grid, page, pages: count }) => [grid.length, page, count])).toEqual([
      [15, 0, 3],
      [15, 1, 3],
      [1, 2, 3],
    ]);
    expect(await setting.cohorts.insights.lookAgain(frida, cohort.id, 9)).toEqual(pages[2]);
  });

  test('call quiet who recorded nothing for a fortnight, and has something left to do', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    const [quiet = '', secret = '', busy = '', done = ''] = people(4);
    await join(setting, cohort, quiet);
    await join(setting, cohort, secret, 'keeps to themselves');
    await join(setting, cohort, busy);
    await join(setting, cohort, done);
    await finish(setting, done, ...EVERYTHING);
    setting.clock.set(MONDAY_NOON + FORTNIGHT - 1);
    expect(await look(setting)).toMatchObject({ quiet: 0, quietNames: [] });
    await finish(setting, busy, 'cka-course');
    setting.clock.advance(1);
    const insights = await look(setting);
    expect(insights).toMatchObject({ quiet: 2, quietNames: [nameOf(quiet)] });
    expect(insights.grid.map(({ isQuiet }) => isQuiet)).toEqual([true, false, false]);
    expect(JSON.stringify(insights)).not.toMatch(new RegExp(`${secret}|${nameOf(secret)}`));
  });

  test('call stuck the tasks that several have been on for so long, most of them first, five at most', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    const crowd = people(16);
    for (const userId of crowd) await join(setting, cohort, userId, 'keeps to themselves');
    // Four on the first task, two on each of the next five, one on the seventh, and one who goes on.
    for (const [index, userId] of crowd.slice(4).entries()) {
      await finish(setting, userId, ...EVERYTHING.slice(0, 1 + Math.floor(index / 2)));
    }
    await finish(setting, crowd[15] ?? '', ...EVERYTHING.slice(6, 7));
    // Records of one instant are told apart by milliseconds.
    setting.clock.advance(FORTNIGHT + 100);
    const { stuck, quiet } = await look(setting);
    expect(quiet).toBe(16);
    expect(stuck.map(({ task, members }) => [task.id, members])).toEqual([
      [EVERYTHING[0], 4],
      ...EVERYTHING.slice(1, 5).map((id) => [id, 2]),
    ]);
    expect(stuck[0]?.phase.id).toBe('foundations');
  });

  test('name ten of the quiet', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    const crowd = people(12);
    for (const userId of crowd) await join(setting, cohort, userId);
    setting.clock.advance(FORTNIGHT);
    expect(await look(setting)).toMatchObject({ quiet: 12, quietNames: crowd.slice(0, 10).map(nameOf) });
  });

  test('know somebody by their id whose name is not known yet', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    await join(setting, cohort, MIRA);
    const member = await setting.store.serverMembers.find(GUILD, MIRA);
    if (member !== undefined) await setting.store.serverMembers.save({ ...member, name: null });
    expect((await look(setting)).grid).toMatchObject([{ name: MIRA }]);
  });

  test('are not there for a pathway that is no longer offered, nor those of one called alike', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    const { insights } = setting.withPathways({ ...backendPathway, id: `${backendPathway.id}-2` }).cohorts;
    await expectProblem(insights.look(frida, undefined, 0), { code: 'unknown-pathway' });
    await expectProblem(insights.exportRows(frida, cohort.id), { code: 'unknown-pathway' });
  });
});

describe('the export', () => {
  test('has a line for each who consented, in the cohort’s days', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting, { timeZone: 'Asia/Tokyo' });
    setting.clock.set('2026-11-23T16:00Z');
    await join(setting, cohort, MIRA);
    await join(setting, cohort, TOMAS, 'keeps to themselves');
    await finish(setting, MIRA, 'cka-course');
    setting.clock.set('2026-11-25T12:00Z');
    await setting.progress.skip({ userId: MIRA, task: 'kubeadm-cluster' });
    const [pod] = backendPathway.phases[0]?.tasks.slice(2) ?? [];
    expect(await setting.cohorts.insights.exportRows(frida, cohort.id)).toMatchObject({
      cohort: { id: cohort.id },
      members: 2,
      rows: [
        {
          name: nameOf(MIRA),
          user_id: MIRA,
          joined: '2026-11-24',
          last_active: '2026-11-25',
          tasks_done: 1,
          hours_done: 56,
          // Of what is not skipped.
          percent: 14,
          phase: backendPathway.phases[0]?.title,
          next_task: pod?.title,
        },
      ],
    });
  });

  test('leaves the next step empty for who has taken them all', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    await join(setting, cohort, MIRA);
    await finish(setting, MIRA, ...EVERYTHING);
    const { rows } = await setting.cohorts.insights.exportRows(frida, cohort.id);
    expect(rows).toMatchObject([{ tasks_done: 20, hours_done: 420, percent: 100, phase: '', next_task: '' }]);
  });

  test('has everybody, not a page of them', async () => {
    await using setting = await createSetting(backendPathway);
    const cohort = await createCohort(setting);
    const crowd = people(20);
    for (const userId of crowd) await join(setting, cohort, userId);
    const { rows } = await setting.cohorts.insights.exportRows(frida, cohort.id);
    expect(rows.map(({ user_id }) => user_id)).toEqual(crowd);
  });
});
