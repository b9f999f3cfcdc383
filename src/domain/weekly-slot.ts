import { Temporal } from 'temporal-polyfill';

/** An hour of the week on somebody's own clock. */
export interface WeeklySlot {
  /** ISO: 1 is Monday, 7 is Sunday. */
  readonly weekday: number;
  /** 0 to 23. */
  readonly hour: number;
  /** IANA name. */
  readonly timeZone: string;
}

export function isSameSlot(one: WeeklySlot, other: WeeklySlot): boolean {
  return one.weekday === other.weekday && one.hour === other.hour && one.timeZone === other.timeZone;
}

/** One week's turn of a slot. */
export interface Occurrence {
  /**
   * The ISO week of the local day, `2026-W10`. It names the occurrence: whoever moves to another zone, weekday or
   * hour in mid-week has had this week's turn already.
   */
  readonly week: string;
  /** UTC epoch milliseconds. */
  readonly at: number;
}

/**
 * The slot's first turn strictly after an instant, and after a week that has had its turn.
 *
 * An hour that the clocks leave out in spring comes as much later as they are put forward, and so does one of a day
 * that the zone skipped altogether: on the next day. An hour that they repeat in autumn comes the first time round.
 */
export function nextOccurrence(slot: WeeklySlot, after: number, takenWeek?: string): Occurrence {
  const today = Temporal.Instant.fromEpochMilliseconds(after).toZonedDateTimeISO(slot.timeZone).toPlainDate();
  let day = today.subtract({ days: today.dayOfWeek - slot.weekday });
  for (;;) {
    const week = weekName(day);
    const at = day
      .toPlainDateTime({ hour: slot.hour })
      .toZonedDateTime(slot.timeZone, { disambiguation: 'compatible' }).epochMilliseconds;
    if (at > after && (takenWeek === undefined || week > takenWeek)) return { week, at };
    day = day.add({ days: 7 });
  }
}

/** The ISO week of a day: `2026-W10`. */
export function weekName(day: Temporal.PlainDate): string {
  return `${String(day.yearOfWeek).padStart(4, '0')}-W${String(day.weekOfYear).padStart(2, '0')}`;
}
