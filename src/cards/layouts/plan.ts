import type { PlanCard, PlanCardPhase } from '../../services/card.ts';
import { flag } from '../parts/cairn.ts';
import { hatch } from '../parts/hatch.ts';
import { paintHeading } from '../parts/heading.ts';
import { BADGE_RADIUS, paintBadge } from '../parts/marks.ts';
import { pill, pillWidth, TAG } from '../parts/pill.ts';
import type { Point, Rectangle, Scene, Shape, Stroke } from '../scene.ts';
import { baselineAround, createSheet, type Sheet } from '../sheet.ts';
import { CARD_WIDTH, COLOURS, CONTENT_WIDTH, MARGIN, sheer, TYPE } from '../theme.ts';
import type { Typesetter } from '../typesetter.ts';

const LINE_HEIGHT = 33;
/** Of many phases, lanes are thin, and nothing is written on them. */
const LANE_HEIGHTS = { few: 25, many: 10 } as const;
const MANY = 6;
const LANE_GAP = 6;
const RADIUS = 8;
/** A day or two in a year is still to be seen. */
const MIN_BREAK_WIDTH = 6;
/** How near the card's edge today's tag may come, for its point is to stay under it. */
const EDGE = MARGIN - 16;
const TEXT_X = MARGIN + 2 * BADGE_RADIUS + 10;

export async function layOutPlan(card: PlanCard, typesetter: Typesetter): Promise<Scene> {
  const sheet = createSheet(typesetter);
  let y = await paintHeading(sheet, card);
  for (const phase of card.phases.filter(({ span }) => span === undefined)) {
    await paintLine(sheet, phase, y, phase.dates);
    y += LINE_HEIGHT + 3;
  }
  const ahead = card.phases.flatMap((phase) =>
    phase.span === undefined ? [] : [{ phase, span: phase.span }],
  );
  if (ahead.length > 0) {
    const laneHeight = ahead.length > MANY ? LANE_HEIGHTS.many : LANE_HEIGHTS.few;
    y += 4;
    await paintTimes(sheet, card, y);
    y += TAG.height + 8;
    for (const { phase, span } of ahead) {
      const lane = { x: MARGIN, y: y + LINE_HEIGHT, width: CONTENT_WIDTH, height: laneHeight };
      await paintAhead(sheet, card, phase, span, lane);
      y = lane.y + lane.height + LANE_GAP;
    }
  }
  return sheet.finish(await paintFooter(sheet, card, y + 24), COLOURS.ground);
}

/** Which phase it is, and perhaps at the right when. */
async function paintLine(sheet: Sheet, phase: PlanCardPhase, top: number, dates?: string): Promise<void> {
  const middle = top + LINE_HEIGHT / 2;
  await paintBadge(sheet, phase, MARGIN + BADGE_RADIUS, middle);
  const y = baselineAround(middle, TYPE.label);
  let right = CARD_WIDTH - MARGIN;
  if (dates !== undefined) {
    const place = { x: right, y, align: 'right', fill: COLOURS.textSoft } as const;
    right -= 16 + (await sheet.write(dates, TYPE.small, CONTENT_WIDTH / 2, place));
  }
  const isAhead = phase.span !== undefined;
  await sheet.write(phase.title, isAhead ? TYPE.label : TYPE.small, right - TEXT_X, {
    x: TEXT_X,
    y,
    fill: isAhead ? COLOURS.text : COLOURS.textSoft,
  });
}

