import bidiFactory from 'bidi-js';
import { Buffer, BufferFlag, Direction, shape } from 'harfbuzzjs';
import { EMOJI_SIDE, type EmojiDrawing } from './emoji.ts';
import type { FontInstance, FontSlice } from './font-slices.ts';
import type { Piece } from './pieces.ts';
import type { TextStyle } from './typesetter.ts';

export type ReadingDirection = 'ltr' | 'rtl';

export interface ShapedLine {
  readonly width: number;
  /** How much of the width each piece takes, in the order of the pieces. A ligature counts for its first one. */
  readonly advances: readonly number[];
  /** From left to right. */
  readonly runs: readonly ShapedRun[];
}

/** Pieces of one direction that one thing draws. Lengths in the style's units. */
interface ShapedRun {
  readonly x: number;
  readonly drawn: Letters | EmojiDrawing | undefined;
}

interface Letters {
  readonly instance: FontInstance;
  readonly glyphs: readonly Glyph[];
}

/** In the font's units, from the run's beginning. */
interface Glyph {
  readonly id: number;
  readonly x: number;
  readonly y: number;
}

/** In ems. An emoji is one high and stands with its middle where capitals have theirs, with room around it. */
const EMOJI_ADVANCE = 1.1;
const EMOJI_TOP = -0.864;
/** For what no font has, in ems: a dot at half the height of small letters. */
const UNKNOWN_ADVANCE = 0.5;
const UNKNOWN_RADIUS = 0.12;
const UNKNOWN_HEIGHT = 0.27;
/** What a line may reach above its baseline and below. */
const HIGHEST = 1.25;
const LOWEST = -0.55;
/** Between a letter and the mark above it. */
const MARK_GAP = 0.06;

// The package says that its export is a property of itself, which it is not where Node loads it.
const bidi = (bidiFactory as unknown as typeof bidiFactory.default)();
/** One for all, as what HarfBuzz allocates is given back only when the collector comes round. */
const buffer = new Buffer();

/** By the first letter that has a direction. */
export function readingDirection(text: string): ReadingDirection {
  return bidi.getEmbeddingLevels(text).paragraphs[0]?.level === 1 ? 'rtl' : 'ltr';
}

export function shapeLine(
  pieces: readonly Piece[],
  style: TextStyle,
  direction: ReadingDirection,
): ShapedLine {
  const advances = pieces.map(() => 0);
  const runs: ShapedRun[] = [];
  let x = 0;
  for (const run of visualOrder(splitIntoRuns(pieces, direction))) {
    const { drawn, width } = shapeRun(run, style, (index, advance) => {
      advances[index] = (advances[index] ?? 0) + advance;
    });
    runs.push({ x, drawn });
    x += width;
  }
  return { width: x, advances, runs };
}

interface Run {
  readonly level: number;
  readonly source: Piece['source'];
  /** Of its first piece. */
  readonly from: number;
  readonly pieces: Piece[];
}

/** Neighbours that one slice draws stay together, so that letters join and conjuncts form. */
function splitIntoRuns(pieces: readonly Piece[], direction: ReadingDirection): Run[] {
  const { levels } = bidi.getEmbeddingLevels(pieces.map(({ text }) => text).join(''), direction);
  const runs: Run[] = [];
  let offset = 0;
  for (const [from, piece] of pieces.entries()) {
    const level = levels[offset] ?? 0;
    const last = runs.at(-1);
    if (last !== undefined && isFont(piece.source) && last.source === piece.source && last.level === level) {
      last.pieces.push(piece);
    } else {
      runs.push({ level, source: piece.source, from, pieces: [piece] });
    }
    offset += piece.text.length;
  }
  return runs;
}

/** From the highest level down, whatever is at least as high is turned round (UAX #9, L2). */
function visualOrder(runs: Run[]): readonly Run[] {
  const highest = Math.max(0, ...runs.map(({ level }) => level));
  for (let level = highest; level > 0; level -= 1) {
    for (let from = 0; from < runs.length; from += 1) {
      let to = from;
      while ((runs[to]?.level ?? -1) >= level) to += 1;
      runs.splice(from, to - from, ...runs.slice(from, to).reverse());
      from = to;
    }
  }
  return runs;
}

