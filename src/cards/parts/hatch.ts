import type { Colour, Rectangle, Shape } from '../scene.ts';

const SPACING = 8;
const LINE_WIDTH = 2;

/** Slanting lines that end where a rectangle does. */
export function hatch(outer: Rectangle, colour: Colour): Shape[] {
  // The ends of a slanting line reach half its width past its points.
  const y = outer.y + LINE_WIDTH / 2;
  const height = outer.height - LINE_WIDTH;
  const { x, width } = outer;
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
          stroke: { paint: colour, width: LINE_WIDTH },
        },
      ];
    },
  );
}