/** Today, and names of months around it: those that there is room for behind the ones before. */
async function paintTimes(sheet: Sheet, { today, ticks }: PlanCard, top: number): Promise<void> {
  const x = placeOf(today.at);
  const line = await sheet.setLine(today.label, TAG.style, 160);
  const width = pillWidth(line, TAG);
  const left = Math.min(Math.max(x - width / 2, EDGE), CARD_WIDTH - EDGE - width);
  const foot = top + TAG.height;
  const point: readonly Point[] = [
    [x, foot + 5],
    [x + 7, foot - 4],
    [x - 7, foot - 4],
  ];
  sheet.add({ kind: 'area', points: point, fill: COLOURS.sun }, ...pill(line, TAG, left, top));

  const y = baselineAround(top + TAG.height / 2, TYPE.small);
  let free = MARGIN;
  for (const { at, label } of ticks) {
    const tick = placeOf(at);
    const month = await sheet.setLine(label, TYPE.small, CARD_WIDTH - MARGIN - tick);
    const end = tick + month.width + 12;
    const meetsToday = tick < left + width + 8 && end > left;
    if (tick < free || month.isCut || meetsToday) continue;
    sheet.place(month, TYPE.small, { x: tick, y, fill: COLOURS.textSoft });
    free = end;
  }
}

/** On the line of time. */
function placeOf(at: number): number {
  return MARGIN + CONTENT_WIDTH * at;
}

type Span = NonNullable<PlanCardPhase['span']>;

/** When it is lies in the lane where it leaves room, and else with the title. */
async function paintAhead(
  sheet: Sheet,
  card: PlanCard,
  phase: PlanCardPhase,
  span: Span,
  lane: Rectangle,
): Promise<void> {
  const dates = await sheet.setLine(phase.dates, TYPE.small, CONTENT_WIDTH);
  const datesX = lane.height > TYPE.small.size ? besideBar(span, dates.width) : undefined;
  await paintLine(sheet, phase, lane.y - LINE_HEIGHT, datesX === undefined ? phase.dates : undefined);
  sheet.add(
    { kind: 'box', ...lane, radius: radiusOf(lane), fill: COLOURS.raised },
    ...card.ticks.map(({ at }) => upright(placeOf(at), lane, { paint: COLOURS.line, width: 1.5 })),
    ...bars(span, phase.state === 'current', lane),
    ...breaks(card, lane),
    upright(placeOf(card.today.at), lane, { paint: COLOURS.sun, width: 3.5 }),
  );
  if (datesX === undefined) return;
  const behind = { x: datesX - 6, y: lane.y, width: dates.width + 12, height: lane.height };
  sheet.add({ kind: 'box', ...behind, fill: COLOURS.raised });
  sheet.place(dates, TYPE.small, {
    x: datesX,
    y: baselineAround(lane.y + lane.height / 2, TYPE.small),
    fill: COLOURS.textSoft,
  });
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
  const radius = radiusOf(lane);
  const widthTo = (end: number) => Math.max(2 * radius, placeOf(end) - x);
  const stroke = 2;
  const inner = { y: lane.y + stroke / 2, height: lane.height - stroke, radius };
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

function radiusOf({ height }: Rectangle): number {
  return Math.min(RADIUS, height / 2);
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

/** When it ends, and what is hatched. */
async function paintFooter(sheet: Sheet, card: PlanCard, y: number): Promise<number> {
  const legendWidth = card.breaks.length > 0 ? await paintLegend(sheet, card.breaksLabel, y) : 0;
  sheet.add(...flag(MARGIN + 5, y + 5, 26));
  const last = await sheet.writeLines(
    card.footer,
    TYPE.body,
    { width: CONTENT_WIDTH - 34 - legendWidth, maxLines: 3 },
    { x: MARGIN + 34, y, fill: COLOURS.text },
  );
  return last + 22;
}

/** Gives back how much room it takes. */
async function paintLegend(sheet: Sheet, label: string, y: number): Promise<number> {
  const line = await sheet.setLine(label, TYPE.small, 140);
  const swatch = { x: CARD_WIDTH - MARGIN - line.width - 38, y: y - 17, width: 30, height: 20 };
  sheet.add(...breakMark(swatch));
  sheet.place(line, TYPE.small, { x: CARD_WIDTH - MARGIN, y, align: 'right', fill: COLOURS.textSoft });
  return CARD_WIDTH - MARGIN - swatch.x + 16;
}