function shapeRun(
  { source, pieces, from, level }: Run,
  style: TextStyle,
  addAdvance: (piece: number, advance: number) => void,
): { readonly drawn: ShapedRun['drawn']; readonly width: number } {
  if (!isFont(source)) {
    const width = style.size * (source === undefined ? UNKNOWN_ADVANCE : EMOJI_ADVANCE);
    addAdvance(from, width);
    return { drawn: source, width };
  }
  const instance = source.instance(style);
  const pieceAt = pieces.flatMap(({ text }, index) =>
    Array.from({ length: text.length }, () => from + index),
  );
  buffer.reset();
  buffer.addText(pieces.map(({ text }) => text).join(''));
  buffer.guessSegmentProperties();
  buffer.setDirection(level % 2 === 1 ? Direction.RTL : Direction.LTR);
  // A mark without a letter stands alone, instead of on a dotted circle that nobody typed.
  buffer.setFlags(BufferFlag.DO_NOT_INSERT_DOTTED_CIRCLE);
  shape(instance.font, buffer);
  const glyphs: Glyph[] = [];
  let x = 0;
  let letter: Extent | undefined;
  for (const { codepoint: id, cluster, xAdvance, xOffset, yOffset } of shapedGlyphs()) {
    const glyph = { id, x: x + xOffset, y: yOffset };
    const isAttached = xAdvance > 0 || xOffset !== 0 || yOffset !== 0;
    const placed = isAttached ? glyph : placeMark(instance, glyph, letter);
    // Never the font's own box for what it lacks: such pieces are a mark of ours.
    if (id !== 0 && isWithinLine(instance, placed)) glyphs.push(placed);
    if (xAdvance > 0) letter = extent(instance, glyph);
    x += xAdvance;
    addAdvance(pieceAt[cluster] ?? from, (xAdvance * style.size) / instance.unitsPerEm);
  }
  return { drawn: { instance, glyphs }, width: (x * style.size) / instance.unitsPerEm };
}

/** Where the ink of a glyph is, with y upwards. */
interface Extent {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function extent({ font }: FontInstance, { id, x, y }: Glyph): Extent | undefined {
  const box = font.glyphExtents(id);
  return (
    box && {
      left: x + box.xBearing,
      right: x + box.xBearing + box.width,
      top: y + box.yBearing,
      bottom: y + box.yBearing + box.height,
    }
  );
}

/**
 * A font that does not say where a mark belongs draws it behind its letter, as the stress of Cyrillic vowels in Inter:
 * then it stands above the letter's middle.
 */
function placeMark(instance: FontInstance, glyph: Glyph, letter: Extent | undefined): Glyph {
  const mark = extent(instance, glyph);
  if (letter === undefined || mark === undefined || mark.left < letter.right) return glyph;
  const isAbove = mark.bottom > (letter.top + letter.bottom) / 2;
  const gap = instance.unitsPerEm * MARK_GAP;
  return {
    id: glyph.id,
    x: Math.round(glyph.x + (letter.left + letter.right - mark.left - mark.right) / 2),
    y: isAbove ? Math.round(glyph.y + Math.max(0, letter.top + gap - mark.bottom)) : glyph.y,
  };
}

/** Marks that are piled higher than any spelling would reach into the lines around. */
function isWithinLine(instance: FontInstance, glyph: Glyph): boolean {
  const ink = extent(instance, glyph);
  const em = instance.unitsPerEm;
  return ink === undefined || (ink.top <= em * HIGHEST && ink.bottom >= em * LOWEST);
}

function shapedGlyphs() {
  const positions = buffer.getGlyphPositions();
  return buffer.getGlyphInfos().flatMap((info, index) => {
    const position = positions[index];
    return position === undefined ? [] : [{ ...info, ...position }];
  });
}

function isFont(source: Piece['source']): source is FontSlice {
  return source !== undefined && 'instance' in source;
}

export function lineToSvg({ runs }: ShapedLine, { size }: TextStyle): string {
  return runs.map(({ x, drawn }) => runToSvg(x, drawn, size)).join('');
}

function runToSvg(x: number, drawn: ShapedRun['drawn'], size: number): string {
  if (drawn === undefined) {
    const [cx, cy, r] = [x + (size * UNKNOWN_ADVANCE) / 2, -size * UNKNOWN_HEIGHT, size * UNKNOWN_RADIUS].map(
      shown,
    );
    return `<circle cx="${cx}" cy="${cy}" r="${r}" fill="currentColor" fill-opacity="0.5"/>`;
  }
  if ('body' in drawn) {
    const left = x + (size * (EMOJI_ADVANCE - 1)) / 2;
    const scale = size / EMOJI_SIDE;
    const top = size * EMOJI_TOP + ((EMOJI_SIDE - drawn.height) / 2) * scale;
    // Twemoji leaves black out.
    return `<g fill="#000" transform="translate(${shown(left)} ${shown(top)}) scale(${shown(scale)})">${drawn.body}</g>`;
  }
  const path = drawn.glyphs.map((glyph) => glyphToPath(drawn.instance, glyph)).join('');
  if (path === '') return '';
  const scale = size / drawn.instance.unitsPerEm;
  return `<path fill="currentColor" transform="translate(${shown(x)} 0) scale(${shown(scale)} ${shown(-scale)})" d="${path}"/>`;
}

/** In whole units of the font, whose em is a thousand or more of them. */
function glyphToPath(instance: FontInstance, { id, x, y }: Glyph): string {
  return instance
    .outline(id)
    .map(({ type, values }) => {
      return type + values.map((value, index) => Math.round(value + (index % 2 === 0 ? x : y))).join(' ');
    })
    .join('');
}

function shown(length: number): number {
  return Number(length.toFixed(5));
}
