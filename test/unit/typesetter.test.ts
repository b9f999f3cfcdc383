import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEmojiSet } from '../../src/cards/emoji.ts';
import { createFontSlices } from '../../src/cards/font-slices.ts';
import { choosePieces } from '../../src/cards/pieces.ts';
import { readingDirection, shapeLine } from '../../src/cards/shape-line.ts';
import { createTypesetter, type SetLine } from '../../src/cards/typesetter.ts';

const STYLE = { size: 20, weight: 500 };
const WIDE = 2_000;

const typesetter = createTypesetter();
const slices = createFontSlices();
const emoji = createEmojiSet();

const piecesOf = async (text: string) => (await choosePieces(text, slices, emoji)).pieces;

/** What draws each piece: a font's slice, an emoji, or nothing. */
async function sourcesOf(text: string): Promise<readonly string[]> {
  return (await piecesOf(text)).map(({ source }) => {
    if (source === undefined) return 'nothing';
    return 'body' in source ? 'emoji' : source.name;
  });
}

/** The glyphs from left to right, by run. */
async function glyphsOf(text: string) {
  const pieces = await piecesOf(text);
  return shapeLine(pieces, STYLE, readingDirection(text)).runs.map(({ drawn }) =>
    drawn !== undefined && 'glyphs' in drawn ? drawn.glyphs.map(({ id }) => id) : [],
  );
}

/** The glyphs of single letters, as the font has them without their neighbours. */
async function glyphsAlone(letters: readonly string[]) {
  return (await Promise.all(letters.map(glyphsOf))).flat(2);
}

describe('a text in', () => {
  test.each([
    ['Latin', 'Hamburgefonstiv ÀÉîõü Łódź ß Tiếng Việt', /^inter-/],
    ['Cyrillic', 'Съешь ещё этих булок ґ', /^inter-/],
    ['Greek', 'Ξεσκεπάζω τὴν ψυχοφθόρα', /^inter-/],
    ['Arabic', 'مرحبا بالعالم، تعلّم البرمجة', /^(inter|noto-sans-arabic)-/],
    ['Persian', 'می‌خواهم', /^noto-sans-arabic-/],
    ['Hebrew', 'שלום עולם שָׁלוֹם', /^(inter|noto-sans-hebrew)-/],
    ['Devanagari', 'क्षत्रिय हिन्दी में प्रगति', /^(inter|noto-sans-devanagari)-/],
    ['Thai', 'ภาษาไทยน้ำที่', /^noto-sans-thai-/],
    ['Japanese', '骨のバックエンド開発。', /^noto-sans-jp-/],
    ['Chinese', '后端开发工程师骨繁體', /^noto-sans-sc-/],
    ['Korean', '백엔드骨', /^noto-sans-kr-/],
    ['symbols', '★✓♥⠿', /^noto-sans-symbols-2-/],
    ['arrows', '→↑', /^(inter|noto-sans-sc)-/],
  ])('%s is drawn with the fonts for it', async (_, text, fonts) => {
    const sources = await sourcesOf(text);
    expect(sources.filter((name) => !fonts.test(name))).toEqual([]);
    const line = await typesetter.setLine(text, STYLE, WIDE);
    expect(line).toMatchObject({ text, isCut: false });
    expect(line.width).toBeGreaterThan(0);
    expect((await glyphsOf(text)).flat().length).toBeGreaterThan(text.length / 3);
  });

  test.each([
    ['Arabic letters join', 'ببب'],
    ['Devanagari letters form conjuncts', 'क्ष'],
  ])('%s', async (_, text) => {
    const [together = []] = await glyphsOf(text);
    expect(together).not.toEqual(await glyphsAlone(Array.from(text)));
  });
});

test('a mark that the font has no place for stands above its letter', async () => {
  const [run] = shapeLine(await piecesOf('о\u0301'), STYLE, 'ltr').runs;
  if (run?.drawn === undefined || !('glyphs' in run.drawn)) throw new Error('No letters were drawn');
  const { glyphs, instance } = run.drawn;
  const [letter, mark] = glyphs.map(({ id, x }) => {
    const box = instance.font.glyphExtents(id);
    return x + (box?.xBearing ?? 0) + (box?.width ?? 0) / 2;
  });
  expect(Math.abs((mark ?? 0) - (letter ?? Number.NaN))).toBeLessThan(instance.unitsPerEm / 100);
});

