import type { PhaseFinishedCard } from '../../services/card.ts';
import { CAIRN_HEIGHT, cairn, flag, STONES_IN_CAIRN } from '../parts/cairn.ts';
import { paintChips } from '../parts/chips.ts';
import { hill, peaks, rays, sky, stars, sun, type Ridge } from '../parts/landscape.ts';
import { tick } from '../parts/marks.ts';
import { paintPortrait } from '../parts/portrait.ts';
import type { Point, Scene, Shape } from '../scene.ts';
import { createSheet, leadingOf, placeLines, type Sheet } from '../sheet.ts';
import { CARD_WIDTH, COLOURS, CONTENT_WIDTH, MARGIN, sheer, TYPE } from '../theme.ts';
import type { TextStyle, Typesetter } from '../typesetter.ts';

/** The summit's middle: the cairn stands on it, before the sun. */
const SUMMIT_X = 132;
const SUN = { above: 84, radius: 45 } as const;
const CAIRN_WIDTH = 116;
/** What is certified stands right of it. */
const TEXT_X = 238;
const TEXT_WIDTH = CARD_WIDTH - MARGIN - TEXT_X;
/** The cairn needs as much over it. */
const LOWEST_SUMMIT = 194;
const HIGHEST_LINE = 56;
/** From the summit to where the ground begins. */
const SLOPE = 52;
/** Between the card's edge and its frame. */
const FRAME_INSET = 12;

export async function layOutPhaseFinished(card: PhaseFinishedCard, typesetter: Typesetter): Promise<Scene> {
  const sheet = createSheet(typesetter);
  const titleStyle = await titleStyleOf(sheet, card.phaseTitle);
  const title = await sheet.setLines(card.phaseTitle, titleStyle, TEXT_WIDTH, 3);
  const pathway = await sheet.setLines(card.pathway, TYPE.small, TEXT_WIDTH, 2);
  const headlineToTitle = 46;
  const headlineToPathway = headlineToTitle + leadingOf(titleStyle) * Math.max(0, title.length - 1) + 34;
  const headlineToEnd = headlineToPathway + leadingOf(TYPE.small) * Math.max(0, pathway.length - 1);
  const summit = Math.max(LOWEST_SUMMIT, HIGHEST_LINE + headlineToEnd);
  // A short text stands in the middle of the room that the cairn takes beside it.
  const headlineY = (HIGHEST_LINE + summit - headlineToEnd) / 2;

  paintSummit(sheet, summit);
  sheet.add(
    ...trail(card, summit + SLOPE - 17),
    ...placeLines(title, titleStyle, { x: TEXT_X, y: headlineY + headlineToTitle, fill: COLOURS.text }),
    ...placeLines(pathway, TYPE.small, {
      x: TEXT_X,
      y: headlineY + headlineToPathway,
      fill: COLOURS.textSoft,
    }),
  );
  const headline = { x: TEXT_X, y: headlineY, fill: COLOURS.accentText };
  await sheet.write(card.headline, TYPE.strong, TEXT_WIDTH, headline);

  let y = summit + SLOPE + 4;
  if (card.skills.length > 0) y = await paintSkills(sheet, card, y);
  y = await paintPerson(sheet, card, y);
  const height = y + FRAME_INSET;
  sheet.add({
    kind: 'box',
    x: FRAME_INSET,
    y: FRAME_INSET,
    width: CARD_WIDTH - 2 * FRAME_INSET,
    height: height - 2 * FRAME_INSET,
    radius: 18,
    stroke: { paint: sheer(COLOURS.stone3, 0.4), width: 2 },
  });
  return sheet.finish(height, COLOURS.ground);
}

/** A title of many words is set smaller. */
async function titleStyleOf(sheet: Sheet, title: string): Promise<TextStyle> {
  const lines = await sheet.setLines(title, TYPE.display, TEXT_WIDTH, 2);
  return lines.at(-1)?.isCut === true ? { size: 28, weight: 750 } : TYPE.display;
}

