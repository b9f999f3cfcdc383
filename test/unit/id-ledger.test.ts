import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeIdChanges } from '../../src/content/describe-id-changes.ts';
import { compareLedgers, idLedgerSchema, recordIds, type IdLedger } from '../../src/content/id-ledger.ts';
import type { Pathway, Phase, Task } from '../../src/domain/pathway.ts';
import { arbitraryPathway } from '../support/arbitrary-pathway.ts';
import { accessibilityPathway } from '../support/loaded-pathways.ts';

const published = recordIds({}, [accessibilityPathway]);
const { id } = accessibilityPathway;

/** What the editor reads of a change, without the pathway's name. */
function changesOf(before: IdLedger, pathways: readonly Pathway[]): readonly string[] {
  return describeIdChanges(compareLedgers(before, recordIds(before, pathways)))
    .filter((line) => line.startsWith('  '))
    .map((line) => line.trim());
}

function withPhases(change: (phase: Phase) => Phase): Pathway {
  return { ...accessibilityPathway, phases: accessibilityPathway.phases.map(change) };
}

function withTasks(change: (task: Task) => readonly Task[]): Pathway {
  return withPhases((phase) => ({ ...phase, tasks: phase.tasks.flatMap(change) }));
}

describe('what publishing does to ids', () => {
  test('nothing, when texts and the order of things are all that changes', () => {
    const retold = withTasks((task) => [
      { ...task, title: 'Another title', about: 'Told anew.', skills: ['wcag'] },
    ]);
    const turned = { ...retold, phases: retold.phases.toReversed(), skills: retold.skills.toReversed() };
    expect(changesOf(published, [turned])).toEqual([]);
  });

  test('a new pathway is new as a whole', () => {
    expect(compareLedgers({}, published)).toEqual([
      { pathwayId: id, changes: [{ kind: 'added', part: 'pathway', id }] },
    ]);
    expect(changesOf({}, [accessibilityPathway])).toEqual(['is new, and so are all of its ids']);
  });

  test('a task arrives', () => {
    const added = withTasks((task) =>
      task.id === 'first-audit' ? [task, { ...task, id: 'second-audit', hours: 3 }] : [task],
    );
    expect(changesOf(published, [added])).toEqual([
      'task "second-audit" is new in phase "audit", with 3 hours; it is open for everybody on this pathway',
    ]);
  });

  test('a task leaves, stays away and comes back', () => {
    const without = withTasks((task) => (task.id === 'keyboard-week' ? [] : [task]));
    expect(changesOf(published, [without])).toEqual([
      'task "keyboard-week" has left; those who had done it keep its 5 hours',
    ]);
    const left = recordIds(published, [without]);
    expect(left[id]?.tasks['keyboard-week']).toEqual({ state: 'left', phase: 'listen', hours: 5 });
    expect(changesOf(left, [without])).toEqual([]);
    expect(changesOf(left, [accessibilityPathway])).toEqual([
      'task "keyboard-week" is back; those who had done it before have done it (another task needs another id)',
    ]);
    expect(recordIds(left, [accessibilityPathway])).toEqual(published);
  });

  test('a task comes back with other hours, in another phase', () => {
    const without = withTasks((task) => (task.id === 'keyboard-week' ? [] : [task]));
    const elsewhere = withPhases((phase) => ({
      ...phase,
      tasks: [
        ...phase.tasks.filter((task) => task.id !== 'keyboard-week'),
        ...(phase.id === 'audit' ? accessibilityPathway.phases.flatMap(({ tasks }) => tasks.slice(0, 1)) : [])
          .filter((task) => task.id === 'keyboard-week')
          .map((task) => ({ ...task, hours: 9 })),
      ],
    }));
    expect(changesOf(recordIds(published, [without]), [elsewhere])).toEqual([
      expect.stringContaining('task "keyboard-week" is back'),
      'task "keyboard-week" has moved from phase "listen" to "audit"; its records go with it',
      'task "keyboard-week" has 9 hours instead of 5, also for those who have done it',
    ]);
  });

  test('an id that is changed leaves and arrives', () => {
    const renamed = withTasks((task) => [task.id === 'keyboard-week' ? { ...task, id: 'no-mouse' } : task]);
    expect(changesOf(published, [renamed])).toEqual([
      'task "keyboard-week" has left; those who had done it keep its 5 hours',
      'task "no-mouse" is new in phase "listen", with 5 hours; it is open for everybody on this pathway',
    ]);
  });

  test('a phase under another id takes its tasks along', () => {
    const renamed = withPhases((phase) => (phase.id === 'audit' ? { ...phase, id: 'review' } : phase));
    expect(changesOf(published, [renamed])).toEqual([
      'phase "audit" has left; roles that servers chose for it are not given any more',
      'phase "review" is new',
      'task "first-audit" has moved from phase "audit" to "review"; its records go with it',
    ]);
    expect(changesOf(recordIds(published, [renamed]), [accessibilityPathway])).toEqual([
      'phase "audit" is back; roles that servers chose for it are given again',
      'phase "review" has left; roles that servers chose for it are not given any more',
      'task "first-audit" has moved from phase "review" to "audit"; its records go with it',
    ]);
  });

  test('skills of both lists come and go, and may change their list', () => {
    const [brought] = accessibilityPathway.transferableSkills;
    const [learned] = accessibilityPathway.skills;
    if (brought === undefined || learned === undefined) throw new Error('expected skills of both kinds');
    const swapped: Pathway = {
      ...accessibilityPathway,
      transferableSkills: [{ ...brought, id: 'aria' }],
      skills: [...accessibilityPathway.skills.slice(1), { ...learned, id: brought.id }],
    };
    expect(changesOf(published, [swapped])).toEqual([
      `skill "${learned.id}" has left; what members said of it counts for nothing`,
      'skill "aria" is new',
    ]);
    expect(changesOf(recordIds(published, [swapped]), [accessibilityPathway])).toEqual([
      `skill "${learned.id}" is back; what members had said of it counts again`,
      'skill "aria" has left; what members said of it counts for nothing',
    ]);
  });

  test('a pathway leaves as a whole and comes back', () => {
    expect(changesOf(published, [])).toEqual([
      'has left, file and all; those who had done its tasks keep their credit',
    ]);
    const left = recordIds(published, []);
    const longer = withTasks((task) => [task.id === 'keyboard-week' ? { ...task, hours: 6 } : task]);
    expect(changesOf(left, [])).toEqual([]);
    expect(changesOf(left, [longer])).toEqual([
      'is back; what members had recorded on it shows again',
      'task "keyboard-week" has 6 hours instead of 5, also for those who have done it',
    ]);
  });

  test('an id that every object of the language has is an id like others', () => {
    const named = withTasks((task) => [task.id === 'keyboard-week' ? { ...task, id: 'constructor' } : task]);
    const ledger = recordIds(published, [{ ...named, id: 'constructor' }]);
    expect(idLedgerSchema.parse(JSON.parse(JSON.stringify(ledger)))).toEqual(ledger);
    expect(changesOf(published, [accessibilityPathway, { ...named, id: 'constructor' }])).toEqual([
      'is new, and so are all of its ids',
    ]);
    expect(changesOf(published, [named])).toContainEqual(
      expect.stringContaining('task "constructor" is new in phase "listen"'),
    );
  });
});

