import type { SkillPriority } from '../../domain/pathway.ts';

export const numbers = new Intl.NumberFormat('en');
export const percents = new Intl.NumberFormat('en', { style: 'percent' });
const plurals = new Intl.PluralRules('en');
export const lists = new Intl.ListFormat('en', { type: 'disjunction' });
export const enumeration = new Intl.ListFormat('en', { type: 'conjunction' });
export const days = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  timeZone: 'UTC',
});
/** With its year: `3 March 2026`. */
export const dates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

const ordinals = new Intl.PluralRules('en', { type: 'ordinal' });
const ORDINAL_ENDINGS: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' };

/** `1st`, `22nd`, `113th`. */
export function ordinal(rank: number): string {
  return `${numbers.format(rank)}${ORDINAL_ENDINGS[ordinals.select(rank)] ?? 'th'}`;
}

/** To a tenth, and never nothing: `1.4 weeks`. */
export function weeksOfWork(amount: number): string {
  return count(Math.max(0.1, Math.round(amount * 10) / 10), 'week', 'weeks');
}

/** A number with its noun: `1 task`, `1,200 tasks`. */
export function count(amount: number, one: string, other: string): string {
  return `${numbers.format(amount)} ${plurals.select(amount) === 'one' ? one : other}`;
}

const KILOBYTE = 1_000;
const kilobytes = new Intl.NumberFormat('en', { style: 'unit', unit: 'kilobyte' });
/** Rounded down, so that a file of the size named always fits. */
export const fileSize = (bytes: number) => kilobytes.format(Math.floor(bytes / KILOBYTE));

export const bold = (texts: readonly string[]) => texts.map((text) => `**${text}**`);
export const tasks = (amount: number) => count(amount, 'task', 'tasks');
export const hours = (amount: number) => count(amount, 'hour', 'hours');
export const weeks = (amount: number) => count(amount, 'week', 'weeks');
export const members = (amount: number) => count(amount, 'member', 'members');
export const dayCountOf = (amount: number) => count(amount, 'day', 'days');
export const andMore = (amount: number) => (amount === 0 ? '' : ` and ${numbers.format(amount)} more`);
/** How far off an instant is, as each reader's own client writes it; UTC epoch milliseconds. */
export const relative = (instant: number) => `<t:${Math.ceil(instant / 1000)}:R>`;
export const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`;

export const priorities: Record<SkillPriority, string> = {
  critical: 'Critical',
  important: 'Important',
  'nice-to-have': 'Nice to have',
};
