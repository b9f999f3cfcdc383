import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { effortOf } from '../../src/domain/effort.ts';
import type { Completion } from '../../src/domain/member.ts';
import { measureProgress, openTasks } from '../../src/domain/progress.ts';
import {
  COHORT_PEERS_MIN,
  recommend,
  SITTINGS,
  type Sitting,
  type Walker,
} from '../../src/domain/recommendation.ts';
import { arbitraryCompletions, arbitraryPathway } from '../support/arbitrary-pathway.ts';
import { backendPathway } from '../support/loaded-pathways.ts';

const anySitting = fc.constantFrom<Sitting | undefined>(undefined, ...SITTINGS);

const scene = arbitraryPathway.chain((pathway) => {
  const taskIds = pathway.phases.flatMap(({ tasks }) => tasks.map(({ id }) => id));
  return fc
    .record({
      completions: arbitraryCompletions(pathway, '1'),
      ownedSkills: fc.subarray(pathway.skills.map(({ id }) => id)),
      transferableSkills: fc.option(fc.subarray(pathway.transferableSkills.map(({ id }) => id))),
      cohortPeers: fc
        .array(fc.tuple(fc.constantFrom(...taskIds), fc.nat(6)), { maxLength: 10 })
        .map((entries) => new Map(entries)),
      sitting: anySitting,
    })
    .map(({ completions, sitting, ...walker }) => ({
      pathway,
      progress: measureProgress(pathway, completions),
      walker,
      sitting,
    }));
});

