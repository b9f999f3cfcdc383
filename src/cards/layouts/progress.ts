import type { CardPhase, ProgressCard } from '../../services/card.ts';
import { bar, LETTERED } from '../parts/bar.ts';
import { CAIRN_HEIGHT, cairn, flag, STONES_IN_CAIRN } from '../parts/cairn.ts';
import { paintFacts } from '../parts/facts.ts';
import { hill, peaks, rays, ridgeLine, sky, sun, type Ridge } from '../parts/landscape.ts';
import { BADGE_RADIUS, paintBadge, tick } from '../parts/marks.ts';
import { paintPortrait } from '../parts/portrait.ts';
import { slab } from '../parts/slab.ts';
import type { Scene } from '../scene.ts';
import { baselineAround, createSheet, leadingOf, placeLines, type Sheet } from '../sheet.ts';
import { CARD_WIDTH, COLOURS, CONTENT_WIDTH, FIGURE_STYLES, MARGIN, sheer, TYPE } from '../theme.ts';
import type { Typesetter } from '../typesetter.ts';

/** Where the way begins, how high it climbs, and where the ground under it begins. */
const FOOT = 218;
const CLIMB = 48;
const HORIZON = FOOT + 20;

/** Between the third and the fourth cairn of five; before the first step it is half behind the hill. */
const SUN = { x: 361, low: 182, rise: 42, radius: 23 } as const;

export async function layOutProgress(card: ProgressCard, typesetter: Typesetter): Promise<Scene> {
  const sheet = createSheet(typesetter);
  // It rises as the member does.
  const sunY = SUN.low - (SUN.rise * card.percent) / 100;
  sheet.add(
    sky(HORIZON),
    ...sun(SUN.x, sunY, SUN.radius),
    ...(isDone(card.phases) ? rays(SUN.x, sunY, SUN.radius) : []),
    peaks(HORIZON, 112),
    hill((x) => wayUp(x) - 16 - 10 * Math.sin(x / 78), HORIZON, COLOURS.hillMiddle),
    hill(wayUp, HORIZON, { from: COLOURS.hillNear, to: COLOURS.ground, angle: 90 }),
  );
  await paintHeader(sheet, card);
  await paintTrail(sheet, card.phases);

  let y = HORIZON + 24;
  const current = card.phases.find(({ state }) => state === 'current');
  if (current !== undefined) y = await paintCurrent(sheet, current, y);
  if (card.next !== undefined) y = await paintNext(sheet, card.next, y);
  if (card.facts.length > 0) y = (await paintFacts(sheet, card.facts, y + 22)) + 10;
  return sheet.finish(y + 10, COLOURS.ground);
}

const wayUp: Ridge = (x) => {
  const way = x / CARD_WIDTH;
  return FOOT - CLIMB * way ** 1.6 + 4 * Math.sin(way * 8.5);
};

async function paintHeader(sheet: Sheet, { person, pathway, figure }: ProgressCard): Promise<void> {
  const radius = 33;
  const middle = 62;
  const figureWidth = await sheet.writeFitting(figure, FIGURE_STYLES, 195, {
    x: CARD_WIDTH - MARGIN,
    y: middle + 26,
    align: 'right',
    fill: COLOURS.text,
  });
  await paintPortrait(sheet, person, { x: MARGIN + radius, y: middle, radius });
  const x = MARGIN + 2 * radius + 14;
  const width = CARD_WIDTH - MARGIN - figureWidth - 18 - x;
  const lines = await sheet.setLines(pathway, TYPE.small, width, 2);
  const top = middle - (lines.length > 1 ? 13 : 2);
  const styles = [TYPE.name, TYPE.strong];
  await sheet.writeFitting(person.name, styles, width, { x, y: top, fill: COLOURS.text });
  sheet.add(...placeLines(lines, TYPE.small, { x, y: top + 29, fill: COLOURS.textSoft }));
}

