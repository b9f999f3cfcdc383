import type { Shape } from '../scene.ts';
import { baselineAround, placeLine, type Sheet } from '../sheet.ts';
import { COLOURS, TYPE } from '../theme.ts';
import type { SetLine } from '../typesetter.ts';

const HEIGHT = 38;
const PADDING = 16;
const GAP = 10;

interface Chip {
  readonly line: SetLine;
  readonly width: number;
}

/**
 * Short texts in rows around the middle `x`, as many as `maxRows` hold; how many there is no room for stands in the
 * last of them. Gives back how high they stand.
 */
export async function paintChips(
  sheet: Sheet,
  texts: readonly string[],
  place: { readonly x: number; readonly y: number; readonly width: number; readonly maxRows: number },
): Promise<number> {
  const setChip = async (text: string): Promise<Chip> => {
    const line = await sheet.setLine(text, TYPE.small, place.width - 2 * PADDING);
    return { line, width: line.width + 2 * PADDING };
  };
  const chips = await Promise.all(texts.map(setChip));
  for (let shown = chips.length; shown >= 0; shown--) {
    const rest = chips.length - shown;
    const rows = breakRows(
      [...chips.slice(0, shown), ...(rest > 0 ? [await setChip(`+${rest}`)] : [])],
      place.width,
    );
    if (rows.length > place.maxRows) continue;
    sheet.add(...rows.flatMap((row, index) => drawRow(row, place.x, place.y + index * (HEIGHT + GAP))));
    return Math.max(0, rows.length * (HEIGHT + GAP) - GAP);
  }
  return 0;
}

function breakRows(chips: readonly Chip[], width: number): readonly (readonly Chip[])[] {
  const rows: Chip[][] = [];
  for (const chip of chips) {
    const row = rows.at(-1);
    if (row !== undefined && widthOf([...row, chip]) <= width) row.push(chip);
    else rows.push([chip]);
  }
  return rows;
}

function widthOf(row: readonly Chip[]): number {
  return row.reduce((sum, { width }) => sum + width, 0) + GAP * (row.length - 1);
}

function drawRow(row: readonly Chip[], middle: number, y: number): Shape[] {
  let x = middle - widthOf(row) / 2;
  return row.flatMap(({ line, width }): Shape[] => {
    const left = x;
    x += width + GAP;
    return [
      {
        kind: 'box',
        x: left,
        y,
        width,
        height: HEIGHT,
        radius: HEIGHT / 2,
        fill: COLOURS.raised,
        stroke: { paint: COLOURS.line, width: 1.5 },
      },
      placeLine(line, TYPE.small, {
        x: left + PADDING,
        y: baselineAround(y + HEIGHT / 2, TYPE.small),
        fill: COLOURS.text,
      }),
    ];
  });
}
