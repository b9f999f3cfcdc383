import type { Words } from '../../words/words.ts';
import { ellipsize, escapeTyped, plainTyped } from '../escape.ts';

/** As much of a name as a line has room for; Discord's own names have 32 characters. */
const SHOWN_MAX_LENGTH = 60;

/** Scripts that run from right to left: Hebrew, Arabic and their kin. */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** What stands beside a name keeps its place, whichever way the name runs. */
export function isolate(name: string): string {
  return RIGHT_TO_LEFT.test(name) ? `\u2068${name}\u2069` : name;
}

/** Within code nothing comes alive but its end. */
export function withinCode(typed: string): string {
  return plainTyped(typed).replaceAll('`', 'ˋ');
}

/** A name that somebody gave to themselves or to something of theirs, within running text. */
export function shownName(words: Words, name: string): string {
  const shown = escapeTyped(ellipsize(plainTyped(name), SHOWN_MAX_LENGTH));
  return shown === '' ? words.nothing : isolate(shown);
}

/** The same where nothing is markdown, and room is found for all of it. */
export function plainName(words: Words, name: string): string {
  return plainTyped(name) || words.nothing;
}
