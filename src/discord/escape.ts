/**
 * Characters that hide, reorder or imitate: control and format characters (zero-width spaces, soft hyphens,
 * direction overrides, tags), save the two joiners, which emoji and several scripts need.
 */
const TRICKS = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0\u2800]/gu;
const JOINERS = new Set(['\u200C', '\u200D']);

/** Marks stacked on one letter beyond what any script needs. */
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu;

/** Everything that Discord's markdown, mentions, emoji codes, timestamps or links could begin with. */
const MARKUP = /[\\*_~`|<>#\-+()[\]:@./!&]/g;

/**
 * What a member typed, as one line that shows exactly those characters: nothing of it comes alive, pings or links.
 */
export function escapeTyped(text: string): string {
  return plainTyped(text).replace(MARKUP, '\\$&');
}

/** As `escapeTyped`, for places that render no markdown: labels, modal inputs, select options. */
export function plainTyped(text: string): string {
  return text
    .replace(TRICKS, (character) => (JOINERS.has(character) ? character : /\s/.test(character) ? ' ' : ''))
    .replace(STACKED_MARKS, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

/** As `escapeTyped`, over several lines and quoted. */
export function quoteTyped(text: string): string {
  return text
    .split(/\r\n?|\n/)
    .map(escapeTyped)
    .filter((line) => line !== '')
    .map((line) => `> ${line}`)
    .join('\n');
}

/** Costly to make, and without state. */
const GRAPHEMES = new Intl.Segmenter();

/** Cut to a number of characters, with an ellipsis, never through a surrogate pair or a combined emoji. */
export function ellipsize(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = GRAPHEMES.segment(text).containing(max - 1);
  return `${text.slice(0, cut?.index ?? 0).trimEnd()}…`;
}
