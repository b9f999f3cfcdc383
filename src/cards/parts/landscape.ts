import type { Paint, Point, Shape } from '../scene.ts';
import { CARD_WIDTH, COLOURS, sheer } from '../theme.ts';

/** A line of hills: how high up the card the ground is at `x`. */
export type Ridge = (x: number) => number;

/** Close enough for no corner to be seen. */
const STEP = 10;

const GLOW = 2.4;

export function sky(height: number): Shape {
  return {
    kind: 'box',
    x: 0,
    y: 0,
    width: CARD_WIDTH,
    height,
    fill: { from: COLOURS.sky, to: COLOURS.horizon, angle: 90 },
  };
}

/** With its light around it, which is `GLOW` times as wide. */
export function sun(x: number, y: number, radius: number): Shape[] {
  return [
    {
      kind: 'circle',
      x,
      y,
      radius: radius * GLOW,
      fill: { centre: sheer(COLOURS.sun, 0.34), rim: sheer(COLOURS.sun, 0) },
    },
    { kind: 'circle', x, y, radius, fill: { from: COLOURS.sunLight, to: COLOURS.sun, angle: 90 } },
  ];
}

/** Around a sun, for what is worth a feast. */
export function rays(x: number, y: number, radius: number): Shape[] {
  const count = 24;
  return Array.from({ length: count }, (_, index): Shape => {
    const turn = (2 * Math.PI * (index + 0.5)) / count;
    const on = (distance: number): Point => [
      x + radius * distance * Math.sin(turn),
      y - radius * distance * Math.cos(turn),
    ];
    return {
      kind: 'line',
      points: [on(1.27), on(index % 2 === 0 ? 1.66 : 1.47)],
      stroke: { paint: sheer(COLOURS.sun, 0.5), width: radius / 20, cap: 'round' },
    };
  });
}

/** The first ones, high up where it is darkest; always the same, so that equal cards are one picture. */
export function stars(): Shape[] {
  const places: readonly (readonly [x: number, y: number, radius: number])[] = [
    [40, 52, 1.6],
    [58, 112, 1.1],
    [34, 158, 1.2],
    [78, 34, 1.2],
    [206, 38, 1.5],
    [224, 116, 1.2],
    [216, 172, 1],
    [296, 28, 1.1],
    [372, 33, 1.4],
    [440, 25, 1.1],
    [508, 31, 1.5],
    [560, 46, 1.2],
  ];
  return places.map(([x, y, radius]) => ({ kind: 'circle', x, y, radius, fill: sheer(COLOURS.text, 0.6) }));
}

/** Bare peaks far away, `height` high above their foot at `foot`. */
export function peaks(foot: number, height: number): Shape {
  const tops: readonly Point[] = [
    [0, 0.42],
    [0.07, 0.66],
    [0.12, 0.52],
    [0.24, 0.95],
    [0.31, 0.7],
    [0.35, 0.76],
    [0.46, 0.3],
    [0.57, 0.62],
    [0.62, 0.5],
    [0.76, 1],
    [0.84, 0.68],
    [0.88, 0.74],
    [1, 0.4],
  ];
  return {
    kind: 'area',
    points: [
      ...tops.map(([x, rise]): Point => [x * CARD_WIDTH, foot - rise * height]),
      [CARD_WIDTH, foot],
      [0, foot],
    ],
    fill: { from: COLOURS.hillFar, to: sheer(COLOURS.hillFar, 0.25), angle: 90 },
  };
}

/** A hill from its ridge down to `bottom`, over the whole width. */
export function hill(ridge: Ridge, bottom: number, fill: Paint): Shape {
  return {
    kind: 'area',
    points: [...ridgeLine(ridge, 0, CARD_WIDTH), [CARD_WIDTH, bottom], [0, bottom]],
    fill,
  };
}

/** Points along a ridge, both ends among them. */
export function ridgeLine(ridge: Ridge, from: number, to: number): Point[] {
  const steps = Math.max(1, Math.ceil((to - from) / STEP));
  return Array.from({ length: steps + 1 }, (_, step): Point => {
    const x = from + ((to - from) * step) / steps;
    return [x, ridge(x)];
  });
}
