import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Blob, Face, Font, Variation } from 'harfbuzzjs';
import { LRUCache } from 'lru-cache';
import decompress from 'woff2-encoder/decompress';
import type { TextStyle } from './typesetter.ts';

/** A text in three scripts needs about ten; all of Noto Sans SC are a hundred. Most are below 100 kB. */
const MAX_SLICES = 64;
/** Weights and optical sizes of one slice that are ready to be drawn with. */
const MAX_INSTANCES = 12;

/** Some of the characters of a font, in a file of its own. */
export interface FontSlice {
  /** Its file's name, which says the font and the part. */
  readonly name: string;
  has(codePoint: number): boolean;
  instance(style: TextStyle): FontInstance;
}

/** A slice in one weight. Lengths in the font's own units. */
export interface FontInstance {
  readonly font: Font;
  readonly unitsPerEm: number;
  /** As SVG's path commands, with y upwards. */
  outline(glyph: number): readonly PathCommand[];
}

interface PathCommand {
  readonly type: string;
  readonly values: readonly number[];
}

export interface FontSlices {
  /** The slices whose ranges have the character, the font that suits it best first; none if no font has it. */
  candidates(codePoint: number, order: CjkOrder): readonly SliceFile[];
  load(file: SliceFile): Promise<FontSlice>;
}

interface SliceFile {
  readonly name: string;
  readonly path: string;
  /** Beginnings and ends, both inclusive, in turn. */
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

interface Family {
  readonly package: string;
  /** Which of its slices; absent: all. The others hold Latin letters and the like, which Inter draws. */
  readonly subsets?: readonly string[];
  /** The axes that its files vary in, as the files' names have it. */
  readonly axes: 'opsz' | 'wght' | '400';
}

const BEFORE_CJK: readonly Family[] = [
  { package: '@fontsource-variable/inter', axes: 'opsz' },
  { package: '@fontsource-variable/noto-sans-arabic', subsets: ['arabic'], axes: 'wght' },
  { package: '@fontsource-variable/noto-sans-hebrew', subsets: ['hebrew'], axes: 'wght' },
  { package: '@fontsource-variable/noto-sans-devanagari', subsets: ['devanagari'], axes: 'wght' },
  { package: '@fontsource-variable/noto-sans-thai', subsets: ['thai'], axes: 'wght' },
  {
    package: '@fontsource/noto-sans-symbols-2',
    subsets: ['symbols', 'math', 'braille', 'mayan-numerals'],
    axes: '400',
  },
];

const CJK: Readonly<Record<'jp' | 'kr' | 'sc', Family>> = {
  jp: { package: '@fontsource-variable/noto-sans-jp', axes: 'wght' },
  kr: { package: '@fontsource-variable/noto-sans-kr', axes: 'wght' },
  sc: { package: '@fontsource-variable/noto-sans-sc', axes: 'wght' },
};

/** Which of the East Asian fonts is asked first. */
export type CjkOrder = readonly (keyof typeof CJK)[];

/**
 * One code point is a Han character in all three languages, and each writes it in a way of its own. Kana is only in
 * Japanese texts, Hangul only in Korean ones. Han alone may be any: Chinese is by far the likeliest, and the font for
 * simplified characters has most of the traditional ones too.
 */
export function cjkOrder(text: string): CjkOrder {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return ['jp', 'sc', 'kr'];
  if (/\p{Script=Hangul}/u.test(text)) return ['kr', 'jp', 'sc'];
  return ['sc', 'jp', 'kr'];
}

export function createFontSlices(): FontSlices {
  const filesOf = new Map<Family, readonly SliceFile[]>();
  const loaded = new LRUCache<string, Promise<FontSlice>>({ max: MAX_SLICES });
  return {
    candidates(codePoint, order) {
      return [...BEFORE_CJK, ...order.map((key) => CJK[key])].flatMap((family) => {
        let files = filesOf.get(family);
        if (files === undefined) filesOf.set(family, (files = readFamily(family)));
        return files.filter(({ ranges }) => isWithin(codePoint, ranges));
      });
    },
    load(file) {
      const kept = loaded.get(file.name);
      if (kept !== undefined) return kept;
      const slice = loadSlice(file);
      loaded.set(file.name, slice);
      // What could not be read once may be the next time.
      slice.catch(() => loaded.delete(file.name));
      return slice;
    },
  };
}

const require = createRequire(import.meta.url);

/** Fontsource's `unicode.json`: the ranges by slice, whose name is in brackets if it is a number. */
function readFamily(family: Family): readonly SliceFile[] {
  const path = require.resolve(`${family.package}/unicode.json`);
  const rangesBySubset = JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, string>>;
  return Object.entries(rangesBySubset)
    .filter(([subset]) => family.subsets?.includes(subset) ?? true)
    .map(([subset, ranges]) => {
      const part = subset.replace(/^\[(.*)\]$/, '$1');
      const name = `${family.package.slice(family.package.indexOf('/') + 1)}-${part}-${family.axes}-normal`;
      return { name, path: join(dirname(path), 'files', `${name}.woff2`), ranges: parseRanges(ranges) };
    });
}

/** `U+0-FF,U+131`, in rising order. */
function parseRanges(ranges: string): SliceFile['ranges'] {
  return ranges.split(',').map((range) => {
    const [from = '', to = from] = range.replace('U+', '').split('-');
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
  });
}

function isWithin(codePoint: number, ranges: SliceFile['ranges']): boolean {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const [from, to] = ranges[middle] ?? [0, 0];
    if (codePoint < from) high = middle;
    else if (codePoint > to) low = middle + 1;
    else return true;
  }
  return false;
}

async function loadSlice({ name, path }: SliceFile): Promise<FontSlice> {
  const face = new Face(new Blob(await decompress(readFileSync(path))));
  const axes = Object.values(face.getAxisInfos());
  const plain = new Font(face);
  const instances = new LRUCache<string, FontInstance>({ max: MAX_INSTANCES });
  return {
    name,
    has: (codePoint) => plain.nominalGlyph(codePoint) !== undefined,
    instance(style) {
      const wanted: Readonly<Record<string, number>> = { wght: style.weight, opsz: style.size };
      const variations = axes.map(({ tag, min, max, default: usual }) => {
        return new Variation(tag, Math.round(Math.min(Math.max(wanted[tag] ?? usual, min), max)));
      });
      const key = variations.map(({ value }) => value).join(' ');
      let instance = instances.get(key);
      if (instance === undefined) instances.set(key, (instance = createInstance(face, variations)));
      return instance;
    },
  };
}

function createInstance(face: Face, variations: Variation[]): FontInstance {
  const font = new Font(face);
  font.setVariations(variations);
  const outlines = new Map<number, readonly PathCommand[]>();
  return {
    font,
    unitsPerEm: face.upem,
    outline(glyph) {
      let outline = outlines.get(glyph);
      if (outline === undefined) outlines.set(glyph, (outline = font.glyphToJson(glyph)));
      return outline;
    },
  };
}
