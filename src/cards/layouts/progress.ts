import type { CardPhase, ProgressCard } from '../../services/card.ts';
import { bar, BARE } from '../parts/bar.ts';
import { CAIRN_HEIGHT, cairn, flag, STONES_IN_CAIRN } from '../parts/cairn.ts';
import { hill, peaks, rays, ridgeLine, sky, sun, type Ridge } from '../parts/landscape.ts';
import { BADGE_RADIUS, paintBadge, tick } from '../parts/marks.ts';
import { paintPortrait } from '../parts/portrait.ts';
import { paintSlab } from '../parts/slab.ts';
import type { Scene } from '../scene.ts';
import { baselineAround, createSheet, placeLines, type Sheet } from '../sheet.ts';
import { CARD_WIDTH, COLOURS, CONTENT_WIDTH, FIGURE_STYLES, MARGIN, sheer, TYPE } from '../theme.ts';
import type { Typesetter } from '../typesetter.ts';

/** The first fact's baseline, and from one to the next. */
const FACTS = { top: 274, leading: 30, most: 3, width: 250 } as const;

const SUN = { x: 462, radius: 32 } as const;

export async function layOutProgress(card: ProgressCard, typesetter: Typesetter): Promise<Scene> {
  const sheet = createSheet(typesetter);
  const facts = card.facts.slice(0, FACTS.most);
  const foot = FACTS.top + FACTS.leading * Math.max(0, facts.length - 1) + 124;
  const horizon = foot + 16;
  const ridge = wayUp(foot);
  // It rises as the member does.
  const sunY = foot - 206 - card.percent * 0.28;
  sheet.add(
    sky(horizon),
    ...sun(SUN.x, sunY, SUN.radius),
    ...(isDone(card.phases) ? rays(SUN.x, sunY, SUN.radius) : []),
    peaks(horizon, 150),
    hill((x) => ridge(x) - 26 - 16 * Math.sin(x / 78), horizon, COLOURS.hillMiddle),
  );
  await paintHeader(sheet, card);
  await sheet.writeFitting(card.figure, FIGURE_STYLES, 360, { x: MARGIN - 5, y: 234, fill: COLOURS.text });
  for (const [index, fact] of facts.entries()) {
    const y = FACTS.top + FACTS.leading * index;
    await sheet.write(fact, TYPE.body, FACTS.width, { x: MARGIN, y, fill: COLOURS.accentText });
  }
  sheet.add(hill(ridge, horizon, { from: COLOURS.hillNear, to: COLOURS.ground, angle: 90 }));
  await paintTrail(sheet, card.phases, ridge);

  let y = horizon + 52;
  const current = card.phases.find(({ state }) => state === 'current');
  if (current !== undefined) y = await paintCurrent(sheet, current, y);
  if (card.next !== undefined) y = await paintNext(sheet, card.next, y);
  return sheet.finish(y, COLOURS.ground);
}

/** Gentle first, for there the figure and the facts stand over it, then up. */
function wayUp(foot: number): Ridge {
  return (x) => {
    const way = x / CARD_WIDTH;
    return foot - 104 * way ** 1.7 + 5 * Math.sin(way * 8.5);
  };
}

async function paintHeader(sheet: Sheet, { person, pathway }: ProgressCard): Promise<void> {
  const radius = 38;
  const middle = 74;
  await paintPortrait(sheet, person, { x: MARGIN + radius, y: middle, radius });
  const x = MARGIN + 2 * radius + 18;
  const width = CARD_WIDTH - MARGIN - x;
  const lines = await sheet.setLines(pathway, TYPE.body, width, 2);
  const top = middle - (lines.length > 1 ? 20 : 6);
  await sheet.write(person.name, TYPE.name, width, { x, y: top, fill: COLOURS.text });
  sheet.add(...placeLines(lines, TYPE.body, { x, y: top + 32, fill: COLOURS.textSoft }));
}

