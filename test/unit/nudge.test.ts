import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { endPause, extraTurn, nextTurn, nudgeTone, type Nudge } from '../../src/domain/nudge.ts';
import { nextOccurrence } from '../../src/domain/weekly-slot.ts';

const MINUTE_MS = 60 * 1000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const NOW = Date.UTC(2026, 2, 2, 12);
const SLOT = { weekday: 1, hour: 9, timeZone: 'Europe/Berlin' };

const snowflakes = fc.bigInt({ min: 2n ** 55n, max: 2n ** 63n }).map(String);
const instants = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) });

describe('a turn', () => {
  it('comes within ten minutes of its hour, always as many after it', () => {
    fc.assert(
      fc.property(snowflakes, instants, (recipient, after) => {
        const first = nextTurn(SLOT, recipient, after);
        const second = nextTurn(SLOT, recipient, first.at);
        const spread = spreadOf(first);
        expect(spread).toBeGreaterThanOrEqual(0);
        expect(spread).toBeLessThan(10 * MINUTE_MS);
        expect(spreadOf(second)).toBe(spread);
      }),
    );

    function spreadOf({ occurrence, at }: { occurrence: string; at: number }): number {
      const { week, at: hour } = nextOccurrence(SLOT, at - 11 * MINUTE_MS);
      expect(week).toBe(occurrence);
      return at - hour;
    }
  });

  it('spreads people who joined one after the other', () => {
    const recipients = Array.from({ length: 100 }, (_, second) => (BigInt(second * 1000) << 22n).toString());
    const turns = new Set(recipients.map((recipient) => nextTurn(SLOT, recipient, NOW).at));
    expect(turns.size).toBe(100);
  });

  it('is still to come in the minutes between its hour and its own moment', () => {
    const recipient = (BigInt(5 * MINUTE_MS) << 22n).toString();
    const hour = Date.UTC(2026, 2, 2, 8);
    expect(nextTurn(SLOT, recipient, hour + 4 * MINUTE_MS)).toEqual({
      occurrence: '2026-W10',
      at: hour + 5 * MINUTE_MS,
    });
    expect(nextTurn(SLOT, recipient, hour + 5 * MINUTE_MS).occurrence).toBe('2026-W11');
    expect(nextTurn(SLOT, recipient, hour, '2026-W10').occurrence).toBe('2026-W11');
  });

  it('besides the weekly ones has a name that is no week', () => {
    expect(extraTurn(NOW)).toEqual({ occurrence: '+tb9tc0', at: NOW });
  });
});

describe('the tone', () => {
  it.each([
    [0, 'weekly'],
    [13.9, 'weekly'],
    [14, 'gentle'],
    [41.9, 'gentle'],
    [42, 'farewell'],
    [400, 'farewell'],
    // A record of the future: the clock was set back.
    [-3, 'weekly'],
  ])('after %d quiet days is %s', (days, tone) => {
    expect(nudgeTone(NOW - days * DAY_MS, NOW)).toBe(tone);
  });
});

describe('a pause', () => {
  const nudge: Nudge = {
    ...SLOT,
    userId: '80351110224678912',
    locale: 'en-GB',
    state: 'paused',
    pausedUntil: NOW,
    activeSince: NOW - 30 * DAY_MS,
    next: null,
    dmChannelId: null,
    notice: null,
  };

  it('ends at its end, and quiet weeks are counted from there', () => {
    expect(endPause(nudge, NOW - 1)).toBe(nudge);
    expect(endPause(nudge, NOW)).toEqual({ ...nudge, state: 'on', pausedUntil: null, activeSince: NOW });
  });

  it('without an end does not end by itself', () => {
    const endless = { ...nudge, pausedUntil: null };
    expect(endPause(endless, NOW + 1000 * DAY_MS)).toBe(endless);
  });

  it('leaves alone who is not paused', () => {
    for (const state of ['on', 'off'] as const) {
      const other = { ...nudge, state };
      expect(endPause(other, NOW)).toBe(other);
    }
  });
});
