const words = new Intl.Segmenter('en', { granularity: 'word' });

/** Scripts that put no space between words. Korean does. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** What must not begin a line, nor end one. */
const CLOSING = /^[\p{Pe}\p{Pf}\p{Po}\p{Mark}ーｰ々〜…]/u;
const OPENING = /[\p{Ps}\p{Pi}]$/u;

/** Offsets at which a line may end and the next begin; spaces belong to the line before. Neither end of the text. */
export function lineBreaks(text: string): ReadonlySet<number> {
  const segments = [...words.segment(text)];
  return new Set(
    segments.flatMap(({ index, segment }, position) => {
      const before = segments[position - 1]?.segment;
      return before !== undefined && mayBreak(before, segment) ? [index] : [];
    }),
  );
}

function mayBreak(before: string, after: string): boolean {
  if (isSpace(after)) return false;
  if (isSpace(before)) return true;
  return (UNSPACED.test(before) || UNSPACED.test(after)) && !OPENING.test(before) && !CLOSING.test(after);
}

/** No-break spaces are none. */
export function isSpace(text: string): boolean {
  return /^[ \u2000-\u2006\u2008-\u200A\u3000]+$/.test(text);
}
