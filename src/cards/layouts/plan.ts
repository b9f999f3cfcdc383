import type { PlanCard, PlanCardPhase } from '../../services/card.ts';
import { flag } from '../parts/cairn.ts';
import { hatch } from '../parts/hatch.ts';
import { paintHeading } from '../parts/heading.ts';
import { BADGE_RADIUS, paintBadge } from '../parts/marks.ts';
import { pill, pillWidth, TAG } from '../parts/pill.ts';
import type { Point, Rectangle, Scene, Shape, Stroke } from '../scene.ts';
import { baselineAround, createSheet, leadingOf, type Sheet } from '../sheet.ts';
import { CARD_WIDTH, COLOURS, CONTENT_WIDTH, MARGIN, sheer, TYPE } from '../theme.ts';
import type { Typesetter } from '../typesetter.ts';

const PLACELESS_HEIGHT = 44;
const TITLE_HEIGHT = 43;
const LANE_HEIGHT = 30;
const LANE_GAP = 14;
const RADIUS = 9;
/** A day or two in a year is still to be seen. */
const MIN_BREAK_WIDTH = 6;
/** How near the card's edge today's tag may come, for its point is to stay under it. */
const EDGE = MARGIN - 18;
const TEXT_X = MARGIN + 2 * BADGE_RADIUS + 12;

export async function layOutPlan(card: PlanCard, typesetter: Typesetter): Promise<Scene> {
  const sheet = createSheet(typesetter);
  let y = await paintHeading(sheet, card);
  for (const phase of card.phases.filter(({ span }) => span === undefined)) {
    await paintPlaceless(sheet, phase, y);
    y += PLACELESS_HEIGHT;
  }
  const ahead = card.phases.flatMap((phase) =>
    phase.span === undefined ? [] : [{ phase, span: phase.span }],
  );
  if (ahead.length > 0)
    y = await paintTimeline(sheet, card, ahead, y + (ahead.length < card.phases.length ? 18 : 4));
  y = await paintFooter(sheet, card.footer, y + 14);
  return sheet.finish(y, COLOURS.ground);
}

/** A phase that is finished or left out. */
async function paintPlaceless(sheet: Sheet, phase: PlanCardPhase, top: number): Promise<void> {
  const middle = top + PLACELESS_HEIGHT / 2;
  await paintBadge(sheet, phase, MARGIN + BADGE_RADIUS, middle);
  const y = baselineAround(middle, TYPE.small);
  const datesWidth = await sheet.write(phase.dates, TYPE.small, CONTENT_WIDTH / 2, {
    x: CARD_WIDTH - MARGIN,
    y,
    align: 'right',
    fill: COLOURS.textSoft,
  });
  await sheet.write(phase.title, TYPE.small, CARD_WIDTH - MARGIN - datesWidth - 16 - TEXT_X, {
    x: TEXT_X,
    y,
    fill: COLOURS.textSoft,
  });
}

async function paintTimeline(
  sheet: Sheet,
  card: PlanCard,
  phases: readonly { readonly phase: PlanCardPhase; readonly span: Span }[],
  top: number,
): Promise<number> {
  const axis = top + 20;
  await paintTicks(sheet, card, axis);
  let y = axis + 14;
  for (const { phase, span } of phases) y = await paintAhead(sheet, card, phase, span, y);
  return paintLegend(sheet, card, y - LANE_GAP);
}

/** Names of months from the left on, without those that there is no room for behind the ones before. */
async function paintTicks(sheet: Sheet, { ticks }: PlanCard, y: number): Promise<void> {
  let free = MARGIN;
  for (const { at, label } of ticks) {
    const x = placeOf(at);
    const line = await sheet.setLine(label, TYPE.small, CARD_WIDTH - MARGIN - x);
    if (x < free || line.isCut) continue;
    sheet.place(line, TYPE.small, { x, y, fill: COLOURS.textSoft });
    free = x + line.width + 14;
  }
}

/** On the line of time. */
function placeOf(at: number): number {
  return MARGIN + CONTENT_WIDTH * at;
}

type Span = NonNullable<PlanCardPhase['span']>;

async function paintAhead(
  sheet: Sheet,
  card: PlanCard,
  phase: PlanCardPhase,
  span: Span,
  top: number,
): Promise<number> {
  const middle = top + TITLE_HEIGHT / 2 - 1;
  const lane = { x: MARGIN, y: top + TITLE_HEIGHT, width: CONTENT_WIDTH, height: LANE_HEIGHT };
  await paintBadge(sheet, phase, MARGIN + BADGE_RADIUS, middle);
  sheet.add(
    { kind: 'box', ...lane, radius: RADIUS, fill: COLOURS.raised },
    ...card.ticks.map(({ at }) => upright(placeOf(at), lane, { paint: COLOURS.line, width: 1.5 })),
    ...bars(span, phase.state === 'current', lane),
    ...breaks(card, lane),
    upright(placeOf(card.today.at), lane, { paint: COLOURS.sun, width: 3.5 }),
  );

  const dates = await sheet.setLine(phase.dates, TYPE.small, CONTENT_WIDTH);
  const datesX = besideBar(span, dates.width);
  const datesY = baselineAround(lane.y + lane.height / 2, TYPE.small);
  const beneath = datesX === undefined ? leadingOf(TYPE.small) : 0;
  if (datesX === undefined) {
    const y = datesY + lane.height / 2 + beneath / 2 + 3;
    sheet.place(dates, TYPE.small, { x: CARD_WIDTH - MARGIN, y, align: 'right', fill: COLOURS.textSoft });
  } else {
    const behind = { x: datesX - 6, y: lane.y, width: dates.width + 12, height: lane.height };
    sheet.add({ kind: 'box', ...behind, fill: COLOURS.raised });
    sheet.place(dates, TYPE.small, { x: datesX, y: datesY, fill: COLOURS.textSoft });
  }
  await sheet.write(phase.title, TYPE.label, CARD_WIDTH - MARGIN - TEXT_X, {
    x: TEXT_X,
    y: baselineAround(middle, TYPE.label),
    fill: COLOURS.text,
  });
  return lane.y + lane.height + beneath + LANE_GAP;
}

