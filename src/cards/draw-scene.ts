import { Resvg } from '@resvg/resvg-js';
import type { Paint, Point, Scene, Shape, Stroke } from './scene.ts';

/** Pixels for each of the scene's units: sharp on the screens of phones, and no larger than it must be. */
const PIXELS_PER_UNIT = 2;

/** Texts come as outlines, so what stands on this machine changes nothing. */
const NO_FONTS = { loadSystemFonts: false } as const;

/** On the thread that calls it, which has nothing else to do: resvg's own ones have no lower priority than answers. */
export function renderPng(scene: Scene): Uint8Array {
  const options = { fitTo: { mode: 'zoom', value: PIXELS_PER_UNIT }, font: NO_FONTS } as const;
  return new Resvg(sceneToSvg(scene), options).render().asPng();
}

export function sceneToSvg({ width, height, shapes }: Scene): string {
  const defs = createDefs();
  const body = shapes.map((shape) => drawShape(shape, defs)).join('');
  const size = `width="${round(width)}" height="${round(height)}"`;
  const space = `xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${round(height)}"`;
  return `<svg ${space} ${size}><defs>${defs.all()}</defs>${body}</svg>`;
}

/** What shapes refer to by an id; equal ones share it. */
interface Defs {
  /** The address of an element. */
  refer(element: string, attributes: string, content: string): string;
  all(): string;
}

function createDefs(): Defs {
  const ids = new Map<string, string>();
  const written: string[] = [];
  return {
    refer: (element, attributes, content) => {
      const key = `${element} ${attributes} ${content}`;
      const known = ids.get(key);
      const id = known ?? `d${ids.size}`;
      if (known === undefined) {
        ids.set(key, id);
        written.push(`<${element} id="${id}" ${attributes}>${content}</${element}>`);
      }
      return `url(#${id})`;
    },
    all: () => written.join(''),
  };
}

function drawShape(shape: Shape, defs: Defs): string {
  switch (shape.kind) {
    case 'box': {
      const { x, y, width, height, radius = 0 } = shape;
      const corner = radius === 0 ? '' : ` rx="${round(Math.min(radius, width / 2, height / 2))}"`;
      return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"${corner}${paint(shape, defs)}/>`;
    }
    case 'circle':
      return `<circle cx="${round(shape.x)}" cy="${round(shape.y)}" r="${round(shape.radius)}"${paint(shape, defs)}/>`;
    case 'area':
      return `<path d="${outline(shape)}"${paint(shape, defs)}/>`;
    case 'line':
      return `<path d="${polyline(shape.points)}"${paint({ stroke: shape.stroke }, defs)}/>`;
    case 'text':
      return `<g transform="translate(${round(shape.x)} ${round(shape.y)})" color="${shape.fill}" fill="currentColor">${shape.line.svg}</g>`;
    case 'picture': {
      const { x, y, radius, png } = shape;
      const circle = `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}"/>`;
      const clip = defs.refer('clipPath', '', circle);
      const source = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
      return `<image x="${round(x - radius)}" y="${round(y - radius)}" width="${round(2 * radius)}" height="${round(2 * radius)}" preserveAspectRatio="xMidYMid slice" clip-path="${clip}" href="${source}"/>`;
    }
  }
}

function paint(
  { fill, stroke }: { readonly fill?: Paint | undefined; readonly stroke?: Stroke | undefined },
  defs: Defs,
): string {
  const filled = ` fill="${fill === undefined ? 'none' : paintServer(fill, defs)}"`;
  if (stroke === undefined) return filled;
  const { width, cap = 'butt', dashes } = stroke;
  const dash = dashes === undefined ? '' : ` stroke-dasharray="${dashes.map(round).join(' ')}"`;
  return `${filled} stroke="${paintServer(stroke.paint, defs)}" stroke-width="${round(width)}" stroke-linecap="${cap}" stroke-linejoin="round"${dash}`;
}

function paintServer(paint: Paint, defs: Defs): string {
  if (typeof paint === 'string') return paint;
  if ('centre' in paint) return defs.refer('radialGradient', '', stops(paint.centre, paint.rim));
  const turn = (paint.angle * Math.PI) / 180;
  const [dx, dy] = [Math.cos(turn) / 2, Math.sin(turn) / 2];
  const ends = `x1="${round(0.5 - dx)}" y1="${round(0.5 - dy)}" x2="${round(0.5 + dx)}" y2="${round(0.5 + dy)}"`;
  return defs.refer('linearGradient', ends, stops(paint.from, paint.to));
}

function stops(from: string, to: string): string {
  return `<stop offset="0" stop-color="${from}"/><stop offset="1" stop-color="${to}"/>`;
}

function outline({
  points,
  isRound = false,
}: {
  readonly points: readonly Point[];
  readonly isRound?: boolean;
}) {
  if (!isRound) return `${polyline(points)}Z`;
  // Each point bends the way from the middle before it to the middle after it: a curve inside its points.
  const middles = points.map((point, index) => middle(point, points[(index + 1) % points.length] ?? point));
  const start = middles.at(-1);
  if (start === undefined) return '';
  const bends = points.map((point, index) => `Q${at(point)} ${at(middles[index] ?? point)}`);
  return `M${at(start)}${bends.join('')}Z`;
}

function polyline(points: readonly Point[]): string {
  return points.map((point, index) => `${index === 0 ? 'M' : 'L'}${at(point)}`).join('');
}

function middle([ax, ay]: Point, [bx, by]: Point): Point {
  return [(ax + bx) / 2, (ay + by) / 2];
}

function at([x, y]: Point): string {
  return `${round(x)} ${round(y)}`;
}

/** A hundredth of a unit is less than anybody sees. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
