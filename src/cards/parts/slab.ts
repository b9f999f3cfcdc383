import type { Rectangle, Shape } from '../scene.ts';
import { COLOURS } from '../theme.ts';

/** What a part of a card stands on by itself. */
export function slab(place: Rectangle): Shape {
  return {
    kind: 'box',
    ...place,
    radius: 16,
    fill: COLOURS.raised,
    stroke: { paint: COLOURS.line, width: 1.5 },
  };
}