describe('from right to left', () => {
  test('the first letter is the rightmost', async () => {
    const [word] = await glyphsOf('אבג');
    expect(word).toEqual((await glyphsAlone(['א', 'ב', 'ג'])).toReversed());
  });

  test('numbers and foreign words keep their direction, and brackets open where they are read', async () => {
    const [open, close, two, four] = await glyphsAlone(['(', ')', '2', '4']);
    // Read: aleph, (bet), 24.
    const glyphs = (await glyphsOf('א(ב)24')).flat();
    const [aleph, bet] = await glyphsAlone(['א', 'ב']);
    expect(glyphs).toEqual([two, four, open, bet, close, aleph]);
  });

  test('the ellipsis is at the left end', async () => {
    const line = await typesetter.setLine('שלום עולם ועוד הרבה מילים', STYLE, 120);
    expect(line.text).toMatch(/^שלום.*…$/);
    const pieces = await piecesOf(line.text);
    const { runs } = shapeLine(pieces, STYLE, 'rtl');
    const [ellipsis] = await glyphsAlone(['…']);
    const [leftmost] = runs;
    expect(leftmost?.drawn).toMatchObject({ glyphs: [{ id: ellipsis }] });
  });

  test('a name cannot turn what stands around it', async () => {
    const line = await typesetter.setLine('a\u202Ebc\u202C\u2067d\u2069\u200F', STYLE, WIDE);
    expect(line.text).toBe('abcd');
  });
});

