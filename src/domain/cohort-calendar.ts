import { dayAfter, mergeBreaks, restsOf, walkedBefore, type Break } from './breaks.ts';
import { addDays, daysBetween, type LocalDate } from './local-time.ts';
import type { Pathway, Phase } from './pathway.ts';
import { HOURS_PER_WEEK } from './plan.ts';

/** A cohort walks a pathway together at one pace. Breaks may overlap, and each day of them puts the rest off by one. */
export interface CohortPlan {
  readonly pathway: Pathway;
  readonly startsOn: LocalDate;
  readonly hoursPerWeek: number;
  readonly breaks: readonly Break[];
}

export interface PhaseSpan {
  readonly phase: Phase;
  /** Counted from 1, as members do. */
  readonly number: number;
  readonly startsOn: LocalDate;
  /** The last day of it. */
  readonly endsOn: LocalDate;
}

export type CohortDay =
  | { readonly state: 'not-started'; readonly daysUntilStart: number }
  | {
      readonly state: 'under-way';
      /** Of walking, counted from 1. On a break it is that of the last day walked. */
      readonly week: number;
      /** Weeks of walking in all. */
      readonly weeks: number;
      readonly span: PhaseSpan;
      /** Of walking, counted from 1. */
      readonly weekOfPhase: number;
      /** Breaks that touch or overlap are one: walking goes on the day after it. */
      readonly onBreak: Break | undefined;
    }
  | { readonly state: 'over'; readonly endedOn: LocalDate };

/** How far a member is from the cohort's plan. */
export interface Step {
  readonly kind: 'ahead' | 'in-step' | 'behind';
  /** Whole weeks at the cohort's pace; 0 when in step. */
  readonly weeks: number;
}

/**
 * The phases' dates: one follows on the other without gaps. The days of a break between two phases belong to the
 * earlier one, so that the later one begins with a day of walking.
 */
export function phaseSpans(plan: CohortPlan): readonly PhaseSpan[] {
  const rests = restsOf(plan.startsOn, plan.breaks);
  const stretches = stretchesOf(plan.pathway, plan.hoursPerWeek);
  let first = 0;
  return stretches.map(({ phase, end }, index) => {
    const isLast = index === stretches.length - 1;
    const next = isLast ? dayAfter(end - 1, rests) + 1 : dayAfter(end, rests);
    const startsOn = addDays(plan.startsOn, first);
    first = next;
    return { phase, number: index + 1, startsOn, endsOn: addDays(plan.startsOn, next - 1) };
  });
}

/** Where the cohort stands on a date. */
export function cohortDay(plan: CohortPlan, date: LocalDate): CohortDay {
  const day = daysBetween(plan.startsOn, date);
  if (day < 0) return { state: 'not-started', daysUntilStart: -day };

  const spans = phaseSpans(plan);
  const lastDay = spans.at(-1)?.endsOn ?? plan.startsOn;
  const span = spans.find(({ endsOn }) => date <= endsOn);
  if (span === undefined) return { state: 'over', endedOn: lastDay };

  const rests = restsOf(plan.startsOn, plan.breaks);
  const walkedThrough = (until: LocalDate) => walkedBefore(daysBetween(plan.startsOn, until) + 1, rests);
  const walkedToPhase = walkedBefore(daysBetween(plan.startsOn, span.startsOn), rests);
  const walked = Math.max(1, walkedThrough(date));
  return {
    state: 'under-way',
    week: Math.ceil(walked / 7),
    weeks: Math.ceil(walkedThrough(lastDay) / 7),
    span,
    weekOfPhase: Math.ceil((walked - walkedToPhase) / 7),
    onBreak: mergeBreaks(plan.breaks).find(({ startsOn, endsOn }) => startsOn <= date && date <= endsOn),
  };
}

/**
 * Hours of work that the plan has by the end of the day before a date: none at the start, the whole pathway's after
 * the end. A week's hours are spread evenly over its days; breaks add nothing.
 */
export function plannedHours(plan: CohortPlan, date: LocalDate): number {
  const day = Math.max(0, daysBetween(plan.startsOn, date));
  const walked = walkedBefore(day, restsOf(plan.startsOn, plan.breaks));
  const weeks = plan.pathway.phases.reduce((sum, phase) => sum + phase.weeks, 0);
  return Math.min(weeks * plan.pathway.fullPaceHoursPerWeek, (walked * plan.hoursPerWeek) / 7);
}

/** The least whole hours a week that finish the pathway by the end of a day; `undefined` where none allowed do. */
export function paceToFinishBy(
  pathway: Pathway,
  startsOn: LocalDate,
  endsOn: LocalDate,
  breaks: readonly Break[],
): number | undefined {
  const walked = walkedBefore(daysBetween(startsOn, endsOn) + 1, restsOf(startsOn, breaks));
  for (let pace: number = HOURS_PER_WEEK.min; pace <= HOURS_PER_WEEK.max; pace += 1) {
    if ((stretchesOf(pathway, pace).at(-1)?.end ?? 0) <= walked) return pace;
  }
  return undefined;
}

/** Compares a member's hours with the plan's on a date. Up to one week's difference either way is in step. */
export function stepWith(plan: CohortPlan, date: LocalDate, doneHours: number): Step {
  const weeks = (doneHours - plannedHours(plan, date)) / plan.hoursPerWeek;
  if (Math.abs(weeks) <= 1) return { kind: 'in-step', weeks: 0 };
  return { kind: weeks > 0 ? 'ahead' : 'behind', weeks: Math.floor(Math.abs(weeks)) };
}

interface Stretch {
  readonly phase: Phase;
  /** Days of walking from the cohort's start to the end of the phase. */
  readonly end: number;
}

/**
 * The days are rounded up over all phases so far and not for each, so that the whole takes no longer than its hours
 * do; but a phase of hardly any hours is given a day of its own.
 */
function stretchesOf(pathway: Pathway, hoursPerWeek: number): readonly Stretch[] {
  let hours = 0;
  let end = 0;
  return pathway.phases.map((phase) => {
    hours += phase.weeks * pathway.fullPaceHoursPerWeek;
    end = Math.max(end + 1, Math.ceil((hours * 7) / hoursPerWeek));
    return { phase, end };
  });
}
