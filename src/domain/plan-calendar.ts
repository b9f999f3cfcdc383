import { Temporal } from 'temporal-polyfill';
import { isOnBreak, type Break } from './breaks.ts';
import { addDays, type LocalDate } from './local-time.ts';
import type { PhaseAhead, Plan } from './plan.ts';
import type { WeeklySlot } from './weekly-slot.ts';

/** On the member's own clock, wherever they are. */
type HourOfWeek = Pick<WeeklySlot, 'weekday' | 'hour'>;

/** What a plan has to tell a calendar; all of it in the member's own days and hours, wherever they are. */
export interface PlanCalendar {
  readonly phases: readonly PhaseDays[];
  /** The hour of each week that belongs to the pathway; `undefined` where the plan has none. */
  readonly session: WeeklySession | undefined;
}

/** A phase from its earliest beginning to its latest end. */
export interface PhaseDays extends Pick<PhaseAhead, 'phase' | 'number'> {
  readonly startsOn: LocalDate;
  /** The day after the last one. */
  readonly endsBefore: LocalDate;
}

export interface WeeklySession extends HourOfWeek {
  readonly firstOn: LocalDate;
  /** A multiple of seven days later. */
  readonly lastOn: LocalDate;
  /** The days between them that fall into a break. */
  readonly except: readonly LocalDate[];
}

export function planCalendar(plan: Plan, breaks: readonly Break[], slot: HourOfWeek): PlanCalendar {
  return {
    phases: plan.phases
      .filter((phase) => !phase.isWalked)
      .map(({ phase, number, startsOn, endsOn }) => ({
        phase,
        number,
        startsOn: startsOn.from,
        endsBefore: endsOn.to,
      })),
    session: weeklySession(plan, breaks, slot),
  };
}

/** Every week until the plan's earliest end: nobody is to keep an hour free for work that may be done. */
function weeklySession(
  { startsOn, endsOn }: Plan,
  breaks: readonly Break[],
  { weekday, hour }: HourOfWeek,
): WeeklySession | undefined {
  const days: LocalDate[] = [];
  const wait = (weekday - Temporal.PlainDate.from(startsOn).dayOfWeek + 7) % 7;
  for (let day = addDays(startsOn, wait); day < endsOn.from; day = addDays(day, 7)) days.push(day);
  const kept = days.filter((day) => !isOnBreak(breaks, day));
  const [firstOn] = kept;
  const lastOn = kept.at(-1);
  if (firstOn === undefined || lastOn === undefined) return undefined;
  return {
    weekday,
    hour,
    firstOn,
    lastOn,
    except: days.filter((day) => firstOn < day && day < lastOn && isOnBreak(breaks, day)),
  };
}
