import { daysBetween, localDateOf, type LocalDate } from './local-time.ts';
import type { Enrolment } from './member.ts';
import type { Range } from './plan.ts';
import { isFinished, type PathwayProgress, type PhaseProgress } from './progress.ts';

/** Fewer people than this are no range: one could tell who they are. */
export const PACE_PEERS_MIN = 5;

/**
 * Days that a member took over each phase they have finished, by the phase's id: from the day on which the phase before
 * was finished, or the first day of their plan where that is later, to the day of the phase's last done task. Calendar
 * days, breaks included, for that is what others will live through as well.
 *
 * A phase has no measure where nobody can say when it was begun, or that it was worked on at all: the phase before is
 * still open, the end does not come after the beginning, or several tasks are all said to be of one day, as by somebody
 * who records at last what they did long ago.
 */
export function phaseDays(
  { phases }: PathwayProgress,
  { startsOn }: Pick<Enrolment, 'startsOn'>,
  timeZone: string,
): ReadonlyMap<string, number> {
  const days = new Map<string, number>();
  let begin: LocalDate = startsOn;
  let isBeginKnown = true;
  for (const phase of phases) {
    if (phase.open > 0) isBeginKnown = false;
    // One that was left out as a whole took no time: the next begins where it would have.
    if (!isFinished(phase)) continue;
    const dates = datesOf(phase, timeZone);
    const end = latest(dates);
    const isSpread = dates.length === 1 || new Set(dates).size > 1;
    if (isBeginKnown && isSpread && end > begin) days.set(phase.phase.id, daysBetween(begin, end));
    begin = latest([begin, end]);
    isBeginKnown = true;
  }
  return days;
}

/**
 * The ranks, counted from 0, at which the middle half of so many values begins and ends: the first and the third
 * quartile by nearest rank, which are always values that somebody has. A quarter is left out on either side, so that
 * neither who recorded a phase in one evening nor who was away for a year moves the range.
 */
export function middleHalf(count: number): Range<number> {
  return { from: Math.ceil(count / 4) - 1, to: Math.ceil((count * 3) / 4) - 1 };
}

/** In whole weeks, rounded outward, so that the range promises no more than it knows; from 0 for less than a week. */
export function inWeeks({ from, to }: Range<number>): Range<number> {
  return { from: Math.floor(from / 7), to: Math.ceil(to / 7) };
}

function datesOf({ tasks }: PhaseProgress, timeZone: string): readonly LocalDate[] {
  return tasks.flatMap(({ completion }) =>
    completion?.status === 'done' ? [localDateOf(completion.at, timeZone)] : [],
  );
}

function latest(dates: readonly LocalDate[]): LocalDate {
  return dates.reduce((last, date) => (date > last ? date : last), '');
}
