import { describe, expect, test } from 'vitest';
import { addDays } from '../../src/domain/local-time.ts';
import type { Pathway } from '../../src/domain/pathway.ts';
import type { Recorded } from '../../src/services/progress.ts';
import { accessibilityPathway, backendPathway } from '../support/loaded-pathways.ts';
import {
  createSetting,
  DAY,
  expectProblem,
  MINUTE,
  MIRA,
  MONDAY_NOON,
  recordKey,
  TOMAS,
  type Setting,
} from './setting.ts';

const PATHWAY = backendPathway.id;
const LINK = 'https://example.org/cluster';
const [FIRST_PHASE] = backendPathway.phases.map(({ tasks }) => tasks.map(({ id }) => id));
const TITLE = 'Take a CKA prep course (KodeKloud or A Cloud Guru)';

function complete({ progress }: Setting, task: string, said: object = {}): Promise<Recorded> {
  return progress.complete({ userId: MIRA, task, ...said });
}

function recordsIn({ store }: Setting, pathwayId = PATHWAY) {
  return store.completions.list(MIRA, pathwayId);
}

/** The pathway after an edit that took the task out; its hours go to a neighbour. */
function without(pathway: Pathway, taskId: string): Pathway {
  return {
    ...pathway,
    phases: pathway.phases.map((phase) => {
      const hours = phase.tasks.find(({ id }) => id === taskId)?.hours ?? 0;
      return {
        ...phase,
        tasks: phase.tasks
          .filter(({ id }) => id !== taskId)
          .map((task, index) => (index === 0 ? { ...task, hours: task.hours + hours } : task)),
      };
    }),
  };
}

describe('recording a task as done', () => {
  test('keeps what was said and when, and tells where that leads', async () => {
    await using setting = await createSetting(backendPathway);
    const recorded = await complete(setting, 'CKA', { note: ' Three weeks. ', link: `${LINK} ` });
    expect(recorded).toMatchObject({
      change: 'new',
      task: { id: 'cka-course' },
      phase: { id: 'foundations' },
      completion: {
        userId: MIRA,
        pathwayId: PATHWAY,
        taskId: 'cka-course',
        status: 'done',
        at: MONDAY_NOON,
        recordedAt: MONDAY_NOON,
        note: 'Three weeks.',
        link: LINK,
        replaced: null,
      },
      progress: { done: 1, percent: 13, nextStep: { task: { id: 'kubeadm-cluster' } } },
      finishedPhase: undefined,
    });
    expect(await recordsIn(setting)).toEqual([recorded.completion]);
  });

  test('twice is recording it once', async () => {
    await using setting = await createSetting(backendPathway);
    const { completion } = await complete(setting, 'cka-course', { note: 'First.', link: LINK });
    setting.clock.advance(DAY);
    for (const said of [{}, { note: 'First.' }, { link: LINK }, { note: '' }, { when: '2026-11-23' }]) {
      const again = await complete(setting, 'cka-course', said);
      expect(again).toMatchObject({ change: 'unchanged', completion });
    }
    expect(await recordsIn(setting)).toEqual([completion]);
  });

  test('at the same moment many times leaves one record', async () => {
    await using setting = await createSetting(backendPathway);
    const recorded = await Promise.all(Array.from({ length: 8 }, () => complete(setting, 'cka-course')));
    expect(recorded.map(({ change }) => change).toSorted()).toEqual([
      'new',
      ...Array.from({ length: 7 }, () => 'unchanged'),
    ]);
    expect(await recordsIn(setting)).toHaveLength(1);
  });

  test('again with something new adds that and keeps the rest', async () => {
    await using setting = await createSetting(backendPathway);
    const { completion } = await complete(setting, 'cka-course', { note: 'First.' });
    setting.clock.advance(DAY);
    const withLink = await complete(setting, 'cka-course', { link: LINK });
    expect(withLink).toMatchObject({
      change: 'changed',
      completion: {
        note: 'First.',
        link: LINK,
        at: MONDAY_NOON,
        recordedAt: MONDAY_NOON + DAY,
        replaced: { note: 'First.', link: null, at: MONDAY_NOON, recordedAt: completion.recordedAt },
      },
    });
    const withNote = await complete(setting, 'cka-course', { note: 'Second.' });
    expect(withNote).toMatchObject({ change: 'changed', completion: { note: 'Second.', link: LINK } });
  });

  test.each([
    [{ task: 'zeppelin' }, { code: 'unknown-task', query: 'zeppelin' }],
    [{ task: '' }, { code: 'unknown-task' }],
    [{ task: 'gpu' }, { code: 'ambiguous-task', pathwayId: PATHWAY }],
    [{ note: 'x'.repeat(501) }, { code: 'note-too-long', length: 501 }],
    [{ link: 'not a link' }, { code: 'bad-link' }],
    [{ link: `${LINK}/${'x'.repeat(600)}` }, { code: 'link-too-long' }],
    [{ pathwayId: 'astronaut' }, { code: 'unknown-pathway' }],
  ] as const)('with %o is refused, and changes nothing', async (wrong, problem) => {
    await using setting = await createSetting(backendPathway);
    const { completion } = await complete(setting, 'cka-course');
    await expectProblem(setting.progress.complete({ userId: MIRA, task: 'gpu-pod', ...wrong }), problem);
    expect(await recordsIn(setting)).toEqual([completion]);
  });

  test('counts for the member wherever they say it: the service knows no server', async () => {
    await using setting = await createSetting(backendPathway);
    await complete(setting, 'cka-course');
    await setting.progress.complete({ userId: TOMAS, task: 'gpu-pod' });
    expect((await setting.progress.standing(MIRA)).progress.done).toBe(1);
    expect((await setting.progress.outlook({ userId: MIRA })).progress.done).toBe(1);
  });
});

