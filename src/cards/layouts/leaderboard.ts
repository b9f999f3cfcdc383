import type { LeaderboardCard, LeaderboardCardRow } from '../../services/card.ts';
import { bar, LETTERED } from '../parts/bar.ts';
import { paintHeading } from '../parts/heading.ts';
import { pill, pillWidth, TAG } from '../parts/pill.ts';
import type { Rectangle, Scene, Shape } from '../scene.ts';
import { baselineAround, createSheet, type Sheet } from '../sheet.ts';
import { CARD_WIDTH, COLOURS, CONTENT_WIDTH, MARGIN, TYPE } from '../theme.ts';
import type { TextStyle, Typesetter } from '../typesetter.ts';

const ROW_HEIGHT = 32;
const ROW_GAP = 4;
const RADIUS = 10;
/** Ranks stand before the bars; those of large servers' last pages are long. */
const RANK_WIDTH = { min: 30, max: 110 } as const;
const FIGURE_WIDTH = 220;
/** As wide as leaves names all the room they need. */
const SHORT_FIGURE_WIDTH = 130;
const MARK_WIDTH = 80;
/** Between two texts of a row. */
const GAP = 14;
const PADDING = 14;

export async function layOutLeaderboard(card: LeaderboardCard, typesetter: Typesetter): Promise<Scene> {
  const sheet = createSheet(typesetter);
  let y = (await paintHeading(sheet, card)) + 2;
  const setRank = async (row: LeaderboardCardRow) => ({
    row,
    rank: await sheet.setLine(row.rank, TYPE.strong, RANK_WIDTH.max),
  });
  const ranked = await Promise.all(card.rows.map(setRank));
  const rankWidth = Math.max(RANK_WIDTH.min, ...ranked.map(({ rank }) => rank.width));
  const figureStyle = await figureStyleOf(sheet, card);
  const x = MARGIN + rankWidth + GAP;
  for (const { row, rank } of ranked) {
    sheet.place(rank, TYPE.strong, {
      x: MARGIN + rankWidth / 2,
      y: baselineAround(y + ROW_HEIGHT / 2, TYPE.strong),
      align: 'centre',
      fill: row.mark === undefined ? COLOURS.textSoft : COLOURS.text,
    });
    const place = { x, y, width: CARD_WIDTH - MARGIN - x, height: ROW_HEIGHT };
    await paintRow(sheet, row, figureStyle, place);
    y += ROW_HEIGHT + ROW_GAP;
  }
  const last = await sheet.writeLines(
    card.footer,
    TYPE.small,
    { width: CONTENT_WIDTH, maxLines: 2 },
    { x: MARGIN, y: y + 23, fill: COLOURS.textSoft },
  );
  return sheet.finish(last + 19, COLOURS.ground);
}

/** Short figures are set large, all of them or none. */
async function figureStyleOf(sheet: Sheet, { rows }: LeaderboardCard): Promise<TextStyle> {
  const lines = await Promise.all(
    rows.map(({ figure }) => sheet.setLine(figure, TYPE.strong, SHORT_FIGURE_WIDTH)),
  );
  return lines.some(({ isCut }) => isCut) ? TYPE.small : TYPE.strong;
}

/** The bar lies behind the row's words, so that names have all the room there is. */
async function paintRow(
  sheet: Sheet,
  { name, share, figure, mark }: LeaderboardCardRow,
  figureStyle: TextStyle,
  place: Rectangle,
): Promise<void> {
  const isAsker = mark !== undefined;
  const middle = place.y + place.height / 2;
  const ring: Shape = { kind: 'box', ...place, radius: RADIUS, stroke: { paint: COLOURS.sun, width: 3 } };
  sheet.add(...bar(place, RADIUS, share, LETTERED), ...(isAsker ? [ring] : []));

  const figureWidth = await sheet.write(figure, figureStyle, FIGURE_WIDTH, {
    x: place.x + place.width - PADDING,
    y: baselineAround(middle, figureStyle),
    align: 'right',
    fill: COLOURS.text,
  });
  const line = isAsker ? await sheet.setLine(mark, TAG.style, MARK_WIDTH) : undefined;
  const markRoom = line === undefined ? 0 : pillWidth(line, TAG) + GAP;
  const style = isAsker ? TYPE.strong : TYPE.plain;
  const x = place.x + PADDING;
  const nameWidth = await sheet.write(name, style, place.width - 2 * PADDING - figureWidth - GAP - markRoom, {
    x,
    y: baselineAround(middle, style),
    fill: COLOURS.text,
  });
  if (line !== undefined) sheet.add(...pill(line, TAG, x + nameWidth + GAP, middle - TAG.height / 2));
}
