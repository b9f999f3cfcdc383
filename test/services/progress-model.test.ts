import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError, type Problem } from '../../src/domain/errors.ts';
import type { Completion, ReplacedCompletion } from '../../src/domain/member.ts';
import { accessibilityPathway } from '../support/loaded-pathways.ts';
import { propertyRuns } from '../support/property-runs.ts';
import { createSetting, DAY, MIRA, MONDAY_NOON, recordKey, type Setting } from './setting.ts';

const PATHWAY = accessibilityPathway.id;
const TASKS = accessibilityPathway.phases.flatMap(({ tasks }) => tasks);

const task = fc.constantFrom(...TASKS.map(({ id }) => id));
const note = fc.constantFrom('', 'One note.', 'Another.');
const link = fc.constantFrom('', 'https://example.org/');
const saying = { note: fc.option(note, { nil: undefined }), link: fc.option(link, { nil: undefined }) };

const step = fc.oneof(
  fc.record({ kind: fc.constant('complete' as const), task, ...saying, daysAgo: fc.option(fc.nat(2)) }),
  fc.record({ kind: fc.constant('skip' as const), task }),
  fc.record({ kind: fc.constant('annotate' as const), task, note, link: saying.link }),
  fc.record({ kind: fc.constant('undo' as const), task: fc.option(task, { nil: undefined }) }),
  // One of all the Undo buttons there ever were, counted from the latest.
  fc.record({ kind: fc.constant('press' as const), button: fc.nat(8) }),
  fc.record({ kind: fc.constant('wait' as const), milliseconds: fc.constantFrom(1, 60_000, DAY, -1000) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What the services must remember, as plainly as it can be said: each task's record and the one it replaced. */
type Model = Map<
  string,
  { readonly current: ReplacedCompletion; readonly before: ReplacedCompletion | undefined }
>;

type Button = Pick<Completion, 'taskId' | 'recordedAt'>;

/** Does the step to the model; the code of the problem when it is refused. */
function expectStep(
  model: Model,
  step: Step,
  now: number,
  buttons: readonly Button[],
): Problem['code'] | undefined {
  const latest = Math.max(0, ...[...model.values()].map(({ current }) => current.recordedAt));
  const recordedAt = Math.max(now, latest + 1);
  const save = (taskId: string, said: Omit<ReplacedCompletion, 'recordedAt'>) => {
    const current = model.get(taskId)?.current;
    const isNews = (['status', 'at', 'note', 'link'] as const).some((key) => said[key] !== current?.[key]);
    if (isNews) model.set(taskId, { current: { ...said, recordedAt }, before: current });
  };
  const takeBack = (taskId: string) => {
    const before = model.get(taskId)?.before;
    if (before === undefined) model.delete(taskId);
    else model.set(taskId, { current: before, before: undefined });
  };

  switch (step.kind) {
    case 'complete': {
      const current = model.get(step.task)?.current;
      const earlier = current?.status === 'done' ? current.at : undefined;
      save(step.task, {
        status: 'done',
        at: instantOf(step.daysAgo, now, earlier),
        note: orNull(step.note) ?? current?.note ?? null,
        link: orNull(step.link) ?? current?.link ?? null,
      });
      return undefined;
    }
    case 'skip': {
      const current = model.get(step.task)?.current;
      if (current?.status === 'done') return 'done-already';
      if (current === undefined) save(step.task, { status: 'skipped', at: now, note: null, link: null });
      return undefined;
    }
    case 'annotate': {
      const current = model.get(step.task)?.current;
      if (current?.status !== 'done') return 'task-not-recorded';
      const link = step.link === undefined ? current.link : orNull(step.link);
      save(step.task, { status: 'done', at: current.at, note: orNull(step.note), link });
      return undefined;
    }
    case 'undo': {
      if (step.task !== undefined && !model.has(step.task)) return 'task-not-recorded';
      const last = [...model].find(([, { current }]) => current.recordedAt === latest)?.[0];
      const taskId = step.task ?? last;
      if (taskId === undefined) return 'nothing-recorded';
      takeBack(taskId);
      return undefined;
    }
    case 'press': {
      const button = buttons.at(-1 - step.button);
      if (button === undefined) return undefined;
      if (model.get(button.taskId)?.current.recordedAt !== button.recordedAt) return 'record-changed';
      takeBack(button.taskId);
      return undefined;
    }
    case 'wait':
      return undefined;
  }
}

/** An empty text says nothing. */
function orNull(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}

function instantOf(daysAgo: number | null, now: number, earlier: number | undefined): number {
  const startOfDay = (at: number) => Math.floor(at / DAY) * DAY;
  if (daysAgo === null) return earlier ?? now;
  const day = startOfDay(now) - daysAgo * DAY;
  if (earlier !== undefined && startOfDay(earlier) === day) return earlier;
  return daysAgo === 0 ? now : day + DAY / 2;
}

/** Does the step to the services; gives back the Undo button that it brings. */
async function take(setting: Setting, step: Step, buttons: readonly Button[]): Promise<Button | undefined> {
  const { progress, clock } = setting;
  switch (step.kind) {
    case 'complete': {
      const { note, link, daysAgo } = step;
      const when =
        daysAgo === null ? undefined : new Date(clock.now() - daysAgo * DAY).toISOString().slice(0, 10);
      return recordKey(
        (await progress.complete({ userId: MIRA, task: step.task, note, link, when })).completion,
      );
    }
    case 'skip':
      return recordKey((await progress.skip({ userId: MIRA, task: step.task })).completion);
    case 'annotate': {
      const request = {
        userId: MIRA,
        pathwayId: PATHWAY,
        taskId: step.task,
        note: step.note,
        link: step.link,
      };
      return recordKey((await progress.annotate(request)).completion);
    }
    case 'undo':
      await progress.undo(MIRA, step.task);
      return undefined;
    case 'press': {
      const button = buttons.at(-1 - step.button);
      if (button !== undefined) await progress.undoRecord(MIRA, { pathwayId: PATHWAY, ...button });
      return undefined;
    }
    case 'wait':
      clock.advance(step.milliseconds);
      return undefined;
  }
}

test('whatever a member does, what is remembered is what the model remembers', async () => {
  await using setting = await createSetting(accessibilityPathway);
  await setting.membership.join({ userId: MIRA });

  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      setting.clock.set(MONDAY_NOON);
      for (const { id } of TASKS) await setting.store.completions.remove(MIRA, PATHWAY, id);
      const model: Model = new Map();
      const buttons: Button[] = [];

      for (const step of steps) {
        const expected = expectStep(model, step, setting.clock.now(), buttons);
        const button = await take(setting, step, buttons).catch((error: unknown) => {
          if (!(error instanceof UserError)) throw error;
          expect(error.problem.code).toBe(expected);
          return 'refused' as const;
        });
        expect(button === 'refused').toBe(expected !== undefined);
        if (button !== undefined && button !== 'refused') buttons.push(button);

        const records = [...model].map(([taskId, { current, before }]) => ({
          userId: MIRA,
          pathwayId: PATHWAY,
          taskId,
          ...current,
          replaced: before ?? null,
        }));
        expect(await setting.store.completions.list(MIRA, PATHWAY)).toEqual(
          records.toSorted((a, b) => a.recordedAt - b.recordedAt || (a.taskId < b.taskId ? -1 : 1)),
        );
        const hours = (status: Completion['status']) =>
          TASKS.reduce(
            (sum, { id, hours }) => sum + (model.get(id)?.current.status === status ? hours : 0),
            0,
          );
        const { progress } = await setting.progress.standing(MIRA);
        expect(progress.doneHours).toBe(hours('done'));
        expect(progress.openHours).toBe(30 - hours('done') - hours('skipped'));
      }
    }),
    { numRuns: propertyRuns(60) },
  );
});
