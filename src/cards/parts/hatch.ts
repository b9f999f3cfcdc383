import type { Colour, Shape } from '../scene.ts';

const SPACING = 8;

/** Slanting lines over a rectangle, which end at its edges. */
export function hatch(
  {
    x,
    y,
    width,
    height,
  }: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  colour: Colour,
): Shape[] {
  const count = Math.ceil((width + height) / SPACING);
  return Array.from({ length: count }, (_, index) => SPACING * (index + 0.5) - height).flatMap(
    (start): Shape[] => {
      const from = Math.max(0, start);
      const to = Math.min(width, start + height);
      if (to <= from) return [];
      return [
        {
          kind: 'line',
          points: [
            [x + from, y + height - (from - start)],
            [x + to, y + height - (to - start)],
          ],
          stroke: { paint: colour, width: 2 },
        },
      ];
    },
  );
}
