import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, noonOf } from '../../src/domain/local-time.ts';
import type { Completion } from '../../src/domain/member.ts';
import { weekStreak } from '../../src/domain/streak.ts';

function recordAt(at: number, status: Completion['status'] = 'done'): Completion {
  return {
    userId: '80351110224678912',
    pathwayId: 'any',
    taskId: String(at),
    status,
    at,
    recordedAt: at,
    note: null,
    link: null,
    replaced: null,
  };
}

function streak(timeZone: string, now: string, ...instants: readonly string[]): number {
  return weekStreak(
    instants.map((instant) => recordAt(Date.parse(instant))),
    timeZone,
    Date.parse(now),
  );
}

const MONDAY = '2026-11-23';
const WEDNESDAY_NOON = Date.parse('2026-11-25T12:00Z');

describe('weeks in a row', () => {
  test.each([
    ['nothing done', [], 0],
    ['something this week', [0], 1],
    ['something last week, nothing yet this week', [1], 1],
    ['the last two weeks, nothing yet this week', [1, 2], 2],
    ['this week and the two before', [0, 1, 2], 3],
    ['a gap of one week ends it', [0, 2, 3], 1],
    ['the week before last alone', [2], 0],
    ['several in one week count once', [0, 0, 0, 1], 2],
    ['weeks to come do not count', [-1, 0, 1], 2],
  ])('%s: %o weeks ago make %i', (_, weeksAgo, expected) => {
    const records = weeksAgo.map((weeks) => recordAt(WEDNESDAY_NOON - weeks * 7 * 86_400_000));
    expect(weekStreak(records, 'Etc/UTC', WEDNESDAY_NOON)).toBe(expected);
  });

  test('a skipped task is no work done', () => {
    expect(weekStreak([recordAt(WEDNESDAY_NOON, 'skipped')], 'Etc/UTC', WEDNESDAY_NOON)).toBe(0);
  });

  test('a year has 52 or 53 of them, and its end breaks nothing', () => {
    const records = Array.from({ length: 60 }, (_, week) =>
      recordAt(noonOf(addDays('2026-01-15', 7 * week), 'Etc/UTC')),
    );
    expect(weekStreak(records, 'Etc/UTC', noonOf('2027-03-05', 'Etc/UTC'))).toBe(60);
  });
});

describe('a week begins on Monday at midnight where the member lives', () => {
  test.each([
    [
      'spring: the clocks go forward on the Sunday',
      'Europe/Berlin',
      '2026-03-29T21:59Z',
      '2026-03-29T22:00Z',
    ],
    ['autumn: the clocks go back on the Sunday', 'Europe/Berlin', '2026-10-25T22:59Z', '2026-10-25T23:00Z'],
    ['a quarter of an hour off', 'Asia/Kathmandu', '2026-11-22T18:14Z', '2026-11-22T18:15Z'],
    ['a lost Friday', 'Pacific/Apia', '2012-01-01T09:59Z', '2012-01-01T10:00Z'],
    ['fourteen hours ahead', 'Pacific/Kiritimati', '2026-11-22T09:59Z', '2026-11-22T10:00Z'],
  ])('%s (%s): %s is Sunday still, %s is Monday', (_, timeZone, sunday, monday) => {
    expect(streak(timeZone, monday, sunday, monday)).toBe(2);
    expect(streak(timeZone, monday, monday)).toBe(1);
    expect(streak(timeZone, sunday, sunday)).toBe(1);
  });

  test('the week in which Samoa left out a day joins its neighbours', () => {
    const weeks = ['2011-12-20', '2011-12-29', '2012-01-03'].map((day) => noonOf(day, 'Pacific/Apia'));
    expect(
      weekStreak(
        weeks.map((at) => recordAt(at)),
        'Pacific/Apia',
        noonOf('2012-01-04', 'Pacific/Apia'),
      ),
    ).toBe(3);
  });
});

test('a record each week, on any day of it and in any zone, is one long row', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
      fc.array(fc.nat(6), { minLength: 1, maxLength: 70 }),
      (timeZone, weekdays) => {
        const records = weekdays.map((weekday, week) =>
          recordAt(noonOf(addDays(MONDAY, weekday - 7 * week), timeZone)),
        );
        const now = noonOf(addDays(MONDAY, 6), timeZone);
        expect(weekStreak(records, timeZone, now)).toBe(weekdays.length);
        // The week under way has time left; the one after that has run out of it.
        expect(weekStreak(records, timeZone, noonOf(addDays(MONDAY, 13), timeZone))).toBe(weekdays.length);
        expect(weekStreak(records, timeZone, noonOf(addDays(MONDAY, 14), timeZone))).toBe(0);
      },
    ),
  );
});
