import SqliteDatabase from 'better-sqlite3';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, ASSUMED_TIME_ZONE } from '../../src/domain/local-time.ts';
import { phaseDays } from '../../src/domain/pace-peers.ts';
import type { Pathway } from '../../src/domain/pathway.ts';
import { measureProgress } from '../../src/domain/progress.ts';
import { openLibrary } from '../../src/services/pathway-changes.ts';
import type { PhaseOfMember } from '../../src/services/ports.ts';
import { createPhaseDurationRepository } from '../../src/store/phase-durations.ts';
import { MEMBER, ENROLMENT } from '../store/records.ts';
import { explain } from '../store/query-plans.ts';
import { accessibilityPathway as pathway } from '../support/loaded-pathways.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/temporary-store.ts';
import { createSetting, DAY, MIRA, MONDAY_NOON, people, type Setting } from './setting.ts';

const LISTEN = ['keyboard-week', 'screen-reader-basics', 'user-interview'];

/** Joins on the Monday and finishes the first phase so many days later. */
async function walk(setting: Setting, userId: string, days: number): Promise<void> {
  setting.clock.set(MONDAY_NOON);
  await setting.membership.join({ userId });
  for (const task of LISTEN) {
    setting.clock.set(MONDAY_NOON + (task === LISTEN.at(-1) ? days : 1) * DAY);
    await setting.progress.complete({ userId, task });
  }
}

const listen = (setting: Setting, userId = MIRA) => setting.pace.ofPhase(userId, pathway.id, 'listen');

test('four others are no range, five are, whether they are hidden or not', async () => {
  await using setting = await createSetting(pathway);
  for (const [index, userId] of people(4).entries()) {
    await walk(setting, userId, 10 + index);
    await setting.membership.setVisibility(userId, 'hidden');
  }
  await walk(setting, MIRA, 3);
  expect(await listen(setting)).toBeUndefined();
  await walk(setting, '90351110224099999', 30);
  // 10, 11, 12, 13 and 30 days: the middle half is from 11 to 13.
  expect(await listen(setting)).toEqual({ from: 1, to: 2 });
});

test('a member’s own days do not count among those of others', async () => {
  await using setting = await createSetting(pathway);
  const others = people(5);
  for (const userId of others) await walk(setting, userId, 21);
  expect(await listen(setting)).toEqual({ from: 3, to: 3 });
  expect(await listen(setting, others[0])).toBeUndefined();
});

test('who takes a record back has no days any more, and who moves their first day has others', async () => {
  await using setting = await createSetting(pathway);
  await walk(setting, MIRA, 9);
  const days = async () => Object.fromEntries(await setting.store.phaseDurations.list(MIRA, pathway.id));
  expect(await days()).toEqual({ listen: 9 });
  await setting.membership.join({ userId: MIRA, startsOn: '2026-11-19' });
  expect(await days()).toEqual({ listen: 13 });
  await setting.progress.undo(MIRA, 'keyboard-week');
  expect(await days()).toEqual({});
  await setting.progress.skip({ userId: MIRA, task: 'keyboard-week' });
  expect(await days()).toEqual({ listen: 13 });
});

test('what is kept is what the records say, whatever was recorded and taken back', async () => {
  await using setting = await createSetting(pathway);
  const { store, progress, membership, clock } = setting;
  const tasks = pathway.phases.flatMap((phase) => phase.tasks.map(({ id }) => id));
  const steps = fc.array(
    fc.record({
      kind: fc.constantFrom('complete', 'complete', 'complete', 'skip', 'undo', 'move'),
      task: fc.constantFrom(...tasks),
      day: fc.integer({ min: -20, max: 0 }),
    }),
    { minLength: 10, maxLength: 25 },
  );
  let users = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (drawn) => {
      const userId = String(90_000 + (users += 1));
      clock.set(MONDAY_NOON);
      await membership.join({ userId });
      for (const { kind, task, day } of drawn) {
        clock.advance(DAY / 2);
        const when = addDays('2026-11-23', day);
        if (kind === 'complete') await progress.complete({ userId, task, when });
        if (kind === 'skip') await progress.skip({ userId, task }).catch(() => undefined);
        if (kind === 'undo') await progress.undo(userId).catch(() => undefined);
        if (kind === 'move') await membership.join({ userId, startsOn: when });
        const enrolment = await store.enrolments.find(userId, pathway.id);
        if (enrolment === undefined) throw new Error('joined nothing');
        const records = await store.completions.list(userId, pathway.id);
        expect(await store.phaseDurations.list(userId, pathway.id)).toEqual(
          phaseDays(measureProgress(pathway, records), enrolment, ASSUMED_TIME_ZONE),
        );
      }
    }),
    { numRuns: 4 },
  );
});

