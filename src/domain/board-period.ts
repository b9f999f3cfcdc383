import { Temporal } from 'temporal-polyfill';
import { weekName } from './weekly-slot.ts';

export const BOARD_PERIODS = ['week', 'month', 'all'] as const;
export type BoardPeriod = (typeof BOARD_PERIODS)[number];

/** One stretch of time that is ranked by itself. */
export interface PeriodSpan {
  readonly period: BoardPeriod;
  /** `2026-W10` (ISO week of the local day), `2026-03` or `all`: no two spans of any period share one. */
  readonly name: string;
  /** UTC epoch milliseconds. */
  readonly from: number;
  /** UTC epoch milliseconds; the span ends before it. */
  readonly to: number;
}

/** Safe integers instead of infinities, because SQL has to compare with them. */
const ALL_TIME: PeriodSpan = {
  period: 'all',
  name: 'all',
  from: Number.MIN_SAFE_INTEGER,
  to: Number.MAX_SAFE_INTEGER,
};

/** The span that an instant lies in. Weeks begin on Monday, and every day with its first instant in that zone. */
export function periodSpan(period: BoardPeriod, timeZone: string, now: number): PeriodSpan {
  if (period === 'all') return ALL_TIME;
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate();
  const { first, next, name } = CALENDAR[period];
  const spanFrom = (day: Temporal.PlainDate): PeriodSpan => ({
    period,
    name: name(day),
    from: day.toZonedDateTime(timeZone).epochMilliseconds,
    to: next(day).toZonedDateTime(timeZone).epochMilliseconds,
  });
  const firstDay = first(today);
  const span = spanFrom(firstDay);
  // Clocks that are put back just after midnight show the evening before once more: the new day has begun already.
  return now < span.to ? span : spanFrom(next(firstDay));
}

/** The same local time seven days earlier; daylight saving moves with it. */
export function weekBefore(instant: number, timeZone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).subtract({ days: 7 })
    .epochMilliseconds;
}

interface Calendar {
  /** The day that begins the span of any of its days. */
  readonly first: (day: Temporal.PlainDate) => Temporal.PlainDate;
  /** The first day of the span after the one that begins on a day. */
  readonly next: (first: Temporal.PlainDate) => Temporal.PlainDate;
  readonly name: (first: Temporal.PlainDate) => string;
}

const CALENDAR: Readonly<Record<Exclude<BoardPeriod, 'all'>, Calendar>> = {
  week: {
    first: (day) => day.subtract({ days: day.dayOfWeek - 1 }),
    next: (first) => first.add({ days: 7 }),
    name: weekName,
  },
  month: {
    first: (day) => day.with({ day: 1 }),
    next: (first) => first.add({ months: 1 }),
    name: (first) => first.toPlainYearMonth().toString(),
  },
};