describe('over any history of pathways', () => {
  const history = fc.array(
    fc.uniqueArray(arbitraryPathway, { selector: (pathway) => pathway.id, maxLength: 2 }),
    {
      minLength: 1,
      maxLength: 5,
    },
  );
  const idsOf = (ledger: IdLedger) =>
    Object.entries(ledger).flatMap(([pathwayId, { phases, skills, tasks }]) => [
      pathwayId,
      ...[phases, skills, tasks].flatMap((ids, kind) =>
        Object.keys(ids).map((each) => `${pathwayId} ${kind} ${each}`),
      ),
    ]);

  test('no id is ever lost, and what was published is in step', () => {
    fc.assert(
      fc.property(history, (publications) => {
        let ledger: IdLedger = {};
        for (const pathways of publications) {
          const next = recordIds(ledger, pathways);
          expect(idsOf(next)).toEqual(expect.arrayContaining(idsOf(ledger)));
          expect(idLedgerSchema.parse(JSON.parse(JSON.stringify(next)))).toEqual(next);
          expect(compareLedgers(next, recordIds(next, pathways))).toEqual([]);
          ledger = next;
        }
      }),
      { numRuns: 30 },
    );
  });

  test('the ledger differs exactly where a change is told', () => {
    fc.assert(
      fc.property(history, (publications) => {
        let ledger: IdLedger = {};
        for (const pathways of publications) {
          const next = recordIds(ledger, pathways);
          const told = compareLedgers(ledger, next).map(({ pathwayId }) => pathwayId);
          const before = new Map(Object.entries(ledger));
          const differing = Object.entries(next)
            .filter(([pathwayId, pathway]) => !sameContent(before.get(pathwayId), pathway))
            .map(([pathwayId]) => pathwayId);
          expect(told).toEqual(differing);
          ledger = next;
        }
      }),
      { numRuns: 30 },
    );
  });
});

function sameContent(left: unknown, right: unknown): boolean {
  return fc.stringify(sorted(left)) === fc.stringify(sorted(right));
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, child]) => [key, sorted(child)]);
}