describe('for any pathway, progress and walker', () => {
  test('recommended is each open task of the current phase and the next, once, and nothing else', () => {
    fc.assert(
      fc.property(scene, ({ progress, walker, sitting }) => {
        const current = progress.phases.findIndex(({ open }) => open > 0);
        const near = current < 0 ? [] : progress.phases.slice(current, current + 2);
        const expected = near.flatMap(({ tasks }) => tasks).filter(({ state }) => state === 'open');
        const ids = recommend(progress, walker, sitting).map(({ task }) => task.id);
        expect([...ids].sort()).toEqual(expected.map(({ task }) => task.id).sort());
      }),
    );
  });

  test('the current phase comes first, and without a time its next step does', () => {
    fc.assert(
      fc.property(scene, ({ progress, walker, sitting }) => {
        const phases = recommend(progress, walker, sitting).map(({ phase }) =>
          progress.pathway.phases.indexOf(phase),
        );
        expect(phases).toEqual([...phases].sort((a, b) => a - b));
        expect(recommend(progress, walker)[0]?.task).toBe(progress.nextStep?.task);
      }),
    );
  });

  test('the same is recommended each time, in whatever order things are known', () => {
    fc.assert(
      fc.property(scene, ({ progress, walker, sitting }) => {
        const otherwise: Walker = {
          ownedSkills: [...walker.ownedSkills].reverse(),
          transferableSkills: walker.transferableSkills && [...walker.transferableSkills].reverse(),
          cohortPeers: new Map([...walker.cohortPeers].reverse()),
        };
        expect(recommend(progress, otherwise, sitting)).toEqual(recommend(progress, walker, sitting));
      }),
    );
  });

  test('hours are those after what is owned, and every reason is true', () => {
    fc.assert(
      fc.property(scene, ({ pathway, progress, walker, sitting }) => {
        const all = recommend(progress, walker, sitting);
        for (const { task, phase, hours, owned, reasons, bite } of all) {
          expect(hours).toBe(effortOf(task, pathway, walker.ownedSkills));
          const toLearn = pathway.skills.filter(({ id }) => task.skills.includes(id));
          const has = toLearn.filter(({ id }) => walker.ownedSkills.includes(id));
          expect(owned).toEqual({ count: has.length, of: toLearn.length });
          expect(bite === undefined).toBe(sitting === undefined);
          for (const reason of reasons) {
            switch (reason.kind) {
              case 'next-in-order':
                expect(task).toBe(openTasks(progress)[0]?.task);
                break;
              case 'next-phase':
                expect(phase).not.toBe(progress.currentPhase?.phase);
                break;
              case 'reading':
                expect(task.resources).not.toEqual([]);
                break;
              case 'familiar': {
                const brought = walker.transferableSkills ?? pathway.transferableSkills.map(({ id }) => id);
                const known = task.skills.filter((id) => [...walker.ownedSkills, ...brought].includes(id));
                expect(reason).toMatchObject({ known: known.length, of: task.skills.length });
                expect(known.length * 2).toBeGreaterThanOrEqual(task.skills.length);
                break;
              }
              case 'least-work':
                for (const other of all.filter((each) => each.phase === phase))
                  expect(hours).toBeLessThanOrEqual(other.hours);
                break;
              case 'brings-together':
                expect(reason.skills).toBe(task.skills.length);
                break;
              case 'cohort':
                expect(reason.others).toBe(walker.cohortPeers.get(task.id));
                expect(reason.others).toBeGreaterThanOrEqual(COHORT_PEERS_MIN);
                break;
              case 'priority':
                expect(task.skills).toContain(reason.skill.id);
                expect(walker.ownedSkills).not.toContain(reason.skill.id);
                break;
            }
          }
        }
      }),
    );
  });

  test('what a sitting gets done is true', () => {
    fc.assert(
      fc.property(scene, ({ progress, walker, sitting = 'day' }) => {
        const room = { 'half-hour': 0.5, 'two-hours': 2, day: 6 }[sitting];
        for (const { task, hours, bite } of recommend(progress, walker, sitting)) {
          expect(bite?.kind === 'all').toBe(hours <= room);
          if (bite?.kind === 'read') expect(task.resources).toContain(bite.resource.id);
          if (bite?.kind === 'begin') expect(task.resources).toEqual([]);
          if (bite?.kind === 'share') expect(Math.abs(hours / room - bite.of)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

const NOBODY: Walker = { ownedSkills: [], transferableSkills: null, cohortPeers: new Map() };

function order(sitting?: Sitting, walker: Partial<Walker> = {}, done: readonly string[] = []) {
  const completions = done.map((taskId) => ({ taskId, status: 'done' }) as Completion);
  const progress = measureProgress(backendPathway, completions);
  return recommend(progress, { ...NOBODY, ...walker }, sitting).map(({ task }) => task.id);
}

describe('on the first pathway', () => {
  const CURRENT = 4;

  test.each<[about: string, Sitting | undefined, Partial<Walker>, readonly string[]]>([
    [
      'the next step, then what is known the most',
      undefined,
      {},
      ['cka-course', 'kubeadm-cluster', 'pandas-pipeline', 'gpu-pod'],
    ],
    [
      'what three others of the cohort are on comes second',
      undefined,
      { cohortPeers: new Map([['gpu-pod', 3]]) },
      ['cka-course', 'gpu-pod', 'kubeadm-cluster', 'pandas-pipeline'],
    ],
    [
      'two others change nothing',
      undefined,
      { cohortPeers: new Map([['gpu-pod', 2]]) },
      ['cka-course', 'kubeadm-cluster', 'pandas-pipeline', 'gpu-pod'],
    ],
    [
      'a critical skill that somebody has already counts no more',
      undefined,
      { ownedSkills: ['kubernetes'] },
      ['cka-course', 'pandas-pipeline', 'gpu-pod', 'kubeadm-cluster'],
    ],
    [
      'for half an hour the least work that is mostly known',
      'half-hour',
      {},
      ['kubeadm-cluster', 'pandas-pipeline', 'cka-course', 'gpu-pod'],
    ],
    [
      'for two hours, with nothing brought along, the least work',
      'two-hours',
      { transferableSkills: [] },
      ['gpu-pod', 'kubeadm-cluster', 'pandas-pipeline', 'cka-course'],
    ],
    [
      'for a day what brings the most together, then the most work',
      'day',
      {},
      ['kubeadm-cluster', 'cka-course', 'pandas-pipeline', 'gpu-pod'],
    ],
  ])('%s', (_, sitting, walker, expected) => {
    expect(order(sitting, walker).slice(0, CURRENT)).toEqual(expected);
  });

  test('the next phase is looked ahead to, and the one after it is not', () => {
    const done = ['cka-course', 'kubeadm-cluster', 'pandas-pipeline'];
    const next = backendPathway.phases[1]?.tasks.map(({ id }) => id) ?? [];
    expect(order('half-hour', {}, done)[0]).toBe('gpu-pod');
    expect(order(undefined, {}, done).slice(1).sort()).toEqual([...next].sort());
  });
});
