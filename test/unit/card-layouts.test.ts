import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { composeCard } from '../../src/cards/compose-card.ts';
import { renderPng } from '../../src/cards/draw-scene.ts';
import { initialsOf } from '../../src/cards/parts/portrait.ts';
import type { Colour, Paint, Point, Scene, Shape } from '../../src/cards/scene.ts';
import { sheer } from '../../src/cards/theme.ts';
import { createTypesetter } from '../../src/cards/typesetter.ts';
import type { Card, PhaseState } from '../../src/services/card.ts';
import { arbitraryCards } from '../support/arbitrary-card.ts';
import { sampleCards } from '../support/sample-cards.ts';

const typesetter = createTypesetter();
const compose = (card: Card) => composeCard(card, typesetter);
const kinds = Object.keys(arbitraryCards) as Card['kind'][];

type Text = Extract<Shape, { kind: 'text' }>;

/** What can be read where, and of how many shapes the rest consists. */
function describeScene({ width, height, shapes }: Scene): string {
  const tally = new Map<string, number>();
  for (const { kind } of shapes) tally.set(kind, (tally.get(kind) ?? 0) + 1);
  const counts = [...tally].map(([kind, count]) => `${count} ${kind}`).join(', ');
  const texts = textsOf(shapes).map(
    ({ x, y, size, line }) => `${Math.round(x)},${Math.round(y)} ${Math.round(size)}: ${line.text}`,
  );
  return [`${width} × ${height}: ${counts}`, ...texts].join('\n');
}

function textsOf(shapes: readonly Shape[]): readonly Text[] {
  return shapes.filter((shape): shape is Text => shape.kind === 'text' && shape.line.width > 0);
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function boundsOf(shape: Shape): Box {
  switch (shape.kind) {
    case 'box':
      return grown(shape.x, shape.y, shape.x + shape.width, shape.y + shape.height, shape.stroke?.width);
    case 'circle':
    case 'picture': {
      const { x, y, radius } = shape;
      const width = shape.kind === 'circle' ? shape.stroke?.width : 0;
      return grown(x - radius, y - radius, x + radius, y + radius, width);
    }
    case 'area':
    case 'line': {
      const xs = shape.points.map(([x]) => x);
      const ys = shape.points.map(([, y]) => y);
      // A butt end does not reach past its point.
      const isBlunt = shape.kind === 'line' && shape.stroke.cap !== 'round';
      const width = isBlunt ? 0 : shape.stroke?.width;
      return grown(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys), width);
    }
    case 'text':
      return boundsOfText(shape);
  }
}

function grown(left: number, top: number, right: number, bottom: number, strokeWidth = 0): Box {
  const by = strokeWidth / 2;
  return { left: left - by, top: top - by, right: right + by, bottom: bottom + by };
}

/** From the tops of capitals to the feet of descenders. */
function boundsOfText({ x, y, size, line }: Text): Box {
  return { left: x, top: y - size * 0.73, right: x + line.width, bottom: y + size * 0.21 };
}

const ROUNDING = 0.01;

function overlap(a: Box, b: Box): boolean {
  return (
    a.left < b.right - ROUNDING &&
    b.left < a.right - ROUNDING &&
    a.top < b.bottom - ROUNDING &&
    b.top < a.bottom - ROUNDING
  );
}

function strayShapes({ width, height, shapes }: Scene): readonly Shape[] {
  return shapes.filter((shape) => {
    const { left, top, right, bottom } = boundsOf(shape);
    // Not the other way round: a number that is none lies nowhere.
    return !(
      left >= -ROUNDING &&
      top >= -ROUNDING &&
      right <= width + ROUNDING &&
      bottom <= height + ROUNDING
    );
  });
}

function overlappingTexts({ shapes }: Scene): readonly string[] {
  const texts = textsOf(shapes);
  return texts.flatMap((text, index) =>
    texts
      .slice(index + 1)
      .filter((other) => overlap(boundsOf(text), boundsOf(other)))
      .map((other) => `${text.line.text} | ${other.line.text}`),
  );
}

