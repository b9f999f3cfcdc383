import { Temporal } from 'temporal-polyfill';
import type { WeeklySlot } from './weekly-slot.ts';

/** How long the weekly message keeps quiet; `return`: until the member does or asks for anything. */
export const PAUSES = ['week', 'month', 'return'] as const;
export type Pause = (typeof PAUSES)[number];

/** Days by which a message can be put off. */
export const SNOOZES = [1, 3] as const;
export type Snooze = (typeof SNOOZES)[number];

/** UTC epoch milliseconds, or `null` for a pause that no date ends. */
export function endOfPause(pause: Pause, now: number, timeZone: string): number | null {
  if (pause === 'return') return null;
  const start = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone);
  return start.add(pause === 'week' ? { weeks: 1 } : { months: 1 }).epochMilliseconds;
}

/** The member's own hour, so many local days from now; UTC epoch milliseconds. */
export function endOfSnooze(
  days: Snooze,
  now: number,
  { hour, timeZone }: Pick<WeeklySlot, 'hour' | 'timeZone'>,
): number {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate();
  return today.add({ days }).toPlainDateTime({ hour }).toZonedDateTime(timeZone).epochMilliseconds;
}