describe('the day on which a task was done', () => {
  test.each([
    ['Etc/UTC', '2026-11-23T23:30Z', '2026-11-23'],
    ['Europe/Berlin', '2026-11-23T23:30Z', '2026-11-24'],
    ['Pacific/Kiritimati', '2026-11-23T12:00Z', '2026-11-24'],
    ['America/Los_Angeles', '2026-11-24T07:59Z', '2026-11-23'],
  ])('may be today in %s at %s, which is %s, and no later', async (timeZone, now, today) => {
    await using setting = await createSetting(backendPathway);
    setting.clock.set(now);
    await setting.membership.join({ userId: MIRA, timeZone });
    const { completion } = await complete(setting, 'cka-course', { when: today });
    expect(completion.at).toBe(Date.parse(now));
    await expectProblem(complete(setting, 'gpu-pod', { when: addDays(today, 1) }), {
      code: 'date-out-of-range',
      earliest: addDays(today, -732),
      latest: today,
    });
  });

  test('may lie two years back, and no further', async () => {
    await using setting = await createSetting(backendPathway);
    await setting.membership.join({ userId: MIRA, timeZone: 'Asia/Kathmandu' });
    const { completion } = await complete(setting, 'cka-course', { when: '2024-11-21' });
    expect(new Date(completion.at).toISOString()).toBe('2024-11-21T06:15:00.000Z');
    await expectProblem(complete(setting, 'gpu-pod', { when: '2024-11-20' }), { code: 'date-out-of-range' });
  });

  test('can be corrected, and the streak follows', async () => {
    await using setting = await createSetting(backendPathway);
    const streak = async () => (await setting.progress.standing(MIRA)).weekStreak;
    await complete(setting, 'cka-course');
    expect(await streak()).toBe(1);
    await complete(setting, 'gpu-pod', { when: '2026-11-17' });
    expect(await streak()).toBe(2);
    const corrected = await complete(setting, 'cka-course', { when: '2026-11-18' });
    expect(corrected.change).toBe('changed');
    expect(await streak()).toBe(1);
    expect(corrected.completion.at).toBe(Date.parse('2026-11-18T12:00Z'));
  });

  test('of a skipped task that is done after all is the day of the doing', async () => {
    await using setting = await createSetting(backendPathway);
    await setting.progress.skip({ userId: MIRA, task: 'cka-course' });
    setting.clock.advance(DAY);
    expect((await complete(setting, 'cka-course')).completion.at).toBe(MONDAY_NOON + DAY);
  });
});

