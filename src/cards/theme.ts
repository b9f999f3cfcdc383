import type { Colour } from './scene.ts';
import type { TextStyle } from './typesetter.ts';

/** Every colour, letter size and measure of the cards. They are dark: most of Discord is, and a picture cannot ask. */
export const COLOURS = {
  // Dusk over the hills.
  sky: '#0b1214',
  horizon: '#274445',
  sun: '#f2b661',
  sunLight: '#f7cd8c',
  hillFar: '#2d494a',
  hillMiddle: '#243f3e',
  hillNear: '#1f3433',
  ground: '#12181b',

  // What stands on the ground, in rising order.
  raised: '#1b2528',
  raisedMore: '#273438',
  line: '#2b373c',
  /** Outlines of what is not reached yet; against the ground as clear as an icon must be. */
  lineStrong: '#7d8f8f',

  text: '#eef3f0',
  textSoft: '#b3c0bd',
  accentText: '#8fdcbc',
  onAccent: '#0c1f18',

  /** The moss on the stones, and the edge of the bot's own replies. */
  accent: '#4fb286',
  accentLight: '#6cc79c',
  accentDeep: '#266250',
  accentDeepest: '#1c4037',

  stone1: '#55716c',
  stone2: '#6f9188',
  stone3: '#93b8ab',
  stone4: '#c4ded3',
} as const satisfies Record<string, Colour>;

/** From the largest stone to the smallest. */
export const STONES = [COLOURS.stone1, COLOURS.stone2, COLOURS.stone3, COLOURS.stone4] as const;

/** The same colour, seen through. */
export function sheer(colour: Colour, opacity: number): Colour {
  const digits = Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0');
  return `${colour.slice(0, 7) as Colour}${digits}`;
}

/**
 * A phone shows a card some 300 to 340 points wide, so no letter may be smaller than 20 units, and what is read most is
 * larger. Weights go down as sizes do, but never so far that light letters on a dark ground break up.
 */
export const TYPE = {
  display: { size: 34, weight: 800 },
  title: { size: 32, weight: 800 },
  name: { size: 28, weight: 700 },
  strong: { size: 24, weight: 650 },
  plain: { size: 24, weight: 550 },
  body: { size: 22, weight: 600 },
  label: { size: 21, weight: 600 },
  small: { size: 21, weight: 500 },
} as const satisfies Record<string, TextStyle>;

/** What a card is about in one number; a long one is set smaller. */
export const FIGURE_STYLES: readonly TextStyle[] = [72, 58, 46].map((size) => ({ size, weight: 800 }));

export const CARD_WIDTH = 600;
/** Free on both sides of what is to be read. */
export const MARGIN = 32;
export const CONTENT_WIDTH = CARD_WIDTH - 2 * MARGIN;
