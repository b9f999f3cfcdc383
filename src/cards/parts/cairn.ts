import type { Point, Rectangle, Shape } from '../scene.ts';
import { COLOURS, STONES } from '../theme.ts';

/** A stone's outline around the middle of its foot, in widths and heights; drawn round, it comes out a little smaller. */
const STONE: readonly Point[] = [
  [-0.4, 0.04],
  [0.34, 0.06],
  [0.57, -0.2],
  [0.53, -0.68],
  [0.26, -1.02],
  [-0.24, -1.1],
  [-0.5, -0.84],
  [-0.56, -0.3],
];

/** What grows on the upper side of a stone, in the same measures. */
const MOSS: readonly Point[] = [
  [-0.52, -0.66],
  [-0.22, -1.07],
  [0.24, -1.07],
  [0.53, -0.64],
  [0.34, -0.5],
  [0.2, -0.7],
  [0.02, -0.42],
  [-0.16, -0.68],
  [-0.34, -0.46],
];

/** From the ground up: width, height and how far off the middle, all in widths of the cairn. */
const LAYERS = [
  { width: 1, height: 0.31, shift: 0 },
  { width: 0.74, height: 0.26, shift: 0.04 },
  { width: 0.53, height: 0.21, shift: -0.035 },
  { width: 0.3, height: 0.17, shift: 0.02 },
] as const;

export const STONES_IN_CAIRN = LAYERS.length;

/** How high a cairn is, in its widths. */
export const CAIRN_HEIGHT = LAYERS.reduce((sum, { height }) => sum + height, 0);

/** From this width on there is room for a second stone with moss. */
const MOSSY_TWICE = 100;

export interface Cairn {
  /** The middle of its foot. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** Stones that lie there already, from 0 to 4; the others are outlines. */
  readonly laid: number;
  readonly isMossy?: boolean;
}

export function cairn({ x, y, width, laid, isMossy = false }: Cairn): Shape[] {
  let foot = y;
  return LAYERS.flatMap((layer, index): Shape[] => {
    const place = {
      x: x + layer.shift * width,
      y: foot,
      width: layer.width * width,
      height: layer.height * width,
    };
    foot -= place.height;
    if (index >= laid) return [stoneOutline(place)];
    const isGrown = isMossy && (index === 1 || (index === 2 && width > MOSSY_TWICE));
    return [stone(place, index), ...(isGrown ? [moss(place)] : [])];
  });
}

/** A stone that lies, of the cairn's `layer` from the ground up. `place`: the middle of its foot, and its size. */
export function stone(place: Rectangle, layer: number): Shape {
  const light = STONES[Math.min(layer + 1, STONES.length - 1)] ?? COLOURS.stone4;
  const dark = STONES[Math.min(layer, STONES.length - 1)] ?? COLOURS.stone1;
  return {
    kind: 'area',
    points: spread(STONE, place),
    isRound: true,
    fill: { from: light, to: dark, angle: 70 },
  };
}

/** A stone that is still to be laid. */
export function stoneOutline(place: Rectangle): Shape {
  const width = Math.min(2.4, Math.max(1.4, place.width / 22));
  return {
    kind: 'area',
    points: spread(STONE, place),
    isRound: true,
    fill: COLOURS.hillFar,
    stroke: { paint: COLOURS.lineStrong, width },
  };
}

function moss(place: Rectangle): Shape {
  return {
    kind: 'area',
    points: spread(MOSS, place),
    isRound: true,
    fill: { from: COLOURS.accentLight, to: COLOURS.accent, angle: 90 },
  };
}

function spread(outline: readonly Point[], { x, y, width, height }: Rectangle): Point[] {
  return outline.map(([dx, dy]) => [x + dx * width, y + dy * height]);
}

/** A pole and its pennant, `height` high, planted at its foot. */
export function flag(x: number, y: number, height: number): Shape[] {
  const top = y - height;
  const length = height * 0.62;
  return [
    {
      kind: 'line',
      points: [
        [x, y],
        [x, top],
      ],
      stroke: { paint: COLOURS.text, width: Math.max(2, height / 14), cap: 'round' },
    },
    {
      kind: 'area',
      points: [
        [x, top],
        [x + length, top + height * 0.22],
        [x, top + height * 0.46],
      ],
      fill: COLOURS.sun,
    },
  ];
}
