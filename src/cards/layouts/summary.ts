import type { SummaryCard } from '../../services/card.ts';
import { bar, BARE, LETTERED } from '../parts/bar.ts';
import { stone, stoneOutline } from '../parts/cairn.ts';
import { paintFacts } from '../parts/facts.ts';
import { paintHeading } from '../parts/heading.ts';
import { BADGE_RADIUS, paintNumber, person } from '../parts/marks.ts';
import { initialsOf } from '../parts/portrait.ts';
import { slab } from '../parts/slab.ts';
import type { Rectangle, Scene } from '../scene.ts';
import { baselineAround, createSheet, type Sheet } from '../sheet.ts';
import { CARD_WIDTH, COLOURS, CONTENT_WIDTH, MARGIN, TYPE } from '../theme.ts';
import type { Typesetter } from '../typesetter.ts';

/** So many phases have a line of their own; of more, those where most members are. */
const MAX_PHASES = 5;
const PHASE_HEIGHT = 2 * BADGE_RADIUS;
const PHASE_GAP = 4;

/** Days stand left, and phases right: their titles need the room. The more digits days have, the wider they are. */
const DAYS_WIDTH = { min: 222, max: 312 } as const;
const SLAB_GAP = 8;
/** Between a slab's edge and what stands on it. */
const PADDING = 14;
/** Of what a slab says it is about. */
const SLAB_HEADING = 42;
/** Piles need the room to differ in height. */
const MIN_SLAB_HEIGHT = 164;

export async function layOutSummary(card: SummaryCard, typesetter: Typesetter): Promise<Scene> {
  const sheet = createSheet(typesetter);
  let y = (await paintHeading(sheet, card)) + 4;
  if (card.together !== undefined) y = await paintTogether(sheet, card.together, y);

  const lines = Math.min(card.phases.length, MAX_PHASES);
  const height = Math.max(MIN_SLAB_HEIGHT, SLAB_HEADING + lines * (PHASE_HEIGHT + PHASE_GAP) + 8);
  const daysWidth = lines === 0 ? CONTENT_WIDTH : await daysWidthOf(sheet, card);
  await paintDays(sheet, card, { x: MARGIN, y, width: daysWidth, height });
  if (lines > 0) {
    const x = MARGIN + daysWidth + SLAB_GAP;
    await paintPhases(sheet, card, { x, y, width: CARD_WIDTH - MARGIN - x, height });
  }
  y += height;
  if (card.facts.length > 0) y = (await paintFacts(sheet, card.facts, y + 30)) + 4;
  return sheet.finish(y + 18, COLOURS.ground);
}

/** How far all of them are, and a mark where their plan has them. */
async function paintTogether(
  sheet: Sheet,
  { label, percent, figure, planned, plannedLabel }: NonNullable<SummaryCard['together']>,
  top: number,
): Promise<number> {
  const baseline = top + 22;
  const figureWidth = await sheet.write(figure, TYPE.title, 200, {
    x: CARD_WIDTH - MARGIN,
    y: baseline + 2,
    align: 'right',
    fill: COLOURS.text,
  });
  await sheet.write(label, TYPE.strong, CONTENT_WIDTH - figureWidth - 20, {
    x: MARGIN,
    y: baseline,
    fill: COLOURS.text,
  });
  const lane = { x: MARGIN, y: baseline + 14, width: CONTENT_WIDTH, height: 18 };
  const foot = lane.y + lane.height;
  const mark = MARGIN + (CONTENT_WIDTH * planned) / 100;
  sheet.add(
    ...bar(lane, lane.height / 2, percent / 100, BARE),
    {
      kind: 'line',
      points: [
        [mark, lane.y - 4],
        [mark, foot + 6],
      ],
      stroke: { paint: COLOURS.sun, width: 3.5, cap: 'round' },
    },
    {
      kind: 'area',
      points: [
        [mark, foot + 2],
        [mark + 7, foot + 12],
        [mark - 7, foot + 12],
      ],
      fill: COLOURS.sun,
    },
  );
  const line = await sheet.setLine(plannedLabel, TYPE.small, CONTENT_WIDTH - 40);
  // Beside the mark, on the side that has more room for it.
  const isRight = mark + 16 + line.width <= CARD_WIDTH - MARGIN;
  const x = isRight ? mark + 16 : Math.max(MARGIN, mark - 16 - line.width);
  sheet.place(line, TYPE.small, { x, y: foot + 20, fill: COLOURS.textSoft });
  return foot + 34;
}

async function daysWidthOf(sheet: Sheet, { days }: SummaryCard): Promise<number> {
  const set = ({ tasks }: SummaryCard['days'][number]) =>
    sheet.setLine(`${tasks}`, TYPE.label, CONTENT_WIDTH);
  const amounts = await Promise.all(days.map(set));
  const column = Math.max(...amounts.map(({ width }) => width)) + DAY_GAP;
  const { min, max } = DAYS_WIDTH;
  return Math.min(max, Math.max(min, column * days.length + 2 * DAYS_PADDING));
}

/** Between two days' numbers, and at both ends of all. */
const DAY_GAP = 3;
const DAYS_PADDING = PADDING - 4;

