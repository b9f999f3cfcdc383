/**
 * Enough for the longest line that fits on a card. What is beyond is never looked at, so that no name, however long,
 * takes more work than a long one.
 */
const MAX_CLUSTERS = 500;
const MAX_UNITS = 4_000;
/** A family of five with skin tones has 14; chains of joiners and of Hangul can go on for ever. */
const MAX_CODE_POINTS = 32;

/**
 * Marks stand above each other, as many as somebody typed, and a name could so reach over all the card. No spelling
 * needs more than these on one letter: Hebrew's dot, point and accents.
 */
const MAX_MARKS = 4;

/** Dear to those who choose a name. No font here has all of them, and half of a name in capitals looks broken. */
const SMALL_CAPITALS = 'ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ';
const SMALL_CAPITAL = new RegExp(`[${SMALL_CAPITALS}]`, 'g');
const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWYZ';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What people see as letters, in the order of reading. */
export interface Clusters {
  readonly clusters: readonly string[];
  /** Not cut because it was too much. */
  readonly isWhole: boolean;
}

/**
 * Line breaks and their like become spaces; what cannot be seen goes, and with it whatever would turn the direction
 * of the rest (UAX #9, explicit formatting): a name must not be able to rearrange the line that it stands in.
 */
export function readClusters(text: string, form: 'NFC' | 'NFKD' = 'NFC'): Clusters {
  const clean = text
    .slice(0, MAX_UNITS)
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .normalize(form)
    .replace(/[\t-\r \u0085\u2028\u2029]+/g, ' ')
    .replace(/[\p{Cc}\p{Bidi_Control}]/gu, '')
    .replace(SMALL_CAPITAL, (letter) => CAPITALS.charAt(SMALL_CAPITALS.indexOf(letter)))
    .trim();
  const clusters: string[] = [];
  let isWhole = text.length <= MAX_UNITS;
  for (const { segment } of graphemes.segment(clean)) {
    if (clusters.length === MAX_CLUSTERS) {
      isWhole = false;
      break;
    }
    if (isVisible(segment)) clusters.push(calm(segment));
  }
  return { clusters, isWhole };
}

export function isVisible(cluster: string): boolean {
  return !/^\p{Default_Ignorable_Code_Point}*$/u.test(cluster);
}

function calm(cluster: string): string {
  if (cluster.length <= 2) return cluster;
  let marks = 0;
  let kept = '';
  for (const character of Array.from(cluster).slice(0, MAX_CODE_POINTS)) {
    if (/\p{Mark}/u.test(character)) {
      marks += 1;
      if (marks > MAX_MARKS) continue;
    } else if (isVisible(character)) {
      marks = 0;
    }
    kept += character;
  }
  return kept;
}
