/** Rows on one page: "the top ten". */
export const BOARD_PAGE = 10;

/** Rows shown on either side of the asker. */
export const NEIGHBOURS = 2;

export interface Ranked<T> {
  readonly rank: number;
  readonly entry: T;
}

/**
 * What rows of equal hours are ordered by: case, accents and punctuation make no difference, and neither does how
 * wide a gap between words is. Plain to compare, so that it can be stored and SQL can sort by it. Names that differ
 * may share a key. A name without a letter or digit, such as an emoji, is its own.
 */
export function sortKey(name: string): string {
  const decomposed = name.normalize('NFKD');
  const key = decomposed
    .replace(BESIDES_LETTERS, '')
    // By way of capitals, because some letters have two small forms: ß and ss, σ and ς.
    .toUpperCase()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();
  return key === '' ? decomposed.trim() : key;
}

/**
 * Marks of one script only are vowels, as in Devanagari or Thai, and stay; those that scripts share are accents.
 */
const BESIDES_LETTERS = /\p{Script=Inherited}|[^\p{L}\p{M}\p{N}\s]/gu;

/**
 * Ranks entries that come in order. Those of equal hours share a rank, and the next one counts all before it:
 * 1, 2, 2, 4.
 *
 * @param offset how many entries stand before these
 * @param firstRank the rank of the first of these, which it may share with some of those before
 */
export function rankEntries<T extends { readonly hours: number }>(
  entries: readonly T[],
  offset: number,
  firstRank: number,
): readonly Ranked<T>[] {
  let rank = firstRank;
  return entries.map((entry, index) => {
    const above = entries[index - 1];
    if (above !== undefined && above.hours !== entry.hours) rank = offset + index + 1;
    return { rank, entry };
  });
}
