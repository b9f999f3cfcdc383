import type { Colour, Paint, Scene, Shape } from './scene.ts';
import { CARD_WIDTH } from './theme.ts';
import type { SetLine, TextStyle, Typesetter } from './typesetter.ts';

/** Where a line of text stands: `x` is its left end, its middle or its right end, `y` its baseline. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly align?: 'left' | 'centre' | 'right';
  readonly fill: Colour;
}

/** What a card is painted on, from the back to the front. Texts are cut to the width that they get. */
export interface Sheet extends Typesetter {
  add(...shapes: readonly Shape[]): void;
  place(line: SetLine, style: TextStyle, place: Place): void;
  /** Gives back how wide the line came out. */
  write(text: string, style: TextStyle, width: number, place: Place): Promise<number>;
  /** The same in the first of `styles` in which all of it fits, or else cut in the last. */
  writeFitting(text: string, styles: readonly TextStyle[], width: number, place: Place): Promise<number>;
  /** From `place` down. Gives back the baseline of the last line. */
  writeLines(
    text: string,
    style: TextStyle,
    room: { readonly width: number; readonly maxLines: number },
    place: Place,
  ): Promise<number>;
  /** The finished card, on `ground`. */
  finish(bottom: number, ground: Paint): Scene;
}

export function createSheet(typesetter: Typesetter): Sheet {
  const shapes: Shape[] = [];
  return {
    ...typesetter,
    add: (...more) => {
      shapes.push(...more);
    },
    place: (line, style, place) => {
      shapes.push(placeLine(line, style, place));
    },
    write: async (text, style, width, place) => {
      const line = await typesetter.setLine(text, style, width);
      shapes.push(placeLine(line, style, place));
      return line.width;
    },
    writeFitting: async (text, styles, width, place) => {
      for (const style of styles) {
        const line = await typesetter.setLine(text, style, width);
        if (line.isCut && style !== styles.at(-1)) continue;
        shapes.push(placeLine(line, style, place));
        return line.width;
      }
      return 0;
    },
    writeLines: async (text, style, { width, maxLines }, place) => {
      const lines = await typesetter.setLines(text, style, width, maxLines);
      shapes.push(...placeLines(lines, style, place));
      return place.y + leadingOf(style) * Math.max(0, lines.length - 1);
    },
    finish: (bottom, ground) => {
      const size = { width: CARD_WIDTH, height: Math.ceil(bottom) };
      return { ...size, shapes: [{ kind: 'box', x: 0, y: 0, ...size, fill: ground }, ...shapes] };
    },
  };
}

export function placeLine(line: SetLine, { size }: TextStyle, { x, y, align = 'left', fill }: Place): Shape {
  const shift = { left: 0, centre: line.width / 2, right: line.width }[align];
  return { kind: 'text', x: x - shift, y, line, size, fill };
}

export function placeLines(lines: readonly SetLine[], style: TextStyle, place: Place): Shape[] {
  return lines.map((line, index) =>
    placeLine(line, style, { ...place, y: place.y + leadingOf(style) * index }),
  );
}

/** From one baseline to the next. */
export function leadingOf({ size }: TextStyle): number {
  return Math.round(size * 1.22);
}

/** The baseline of letters that are to look centred on `y`: half a capital's height under it. */
export function baselineAround(y: number, { size }: Pick<TextStyle, 'size'>): number {
  return y + size * 0.36;
}