test('erased members are forgotten, and with them the range', async () => {
  await using temporary = await openTemporaryStore();
  const phase = await fill(temporary, [7, 8, 9, 10, 11]);
  expect(await temporary.store.phaseDurations.countOthers(phase)).toBe(5);
  const database = new SqliteDatabase(temporary.path);
  database.pragma('foreign_keys = ON');
  database.prepare('DELETE FROM member WHERE user_id = ?').run('100');
  database.close();
  expect(await temporary.store.phaseDurations.countOthers(phase)).toBe(4);
});

test('a pathway’s file that moves a task to another phase has everybody’s days worked out anew', async () => {
  await using setting = await createSetting(pathway);
  await openLibrary(setting.store, [pathway], MONDAY_NOON);
  await walk(setting, MIRA, 16);
  const days = async () => Object.fromEntries(await setting.store.phaseDurations.list(MIRA, pathway.id));
  expect(await days()).toEqual({ listen: 16 });

  const [first, second] = pathway.phases;
  const moved = first?.tasks.at(-1);
  if (first === undefined || second === undefined || moved === undefined) throw new Error('too short');
  const changed: Pathway = {
    ...pathway,
    phases: [
      { ...first, tasks: first.tasks.slice(0, -1) },
      { ...second, tasks: [moved] },
    ],
  };
  await openLibrary(setting.store, [changed], MONDAY_NOON);
  // What is left of the first phase was all said on one day.
  expect(await days()).toEqual({ audit: 15 });
  await openLibrary(setting.store, [pathway], MONDAY_NOON);
  expect(await days()).toEqual({ listen: 16 });
});

/** Members who took so many days, from the user id 100 on; the phase as somebody else walks it. */
async function fill({ store }: TemporaryStore, days: readonly number[]): Promise<PhaseOfMember> {
  const phase = { pathwayId: ENROLMENT.pathwayId, phaseId: 'listen' };
  for (const [index, each] of days.entries()) {
    const userId = String(100 + index);
    await store.members.save({ ...MEMBER, userId });
    await store.enrolments.save({ ...ENROLMENT, userId });
    await store.phaseDurations.save({ ...phase, userId }, each);
  }
  return { ...phase, userId: '1' };
}

test('whoever stands at a rank among the others is found, with and without days of one’s own', async () => {
  const lists = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(lists, async (days) => {
      await using temporary = await openTemporaryStore();
      const stranger = await fill(temporary, days);
      const { phaseDurations } = temporary.store;
      for (const asker of ['1', ...days.map((_, index) => String(100 + index))]) {
        const others = days.filter((_, index) => String(100 + index) !== asker).sort((a, b) => a - b);
        const phase = { ...stranger, userId: asker };
        expect(await phaseDurations.countOthers(phase)).toBe(others.length);
        for (let rank = 0; rank <= others.length; rank += 1) {
          expect(await phaseDurations.daysOfOther(phase, rank)).toBe(others[rank]);
        }
      }
    }),
    { numRuns: 10 },
  );
});

test('every query goes along an index', async () => {
  await using temporary = await openTemporaryStore();
  const phase = await fill(temporary, [7, 8, 9]);
  const plans = await explain(temporary.path, async (database) => {
    const durations = createPhaseDurationRepository(database);
    await durations.list('100', phase.pathwayId);
    await durations.countOthers(phase);
    await durations.daysOfOther(phase, 1);
    await durations.save({ ...phase, userId: '100' }, 4);
    await durations.remove({ ...phase, userId: '100' });
  });
  expect(plans.filter((step) => /SCAN|TEMP B-TREE/.test(step))).toEqual([]);
  expect(plans.join('\n')).toContain(
    'SEARCH phase_duration USING COVERING INDEX phase_duration_days (pathway_id=? AND phase_id=?)',
  );
});
