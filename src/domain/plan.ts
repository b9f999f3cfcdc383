import { UserError } from './errors.ts';
import { addDays, type LocalDate } from './local-time.ts';
import type { Enrolment } from './member.ts';
import type { Pathway } from './pathway.ts';

/** Fewer than one hour a week never finishes; more than a waking week is a slip of the finger. */
export const HOURS_PER_WEEK = { min: 1, max: 80 } as const;

/** A start further off than a year is a slip, in either direction. */
const START_RANGE_DAYS = 366;

/** @throws {UserError} `bad-hours` */
export function requireHours(hours: number): void {
  if (!Number.isInteger(hours) || hours < HOURS_PER_WEEK.min || hours > HOURS_PER_WEEK.max) {
    throw new UserError({ code: 'bad-hours', ...HOURS_PER_WEEK });
  }
}

/** @throws {UserError} `date-out-of-range` */
export function requireStart(startsOn: LocalDate, today: LocalDate): void {
  const earliest = addDays(today, -START_RANGE_DAYS);
  const latest = addDays(today, START_RANGE_DAYS);
  if (startsOn < earliest || startsOn > latest) {
    throw new UserError({ code: 'date-out-of-range', earliest, latest });
  }
}

/**
 * What a plan adds for the weeks that life takes: a fifth. At the first pathway's default pace (420 hours at 10 a
 * week: 42 weeks) it ends between 9.7 and 11.6 months, inside the 9–12 that the pathway states.
 */
const SLACK = 1.2;

/** Dates are ranges, because a single date would be a promise that nobody can keep. */
export interface PlanOutline {
  readonly startsOn: LocalDate;
  /** Weeks to the end at the member's pace, without and with slack. */
  readonly weeks: Range<number>;
  readonly endsOn: Range<LocalDate>;
  readonly firstPhaseEndsOn: Range<LocalDate>;
}

export interface Range<T> {
  readonly from: T;
  readonly to: T;
}

/** A third less, in whole hours: enough to be felt, not enough to give up the plan. */
export function lowerPace(hoursPerWeek: number): number {
  return Math.max(HOURS_PER_WEEK.min, Math.floor((hoursPerWeek * 2) / 3));
}

/** Weeks = hours at full pace ÷ the member's hours a week, rounded up to whole weeks. */
export function outlinePlan(
  pathway: Pathway,
  enrolment: Pick<Enrolment, 'hoursPerWeek' | 'startsOn'>,
): PlanOutline {
  const weeksFor = (fullPaceWeeks: number): Range<number> => {
    const weeks = (fullPaceWeeks * pathway.fullPaceHoursPerWeek) / enrolment.hoursPerWeek;
    return { from: Math.ceil(weeks), to: Math.ceil(weeks * SLACK) };
  };
  const after = (weeks: Range<number>): Range<LocalDate> => ({
    from: addDays(enrolment.startsOn, weeks.from * 7),
    to: addDays(enrolment.startsOn, weeks.to * 7),
  });
  const weeks = weeksFor(pathway.phases.reduce((sum, phase) => sum + phase.weeks, 0));
  return {
    startsOn: enrolment.startsOn,
    weeks,
    endsOn: after(weeks),
    firstPhaseEndsOn: after(weeksFor(pathway.phases[0]?.weeks ?? 0)),
  };
}