describe('skipping a task', () => {
  test('makes it neither done nor open', async () => {
    await using setting = await createSetting(backendPathway);
    const skipped = await setting.progress.skip({ userId: MIRA, task: 'cka-course' });
    expect(skipped).toMatchObject({
      change: 'new',
      completion: { status: 'skipped' },
      progress: { done: 0, skipped: 1, open: 19, percent: 0, nextStep: { task: { id: 'kubeadm-cluster' } } },
    });
    expect((await setting.progress.standing(MIRA)).weekStreak).toBe(0);
    const again = await setting.progress.skip({ userId: MIRA, task: 'cka-course' });
    expect(again).toMatchObject({ change: 'unchanged', completion: skipped.completion });
  });

  test('does not hide work that was done', async () => {
    await using setting = await createSetting(backendPathway);
    const { completion } = await complete(setting, 'cka-course');
    await expectProblem(setting.progress.skip({ userId: MIRA, task: 'cka-course' }), {
      code: 'done-already',
      task: TITLE,
    });
    expect(await recordsIn(setting)).toEqual([completion]);
  });

  test('gives way to doing it, and undoing that brings the skip back', async () => {
    await using setting = await createSetting(backendPathway);
    const { completion: skip } = await setting.progress.skip({ userId: MIRA, task: 'cka-course' });
    setting.clock.advance(DAY);
    expect(await complete(setting, 'cka-course')).toMatchObject({
      change: 'new',
      progress: { done: 1, skipped: 0 },
    });
    const undone = await setting.progress.undo(MIRA);
    expect(undone).toMatchObject({ restored: skip, progress: { done: 0, skipped: 1 } });
    expect(await recordsIn(setting)).toEqual([skip]);
    await setting.progress.undo(MIRA);
    expect(await recordsIn(setting)).toEqual([]);
  });
});

describe('a note and a link', () => {
  const key = { userId: MIRA, pathwayId: PATHWAY, taskId: 'cka-course' };

  test('can be set, changed and taken away, and each step undone', async () => {
    await using setting = await createSetting(backendPathway);
    const { progress } = setting;
    await complete(setting, 'cka-course', { note: 'First.' });
    const steps = [
      [{ note: 'Second.' }, { note: 'Second.', link: null }],
      [
        { note: 'Second.', link: LINK },
        { note: 'Second.', link: LINK },
      ],
      [{ note: '' }, { note: null, link: LINK }],
      [
        { note: 'Third.', link: ' ' },
        { note: 'Third.', link: null },
      ],
    ] as const;
    for (const [said, kept] of steps) {
      setting.clock.advance(MINUTE);
      expect(await progress.annotate({ ...key, ...said })).toMatchObject({
        change: 'changed',
        completion: { ...kept, at: MONDAY_NOON, recordedAt: setting.clock.now() },
      });
    }
    expect((await progress.undo(MIRA)).restored).toMatchObject({ note: null, link: LINK });
  });

  test('said again change nothing', async () => {
    await using setting = await createSetting(backendPathway);
    const { completion } = await complete(setting, 'cka-course', { note: 'First.', link: LINK });
    setting.clock.advance(DAY);
    const again = await setting.progress.annotate({ ...key, note: 'First.', link: LINK });
    expect(again).toMatchObject({ change: 'unchanged', completion, joinedNow: false });
  });

  test('need a task that is done', async () => {
    await using setting = await createSetting(backendPathway);
    const annotate = (taskId = 'cka-course', note = 'x') =>
      setting.progress.annotate({ ...key, taskId, note });
    await expectProblem(annotate(), { code: 'record-changed' });
    await setting.membership.join({ userId: MIRA });
    await expectProblem(annotate(), { code: 'task-not-recorded', task: TITLE });
    await setting.progress.skip({ userId: MIRA, task: 'cka-course' });
    await expectProblem(annotate(), { code: 'task-not-recorded' });
    await expectProblem(annotate('retired-task'), { code: 'record-changed' });
    await expectProblem(annotate('cka-course', 'x'.repeat(501)), { code: 'note-too-long' });
    await expectProblem(setting.progress.annotate({ ...key, note: '', link: 'ftp://x' }), {
      code: 'bad-link',
    });
  });
});

