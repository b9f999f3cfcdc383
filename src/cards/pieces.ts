import { readClusters, isVisible } from './clusters.ts';
import { emojiParts, isEmoji, isInColour, type EmojiDrawing, type EmojiSet } from './emoji.ts';
import { cjkOrder, type CjkOrder, type FontSlice, type FontSlices } from './font-slices.ts';

/** The smallest part of a line that is never broken, and what draws it. */
export interface Piece {
  readonly text: string;
  /** `undefined`: nothing has it, and a neutral mark stands for it. */
  readonly source: FontSlice | EmojiDrawing | undefined;
}

/** Ligatures and abbreviations come apart into up to 18 letters, of which one is asked for at most. */
const MAX_PIECES = 600;

export interface Pieces {
  readonly pieces: readonly Piece[];
  readonly isWhole: boolean;
}

/** Finds for each letter what can draw it. Only the slices that the text needs are loaded. */
export async function choosePieces(text: string, slices: FontSlices, emoji: EmojiSet): Promise<Pieces> {
  const { clusters, isWhole } = readClusters(text);
  const source = { slices, emoji, order: cjkOrder(text) };
  const known = new Map<string, readonly Piece[]>();
  const pieces: Piece[] = [];
  for (const cluster of clusters) {
    let chosen = known.get(cluster);
    if (chosen === undefined) known.set(cluster, (chosen = await choose(cluster, source)));
    pieces.push(...chosen);
  }
  return { pieces: pieces.slice(0, MAX_PIECES), isWhole: isWhole && pieces.length <= MAX_PIECES };
}

interface Sources {
  readonly slices: FontSlices;
  readonly emoji: EmojiSet;
  readonly order: CjkOrder;
}

async function choose(cluster: string, sources: Sources): Promise<readonly Piece[]> {
  return (
    (isInColour(cluster) ? asEmoji(cluster, sources) : undefined) ??
    (await asLetters(cluster, sources)) ??
    asEmoji(cluster, sources) ??
    (await asSimpler(cluster, sources)) ?? [{ text: cluster, source: undefined }]
  );
}

function asEmoji(cluster: string, { emoji }: Sources): readonly Piece[] | undefined {
  if (!isEmoji(cluster)) return undefined;
  const whole = emoji.find(cluster);
  if (whole !== undefined) return [{ text: cluster, source: whole }];
  const parts = emojiParts(cluster).flatMap((text) => {
    const source = emoji.find(text);
    return source === undefined ? [] : [{ text, source }];
  });
  return parts.length === 0 ? undefined : parts;
}

/** In the best slice that has all of it, or in the best that lacks some of its marks alone, and then without them. */
async function asLetters(cluster: string, { slices, order }: Sources): Promise<readonly Piece[] | undefined> {
  // The fonts have a box of their own for it.
  if (cluster.includes('\uFFFD')) return undefined;
  const characters = Array.from(cluster);
  const base = characters.find(isVisible);
  if (base === undefined) return undefined;
  let withoutMarks: Piece | undefined;
  for (const file of slices.candidates(codePointOf(base), order)) {
    const slice = await slices.load(file);
    if (!slice.has(codePointOf(base))) continue;
    const lacks = (character: string) => isVisible(character) && !slice.has(codePointOf(character));
    const lacking = characters.filter(lacks);
    if (lacking.length === 0) return [{ text: cluster, source: slice }];
    if (withoutMarks === undefined && lacking.every((character) => /\p{Mark}/u.test(character))) {
      const text = characters.filter((character) => !lacks(character)).join('');
      withoutMarks = { text, source: slice };
    }
  }
  return withoutMarks && [withoutMarks];
}

/** Fancy letters as plain ones, and composed letters apart: what no font has may have an equivalent that one has. */
async function asSimpler(cluster: string, sources: Sources): Promise<readonly Piece[] | undefined> {
  const simpler = cluster.normalize('NFKD');
  if (simpler === cluster) return undefined;
  const pieces: Piece[] = [];
  // A space at an end is what the whole of it may be.
  for (const part of simpler.trim() === '' ? [' '] : readClusters(simpler, 'NFKD').clusters) {
    pieces.push(...(await choose(part, sources)));
  }
  return pieces;
}

function codePointOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}
