/** How the page writes and reckons time: in the viewer's own zone and language. All instants are UTC epoch milliseconds. */

const styles: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
};

/** A `<t:…:style>` timestamp as the viewer's own zone and language write it. */
export function formatTimestamp(at: number, style: string, now: number): string {
  if (style === 'R') return formatRelative(at, now);
  return new Intl.DateTimeFormat(undefined, styles[style] ?? styles['f']).format(at);
}

const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

function formatRelative(at: number, now: number): string {
  const distance = at - now;
  const [unit, length] = units.find(([, size]) => Math.abs(distance) >= size) ?? ['second', 1_000];
  return new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' }).format(
    Math.round(distance / length),
    unit,
  );
}

export function formatMessageTime(at: number): string {
  return new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).format(at);
}

/** To the millisecond, for who looks at what went over the wire. */
export function formatPreciseTime(at: number): string {
  return new Intl.DateTimeFormat(undefined, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  }).format(at);
}

export function formatDay(at: number): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'full' }).format(at);
}

export function isSameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

/** «Mon 23 Nov» */
export function formatShortDay(at: number): string {
  return new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short' }).format(at);
}

/** «Monday 30 November, 09:00» */
export function formatMoment(at: number): string {
  const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
  return `${day.format(at)}, ${formatMessageTime(at)}`;
}

/** The same time of day, that many days later, also over a change of the clocks. */
export function dayAfter(at: number, days: number): number {
  const date = new Date(at);
  return date.setDate(date.getDate() + days);
}

/** The next Monday, 09:00, that is still to come. */
export function nextMonday(at: number): number {
  const date = new Date(at);
  date.setHours(9, 0, 0, 0);
  date.setDate(date.getDate() + ((8 - date.getDay()) % 7));
  return date.getTime() > at ? date.getTime() : dayAfter(date.getTime(), 7);
}

/** «A week later», by the calendar. */
export function describeLeap(from: number, to: number): string {
  const days = Math.round((startOfDay(to) - startOfDay(from)) / 86_400_000);
  if (days === 0) return 'Later that day';
  const [count, unit] = days % 7 === 0 ? [days / 7, 'week'] : [days, 'day'];
  return count === 1 ? `A ${unit} later` : `${count} ${unit}s later`;
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
