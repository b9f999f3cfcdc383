import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Twemoji's drawing of an emoji, in a square of 36. */
export interface EmojiDrawing {
  readonly body: string;
  readonly height: number;
}

export const EMOJI_SIDE = 36;

export interface EmojiSet {
  /** `undefined` if the set has no drawing of it. Skin tones are left out where there is none with them. */
  find(cluster: string): EmojiDrawing | undefined;
}

/** The sets of icons are Iconify's: icons by name, and names by code points. */
interface Icons {
  readonly icons: Readonly<Record<string, { readonly body: string; readonly height?: number }>>;
}
type Names = Readonly<Record<string, string>>;

/** Shown in colour unless the text asks for it to be plain; everything else is a letter or symbol like any other. */
const IN_COLOUR = /\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\p{Regional_Indicator}|^[0-9#*]\u20E3/u;
const IS_EMOJI =
  /\p{Extended_Pictographic}|\p{Emoji_Presentation}|\p{Regional_Indicator}|^[0-9#*]\uFE0F?\u20E3/u;
const PLAIN = /^.\uFE0E/u;
const SKIN_TONES = /\p{Emoji_Modifier}/gu;
const VARIATION_SELECTORS = /[\uFE0E\uFE0F]/g;

/** Whether the set is worth asking; digits and the like are emoji with a keycap only. */
export function isEmoji(cluster: string): boolean {
  return IS_EMOJI.test(cluster);
}

export function isInColour(cluster: string): boolean {
  return IN_COLOUR.test(cluster) && !PLAIN.test(cluster);
}

/** What an emoji is made of, where there is no drawing of the whole: the persons of a family, a flag's letters. */
export function emojiParts(cluster: string): readonly string[] {
  const joined = cluster.split('\u200D').filter((part) => part !== '');
  if (joined.length > 1) return joined;
  return Array.from(cluster.replace(SKIN_TONES, '')).filter((character) => /\p{Emoji}/u.test(character));
}

export function createEmojiSet(): EmojiSet {
  // Ten megabytes: not before somebody uses one.
  let set: { readonly icons: Icons['icons']; readonly names: Names } | undefined;
  const named = (cluster: string): EmojiDrawing | undefined => {
    set ??= {
      icons: (readPackageFile('@iconify-json/twemoji/icons.json') as Icons).icons,
      names: readPackageFile('@iconify-json/twemoji/chars.json') as Names,
    };
    const key = Array.from(cluster.replace(VARIATION_SELECTORS, ''), hexadecimal).join('-');
    const icon = set.icons[set.names[key] ?? ''];
    return icon && { body: icon.body, height: icon.height ?? EMOJI_SIDE };
  };
  return {
    find: (cluster) => named(cluster) ?? named(cluster.replace(SKIN_TONES, '')),
  };
}

function hexadecimal(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0');
}

const require = createRequire(import.meta.url);

function readPackageFile(path: string): unknown {
  return JSON.parse(readFileSync(require.resolve(path), 'utf8'));
}
