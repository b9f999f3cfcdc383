import { Temporal } from 'temporal-polyfill';
import { UserError } from './errors.ts';
import { addDays, daysBetween, type LocalDate } from './local-time.ts';

/** Days on which a cohort, or a member, does not walk, both included. */
export interface Break {
  readonly startsOn: LocalDate;
  readonly endsOn: LocalDate;
}

export const BREAKS_MAX = 12;
export const BREAK_DAYS_MAX = 120;

/** @throws {UserError} `break-backwards` or `break-too-long` */
export function requireBreak({ startsOn, endsOn }: Break): void {
  if (endsOn < startsOn) throw new UserError({ code: 'break-backwards' });
  if (endsOn >= addDays(startsOn, BREAK_DAYS_MAX)) {
    throw new UserError({ code: 'break-too-long', max: BREAK_DAYS_MAX });
  }
}

/**
 * In the order of their beginnings; in place of one that begins on the same day.
 * @throws {UserError} `too-many-breaks`
 */
export function withBreak(breaks: readonly Break[], added: Break): readonly Break[] {
  const others = withoutBreak(breaks, added.startsOn);
  if (others.length >= BREAKS_MAX) throw new UserError({ code: 'too-many-breaks', max: BREAKS_MAX });
  return [...others, added].sort((a, b) => (a.startsOn < b.startsOn ? -1 : 1));
}

export function withoutBreak(breaks: readonly Break[], startsOn: LocalDate): readonly Break[] {
  return breaks.filter((known) => known.startsOn !== startsOn);
}

/** Those that are not over. */
export function breaksFrom(today: LocalDate, breaks: readonly Break[]): readonly Break[] {
  return breaks.filter(({ endsOn }) => endsOn >= today);
}

export function isOnBreak(breaks: readonly Break[], date: LocalDate): boolean {
  return breaks.some(({ startsOn, endsOn }) => startsOn <= date && date <= endsOn);
}

/** Days without walking, counted from a plan's first day, which is 0; `to` is excluded. */
export interface Rest {
  readonly from: number;
  readonly to: number;
}

/** In order, and apart from each other. */
export function restsOf(startsOn: LocalDate, breaks: readonly Break[]): readonly Rest[] {
  return mergeBreaks(breaks)
    .map((each) => ({
      from: Math.max(0, daysBetween(startsOn, each.startsOn)),
      to: daysBetween(startsOn, each.endsOn) + 1,
    }))
    .filter(({ from, to }) => from < to);
}

/** In order, with those that touch or overlap made one. */
export function mergeBreaks(breaks: readonly Break[]): readonly Break[] {
  const apart: Break[] = [];
  for (const each of breaks.toSorted((a, b) => Temporal.PlainDate.compare(a.startsOn, b.startsOn))) {
    const before = apart.at(-1);
    if (before === undefined || addDays(before.endsOn, 1) < each.startsOn) apart.push(each);
    else if (each.endsOn > before.endsOn) apart.splice(-1, 1, { ...before, endsOn: each.endsOn });
  }
  return apart;
}

/** Days of walking before a day. */
export function walkedBefore(day: number, rests: readonly Rest[]): number {
  return rests.reduce((walked, { from, to }) => walked - Math.max(0, Math.min(day, to) - from), day);
}

/** The first day of walking after so many others. */
export function dayAfter(walked: number, rests: readonly Rest[]): number {
  return rests.reduce((day, { from, to }) => (from <= day ? day + to - from : day), walked);
}
