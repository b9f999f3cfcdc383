import { Temporal } from 'temporal-polyfill';
import { addDays, type LocalDate } from './local-time.ts';
import type { Pathway, Phase } from './pathway.ts';
import { HOURS_PER_WEEK } from './plan.ts';

/** Days on which a cohort does not walk, both included. */
export interface CohortBreak {
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate;
}

/** A cohort walks a pathway together at one pace. Breaks may overlap, and each day of them puts the rest off by one. */
export interface CohortPlan {
  readonly pathway: Pathway;
  readonly startsOn: LocalDate;
  readonly hoursPerWeek: number;
  readonly breaks: readonly CohortBreak[];
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
      readonly onBreak: CohortBreak | undefined;
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
    onBreak: joined(plan.breaks).find(({ startsOn, endsOn }) => startsOn <= date && date <= endsOn),
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
  breaks: readonly CohortBreak[],
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

/** Days without walking, counted from the cohort's first day, which is 0; `to` is excluded. */
interface Rest {
  readonly from: number;
  readonly to: number;
}

/** In order, and apart from each other. */
function restsOf(startsOn: LocalDate, breaks: readonly CohortBreak[]): readonly Rest[] {
  return joined(breaks)
    .map((each) => ({
      from: Math.max(0, daysBetween(startsOn, each.startsOn)),
      to: daysBetween(startsOn, each.endsOn) + 1,
    }))
    .filter(({ from, to }) => from < to);
}

/** In order, with those that touch or overlap made one. */
function joined(breaks: readonly CohortBreak[]): readonly CohortBreak[] {
  const apart: CohortBreak[] = [];
  for (const each of breaks.toSorted((a, b) => Temporal.PlainDate.compare(a.startsOn, b.startsOn))) {
    const before = apart.at(-1);
    if (before === undefined || addDays(before.endsOn, 1) < each.startsOn) apart.push(each);
    else if (each.endsOn > before.endsOn) apart.splice(-1, 1, { ...before, endsOn: each.endsOn });
  }
  return apart;
}

/** Days of walking before a day. */
function walkedBefore(day: number, rests: readonly Rest[]): number {
  return rests.reduce((walked, { from, to }) => walked - Math.max(0, Math.min(day, to) - from), day);
}

/** The first day of walking after so many others. */
function dayAfter(walked: number, rests: readonly Rest[]): number {
  return rests.reduce((day, { from, to }) => (from <= day ? day + to - from : day), walked);
}

function daysBetween(from: LocalDate, to: LocalDate): number {
  return Temporal.PlainDate.from(from).until(to, { largestUnit: 'days' }).days;
}
