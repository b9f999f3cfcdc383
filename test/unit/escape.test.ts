import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ellipsize, escapeTyped, plainTyped, quoteTyped } from '../../src/discord/escape.ts';

/** Anything at all, and what people try on a bot. */
const typed = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc
    .array(
      fc.constantFrom(
        '**bold**',
        '__under__',
        '~~gone~~',
        '||spoiler||',
        '`code`',
        '```\nblock\n```',
        '> quote',
        '>>> quote',
        '# heading',
        '-# small',
        '- item',
        '1. item',
        '[text](https://evil.example)',
        '<https://evil.example>',
        'https://evil.example',
        'HTTP://EVIL.EXAMPLE',
        '@everyone',
        '@here',
        '<@80351110224678912>',
        '<@&80351110224678912>',
        '<#80351110224678912>',
        '</done:80351110224678912>',
        '<id:customize>',
        '<t:1790000000:R>',
        '<a:wave:80351110224678912>',
        ':smile:',
        '\\*',
        '\\\\',
        '\u200b',
        '\u202e',
        '\u2066',
        '\u00ad',
        '\ufeff',
        '\u2028',
        '\u{e0041}',
        '\u3164',
        '\r\n',
        '\u0000',
        '\u001b[31m',
        'z\u0301\u0302\u0303\u0304\u0305\u0306\u0307',
        '👩‍👩‍👧',
        'नमस्ते',
        'می‌خواهم',
        ' ',
        'a',
        '1',
      ),
    )
    .map((parts) => parts.join('')),
);

/** ASCII that is neither a letter, a digit nor a blank, and that Discord's markup is made of. */
const MARKUP = '\\*_~`|<>#-+()[]:@./!&';

/** Reads as Discord does: a backslash takes the next sign's meaning away. Gives back the signs that kept theirs. */
function liveMarkup(text: string): readonly string[] {
  const live: string[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const sign = text.charAt(index);
    if (sign === '\\' && MARKUP.includes(text.charAt(index + 1))) index += 1;
    else if (MARKUP.includes(sign)) live.push(sign);
  }
  return live;
}

const INVISIBLE = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0\u2800]/u;

describe('what a member typed', () => {
  test('keeps no sign that Discord would act upon', () => {
    fc.assert(
      fc.property(typed, (text) => {
        expect(liveMarkup(escapeTyped(text))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('is shown as one line, without anything invisible or that turns its direction', () => {
    fc.assert(
      fc.property(typed, (text) => {
        for (const shown of [escapeTyped(text), plainTyped(text)]) {
          expect(shown).not.toMatch(INVISIBLE);
          expect(shown).not.toMatch(/[\r\n]|^\s|\s$|\s\s/u);
          expect(shown).not.toMatch(/\p{M}{5}/u);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('says, once read as Discord reads it, just what the plain form says', () => {
    fc.assert(
      fc.property(typed, (text) => {
        expect(escapeTyped(text).replace(/\\([\x21-\x7e])/g, '$1')).toBe(plainTyped(text));
      }),
    );
  });

  test.each([
    ['@everyone', '\\@everyone'],
    ['<@80351110224678912>', '\\<\\@80351110224678912\\>'],
    ['</done:80351110224678912>', '\\<\\/done\\:80351110224678912\\>'],
    ['<t:1790000000:R>', '\\<t\\:1790000000\\:R\\>'],
    ['[here](https://evil.example)', '\\[here\\]\\(https\\:\\/\\/evil\\.example\\)'],
    ['1. item', '1\\. item'],
    ['two\nlines', 'two lines'],
    ['pass\u00adword \u202egnp.exe', 'password gnp\\.exe'],
    ['family 👩‍👩‍👧 and می‌خواهم', 'family 👩‍👩‍👧 and می‌خواهم'],
    ['naïve – “quoted”, 100 %', 'naïve – “quoted”, 100 %'],
    ['z\u0301\u0302\u0303\u0304\u0305\u0306', 'z\u0301\u0302\u0303\u0304'],
    ['\u200b\u3164', ''],
  ])('%j is shown as %j', (text, shown) => {
    expect(escapeTyped(text)).toBe(shown);
  });
});

describe('a quotation', () => {
  test('marks every line of what was typed, and lets none of them out', () => {
    fc.assert(
      fc.property(typed, (text) => {
        for (const line of quoteTyped(text).split('\n')) {
          if (line === '') continue;
          expect(line.slice(0, 2)).toBe('> ');
          expect(liveMarkup(line.slice(2))).toEqual([]);
        }
      }),
    );
  });

  test.each([
    ['one\ntwo\r\nthree\rfour', '> one\n> two\n> three\n> four'],
    ['one\n\n \n\u200b\ntwo', '> one\n> two'],
    ['\u200b', ''],
  ])('of %j is %j', (text, quoted) => {
    expect(quoteTyped(text)).toBe(quoted);
  });
});

describe('a text cut to length', () => {
  const graphemes = (text: string) =>
    Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);

  test('is never too long, never split within a character, and left alone when it fits', () => {
    const text = fc.oneof(typed, fc.string({ unit: 'grapheme', maxLength: 200 }));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 120 }), (text, max) => {
        const cut = ellipsize(text, max);
        expect(cut.length).toBeLessThanOrEqual(max);
        if (text.length <= max) {
          expect(cut).toBe(text);
          return;
        }
        expect(cut.endsWith('…')).toBe(true);
        const kept = cut.slice(0, -1);
        const whole = graphemes(text);
        const beginnings = whole.map((_, index) => whole.slice(0, index).join('').trimEnd());
        expect(beginnings).toContain(kept);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['twelve signs', 12, 'twelve signs'],
    ['twelve signs', 11, 'twelve sig…'],
    ['twelve signs', 8, 'twelve…'],
    ['🧗🧗🧗', 5, '🧗🧗…'],
    ['👩‍👩‍👧👩‍👩‍👧', 9, '👩‍👩‍👧…'],
    ['👩‍👩‍👧', 7, '…'],
    ['cafe\u0301s', 5, 'caf…'],
  ])('%j to %i is %j', (text, max, expected) => {
    expect(ellipsize(text, max)).toBe(expected);
  });
});