type Rgb = readonly [red: number, green: number, blue: number];

/** Of the darkest and the lightest that may lie behind a text. */
function groundsBehind(shapes: readonly Shape[], text: Text): readonly Rgb[] {
  const { left, top, right, bottom } = boundsOfText(text);
  const middle = (top + bottom) / 2;
  const places: readonly Point[] = [0.02, 0.25, 0.5, 0.75, 0.98].map((part) => [
    left + (right - left) * part,
    middle,
  ]);
  const below = shapes.slice(0, shapes.indexOf(text));
  return places.flatMap((place) => {
    let grounds: readonly Rgb[] = [];
    for (const shape of below) {
      if (!('fill' in shape) || shape.fill === undefined || shape.kind === 'text' || !covers(shape, place))
        continue;
      const paints = coloursAt(place, shape, shape.fill);
      grounds =
        grounds.length === 0
          ? paints.map((paint) => rgbOf(paint))
          : extremes(paints.flatMap((paint) => grounds.map((ground) => laidOver(paint, ground))));
    }
    return grounds;
  });
}

function covers(shape: Shape, [x, y]: Point): boolean {
  if (shape.kind === 'circle') return Math.hypot(x - shape.x, y - shape.y) <= shape.radius;
  if (shape.kind === 'area') return isWithin(shape.points, x, y);
  const { left, top, right, bottom } = boundsOf(shape);
  return x >= left && x <= right && y >= top && y <= bottom;
}

/** Whether a way out crosses the outline an odd number of times. */
function isWithin(points: readonly Point[], x: number, y: number): boolean {
  return points.reduce((isInside, [ax, ay], index) => {
    const [bx, by] = points[(index + 1) % points.length] ?? [ax, ay];
    const crosses = ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax;
    return crosses ? !isInside : isInside;
  }, false);
}

/** Both ends of a run. A glow is the colour that it has there, since it is faint almost everywhere. */
function coloursAt([x, y]: Point, shape: Shape, paint: Paint): readonly Colour[] {
  if (typeof paint === 'string') return [paint];
  if ('from' in paint) return [paint.from, paint.to];
  const { left, top, right, bottom } = boundsOf(shape);
  const way = Math.hypot(x - (left + right) / 2, y - (top + bottom) / 2) / ((right - left) / 2);
  return [sheer(paint.centre, opacityOf(paint.centre) * (1 - way) + opacityOf(paint.rim) * way)];
}

function opacityOf(colour: Colour): number {
  return colour.length > 7 ? parseInt(colour.slice(7), 16) / 255 : 1;
}

function laidOver(colour: Colour, ground: Rgb): Rgb {
  const opacity = opacityOf(colour);
  const mix = (index: 0 | 1 | 2) => rgbOf(colour)[index] * opacity + ground[index] * (1 - opacity);
  return [mix(0), mix(1), mix(2)];
}

