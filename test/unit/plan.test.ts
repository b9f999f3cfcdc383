import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { Break } from '../../src/domain/breaks.ts';
import { addDays, daysBetween, localDateOf, type LocalDate } from '../../src/domain/local-time.ts';
import { newEnrolment, type Completion } from '../../src/domain/member.ts';
import type { Pathway } from '../../src/domain/pathway.ts';
import {
  agreedEnd,
  agreeToPlan,
  clampHours,
  HOURS_PER_WEEK,
  outlinePlan,
  planWalk,
  type Course,
  type PhaseAhead,
  type Plan,
  type Range,
} from '../../src/domain/plan.ts';
import { measureProgress } from '../../src/domain/progress.ts';
import { arbitraryCompletions, arbitraryPathway } from '../support/arbitrary-pathway.ts';
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

/** Records of the tasks of these phases, counted from 1. */
function phasesDone(...numbers: readonly number[]): readonly Completion[] {
  return numbers.flatMap((number) =>
    (backendPathway.phases[number - 1]?.tasks ?? []).map((task, index) =>
      recordOf(task.id, Date.UTC(2027, number, index + 1)),
    ),
  );
}

function recordOf(taskId: string, at: number, status: Completion['status'] = 'done'): Completion {
  const pathwayId = backendPathway.id;
  return {
    userId: '1',
    pathwayId,
    taskId,
    status,
    at,
    recordedAt: at,
    note: null,
    link: null,
    replaced: null,
  };
}

function backendPlan(completions: readonly Completion[], course: Partial<Course>, today = startsOn): Plan {
  const hoursPerWeek = backendPathway.fullPaceHoursPerWeek;
  return planWalk(measureProgress(backendPathway, completions), { hoursPerWeek, startsOn, ...course }, today);
}

function phasesAhead({ phases }: Plan): readonly PhaseAhead[] {
  return phases.filter((phase) => !phase.isWalked);
}

describe('a plan', () => {
  test('is that of the outline while nothing is done', () => {
    const { startsOn: begins, weeks, endsOn, phases } = backendPlan([], {});
    const course = { hoursPerWeek: backendPathway.fullPaceHoursPerWeek, startsOn };
    const { firstPhaseEndsOn, ...outline } = outlinePlan(backendPathway, course);
    expect({ startsOn: begins, weeks, endsOn }).toEqual(outline);
    expect(phases[0]).toMatchObject({ isWalked: false, endsOn: firstPhaseEndsOn });
  });

  test('gives each phase its weeks, one after the other, and a fifth more at most', () => {
    const ahead = phasesAhead(backendPlan([], {}));
    const fullPaceWeeks = backendPathway.phases.map(({ weeks }) => weeks);
    const lengthOf = (edge: keyof Range<LocalDate>) =>
      ahead.map((phase) => daysBetween(phase.startsOn[edge], phase.endsOn[edge]));
    expect(lengthOf('from')).toEqual(fullPaceWeeks.map((weeks) => weeks * 7));
    for (const [index, days] of lengthOf('to').entries()) {
      expect(Math.abs(days - (fullPaceWeeks[index] ?? 0) * 7 * 1.2)).toBeLessThan(1);
    }
  });

  test('begins today once its start is past, and never before its start', () => {
    expect(backendPlan([], {}, '2027-03-01').startsOn).toBe('2027-03-01');
    expect(backendPlan([], {}, '2026-10-01').startsOn).toBe(startsOn);
  });

  test('moves on by a day with each day on which nothing was done', () => {
    const end = (today: LocalDate) => backendPlan([], {}, today).endsOn;
    const { from, to } = end(startsOn);
    expect(end(addDays(startsOn, 40))).toEqual({ from: addDays(from, 40), to: addDays(to, 40) });
  });

  test('says of a phase without open tasks when the last of it was done, and gives it no time', () => {
    const plan = backendPlan(phasesDone(1), {}, '2027-06-01');
    const last = backendPathway.phases[0]?.tasks.length ?? 0;
    expect(plan.phases[0]).toMatchObject({ isWalked: true, finishedAt: Date.UTC(2027, 1, last) });
    expect(phasesAhead(plan)[0]?.startsOn).toEqual({ from: '2027-06-01', to: '2027-06-01' });
    expect(plan.hoursLeft).toBe(300);
  });

  test('knows no day for a phase that was left out as a whole', () => {
    const tasks = backendPathway.phases[0]?.tasks ?? [];
    const plan = backendPlan(
      tasks.map(({ id }) => recordOf(id, 0, 'skipped')),
      {},
    );
    expect(plan.phases[0]).toMatchObject({ isWalked: true, finishedAt: undefined });
  });

  test('with nothing open ends where it begins', () => {
    const plan = backendPlan(phasesDone(1, 2, 3, 4, 5), {}, '2027-09-01');
    expect(plan).toMatchObject({
      hoursLeft: 0,
      weeks: { from: 0, to: 0 },
      endsOn: { from: '2027-09-01', to: '2027-09-01' },
      savings: [],
    });
    expect(phasesAhead(plan)).toEqual([]);
  });

  test('says what each owned skill saves of what is left, the most first', () => {
    const [first, second] = backendPathway.skills.map(({ id }) => id);
    const ownedSkills = [first ?? '', second ?? ''];
    const plan = backendPlan([], { ownedSkills });
    const hours = plan.savings.map((saving) => saving.hours);
    expect(hours).toEqual(hours.toSorted((a, b) => b - a));
    expect(new Set(plan.savings.map(({ skill }) => skill.id))).toEqual(new Set(ownedSkills));
    const saved = hours.reduce((sum, each) => sum + each, 0);
    expect(plan.hoursLeft).toBeCloseTo(420 - saved, 6);
    const inPhases = phasesAhead(plan).reduce((sum, { savedHours }) => sum + savedHours, 0);
    expect(inPhases).toBeCloseTo(saved, 6);
    expect(backendPlan(phasesDone(1, 2, 3, 4, 5), { ownedSkills }).savings).toEqual([]);
  });

  test('leaves out the days of a break, and what lies before it', () => {
    const [, second] = phasesAhead(backendPlan([], {}));
    const breaks = [
      { startsOn: second?.startsOn.from ?? '', endsOn: addDays(second?.startsOn.from ?? '', 6) },
    ];
    const plan = backendPlan([], { breaks });
    expect(phasesAhead(plan)[1]?.startsOn.from).toBe(addDays(second?.startsOn.from ?? '', 7));
    expect(plan.endsOn.from).toBe(addDays('2027-06-07', 7));
    expect(plan.weeks.from).toBe(28);
  });

  test('does not wait for a break that begins when all is done', () => {
    const breaks = [{ startsOn: '2027-06-07', endsOn: '2027-06-20' }];
    expect(backendPlan([], { breaks }).endsOn.from).toBe('2027-06-07');
  });
});