/** Each phase as a cairn on the ridge, and the way between them that is walked. */
async function paintTrail(sheet: Sheet, phases: readonly CardPhase[], ridge: Ridge): Promise<void> {
  const ends = MARGIN + 26;
  const spacing = phases.length === 1 ? CONTENT_WIDTH : (CARD_WIDTH - 2 * ends) / (phases.length - 1);
  const width = Math.min(54, spacing * 0.72);
  const placeOf = (index: number) => (phases.length === 1 ? CARD_WIDTH - ends : ends + spacing * index);

  sheet.add({
    kind: 'line',
    points: ridgeLine(ridge, 4, CARD_WIDTH - 4),
    stroke: { paint: sheer(COLOURS.lineStrong, 0.7), width: 3, cap: 'round', dashes: [2, 9] },
  });
  const reached = reachedPlace(phases, placeOf);
  if (reached > 4) {
    sheet.add({
      kind: 'line',
      points: ridgeLine(ridge, 4, reached),
      stroke: { paint: COLOURS.accent, width: 6, cap: 'round' },
    });
  }

  const isAtTop = isDone(phases);
  for (const [index, phase] of phases.entries()) {
    const x = placeOf(index);
    const y = ridge(x) - 2;
    const laid = { finished: STONES_IN_CAIRN, current: phase.percent / 25, ahead: 0 }[phase.state];
    sheet.add(...cairn({ x, y, width, laid: Math.floor(laid), isMossy: phase.state === 'finished' }));
    if (phase.state === 'current' || (isAtTop && index === phases.length - 1)) {
      sheet.add(...flag(x, y - width * CAIRN_HEIGHT * 0.97, width * 0.62));
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

async function paintCurrent(sheet: Sheet, phase: CardPhase, top: number): Promise<number> {
  await paintBadge(sheet, phase, MARGIN + BADGE_RADIUS, top);
  const figureWidth = await sheet.write(phase.figure, TYPE.strong, 100, {
    x: CARD_WIDTH - MARGIN,
    y: baselineAround(top, TYPE.strong),
    align: 'right',
    fill: COLOURS.text,
  });
  const x = MARGIN + 2 * BADGE_RADIUS + 14;
  const width = CARD_WIDTH - MARGIN - figureWidth - 20 - x;
  const last = await sheet.writeLines(
    phase.title,
    TYPE.strong,
    { width, maxLines: 2 },
    { x, y: baselineAround(top, TYPE.strong), fill: COLOURS.text },
  );
  const lane = { x: MARGIN, y: last + 25, width: CONTENT_WIDTH, height: 12 };
  sheet.add(...bar(lane, lane.height / 2, phase.percent / 100, BARE));
  return lane.y + lane.height + 26;
}

async function paintNext(
  sheet: Sheet,
  { label, title }: { readonly label: string; readonly title: string },
  top: number,
): Promise<number> {
  const bottom = await paintSlab(sheet, top, async () => {
    const arrow = { x: MARGIN + 17, y: top + 36 };
    sheet.add(
      { kind: 'circle', ...arrow, radius: 17, fill: COLOURS.accent },
      {
        kind: 'line',
        points: [
          [arrow.x - 3, arrow.y - 7],
          [arrow.x + 4.5, arrow.y],
          [arrow.x - 3, arrow.y + 7],
        ],
        stroke: { paint: COLOURS.onAccent, width: 3.6, cap: 'round' },
      },
    );
    const x = MARGIN + 2 * 17 + 14;
    const width = CARD_WIDTH - MARGIN - x;
    const y = baselineAround(arrow.y, TYPE.label);
    await sheet.write(label, TYPE.label, width, { x, y, fill: COLOURS.accentText });
    const last = await sheet.writeLines(
      title,
      TYPE.strong,
      { width, maxLines: 2 },
      { x, y: y + 35, fill: COLOURS.text },
    );
    return last + 26;
  });
  return bottom + 20;
}
