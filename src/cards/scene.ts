import type { SetLine } from './typesetter.ts';

/** `#rrggbb`, perhaps with two more digits of opacity. */
export type Colour = `#${string}`;

/**
 * A colour; or a straight run of one into another at an angle in degrees, where 0 goes right and 90 down; or a glow,
 * from the middle of what it fills to its rim.
 */
export type Paint =
  | Colour
  | { readonly from: Colour; readonly to: Colour; readonly angle: number }
  | { readonly centre: Colour; readonly rim: Colour };

export interface Stroke {
  readonly paint: Paint;
  readonly width: number;
  readonly cap?: 'butt' | 'round';
  /** Lengths of dashes and gaps. */
  readonly dashes?: readonly number[];
}

export type Point = readonly [x: number, y: number];

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Painted {
  readonly fill?: Paint | undefined;
  readonly stroke?: Stroke | undefined;
}

/** What a card consists of, back to front; places in units of which a picture shows two pixels each. */
export type Shape =
  | (Painted & Rectangle & { readonly kind: 'box'; readonly radius?: number })
  | (Painted & { readonly kind: 'circle'; readonly x: number; readonly y: number; readonly radius: number })
  /** Closed. A round one is drawn towards its points without reaching them, so it never leaves the space between. */
  | (Painted & { readonly kind: 'area'; readonly points: readonly Point[]; readonly isRound?: boolean })
  | {
      readonly kind: 'line';
      readonly points: readonly Point[];
      readonly stroke: Stroke;
    }
  /** `x`: the left end of the line; `y`: its baseline. */
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly line: SetLine;
      readonly size: number;
      readonly fill: Colour;
    }
  /** A round picture; `x`, `y`: its centre. */
  | {
      readonly kind: 'picture';
      readonly x: number;
      readonly y: number;
      readonly radius: number;
      readonly png: Uint8Array;
    };

export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}
