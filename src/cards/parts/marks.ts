import type { PhaseState } from '../../services/card.ts';
import type { Colour, Shape } from '../scene.ts';
import { baselineAround, type Sheet } from '../sheet.ts';
import { COLOURS, TYPE } from '../theme.ts';

/** ✓, `size` wide, around its middle. */
export function tick(x: number, y: number, size: number, colour: Colour): Shape {
  return {
    kind: 'line',
    points: [
      [x - size * 0.5, y + size * 0.02],
      [x - size * 0.14, y + size * 0.36],
      [x + size * 0.5, y - size * 0.36],
    ],
    stroke: { paint: colour, width: size * 0.2, cap: 'round' },
  };
}

export const BADGE_RADIUS = 16;

/** Where a phase stands: a ✓ on a full disc, its number in a ring, or its number in a thin outline. */
export async function paintBadge(
  sheet: Sheet,
  { number, state }: { readonly number: number; readonly state: PhaseState },
  x: number,
  y: number,
): Promise<void> {
  if (state === 'finished') {
    sheet.add(
      { kind: 'circle', x, y, radius: BADGE_RADIUS, fill: COLOURS.accent },
      tick(x, y, BADGE_RADIUS * 0.95, COLOURS.onAccent),
    );
    return;
  }
  const isCurrent = state === 'current';
  const stroke = isCurrent
    ? { paint: COLOURS.sun, width: 3 }
    : { paint: COLOURS.lineStrong, width: 1.6, dashes: [4, 3.6] };
  sheet.add({
    kind: 'circle',
    x,
    y,
    radius: BADGE_RADIUS - stroke.width / 2,
    fill: COLOURS.raised,
    stroke,
  });
  await writeNumber(sheet, number, x, y, isCurrent ? COLOURS.text : COLOURS.textSoft);
}

/** The number of a phase in which nobody in particular stands. */
export async function paintNumber(sheet: Sheet, number: number, x: number, y: number): Promise<void> {
  sheet.add({ kind: 'circle', x, y, radius: BADGE_RADIUS, fill: COLOURS.raisedMore });
  await writeNumber(sheet, number, x, y, COLOURS.text);
}

async function writeNumber(sheet: Sheet, number: number, x: number, y: number, fill: Colour): Promise<void> {
  await sheet.write(`${number}`, TYPE.label, BADGE_RADIUS * 1.7, {
    x,
    y: baselineAround(y, TYPE.label),
    align: 'centre',
    fill,
  });
}

/** A head and shoulders, 20 high around its middle. */
export function person(x: number, y: number, fill: Colour): Shape[] {
  return [
    { kind: 'circle', x, y: y - 5, radius: 4.8, fill },
    {
      kind: 'area',
      points: [
        [x - 9, y + 10],
        [x - 9, y + 5],
        [x - 4.5, y + 1.4],
        [x + 4.5, y + 1.4],
        [x + 9, y + 5],
        [x + 9, y + 10],
      ],
      fill,
    },
  ];
}
