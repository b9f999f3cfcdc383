import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';

import { appearanceOn, parseAlias } from '../../src/domain/appearance.ts';
import {
  afterHit,
  afterMiss,
  makeCode,
  nameKey,
  parseCode,
  parseCohortName,
  requireGuessesLeft,
  type CodeGuesses,
} from '../../src/domain/cohort.ts';
import { UserError } from '../../src/domain/errors.ts';

const MINUTE_MS = 60 * 1000;

function problemOf(work: () => unknown): UserError['problem'] | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.problem;
    throw error;
  }
}

/** Letters of several scripts, what joins and marks them, and what is no letter. */
const typed = fc.string({
  unit: fc.constantFrom(
    ...['a', 'Z', 'ß', 'É', 'e\u0301', 'σ', 'ς', 'Σ', 'я', 'क', 'ि', 'ี', 'ก', '字', '7', '½', 'ﬁ', 'İ'],
    ...[' ', '\t', '\u00A0', '-', '·', '!', '🧗', '👩‍🚀', '#️⃣', '€', '\u200B', '\u200D', '\u202E', '\u3164'],
  ),
});

describe('the name of a cohort', () => {
  test.each([
    ['Spring', 'Spring'],
    ['  Spring \t of\u00A026 ', 'Spring of 26'],
    ['AI', 'AI'],
    ['春组', '春组'],
    ['मी', 'मी'],
    ['🧗🧗', '🧗🧗'],
    ['x'.repeat(60), 'x'.repeat(60)],
  ])('%j is %j', (text, name) => {
    expect(parseCohortName(text)).toBe(name);
  });

  test.each([
    ['nothing', ''],
    ['blanks', ' \t\u00A0'],
    ['one letter', 'x'],
    ['one letter with accents', 'e\u0301\u0302'],
    ['punctuation', '!!! --- ???'],
    ['what nobody sees', '\u200B\u3164\u2800\uFFA0'],
    ['too much', 'x'.repeat(61)],
  ])('is not %s', (_, text) => {
    expect(problemOf(() => parseCohortName(text))).toEqual({ code: 'bad-cohort-name', min: 2, max: 60 });
  });

  it('is itself once it is one', () => {
    fc.assert(
      fc.property(typed, (text) => {
        fc.pre(problemOf(() => parseCohortName(text)) === undefined);
        const name = parseCohortName(text);
        expect(parseCohortName(name)).toBe(name);
        expect(nameKey(name)).toBe(nameKey(text));
      }),
      { numRuns: 500 },
    );
  });
});

describe('two names', () => {
  test.each([
    ['Spring', 'SPRING'],
    ['Spring 26', 'spring-26!'],
    ['Café', 'Cafe\u0301'],
    ['Café', 'cafe'],
    ['Straße', 'STRASSE'],
    ['ΟΔΟΣ', 'οδος'],
    ['οδοσ', 'οδος'],
    ['ﬁne', 'fine'],
    ['Ｓｐｒｉｎｇ', 'Spring'],
    ['Spr\u200Bing', 'Spring'],
    ['Spr\u3164ing', 'Spring'],
    ['🧗 🧗', '🧗🧗'],
    ['हिन्दी', 'हिन्\u200Dदी'],
  ])('%j and %j look the same', (one, other) => {
    expect(nameKey(one)).toBe(nameKey(other));
  });

  test.each([
    ['Spring', 'Springs'],
    ['Spring 2', 'Spring 3'],
    ['काम', 'कीम'],
    ['กา', 'กี'],
    ['🧗🧗', '🚀🚀'],
    ['🧗a', '🚀b'],
  ])('%j and %j do not', (one, other) => {
    expect(nameKey(one)).not.toBe(nameKey(other));
  });

  it('that differ in case only look the same', () => {
    fc.assert(
      fc.property(typed, (name) => {
        expect(nameKey(name.toUpperCase())).toBe(nameKey(name));
        expect(nameKey(name.toLowerCase())).toBe(nameKey(name));
      }),
      { numRuns: 500 },
    );
  });

  it('have keys that are their own keys', () => {
    fc.assert(
      fc.property(typed, (name) => {
        expect(nameKey(nameKey(name))).toBe(nameKey(name));
      }),
      { numRuns: 500 },
    );
  });
});

describe('a code', () => {
  const codes = fc
    .array(fc.nat(), { minLength: 8, maxLength: 8 })
    .map((numbers) => numbers.values())
    .map((numbers) => makeCode((below) => (numbers.next().value ?? 0) % below));

  it('has eight letters and digits that nobody confuses, however chance falls', () => {
    fc.assert(
      fc.property(codes, (code) => {
        expect(code).toMatch(/^[A-HJKMNP-TV-Z2-9]{8}$/);
      }),
    );
  });

  it('may have each of its thirty letters in each place', () => {
    const letters = Array.from({ length: 30 }, (_, index) => makeCode(() => index));
    expect(new Set(letters.map((code) => code.charAt(0))).size).toBe(30);
    for (const code of letters) expect(new Set(code).size).toBe(1);
    const asked: number[] = [];
    makeCode((below) => asked.push(below) - 1);
    expect(asked).toEqual(Array.from({ length: 8 }, () => 30));
  });

  it('is read however it is typed', () => {
    const spaced = (code: string, gap: string) => ` ${Array.from(code).join(gap)}\n`;
    fc.assert(
      fc.property(codes, fc.constantFrom('', ' ', '-', ' - ', '\t'), fc.boolean(), (code, gap, isSmall) => {
        const text = spaced(code, gap);
        expect(parseCode(isSmall ? text.toLowerCase() : text)).toBe(code);
      }),
    );
  });

  test.each(['', ' ', 'ABCDEFG', 'ABCDEFGHJ', 'ABCDEFG0', 'ABCDEFGI', 'ABCDEFGÄ', 'ABCD_EFG', '🧗🧗🧗🧗'])(
    'is not %j',
    (text) => {
      expect(parseCode(text)).toBeUndefined();
    },
  );
});

