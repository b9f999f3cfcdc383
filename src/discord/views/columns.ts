/** Costly to make, and without state. */
const GRAPHEMES = new Intl.Segmenter();

/** What most fonts of one width draw twice as wide: Chinese, Japanese, Korean, full-width forms and emoji. */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}|\uFE0F/u;

/** Text of exactly so many columns where each character is as wide as the next: cut with an ellipsis, or filled up. */
export function fitColumns(text: string, columns: number): string {
  const graphemes = [...GRAPHEMES.segment(text)].map(({ segment }) => segment);
  const isTooWide = graphemes.reduce((sum, grapheme) => sum + widthOf(grapheme), 0) > columns;
  const room = isTooWide ? columns - 1 : columns;
  let width = 0;
  let fitted = '';
  for (const grapheme of graphemes) {
    if (width + widthOf(grapheme) > room) break;
    fitted += grapheme;
    width += widthOf(grapheme);
  }
  return `${fitted}${isTooWide ? '…' : ''}${' '.repeat(room - width)}`;
}

function widthOf(grapheme: string): number {
  return WIDE.test(grapheme) ? 2 : 1;
}
