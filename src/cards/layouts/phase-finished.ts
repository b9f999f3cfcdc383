import type { PhaseFinishedCard } from '../../services/card.ts';
import { CAIRN_HEIGHT, cairn, flag, STONES_IN_CAIRN } from '../parts/cairn.ts';
import { paintChips } from '../parts/chips.ts';
import { hill, peaks, rays, sky, stars, sun, type Ridge } from '../parts/landscape.ts';
import { tick } from '../parts/marks.ts';
import { paintPortrait } from '../parts/portrait.ts';
import type { Point, Scene, Shape } from '../scene.ts';
import { createSheet, type Sheet } from '../sheet.ts';
import { CARD_WIDTH, COLOURS, CONTENT_WIDTH, MARGIN, sheer, TYPE } from '../theme.ts';
import type { Typesetter } from '../typesetter.ts';

const MIDDLE = CARD_WIDTH / 2;
const TOP_OF_HILL = 268;
const HORIZON = 350;
/** Between the card's edge and its frame. */
const FRAME_INSET = 14;

/** The cairn stands on its top. */
const ridge: Ridge = (x) => TOP_OF_HILL + 46 * Math.abs((x - MIDDLE) / MIDDLE) ** 1.9;

export async function layOutPhaseFinished(card: PhaseFinishedCard, typesetter: Typesetter): Promise<Scene> {
  const sheet = createSheet(typesetter);
  paintSummit(sheet);
  sheet.add(...trail(card));

  let y = HORIZON + 34;
  await sheet.write(card.headline, TYPE.strong, CONTENT_WIDTH, {
    x: MIDDLE,
    y,
    align: 'centre',
    fill: COLOURS.accentText,
  });
  y = await sheet.writeLines(
    card.phaseTitle,
    TYPE.display,
    { width: CONTENT_WIDTH, maxLines: 3 },
    { x: MIDDLE, y: y + 54, align: 'centre', fill: COLOURS.text },
  );
  y += 40;
  await sheet.write(card.pathway, TYPE.body, CONTENT_WIDTH, {
    x: MIDDLE,
    y,
    align: 'centre',
    fill: COLOURS.textSoft,
  });
  y += 28;
  if (card.skills.length > 0) y = await paintSkills(sheet, card, y);
  y = await paintPerson(sheet, card, y);

  const height = y + FRAME_INSET;
  sheet.add({
    kind: 'box',
    x: FRAME_INSET,
    y: FRAME_INSET,
    width: CARD_WIDTH - 2 * FRAME_INSET,
    height: height - 2 * FRAME_INSET,
    radius: 22,
    stroke: { paint: sheer(COLOURS.stone3, 0.4), width: 2 },
  });
  return sheet.finish(height, COLOURS.ground);
}

function paintSummit(sheet: Sheet): void {
  const width = 150;
  const foot = TOP_OF_HILL + 6;
  sheet.add(
    sky(HORIZON),
    ...stars(),
    ...sun(MIDDLE, 158, 60),
    ...rays(MIDDLE, 158, 60),
    peaks(HORIZON, 168),
    hill((x) => ridge(x) - 12 - 14 * Math.sin(x / 66), HORIZON, COLOURS.hillMiddle),
    hill(ridge, HORIZON, { from: COLOURS.hillNear, to: COLOURS.ground, angle: 90 }),
    ...flag(MIDDLE + 3, foot - width * CAIRN_HEIGHT * 0.97, 54),
    ...cairn({ x: MIDDLE, y: foot, width, laid: STONES_IN_CAIRN, isMossy: true }),
  );
}

/** All phases on the way over the hill; the card's own in a ring. */
function trail({ trail: phases, phaseNumber }: PhaseFinishedCard): Shape[] {
  const y = TOP_OF_HILL + 44;
  const spacing = Math.min(46, (CONTENT_WIDTH - 2 * MARGIN) / Math.max(1, phases.length - 1));
  const size = Math.min(10, spacing * 0.36);
  const placeOf = (index: number) => MIDDLE + spacing * (index - (phases.length - 1) / 2);
  const way: Shape = {
    kind: 'line',
    points: [
      [placeOf(0), y],
      [placeOf(phases.length - 1), y],
    ],
    stroke: { paint: COLOURS.stone1, width: 2 },
  };
  return [
    ...(phases.length > 1 ? [way] : []),
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
    x: MIDDLE,
    y: top + 20,
    align: 'centre',
    fill: COLOURS.accentText,
  });
  const y = top + 36;
  const height = await paintChips(sheet, skills, {
    x: MIDDLE,
    y,
    width: CONTENT_WIDTH,
    maxRows: 3,
  });
  return y + height + 30;
}

async function paintPerson(sheet: Sheet, { person, date }: PhaseFinishedCard, top: number): Promise<number> {
  const radius = 30;
  const y = top + 22 + radius;
  sheet.add({
    kind: 'line',
    points: [
      [MARGIN, top],
      [CARD_WIDTH - MARGIN, top],
    ],
    stroke: { paint: COLOURS.line, width: 1.5 },
  });
  await paintPortrait(sheet, person, { x: MARGIN + radius, y, radius });
  const sealX = CARD_WIDTH - MARGIN - 30;
  const x = MARGIN + 2 * radius + 16;
  const width = sealX - 30 - 16 - x;
  await sheet.write(person.name, TYPE.strong, width, { x, y: y - 4, fill: COLOURS.text });
  await sheet.write(date, TYPE.small, width, { x, y: y + 24, fill: COLOURS.textSoft });
  sheet.add(...seal(sealX, y, 30));
  return y + radius + 22;
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
