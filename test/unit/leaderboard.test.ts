import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { BOARD_PAGE, rankEntries, sortKey } from '../../src/domain/leaderboard.ts';

interface Entry {
  readonly hours: number;
  readonly name: string;
}

describe('ranks', () => {
  const ranks = (hours: readonly number[], offset = 0, firstRank = 1) =>
    rankEntries(
      hours.map((each) => ({ hours: each })),
      offset,
      firstRank,
    ).map(({ rank }) => rank);

  it.each([
    ['nobody', [], []],
    ['one', [5], [1]],
    ['different hours', [9, 7, 5], [1, 2, 3]],
    ['two in the middle', [9, 7, 7, 5], [1, 2, 2, 4]],
    ['two at the top', [9, 9, 5], [1, 1, 3]],
    ['all the same', [9, 9, 9], [1, 1, 1]],
    ['no hours', [1, 0, 0], [1, 2, 2]],
  ])('of %s: %j are %j', (_, hours, expected) => {
    expect(ranks(hours)).toEqual(expected);
  });

  it('go on from the page before', () => {
    expect(ranks([5, 4], 10, 11)).toEqual([11, 12]);
  });

  it('are shared with the page before', () => {
    expect(ranks([5, 5, 4], 10, 9)).toEqual([9, 9, 13]);
  });
});

const boards = fc
  .array(fc.record<Entry>({ hours: fc.integer({ min: 0, max: 12 }), name: fc.string() }), { maxLength: 45 })
  .map((entries) => entries.toSorted((a, b) => b.hours - a.hours));

describe('any board', () => {
  it('gives everybody the rank after all who have more hours', () => {
    fc.assert(
      fc.property(boards, (entries) => {
        const ranked = rankEntries(entries, 0, 1);
        expect(ranked.map(({ entry }) => entry)).toEqual(entries);
        for (const { rank, entry } of ranked) {
          expect(rank).toBe(entries.filter(({ hours }) => hours > entry.hours).length + 1);
        }
      }),
    );
  });

  it('ranks page by page as it does at once, however long a page is', () => {
    fc.assert(
      fc.property(
        boards,
        fc.oneof(fc.constant(BOARD_PAGE), fc.integer({ min: 1, max: 50 })),
        (entries, length) => {
          const pages = Array.from({ length: Math.ceil(entries.length / length) }, (_, page) => {
            const offset = page * length;
            const more = entries.filter(({ hours }) => hours > (entries[offset]?.hours ?? 0)).length;
            return rankEntries(entries.slice(offset, offset + length), offset, more + 1);
          });
          expect(pages.flat()).toEqual(rankEntries(entries, 0, 1));
        },
      ),
    );
  });
});

describe('the key that names are sorted by', () => {
  it.each([
    ['case', 'ana', 'ANA'],
    ['accents', 'ana', 'Aná'],
    ['accents written apart', 'aná', 'ana\u0301'],
    ['punctuation', 'anne marie', '~ Anne, Marie! ~'],
    ['an apostrophe', 'obrien', "O'Brien"],
    ['gaps', 'anne marie', 'Anne \u3000 Marie'],
    ['an emoji beside letters', 'ana', 'Ana 👩‍👩‍👧'],
    ['letters in another dress', 'ana', '𝓐𝓷𝓪'],
    ['wide letters', 'ana', 'Ａｎａ'],
    ['invisible characters', 'ana', 'a\u200bn\u00ada\u2066'],
    ['ß and its capitals', 'strasse', 'Straße'],
    ['the two small forms of sigma', 'Σίσυφος', 'ΣΙΣΥΦΟΣ'],
    ['dotted and dotless i', 'istanbul', 'İstanbul'],
    ['voicing marks', 'は', 'ば'],
  ])('makes nothing of %s: %s, %s', (_, one, other) => {
    expect(sortKey(other)).toBe(sortKey(one));
  });

  it.each([
    ['words and one word', 'anne marie', 'annemarie'],
    ['digits', 'ana 1', 'ana 2'],
    ['vowel signs', 'कि', 'कु'],
    ['vowels above and below', 'กิ', 'กุ'],
    ['names of emoji alone', '🦊', '🦉'],
    ['names of punctuation alone', '...', '!!!'],
  ])('tells %s apart: %s, %s', (_, one, other) => {
    expect(sortKey(other)).not.toBe(sortKey(one));
  });

  it('puts names in the order of their letters, those without any where their signs stand', () => {
    const names = ['Žofie', 'émile', 'Zoë', '🦊', 'Eva', '10 o’clock', 'Ömer', '(ana)', 'Олена', 'ANA B'];
    const inOrder = names.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
    expect(inOrder).toEqual([
      '10 o’clock',
      '(ana)',
      'ANA B',
      'émile',
      'Eva',
      'Ömer',
      'Zoë',
      'Žofie',
      'Олена',
      '🦊',
    ]);
  });

  it('of a name without any sign is empty', () => {
    expect(['', ' ', '\n\t'].map(sortKey)).toEqual(['', '', '']);
  });

  const signs = fc.constantFrom(...'!?.,;:\'"«»()[]{}-–_/\\|*~`#@&%^=+<>$€'.split(''), '🦊', '\u200b');

  it('is the same for a name in any case, with any signs strewn in', () => {
    const letters = fc.constantFrom(...'aeghinorstuzäéñøþαλσωяжёїאبשकாไ字あ가7'.split(''), ' ');
    const names = fc.array(fc.tuple(letters, fc.array(signs, { maxLength: 2 }), fc.boolean()));
    fc.assert(
      fc.property(names, (parts) => {
        const plain = `x${parts.map(([letter]) => letter).join('')}`;
        const adorned = `x${parts
          .map(([letter, strewn, isCapital]) => (isCapital ? letter.toUpperCase() : letter) + strewn.join(''))
          .join('')}`;
        expect(sortKey(adorned)).toBe(sortKey(plain));
      }),
      { numRuns: 500 },
    );
  });

  it('is empty for no name that shows anything, and needs no trimming', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const key = sortKey(name);
        expect(key).toBe(key.trim());
        expect(key === '').toBe(name.trim() === '');
      }),
      { numRuns: 500 },
    );
  });
});
