import fc from 'fast-check';
import { expect, it } from 'vitest';

import type { Completion } from '../../src/domain/member.ts';
import { openTemporaryStore } from '../support/temporary-store.ts';
import { ENROLMENT, MEMBER, saveMemberAndEnrolment } from './records.ts';

const taskId = fc.constantFrom('a', 'b', 'c', 'd');
const instant = fc.integer({ min: 0, max: 8_640_000_000_000_000 });
/** Any characters but the one that the store leaves out. */
const text = fc.option(fc.string({ unit: 'binary' }).map((any) => any.replaceAll('\0', '')));
const record = { status: fc.constantFrom('done', 'skipped'), at: instant, note: text, link: text };

const step = fc.oneof(
  fc.record({
    kind: fc.constant('save' as const),
    completion: fc.record({
      userId: fc.constant(MEMBER.userId),
      pathwayId: fc.constant(ENROLMENT.pathwayId),
      taskId,
      ...record,
      // A narrow range, so that equal instants come up.
      recordedAt: fc.integer({ min: 0, max: 5 }),
      replaced: fc.option(fc.record({ ...record, recordedAt: instant })),
    }) satisfies fc.Arbitrary<Completion>,
    /** Whether a transaction that fails follows the step; it must leave nothing. */
    thenFail: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('remove' as const), taskId, thenFail: fc.boolean() }),
);

it('holds what a map would hold, after any sequence of saves, removals and failed transactions', async () => {
  await using temporary = await openTemporaryStore();
  const { store } = temporary;
  await saveMemberAndEnrolment(store);

  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const model = new Map<string, Completion>();
      for (const { taskId } of await store.completions.list(MEMBER.userId, ENROLMENT.pathwayId)) {
        await store.completions.remove(MEMBER.userId, ENROLMENT.pathwayId, taskId);
      }

      for (const step of steps) {
        if (step.kind === 'save') {
          model.set(step.completion.taskId, step.completion);
          await store.completions.save(step.completion);
        } else {
          model.delete(step.taskId);
          await store.completions.remove(MEMBER.userId, ENROLMENT.pathwayId, step.taskId);
        }
        if (step.thenFail) {
          const failure = store.transaction(async ({ completions }) => {
            for (const { taskId } of await completions.list(MEMBER.userId, ENROLMENT.pathwayId)) {
              await completions.remove(MEMBER.userId, ENROLMENT.pathwayId, taskId);
            }
            throw new Error('as planned');
          });
          await expect(failure).rejects.toThrow('as planned');
        }
      }

      const expected = [...model.values()].sort(
        (a, b) => a.recordedAt - b.recordedAt || (a.taskId < b.taskId ? -1 : 1),
      );
      expect(await store.completions.list(MEMBER.userId, ENROLMENT.pathwayId)).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});
