import { excerpt } from './excerpt.ts';

export interface JsonFault {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** `expected …, got …` */
  readonly message: string;
}

/** Deeper than any file of ours: the scanner calls itself once a level, and the stack ends somewhere. */
const DEPTH_MAX = 32;

/** A name that JavaScript's own objects use, so that a schema does not see it. */
const HIDDEN_NAME = '__proto__';

/**
 * The first place where `text` stops being JSON (RFC 8259), or where an object names a member twice or goes too deep:
 * `JSON.parse` keeps the last one in silence, which would lose an editor's work.
 *
 * A scanner of its own, because the messages of `JSON.parse` differ between versions of Node and name a
 * position only sometimes.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const blank = /[ \t\r\n]*/y;
  const string = /"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\uffff]*)*"/y;
  const scalar = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
  let offset = 0;
  let depth = 0;

  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = offset;
    return pattern.exec(text)?.[0];
  };
  const take = (pattern: RegExp): string | undefined => {
    const taken = match(pattern);
    offset += taken?.length ?? 0;
    return taken;
  };
  const takeMark = (mark: string): boolean => {
    take(blank);
    const found = text.startsWith(mark, offset);
    if (found) offset += mark.length;
    return found;
  };

  const next = (): string => {
    if (offset >= text.length) return 'the end of the file';
    const found = match(string) ?? JSON.stringify(match(/[\w.+-]+|./suy));
    return excerpt(found);
  };
  const expected = (what: string): string =>
    text[offset] === '"' && match(string) === undefined
      ? 'expected text that ends on its line, with legal escapes only'
      : `expected ${what}, got ${next()}`;

  // Each reader returns what it missed at `offset`, or nothing when all was well.
  const readValue = (): string | undefined => {
    if (takeMark('{')) {
      const names = new Set<string>();
      return readEntries('}', () => readMember(names));
    }
    if (takeMark('[')) return readEntries(']', readValue);
    return (take(string) ?? take(scalar)) === undefined ? expected('a value') : undefined;
  };
  const readMember = (names: Set<string>): string | undefined => {
    take(blank);
    const name = match(string);
    if (name === undefined) return expected('a name in double quotes');
    // Two spellings of one name are one name.
    const meant = String(JSON.parse(name));
    if (meant === HIDDEN_NAME) return `expected no field of this name: ${HIDDEN_NAME}`;
    if (names.has(meant)) return `expected each name once in an object, got ${excerpt(name)} again`;
    names.add(meant);
    offset += name.length;
    return takeMark(':') ? readValue() : expected('":"');
  };
  const readEntries = (close: string, readEntry: () => string | undefined): string | undefined => {
    if (takeMark(close)) return undefined;
    if (depth === DEPTH_MAX) return `expected at most ${DEPTH_MAX} levels, got another one`;
    depth += 1;
    do {
      const missed = readEntry();
      if (missed !== undefined) return missed;
    } while (takeMark(','));
    depth -= 1;
    return takeMark(close) ? undefined : expected(`"," or "${close}"`);
  };
  const readEnd = (): string | undefined => {
    take(blank);
    return offset < text.length ? expected('the end of the file') : undefined;
  };

  const message = readValue() ?? readEnd();
  if (message === undefined) return undefined;
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, message };
}
