import type { Sheet } from '../sheet.ts';
import { CARD_WIDTH, COLOURS, MARGIN } from '../theme.ts';

/** A slab is wider than what is written on it, so that texts keep to the card's margin. */
const OVERHANG = 20;

/** Puts a part of a card on a slab of its own, from `top` to where `paint` says that it ends. */
export function paintSlab(sheet: Sheet, top: number, paint: () => Promise<number>): Promise<number> {
  return sheet.paintOn(
    (bottom) => ({
      kind: 'box',
      x: MARGIN - OVERHANG,
      y: top,
      width: CARD_WIDTH - 2 * (MARGIN - OVERHANG),
      height: bottom - top,
      radius: 20,
      fill: COLOURS.raised,
      stroke: { paint: COLOURS.line, width: 1.5 },
    }),
    paint,
  );
}
