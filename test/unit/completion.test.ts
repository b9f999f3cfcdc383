import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  nextRecordedAt,
  restoreReplaced,
  reviseCompletion,
  type Statement,
} from '../../src/domain/completion.ts';
import type { Completion } from '../../src/domain/member.ts';

const KEY = { userId: '80351110224678912', pathwayId: 'any', taskId: 'first-task' };

// Few values, so that a statement often repeats what was said before.
const statement: fc.Arbitrary<Statement> = fc.record({
  status: fc.constantFrom('done', 'skipped'),
  at: fc.nat(2),
  note: fc.constantFrom(null, 'a note'),
  link: fc.constantFrom(null, 'https://example.org/'),
});
const statements = fc.array(statement, { minLength: 1, maxLength: 6 });

/** The record after each of the statements, one a millisecond. */
function revise(said: readonly Statement[]): readonly Completion[] {
  const records: Completion[] = [];
  for (const [recordedAt, each] of said.entries()) {
    records.push(reviseCompletion(records.at(-1), { ...KEY, ...each, recordedAt }));
  }
  return records;
}

test('a first record replaces nothing', () => {
  fc.assert(
    fc.property(statement, (said) => {
      expect(revise([said])).toEqual([{ ...KEY, ...said, recordedAt: 0, replaced: null }]);
    }),
  );
});

test('a record says what was said last', () => {
  fc.assert(
    fc.property(statements, (said) => {
      expect(revise(said).at(-1)).toMatchObject({ ...KEY, ...said.at(-1) });
    }),
  );
});

test('saying the same again leaves the very record there was', () => {
  fc.assert(
    fc.property(statements, (said) => {
      const [record, repeated] = revise([...said, ...said.slice(-1)]).slice(-2);
      expect(repeated).toBe(record);
    }),
  );
});

test('what a record replaced can be brought back, one step deep', () => {
  fc.assert(
    fc.property(statements, statement, (said, revision) => {
      const [before, after] = revise([...said, revision]).slice(-2);
      if (before === undefined || after === undefined) throw new Error('unreachable: there are two records');
      const restored = restoreReplaced(after);
      if (after === before) return;
      expect(restored).toEqual({ ...before, replaced: null });
      expect(restored && restoreReplaced(restored)).toBeUndefined();
    }),
  );
});

test('a record’s instant is now, and later than those of all others even when the clock stands still or goes back', () => {
  const instant = fc.integer({ min: 0, max: 1000 });
  fc.assert(
    fc.property(fc.array(instant), instant, (instants, now) => {
      const records = instants.map((recordedAt) => ({
        ...KEY,
        status: 'done' as const,
        at: 0,
        note: null,
        link: null,
        replaced: null,
        recordedAt,
      }));
      const next = nextRecordedAt(records, now);
      expect(next).toBe(Math.max(now, ...instants.map((each) => each + 1)));
    }),
  );
});
