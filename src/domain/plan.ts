import { dayAfter, restsOf, type Rest } from './breaks.ts';
import { effortOf, savingOf } from './effort.ts';
import { UserError } from './errors.ts';
import { addDays, type LocalDate } from './local-time.ts';
import type { Enrolment } from './member.ts';
import type { Pathway, Skill } from './pathway.ts';
import { lastDoneAt, measureProgress, type PathwayProgress, type PhaseProgress } from './progress.ts';

/** Fewer than one hour a week never finishes; more than a waking week is a slip of the finger. */
export const HOURS_PER_WEEK = { min: 1, max: 80 } as const;

/** A start further off than a year is a slip, in either direction. */
export const START_RANGE_DAYS = 366;

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
export interface Range<T> {
  readonly from: T;
  readonly to: T;
}

/** What a plan follows from, besides what has been done. Absent: no skills, no breaks. */
export type Course = Pick<Enrolment, 'hoursPerWeek' | 'startsOn'> &
  Partial<Pick<Enrolment, 'ownedSkills' | 'breaks'>>;

/** When a member will be where, if they go on as they mean to. */
export interface Plan {
  /** The first day of what is left: today, or the start that lies ahead. So nobody is ever late. */
  readonly startsOn: LocalDate;
  /** At full pace, after what owned skills save. */
  readonly hoursLeft: number;
  /** Weeks of walking that are left. */
  readonly weeks: Range<number>;
  /** The day by which all is done: the one after the last day of work. `startsOn` when nothing is left. */
  readonly endsOn: Range<LocalDate>;
  readonly phases: readonly PhasePlan[];
  /** What owned skills save of the work that is left, the most first. */
  readonly savings: readonly Saving[];
}

export type PhasePlan = WalkedPhase | PhaseAhead;

/** Nothing of it is left to do. */
export interface WalkedPhase extends Pick<PhaseProgress, 'phase' | 'number'> {
  readonly isWalked: true;
  /** When the last of it was done, in UTC epoch milliseconds; `undefined` when all of it was left out. */
  readonly finishedAt: number | undefined;
}

export interface PhaseAhead extends Pick<PhaseProgress, 'phase' | 'number'> {
  readonly isWalked: false;
  /** Where the one before it ends, or the plan's own start. */
  readonly startsOn: Range<LocalDate>;
  /** As the plan's own: the first day that is not the phase's any more. */
  readonly endsOn: Range<LocalDate>;
  /** Hours that owned skills save in it. */
  readonly savedHours: number;
}

/** Hours that a skill saves, because the member has it. */
export interface Saving {
  readonly skill: Skill;
  readonly hours: number;
}

/**
 * A member's plan on a day of theirs. Only open tasks take time. To the end of each phase, days = hours left so far ×
 * 7 ÷ the member's hours a week, rounded up; at most a fifth more. Days of breaks come on top of them, each once.
 */
export function planWalk(progress: PathwayProgress, course: Course, today: LocalDate): Plan {
  const startsOn = course.startsOn > today ? course.startsOn : today;
  const owned = course.ownedSkills ?? [];
  const rests = restsOf(startsOn, course.breaks ?? []);
  const stretches = stretchesOf(progress, owned, course.hoursPerWeek);
  const last = stretches.at(-1);
  const dateOf = (day: number) => addDays(startsOn, day);
  return {
    startsOn,
    hoursLeft: last?.hours ?? 0,
    weeks: mapRange(last?.end ?? NO_DAYS, (days) => Math.ceil(days / 7)),
    endsOn: mapRange(last?.end ?? NO_DAYS, (days) => dateOf(endDay(days, rests))),
    phases: progress.phases.map((phase): PhasePlan => {
      const index = stretches.findIndex((stretch) => stretch.phase === phase);
      const stretch = stretches[index];
      const named = { phase: phase.phase, number: phase.number };
      if (stretch === undefined) return { ...named, isWalked: true, finishedAt: lastDoneAt(phase) };
      const begin = stretches[index - 1]?.end ?? NO_DAYS;
      const hasNext = stretches[index + 1] !== undefined;
      return {
        ...named,
        isWalked: false,
        startsOn: mapRange(begin, (days) => dateOf(index === 0 ? days : dayAfter(days, rests))),
        endsOn: mapRange(stretch.end, (days) =>
          dateOf(hasNext ? dayAfter(days, rests) : endDay(days, rests)),
        ),
        savedHours: sum(owned.map((skillId) => savedIn(phase, progress.pathway, skillId))),
      };
    }),
    savings: progress.pathway.skills
      .filter(({ id }) => owned.includes(id))
      .map((skill) => ({
        skill,
        hours: sum(progress.phases.map((phase) => savedIn(phase, progress.pathway, skill.id))),
      }))
      .filter(({ hours }) => hours > 0)
      .sort((a, b) => b.hours - a.hours),
  };
}