/** Of the highest pile. Up to so many tasks a day, each is a stone. */
const MAX_STONES = 6;
const MAX_STONE_HEIGHT = 18;

/** Each day's tasks as a pile of stones, with their number on top. */
async function paintDays(sheet: Sheet, { days, daysLabel }: SummaryCard, place: Rectangle): Promise<void> {
  sheet.add(slab(place));
  await paintSlabHeading(sheet, daysLabel, place, place.width - 2 * PADDING);
  const most = Math.max(...days.map(({ tasks }) => tasks));
  const highest = Math.min(Math.max(most, 1), MAX_STONES);
  const foot = place.y + place.height - 40;
  const stoneHeight = Math.min(MAX_STONE_HEIGHT, (foot - place.y - SLAB_HEADING - 26) / highest);
  const left = place.x + DAYS_PADDING;
  const right = place.x + place.width - DAYS_PADDING;
  const column = (right - left) / days.length;
  sheet.add({
    kind: 'line',
    points: [
      [left, foot + 1],
      [right, foot + 1],
    ],
    stroke: { paint: COLOURS.lineStrong, width: 1.5, cap: 'round' },
  });
  const setLabel = ({ label }: SummaryCard['days'][number]) => sheet.setLine(label, TYPE.small, column - 8);
  const labels = await Promise.all(days.map(setLabel));
  const areShort = labels.some(({ isCut }) => isCut);
  for (const [index, { label, tasks }] of days.entries()) {
    const x = left + column * (index + 0.5);
    const stones = tasks === 0 ? 0 : Math.max(1, Math.round((tasks / most) * highest));
    paintPile(sheet, { x, y: foot, width: Math.min(44, column - 3), height: stoneHeight }, stones);
    const amount = await sheet.setLine(`${tasks}`, TYPE.label, column - DAY_GAP);
    // Half a number would be another one.
    if (tasks > 0 && !amount.isCut) {
      const y = foot - stones * stoneHeight - 8;
      sheet.place(amount, TYPE.label, { x, y, align: 'centre', fill: COLOURS.text });
    }
    const day = { x, y: foot + 28, align: 'centre', fill: COLOURS.textSoft } as const;
    await sheet.write(areShort ? initialsOf(label) : label, TYPE.small, column - 2, day);
  }
}

/** `place`: the middle of its foot, and the size of the lowest stone. */
function paintPile(sheet: Sheet, { x, y, width, height }: Rectangle, stones: number): void {
  if (stones === 0) sheet.add(stoneOutline({ x, y, width: width * 0.66, height: 9 }));
  for (let layer = 0; layer < stones; layer++) {
    const place = {
      x: x + Math.sin(2.4 * layer),
      y: y - layer * height,
      width: width * (1 - 0.07 * layer),
      height,
    };
    sheet.add(stone(place, layer));
  }
}

async function paintPhases(
  sheet: Sheet,
  { phases, phasesLabel }: SummaryCard,
  place: Rectangle,
): Promise<void> {
  const right = place.x + place.width - PADDING;
  sheet.add(slab(place), ...person(right - 18, place.y + 22, COLOURS.textSoft));
  await paintSlabHeading(sheet, phasesLabel, place, place.width - 2 * PADDING - 40);
  const byMembers = phases.toSorted((a, b) => b.members - a.members);
  const shown = new Set(byMembers.slice(0, MAX_PHASES));
  const most = Math.max(1, byMembers[0]?.members ?? 0);
  let y = place.y + SLAB_HEADING;
  for (const phase of phases.filter((each) => shown.has(each))) {
    const line = { x: place.x + PADDING - 4, y, width: place.width - 2 * PADDING + 8, height: PHASE_HEIGHT };
    await paintPhase(sheet, phase, phase.members / most, line);
    y += PHASE_HEIGHT + PHASE_GAP;
  }
}

async function paintPhase(
  sheet: Sheet,
  { number, title, members }: SummaryCard['phases'][number],
  share: number,
  place: Rectangle,
): Promise<void> {
  const middle = place.y + place.height / 2;
  const x = place.x + 2 * BADGE_RADIUS + 5;
  const right = place.x + place.width;
  const padding = 8;
  const fill = members === 0 ? COLOURS.textSoft : COLOURS.text;
  const lane = { ...place, x, width: right - x };
  sheet.add(...bar(lane, 10, share, { ...LETTERED, track: COLOURS.raisedMore }));
  await paintNumber(sheet, number, place.x + BADGE_RADIUS, middle);
  const membersWidth = await sheet.write(`${members}`, TYPE.label, 90, {
    x: right - padding,
    y: baselineAround(middle, TYPE.label),
    align: 'right',
    fill,
  });
  await sheet.write(title, TYPE.small, right - 2 * padding - membersWidth - 6 - x, {
    x: x + padding,
    y: baselineAround(middle, TYPE.small),
    fill,
  });
}

function paintSlabHeading(sheet: Sheet, text: string, { x, y }: Rectangle, width: number): Promise<number> {
  return sheet.write(text, TYPE.label, width, { x: x + PADDING, y: y + 29, fill: COLOURS.accentText });
}