function paintSummit(sheet: Sheet, summit: number): void {
  const horizon = summit + SLOPE;
  const sunY = summit - SUN.above;
  const foot = summit + 6;
  const ridge: Ridge = (x) =>
    summit + 26 * (1 - Math.exp(-(((x - SUMMIT_X) / 150) ** 2))) + 4 * Math.sin(x / 70);
  sheet.add(
    sky(horizon),
    ...stars(),
    ...sun(SUMMIT_X, sunY, SUN.radius),
    ...rays(SUMMIT_X, sunY, SUN.radius),
    peaks(horizon, 110),
    hill(ridge, horizon, { from: COLOURS.hillNear, to: COLOURS.ground, angle: 90 }),
    ...flag(SUMMIT_X + 3, foot - CAIRN_WIDTH * CAIRN_HEIGHT * 0.97, 44),
    ...cairn({ x: SUMMIT_X, y: foot, width: CAIRN_WIDTH, laid: STONES_IN_CAIRN, isMossy: true }),
  );
}

/** All phases on the way over the hill; the card's own in a ring. */
function trail({ trail: phases, phaseNumber }: PhaseFinishedCard, y: number): Shape[] {
  if (phases.length === 1) return [];
  const spacing = Math.min(46, (TEXT_WIDTH - 40) / (phases.length - 1));
  const size = Math.min(9, spacing * 0.36);
  const placeOf = (index: number) => TEXT_X + 14 + spacing * index;
  const way: Shape = {
    kind: 'line',
    points: [
      [placeOf(0), y],
      [placeOf(phases.length - 1), y],
    ],
    stroke: { paint: COLOURS.stone1, width: 2 },
  };
  return [
    way,
    ...phases.flatMap(({ number, state }, index): Shape[] => {
      const at = { x: placeOf(index), y };
      if (state !== 'finished') {
        const stroke = { paint: COLOURS.lineStrong, width: 2 };
        return [{ kind: 'circle', ...at, radius: size, fill: COLOURS.hillNear, stroke }];
      }
      const ring: Shape = {
        kind: 'circle',
        ...at,
        radius: size * 1.5,
        fill: COLOURS.hillNear,
        stroke: { paint: COLOURS.sun, width: 2.5 },
      };
      return [
        ...(number === phaseNumber ? [ring] : []),
        { kind: 'circle', ...at, radius: size, fill: COLOURS.accent },
        tick(at.x, at.y, size * 1.05, COLOURS.onAccent),
      ];
    }),
  ];
}

async function paintSkills(
  sheet: Sheet,
  { skills, skillsLabel }: PhaseFinishedCard,
  top: number,
): Promise<number> {
  await sheet.write(skillsLabel, TYPE.label, CONTENT_WIDTH, {
    x: MARGIN,
    y: top + 18,
    fill: COLOURS.accentText,
  });
  const y = top + 30;
  const height = await paintChips(sheet, skills, { x: MARGIN, y, width: CONTENT_WIDTH, maxRows: 2 });
  return y + height + 14;
}

async function paintPerson(sheet: Sheet, { person, date }: PhaseFinishedCard, top: number): Promise<number> {
  const radius = 28;
  const y = top + 10 + radius;
  sheet.add({
    kind: 'line',
    points: [
      [MARGIN, top],
      [CARD_WIDTH - MARGIN, top],
    ],
    stroke: { paint: COLOURS.line, width: 1.5 },
  });
  await paintPortrait(sheet, person, { x: MARGIN + radius, y, radius });
  const sealX = CARD_WIDTH - MARGIN - radius;
  const x = MARGIN + 2 * radius + 14;
  const width = sealX - radius - 16 - x;
  await sheet.write(person.name, TYPE.strong, width, { x, y: y - 4, fill: COLOURS.text });
  await sheet.write(date, TYPE.small, width, { x, y: y + 21, fill: COLOURS.textSoft });
  sheet.add(...seal(sealX, y, radius));
  return y + radius + 10;
}

/** ✓, as if pressed into wax. */
function seal(x: number, y: number, radius: number): Shape[] {
  const notches = 28;
  const edge = Array.from({ length: notches }, (_, index): Point => {
    const turn = (2 * Math.PI * index) / notches;
    const reach = index % 2 === 0 ? radius : radius * 0.86;
    return [x + reach * Math.sin(turn), y - reach * Math.cos(turn)];
  });
  return [
    { kind: 'area', points: edge, isRound: true, fill: COLOURS.accent },
    {
      kind: 'circle',
      x,
      y,
      radius: radius * 0.7,
      stroke: { paint: sheer(COLOURS.onAccent, 0.45), width: 1.5 },
    },
    tick(x, y, radius * 0.72, COLOURS.onAccent),
  ];
}
