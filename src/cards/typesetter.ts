import { createEmojiSet } from './emoji.ts';
import { createFontSlices } from './font-slices.ts';
import { isSpace, lineBreaks } from './line-breaks.ts';
import { choosePieces, type Piece } from './pieces.ts';
import {
  lineToSvg,
  readingDirection,
  shapeLine,
  type ReadingDirection,
  type ShapedLine,
} from './shape-line.ts';

export interface TextStyle {
  /** In the scene's units: the height of the letters' em square. */
  readonly size: number;
  /** From 100 to 900, as in CSS. */
  readonly weight: number;
}

/** One line of text that fits where it is to stand. */
export interface SetLine {
  /** What it shows: the text, or as much of it as fits and an ellipsis. */
  readonly text: string;
  readonly isCut: boolean;
  /** Never more than was allowed. */
  readonly width: number;
  /** SVG elements with the baseline's left end at 0,0; what is not of a colour of its own takes `currentColor`. */
  readonly svg: string;
}

/** Turns texts in any script into outlines, so that nothing depends on the fonts of this machine. */
export interface Typesetter {
  /** Strange characters are shown as well as the fonts allow, and never as boxes. Never rejects because of the text. */
  setLine(text: string, style: TextStyle, maxWidth: number): Promise<SetLine>;
  /** Broken between words where it can be; what is beyond `maxLines` is cut with an ellipsis. */
  setLines(text: string, style: TextStyle, maxWidth: number, maxLines: number): Promise<readonly SetLine[]>;
}

const ELLIPSIS = '…';

export function createTypesetter(): Typesetter {
  const slices = createFontSlices();
  const emoji = createEmojiSet();
  const prepare = async (text: string, style: TextStyle, maxWidth: number): Promise<Paragraph> => {
    const { pieces, isWhole } = await choosePieces(text, slices, emoji);
    const { pieces: ellipsis } = await choosePieces(ELLIPSIS, slices, emoji);
    return { pieces, isWhole, ellipsis, style, maxWidth, direction: readingDirection(textOf(pieces)) };
  };
  return {
    async setLine(text, style, maxWidth) {
      const paragraph = await prepare(text, style, maxWidth);
      return lastLine(paragraph, paragraph.pieces);
    },
    async setLines(text, style, maxWidth, maxLines) {
      const paragraph = await prepare(text, style, maxWidth);
      const lines: SetLine[] = [];
      let rest = paragraph.pieces;
      while (rest.length > 0 && lines.length < maxLines) {
        const count = lines.length + 1 < maxLines ? fullLine(paragraph, rest) : 0;
        if (count === 0) {
          lines.push(lastLine(paragraph, rest));
          break;
        }
        lines.push(wholeLine(paragraph, rest.slice(0, count)));
        rest = withoutSpaces(rest.slice(count), 'before');
      }
      return lines;
    },
  };
}

/** What is to be set, and how. */
interface Paragraph {
  readonly pieces: readonly Piece[];
  readonly isWhole: boolean;
  readonly ellipsis: readonly Piece[];
  readonly style: TextStyle;
  readonly maxWidth: number;
  /** Of all of it, so that a line which happens to begin with a foreign word stands as the others do. */
  readonly direction: ReadingDirection;
}

/** All of the rest, or as much of it as fits with an ellipsis where the reading ends. */
function lastLine(paragraph: Paragraph, rest: readonly Piece[]): SetLine {
  const { isWhole, ellipsis, style, maxWidth, direction } = paragraph;
  const shaped = shapeLine(rest, style, direction);
  if (isWhole && shaped.width <= maxWidth) return setLineOf(rest, shaped, style, false);
  const { width } = shapeLine(ellipsis, style, direction);
  // A letter at the end may be wider than within: the sum is where to begin, and the shaped line decides.
  for (let count = countWithin(shaped.advances, maxWidth - width); count >= 0; count -= 1) {
    const pieces = [...withoutSpaces(rest.slice(0, count), 'after'), ...ellipsis];
    const cut = shapeLine(pieces, style, direction);
    if (cut.width <= maxWidth) return setLineOf(pieces, cut, style, true);
  }
  return { text: '', isCut: true, width: 0, svg: '' };
}

/** How many pieces a line takes that others follow: to the end of a word if one fits; 0 if all the rest does. */
function fullLine({ style, maxWidth, direction, isWhole }: Paragraph, rest: readonly Piece[]): number {
  const { advances, width } = shapeLine(rest, style, direction);
  if (isWhole && width <= maxWidth) return 0;
  const fits = (count: number) => {
    const pieces = withoutSpaces(rest.slice(0, count), 'after');
    return shapeLine(pieces, style, direction).width <= maxWidth;
  };
  const within = countWithin(advances, maxWidth);
  // The space after the last word may hang over the edge.
  const ends = wordEnds(rest).filter((count) => count <= within + 1);
  return ends.findLast(fits) ?? Array.from({ length: within }, (_, index) => within - index).find(fits) ?? 0;
}

function wholeLine({ style, direction }: Paragraph, pieces: readonly Piece[]): SetLine {
  const trimmed = withoutSpaces(pieces, 'after');
  return setLineOf(trimmed, shapeLine(trimmed, style, direction), style, false);
}

function setLineOf(pieces: readonly Piece[], shaped: ShapedLine, style: TextStyle, isCut: boolean): SetLine {
  return { text: textOf(pieces), isCut, width: shaped.width, svg: lineToSvg(shaped, style) };
}

/** How many from the beginning are no longer together than `width`. */
function countWithin(advances: readonly number[], width: number): number {
  let sum = 0;
  const over = advances.findIndex((advance) => (sum += advance) > width);
  return over === -1 ? advances.length : over;
}

function wordEnds(pieces: readonly Piece[]): readonly number[] {
  const breaks = lineBreaks(textOf(pieces));
  let offset = 0;
  return pieces.flatMap(({ text }, index) => {
    const isEnd = breaks.has(offset);
    offset += text.length;
    return isEnd ? [index] : [];
  });
}

function withoutSpaces(pieces: readonly Piece[], where: 'before' | 'after'): readonly Piece[] {
  const isKept = ({ text }: Piece) => !isSpace(text);
  return where === 'before'
    ? pieces.slice(pieces.findIndex(isKept) === -1 ? pieces.length : pieces.findIndex(isKept))
    : pieces.slice(0, pieces.findLastIndex(isKept) + 1);
}

function textOf(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('');
}
