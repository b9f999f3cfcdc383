import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, noonOf } from '../../src/domain/local-time.ts';
import type { Completion } from '../../src/domain/member.ts';
import { inWeeks, middleHalf, PACE_PEERS_MIN, phaseDays } from '../../src/domain/pace-peers.ts';
import { isFinished, measureProgress } from '../../src/domain/progress.ts';
import { arbitraryCompletions, arbitraryPathway } from '../support/arbitrary-pathway.ts';
import { accessibilityPathway as pathway } from '../support/loaded-pathways.ts';

const ZONE = 'Pacific/Auckland';
const START = '2026-03-02';

/** What was said of a task: how many days after the start it was done, or that it was left out. */
function said(records: Readonly<Record<string, number | 'skipped'>>): readonly Completion[] {
  return Object.entries(records).map(([taskId, when]) => ({
    userId: '1',
    pathwayId: pathway.id,
    taskId,
    status: when === 'skipped' ? 'skipped' : 'done',
    at: noonOf(addDays(START, when === 'skipped' ? 0 : when), ZONE),
    recordedAt: 0,
    note: null,
    link: null,
    replaced: null,
  }));
}

function daysOf(records: Readonly<Record<string, number | 'skipped'>>) {
  return Object.fromEntries(phaseDays(measureProgress(pathway, said(records)), { startsOn: START }, ZONE));
}

const LISTEN = { 'keyboard-week': 3, 'screen-reader-basics': 10, 'user-interview': 17 };

describe('how long a member took over a phase', () => {
  test.each([
    ['nothing of it is done', {}, {}],
    ['one task is still open', { 'keyboard-week': 3, 'screen-reader-basics': 10 }, {}],
    ['all of it is done', LISTEN, { listen: 17 }],
    ['one task is left out', { ...LISTEN, 'user-interview': 'skipped' }, { listen: 10 }],
    ['the next one is done as well', { ...LISTEN, 'first-audit': 31 }, { listen: 17, audit: 14 }],
    ['the next one was done on its last day', { ...LISTEN, 'first-audit': 17 }, { listen: 17 }],
    ['the next one was done before it', { ...LISTEN, 'first-audit': 12 }, { listen: 17 }],
    [
      'all is recorded on the day of joining',
      { 'keyboard-week': 0, 'screen-reader-basics': 0, 'user-interview': 0 },
      {},
    ],
    [
      'all is recorded at last, on one later day',
      { 'keyboard-week': 9, 'screen-reader-basics': 9, 'user-interview': 9 },
      {},
    ],
    [
      'it was done before the start',
      { 'keyboard-week': -30, 'screen-reader-basics': -20, 'user-interview': -9 },
      {},
    ],
    [
      'it was done before the start, and the next one after it',
      { 'keyboard-week': -30, 'screen-reader-basics': -20, 'user-interview': -9, 'first-audit': 8 },
      { audit: 8 },
    ],
    ['nobody knows when it was begun', { 'keyboard-week': 3, 'first-audit': 8 }, {}],
    [
      'the one before it is left out as a whole',
      {
        'keyboard-week': 'skipped',
        'screen-reader-basics': 'skipped',
        'user-interview': 'skipped',
        'first-audit': 8,
      },
      { audit: 8 },
    ],
    [
      'all of it is left out',
      { 'keyboard-week': 'skipped', 'screen-reader-basics': 'skipped', 'user-interview': 'skipped' },
      {},
    ],
  ] as const)('when %s', (_, records, days) => {
    expect(daysOf(records)).toEqual(days);
  });

  test('is told of finished phases only, in whole days from one on, and no longer than from start to end', () => {
    const walks = arbitraryPathway.chain((any) => fc.tuple(fc.constant(any), arbitraryCompletions(any, '1')));
    fc.assert(
      fc.property(walks, fc.integer({ min: 0, max: 9000 }), ([any, completions], offset) => {
        const progress = measureProgress(any, completions);
        const startsOn = addDays('2017-07-14', offset);
        const days = phaseDays(progress, { startsOn }, ZONE);
        const finished = progress.phases.filter(isFinished).map(({ phase }) => phase.id);
        expect(finished).toEqual(expect.arrayContaining([...days.keys()]));
        const last = Math.max(0, ...completions.map(({ at }) => at));
        const whole = Math.ceil((last - noonOf(startsOn, ZONE)) / 86_400_000) + 1;
        const total = [...days.values()].reduce((sum, each) => sum + each, 0);
        for (const each of days.values()) expect(Number.isInteger(each) && each >= 1).toBe(true);
        expect(total).toBeLessThanOrEqual(Math.max(0, whole));
      }),
      { numRuns: 200 },
    );
  });
});

describe('the middle half', () => {
  test.each([
    [5, { from: 1, to: 3 }],
    [6, { from: 1, to: 4 }],
    [7, { from: 1, to: 5 }],
    [8, { from: 1, to: 5 }],
    [100, { from: 24, to: 74 }],
  ])('of %i begins and ends at these ranks', (count, ranks) => {
    expect(middleHalf(count)).toEqual(ranks);
  });

  test('never shows the first or the last, and holds at least half', () => {
    for (let count = PACE_PEERS_MIN; count <= 500; count += 1) {
      const { from, to } = middleHalf(count);
      expect(from).toBeGreaterThan(0);
      expect(to).toBeLessThan(count - 1);
      expect((to - from + 1) * 2).toBeGreaterThanOrEqual(count);
    }
  });

  test.each([
    [
      { from: 1, to: 3 },
      { from: 0, to: 1 },
    ],
    [
      { from: 7, to: 14 },
      { from: 1, to: 2 },
    ],
    [
      { from: 13, to: 15 },
      { from: 1, to: 3 },
    ],
    [
      { from: 21, to: 21 },
      { from: 3, to: 3 },
    ],
  ])('%o days are these weeks, rounded outward: %o', (days, weeks) => {
    expect(inWeeks(days)).toEqual(weeks);
  });
});
