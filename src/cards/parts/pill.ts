import type { Colour, Shape, Stroke } from '../scene.ts';
import { baselineAround, placeLine } from '../sheet.ts';
import { COLOURS, TYPE } from '../theme.ts';
import type { SetLine, TextStyle } from '../typesetter.ts';

/** A few words in a box with round ends. */
interface Pill {
  readonly height: number;
  /** Between the box's ends and the words. */
  readonly padding: number;
  readonly style: TextStyle;
  readonly fill: Colour;
  readonly ink: Colour;
  readonly stroke?: Stroke;
}

/** Says what something is, and is to be seen first. */
export const TAG: Pill = {
  height: 28,
  padding: 11,
  style: TYPE.label,
  fill: COLOURS.sun,
  ink: COLOURS.onAccent,
};

/** One of several. */
export const CHIP: Pill = {
  height: 34,
  padding: 12,
  style: { size: 20, weight: 500 },
  fill: COLOURS.raised,
  ink: COLOURS.text,
  stroke: { paint: COLOURS.line, width: 1.5 },
};

export function pillWidth(line: SetLine, { padding }: Pill): number {
  return line.width + 2 * padding;
}

export function pill(line: SetLine, look: Pill, x: number, y: number): Shape[] {
  const { height, padding, style, fill, ink, stroke } = look;
  return [
    { kind: 'box', x, y, width: pillWidth(line, look), height, radius: height / 2, fill, stroke },
    placeLine(line, style, { x: x + padding, y: baselineAround(y + height / 2, style), fill: ink }),
  ];
}