describe('undoing', () => {
  test('takes back the last record, then the one before, and so on', async () => {
    await using setting = await createSetting(backendPathway);
    const tasks = ['gpu-pod', 'cka-course', 'nccl-tests'];
    for (const task of tasks) {
      await complete(setting, task);
      setting.clock.advance(MINUTE);
    }
    for (const task of tasks.toReversed()) {
      expect((await setting.progress.undo(MIRA)).task.id).toBe(task);
    }
    await expectProblem(setting.progress.undo(MIRA), { code: 'nothing-recorded' });
    expect(await recordsIn(setting)).toEqual([]);
  });

  test.each([
    ['stands still', 0],
    ['is set back', -60 * MINUTE],
  ])('keeps its order when the clock %s', async (_, step) => {
    await using setting = await createSetting(backendPathway);
    // Neither the order of the file nor that of the alphabet.
    const tasks = ['nccl-tests', 'cka-course', 'pandas-pipeline', 'gpu-pod'];
    for (const task of tasks) {
      await complete(setting, task);
      setting.clock.advance(step);
    }
    for (const task of tasks.toReversed()) {
      expect((await setting.progress.undo(MIRA)).task.id).toBe(task);
    }
  });

  test('of a named task takes back that one', async () => {
    await using setting = await createSetting(backendPathway);
    await complete(setting, 'cka-course');
    await complete(setting, 'gpu-pod');
    const undone = await setting.progress.undo(MIRA, TITLE.toUpperCase());
    expect(undone).toMatchObject({ task: { id: 'cka-course' }, restored: undefined, progress: { done: 1 } });
  });

  test('looks for the name among what is recorded first', async () => {
    await using setting = await createSetting(backendPathway);
    await complete(setting, 'gpu-pod');
    expect((await setting.progress.undo(MIRA, 'gpu')).task.id).toBe('gpu-pod');
    await complete(setting, 'gpu-pod');
    await complete(setting, 'gpu-instance');
    await expectProblem(setting.progress.undo(MIRA, 'gpu'), { code: 'ambiguous-task', query: 'gpu' });
    expect((await setting.progress.undo(MIRA, 'gpu-instance')).task.id).toBe('gpu-instance');
  });

  test('never takes a task that is named exactly for another that sounds like it', async () => {
    await using setting = await createSetting(backendPathway);
    await complete(setting, 'nccl-tests');
    await expectProblem(setting.progress.undo(MIRA, 'gpu-instance'), { code: 'task-not-recorded' });
    expect(await recordsIn(setting)).toMatchObject([{ taskId: 'nccl-tests' }]);
  });

  test.each([
    ['cka-course', { code: 'task-not-recorded', task: TITLE }],
    ['zeppelin', { code: 'unknown-task', query: 'zeppelin' }],
  ] as const)('%s, which is not recorded, is refused', async (query, problem) => {
    await using setting = await createSetting(backendPathway);
    await complete(setting, 'gpu-pod');
    await expectProblem(setting.progress.undo(MIRA, query), problem);
  });

  test('needs something recorded, by oneself', async () => {
    await using setting = await createSetting(backendPathway);
    await expectProblem(setting.progress.undo(MIRA), { code: 'nothing-recorded' });
    await setting.membership.join({ userId: MIRA });
    await setting.progress.complete({ userId: TOMAS, task: 'cka-course' });
    await expectProblem(setting.progress.undo(MIRA), { code: 'nothing-recorded' });
  });
});

describe('an Undo button', () => {
  test('takes back its own record and no later one', async () => {
    await using setting = await createSetting(backendPathway);
    const first = recordKey((await complete(setting, 'cka-course')).completion);
    setting.clock.advance(MINUTE);
    const second = recordKey((await complete(setting, 'cka-course', { note: 'More.' })).completion);

    await expectProblem(setting.progress.undoRecord(MIRA, first), { code: 'record-changed' });
    expect((await setting.progress.undoRecord(MIRA, second)).restored).toMatchObject({ note: null });
    // The first record stands again, and so does its button.
    expect((await setting.progress.undoRecord(MIRA, first)).restored).toBeUndefined();
    expect(await recordsIn(setting)).toEqual([]);
    for (const stale of [first, second]) {
      await expectProblem(setting.progress.undoRecord(MIRA, stale), { code: 'record-changed' });
    }
  });

  test('pressed many times at once works once', async () => {
    await using setting = await createSetting(backendPathway);
    await complete(setting, 'gpu-pod');
    const key = recordKey((await complete(setting, 'cka-course')).completion);
    const pressed = await Promise.allSettled(
      Array.from({ length: 5 }, () => setting.progress.undoRecord(MIRA, key)),
    );
    expect(pressed.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await recordsIn(setting)).toHaveLength(1);
  });

  test('is the presser’s own: somebody else’s takes nothing back', async () => {
    await using setting = await createSetting(backendPathway);
    const key = recordKey((await complete(setting, 'cka-course')).completion);
    await expectProblem(setting.progress.undoRecord(TOMAS, key), { code: 'record-changed' });
    expect(await recordsIn(setting)).toHaveLength(1);
  });

  test('reaches a pathway that is not the current one any more', async () => {
    await using setting = await createSetting(backendPathway, accessibilityPathway);
    await setting.membership.join({ userId: MIRA, pathway: PATHWAY });
    const key = recordKey((await complete(setting, 'cka-course')).completion);
    await setting.membership.join({ userId: MIRA, pathway: accessibilityPathway.id });
    expect((await setting.progress.undoRecord(MIRA, key)).walk.pathway.id).toBe(PATHWAY);
    expect(await recordsIn(setting)).toEqual([]);
  });
});

