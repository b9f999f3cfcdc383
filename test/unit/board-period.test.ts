import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { BOARD_PERIODS, type BoardPeriod, periodSpan, weekBefore } from '../../src/domain/board-period.ts';
import { addDays, localDateOf, noonOf, weekOf } from '../../src/domain/local-time.ts';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

function span(period: BoardPeriod, timeZone: string, now: string) {
  const { name, from, to } = periodSpan(period, timeZone, Date.parse(now));
  return `${name} ${new Date(from).toISOString()} ${new Date(to).toISOString()}`;
}

describe('the span that an instant lies in', () => {
  it.each([
    ['a week', 'week', 'Etc/UTC', '2026-03-04T12:00Z', '2026-W10', '2026-03-02T00:00', '2026-03-09T00:00'],
    ['a month', 'month', 'Etc/UTC', '2026-03-04T12:00Z', '2026-03', '2026-03-01T00:00', '2026-04-01T00:00'],
    ['its start', 'week', 'Etc/UTC', '2026-03-02T00:00Z', '2026-W10', '2026-03-02T00:00', '2026-03-09T00:00'],
    ['its end', 'week', 'Etc/UTC', '2026-03-09T00:00Z', '2026-W11', '2026-03-09T00:00', '2026-03-16T00:00'],
    // At noon on Sunday in UTC, it is Monday in the far east; at half past ten on the first, the last in the far west.
    [
      'the far east',
      'week',
      'Pacific/Kiritimati',
      '2026-03-01T12:00Z',
      '2026-W10',
      '2026-03-01T10:00',
      '2026-03-08T10:00',
    ],
    [
      'the far west',
      'month',
      'Pacific/Pago_Pago',
      '2026-03-01T10:30Z',
      '2026-02',
      '2026-02-01T11:00',
      '2026-03-01T11:00',
    ],
    [
      'an hour less',
      'week',
      'Europe/Berlin',
      '2026-03-25T00:00Z',
      '2026-W13',
      '2026-03-22T23:00',
      '2026-03-29T22:00',
    ],
    [
      'an hour more',
      'month',
      'Europe/Berlin',
      '2026-10-25T00:30Z',
      '2026-10',
      '2026-09-30T22:00',
      '2026-10-31T23:00',
    ],
    // 2026 has 53 weeks, and the last one ends in 2027; the first week of 2025 begins in 2024.
    [
      'week 53 in January',
      'week',
      'Etc/UTC',
      '2027-01-03T23:59Z',
      '2026-W53',
      '2026-12-28T00:00',
      '2027-01-04T00:00',
    ],
    [
      'week 1 in December',
      'week',
      'Etc/UTC',
      '2024-12-30T00:00Z',
      '2025-W01',
      '2024-12-30T00:00',
      '2025-01-06T00:00',
    ],
    // The first of October had no midnight in Asunción, one Monday no first half hour in Toronto.
    [
      'a month without its midnight',
      'month',
      'America/Asuncion',
      '2017-10-15T00:00Z',
      '2017-10',
      '2017-10-01T04:00',
      '2017-11-01T03:00',
    ],
    [
      'a week without its first half hour',
      'week',
      'America/Toronto',
      '1919-03-31T04:40Z',
      '1919-W14',
      '1919-03-31T04:30',
      '1919-04-07T04:00',
    ],
    // A minute into 1 November, clocks in Newfoundland went back to 23:01 on 31 October: not to last month's board.
    [
      'an evening shown once more',
      'month',
      'America/St_Johns',
      '2009-11-01T02:40Z',
      '2009-11',
      '2009-11-01T02:30',
      '2009-12-01T03:30',
    ],
    [
      'the same evening before',
      'month',
      'America/St_Johns',
      '2009-11-01T02:29Z',
      '2009-10',
      '2009-10-01T02:30',
      '2009-11-01T02:30',
    ],
    // Samoa went from Thursday, 29 December 2011, to Saturday, 31 December.
    [
      'a week of six days',
      'week',
      'Pacific/Apia',
      '2011-12-30T12:00Z',
      '2011-W52',
      '2011-12-26T10:00',
      '2012-01-01T10:00',
    ],
    [
      'a month without a day',
      'month',
      'Pacific/Apia',
      '2011-12-30T12:00Z',
      '2011-12',
      '2011-12-01T10:00',
      '2011-12-31T10:00',
    ],
  ] as const)('%s: %s in %s at %s', (_, period, timeZone, now, name, from, to) => {
    expect(span(period, timeZone, now)).toBe(`${name} ${from}:00.000Z ${to}:00.000Z`);
  });

  it('of all time has room for every instant, and bounds that SQL can hold', () => {
    const all = periodSpan('all', 'Europe/Berlin', Date.UTC(2026, 2));
    expect(all.name).toBe('all');
    expect(all.from).toBeLessThan(Date.UTC(-270_000, 0));
    expect(all.to).toBeGreaterThan(Date.UTC(270_000, 0));
    expect(Number.isSafeInteger(all.from) && Number.isSafeInteger(all.to)).toBe(true);
  });
});

