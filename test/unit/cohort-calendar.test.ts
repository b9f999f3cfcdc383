import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Break } from '../../src/domain/breaks.ts';
import {
  cohortDay,
  type CohortPlan,
  paceToFinishBy,
  phaseSpans,
  plannedHours,
  stepWith,
} from '../../src/domain/cohort-calendar.ts';
import { addDays, type LocalDate } from '../../src/domain/local-time.ts';
import type { Pathway, Phase } from '../../src/domain/pathway.ts';
import { HOURS_PER_WEEK } from '../../src/domain/plan.ts';
import { arbitraryPathway } from '../support/arbitrary-pathway.ts';
import { accessibilityPathway, backendPathway } from '../support/loaded-pathways.ts';

/** Twelve weeks, twice nine and twice six. */
const backend: CohortPlan = {
  pathway: backendPathway,
  startsOn: '2026-03-02',
  hoursPerWeek: 10,
  breaks: [],
};

/** 18 hours and 12: 31½ days and 21. */
const accessibility: CohortPlan = { ...backend, pathway: accessibilityPathway, hoursPerWeek: 4 };

const dates = (plan: CohortPlan) => phaseSpans(plan).map(({ startsOn, endsOn }) => [startsOn, endsOn]);

describe('the phases of a cohort', () => {
  it('follow each other, as long as their hours take at its pace', () => {
    expect(dates(backend)).toEqual([
      ['2026-03-02', '2026-05-24'],
      ['2026-05-25', '2026-07-26'],
      ['2026-07-27', '2026-09-27'],
      ['2026-09-28', '2026-11-08'],
      ['2026-11-09', '2026-12-20'],
    ]);
    expect(phaseSpans(backend).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
    expect(phaseSpans(backend).map(({ phase }) => phase)).toEqual(backendPathway.phases);
  });

  it('are rounded up to whole days together, not each', () => {
    expect(dates(accessibility)).toEqual([
      ['2026-03-02', '2026-04-02'],
      ['2026-04-03', '2026-04-23'],
    ]);
  });

  it('have a day each, however few their hours', () => {
    const [phase] = accessibilityPathway.phases;
    const short = (id: string): Phase[] => (phase === undefined ? [] : [{ ...phase, id, weeks: 1 }]);
    const pathway = {
      ...accessibilityPathway,
      fullPaceHoursPerWeek: 1,
      phases: ['a', 'b', 'c'].flatMap(short),
    };
    expect(dates({ ...accessibility, pathway, hoursPerWeek: 80 })).toEqual([
      ['2026-03-02', '2026-03-02'],
      ['2026-03-03', '2026-03-03'],
      ['2026-03-04', '2026-03-04'],
    ]);
  });

  it.each<[string, Break[], [LocalDate, LocalDate][]]>([
    [
      'in a phase makes it longer, and puts off the next',
      [{ startsOn: '2026-03-09', endsOn: '2026-03-15' }],
      [
        ['2026-03-02', '2026-04-09'],
        ['2026-04-10', '2026-04-30'],
      ],
    ],
    [
      'after the last day of a phase belongs to that phase',
      [{ startsOn: '2026-04-03', endsOn: '2026-04-06' }],
      [
        ['2026-03-02', '2026-04-06'],
        ['2026-04-07', '2026-04-27'],
      ],
    ],
    [
      'on the first day lets the first phase begin with it',
      [{ startsOn: '2026-02-20', endsOn: '2026-03-03' }],
      [
        ['2026-03-02', '2026-04-04'],
        ['2026-04-05', '2026-04-25'],
      ],
    ],
    [
      'on the last day puts that day off',
      [{ startsOn: '2026-04-23', endsOn: '2026-05-31' }],
      [
        ['2026-03-02', '2026-04-02'],
        ['2026-04-03', '2026-06-01'],
      ],
    ],
    [
      'after the last day changes nothing',
      [{ startsOn: '2026-04-24', endsOn: '2026-05-31' }],
      [
        ['2026-03-02', '2026-04-02'],
        ['2026-04-03', '2026-04-23'],
      ],
    ],
    [
      'that another overlaps counts its days once',
      [
        { startsOn: '2026-03-12', endsOn: '2026-03-15' },
        { startsOn: '2026-03-09', endsOn: '2026-03-13' },
        { startsOn: '2026-03-10', endsOn: '2026-03-10' },
      ],
      [
        ['2026-03-02', '2026-04-09'],
        ['2026-04-10', '2026-04-30'],
      ],
    ],
    [
      'may be reached only because of another',
      [
        { startsOn: '2026-04-25', endsOn: '2026-04-26' },
        { startsOn: '2026-03-09', endsOn: '2026-03-10' },
      ],
      [
        ['2026-03-02', '2026-04-04'],
        ['2026-04-05', '2026-04-27'],
      ],
    ],
  ])('a break %s', (_, breaks, expected) => {
    expect(dates({ ...accessibility, breaks })).toEqual(expected);
  });
});

describe('a day of a cohort', () => {
  const easter = { startsOn: '2026-04-03', endsOn: '2026-04-06' };
  const plan = { ...accessibility, breaks: [easter] };

  it('before the start says how long there is to wait', () => {
    expect(cohortDay(plan, '2026-02-20')).toEqual({ state: 'not-started', daysUntilStart: 10 });
    expect(cohortDay(plan, '2026-03-01')).toEqual({ state: 'not-started', daysUntilStart: 1 });
  });

  it.each([
    ['the first', '2026-03-02', 1, 1, 1],
    ['the last of the first week', '2026-03-08', 1, 1, 1],
    ['the first of the second week', '2026-03-09', 2, 1, 2],
    ['the last of the first phase', '2026-04-02', 5, 1, 5],
    ['the first of the second phase', '2026-04-07', 5, 2, 1],
    ['the last', '2026-04-27', 8, 2, 3],
  ])('%s: %s is in week %i, in phase %i, in its week %i', (_, date, week, number, weekOfPhase) => {
    const day = cohortDay(plan, date);
    expect(day).toMatchObject({
      state: 'under-way',
      week,
      weeks: 8,
      span: { number },
      weekOfPhase,
      onBreak: undefined,
    });
  });

  it.each(['2026-04-03', '2026-04-06'])('of a break, such as %s, stands where the last one stood', (date) => {
    expect(cohortDay(plan, date)).toMatchObject({
      week: 5,
      span: { number: 1 },
      weekOfPhase: 5,
      onBreak: easter,
    });
  });

  it('of a break at the start stands in the first week', () => {
    const breaks = [{ startsOn: '2026-03-01', endsOn: '2026-03-20' }];
    expect(cohortDay({ ...accessibility, breaks }, '2026-03-10')).toMatchObject({
      week: 1,
      span: { number: 1 },
      weekOfPhase: 1,
      onBreak: breaks[0],
    });
  });

  it('of breaks that touch says when walking goes on', () => {
    const breaks = [
      { startsOn: '2026-03-23', endsOn: '2026-03-29' },
      { startsOn: '2026-03-16', endsOn: '2026-03-22' },
      { startsOn: '2026-03-31', endsOn: '2026-03-31' },
    ];
    expect(cohortDay({ ...accessibility, breaks }, '2026-03-17')).toMatchObject({
      onBreak: { startsOn: '2026-03-16', endsOn: '2026-03-29' },
    });
    expect(cohortDay({ ...accessibility, breaks }, '2026-03-30')).toMatchObject({ onBreak: undefined });
  });

  it('after the end says when that was', () => {
    expect(cohortDay(plan, '2026-04-28')).toEqual({ state: 'over', endedOn: '2026-04-27' });
    expect(cohortDay(plan, '2031-01-01')).toEqual({ state: 'over', endedOn: '2026-04-27' });
  });
});

describe('the hours that the plan has', () => {
  it.each([
    ['long before the start', '2020-01-01', 0],
    ['on the first morning', '2026-03-02', 0],
    ['a day later', '2026-03-03', 10 / 7],
    ['a week later', '2026-03-09', 10],
    ['after the first phase', '2026-05-25', 120],
    ['on the last morning', '2026-12-20', 420 - 10 / 7],
    ['after the end', '2026-12-21', 420],
    ['long after', '2031-01-01', 420],
  ])('%s, %s, are %d', (_, date, hours) => {
    expect(plannedHours(backend, date)).toBeCloseTo(hours, 9);
  });

  it('stay the same over a break', () => {
    const plan = { ...backend, breaks: [{ startsOn: '2026-03-09', endsOn: '2026-03-15' }] };
    const hours = ['2026-03-09', '2026-03-12', '2026-03-16', '2026-03-23'].map((date) =>
      plannedHours(plan, date),
    );
    expect(hours).toEqual([10, 10, 10, 20]);
  });
});

describe('the pace that finishes by a date', () => {
  it.each([
    ['exactly', '2026-12-20', 10],
    ['with days to spare', '2027-01-03', 10],
    ['a day short', '2026-12-19', 11],
    ['at the most that is allowed', '2026-04-07', 80],
    ['in more than is allowed', '2026-04-06', undefined],
    ['on the day before the start', '2026-03-01', undefined],
    ['before the start', '2020-01-01', undefined],
    ['in many years', '2126-01-01', HOURS_PER_WEEK.min],
  ])('%s: %s takes %s', (_, endsOn, pace) => {
    expect(paceToFinishBy(backendPathway, backend.startsOn, endsOn, [])).toBe(pace);
  });

  it('makes up for breaks', () => {
    const breaks = [
      { startsOn: '2026-08-03', endsOn: '2026-08-16' },
      { startsOn: '2026-12-19', endsOn: '2027-01-10' },
    ];
    // 278 days instead of 294 are left for 420 hours: 10.6 a week.
    expect(paceToFinishBy(backendPathway, backend.startsOn, '2026-12-20', breaks)).toBe(11);
  });
});

describe('a member beside the plan', () => {
  // Four weeks in, at ten hours a week: 40.
  it.each([
    [0, 'behind', 4],
    [29, 'behind', 1],
    [30, 'in-step', 0],
    [40, 'in-step', 0],
    [50, 'in-step', 0],
    [51, 'ahead', 1],
    [59, 'ahead', 1],
    [60, 'ahead', 2],
    [420, 'ahead', 38],
  ] as const)('with %i hours where it has 40 is %s by %i weeks', (doneHours, kind, weeks) => {
    expect(stepWith(backend, '2026-03-30', doneHours)).toEqual({ kind, weeks });
  });
});

const somewhen = fc.nat({ max: 365 * 12 }).map((days): LocalDate => addDays('2020-01-01', days));

/** Any lengths of phases, with the texts of a real pathway. */
const pathways: fc.Arbitrary<Pathway> = fc
  .record({
    weeks: fc.array(fc.integer({ min: 1, max: 52 }), { minLength: 1, maxLength: 20 }),
    fullPaceHoursPerWeek: fc.integer(HOURS_PER_WEEK),
  })
  .map(({ weeks, fullPaceHoursPerWeek }) => ({
    ...backendPathway,
    fullPaceHoursPerWeek,
    phases: backendPathway.phases
      .slice(0, 1)
      .flatMap((phase) => weeks.map((each, index) => ({ ...phase, id: `phase-${index}`, weeks: each }))),
  }));

const breakLists = (startsOn: LocalDate): fc.Arbitrary<readonly Break[]> => {
  const offset = fc.oneof(fc.integer({ min: -30, max: 200 }), fc.integer({ min: -100, max: 4000 }));
  const length = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 100 }));
  const oneBreak = fc.tuple(offset, length).map(([days, lasting]) => ({
    startsOn: addDays(startsOn, days),
    endsOn: addDays(startsOn, days + lasting - 1),
  }));
  return fc.array(oneBreak, { maxLength: 6 });
};