/** The plan of somebody who has done nothing yet. */
export interface PlanOutline extends Pick<Plan, 'startsOn' | 'weeks' | 'endsOn'> {
  readonly firstPhaseEndsOn: Range<LocalDate>;
}

export function outlinePlan(pathway: Pathway, course: Course): PlanOutline {
  const { startsOn, weeks, endsOn, phases } = planWalk(measureProgress(pathway, []), course, course.startsOn);
  const [first] = phases;
  return {
    startsOn,
    weeks,
    endsOn,
    firstPhaseEndsOn: first === undefined || first.isWalked ? endsOn : first.endsOn,
  };
}

/** The end that a member went along with; until they have, the one that they set out with. */
export function agreedEnd(pathway: Pathway, enrolment: Enrolment): LocalDate {
  return enrolment.agreedEndsOn ?? outlinePlan(pathway, enrolment).endsOn.to;
}

/** The walk with the plan that follows from it by now as the agreed one: to be kept whenever the member changed it. */
export function agreeToPlan(enrolment: Enrolment, progress: PathwayProgress, today: LocalDate): Enrolment {
  return { ...enrolment, agreedEndsOn: planWalk(progress, enrolment, today).endsOn.to };
}

/** A third less, in whole hours: enough to be felt, not enough to give up the plan. */
export function lowerPace(hoursPerWeek: number): number {
  return Math.max(HOURS_PER_WEEK.min, Math.floor((hoursPerWeek * 2) / 3));
}

/** The hours a week nearest to those asked for that are allowed. */
export function clampHours(hours: number): number {
  return Math.min(HOURS_PER_WEEK.max, Math.max(HOURS_PER_WEEK.min, hours));
}

interface Stretch {
  readonly phase: PhaseProgress;
  /** Hours left to the end of the phase. */
  readonly hours: number;
  /** Days of walking to the end of the phase. */
  readonly end: Range<number>;
}

const NO_DAYS: Range<number> = { from: 0, to: 0 };

/**
 * Of the phases with something open. The days are rounded up over all phases so far and not for each, so that the
 * whole takes no longer than its hours do; but a phase of hardly any hours is given a day of its own.
 */
function stretchesOf(
  progress: PathwayProgress,
  ownedSkills: readonly string[],
  hoursPerWeek: number,
): readonly Stretch[] {
  let hours = 0;
  let end = NO_DAYS;
  return progress.phases
    .filter(({ open }) => open > 0)
    .map((phase) => {
      const open = phase.tasks.filter(({ state }) => state === 'open');
      hours += sum(open.map(({ task }) => effortOf(task, progress.pathway, ownedSkills)));
      const days = (hours * 7) / hoursPerWeek;
      end = {
        from: Math.max(end.from + 1, wholeDays(days)),
        to: Math.max(end.to + 1, wholeDays(days * SLACK)),
      };
      return { phase, hours, end };
    });
}

/** Shares of hours do not add up exactly in binary: what is above a whole day by less than this is that day. */
const ROUNDING = 1e-6;

function wholeDays(days: number): number {
  return Math.ceil(days - ROUNDING);
}

/** The day after the last of so many days of walking; a break that begins on it is not waited for. */
function endDay(walked: number, rests: readonly Rest[]): number {
  return walked === 0 ? 0 : dayAfter(walked - 1, rests) + 1;
}

function savedIn(phase: PhaseProgress, pathway: Pathway, skillId: string): number {
  const open = phase.tasks.filter(({ state }) => state === 'open');
  return sum(open.map(({ task }) => savingOf(task, pathway, skillId)));
}

function mapRange<T, U>({ from, to }: Range<T>, map: (value: T) => U): Range<U> {
  return { from: map(from), to: map(to) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
