import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/domain/errors.ts';
import { LINK_MAX_LENGTH, NOTE_MAX_LENGTH, parseLink, parseNote } from '../../src/domain/evidence.ts';

function refusal(problem: object): Error {
  return expect.objectContaining({ problem: expect.objectContaining(problem) as unknown }) as Error;
}

describe('a note', () => {
  test.each([
    ['Took two evenings.', 'Took two evenings.'],
    ['  two\nlines \n', 'two\nlines'],
    ['', null],
    [' \t\n', null],
  ])('%j is kept as %j', (text, expected) => {
    expect(parseNote(text)).toBe(expected);
  });

  test('may be as long as its limit, blanks around it aside, and not longer', () => {
    const longest = 'x'.repeat(NOTE_MAX_LENGTH);
    expect(parseNote(` ${longest} `)).toBe(longest);
    expect(() => parseNote(`${longest}x`)).toThrow(
      refusal({ code: 'note-too-long', length: NOTE_MAX_LENGTH + 1, max: NOTE_MAX_LENGTH }),
    );
  });
});

describe('a link', () => {
  test.each([
    ['https://github.com/cairn/cluster', 'https://github.com/cairn/cluster'],
    ['  http://example.org ', 'http://example.org/'],
    ['HTTPS://EXAMPLE.org/A', 'https://example.org/A'],
    ['https://bücher.example/ü', 'https://xn--bcher-kva.example/%C3%BC'],
    ['https://example.org/a b', 'https://example.org/a%20b'],
    ['', null],
    ['  ', null],
  ])('%j is kept as %j', (text, expected) => {
    expect(parseLink(text)).toBe(expected);
  });

  test.each([
    'example.org',
    'javascript:alert(1)',
    'data:text/html,hello',
    'ftp://example.org',
    'discord://-/channels/@me',
    'https://',
    'https://user:secret@example.org',
    'https://user@example.org',
    'https://:secret@example.org',
    'see https://example.org',
  ])('%j is none', (text) => {
    expect(() => parseLink(text)).toThrow(refusal({ code: 'bad-link' }));
  });

  test('is measured in the form in which it is kept', () => {
    const longest = 'https://example.org/'.padEnd(LINK_MAX_LENGTH, 'x');
    expect(parseLink(longest)).toBe(longest);
    expect(() => parseLink(`${longest}x`)).toThrow(refusal({ code: 'link-too-long' }));
    expect(() => parseLink(`https://example.org/${'ü'.repeat(100)}`)).toThrow(
      refusal({ code: 'link-too-long', length: 620, max: LINK_MAX_LENGTH }),
    );
  });

  test('is safe to show and to read again, whatever was typed', () => {
    const typed = fc.oneof(
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.string({ unit: 'binary' }).map((text) => `https://example.org/${text}`),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(typed, (text) => {
        let link: string | null;
        try {
          link = parseLink(text);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
          return;
        }
        if (link === null) return;
        expect(link).toMatch(/^https?:\/\/[\x21-\x7e]+$/);
        expect(parseLink(link)).toBe(link);
      }),
    );
  });
});
