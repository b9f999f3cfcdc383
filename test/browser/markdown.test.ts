import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInline, parseMarkdown, type Inline } from '../../src/playground/web/client/markdown.ts';

const text = (value: string): Inline => ({ kind: 'text', text: value });

describe('Markdown of messages', () => {
  it.each<[string, Inline[]]>([
    [
      '**bold** and *italic*',
      [
        { kind: 'bold', children: [text('bold')] },
        text(' and '),
        { kind: 'italic', children: [text('italic')] },
      ],
    ],
    [
      '__under__ ~~gone~~',
      [
        { kind: 'underline', children: [text('under')] },
        text(' '),
        { kind: 'strike', children: [text('gone')] },
      ],
    ],
    ['***both***', [{ kind: 'bold', children: [{ kind: 'italic', children: [text('both')] }] }]],
    [
      '_word_ but not snake_case_name',
      [{ kind: 'italic', children: [text('word')] }, text(' but not snake_case_name')],
    ],
    ['2 * 3 * 4', [text('2 * 3 * 4')]],
    ['`**raw**`', [{ kind: 'code', text: '**raw**' }]],
    ['\\*not\\* \\<@1\\>', [text('*not* <@1>')]],
    ['<t:86400:R>', [{ kind: 'time', at: 86_400_000, style: 'R' }]],
    ['<@12> <#34>', [{ kind: 'user', id: '12' }, text(' '), { kind: 'channel', id: '34' }]],
    ['</roadmap phase:99>', [{ kind: 'command', path: 'roadmap phase' }]],
    [
      '[a *b*](https://x.org/y_(z))',
      [
        {
          kind: 'link',
          href: 'https://x.org/y_(z)',
          children: [text('a '), { kind: 'italic', children: [text('b')] }],
        },
      ],
    ],
    [
      'see https://x.org/a.',
      [
        text('see '),
        { kind: 'link', href: 'https://x.org/a', children: [text('https://x.org/a')] },
        text('.'),
      ],
    ],
    ['[click](javascript:alert(1))', [text('[click](javascript:alert(1))')]],
    ['||hidden||', [{ kind: 'spoiler', children: [text('hidden')] }]],
    ['**open', [text('**open')]],
  ])('reads %s', (source, expected) => {
    expect(parseInline(source)).toEqual(expected);
  });

  it('reads headings, subtext, lists, quotes and code blocks', () => {
    const source =
      '# One\n## Two\n### Three\n-# small\n- a\n  - b\n1. c\n> said\n> twice\n```ts\n# code\n```\nend';
    expect(parseMarkdown(source)).toEqual([
      { kind: 'heading', level: 1, children: [text('One')] },
      { kind: 'heading', level: 2, children: [text('Two')] },
      { kind: 'heading', level: 3, children: [text('Three')] },
      { kind: 'subtext', children: [text('small')] },
      {
        kind: 'list',
        items: [
          { depth: 0, number: null, children: [text('a')] },
          { depth: 1, number: null, children: [text('b')] },
          { depth: 0, number: 1, children: [text('c')] },
        ],
      },
      { kind: 'quote', blocks: [{ kind: 'paragraph', children: [text('said\ntwice')] }] },
      { kind: 'code-block', text: '# code' },
      { kind: 'paragraph', children: [text('end')] },
    ]);
  });

  it('reads anything at all, and makes links to the web only', () => {
    const pieces = fc.constantFrom(
      '*',
      '_',
      '~',
      '|',
      '`',
      '\\',
      '[',
      ']',
      '(',
      ')',
      '<',
      '>',
      '@',
      '#',
      '-',
      ' ',
      '\n',
      'a',
      '1',
      ':',
      '/',
      'javascript:',
      'https://x.y',
      '<t:1>',
      '```',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        const links = JSON.stringify(parseMarkdown(parts.join(''))).matchAll(/"href":"([^"]*)"/g);
        for (const [, href] of links) expect(href).toMatch(/^https?:\/\//);
      }),
    );
  });
});
