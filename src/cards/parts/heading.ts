import { leadingOf, placeLines, type Sheet } from '../sheet.ts';
import { CARD_WIDTH, COLOURS, CONTENT_WIDTH, MARGIN, TYPE } from '../theme.ts';
import { cairn, STONES_IN_CAIRN } from './cairn.ts';
import { hill, peaks, sky, sun, type Ridge } from './landscape.ts';

/** Beside the words, for the cairn and the sun. */
const CAIRN_ROOM = 100;
const WIDTH = CONTENT_WIDTH - CAIRN_ROOM;

/** A title over the hills, with the cairn to its right. Gives back where what follows may begin. */
export async function paintHeading(
  sheet: Sheet,
  { title, subtitle }: { readonly title: string; readonly subtitle: string },
): Promise<number> {
  const sublines = await sheet.setLines(subtitle, TYPE.small, WIDTH, 2);
  const horizon = 92 + leadingOf(TYPE.small) * Math.max(0, sublines.length - 1);
  const ridge: Ridge = (x) => horizon - 26 - 14 * (x / CARD_WIDTH) ** 2 + 3 * Math.sin(x / 70);
  const cairnX = CARD_WIDTH - MARGIN - 42;
  sheet.add(
    sky(horizon),
    ...sun(cairnX + 26, ridge(cairnX) - 25, 13),
    peaks(horizon, 74),
    hill(ridge, horizon, { from: COLOURS.hillNear, to: COLOURS.ground, angle: 90 }),
    ...cairn({ x: cairnX, y: ridge(cairnX) + 4, width: 54, laid: STONES_IN_CAIRN, isMossy: true }),
  );
  const styles = [TYPE.title, { size: 26, weight: 750 }];
  await sheet.writeFitting(title, styles, WIDTH, { x: MARGIN, y: 48, fill: COLOURS.text });
  sheet.add(...placeLines(sublines, TYPE.small, { x: MARGIN, y: 78, fill: COLOURS.textSoft }));
  return horizon;
}
