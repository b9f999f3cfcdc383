import { leadingOf, placeLines, type Sheet } from '../sheet.ts';
import { CARD_WIDTH, COLOURS, CONTENT_WIDTH, MARGIN, TYPE } from '../theme.ts';
import { cairn, STONES_IN_CAIRN } from './cairn.ts';
import { hill, peaks, sky, sun, type Ridge } from './landscape.ts';

const FIRST_LINE = 72;
/** Free beside the title, where the cairn stands. */
const CAIRN_ROOM = 130;

/** A title over the hills, with the cairn to its right. Gives back where what follows may begin. */
export async function paintHeading(
  sheet: Sheet,
  { title, subtitle }: { readonly title: string; readonly subtitle: string },
): Promise<number> {
  const lines = await sheet.setLines(title, TYPE.title, CONTENT_WIDTH - CAIRN_ROOM, 2);
  const sublines = await sheet.setLines(subtitle, TYPE.body, CONTENT_WIDTH, 2);
  const lastTitle = FIRST_LINE + leadingOf(TYPE.title) * Math.max(0, lines.length - 1);
  const horizon = lastTitle + 74;
  const ridge: Ridge = (x) => horizon - 52 - 16 * (x / CARD_WIDTH) ** 2 + 4 * Math.sin(x / 70);
  const cairnX = CARD_WIDTH - MARGIN - 46;
  sheet.add(
    sky(horizon),
    ...sun(cairnX + 28, ridge(cairnX) - 34, 19),
    peaks(horizon, 100),
    hill(ridge, horizon, { from: COLOURS.hillNear, to: COLOURS.ground, angle: 90 }),
    ...cairn({ x: cairnX, y: ridge(cairnX) + 5, width: 66, laid: STONES_IN_CAIRN, isMossy: true }),
    ...placeLines(lines, TYPE.title, { x: MARGIN, y: FIRST_LINE, fill: COLOURS.text }),
  );
  sheet.add(...placeLines(sublines, TYPE.body, { x: MARGIN, y: lastTitle + 40, fill: COLOURS.textSoft }));
  return horizon + leadingOf(TYPE.body) * Math.max(0, sublines.length - 1);
}
