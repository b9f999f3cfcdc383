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

/** A moment as each reader's own client writes it, and how far off it is; `instant` in UTC epoch milliseconds. */
export function momentStamp(instant: number): string {
  const seconds = Math.floor(instant / 1000);
  return `${time(seconds, TimestampStyles.FullDateShortTime)} (${time(seconds, TimestampStyles.RelativeTime)})`;
}

/** A zone as people call it: by its city. */
export function cityOf(timeZone: string): string {
  return timeZone.slice(timeZone.lastIndexOf('/') + 1).replaceAll('_', ' ');
}
