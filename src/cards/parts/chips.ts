import type { Sheet } from '../sheet.ts';
import { CHIP, pill, pillWidth } from './pill.ts';
import { breakRows } from './rows.ts';

const GAP = 6;

/**
 * Short texts in rows from the left, as many as `maxRows` hold; how many there is no room for stands in the last of
 * them. Gives back how high they stand.
 */
export async function paintChips(
  sheet: Sheet,
  texts: readonly string[],
  place: { readonly x: number; readonly y: number; readonly width: number; readonly maxRows: number },
): Promise<number> {
  const set = async (text: string) => {
    const line = await sheet.setLine(text, CHIP.style, place.width - 2 * CHIP.padding);
    return { line, width: pillWidth(line, CHIP) };
  };
  const chips = await Promise.all(texts.map(set));
  for (let shown = chips.length; shown >= 0; shown--) {
    const rest = chips.length - shown;
    const more = rest > 0 ? [await set(`+${rest}`)] : [];
    const rows = breakRows([...chips.slice(0, shown), ...more], place.width, GAP);
    if (rows.length > place.maxRows) continue;
    const leading = CHIP.height + GAP;
    for (const [index, row] of rows.entries()) {
      let { x } = place;
      for (const { line, width } of row) {
        sheet.add(...pill(line, CHIP, x, place.y + index * leading));
        x += width + GAP;
      }
    }
    return Math.max(0, rows.length * leading - GAP);
  }
  return 0;
}