/** Each phase as a cairn on the ridge, and the way between them that is walked. */
async function paintTrail(sheet: Sheet, phases: readonly CardPhase[]): Promise<void> {
  const ends = MARGIN + 26;
  const spacing = phases.length === 1 ? CONTENT_WIDTH : (CARD_WIDTH - 2 * ends) / (phases.length - 1);
  const width = Math.min(52, spacing * 0.72);
  const placeOf = (index: number) => (phases.length === 1 ? CARD_WIDTH - ends : ends + spacing * index);

  sheet.add({
    kind: 'line',
    points: ridgeLine(wayUp, 4, CARD_WIDTH - 4),
    stroke: { paint: sheer(COLOURS.lineStrong, 0.7), width: 3, cap: 'round', dashes: [2, 9] },
  });
  const reached = reachedPlace(phases, placeOf);
  if (reached > 4) {
    sheet.add({
      kind: 'line',
      points: ridgeLine(wayUp, 4, reached),
      stroke: { paint: COLOURS.accent, width: 6, cap: 'round' },
    });
  }

  const isAtTop = isDone(phases);
  for (const [index, phase] of phases.entries()) {
    const x = placeOf(index);
    const y = wayUp(x) - 2;
    const laid = { finished: STONES_IN_CAIRN, current: phase.percent / 25, ahead: 0 }[phase.state];
    sheet.add(...cairn({ x, y, width, laid: Math.floor(laid), isMossy: phase.state === 'finished' }));
    if (phase.state === 'current' || (isAtTop && index === phases.length - 1)) {
      sheet.add(...flag(x, y - width * CAIRN_HEIGHT * 0.97, width * 0.54));
    }
    if (phase.state === 'finished') {
      sheet.add(tick(x, y + 24, Math.min(18, spacing * 0.5), COLOURS.accentText));
    } else if (isNumbered(phases, index, spacing)) {
      await sheet.write(`${phase.number}`, TYPE.label, Math.max(spacing, 30), {
        x,
        y: baselineAround(y + 25, TYPE.label),
        align: 'centre',
        fill: phase.state === 'current' ? COLOURS.text : COLOURS.textSoft,
      });
    }
  }
}

function isDone(phases: readonly CardPhase[]): boolean {
  return phases.every(({ state }) => state === 'finished');
}

/** Where on the way somebody stands: part of the way from the cairn before to the one being built. */
function reachedPlace(phases: readonly CardPhase[], placeOf: (index: number) => number): number {
  const open = phases.findIndex(({ state }) => state !== 'finished');
  if (open === -1) return CARD_WIDTH - 4;
  const from = open === 0 ? 0 : placeOf(open - 1);
  const share = phases[open]?.state === 'current' ? phases[open].percent / 100 : 0;
  return from + (placeOf(open) - from) * share;
}

/** Where numbers would run into each other, the current one and the last have theirs alone. */
function isNumbered(phases: readonly CardPhase[], index: number, spacing: number): boolean {
  if (spacing >= 34) return true;
  const current = phases.findIndex(({ state }) => state === 'current');
  if (index === current) return true;
  return index === phases.length - 1 && (phases.length - 1 - current) * spacing >= 34;
}

/** Between an end of a slab and what stands on it. */
const PADDING = 12;
const LANE_HEIGHT = 44;
/** Behind a badge or the arrow. */
const TEXT_X = MARGIN + PADDING + 2 * BADGE_RADIUS + 12;

/** The phase being worked on; how far it is lies behind its words. */
async function paintCurrent(sheet: Sheet, phase: CardPhase, top: number): Promise<number> {
  const right = CARD_WIDTH - MARGIN - PADDING - 4;
  const figure = await sheet.setLine(phase.figure, TYPE.strong, 100);
  const lines = await sheet.setLines(phase.title, TYPE.strong, right - figure.width - 16 - TEXT_X, 2);
  const height = LANE_HEIGHT + leadingOf(TYPE.strong) * Math.max(0, lines.length - 1);
  const lane = { x: MARGIN, y: top, width: CONTENT_WIDTH, height };
  const y = baselineAround(top + LANE_HEIGHT / 2, TYPE.strong);
  sheet.add(
    ...bar(lane, 16, phase.percent / 100, LETTERED),
    ...placeLines(lines, TYPE.strong, { x: TEXT_X, y, fill: COLOURS.text }),
  );
  sheet.place(figure, TYPE.strong, {
    x: right,
    y: y + (height - LANE_HEIGHT) / 2,
    align: 'right',
    fill: COLOURS.text,
  });
  await paintBadge(sheet, phase, MARGIN + PADDING + BADGE_RADIUS, top + height / 2);
  return top + height + 8;
}

async function paintNext(
  sheet: Sheet,
  { label, title }: { readonly label: string; readonly title: string },
  top: number,
): Promise<number> {
  const width = CARD_WIDTH - MARGIN - PADDING - TEXT_X;
  const lines = await sheet.setLines(title, TYPE.plain, width, 2);
  const height = 42 + leadingOf(TYPE.plain) * lines.length;
  const arrow = { x: MARGIN + PADDING + BADGE_RADIUS, y: top + height / 2 };
  sheet.add(
    slab({ x: MARGIN, y: top, width: CONTENT_WIDTH, height }),
    { kind: 'circle', ...arrow, radius: BADGE_RADIUS, fill: COLOURS.accent },
    {
      kind: 'line',
      points: [
        [arrow.x - 3, arrow.y - 7],
        [arrow.x + 4.5, arrow.y],
        [arrow.x - 3, arrow.y + 7],
      ],
      stroke: { paint: COLOURS.onAccent, width: 3.6, cap: 'round' },
    },
    ...placeLines(lines, TYPE.plain, { x: TEXT_X, y: top + 57, fill: COLOURS.text }),
  );
  await sheet.write(label, TYPE.label, width, { x: TEXT_X, y: top + 29, fill: COLOURS.accentText });
  return top + height + 8;
}
