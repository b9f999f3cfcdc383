import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { HOURS_PER_WEEK, outlinePlan } from '../../src/domain/plan.ts';
import { arbitraryPathway } from '../support/arbitrary-pathway.ts';
import { backendPathway } from '../support/loaded-pathways.ts';

const startsOn = '2026-11-23';

function monthsUntil(date: string): number {
  return Temporal.PlainDate.from(startsOn)
    .until(date)
    .total({ unit: 'months', relativeTo: Temporal.PlainDate.from(startsOn) });
}

describe('the first pathway', () => {
  test('takes 28 weeks at full pace', () => {
    const plan = outlinePlan(backendPathway, {
      hoursPerWeek: backendPathway.fullPaceHoursPerWeek,
      startsOn,
    });
    expect(plan.weeks.from).toBe(28);
    expect(plan.endsOn.from).toBe('2027-06-07');
  });

  test('takes between 9 and 12 months at its default pace, as it says of itself', () => {
    const plan = outlinePlan(backendPathway, { hoursPerWeek: backendPathway.defaultHoursPerWeek, startsOn });
    expect(plan.weeks.from).toBe(42);
    expect(monthsUntil(plan.endsOn.from)).toBeGreaterThanOrEqual(backendPathway.timelineMonths.min);
    expect(monthsUntil(plan.endsOn.to)).toBeLessThanOrEqual(backendPathway.timelineMonths.max);
  });

  test('has a first phase of 8 weeks at full pace, and of 12 at the default one', () => {
    const ends = (hoursPerWeek: number) =>
      outlinePlan(backendPathway, { hoursPerWeek, startsOn }).firstPhaseEndsOn.from;
    expect(ends(15)).toBe('2027-01-18');
    expect(ends(10)).toBe('2027-02-15');
  });
});

test('no range ends before it begins, no phase after the whole way, and more hours a week never take longer', () => {
  fc.assert(
    fc.property(arbitraryPathway, fc.integer(HOURS_PER_WEEK), (pathway, hoursPerWeek) => {
      const plan = outlinePlan(pathway, { hoursPerWeek, startsOn });
      const faster = outlinePlan(pathway, { hoursPerWeek: hoursPerWeek + 1, startsOn });
      const isInOrder = (...dates: readonly string[]) =>
        dates.every((date, index) => index === 0 || (dates[index - 1] ?? '') <= date);
      expect(plan.weeks.from).toBeGreaterThanOrEqual(1);
      expect(plan.weeks.to).toBeGreaterThanOrEqual(plan.weeks.from);
      expect(isInOrder(startsOn, plan.firstPhaseEndsOn.from, plan.endsOn.from, plan.endsOn.to)).toBe(true);
      expect(isInOrder(plan.firstPhaseEndsOn.from, plan.firstPhaseEndsOn.to, plan.endsOn.to)).toBe(true);
      expect(faster.weeks.from).toBeLessThanOrEqual(plan.weeks.from);
      expect(faster.weeks.to).toBeLessThanOrEqual(plan.weeks.to);
    }),
    { numRuns: 50 },
  );
});
