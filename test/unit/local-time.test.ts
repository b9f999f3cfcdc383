import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  localDateOf,
  noonOf,
  parseLocalDate,
  parseTimeZone,
  weekOf,
} from '../../src/domain/local-time.ts';

const zones = Intl.supportedValuesOf('timeZone');
const zone = fc.constantFrom(...zones);
/** From 1970 to 2100. */
const instant = fc.integer({ min: 0, max: Date.UTC(2100, 0) });
const date = instant.map((at) => new Date(at).toISOString().slice(0, 10));

describe('the local date of an instant', () => {
  test.each([
    ['2026-03-28T22:59:59Z', 'Europe/Berlin', '2026-03-28'],
    ['2026-03-28T23:00:00Z', 'Europe/Berlin', '2026-03-29'],
    ['2026-03-29T22:00:00Z', 'Europe/Berlin', '2026-03-30'],
    ['2026-10-24T22:00:00Z', 'Europe/Berlin', '2026-10-25'],
    ['2026-10-25T22:59:59Z', 'Europe/Berlin', '2026-10-25'],
    ['2011-12-30T09:59:59Z', 'Pacific/Apia', '2011-12-29'],
    ['2011-12-30T10:00:00Z', 'Pacific/Apia', '2011-12-31'],
    ['2026-11-22T18:14:59Z', 'Asia/Kathmandu', '2026-11-22'],
    ['2026-11-22T18:15:00Z', 'Asia/Kathmandu', '2026-11-23'],
    ['2026-11-23T12:00:00Z', 'Pacific/Kiritimati', '2026-11-24'],
    ['2026-11-23T11:59:59Z', 'Etc/GMT+12', '2026-11-22'],
  ])('%s is, in %s, %s', (at, timeZone, expected) => {
    expect(localDateOf(Date.parse(at), timeZone)).toBe(expected);
  });
});

describe('noon of a local day', () => {
  test('falls on that day, in any zone and on any day that the zone has', () => {
    fc.assert(
      fc.property(date, zone, (day, timeZone) => {
        // Samoa and some neighbours each left out one day when they changed sides of the date line.
        const beginning = Temporal.PlainDate.from(day).toZonedDateTime(timeZone).toPlainDate().toString();
        fc.pre(beginning === day);
        expect(localDateOf(noonOf(day, timeZone), timeZone)).toBe(day);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['2026-03-29', 'Europe/Berlin', '2026-03-29T10:00:00.000Z'],
    ['2026-10-25', 'Europe/Berlin', '2026-10-25T11:00:00.000Z'],
    ['2026-11-23', 'Asia/Kathmandu', '2026-11-23T06:15:00.000Z'],
    ['2011-12-31', 'Pacific/Apia', '2011-12-30T22:00:00.000Z'],
  ])('%s in %s is %s', (day, timeZone, expected) => {
    expect(new Date(noonOf(day, timeZone)).toISOString()).toBe(expected);
  });

  test('of a day that a zone left out is a day later, which is the next there is', () => {
    expect(localDateOf(noonOf('2011-12-30', 'Pacific/Apia'), 'Pacific/Apia')).toBe('2011-12-31');
  });
});

describe('a date that somebody types', () => {
  test.each([
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '26-04-30',
    '2026-4-30',
    '2026/04/30',
    '30.04.2026',
    ' 2026-04-30',
    '2026-04-30T00:00',
    '+002026-04-30',
    '２０２６-04-30',
    'today',
    '',
  ])('%j is none', (text) => {
    expect(parseLocalDate(text)).toBeUndefined();
  });

  test.each(['2024-02-29', '2026-12-31', '0001-01-01', '9999-12-31'])('%s is one', (text) => {
    expect(parseLocalDate(text)).toBe(text);
  });

  test('never makes the reading fail, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{4}-\d{2}-\d{2}$/)), (text) => {
        expect([undefined, text]).toContain(parseLocalDate(text));
      }),
    );
  });
});

describe('a week', () => {
  test.each([
    ['2026-11-23', '2026-11-23'],
    ['2026-11-29', '2026-11-23'],
    ['2027-01-01', '2026-12-28'],
    ['2024-03-03', '2024-02-26'],
  ])('of %s begins on %s', (day, monday) => {
    expect(weekOf(day)).toBe(monday);
  });

  test('has seven days, and begins on a Monday', () => {
    fc.assert(
      fc.property(date, fc.nat(6), (day, offset) => {
        const monday = weekOf(day);
        expect(new Date(`${monday}T00:00Z`).getUTCDay()).toBe(1);
        expect(weekOf(addDays(monday, offset))).toBe(monday);
        expect(weekOf(addDays(monday, 7))).toBe(addDays(monday, 7));
      }),
    );
  });
});

describe('the name of a time zone', () => {
  test('is read whenever the runtime knows it', () => {
    for (const name of zones) expect(parseTimeZone(name)).toBe(name);
  });

  test.each(['Asia/Kathmandu', 'Asia/Kolkata', 'Europe/Kyiv', 'UTC', 'Etc/UTC', 'europe/berlin', 'CET'])(
    '%s, an older, newer or differently written one, means a zone that can be used',
    (name) => {
      const timeZone = parseTimeZone(name) ?? '';
      expect(() => localDateOf(0, timeZone)).not.toThrow();
      expect(parseTimeZone(timeZone)).toBe(timeZone);
    },
  );

  test.each(['', '+02:00', '-0530', 'Mars/Olympus', 'Europe', 'Berlin', 'Europe/Berlin ', '../etc/passwd'])(
    '%j is none',
    (name) => {
      expect(parseTimeZone(name)).toBeUndefined();
    },
  );
});
