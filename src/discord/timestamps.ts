import { TimestampStyles, time } from 'discord.js';
import { noonOf, type LocalDate } from '../domain/local-time.ts';

/** A day as each reader's own client writes it; `instant` in UTC epoch milliseconds. */
export function dateStamp(instant: number): string {
  return time(Math.floor(instant / 1000), TimestampStyles.LongDate);
}

/** A member's local day, for every reader. */
export function localDateStamp(date: LocalDate, timeZone: string): string {
  return dateStamp(noonOf(date, timeZone));
}
