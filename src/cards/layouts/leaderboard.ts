import type { LeaderboardCard, LeaderboardCardRow } from '../../services/card.ts';
import { paintHeading } from '../parts/heading.ts';
import type { Scene, Shape } from '../scene.ts';
import { baselineAround, createSheet, placeLine, type Sheet } from '../sheet.ts';
import { CARD_WIDTH, COLOURS, CONTENT_WIDTH, MARGIN, TYPE } from '../theme.ts';
import type { SetLine, TextStyle, Typesetter } from '../typesetter.ts';

const ROW_HEIGHT = 46;
const ROW_GAP = 8;
const RADIUS = 13;
/** Ranks stand before the bars; those of large servers' last pages are long. */
const RANK_WIDTH = { min: 30, max: 110 } as const;
const FIGURE_WIDTH = 220;
const SHORT_FIGURE_WIDTH = 130;
const MARK_WIDTH = 80;
/** Between two texts of a row. */
const GAP = 14;
const PADDING = 16;
const MARK_HEIGHT = 30;
const MARK_PADDING = 11;

export async function layOutLeaderboard(card: LeaderboardCard, typesetter: Typesetter): Promise<Scene> {
  const sheet = createSheet(typesetter);
  let y = (await paintHeading(sheet, card)) + 4;
  const ranks = await Promise.all(
    card.rows.map(({ rank }) => sheet.setLine(rank, TYPE.strong, RANK_WIDTH.max)),
  );
  const rankWidth = Math.max(RANK_WIDTH.min, ...ranks.map(({ width }) => width));
  const figureStyle = await figureStyleOf(sheet, card);
  const x = MARGIN + rankWidth + GAP;
  for (const [index, row] of card.rows.entries()) {
    const rank = ranks[index];
    if (rank !== undefined) {
      sheet.place(rank, TYPE.strong, {
        x: MARGIN + rankWidth / 2,
        y: baselineAround(y + ROW_HEIGHT / 2, TYPE.strong),
        align: 'centre',
        fill: row.mark === undefined ? COLOURS.textSoft : COLOURS.text,
      });
    }
    await paintRow(sheet, row, figureStyle, { x, y, width: CARD_WIDTH - MARGIN - x });
    y += ROW_HEIGHT + ROW_GAP;
  }
  const last = await sheet.writeLines(
    card.footer,
    TYPE.small,
    { width: CONTENT_WIDTH, maxLines: 2 },
    { x: MARGIN, y: y + 30, fill: COLOURS.textSoft },
  );
  return sheet.finish(last + 32, COLOURS.ground);
}

/** Short figures are set large, all of them or none. */
async function figureStyleOf(sheet: Sheet, { rows }: LeaderboardCard): Promise<TextStyle> {
  const lines = await Promise.all(
    rows.map(({ figure }) => sheet.setLine(figure, TYPE.strong, SHORT_FIGURE_WIDTH)),
  );
  return lines.some(({ isCut }) => isCut) ? TYPE.small : TYPE.strong;
}

interface RowPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

async function paintRow(
  sheet: Sheet,
  row: LeaderboardCardRow,
  figureStyle: TextStyle,
  place: RowPlace,
): Promise<void> {
  const isAsker = row.mark !== undefined;
  const middle = place.y + ROW_HEIGHT / 2;
  sheet.add(...rowBar(row.share, isAsker, place));
  const figureWidth = await sheet.write(row.figure, figureStyle, FIGURE_WIDTH, {
    x: place.x + place.width - PADDING,
    y: baselineAround(middle, figureStyle),
    align: 'right',
    fill: COLOURS.text,
  });
  const mark = row.mark === undefined ? undefined : await sheet.setLine(row.mark, TYPE.label, MARK_WIDTH);
  const markWidth = mark === undefined ? 0 : mark.width + 2 * MARK_PADDING;
  const style = isAsker ? TYPE.strong : TYPE.plain;
  const room = place.width - 2 * PADDING - figureWidth - GAP - (mark === undefined ? 0 : markWidth + GAP);
  const x = place.x + PADDING;
  const nameWidth = await sheet.write(row.name, style, room, {
    x,
    y: baselineAround(middle, style),
    fill: COLOURS.text,
  });
  if (mark !== undefined) sheet.add(...markTag(mark, x + nameWidth + GAP, middle));
}

/** The bar lies behind the row's words, so that names have all the room there is. */
function rowBar(share: number, isAsker: boolean, { x, y, width }: RowPlace): Shape[] {
  const place = { x, y, height: ROW_HEIGHT, radius: RADIUS };
  const track: Shape = { kind: 'box', ...place, width, fill: COLOURS.raised };
  const filled: Shape = {
    kind: 'box',
    ...place,
    width: Math.max(2 * RADIUS, width * share),
    fill: { from: isAsker ? COLOURS.accentDeep : COLOURS.accentDeepest, to: COLOURS.accentDeep, angle: 0 },
  };
  const ring: Shape = { kind: 'box', ...place, width, stroke: { paint: COLOURS.sun, width: 3 } };
  return [track, ...(share > 0 ? [filled] : []), ...(isAsker ? [ring] : [])];
}

function markTag(mark: SetLine, x: number, middle: number): Shape[] {
  return [
    {
      kind: 'box',
      x,
      y: middle - MARK_HEIGHT / 2,
      width: mark.width + 2 * MARK_PADDING,
      height: MARK_HEIGHT,
      radius: MARK_HEIGHT / 2,
      fill: COLOURS.sun,
    },
    placeLine(mark, TYPE.label, {
      x: x + MARK_PADDING,
      y: baselineAround(middle, TYPE.label),
      fill: COLOURS.onAccent,
    }),
  ];
}
