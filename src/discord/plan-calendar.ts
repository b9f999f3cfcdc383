import { createHash } from 'node:crypto';
import ical, { escape, ICalEventRepeatingFreq, ICalEventTransparency } from 'ical-generator';
import type { LocalDate } from '../domain/local-time.ts';
import type { PlanCalendar, WeeklySession } from '../domain/plan-calendar.ts';
import { pathwayTitle } from '../services/pathway-library.ts';
import type { PlannedCalendar } from '../services/plans.ts';
import type { Words } from '../words/words.ts';
import type { Answer, Context } from './command.ts';
import { plainTyped } from './escape.ts';
import { planCalendarView, planView } from './views/plan.ts';

const HOUR = 3_600_000;

type Walk = PlannedCalendar['walk'];

const FILE_NAME = 'cairn-plan.ics';

/** The member's plan for their calendar; once nothing is left, the plan alone. */
export async function calendarAnswer(userId: string, { services, words }: Context): Promise<Answer> {
  const planned = await services.plans.calendar(userId);
  if (planned.calendar.phases.length === 0) return { view: planView(words, planned) };
  const content = planToIcs(words, planned.walk, planned.calendar, services.clock.now());
  return {
    view: planCalendarView(words, FILE_NAME, planned.calendar.session),
    files: [{ name: FILE_NAME, content }],
  };
}

/**
 * The plan as an iCalendar file (RFC 5545). Days are all-day events that take no time up; the weekly hour is in
 * floating local time, the RFC's form 1: the same hour on the member's clock wherever they are.
 * @param now when it was made, in UTC epoch milliseconds: of two files a calendar believes the later one.
 */
export function planToIcs(words: Words, walk: Walk, calendar: PlanCalendar, now: number): string {
  const title = plainTyped(pathwayTitle(walk.pathway));
  const file = ical({
    prodId: { company: 'Cairn', product: 'Plan' },
    // The library escapes the texts of events, and not this one.
    name: escape(words.plan.calendarName(title), false),
  });
  const stamp = new Date(now);
  for (const { phase, number, startsOn, endsBefore } of calendar.phases) {
    file.createEvent({
      id: uidOf(walk, 'phase', phase.id),
      stamp,
      allDay: true,
      start: midnight(startsOn),
      end: midnight(endsBefore),
      summary: words.plan.calendarPhase(number, plainTyped(phase.title)),
      description: words.plan.calendarPhaseMeaning,
      transparency: ICalEventTransparency.TRANSPARENT,
    });
  }
  if (calendar.session !== undefined) {
    const { session } = calendar;
    file.createEvent({
      id: uidOf(walk, 'session'),
      stamp,
      floating: true,
      start: onTheHour(session.firstOn, session.hour),
      end: onTheHour(session.firstOn, session.hour + 1),
      summary: words.plan.calendarHour(title),
      repeating: repeatingOf(session),
    });
  }
  return file.toString();
}

function repeatingOf({ hour, lastOn, except }: WeeklySession) {
  return {
    freq: ICalEventRepeatingFreq.WEEKLY,
    until: onTheHour(lastOn, hour),
    ...(except.length === 0 ? {} : { exclude: except.map((day) => onTheHour(day, hour)) }),
  };
}

/** The library reads days and floating hours off a date's UTC side. */
function midnight(date: LocalDate): Date {
  return new Date(`${date}T00:00:00Z`);
}

/** `hour`: up to 24, the next midnight. */
function onTheHour(date: LocalDate, hour: number): Date {
  return new Date(midnight(date).getTime() + hour * HOUR);
}

/**
 * The same whenever the file is made, so that a calendar updates what it has; and telling nobody with whom the file is
 * shared who the member is.
 */
function uidOf({ member, pathway }: Walk, ...names: readonly string[]): string {
  const digest = createHash('sha256').update([member.userId, pathway.id, ...names].join(':'));
  return `${digest.digest('hex').slice(0, 32)}@cairn`;
}
