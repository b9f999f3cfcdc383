import type { Shape } from '../scene.ts';
import type { Sheet } from '../sheet.ts';
import type { SetLine } from '../typesetter.ts';
import { CHIP, pill, pillWidth } from './pill.ts';

const GAP = 10;

/**
 * Short texts in rows around the middle `x`, as many as `maxRows` hold; how many there is no room for stands in the
 * last of them. Gives back how high they stand.
 */
export async function paintChips(
  sheet: Sheet,
  texts: readonly string[],
  place: { readonly x: number; readonly y: number; readonly width: number; readonly maxRows: number },
): Promise<number> {
  const set = (text: string) => sheet.setLine(text, CHIP.style, place.width - 2 * CHIP.padding);
  const chips = await Promise.all(texts.map(set));
  for (let shown = chips.length; shown >= 0; shown--) {
    const rest = chips.length - shown;
    const more = rest > 0 ? [await set(`+${rest}`)] : [];
    const rows = breakRows([...chips.slice(0, shown), ...more], place.width);
    if (rows.length > place.maxRows) continue;
    const leading = CHIP.height + GAP;
    sheet.add(...rows.flatMap((row, index) => drawRow(row, place.x, place.y + index * leading)));
    return Math.max(0, rows.length * leading - GAP);
  }
  return 0;
}

type Row = readonly SetLine[];

function breakRows(chips: Row, width: number): readonly Row[] {
  const rows: SetLine[][] = [];
  for (const chip of chips) {
    const row = rows.at(-1);
    if (row !== undefined && widthOf([...row, chip]) <= width) row.push(chip);
    else rows.push([chip]);
  }
  return rows;
}

function widthOf(row: Row): number {
  return row.reduce((sum, chip) => sum + pillWidth(chip, CHIP), 0) + GAP * (row.length - 1);
}

function drawRow(row: Row, middle: number, y: number): Shape[] {
  let x = middle - widthOf(row) / 2;
  return row.flatMap((chip) => {
    const shapes = pill(chip, CHIP, x, y);
    x += pillWidth(chip, CHIP) + GAP;
    return shapes;
  });
}
