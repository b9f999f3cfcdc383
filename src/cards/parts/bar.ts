import type { Paint, Rectangle, Shape } from '../scene.ts';
import { COLOURS } from '../theme.ts';

/** What a bar is painted with: where it may reach, and how far it does. */
interface Look {
  readonly track: Paint;
  readonly filled: Paint;
}

/** For a bar with nothing on it. */
export const BARE: Look = {
  track: COLOURS.raisedMore,
  filled: { from: COLOURS.stone2, to: COLOURS.accent, angle: 0 },
};

/** For a bar that words stand on. */
export const LETTERED: Look = {
  track: COLOURS.raised,
  filled: { from: COLOURS.accentDeepest, to: COLOURS.accentDeep, angle: 0 },
};

/** How much of a whole, from 0 to 1. A little is never less than round. */
export function bar(place: Rectangle, radius: number, share: number, { track, filled }: Look): Shape[] {
  const width = Math.max(2 * radius, place.width * share);
  return [
    { kind: 'box', ...place, radius, fill: track },
    ...(share > 0 ? [{ kind: 'box' as const, ...place, width, radius, fill: filled }] : []),
  ];
}
