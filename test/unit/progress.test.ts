import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Completion, CompletionStatus } from '../../src/domain/member.ts';
import { isFinished, measureProgress, openTasks, type Extent } from '../../src/domain/progress.ts';
import { accessibilityPathway, backendPathway } from '../support/loaded-pathways.ts';

function recordOf(taskId: string, status: CompletionStatus = 'done'): Completion {
  return {
    userId: '80351110224678912',
    pathwayId: backendPathway.id,
    taskId,
    status,
    at: 0,
    recordedAt: 0,
    note: null,
    link: null,
    replaced: null,
  };
}

const taskIds = backendPathway.phases.flatMap(({ tasks }) => tasks.map(({ id }) => id));

/** Every task of the pathway in any state. */
const states = fc.tuple(...taskIds.map(() => fc.constantFrom('open', 'done', 'skipped'))).map((drawn) =>
  taskIds.flatMap((id, index) => {
    const state = drawn[index];
    return state === undefined || state === 'open' ? [] : [recordOf(id, state)];
  }),
);

function extentsOf(completions: readonly Completion[]): readonly Extent[] {
  const progress = measureProgress(backendPathway, completions);
  return [progress, ...progress.phases];
}

function percentOf(done: readonly string[], skipped: readonly string[] = []): number {
  const records = [...done.map((id) => recordOf(id)), ...skipped.map((id) => recordOf(id, 'skipped'))];
  return measureProgress(accessibilityPathway, records).percent;
}

test.each([
  ['nothing', [], [], 0],
  ['5 hours of 30', ['keyboard-week'], [], 17],
  ['a whole phase, 18 of 30', ['keyboard-week', 'screen-reader-basics', 'user-interview'], [], 60],
  [
    '18 of the 18 that are not skipped',
    ['keyboard-week', 'screen-reader-basics', 'user-interview'],
    ['first-audit'],
    100,
  ],
  ['5 of the 23 that are not skipped', ['keyboard-week'], ['user-interview'], 22],
  ['only skipped tasks', [], ['keyboard-week', 'first-audit'], 0],
  ['everything skipped', [], ['keyboard-week', 'screen-reader-basics', 'user-interview', 'first-audit'], 0],
] as const)('the percentage weighs tasks by their hours: %s', (_, done, skipped, percent) => {
  expect(percentOf(done, skipped)).toBe(percent);
});

test('a percentage is never rounded up to 100, nor down to 0', () => {
  const pathway = {
    ...accessibilityPathway,
    phases: accessibilityPathway.phases.map((phase, index) => ({
      ...phase,
      tasks: phase.tasks.slice(0, 1).map((task) => ({ ...task, hours: index === 0 ? 1 : 500 })),
    })),
  };
  const percentWith = (taskId: string) => measureProgress(pathway, [recordOf(taskId)]).percent;
  expect(percentWith('first-audit')).toBe(99);
  expect(percentWith('keyboard-week')).toBe(1);
});

describe('whatever is recorded,', () => {
  test('a percentage is whole, 100 just when nothing is open and something done, 0 just when nothing is done', () => {
    fc.assert(
      fc.property(states, (completions) => {
        for (const extent of extentsOf(completions)) {
          expect(Number.isInteger(extent.percent)).toBe(true);
          expect(extent.percent).toBeGreaterThanOrEqual(0);
          expect(extent.percent).toBeLessThanOrEqual(100);
          expect(extent.percent === 100).toBe(extent.open === 0 && extent.done > 0);
          expect(extent.percent === 0).toBe(extent.done === 0);
          expect(isFinished(extent)).toBe(extent.percent === 100);
        }
      }),
    );
  });

  test('a task that becomes done never takes a percentage down', () => {
    fc.assert(
      fc.property(states, fc.constantFrom(...taskIds), (completions, taskId) => {
        const others = completions.filter((completion) => completion.taskId !== taskId);
        const before = measureProgress(backendPathway, others);
        const after = measureProgress(backendPathway, [...others, recordOf(taskId)]);
        expect(after.percent).toBeGreaterThanOrEqual(before.percent);
        expect(after.doneHours).toBeGreaterThan(before.doneHours);
      }),
    );
  });

  test('a skipped task counts as if it were not there', () => {
    fc.assert(
      fc.property(states, (completions) => {
        const skipped = new Set(
          completions.filter(({ status }) => status === 'skipped').map(({ taskId }) => taskId),
        );
        const shorter = {
          ...backendPathway,
          phases: backendPathway.phases.map((phase) => ({
            ...phase,
            tasks: phase.tasks.filter(({ id }) => !skipped.has(id)),
          })),
        };
        const withSkips = measureProgress(backendPathway, completions);
        const withoutThem = measureProgress(shorter, completions);
        const figures = ({ percent, done, open, doneHours, openHours }: Extent) => [
          percent,
          done,
          open,
          doneHours,
          openHours,
        ];
        expect(figures(withSkips)).toEqual(figures(withoutThem));
        expect(withSkips.phases.map(figures)).toEqual(withoutThem.phases.map(figures));
        expect(withSkips.skipped).toBe(skipped.size);
      }),
    );
  });

  test('a record of a task that has left the pathway changes nothing', () => {
    const retired = fc.array(
      fc.constantFrom<CompletionStatus>('done', 'skipped').map((status) => recordOf('retired-task', status)),
      { minLength: 1, maxLength: 1 },
    );
    fc.assert(
      fc.property(states, retired, (completions, gone) => {
        expect(measureProgress(backendPathway, [...gone, ...completions])).toEqual(
          measureProgress(backendPathway, completions),
        );
      }),
    );
  });

  test('the order of the records does not matter', () => {
    fc.assert(
      fc.property(states, (completions) => {
        expect(measureProgress(backendPathway, completions.toReversed())).toEqual(
          measureProgress(backendPathway, completions),
        );
      }),
    );
  });

  test('the next step is the first open task, in the first phase that has one', () => {
    fc.assert(
      fc.property(states, (completions) => {
        const progress = measureProgress(backendPathway, completions);
        const recorded = new Set(completions.map(({ taskId }) => taskId));
        const firstOpen = taskIds.find((id) => !recorded.has(id));
        expect(progress.nextStep?.task.id).toBe(firstOpen);
        expect(progress.currentPhase?.phase.id).toBe(progress.nextStep?.phase.id);
        expect(openTasks(progress).map(({ task }) => task.id)).toEqual(
          taskIds.filter((id) => !recorded.has(id)),
        );
      }),
    );
  });

  test('the phases add up to the pathway', () => {
    fc.assert(
      fc.property(states, (completions) => {
        const progress = measureProgress(backendPathway, completions);
        for (const key of ['done', 'open', 'skipped', 'doneHours', 'openHours'] as const) {
          expect(progress.phases.reduce((sum, phase) => sum + phase[key], 0)).toBe(progress[key]);
        }
        expect(progress.done + progress.open + progress.skipped).toBe(taskIds.length);
      }),
    );
  });
});

test('phases are numbered as members count them', () => {
  expect(measureProgress(backendPathway, []).phases.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
});