describe('the end that a member went along with', () => {
  const enrolment = newEnrolment({
    userId: '1',
    pathwayId: backendPathway.id,
    hoursPerWeek: 15,
    startsOn,
    joinedAt: 0,
  });

  test('is at first the one that they set out with, breaks and skills included', () => {
    expect(agreedEnd(backendPathway, enrolment)).toBe(backendPlan([], {}).endsOn.to);
    const breaks = [{ startsOn: '2027-01-01', endsOn: '2027-01-10' }];
    expect(agreedEnd(backendPathway, { ...enrolment, breaks })).toBe(
      addDays(backendPlan([], {}).endsOn.to, 10),
    );
    const ownedSkills = backendPathway.skills.map(({ id }) => id);
    expect(agreedEnd(backendPathway, { ...enrolment, ownedSkills })).toBe(
      backendPlan([], { ownedSkills }).endsOn.to,
    );
  });

  test('is the latest one of the plan that they agreed to last', () => {
    const progress = measureProgress(backendPathway, phasesDone(1));
    const agreed = agreeToPlan(enrolment, progress, '2027-03-01');
    expect(agreed).toEqual({
      ...enrolment,
      agreedEndsOn: planWalk(progress, enrolment, '2027-03-01').endsOn.to,
    });
    expect(agreedEnd(backendPathway, agreed)).toBe(agreed.agreedEndsOn);
  });
});

test('hours beyond what is allowed are brought back to it', () => {
  expect([-1, 0, 1, 80, 82].map(clampHours)).toEqual([1, 1, 1, 80, 80]);
});

const breakLists: fc.Arbitrary<readonly Break[]> = fc.array(
  fc.tuple(fc.integer({ min: -60, max: 900 }), fc.integer({ min: 1, max: 120 })).map(([offset, length]) => ({
    startsOn: addDays(startsOn, offset),
    endsOn: addDays(startsOn, offset + length - 1),
  })),
  { maxLength: 6 },
);

interface Situation {
  readonly pathway: Pathway;
  readonly completions: readonly Completion[];
  readonly course: Course & { readonly ownedSkills: readonly string[]; readonly breaks: readonly Break[] };
  readonly today: LocalDate;
}

const pathways = fc.oneof(
  { arbitrary: fc.constant(backendPathway), weight: 4 },
  { arbitrary: arbitraryPathway, weight: 1 },
);

const situations: fc.Arbitrary<Situation> = pathways.chain((pathway) =>
  fc.record({
    pathway: fc.constant(pathway),
    completions: arbitraryCompletions(pathway, '1'),
    course: fc.record({
      hoursPerWeek: fc.integer(HOURS_PER_WEEK),
      startsOn: fc.integer({ min: -366, max: 366 }).map((days) => addDays(startsOn, days)),
      ownedSkills: fc.subarray(pathway.skills.map(({ id }) => id)),
      breaks: breakLists,
    }),
    today: fc.integer({ min: -30, max: 400 }).map((days) => addDays(startsOn, days)),
  }),
);

function planIn({ pathway, completions, course, today }: Situation): Plan {
  return planWalk(measureProgress(pathway, completions), course, today);
}

function expectNoLater(plan: Plan, other: Plan): void {
  expect(plan.endsOn.from <= other.endsOn.from).toBe(true);
  expect(plan.endsOn.to <= other.endsOn.to).toBe(true);
}