const plans: fc.Arbitrary<CohortPlan> = somewhen.chain((startsOn) =>
  fc.record({
    pathway: fc.oneof({ arbitrary: pathways, weight: 9 }, { arbitrary: arbitraryPathway, weight: 1 }),
    startsOn: fc.constant(startsOn),
    hoursPerWeek: fc.integer(HOURS_PER_WEEK),
    breaks: breakLists(startsOn),
  }),
);

/** Plans short enough to be walked day by day. */
const shortPlans = plans.filter((plan) => totalHours(plan.pathway) / plan.hoursPerWeek < 30);

function totalHours({ phases, fullPaceHoursPerWeek }: Pathway): number {
  return phases.reduce((sum, { weeks }) => sum + weeks * fullPaceHoursPerWeek, 0);
}

function endOf(plan: CohortPlan): LocalDate {
  return phaseSpans(plan).at(-1)?.endsOn ?? plan.startsOn;
}

function isOnBreak({ breaks }: CohortPlan, date: LocalDate): boolean {
  return breaks.some(({ startsOn, endsOn }) => startsOn <= date && date <= endsOn);
}

interface WalkedDay {
  readonly date: LocalDate;
  readonly phase: number;
  readonly isOnBreak: boolean;
  /** Days walked by the end of it. */
  readonly walked: number;
}

