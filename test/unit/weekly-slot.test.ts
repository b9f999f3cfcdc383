import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { nextOccurrence, type WeeklySlot } from '../../src/domain/weekly-slot.ts';

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
const [MONDAY, FRIDAY, SATURDAY, SUNDAY] = [1, 5, 6, 7] as const;

function next(timeZone: string, weekday: number, hour: number, after: string, takenWeek?: string) {
  const { week, at } = nextOccurrence({ timeZone, weekday, hour }, Date.parse(after), takenWeek);
  return `${week} ${new Date(at).toISOString()}`;
}

describe('the next turn', () => {
  it.each([
    // Berlin: 29 March 2026 has no 02:00, 25 October 2026 has two.
    ['winter', 'Europe/Berlin', MONDAY, 9, '2026-03-20T00:00Z', '2026-W13 2026-03-23T08:00:00.000Z'],
    ['summer', 'Europe/Berlin', MONDAY, 9, '2026-03-27T00:00Z', '2026-W14 2026-03-30T07:00:00.000Z'],
    [
      'an hour left out',
      'Europe/Berlin',
      SUNDAY,
      2,
      '2026-03-28T00:00Z',
      '2026-W13 2026-03-29T01:00:00.000Z',
    ],
    [
      'the hour after it',
      'Europe/Berlin',
      SUNDAY,
      3,
      '2026-03-28T00:00Z',
      '2026-W13 2026-03-29T01:00:00.000Z',
    ],
    [
      'an hour repeated',
      'Europe/Berlin',
      SUNDAY,
      2,
      '2026-10-24T00:00Z',
      '2026-W43 2026-10-25T00:00:00.000Z',
    ],
    ['winter again', 'Europe/Berlin', MONDAY, 9, '2026-10-25T12:00Z', '2026-W44 2026-10-26T08:00:00.000Z'],
    // São Paulo: midnight was left out on 4 November 2018, 23:00 repeated on 17 February 2018; no change since 2019.
    [
      'midnight left out',
      'America/Sao_Paulo',
      SUNDAY,
      0,
      '2018-11-03T00:00Z',
      '2018-W44 2018-11-04T03:00:00.000Z',
    ],
    [
      '23:00 repeated',
      'America/Sao_Paulo',
      SATURDAY,
      23,
      '2018-02-17T00:00Z',
      '2018-W07 2018-02-18T01:00:00.000Z',
    ],
    ['abolished', 'America/Sao_Paulo', SUNDAY, 0, '2019-11-02T00:00Z', '2019-W44 2019-11-03T03:00:00.000Z'],
    // Lord Howe moves by half an hour: 02:00 is left out on 4 October 2026, 01:30 to 02:00 repeated on 5 April.
    [
      'half an hour left out',
      'Australia/Lord_Howe',
      SUNDAY,
      2,
      '2026-10-03T00:00Z',
      '2026-W40 2026-10-03T15:30:00.000Z',
    ],
    [
      'summer there',
      'Australia/Lord_Howe',
      MONDAY,
      9,
      '2026-10-03T16:00Z',
      '2026-W41 2026-10-04T22:00:00.000Z',
    ],
    [
      'half an hour repeated',
      'Australia/Lord_Howe',
      SUNDAY,
      2,
      '2026-04-04T00:00Z',
      '2026-W14 2026-04-04T15:30:00.000Z',
    ],
    [
      'winter there',
      'Australia/Lord_Howe',
      MONDAY,
      9,
      '2026-04-05T00:00Z',
      '2026-W15 2026-04-05T22:30:00.000Z',
    ],
    [
      'a quarter of an hour off',
      'Asia/Kathmandu',
      MONDAY,
      9,
      '2026-03-01T00:00Z',
      '2026-W10 2026-03-02T03:15:00.000Z',
    ],
    // Samoa went from Thursday, 29 December 2011, to Saturday, 31 December.
    [
      'before a lost day',
      'Pacific/Apia',
      FRIDAY,
      9,
      '2011-12-20T00:00Z',
      '2011-W51 2011-12-23T19:00:00.000Z',
    ],
    ['a lost day', 'Pacific/Apia', FRIDAY, 9, '2011-12-25T00:00Z', '2011-W52 2011-12-30T19:00:00.000Z'],
    ['after a lost day', 'Pacific/Apia', FRIDAY, 9, '2011-12-31T00:00Z', '2012-W01 2012-01-05T19:00:00.000Z'],
    // 2026 has 53 weeks, and the last one ends in 2027.
    ['week 53', 'Etc/UTC', MONDAY, 0, '2026-12-22T00:00Z', '2026-W53 2026-12-28T00:00:00.000Z'],
    ['week 53 in January', 'Etc/UTC', SUNDAY, 0, '2026-12-31T00:00Z', '2026-W53 2027-01-03T00:00:00.000Z'],
    ['week 1', 'Etc/UTC', MONDAY, 0, '2027-01-03T00:00Z', '2027-W01 2027-01-04T00:00:00.000Z'],
    ['week 1 in December', 'Etc/UTC', MONDAY, 0, '2024-12-29T00:00Z', '2025-W01 2024-12-30T00:00:00.000Z'],
  ])('%s: %s, weekday %i, %i:00', (_, timeZone, weekday, hour, after, expected) => {
    expect(next(timeZone, weekday, hour, after)).toBe(expected);
  });

  it('is strictly after the instant', () => {
    const at = '2026-03-02T09:00:00.000Z';
    expect(next('Etc/UTC', MONDAY, 9, '2026-03-02T08:59:59.999Z')).toBe(`2026-W10 ${at}`);
    expect(next('Etc/UTC', MONDAY, 9, at)).toBe('2026-W11 2026-03-09T09:00:00.000Z');
  });

  it('comes once when its hour comes twice', () => {
    const first = '2026-10-25T00:00:00.000Z';
    expect(next('Europe/Berlin', SUNDAY, 2, first)).toBe('2026-W44 2026-11-01T01:00:00.000Z');
  });
});

