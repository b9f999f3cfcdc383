import type { SummaryCard } from '../../services/card.ts';
import { bar, BARE, LETTERED } from '../parts/bar.ts';
import { stone, stoneOutline } from '../parts/cairn.ts';
import { paintHeading } from '../parts/heading.ts';
import { BADGE_RADIUS, paintNumber, person } from '../parts/marks.ts';
import { paintSlab } from '../parts/slab.ts';
import type { Scene } from '../scene.ts';
import { baselineAround, createSheet, leadingOf, type Sheet } from '../sheet.ts';
import { CARD_WIDTH, COLOURS, CONTENT_WIDTH, MARGIN, TYPE } from '../theme.ts';
import type { Typesetter } from '../typesetter.ts';

const SLAB_GAP = 14;

export async function layOutSummary(card: SummaryCard, typesetter: Typesetter): Promise<Scene> {
  const sheet = createSheet(typesetter);
  let y = (await paintHeading(sheet, card)) + 4;
  const { together } = card;
  if (together !== undefined) {
    const top = y;
    y = SLAB_GAP + (await paintSlab(sheet, top, () => paintTogether(sheet, together, top)));
  }
  const days = y;
  y = SLAB_GAP + (await paintSlab(sheet, days, () => paintDays(sheet, card, days)));
  if (card.phases.length > 0) {
    const top = y;
    y = SLAB_GAP + (await paintSlab(sheet, top, () => paintPhases(sheet, card, top)));
  }
  return sheet.finish(await paintFacts(sheet, card.facts, y), COLOURS.ground);
}

/** How far all of them are, and a mark where their plan has them. */
async function paintTogether(
  sheet: Sheet,
  { label, percent, figure, planned, plannedLabel }: NonNullable<SummaryCard['together']>,
  top: number,
): Promise<number> {
  const baseline = top + 52;
  const figureWidth = await sheet.write(figure, TYPE.display, 200, {
    x: CARD_WIDTH - MARGIN,
    y: baseline,
    align: 'right',
    fill: COLOURS.text,
  });
  await sheet.write(label, TYPE.strong, CONTENT_WIDTH - figureWidth - 20, {
    x: MARGIN,
    y: baseline,
    fill: COLOURS.text,
  });
  const lane = { x: MARGIN, y: baseline + 20, width: CONTENT_WIDTH, height: 24 };
  const foot = lane.y + lane.height;
  const mark = MARGIN + (CONTENT_WIDTH * planned) / 100;
  sheet.add(
    ...bar(lane, lane.height / 2, percent / 100, BARE),
    {
      kind: 'line',
      points: [
        [mark, lane.y - 5],
        [mark, foot + 8],
      ],
      stroke: { paint: COLOURS.sun, width: 3.5, cap: 'round' },
    },
    {
      kind: 'area',
      points: [
        [mark, foot + 3],
        [mark + 8, foot + 15],
        [mark - 8, foot + 15],
      ],
      fill: COLOURS.sun,
    },
  );
  const line = await sheet.setLine(plannedLabel, TYPE.small, CONTENT_WIDTH);
  const x = Math.min(Math.max(mark - line.width / 2, MARGIN), CARD_WIDTH - MARGIN - line.width);
  sheet.place(line, TYPE.small, { x, y: foot + 37, fill: COLOURS.textSoft });
  return foot + 37 + 22;
}

const STONE_HEIGHT = 17;
const STONE_WIDTH = 52;
/** Of the highest pile. Up to so many tasks a day, each is a stone. */
const MAX_STONES = 6;

