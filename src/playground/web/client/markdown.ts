/**
 * The part of Discord's Markdown that messages use, as a tree. Text goes in, data comes out: nothing a
 * message says can become markup of its own.
 */

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler';
      readonly children: readonly Inline[];
    }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly href: string; readonly children: readonly Inline[] }
  /** `at` is in epoch milliseconds. */
  | { readonly kind: 'time'; readonly at: number; readonly style: string }
  | { readonly kind: 'user' | 'channel' | 'role'; readonly id: string }
  | { readonly kind: 'everyone'; readonly text: string }
  | { readonly kind: 'command'; readonly path: string }
  | { readonly kind: 'emoji'; readonly name: string };

export type MarkdownBlock =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly children: readonly Inline[] }
  | { readonly kind: 'subtext' | 'paragraph'; readonly children: readonly Inline[] }
  | { readonly kind: 'quote'; readonly blocks: readonly MarkdownBlock[] }
  | { readonly kind: 'code-block'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly ListItem[] };

export interface ListItem {
  readonly depth: number;
  /** `null` for a bullet. */
  readonly number: number | null;
  readonly children: readonly Inline[];
}

const fence = /^```(?:[\w+-]*\n)?/;
const listLine = /^( *)(?:[-*]|(\d{1,9})\.) +(.+)$/;

export function parseMarkdown(source: string): readonly MarkdownBlock[] {
  const blocks: MarkdownBlock[] = [];
  let rest = source.replaceAll('\r\n', '\n');
  let paragraph: string[] = [];

  const endParagraph = (): void => {
    const text = paragraph.join('\n').replace(/^\n+|\n+$/g, '');
    if (text !== '') blocks.push({ kind: 'paragraph', children: parseInline(text) });
    paragraph = [];
  };

  while (rest !== '') {
    const code = matchFence(rest);
    if (code !== null) {
      endParagraph();
      blocks.push({ kind: 'code-block', text: code.text });
      rest = rest.slice(code.length);
      continue;
    }
    if (rest.startsWith('>>> ')) {
      endParagraph();
      blocks.push({ kind: 'quote', blocks: parseMarkdown(rest.slice(4)) });
      break;
    }
    const end = rest.indexOf('\n');
    const line = end === -1 ? rest : rest.slice(0, end);
    const after = end === -1 ? '' : rest.slice(end + 1);

    if (line.startsWith('> ')) {
      endParagraph();
      const quoted = leadingLines(rest, (candidate) => /^>( |$)/.test(candidate));
      blocks.push({
        kind: 'quote',
        blocks: parseMarkdown(quoted.lines.map((text) => text.replace(/^> ?/, '')).join('\n')),
      });
      rest = quoted.rest;
      continue;
    }
    if (listLine.test(line)) {
      endParagraph();
      const listed = leadingLines(rest, (candidate) => listLine.test(candidate));
      blocks.push({ kind: 'list', items: listed.lines.map(parseListItem) });
      rest = listed.rest;
      continue;
    }
    const marked = parseMarkedLine(line);
    if (marked !== null) {
      endParagraph();
      blocks.push(marked);
    } else {
      // A fence may open in the middle of a line; the text before it is a paragraph.
      const opening = line.indexOf('```');
      if (opening > 0 && matchFence(rest.slice(opening)) !== null) {
        paragraph.push(line.slice(0, opening));
        rest = rest.slice(opening);
        continue;
      }
      paragraph.push(line);
    }
    rest = after;
  }
  endParagraph();
  return blocks;
}

function matchFence(text: string): { text: string; length: number } | null {
  const opening = fence.exec(text)?.[0];
  if (opening === undefined) return null;
  const end = text.indexOf('```', opening.length);
  if (end <= opening.length) return null;
  const newline = text[end + 3] === '\n' ? 1 : 0;
  return { text: text.slice(opening.length, end).replace(/\n$/, ''), length: end + 3 + newline };
}

function leadingLines(text: string, belongs: (line: string) => boolean): { lines: string[]; rest: string } {
  const all = text.split('\n');
  const firstOther = all.findIndex((line) => !belongs(line));
  const count = firstOther === -1 ? all.length : firstOther;
  return { lines: all.slice(0, count), rest: all.slice(count).join('\n') };
}

function parseListItem(line: string): ListItem {
  const [, indent = '', number, text = ''] = listLine.exec(line) ?? [];
  return {
    depth: Math.min(Math.floor(indent.length / 2), 5),
    number: number === undefined ? null : Number(number),
    children: parseInline(text),
  };
}