describe('a finished phase', () => {
  const [last = '', ...others] = [...(FIRST_PHASE ?? [])].reverse();

  test('is told with the record that finishes it, and not again', async () => {
    await using setting = await createSetting(backendPathway);
    for (const task of others) expect((await complete(setting, task)).finishedPhase).toBeUndefined();
    expect((await complete(setting, last)).finishedPhase).toMatchObject({ number: 1, percent: 100 });
    expect((await complete(setting, last)).finishedPhase).toBeUndefined();
    expect((await complete(setting, last, { note: 'More.' })).finishedPhase).toBeUndefined();
    expect((await complete(setting, 'nccl-tests')).finishedPhase).toBeUndefined();
  });

  test('may end with a skipped task, as long as something of it was done', async () => {
    await using setting = await createSetting(backendPathway);
    const skip = (task: string) => setting.progress.skip({ userId: MIRA, task });
    for (const task of others) await skip(task);
    expect((await skip(last)).finishedPhase).toBeUndefined();
    expect((await complete(setting, last)).finishedPhase).toMatchObject({ done: 1, skipped: 3 });
    await setting.progress.undo(MIRA, last);
    await setting.progress.undo(MIRA, last);
    await complete(setting, others[0] ?? '');
    expect((await skip(last)).finishedPhase).toMatchObject({ done: 1, skipped: 3 });
  });

  test('that was undone can be finished again', async () => {
    await using setting = await createSetting(backendPathway);
    for (const task of [...others, last]) await complete(setting, task);
    await setting.progress.undo(MIRA);
    expect((await complete(setting, last)).finishedPhase?.number).toBe(1);
  });

  test('is the last of a pathway that is finished with it', async () => {
    await using setting = await createSetting(accessibilityPathway);
    const tasks = accessibilityPathway.phases.flatMap((phase) => phase.tasks.map(({ id }) => id));
    const recorded = [];
    for (const task of tasks) recorded.push(await complete(setting, task));
    expect(recorded.map(({ finishedPhase }) => finishedPhase?.number)).toEqual([undefined, undefined, 1, 2]);
    expect(recorded.at(-1)?.progress).toMatchObject({
      percent: 100,
      currentPhase: undefined,
      nextStep: undefined,
    });
  });
});

describe('a task that leaves the pathway', () => {
  test('keeps its record, counts nowhere, and is passed over by undo', async () => {
    await using setting = await createSetting(backendPathway);
    await complete(setting, 'gpu-pod');
    setting.clock.advance(MINUTE);
    const key = recordKey((await complete(setting, 'cka-course')).completion);
    const later = setting.withPathways(without(backendPathway, 'cka-course'));

    expect((await later.progress.standing(MIRA)).progress).toMatchObject({ done: 1, open: 18 });
    await expectProblem(later.progress.undoRecord(MIRA, key), { code: 'record-changed' });
    await expectProblem(later.progress.standingAt(MIRA, key), { code: 'record-changed' });
    await expectProblem(later.progress.undo(MIRA, 'cka-course'), { code: 'unknown-task' });
    expect((await later.progress.undo(MIRA)).task.id).toBe('gpu-pod');
    await expectProblem(later.progress.undo(MIRA), { code: 'nothing-recorded' });
    expect(await recordsIn(setting)).toMatchObject([{ taskId: 'cka-course' }]);

    // The work still counts for the streak, and for the task should it come back.
    expect((await later.progress.standing(MIRA)).weekStreak).toBe(1);
    expect((await setting.progress.standing(MIRA)).progress.done).toBe(1);
  });
});