const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
const instants = fc.oneof(
  fc.integer({ min: Date.UTC(1970, 0), max: Date.UTC(2037, 0) }),
  // The edges of a year, where its weeks and its months disagree.
  fc
    .tuple(fc.integer({ min: 1970, max: 2037 }), fc.integer({ min: -7 * DAY_MS, max: 7 * DAY_MS }))
    .map(([year, offset]) => Date.UTC(year, 0) + offset),
);

describe('any period, anywhere, at any time', () => {
  it('holds the instant, and is the same for all that it holds', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...BOARD_PERIODS),
        zones,
        instants,
        fc.nat(),
        (period, timeZone, now, offset) => {
          const held = periodSpan(period, timeZone, now);
          expect(held.from).toBeLessThanOrEqual(now);
          expect(held.to).toBeGreaterThan(now);
          const other = held.from + (offset % (held.to - held.from));
          if (period !== 'all') expect(periodSpan(period, timeZone, other)).toEqual(held);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is followed by the next one without a gap, under a later name', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('week' as const, 'month' as const),
        zones,
        instants,
        (period, timeZone, now) => {
          let previous = periodSpan(period, timeZone, now);
          expect(periodSpan(period, timeZone, previous.from - 1).to).toBe(previous.from);
          for (let count = 0; count < 60; count += 1) {
            const following = periodSpan(period, timeZone, previous.to);
            expect(following.from).toBe(previous.to);
            expect(following.name > previous.name).toBe(true);
            previous = following;
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is named after the day that it is there at noon', () => {
    fc.assert(
      fc.property(zones, instants, (timeZone, instant) => {
        const noon = noonOf(localDateOf(instant, timeZone), timeZone);
        const date = localDateOf(noon, timeZone);
        const thursday = addDays(weekOf(date), 3);
        const firstThursday = addDays(weekOf(`${thursday.slice(0, 4)}-01-04`), 3);
        const week = (Date.parse(thursday) - Date.parse(firstThursday)) / (7 * DAY_MS) + 1;
        expect(periodSpan('month', timeZone, noon).name).toBe(date.slice(0, 7));
        expect(periodSpan('week', timeZone, noon).name).toBe(
          `${thursday.slice(0, 4)}-W${String(week).padStart(2, '0')}`,
        );
      }),
      { numRuns: 300 },
    );
  });

  it('lasts about a week, or 28 to 31 days', () => {
    fc.assert(
      fc.property(zones, instants, (timeZone, now) => {
        const days = (period: BoardPeriod) => {
          const { from, to } = periodSpan(period, timeZone, now);
          return (to - from) / DAY_MS;
        };
        // A zone that changes sides of the date line has a day more or less.
        expect(Math.abs(days('week') - 7)).toBeLessThanOrEqual(1);
        expect(days('month')).toBeGreaterThan(27.8);
        expect(days('month')).toBeLessThan(32.1);
      }),
    );
  });
});

describe('a week before', () => {
  it.each([
    ['a plain week', 'Europe/Berlin', '2026-03-20T09:00Z', '2026-03-13T09:00Z'],
    ['clocks put forward meanwhile', 'Europe/Berlin', '2026-03-30T07:00Z', '2026-03-23T08:00Z'],
    ['clocks put back meanwhile', 'Europe/Berlin', '2026-10-26T08:00Z', '2026-10-19T07:00Z'],
    ['a time that was left out', 'Europe/Berlin', '2026-04-05T00:30Z', '2026-03-29T01:30Z'],
    ['a day that was lost', 'Pacific/Apia', '2012-01-05T19:00Z', '2011-12-30T19:00Z'],
  ])('%s', (_, timeZone, instant, expected) => {
    expect(weekBefore(Date.parse(instant), timeZone)).toBe(Date.parse(expected));
  });

  it('shows the same time on the same weekday, unless the zone left that time out', () => {
    const clock = (instant: number, timeZone: string) =>
      new Date(instant).toLocaleString('en', {
        timeZone,
        weekday: 'long',
        hour: 'numeric',
        minute: 'numeric',
      });
    fc.assert(
      fc.property(zones, instants, (timeZone, instant) => {
        const before = weekBefore(instant, timeZone);
        expect(Math.abs(instant - before - 7 * DAY_MS)).toBeLessThanOrEqual(DAY_MS);
        const meant = clock(instant, timeZone);
        const near = Array.from({ length: 97 }, (_, quarter) => before + (quarter - 48) * 0.25 * HOUR_MS);
        const couldBeMeant = near.some((other) => clock(other, timeZone) === meant);
        expect(clock(before, timeZone) === meant).toBe(couldBeMeant);
      }),
    );
  });
});
