import fc from 'fast-check';
import { parsers } from 'prettier/plugins/markdown';
import { describe, expect, test } from 'vitest';
import { parseLink, parseNote } from '../../src/domain/evidence.ts';
import {
  newMember,
  PORTFOLIO_PARTS,
  VISIBILITIES,
  type Completion,
  type PortfolioPart,
} from '../../src/domain/member.ts';
import type { Pathway } from '../../src/domain/pathway.ts';
import { composePortfolio, type Portfolio } from '../../src/domain/portfolio.ts';
import { escapeMarkdown, portfolioMarkdown } from '../../src/discord/portfolio-file.ts';
import { plainTyped } from '../../src/discord/escape.ts';
import { portfolioView } from '../../src/discord/views/portfolio.ts';
import { violations } from '../../src/playground/emulator/rules/index.ts';
import { defaultWords as words } from '../../src/words/words.ts';
import { arbitraryCompletions, arbitraryPathway } from '../support/arbitrary-pathway.ts';
import { accessibilityPathway } from '../support/loaded-pathways.ts';

const USER = '80351110224678912';

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly children?: readonly Node[];
}

/** The file as a reader's Markdown parser sees it, flat. */
async function nodesOf(markdown: string): Promise<readonly Node[]> {
  const parse = parsers.markdown.parse as (text: string, options: object) => Node | Promise<Node>;
  const flat = (node: Node): readonly Node[] => [node, ...(node.children ?? []).flatMap(flat)];
  return flat(await parse(markdown, {}));
}