function rgbOf(colour: Colour): Rgb {
  const part = (at: number) => parseInt(colour.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

function extremes(colours: readonly Rgb[]): readonly Rgb[] {
  const sorted = colours.toSorted((a, b) => luminance(a) - luminance(b));
  return sorted.filter((_, index) => index === 0 || index === sorted.length - 1);
}

/** Relative luminance and contrast as WCAG 2 defines them. */
function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

function contrast(a: Rgb, b: Rgb): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function faintTexts({ shapes }: Scene): readonly string[] {
  return textsOf(shapes)
    .filter((text) => groundsBehind(shapes, text).some((ground) => contrast(rgbOf(text.fill), ground) < 4.5))
    .map(({ line, fill }) => `${fill}: ${line.text}`);
}

/** What is left for those who tell no colours apart. */
function withoutColours(shape: Shape): unknown {
  const isPaint = (key: string) => key === 'fill' || key === 'paint';
  return JSON.parse(JSON.stringify(shape, (key, value: unknown) => (isPaint(key) ? undefined : value)));
}

/** 11 points on a phone that shows 600 units as 340. */
const SMALLEST = 20;

describe.each(kinds)('whatever a %s card says', (kind) => {
  test('nothing leaves the card, no texts meet, and all can be read', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryCards[kind], async (card) => {
        const scene = await compose(card);
        expect(strayShapes(scene)).toEqual([]);
        expect(overlappingTexts(scene)).toEqual([]);
        expect(faintTexts(scene)).toEqual([]);
        expect(textsOf(scene.shapes).filter(({ size }) => size < SMALLEST)).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});

describe('what stands where on', () => {
  test('the card of somebody under way', async () => {
    expect(describeScene(await compose(sampleCards.progress))).toMatchInlineSnapshot(`
      "600 × 464: 5 box, 5 circle, 27 area, 18 text, 5 line
      391,88 72: 42 %
      46,71 26: ML
      112,49 28: Mara Lindqvist
      112,78 21: Backend Developer → AI
      112,104 21: Infrastructure Engineer
      173,244 21: 2
      293,229 21: 3
      414,220 21: 4
      536,212 21: 5
      88,293 24: GPU and storage specialisation
      493,293 24: 60 %
      54,292 21: 2
      88,371 24: Set up nvidia-docker and run a PyTorch
      88,400 24: training script in a container
      88,343 21: Next step
      32,444 21: 17 of 41 tasks
      187,444 21: 6 weeks in a row
      376,444 21: 10 hours a week"
    `);
  });

  test('a leaderboard', async () => {
    expect(describeScene(await compose(sampleCards.leaderboard))).toMatchInlineSnapshot(`
      "600 × 280: 12 box, 2 circle, 7 area, 16 text
      32,48 32: Night Owls
      32,78 21: This month · in weeks of work at full pace
      42,119 24: 1
      439,119 24: 4.2 weeks
      90,119 24: Søren
      40,155 24: 2
      447,155 24: 3.1 weeks
      90,155 24: 🎭 Quiet Heron
      39,191 24: 3
      447,191 24: 2.1 weeks
      90,191 24: Mara Lindqvist
      282,190 21: You
      39,227 24: 4
      446,227 24: 0.1 weeks
      90,227 24: نور الهدى
      32,261 21: 4 of you did 31 tasks"
    `);
  });

  test("a cohort's week", async () => {
    expect(describeScene(await compose(sampleCards.summary))).toMatchInlineSnapshot(`
      "600 × 494: 15 box, 8 circle, 28 area, 37 text, 2 line
      32,48 32: Spring climbers
      32,78 21: The last seven days
      498,120 32: 41 %
      32,118 24: Together on the way
      305,170 21: The plan for today: 48 %
      46,213 21: Tasks, day by day
      50,312 21: 3
      47,402 21: M
      81,348 21: 1
      79,402 21: T
      107,294 21: 4
      104,402 21: W
      136,402 21: T
      165,330 21: 2
      166,402 21: F
      194,258 21: 6
      194,402 21: S
      223,330 21: 2
      223,402 21: S
      276,213 21: Who is where
      284,250 21: 1
      537,250 21: 2
      317,250 21: Foundations: Kuber…
      282,286 21: 2
      537,286 21: 5
      317,286 21: GPU and storage sp…
      281,322 21: 3
      537,322 21: 3
      317,322 21: Distributed systems…
      281,358 21: 4
      536,358 21: 0
      317,358 21: MLOps and orchest…
      282,394 21: 5
      541,394 21: 1
      317,394 21: Portfolio and job sea…
      32,444 21: 18 tasks by 9 of 11 members
      32,472 21: 12 of 20 tasks for the week’s goal"
    `);
  });

  test('a plan', async () => {
    expect(describeScene(await compose(sampleCards.plan))).toMatchInlineSnapshot(`
      "600 × 496: 24 box, 7 circle, 9 area, 24 text, 56 line
      32,48 32: Your plan
      32,78 21: Backend Developer → AI Infrastructure
      32,104 21: Engineer · 10 hours a week
      502,142 21: 14 Nov
      74,142 21: Foundations: Kubernetes and Python in…
      27,180 21: Today
      150,180 21: Jan 2027
      257,180 21: Mar
      364,180 21: May
      472,180 21: Jul
      42,218 21: 2
      74,218 21: GPU and storage specialisation
      183,247 21: 20 Jan – 4 Feb
      41,282 21: 3
      74,282 21: Distributed systems and networking
      344,311 21: 2 Apr – 3 May
      41,346 21: 4
      74,346 21: MLOps and orchestration
      126,375 21: 30 May – 11 Jul
      42,410 21: 5
      74,410 21: Portfolio and job search
      250,439 21: 14 Jul – 9 Sep
      512,474 21: Break
      66,474 22: Done between 14 Jul and 9 Sep 2027"
    `);
  });

  test('the card for a finished phase', async () => {
    expect(describeScene(await compose(sampleCards['phase-finished']))).toMatchInlineSnapshot(`
      "600 × 465: 6 box, 22 circle, 30 line, 10 area, 12 text
      238,102 34: GPU and storage
      238,143 34: specialisation
      238,177 21: Backend Developer → AI
      238,203 21: Infrastructure Engineer
      238,56 24: Phase 2 finished
      32,277 21: What this phase trains
      44,313 20: GPU and accelerator management
      44,353 20: Distributed storage systems
      336,353 20: Kubernetes (advanced)
      44,422 22: ML
      102,411 24: Mara Lindqvist
      102,436 21: 28 Nov 2026"
    `);
  });
});

describe('in the 550 × 350 points that the desktop client shows a picture in', () => {
  const { leaderboard } = sampleCards;
  const row = { name: 'Mara Lindqvist', share: 0.5, figure: '2.1 weeks' };
  const ten = Array.from({ length: 10 }, (_, index) => ({ ...row, rank: `${index + 1}` }));
  const ordinary: readonly Card[] = [...Object.values(sampleCards), { ...leaderboard, rows: ten }];

  test.each(ordinary)('letters of a $kind card are 14 points high or more', async (card) => {
    const { width, height } = await compose(card);
    expect(SMALLEST * Math.min(550 / width, 350 / height)).toBeGreaterThanOrEqual(14);
  });
});

test('what colours say, forms say as well', async () => {
  const { progress } = sampleCards;
  const inState = (state: PhaseState) => ({
    ...progress,
    phases: [{ number: 1, title: 'Basics', state, percent: 50, figure: '50 %' }],
  });
  const forms = new Set<string>();
  for (const state of ['finished', 'current', 'ahead'] as const) {
    const { shapes } = await compose(inState(state));
    forms.add(JSON.stringify(shapes.map(withoutColours)));
  }
  expect(forms.size).toBe(3);
});

test.each(kinds)('a %s card becomes a picture of two pixels for each unit', async (kind) => {
  const scene = await compose(sampleCards[kind]);
  const png = Buffer.from(renderPng(scene));
  expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * scene.width, 2 * scene.height]);
});

test('equal cards become equal pictures', async () => {
  const draw = async () => renderPng(await compose(structuredClone(sampleCards.progress)));
  expect(await draw()).toEqual(await draw());
});

test('a face is shown in place of the initials', async () => {
  const avatar = renderPng({
    width: 8,
    height: 8,
    shapes: [{ kind: 'box', x: 0, y: 0, width: 8, height: 8, fill: '#ff00ff' }],
  });
  const { progress } = sampleCards;
  const { shapes } = await compose({ ...progress, person: { ...progress.person, avatar } });
  expect(shapes.filter(({ kind }) => kind === 'picture')).toMatchObject([{ x: 65, y: 62, png: avatar }]);
  expect(textsOf(shapes).map(({ line }) => line.text)).not.toContain('ML');
});

test.each([
  ['Mara Lindqvist', 'ML'],
  ['mara', 'M'],
  ['Mara van der Berg', 'MV'],
  ['(not) Bob_the_builder', 'NB'],
  ['🔥 Max', 'M'],
  ['👩‍👩‍👧 ', '👩‍👩‍👧'],
  ['김민준', '김'],
  ['שלום עולם', 'שע'],
  ['é́clair', 'É́'],
  ['  ', ''],
])('the initials of %o are %o', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