/** Where the dates find room in the bar's own lane: behind it, or else before it. */
function besideBar({ from, latest }: Span, width: number): number | undefined {
  const gap = 12;
  const behind = placeOf(latest) + gap;
  if (behind + width <= CARD_WIDTH - MARGIN - gap) return behind;
  const before = placeOf(from) - gap - width;
  return before >= MARGIN + gap ? before : undefined;
}

/** What a phase takes at the earliest, and in dashes how much longer it may. */
function bars({ from, to, latest }: Span, isCurrent: boolean, lane: Rectangle): Shape[] {
  const x = placeOf(from);
  const widthTo = (end: number) => Math.max(2 * RADIUS, placeOf(end) - x);
  const stroke = 2;
  const inner = { y: lane.y + stroke / 2, height: lane.height - stroke, radius: RADIUS };
  return [
    {
      kind: 'box',
      ...inner,
      x: x + stroke / 2,
      width: widthTo(latest) - stroke,
      fill: COLOURS.accentDeepest,
      stroke: { paint: COLOURS.stone2, width: stroke, dashes: [5, 4] },
    },
    {
      kind: 'box',
      ...inner,
      x: x + stroke / 2,
      width: widthTo(to) - stroke,
      fill: isCurrent ? COLOURS.accent : COLOURS.accentDeep,
      stroke: { paint: isCurrent ? COLOURS.accentText : COLOURS.accent, width: stroke },
    },
  ];
}

function breaks(card: PlanCard, lane: Rectangle): Shape[] {
  return card.breaks.flatMap(({ from, to }): Shape[] => {
    const x = placeOf(from);
    return breakMark({ ...lane, x, width: Math.max(MIN_BREAK_WIDTH, placeOf(to) - x) });
  });
}

function breakMark(place: Rectangle): Shape[] {
  return [{ kind: 'box', ...place, fill: COLOURS.ground }, ...hatch(place, sheer(COLOURS.lineStrong, 0.75))];
}

/** Over the whole height of a lane. */
function upright(x: number, { y, height }: Rectangle, stroke: Stroke): Shape {
  return {
    kind: 'line',
    points: [
      [x, y],
      [x, y + height],
    ],
    stroke,
  };
}

/** Under the lanes: which of the marks is today, and what is hatched. */
async function paintLegend(sheet: Sheet, card: PlanCard, top: number): Promise<number> {
  const y = top + 12;
  const middle = y + TAG.height / 2;
  const x = placeOf(card.today.at);
  const today = await sheet.setLine(card.today.label, TAG.style, 160);
  const width = pillWidth(today, TAG);
  const left = Math.min(Math.max(x - width / 2, EDGE), CARD_WIDTH - EDGE - width);
  const point: readonly Point[] = [
    [x, y - 7],
    [x + 7, y + 2],
    [x - 7, y + 2],
  ];
  sheet.add({ kind: 'area', points: point, fill: COLOURS.sun }, ...pill(today, TAG, left, y));
  if (card.breaks.length > 0) {
    const isRight = card.today.at < 0.5;
    const swatch = 34;
    const gap = 10;
    const room = (isRight ? CARD_WIDTH - MARGIN - (left + width) : left - MARGIN) - swatch - gap - 20;
    const line = await sheet.setLine(card.breaksLabel, TYPE.small, room);
    const start = isRight ? CARD_WIDTH - MARGIN - line.width - gap - swatch : MARGIN;
    sheet.add(...breakMark({ x: start, y: middle - 10, width: swatch, height: 20 }));
    sheet.place(line, TYPE.small, {
      x: start + swatch + gap,
      y: baselineAround(middle, TYPE.small),
      fill: COLOURS.textSoft,
    });
  }
  return y + TAG.height;
}

async function paintFooter(sheet: Sheet, footer: string, top: number): Promise<number> {
  sheet.add(...flag(MARGIN + 6, top + 36, 30));
  const last = await sheet.writeLines(
    footer,
    TYPE.strong,
    { width: CONTENT_WIDTH - 40, maxLines: 3 },
    { x: MARGIN + 40, y: top + 30, fill: COLOURS.text },
  );
  return last + 40;
}
