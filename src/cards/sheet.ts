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

/** What a card is painted on, from the back to the front. */
export interface Sheet {
  add(...shapes: readonly Shape[]): void;
  /** Sets one line, cut to `width`, and gives back how wide it came out. */
  write(text: string, style: TextStyle, width: number, place: Place): Promise<number>;
  /** The same in the first of `styles` in which all of it fits, or else cut in the last. */
  writeFitting(text: string, styles: readonly TextStyle[], width: number, place: Place): Promise<number>;
  /** The finished card, on `ground`. */
  finish(height: number, ground: Paint): Scene;
}

export function createSheet(typesetter: Typesetter): Sheet {
  const shapes: Shape[] = [];
  return {
    add: (...more) => {
      shapes.push(...more);
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
    finish: (height, ground) => ({
      width: CARD_WIDTH,
      height,
      shapes: [{ kind: 'box', x: 0, y: 0, width: CARD_WIDTH, height, fill: ground }, ...shapes],
    }),
  };
}

export function placeLine(line: SetLine, { size }: TextStyle, { x, y, align, fill }: Place): Shape {
  const shift = { left: 0, centre: line.width / 2, right: line.width }[align ?? 'left'];
  return { kind: 'text', x: x - shift, y, line, size, fill };
}

/** The baseline of letters that are to look centred on `y`: half a capital's height under it. */
export function baselineAround(y: number, { size }: TextStyle): number {
  return y + size * 0.36;
}
