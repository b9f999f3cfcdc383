import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changesBetween, combineChanges, type PlacedTask } from '../../src/domain/pathway-changes.ts';

const task = (taskId: string, phaseId: string, title = taskId.toUpperCase()): PlacedTask => ({
  taskId,
  phaseId,
  title,
});

describe('an edit', () => {
  test('tells arrivals, moves and departures, and nothing of what stayed', () => {
    const before = [task('stays', 'one'), task('moves', 'one'), task('leaves', 'two')];
    const after = [task('arrives', 'one'), task('stays', 'one', 'Renamed'), task('moves', 'two')];
    expect(changesBetween(before, after)).toEqual([
      { taskId: 'arrives', title: 'ARRIVES', from: null, to: 'one' },
      { taskId: 'moves', title: 'MOVES', from: 'one', to: 'two' },
      { taskId: 'leaves', title: 'LEAVES', from: 'two', to: null },
    ]);
  });

  test('that only changes the order tells nothing', () => {
    const tasks = [task('a', 'one'), task('b', 'one'), task('c', 'two')];
    expect(changesBetween(tasks, tasks.toReversed())).toEqual([]);
  });
});

const arbitraryPathway = fc
  .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'))
  .chain((ids) =>
    fc
      .tuple(...ids.map(() => fc.constantFrom('one', 'two', 'three')))
      .map((phases) => ids.map((id, index) => task(id, phases[index] ?? 'one'))),
  );

test('several edits in a row come to what the last one made of the first', () => {
  fc.assert(
    fc.property(fc.array(arbitraryPathway, { minLength: 2, maxLength: 6 }), (versions) => {
      const edits = versions.slice(1).map((version, index) => changesBetween(versions[index] ?? [], version));
      const net = changesBetween(versions[0] ?? [], versions.at(-1) ?? []);
      const sorted = (changes: typeof net) => changes.toSorted((a, b) => a.taskId.localeCompare(b.taskId));
      expect(sorted(combineChanges(edits))).toEqual(sorted(net));
    }),
  );
});