/** Each day's tasks as a pile of stones, with their number on top. */
async function paintDays(sheet: Sheet, { days, daysLabel }: SummaryCard, top: number): Promise<number> {
  await sheet.write(daysLabel, TYPE.strong, CONTENT_WIDTH, { x: MARGIN, y: top + 40, fill: COLOURS.text });
  const most = Math.max(...days.map(({ tasks }) => tasks));
  const highest = Math.min(Math.max(most, 1), MAX_STONES);
  const foot = top + 40 + 46 + highest * STONE_HEIGHT;
  const column = CONTENT_WIDTH / days.length;
  sheet.add({
    kind: 'line',
    points: [
      [MARGIN, foot + 1],
      [CARD_WIDTH - MARGIN, foot + 1],
    ],
    stroke: { paint: COLOURS.lineStrong, width: 1.5, cap: 'round' },
  });
  for (const [index, { label, tasks }] of days.entries()) {
    const x = MARGIN + column * (index + 0.5);
    const stones = tasks === 0 ? 0 : Math.max(1, Math.round((tasks / most) * highest));
    paintPile(sheet, x, foot, stones);
    if (tasks > 0) {
      await sheet.write(`${tasks}`, TYPE.label, column - 4, {
        x,
        y: foot - stones * STONE_HEIGHT - 9,
        align: 'centre',
        fill: COLOURS.text,
      });
    }
    await sheet.write(label, TYPE.small, column - 4, {
      x,
      y: foot + 29,
      align: 'centre',
      fill: COLOURS.textSoft,
    });
  }
  return foot + 29 + 20;
}

function paintPile(sheet: Sheet, x: number, foot: number, stones: number): void {
  if (stones === 0) sheet.add(stoneOutline({ x, y: foot, width: STONE_WIDTH * 0.6, height: 10 }));
  for (let layer = 0; layer < stones; layer++) {
    const place = {
      x: x + 1.5 * Math.sin(2.4 * layer),
      y: foot - layer * STONE_HEIGHT,
      width: STONE_WIDTH * (1 - 0.07 * layer),
      height: STONE_HEIGHT,
    };
    sheet.add(stone(place, layer));
  }
}

/** So many phases have a line of their own; of more, those where most members are. */
const MAX_PHASES = 6;
const PHASE_HEIGHT = 40;
const PHASE_GAP = 8;

async function paintPhases(sheet: Sheet, { phases, phasesLabel }: SummaryCard, top: number): Promise<number> {
  await sheet.write(phasesLabel, TYPE.strong, CONTENT_WIDTH, { x: MARGIN, y: top + 40, fill: COLOURS.text });
  const byMembers = phases.toSorted((a, b) => b.members - a.members);
  const shown = new Set(byMembers.slice(0, MAX_PHASES));
  const most = Math.max(1, byMembers[0]?.members ?? 0);
  let y = top + 58;
  for (const phase of phases.filter((each) => shown.has(each))) {
    await paintPhase(sheet, phase, phase.members / most, y);
    y += PHASE_HEIGHT + PHASE_GAP;
  }
  return y + 12;
}

async function paintPhase(
  sheet: Sheet,
  { number, title, members }: SummaryCard['phases'][number],
  share: number,
  y: number,
): Promise<void> {
  const middle = y + PHASE_HEIGHT / 2;
  const x = MARGIN + 2 * BADGE_RADIUS + 10;
  const padding = 14;
  const fill = members === 0 ? COLOURS.textSoft : COLOURS.text;
  const lane = { x, y, width: CARD_WIDTH - MARGIN - x, height: PHASE_HEIGHT };
  sheet.add(...bar(lane, 11, share, { ...LETTERED, track: COLOURS.raisedMore }));
  await paintNumber(sheet, number, MARGIN + BADGE_RADIUS, middle);
  const right = CARD_WIDTH - MARGIN - padding;
  const place = { x: right, y: baselineAround(middle, TYPE.strong), align: 'right', fill } as const;
  const membersWidth = await sheet.write(`${members}`, TYPE.strong, 90, place);
  const icon = right - membersWidth - 19;
  sheet.add(...person(icon, middle, fill));
  await sheet.write(title, TYPE.small, icon - 22 - x - padding, {
    x: x + padding,
    y: baselineAround(middle, TYPE.small),
    fill,
  });
}

async function paintFacts(sheet: Sheet, facts: readonly string[], top: number): Promise<number> {
  let y = top + 14;
  for (const fact of facts) {
    sheet.add(stone({ x: MARGIN + 8, y: baselineAround(y, TYPE.body) - 2, width: 17, height: 10 }, 2));
    const last = await sheet.writeLines(
      fact,
      TYPE.body,
      { width: CONTENT_WIDTH - 28, maxLines: 2 },
      { x: MARGIN + 28, y: baselineAround(y, TYPE.body), fill: COLOURS.text },
    );
    y = last + leadingOf(TYPE.body) - 2;
  }
  return y + 14;
}
