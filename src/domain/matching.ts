import { distance } from 'fastest-levenshtein';

/** How well a text answers a query; higher is better. */
const RANK = { exact: 5, prefix: 4, words: 3, inside: 2, fuzzy: 1, none: 0 } as const;

export interface Candidate<T> {
  readonly item: T;
  /** What a member may call it: its title, its id, other names. */
  readonly names: readonly string[];
}

interface Ranked<T> {
  readonly item: T;
  readonly rank: number;
}

/**
 * The candidates that answer the query, best first; candidates of one rank keep their order. Everything matches an
 * empty query.
 */
export function searchCandidates<T>(query: string, candidates: readonly Candidate<T>[]): readonly T[] {
  return rankCandidates(query, candidates).map(({ item }) => item);
}

export type Resolution<T> =
  | { readonly kind: 'one'; readonly item: T }
  | { readonly kind: 'several'; readonly items: readonly T[] }
  | { readonly kind: 'none' };

/**
 * Which candidate a free text means. A full name always wins. Otherwise the text must point at one candidate alone;
 * a text that only resembles names (a typing slip, say) counts when it resembles a single one.
 */
export function resolveCandidate<T>(query: string, candidates: readonly Candidate<T>[]): Resolution<T> {
  if (normalise(query) === '') return { kind: 'none' };
  const ranked = rankCandidates(query, candidates);
  const exact = ranked.filter(({ rank }) => rank === RANK.exact);
  const literal = ranked.filter(({ rank }) => rank > RANK.fuzzy);
  const matches = exact.length > 0 ? exact : literal.length > 0 ? literal : ranked;
  const [first, second] = matches;
  if (first === undefined) return { kind: 'none' };
  if (second === undefined) return { kind: 'one', item: first.item };
  return { kind: 'several', items: matches.map(({ item }) => item) };
}

function rankCandidates<T>(query: string, candidates: readonly Candidate<T>[]): readonly Ranked<T>[] {
  const wanted = normalise(query);
  const wantedWords = words(wanted);
  return candidates
    .map(({ item, names }) => ({
      item,
      rank: Math.max(RANK.none, ...names.map((name) => rankName(wanted, wantedWords, normalise(name)))),
    }))
    .filter(({ rank }) => rank > RANK.none)
    .sort((a, b) => b.rank - a.rank);
}

function rankName(wanted: string, wantedWords: readonly string[], name: string): number {
  if (name === wanted) return RANK.exact;
  if (name.startsWith(wanted)) return RANK.prefix;
  const nameWords = words(name);
  if (wantedWords.every((word) => nameWords.some((candidate) => candidate.startsWith(word))))
    return RANK.words;
  if (name.includes(wanted)) return RANK.inside;
  if (wantedWords.every((word) => nameWords.some((candidate) => resembles(word, candidate))))
    return RANK.fuzzy;
  return RANK.none;
}

/** One slip in four letters; short words must be right, or everything would resemble everything. */
function resembles(word: string, candidate: string): boolean {
  if (candidate.startsWith(word)) return true;
  const slips = Math.floor(word.length / 4);
  if (slips === 0) return false;
  const slipsMade = Math.min(distance(word, candidate), distance(word, candidate.slice(0, word.length)));
  return slipsMade <= slips || hasNeighboursSwapped(word, candidate);
}

/** The commonest slip of all, which edit distance counts as two. */
function hasNeighboursSwapped(word: string, candidate: string): boolean {
  const first = Array.from(word).findIndex((letter, index) => letter !== candidate[index]);
  return (
    word[first] === candidate[first + 1] &&
    word[first + 1] === candidate[first] &&
    candidate.startsWith(word.slice(first + 2), first + 2)
  );
}

/** Case, accents, punctuation and invisible characters make no difference. */
function normalise(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function words(normalised: string): readonly string[] {
  return normalised === '' ? [] : normalised.split(' ');
}
