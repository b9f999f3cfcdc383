import { ClientRefusal } from './client-refusal.ts';

/** A slash command as typed, cut into words; what they mean depends on the command. */
export interface CommandLine {
  readonly name: string;
  readonly words: readonly Word[];
}

export interface Word {
  /** With quotes taken away. */
  readonly text: string;
  /** The part before the first colon, where that stands outside quotes. */
  readonly key: string | null;
  readonly value: string;
}

const WORD = /(?:"[^"]*"|[^\s"])+/g;

/** Cuts `/done task:"CKA course" note:good` into the command and its words. */
export function parseCommandLine(text: string): CommandLine {
  const words = (text.trim().match(WORD) ?? []).map(parseWord);
  const [first, ...rest] = words;
  if (first === undefined || !first.text.startsWith('/') || first.text.length === 1) {
    throw new ClientRefusal('A command begins with a slash, as in /help');
  }
  if ((text.split('"').length - 1) % 2 !== 0) throw new ClientRefusal('A quote is not closed');
  return { name: first.text.slice(1), words: rest };
}

function parseWord(raw: string): Word {
  const colon = /^[^":]+:/.exec(raw);
  const key = colon === null ? null : colon[0].slice(0, -1);
  const value = colon === null ? raw : raw.slice(colon[0].length);
  return { text: raw.replaceAll('"', ''), key, value: value.replaceAll('"', '') };
}

const OPTION_LIKE = /^\p{L}[-_\p{L}\p{N}]*$/u;

/**
 * The values by option name. Words without a known name belong to the value before them, so that
 * `note:went well` needs no quotes.
 */
export function readOptionValues(
  words: readonly Word[],
  optionNames: readonly string[],
): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let current: string | undefined;
  for (const { key, value, text } of words) {
    if (key !== null && optionNames.includes(key)) {
      if (values.has(key)) throw new ClientRefusal(`The option ${key} is given twice`);
      values.set(key, value);
      current = key;
    } else if (current === undefined || (key !== null && OPTION_LIKE.test(key) && !value.startsWith('//'))) {
      const known = optionNames.length === 0 ? 'it has none' : `it has ${optionNames.join(', ')}`;
      throw new ClientRefusal(`The command has no option ${key ?? text}: ${known}`);
    } else {
      values.set(current, `${values.get(current) ?? ''} ${text}`.trim());
    }
  }
  return values;
}