function parseMarkedLine(line: string): MarkdownBlock | null {
  const subtext = /^-# +(.+)$/.exec(line)?.[1];
  if (subtext !== undefined) return { kind: 'subtext', children: parseInline(subtext) };
  const [, hashes, title] = /^(#{1,3}) +(.+)$/.exec(line) ?? [];
  if (hashes === undefined || title === undefined) return null;
  return { kind: 'heading', level: hashes.length as 1 | 2 | 3, children: parseInline(title) };
}

type Rule = { readonly pattern: RegExp; readonly make: (match: readonly (string | undefined)[]) => Inline };

const address = String.raw`https?:\/\/[^\s<>]+`;

/** In order of precedence; each is tried where the text stands, so each is sticky. */
const rules: readonly Rule[] = [
  { pattern: /\\([^\w\s])/y, make: ([, text = '']) => ({ kind: 'text', text }) },
  { pattern: /(`+)(.+?)\1(?!`)/sy, make: ([, , text = '']) => ({ kind: 'code', text: trimCode(text) }) },
  {
    pattern: /<t:(-?\d{1,13})(?::([a-zA-Z]))?>/y,
    make: ([, seconds, style = 'f']) => ({ kind: 'time', at: Number(seconds) * 1000, style }),
  },
  { pattern: /<@!?(\d{1,20})>/y, make: ([, id = '']) => ({ kind: 'user', id }) },
  { pattern: /<@&(\d{1,20})>/y, make: ([, id = '']) => ({ kind: 'role', id }) },
  { pattern: /<#(\d{1,20})>/y, make: ([, id = '']) => ({ kind: 'channel', id }) },
  { pattern: /<\/([^:>]{1,98}):\d{1,20}>/y, make: ([, path = '']) => ({ kind: 'command', path }) },
  { pattern: /<a?:(\w{2,32}):\d{1,20}>/y, make: ([, name = '']) => ({ kind: 'emoji', name }) },
  {
    pattern: new RegExp(
      String.raw`\[((?:\\.|[^\]\\])+)\]\(<?(https?:\/\/(?:\([^\s()]*\)|[^\s()<>])+)>?(?: "[^"]*")?\)`,
      'y',
    ),
    make: ([, text = '', href = '']) => ({ kind: 'link', href, children: parseInline(text) }),
  },
  { pattern: new RegExp(`<(${address})>`, 'y'), make: ([, href = '']) => bareLink(href) },
  {
    // Punctuation at the end belongs to the sentence, not to the address.
    pattern: /https?:\/\/[^\s<>]*[^\s<>"'.,:;!?)\]*_~|]/y,
    make: ([href = '']) => bareLink(href),
  },
  {
    pattern: /\*\*\*(?=\S)((?:\\.|[^\\])+?)\*\*\*(?!\*)/sy,
    make: ([, text = '']) => ({ kind: 'bold', children: [{ kind: 'italic', children: parseInline(text) }] }),
  },
  { pattern: /\*\*((?:\\.|[^\\])+?)\*\*(?!\*)/sy, make: ([, text = '']) => span('bold', text) },
  { pattern: /__((?:\\.|[^\\])+?)__(?!_)/sy, make: ([, text = '']) => span('underline', text) },
  { pattern: /~~((?:\\.|[^\\])+?)~~(?!~)/sy, make: ([, text = '']) => span('strike', text) },
  { pattern: /\|\|((?:\\.|[^\\])+?)\|\|/sy, make: ([, text = '']) => span('spoiler', text) },
  {
    pattern: /\*(?=[^\s*])((?:\\.|\*\*|[^\\*])*?[^\s*\\])\*(?!\*)/sy,
    make: ([, text = '']) => span('italic', text),
  },
  {
    pattern: /(?<!\w)_(?=[^\s_])((?:\\.|__|[^\\_])+?)_(?!\w)/sy,
    make: ([, text = '']) => span('italic', text),
  },
  { pattern: /@(?:everyone|here)\b/y, make: ([text = '']) => ({ kind: 'everyone', text }) },
];

export function parseInline(source: string): readonly Inline[] {
  const found: Inline[] = [];
  let plain = '';
  let position = 0;

  const push = (inline: Inline): void => {
    if (inline.kind === 'text') {
      plain += inline.text;
      return;
    }
    if (plain !== '') found.push({ kind: 'text', text: plain });
    plain = '';
    found.push(inline);
  };

  while (position < source.length) {
    const match = matchAt(source, position);
    if (match === null) {
      plain += source.charAt(position);
      position += 1;
    } else {
      push(match.inline);
      position += match.length;
    }
  }
  if (plain !== '') found.push({ kind: 'text', text: plain });
  return found;
}

function matchAt(source: string, position: number): { inline: Inline; length: number } | null {
  for (const { pattern, make } of rules) {
    pattern.lastIndex = position;
    const match = pattern.exec(source);
    if (match !== null) return { inline: make(match), length: match[0].length };
  }
  return null;
}

function span(kind: 'bold' | 'italic' | 'underline' | 'strike' | 'spoiler', text: string): Inline {
  return { kind, children: parseInline(text) };
}

function bareLink(href: string): Inline {
  return { kind: 'link', href, children: [{ kind: 'text', text: href }] };
}

function trimCode(text: string): string {
  return /^ .*\S.* $/s.test(text) ? text.slice(1, -1) : text;
}