/** What people might write in order to break out. */
const typed = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc
    .array(
      fc.constantFrom(
        '<b>',
        '<script>',
        '<!--',
        '-->',
        '</a>',
        '&lt;',
        '&copy;',
        '[x](https://evil.example)',
        '![',
        ']',
        '(',
        ')',
        'https://evil.example',
        'HTTP://EVIL.EXAMPLE',
        'www.evil.example',
        'WWW.',
        'ada@evil.example',
        '@ada',
        'mailto:',
        '`',
        '```\n',
        '~~~',
        '**',
        '__',
        '# ',
        '\n# ',
        '- ',
        '\n- ',
        '1. ',
        '\n1) ',
        '> ',
        '\n===',
        '\n---',
        '| a | b |',
        '\n|-|-|\n',
        '[^1]',
        '[a]: https://evil.example',
        '\\',
        '\n\n',
        '    ',
        '$x$',
        'a',
        ' ',
        '🧗',
        '\u202e',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);
const note = fc.option(typed.map((text) => parseNote(text.slice(0, 500))));
const link = fc.option(
  fc
    .oneof(
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      typed.map(
        (text) => `https://example.org/${encodeURI(text)}?a=1&copy;=2&lt=3#\\(${text.replace(/\s/g, '')}`,
      ),
    )
    .filter((text) => URL.canParse(text) && new URL(text).href.length <= 512)
    .map(parseLink),
);

/** A short one that somebody brought, with titles and names that they typed. */
const typedPathway = fc
  .array(
    typed.filter((text) => plainTyped(text) !== ''),
    { minLength: 3, maxLength: 6 },
  )
  .map((texts): Pathway => {
    const retitled = <T>(items: readonly T[], key: 'title' | 'name') =>
      items.map((item, index) => ({ ...item, [key]: texts[index % texts.length] }));
    return {
      ...accessibilityPathway,
      to: texts[0] ?? '',
      skills: retitled(accessibilityPathway.skills, 'name'),
      phases: retitled(accessibilityPathway.phases, 'title').map((phase) => ({
        ...phase,
        tasks: retitled(phase.tasks, 'title'),
      })),
    };
  });

const sceneOn = (pathways: fc.Arbitrary<Pathway>) =>
  pathways.chain((pathway) =>
    fc
      .record({
        completions: arbitraryCompletions(pathway, USER),
        evidence: fc.array(fc.record({ note, link }), { minLength: 1, maxLength: 6 }),
        alias: typed,
        displayName: typed,
        formerTitle: fc.option(typed),
        visibility: fc.constantFrom(null, ...VISIBILITIES),
        parts: fc.option(fc.subarray<PortfolioPart>([...PORTFOLIO_PARTS])),
        isOffered: fc.boolean(),
      })
      .map(({ completions, evidence, ...rest }) => ({
        ...rest,
        pathway,
        completions: completions.map((completion, index): Completion => ({
          ...completion,
          ...evidence[index % evidence.length],
        })),
      })),
  );
const scene = sceneOn(arbitraryPathway);
type Scene = typeof scene extends fc.Arbitrary<infer T> ? T : never;

function compose(drawn: Scene): Portfolio {
  const { pathway, completions, alias, displayName, formerTitle, visibility, parts, isOffered } = drawn;
  return composePortfolio({
    member: { ...newMember(USER, pathway.id, 0), alias, visibility, portfolioParts: parts },
    displayName,
    timeZone: 'Asia/Kathmandu',
    completions,
    pathwayOf: () => (isOffered ? pathway : undefined),
    formerTitleOf: () => formerTitle,
  });
}

describe('the file, whatever somebody typed', () => {
  test('holds no HTML, picture or code, and no link but those of the records', async () => {
    await fc.assert(
      fc.asyncProperty(sceneOn(typedPathway), async (drawn) => {
        const portfolio = compose(drawn);
        const nodes = await nodesOf(portfolioMarkdown(words.portfolio, portfolio));
        const done = drawn.completions.filter(({ status }) => status === 'done');
        const links = portfolio.parts.includes('links')
          ? done.flatMap(({ link }) => (link === null ? [] : [link]))
          : [];
        const found = nodes.filter(({ type }) => type === 'link').map(({ url }) => url);
        expect([...found].sort()).toEqual([...links].sort());
        const kinds = new Set(nodes.map(({ type }) => type));
        for (const kind of ['root', 'heading', 'text', 'link', 'list', 'listItem', 'paragraph', 'blockquote'])
          kinds.delete(kind);
        // Words and blanks are this parser's own way of splitting a text; the names of skills are bold.
        for (const kind of ['sentence', 'word', 'whitespace', 'strong']) kinds.delete(kind);
        expect([...kinds]).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test('shows just what was typed, once Markdown has been read', async () => {
    await fc.assert(
      fc.asyncProperty(typed, async (text) => {
        const nodes = await nodesOf(`- ${escapeMarkdown(text)}`);
        const shown = nodes.flatMap(({ type, value }) => (type === 'text' ? [value ?? ''] : [])).join('');
        expect(shown.replaceAll('\u2060', '')).toBe(plainTyped(text));
      }),
      { numRuns: 300 },
    );
  });

  test('leaves no address or mention that a renderer could make out in the text itself', () => {
    fc.assert(
      fc.property(typed, (text) => {
        expect(escapeMarkdown(text)).not.toMatch(/@[\w-]|(?<!\\):\/\/|www\./i);
      }),
      { numRuns: 500 },
    );
  });

  test('tells each task done once, and names its member only as others see them', () => {
    fc.assert(
      fc.property(scene, (drawn) => {
        const { name, ways } = compose(drawn);
        const entries = ways.flatMap(({ phases, former }) => [
          ...phases.flatMap((each) => each.entries),
          ...former,
        ]);
        expect(entries).toHaveLength(drawn.completions.filter(({ status }) => status === 'done').length);
        const names = { named: drawn.displayName, alias: drawn.alias, hidden: null };
        expect(name).toBe(names[drawn.visibility ?? 'hidden']);
      }),
    );
  });

  test('has a preview that Discord accepts', () => {
    fc.assert(
      fc.property(scene, (drawn) => {
        const data = { flags: 1 << 15, components: portfolioView(words, compose(drawn), 'portfolio.md') };
        const faults = violations({
          method: 'POST',
          path: '/interactions/1/token/callback',
          body: { type: 4, data: { ...data, attachments: [{ id: '0', filename: 'portfolio.md' }] } },
        });
        expect(faults).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

test('a portfolio reads like this', () => {
  const record = {
    userId: USER,
    pathwayId: accessibilityPathway.id,
    status: 'done',
    recordedAt: 0,
    replaced: null,
  } as const;
  const at = Date.parse('2026-03-02T23:30Z');
  const markdown = portfolioMarkdown(
    words.portfolio,
    composePortfolio({
      member: {
        ...newMember(USER, accessibilityPathway.id, 0),
        visibility: 'named',
        portfolioParts: PORTFOLIO_PARTS,
      },
      displayName: 'Ada <3',
      timeZone: 'Europe/Berlin',
      completions: [
        {
          ...record,
          taskId: 'keyboard-week',
          at,
          note: 'Tab, tab.\n1. Tab',
          link: 'https://example.org/a_(b)',
        },
        { ...record, taskId: 'long-gone', at, note: null, link: null },
        { ...record, taskId: 'forgotten', at: at + 1, note: null, link: null },
        { ...record, taskId: 'first-audit', status: 'skipped', at, note: null, link: null },
      ],
      pathwayOf: () => accessibilityPathway,
      formerTitleOf: (_, taskId) => (taskId === 'long-gone' ? 'Learn Flash' : null),
    }),
  );
  expect(markdown).toMatchInlineSnapshot(`
    "# What Ada \\<3 has done

    ## From Frontend Developer → Accessibility Specialist (障害者支援)

    ### 1. Listen: hören, 聞く, écouter

    - [Live a week without a mouse](<https://example.org/a_(b)>) — 3 March 2026
      > Tab, tab.
      > 1\\. Tab

    ### Also done

    - Learn Flash — 3 March 2026
    - A task that has left the pathway — 3 March 2026

    ### Skills

    - **Semantic HTML** — Live a week without a mouse

    ### Still ahead

    - Learn the first twenty commands of a screen reader
    - Talk to someone who uses a screen reader every day – “¿qué te frena?”
    "
  `);
});
