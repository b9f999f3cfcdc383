import type { Portrait } from '../../services/card.ts';
import { baselineAround, type Sheet } from '../sheet.ts';
import { COLOURS, sheer } from '../theme.ts';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Of the first two words that begin with a letter or a figure, or whatever the name begins with. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u);
  const firsts = words.flatMap((word) => {
    const letters = [...graphemes.segment(word)].find(({ segment }) => /[\p{L}\p{N}]/u.test(segment));
    return letters === undefined ? [] : [letters.segment.toLocaleUpperCase()];
  });
  if (firsts.length > 0) return firsts.slice(0, 2).join('');
  return [...graphemes.segment(name.trim())][0]?.segment ?? '';
}

/** A face in a ring, or the initials in its place. */
export async function paintPortrait(
  sheet: Sheet,
  { name, avatar }: Portrait,
  { x, y, radius }: { readonly x: number; readonly y: number; readonly radius: number },
): Promise<void> {
  const ring = Math.max(2.5, radius / 13);
  sheet.add({
    kind: 'circle',
    x,
    y,
    radius: radius - ring / 2,
    fill: { from: COLOURS.accentDeep, to: COLOURS.accentDeepest, angle: 60 },
    stroke: { paint: sheer(COLOURS.accent, 0.9), width: ring },
  });
  if (avatar !== undefined) {
    sheet.add({ kind: 'picture', x, y, radius: radius - ring * 1.9, png: avatar });
    return;
  }
  const styles = [0.78, 0.72].map((size) => ({ size: radius * size, weight: 700 }));
  await sheet.writeFitting(initialsOf(name), styles, radius * 1.6, {
    x,
    y: baselineAround(y, { size: radius * 0.74 }),
    align: 'centre',
    fill: COLOURS.text,
  });
}