describe('a week that has had its turn', () => {
  it('has no other on another day or at another hour', () => {
    expect(next('Europe/Berlin', FRIDAY, 18, '2026-03-02T08:00Z')).toMatch(/^2026-W10 /);
    expect(next('Europe/Berlin', FRIDAY, 18, '2026-03-02T08:00Z', '2026-W10')).toBe(
      '2026-W11 2026-03-13T17:00:00.000Z',
    );
  });

  it('has no other after a move to the far side of the date line', () => {
    // Monday 00:00 on Kiritimati is Sunday 00:00 in Honolulu: 24 hours later it is Monday there too.
    const had = '2026-03-01T10:00:00.000Z';
    expect(next('Pacific/Kiritimati', MONDAY, 0, '2026-02-28T00:00Z')).toBe(`2026-W10 ${had}`);
    expect(next('Pacific/Honolulu', MONDAY, 0, had)).toBe('2026-W10 2026-03-02T10:00:00.000Z');
    expect(next('Pacific/Honolulu', MONDAY, 0, had, '2026-W10')).toBe('2026-W11 2026-03-09T10:00:00.000Z');
  });

  it('is followed by the next one after a move the other way, with none lost', () => {
    const had = '2026-03-02T10:00:00.000Z';
    expect(next('Pacific/Kiritimati', MONDAY, 0, had, '2026-W10')).toBe('2026-W11 2026-03-08T10:00:00.000Z');
  });

  it('is counted across the end of a year of 53 weeks', () => {
    expect(next('Etc/UTC', SUNDAY, 9, '2026-12-28T00:00Z', '2026-W53')).toBe(
      '2027-W01 2027-01-10T09:00:00.000Z',
    );
  });
});

describe('any slot, anywhere, at any time', () => {
  const slots = fc.record<WeeklySlot>({
    weekday: fc.integer({ min: 1, max: 7 }),
    hour: fc.integer({ min: 0, max: 23 }),
    timeZone: fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
  });
  const instants = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2037, 0) });

  it('has its next turn after the instant, and none between', () => {
    fc.assert(
      fc.property(slots, instants, fc.nat(), (slot, after, offset) => {
        const occurrence = nextOccurrence(slot, after);
        expect(occurrence.at).toBeGreaterThan(after);
        const between = after + (offset % (occurrence.at - after));
        expect(nextOccurrence(slot, between)).toEqual(occurrence);
      }),
    );
  });

  it('has one turn in each ISO week, without gaps', () => {
    fc.assert(
      fc.property(slots, instants, (slot, start) => {
        let previous = nextOccurrence(slot, start);
        for (let count = 0; count < 60; count += 1) {
          const following = nextOccurrence(slot, previous.at);
          expect(mondayOf(following.week) - mondayOf(previous.week)).toBe(WEEK_MS);
          expect(nextOccurrence(slot, previous.at, previous.week)).toEqual(following);
          previous = following;
        }
      }),
      { numRuns: 40 },
    );
  });

  it('has its turn at its own hour of its own day, or within a day after where the zone left that out', () => {
    fc.assert(
      fc.property(slots, instants, (slot, after) => {
        const { week, at } = nextOccurrence(slot, after);
        const day = mondayOf(week) + (slot.weekday - 1) * (WEEK_MS / 7);
        const meant = day + slot.hour * 60 * 60 * 1000;
        const late = wallClock(at, slot.timeZone) - meant;
        expect(late).toBeGreaterThanOrEqual(0);
        expect(late).toBeLessThanOrEqual(WEEK_MS / 7);
        const isAsMeant = late === 0;
        const couldBeAsMeant = [at - late, at].some((instant) => wallClock(instant, slot.timeZone) === meant);
        expect(isAsMeant).toBe(couldBeAsMeant);
      }),
    );
  });
});

/** The Monday that begins an ISO week, as UTC midnight: the week of 4 January is the first. */
function mondayOf(week: string): number {
  const [, year, number] = /^(\d{4})-W(\d{2})$/.exec(week) ?? [];
  const fourth = new Date(Date.UTC(Number(year), 0, 4));
  const daysSinceMonday = (fourth.getUTCDay() + 6) % 7;
  return fourth.getTime() - daysSinceMonday * (WEEK_MS / 7) + (Number(number) - 1) * WEEK_MS;
}

/** What the clocks on the walls show, written as if it were UTC. */
function wallClock(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}
