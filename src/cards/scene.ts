import type { SetLine } from './typesetter.ts';

/** `#rrggbb`, perhaps with two more digits of opacity. */
export type Colour = `#${string}`;

/** A colour, or a straight run of one into another at an angle in degrees: 0 goes right, 90 down. */
export type Paint = Colour | { readonly from: Colour; readonly to: Colour; readonly angle: number };

export interface Stroke {
  readonly paint: Paint;
  readonly width: number;
  readonly cap?: 'butt' | 'round';
  /** Lengths of dashes and gaps. */
  readonly dashes?: readonly number[];
}

interface Painted {
  readonly fill?: Paint | undefined;
  readonly stroke?: Stroke | undefined;
}

/** What a card consists of, back to front; places in units of which a picture shows two pixels each. */
export type Shape =
  | (Painted & {
      readonly kind: 'box';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly radius?: number;
    })
  | (Painted & { readonly kind: 'circle'; readonly x: number; readonly y: number; readonly radius: number })
  | {
      readonly kind: 'line';
      readonly points: readonly (readonly [x: number, y: number])[];
      readonly stroke: Stroke;
    }
  /** Part of a circle, from 0 (the top) clockwise to 1 (the top again). */
  | {
      readonly kind: 'arc';
      readonly x: number;
      readonly y: number;
      readonly radius: number;
      readonly from: number;
      readonly to: number;
      readonly stroke: Stroke;
    }
  /** `x`: the left end of the line; `y`: its baseline. */
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly line: SetLine;
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