describe('guesses', () => {
  const NOON = Date.UTC(2026, 10, 23, 12);
  const missedAt = (...times: readonly number[]) =>
    times.reduce<CodeGuesses | undefined>((guesses, at) => afterMiss(guesses, at), undefined);
  const refusal = (guesses: CodeGuesses | undefined, now: number) =>
    problemOf(() => {
      requireGuessesLeft(guesses, now);
    });

  it('are five in a quarter of an hour', () => {
    const four = missedAt(NOON, NOON + 1, NOON + 2, NOON + 3);
    expect(refusal(four, NOON + 4)).toBeUndefined();
    const five = afterMiss(four, NOON + 4);
    const until = NOON + 15 * MINUTE_MS;
    expect(refusal(five, NOON + 5)).toEqual({ code: 'too-many-guesses', until });
    expect(refusal(five, until - 1)).toEqual({ code: 'too-many-guesses', until });
    expect(refusal(five, until)).toBeUndefined();
    expect(afterMiss(five, until)).toEqual({ misses: 1, since: until });
  });

  it('are not forgiven for a right one, only forgotten in time', () => {
    const four = missedAt(NOON, NOON, NOON, NOON);
    expect(afterHit(four, NOON + MINUTE_MS)).toEqual(four);
    expect(afterHit(four, NOON + 15 * MINUTE_MS)).toBeUndefined();
    expect(afterHit(undefined, NOON)).toBeUndefined();
  });

  it('lock nobody out for long whose clock was ahead', () => {
    const ahead = NOON + 52 * 7 * 24 * 60 * MINUTE_MS;
    expect(refusal(missedAt(ahead, ahead, ahead, ahead, ahead), NOON)).toBeUndefined();
  });

  it('let through five at most from a first one to a quarter of an hour later, whatever their times', () => {
    const waits = fc.array(fc.integer({ min: 0, max: 6 * MINUTE_MS }), { maxLength: 80 });
    fc.assert(
      fc.property(waits, (gaps) => {
        let guesses: CodeGuesses | undefined;
        let now = NOON;
        let window: number[] = [];
        for (const gap of gaps) {
          now += gap;
          if (window[0] !== undefined && now - window[0] >= 15 * MINUTE_MS) window = [];
          const isLet = refusal(guesses, now) === undefined;
          expect(isLet).toBe(window.length < 5);
          if (!isLet) continue;
          guesses = afterMiss(guesses, now);
          window.push(now);
        }
      }),
    );
  });
});

describe('on a board', () => {
  const both = ['cohort', 'server'] as const;

  test.each(both)('of a %s, whoever chose is seen as they chose', (kind) => {
    const mira = { alias: 'Moth' };
    expect(appearanceOn(kind, { ...mira, visibility: 'named' }, 'Mira')).toEqual({
      kind: 'named',
      text: 'Mira',
    });
    expect(appearanceOn(kind, { ...mira, visibility: 'alias' }, 'Mira')).toEqual({
      kind: 'alias',
      text: 'Moth',
    });
    expect(appearanceOn(kind, { ...mira, visibility: 'hidden' }, 'Mira')).toBeNull();
  });

  it('whoever was never asked is named in a cohort and hidden in a server', () => {
    const unasked = { visibility: null, alias: 'Moth' };
    expect(appearanceOn('cohort', unasked, 'Mira')).toEqual({ kind: 'named', text: 'Mira' });
    expect(appearanceOn('server', unasked, 'Mira')).toBeNull();
  });

  test.each(both)('of a %s, nobody is seen whose name or alias is not known', (kind) => {
    expect(appearanceOn(kind, { visibility: 'named', alias: 'Moth' }, null)).toBeNull();
    expect(appearanceOn(kind, { visibility: 'alias', alias: null }, 'Mira')).toBeNull();
    expect(appearanceOn(kind, { visibility: null, alias: null }, null)).toBeNull();
  });
});

describe('an alias', () => {
  test.each([
    ['  Moth  ', 'Moth'],
    ['Night\n\tMoth', 'Night Moth'],
    ['\u202EMoth\u202C', 'Moth'],
    ['Night\u200BMoth', 'Night Moth'],
    ['👩‍🚀', '👩‍🚀'],
    ['می‌دانم', 'می‌دانم'],
    ['**', undefined],
    ['<3', '<3'],
    ['x'.repeat(32), 'x'.repeat(32)],
    ['x'.repeat(33), undefined],
    ['x', undefined],
    ['', undefined],
    ['\u200D\u200D\u200D', undefined],
    ['\u3164\u3164\u3164', undefined],
    ['\u2800\u2800', undefined],
    ['\uFFA0\u115F\u1160', undefined],
  ])('typed as %j is %j', (text, alias) => {
    if (alias === undefined) {
      expect(problemOf(() => parseAlias(text))).toEqual({ code: 'bad-alias', min: 2, max: 32 });
    } else {
      expect(parseAlias(text)).toBe(alias);
    }
  });

  it('is itself once it is one', () => {
    fc.assert(
      fc.property(typed, (text) => {
        fc.pre(problemOf(() => parseAlias(text)) === undefined);
        const alias = parseAlias(text);
        expect(parseAlias(alias)).toBe(alias);
        expect(alias).not.toMatch(/^\s|\s$|\s\s|[\u202E\u200B\u3164]/u);
      }),
      { numRuns: 500 },
    );
  });
});