describe('a standing', () => {
  test('needs somebody who has joined', async () => {
    await using setting = await createSetting(backendPathway);
    await expectProblem(setting.progress.standing(MIRA), { code: 'not-joined' });
  });

  test('of another member is shown when they chose so; of the hidden and of strangers alike, nothing', async () => {
    await using setting = await createSetting(backendPathway);
    const hidden = { code: 'progress-hidden', userId: MIRA } as const;
    await expectProblem(setting.progress.standingOf(MIRA), hidden);
    await complete(setting, 'cka-course');
    await expectProblem(setting.progress.standingOf(MIRA), hidden);
    await setting.membership.setVisibility(MIRA, 'named');
    expect(await setting.progress.standingOf(MIRA)).toEqual(await setting.progress.standing(MIRA));
    await setting.membership.setVisibility(MIRA, 'hidden');
    await expectProblem(setting.progress.standingOf(MIRA), hidden);
  });

  test('for sharing a record goes with the record: gone, changed or somebody else’s, it is refused', async () => {
    await using setting = await createSetting(backendPathway, accessibilityPathway);
    await setting.membership.join({ userId: MIRA, pathway: PATHWAY });
    const key = recordKey((await complete(setting, 'cka-course')).completion);
    await setting.membership.join({ userId: MIRA, pathway: accessibilityPathway.id });
    expect((await setting.progress.standingAt(MIRA, key)).progress).toMatchObject({ done: 1 });

    const refused = { code: 'record-changed' } as const;
    await expectProblem(setting.progress.standingAt(TOMAS, key), refused);
    await expectProblem(setting.progress.standingAt(MIRA, { ...key, taskId: 'gpu-pod' }), refused);
    await expectProblem(
      setting.progress.standingAt(MIRA, { ...key, recordedAt: key.recordedAt + 1 }),
      refused,
    );
    await expectProblem(setting.progress.standingAt(MIRA, { ...key, pathwayId: 'astronaut' }), refused);
    await setting.progress.undoRecord(MIRA, key);
    await expectProblem(setting.progress.standingAt(MIRA, key), refused);
  });
});

describe('an outlook', () => {
  test('shows a stranger the only pathway with its defaults, and writes nothing', async () => {
    await using setting = await createSetting(backendPathway);
    expect(await setting.progress.outlook({ userId: MIRA })).toMatchObject({
      pathway: { id: PATHWAY },
      progress: { done: 0, nextStep: { task: { id: 'cka-course' } } },
      hoursPerWeek: 10,
      timeZone: 'Etc/UTC',
      hasJoined: false,
    });
    expect(await setting.store.members.find(MIRA)).toBeUndefined();
  });

  test('shows members their own: pace, zone and progress', async () => {
    await using setting = await createSetting(backendPathway, accessibilityPathway);
    await setting.membership.join({
      userId: MIRA,
      pathway: PATHWAY,
      hoursPerWeek: 7,
      timeZone: 'Asia/Tokyo',
    });
    await complete(setting, 'cka-course');
    expect(await setting.progress.outlook({ userId: MIRA })).toMatchObject({
      pathway: { id: PATHWAY },
      progress: { done: 1 },
      hoursPerWeek: 7,
      timeZone: 'Asia/Tokyo',
      hasJoined: true,
    });
    expect(await setting.progress.outlook({ userId: MIRA }, 'accessibility')).toMatchObject({
      pathway: { id: accessibilityPathway.id },
      progress: { done: 0 },
      hoursPerWeek: 4,
      hasJoined: false,
    });
  });

  test('is on the first pathway where there are several and none is meant', async () => {
    await using setting = await createSetting(backendPathway, accessibilityPathway);
    expect((await setting.progress.outlook({ userId: MIRA })).pathway.id).toBe(PATHWAY);
    await expectProblem(setting.progress.outlook({ userId: MIRA }, 'astronaut'), { code: 'unknown-pathway' });
    expect((await setting.progress.outlook({ userId: MIRA }, PATHWAY)).pathway.id).toBe(PATHWAY);
  });
});
