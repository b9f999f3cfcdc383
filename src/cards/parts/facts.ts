import { leadingOf, type Sheet } from '../sheet.ts';
import { COLOURS, CONTENT_WIDTH, MARGIN, TYPE } from '../theme.ts';
import { stone } from './cairn.ts';
import { breakRows } from './rows.ts';

/** Room for the pebble between two facts. */
const GAP = 26;
const LEADING = leadingOf(TYPE.small) + 2;

/** Small facts, in one line if they fit. `y`: the first baseline. Gives back the last one. */
export async function paintFacts(sheet: Sheet, facts: readonly string[], y: number): Promise<number> {
  const lines = await Promise.all(facts.map((fact) => sheet.setLine(fact, TYPE.small, CONTENT_WIDTH)));
  const rows = breakRows(lines, CONTENT_WIDTH, GAP);
  for (const [index, row] of rows.entries()) {
    const baseline = y + LEADING * index;
    let x = MARGIN;
    for (const line of row) {
      if (x > MARGIN) sheet.add(stone({ x: x - GAP / 2, y: baseline - 3, width: 11, height: 8 }, 2));
      sheet.place(line, TYPE.small, { x, y: baseline, fill: COLOURS.textSoft });
      x += line.width + GAP;
    }
  }
  return y + LEADING * Math.max(0, rows.length - 1);
}