/** The whole way, one day after the other: a phase is over once its hours are, and when there has been a day of it. */
function walk(plan: CohortPlan): readonly WalkedDay[] {
  const days: WalkedDay[] = [];
  let date = plan.startsOn;
  let walked = 0;
  plan.pathway.phases.forEach((_, phase) => {
    const hours = totalHours({ ...plan.pathway, phases: plan.pathway.phases.slice(0, phase + 1) });
    const walkedBefore = walked;
    while (
      walked === walkedBefore ||
      walked * plan.hoursPerWeek < hours * 7 ||
      (isOnBreak(plan, date) && phase < plan.pathway.phases.length - 1)
    ) {
      const isResting = isOnBreak(plan, date);
      if (!isResting) walked += 1;
      days.push({ date, phase, isOnBreak: isResting, walked });
      date = addDays(date, 1);
    }
  });
  return days;
}

describe('any cohort', () => {
  it('stands every day where walking day by day has brought it', () => {
    fc.assert(
      fc.property(shortPlans, (plan) => {
        const days = walk(plan);
        const weeks = Math.ceil((days.at(-1)?.walked ?? 0) / 7);
        const walkedBeforePhase = plan.pathway.phases.map(
          (_, phase) => days.findLast((each) => each.phase < phase)?.walked ?? 0,
        );
        for (const { date, phase, isOnBreak, walked } of days) {
          const day = cohortDay(plan, date);
          expect(day).toMatchObject({
            state: 'under-way',
            week: Math.max(1, Math.ceil(walked / 7)),
            weeks,
            span: { number: phase + 1 },
            weekOfPhase: Math.max(1, Math.ceil((walked - (walkedBeforePhase[phase] ?? 0)) / 7)),
          });
          expect(day.state === 'under-way' && day.onBreak !== undefined).toBe(isOnBreak);
        }
        expect(cohortDay(plan, addDays(plan.startsOn, -1))).toEqual({
          state: 'not-started',
          daysUntilStart: 1,
        });
        const endedOn = days.at(-1)?.date ?? '';
        expect(cohortDay(plan, addDays(endedOn, 1))).toEqual({ state: 'over', endedOn });
      }),
      { numRuns: 20 },
    );
  });

  it('has every day from start to end in one phase, in their order', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const spans = phaseSpans(plan);
        expect(spans.map(({ phase }) => phase)).toEqual(plan.pathway.phases);
        let next = plan.startsOn;
        for (const span of spans) {
          expect(span.startsOn).toBe(next);
          expect(span.endsOn >= span.startsOn).toBe(true);
          if (span.number > 1) expect(isOnBreak(plan, span.startsOn)).toBe(false);
          next = addDays(span.endsOn, 1);
        }
      }),
    );
  });

  it('has the same way whenever it starts', () => {
    fc.assert(
      fc.property(plans, fc.integer({ min: -3000, max: 3000 }), (plan, days) => {
        const later = ({ startsOn, endsOn }: Break) => ({
          startsOn: addDays(startsOn, days),
          endsOn: addDays(endsOn, days),
        });
        const moved = {
          ...plan,
          startsOn: addDays(plan.startsOn, days),
          breaks: plan.breaks.map(later),
        };
        expect(phaseSpans(moved)).toEqual(phaseSpans(plan).map((span) => ({ ...span, ...later(span) })));
      }),
    );
  });

  it('does all that is to come a break later, and nothing that was before it', () => {
    fc.assert(
      fc.property(
        plans,
        fc.nat(),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: -50, max: 50 }),
        (plan, at, length, drift) => {
          const unbroken = { ...plan, breaks: [] };
          const before = phaseSpans(unbroken);
          const days = before.flatMap(({ startsOn, endsOn }) => [startsOn, endsOn]);
          const startsOn = addDays(days[at % days.length] ?? plan.startsOn, drift);
          const endsOn = addDays(startsOn, length - 1);
          fc.pre(startsOn >= plan.startsOn && startsOn <= endOf(unbroken));
          const after = phaseSpans({ ...plan, breaks: [{ startsOn, endsOn }] });
          const moved = (date: LocalDate) => (date >= startsOn ? addDays(date, length) : date);
          expect(after.slice(1).map((span) => span.startsOn)).toEqual(
            before.slice(1).map((span) => moved(span.startsOn)),
          );
          expect(after.at(-1)?.endsOn).toBe(moved(endOf(unbroken)));
        },
      ),
    );
  });

  it('is not changed by days off before the start or after the end, or by naming days off twice', () => {
    fc.assert(
      fc.property(plans, fc.nat({ max: 60 }), fc.nat({ max: 60 }), fc.nat(), (plan, length, gap, at) => {
        const endsOn = addDays(plan.startsOn, -1 - gap);
        const startsOn = addDays(endOf(plan), 1 + gap);
        const twice = plan.breaks.slice(at % (plan.breaks.length + 1)).map((each) => ({
          startsOn: each.startsOn,
          endsOn: each.startsOn,
        }));
        const breaks = [
          ...twice,
          { startsOn, endsOn: addDays(startsOn, length) },
          ...plan.breaks,
          { startsOn: addDays(endsOn, -length), endsOn },
        ];
        expect(phaseSpans({ ...plan, breaks })).toEqual(phaseSpans(plan));
      }),
    );
  });

  it('plans no hours at the start, all at the end, and never fewer on a later day', () => {
    fc.assert(
      fc.property(plans, fc.array(fc.integer({ min: -100, max: 700_000 })), (plan, offsets) => {
        const hours = offsets
          .toSorted((a, b) => a - b)
          .map((offset) => plannedHours(plan, addDays(plan.startsOn, offset)));
        expect(hours).toEqual(hours.toSorted((a, b) => a - b));
        expect(plannedHours(plan, plan.startsOn)).toBe(0);
        expect(plannedHours(plan, addDays(endOf(plan), 1))).toBe(totalHours(plan.pathway));
      }),
    );
  });

  it('plans a day’s share for each day that it walks, until the hours are done', () => {
    fc.assert(
      fc.property(shortPlans, (plan) => {
        for (const { date, walked } of walk(plan)) {
          expect(plannedHours(plan, addDays(date, 1))).toBeCloseTo(
            Math.min(totalHours(plan.pathway), (walked * plan.hoursPerWeek) / 7),
            6,
          );
        }
      }),
      { numRuns: 20 },
    );
  });

  it('finishes by a day at the pace found for it, and at no lower one', () => {
    fc.assert(
      fc.property(plans, fc.integer({ min: -10, max: 5000 }), ({ pathway, startsOn, breaks }, days) => {
        const endsOn = addDays(startsOn, days);
        const isInTime = (hoursPerWeek: number) =>
          endOf({ pathway, startsOn, hoursPerWeek, breaks }) <= endsOn;
        const pace = paceToFinishBy(pathway, startsOn, endsOn, breaks);
        if (pace === undefined) {
          expect(isInTime(HOURS_PER_WEEK.max)).toBe(false);
          return;
        }
        expect(isInTime(pace)).toBe(true);
        expect(pace).toBeGreaterThanOrEqual(HOURS_PER_WEEK.min);
        expect(pace).toBeLessThanOrEqual(HOURS_PER_WEEK.max);
        if (pace > HOURS_PER_WEEK.min) expect(isInTime(pace - 1)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('finds its own pace, or a lower one, for its own end', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const pace = paceToFinishBy(plan.pathway, plan.startsOn, endOf(plan), plan.breaks);
        expect(pace).toBeLessThanOrEqual(plan.hoursPerWeek);
        expect(endOf({ ...plan, hoursPerWeek: pace ?? 0 })).toBe(endOf(plan));
      }),
    );
  });

  it('tells who is ahead from who is behind, by weeks of its pace', () => {
    fc.assert(
      fc.property(
        plans,
        fc.integer({ min: -10, max: 5000 }),
        fc.double({ min: 0, max: 1.2, noNaN: true }),
        (plan, days, share) => {
          const date = addDays(plan.startsOn, days);
          const doneHours = Math.round(share * totalHours(plan.pathway));
          const lead = doneHours - plannedHours(plan, date);
          const { kind, weeks } = stepWith(plan, date, doneHours);
          if (Math.abs(lead) <= plan.hoursPerWeek) expect(kind).toBe('in-step');
          else expect(kind).toBe(lead > 0 ? 'ahead' : 'behind');
          if (kind === 'in-step') expect(weeks).toBe(0);
          else expect(Math.abs(Math.abs(lead) / plan.hoursPerWeek - weeks - 0.5)).toBeLessThanOrEqual(0.5);
        },
      ),
    );
  });
});
