import { Temporal } from 'temporal-polyfill';

/** A local calendar date as text, `YYYY-MM-DD`. */
export type LocalDate = string;

/** `Etc/UTC` stands in for members who have not said where they live. */
export const ASSUMED_TIME_ZONE = 'Etc/UTC';

export function localDateOf(instant: number, timeZone: string): LocalDate {
  return Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();
}

/**
 * The instant, in UTC epoch milliseconds, that stands for "some time on that local day": noon, because every zone
 * has a noon on every day that it has at all.
 */
export function noonOf(date: LocalDate, timeZone: string): number {
  return Temporal.PlainDate.from(date).toZonedDateTime({
    timeZone,
    plainTime: Temporal.PlainTime.from('12:00'),
  }).epochMilliseconds;
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Temporal.PlainDate.from(from).until(to, { largestUnit: 'days' }).days;
}

/** The first days of the months that begin after a day, up to another. */
export function monthsBetween(after: LocalDate, upTo: LocalDate): readonly LocalDate[] {
  const months: LocalDate[] = [];
  let first = Temporal.PlainDate.from(after).with({ day: 1 }).add({ months: 1 });
  while (Temporal.PlainDate.compare(first, upTo) <= 0) {
    months.push(first.toString());
    first = first.add({ months: 1 });
  }
  return months;
}

/** Reads `YYYY-MM-DD`; `undefined` for anything else, days that no calendar has included. */
export function parseLocalDate(text: string): LocalDate | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString();
  } catch {
    return undefined;
  }
}

/** The Monday that begins the ISO week of a local date. */
export function weekOf(date: LocalDate): LocalDate {
  const day = Temporal.PlainDate.from(date);
  return day.subtract({ days: day.dayOfWeek - 1 }).toString();
}

/** The IANA name as the runtime spells it, or `undefined` when there is no such zone; offsets (`+02:00`) are none. */
export function parseTimeZone(name: string): string | undefined {
  if (!/^[A-Za-z]/.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