describe('emoji:', () => {
  test.each([
    ['a family joined', '👨‍👩‍👧‍👦', 1],
    ['a skin tone', '👍🏽', 1],
    ['a flag', '🇩🇪', 1],
    ['a flag of a region', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', 1],
    ['a keycap', '1️⃣', 1],
    ['a heart by its selector', '❤️', 1],
    ['a heart on fire', '❤️‍🔥', 1],
    ['an oblong one', '🍉', 1],
    ['a flag of nowhere, as its letters', '🇦🇦', 2],
    ['persons that nobody drew together', '🦄‍🚀', 2],
    ['a skin tone where there is none', '🦄🏽', 1],
  ])('%s', async (_, text, count) => {
    expect(await sourcesOf(text)).toEqual(Array.from({ length: count }, () => 'emoji'));
  });

  test('digits and signs are letters without a keycap', async () => {
    expect(await sourcesOf('1#©')).toEqual(Array.from({ length: 3 }, () => 'inter-latin-opsz-normal'));
  });

  test('they stand in a line with letters, in their own colours', async () => {
    const { svg } = await typesetter.setLine('a👍b', STYLE, WIDE);
    expect(svg).toMatch(/^<path .*<g fill="#000".*#ffdb5e.*<\/g><path /s);
  });
});

describe('what no font has', () => {
  test('is a dot of ours, one for each letter', async () => {
    const { svg, text } = await typesetter.setLine('தமிழ்\uD800', STYLE, WIDE);
    expect(svg.match(/<circle /g)).toHaveLength(4);
    expect(svg).not.toContain('<path');
    expect(text).toBe('தமிழ்\uFFFD');
  });

  test('is an equivalent that one has', async () => {
    const { svg, text } = await typesetter.setLine('𝓕𝓪𝓷𝓬𝔂 ꜱᴍᴀʟʟ', STYLE, WIDE);
    expect(text).toBe('Fancy SMALL');
    expect(svg).not.toContain('<circle');
  });

  test('is nothing if nobody would see it', async () => {
    const line = await typesetter.setLine('a\u0000\u200B\u2060\u00AD\u3164b', STYLE, WIDE);
    expect(line).toEqual(await typesetter.setLine('ab', STYLE, WIDE));
  });
});

test('marks do not leave the line', async () => {
  const heights = ({ svg }: SetLine) =>
    [...svg.matchAll(/scale\((\S+) \S+\)" d="([^"]*)"/g)].flatMap(([, scale, path = '']) =>
      [...path.matchAll(/(-?\d+) (-?\d+)(?=[A-Z]|$)/g)].map(([, , y]) => Number(y) * Number(scale)),
    );
  for (const text of [`x${'\u0301\u0300\u0303'.repeat(1_000)}`, `ก${'\u0E49'.repeat(1_000)}`]) {
    const line = await typesetter.setLine(text, STYLE, WIDE);
    expect(Math.max(...heights(line))).toBeLessThan(1.3 * STYLE.size);
    expect(line.svg.length).toBeLessThan(5_000);
  }
});

describe('what is too long', () => {
  test.each([
    ['words', 'A long name that does not fit', 'A long name', 150],
    ['emoji', '👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦', '👨‍👩‍👧‍👦', 60],
    ['marks', 'e\u0301\u0323e\u0301\u0323e\u0301\u0323e\u0301\u0323', 'e\u0323\u0301'.normalize('NFC'), 35],
  ])('is cut between letters: %s', async (_, text, beginning, width) => {
    const line = await typesetter.setLine(text, STYLE, width);
    expect(line.isCut).toBe(true);
    expect(line.text.startsWith(beginning)).toBe(true);
    expect(line.text).toMatch(/[^ ]…$/);
    expect(line.width).toBeLessThanOrEqual(width);
    const graphemes = [...new Intl.Segmenter().segment(text.normalize('NFC'))].map(({ segment }) => segment);
    expect(graphemes.map((_, count) => `${graphemes.slice(0, count).join('')}…`)).toContain(line.text);
  });

  test('is cut without the space after a word', async () => {
    const widths = await Promise.all(
      ['Word w', 'w', '…'].map((text) => typesetter.setLine(text, STYLE, WIDE)),
    );
    const [start, end, ellipsis] = widths.map(({ width }) => width);
    const room = (start ?? 0) - (end ?? 0) + (ellipsis ?? 0) + 1;
    expect((await typesetter.setLine('Word wwwwww', STYLE, room)).text).toBe('Word…');
  });

  test('is cut however much of it is invisible', async () => {
    const line = await typesetter.setLine(`a${'\u200B'.repeat(100_000)}b`, STYLE, WIDE);
    expect(line).toMatchObject({ text: 'a…', isCut: true });
  });

  test('is nothing where not even the ellipsis fits', async () => {
    expect(await typesetter.setLine('abc', STYLE, 3)).toEqual({ text: '', isCut: true, width: 0, svg: '' });
  });
});

describe('several lines', () => {
  const textsOf = async (text: string, width: number, count: number) =>
    (await typesetter.setLines(text, STYLE, width, count)).map((line) => line.text);

  test('end between words', async () => {
    expect(await textsOf('Design a REST API that survives', 180, 3)).toEqual([
      'Design a REST API',
      'that survives',
    ]);
  });

  test('end within a word only if it is longer than a line', async () => {
    const [first, second, ...more] = await textsOf('a Donaudampfschifffahrt', 120, 5);
    expect(first).toBe('a');
    expect(second).toMatch(/^Donaudamp/);
    expect(more).toHaveLength(1);
  });

  test('end between words that nothing separates, and not before what closes', async () => {
    expect(await textsOf('ภาษาไทยเรียนรู้การเขียน', 110, 3)).toEqual(['ภาษาไทย', 'เรียนรู้การ', 'เขียน']);
    const japanese = await textsOf('設計を理解する。「開発」を学ぶ。', 100, 9);
    expect(japanese.join('')).toBe('設計を理解する。「開発」を学ぶ。');
    expect(japanese.filter((line) => /^[。」]|「$/.test(line))).toEqual([]);
  });

  test('are cut in the last', async () => {
    const lines = await typesetter.setLines('One word after another and on and on', STYLE, 100, 2);
    expect(lines.map(({ isCut }) => isCut)).toEqual([false, true]);
    expect(lines[1]?.text).toMatch(/…$/);
  });

  test('are none without a text, or without room', async () => {
    expect(await typesetter.setLines(' \n', STYLE, 100, 2)).toEqual([]);
    expect(await typesetter.setLines('abc', STYLE, 100, 0)).toEqual([]);
  });

  test('keep the direction of the whole', async () => {
    const [, second] = await typesetter.setLines('שלום עולם API שלום', STYLE, 100, 2);
    const pieces = await piecesOf(second?.text ?? '');
    expect(second?.text).toBe('API שלום');
    expect(second?.svg).not.toBe((await typesetter.setLine(second?.text ?? '', STYLE, WIDE)).svg);
    expect(shapeLine(pieces, STYLE, 'rtl').runs[0]?.drawn).toMatchObject({ glyphs: { length: 4 } });
  });
});

describe('no text, however strange,', () => {
  const strange = fc.oneof(
    fc.constantFrom(
      '\uD800',
      '\uDC00',
      '\u202E',
      '\u2067',
      '\u200D',
      '\uFE0F',
      '\u20E3',
      '\u0301',
      '\u0E49',
      '\u094D',
      '\u1100',
      '\u0600',
      '\uFDFA',
      '\u00A0',
      '\u3000',
      '🇦',
      '🏽',
      '👨‍',
      'א',
      'ب',
      'क',
      'ก',
      '漢',
      '한',
      ' ',
      'W',
      'i',
    ),
    fc.string({ unit: 'binary', maxLength: 3 }),
  );
  const text = fc
    .tuple(fc.array(strange, { maxLength: 40 }), fc.constantFrom(1, 1, 1, 3, 400))
    .map(([parts, times]) => parts.join('').repeat(times));
  const size = fc.constantFrom(9, 20, 64);
  const width = fc.double({ min: 0, max: 900, noNaN: true });

  test('is wider than its line, or cannot be set', async () => {
    await fc.assert(
      fc.asyncProperty(text, size, width, async (text, size, width) => {
        const line = await typesetter.setLine(text, { size, weight: 400 }, width);
        expect(line.width).toBeLessThanOrEqual(width);
        expect(line.svg).not.toMatch(/NaN|undefined|Infinity/);
      }),
      { numRuns: 150 },
    );
  });

  test('takes more lines or wider ones than it may', async () => {
    await fc.assert(
      fc.asyncProperty(text, size, width, fc.nat(4), async (text, size, width, count) => {
        const lines = await typesetter.setLines(text, { size, weight: 700 }, width, count);
        expect(lines.length).toBeLessThanOrEqual(count);
        expect(lines.filter((line) => line.width > width)).toEqual([]);
        expect(lines.slice(0, -1).filter(({ isCut }) => isCut)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