describe('any plan', () => {
  test('has phases that join up from its start to its end, each of at least a day', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const plan = planIn(situation);
        const ahead = phasesAhead(plan);
        expect(plan.startsOn >= situation.today && plan.startsOn >= situation.course.startsOn).toBe(true);
        let next: Range<LocalDate> = { from: plan.startsOn, to: plan.startsOn };
        for (const phase of ahead) {
          expect(phase.startsOn).toEqual(next);
          expect(phase.endsOn.from > phase.startsOn.from && phase.endsOn.to > phase.startsOn.to).toBe(true);
          expect(phase.endsOn.from <= phase.endsOn.to).toBe(true);
          next = phase.endsOn;
        }
        expect(plan.endsOn).toEqual(next);
      }),
      { numRuns: 60 },
    );
  });

  test('never ends later with an hour a week more, a skill more or a task less to do', () => {
    fc.assert(
      fc.property(situations, fc.nat(), (situation, at) => {
        const plan = planIn(situation);
        const { course, pathway, completions } = situation;
        expectNoLater(
          planIn({ ...situation, course: { ...course, hoursPerWeek: course.hoursPerWeek + 1 } }),
          plan,
        );
        const skill = pathway.skills[at % pathway.skills.length]?.id ?? '';
        const ownedSkills = [...new Set([...course.ownedSkills, skill])];
        expectNoLater(planIn({ ...situation, course: { ...course, ownedSkills } }), plan);
        const tasks = pathway.phases.flatMap((phase) => phase.tasks);
        const taskId = tasks[at % tasks.length]?.id ?? '';
        const more = [...completions.filter((known) => known.taskId !== taskId), recordOf(taskId, 0)];
        expectNoLater(planIn({ ...situation, completions: more }), plan);
      }),
      { numRuns: 60 },
    );
  });

  test('does all that is to come a break later, and nothing that was before it', () => {
    fc.assert(
      fc.property(situations, fc.nat(), fc.integer({ min: 1, max: 120 }), (drawn, at, length) => {
        const situation = { ...drawn, course: { ...drawn.course, breaks: [] } };
        const before = planIn(situation);
        fc.pre(before.hoursLeft > 0);
        const breakStart = addDays(before.startsOn, at % daysBetween(before.startsOn, before.endsOn.from));
        const added = { startsOn: breakStart, endsOn: addDays(breakStart, length - 1) };
        const after = planIn({ ...situation, course: { ...situation.course, breaks: [added] } });
        const moved = (date: LocalDate) => (date >= breakStart ? addDays(date, length) : date);
        const beginsOf = (plan: Plan) =>
          phasesAhead(plan)
            .slice(1)
            .map((phase) => phase.startsOn);
        const bothMoved = ({ from, to }: Range<LocalDate>) => ({ from: moved(from), to: moved(to) });
        expect(beginsOf(after)).toEqual(beginsOf(before).map(bothMoved));
        expect(after.endsOn).toEqual(bothMoved(before.endsOn));
      }),
      { numRuns: 60 },
    );
  });

  test('counts a day of two breaks once, and two that touch as one', () => {
    fc.assert(
      fc.property(situations, fc.nat({ max: 300 }), fc.nat({ max: 60 }), (situation, offset, length) => {
        const { course } = situation;
        const from = addDays(startsOn, offset);
        const middle = addDays(from, length);
        const until = addDays(middle, length + 1);
        const withBreaks = (...breaks: readonly Break[]) =>
          planIn({ ...situation, course: { ...course, breaks: [...course.breaks, ...breaks] } });
        const one = withBreaks({ startsOn: from, endsOn: until });
        expect(
          withBreaks({ startsOn: addDays(middle, 1), endsOn: until }, { startsOn: from, endsOn: middle }),
        ).toEqual(one);
        expect(withBreaks({ startsOn: from, endsOn: until }, { startsOn: from, endsOn: middle })).toEqual(
          one,
        );
      }),
      { numRuns: 40 },
    );
  });

  test('is as long in every week of the year: clocks that change do not change it', () => {
    fc.assert(
      fc.property(
        situations,
        fc.integer({ min: -400, max: 400 }),
        fc.constantFrom('Europe/Berlin', 'America/Santiago', 'Pacific/Apia', 'Etc/UTC'),
        ({ course, ...situation }, days, timeZone) => {
          const shift = (date: LocalDate) => addDays(date, days);
          const shifted: Situation = {
            ...situation,
            today: localDateOf(
              Temporal.PlainDate.from(shift(situation.today)).toZonedDateTime({
                timeZone,
                plainTime: '12:00',
              }).epochMilliseconds,
              timeZone,
            ),
            course: {
              ...course,
              startsOn: shift(course.startsOn),
              breaks: course.breaks.map((each) => ({
                startsOn: shift(each.startsOn),
                endsOn: shift(each.endsOn),
              })),
            },
          };
          const { from, to } = planIn({ ...situation, course }).endsOn;
          expect(planIn(shifted).endsOn).toEqual({ from: shift(from), to: shift(to) });
        },
      ),
      { numRuns: 60 },
    );
  });
});
