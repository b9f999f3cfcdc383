import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pathwayReader } from '../../src/content/brought-pathway.ts';
import { ROADMAP_VIEWS } from '../../src/discord/actions.ts';
import type { View } from '../../src/discord/views/elements.ts';
import { roadmapView } from '../../src/discord/views/roadmap.ts';
import { draftView, pathwayFaultsView, serverPathwaysView } from '../../src/discord/views/server-pathways.ts';
import type { Pathway } from '../../src/domain/pathway.ts';
import { violations } from '../../src/playground/emulator/rules/index.ts';
import { defaultWords as words } from '../../src/words/words.ts';
import { arbitraryPathway } from '../support/arbitrary-pathway.ts';
import { accessibilityPathway } from '../support/loaded-pathways.ts';

const small = readFileSync(
  new URL('../support/pathways/frontend-to-accessibility.json', import.meta.url),
  'utf8',
);

function faultsOf(text: string): readonly string[] {
  const reading = pathwayReader.parse(text);
  return 'faults' in reading ? reading.faults : [];
}

/** The small pathway with this headline. */
function withHeadline(headline: string): string {
  return JSON.stringify({ ...accessibilityPathway, headline });
}

/** The small pathway whose second phase leads to this address. */
function withAddress(url: string): string {
  const [first, ...rest] = accessibilityPathway.phases;
  if (first === undefined) throw new Error('too short a pathway');
  const resources = [{ id: 'somewhere', title: 'Somewhere', url }];
  const tasks = first.tasks.map((task) => ({ ...task, resources: ['somewhere'] }));
  return JSON.stringify({ ...accessibilityPathway, phases: [{ ...first, resources, tasks }, ...rest] });
}

describe('what a server may bring', () => {
  const directory = new URL('../../data/pathways/', import.meta.url);
  test.each(readdirSync(directory))('is written as our own files are: %s', (name) => {
    const text = readFileSync(new URL(name, directory), 'utf8');
    expect(pathwayReader.parse(text)).toEqual({ pathway: JSON.parse(text) as unknown });
  });

  test.each([
    'a < b',
    'C++ and vector<int>',
    '`kubectl get pods`',
    'E-mail me @ work',
    '#1 of 3',
    '👩‍👩‍👧 שָׁלוֹם',
    'and/or',
  ])('holds any plain text: %s', (headline) => {
    expect(faultsOf(withHeadline(headline))).toEqual([]);
  });
});

describe('what it may not', () => {
  test.each([
    ['Ask <@80351110224678912>', '<@'],
    ['Ask <@&80351110224678912>', '<@'],
    ['See <#80351110224678912>', '<#'],
    ['Wow <:moss:80351110224678912>', '<:'],
    ['Wow <a:moss:80351110224678912>', '<a:'],
    ['At <t:1790000000:R>', '<t:'],
    ['Use </done:80351110224678912>', '</'],
    ['Read <id:guide>', '<id:'],
    ['Hello @everyone', '@everyone'],
    ['Hello @HERE', '@HERE'],
    ['[Click](https://example.org)', ']('],
    ['```', '```'],
    ['See https://example.org', 'https://'],
    ['See HTTP://example.org', 'HTTP://'],
    ['Join discord.gg/example', 'discord.gg'],
  ])('%s comes alive', (headline, lively) => {
    expect(faultsOf(withHeadline(headline))).toEqual([
      `headline: expected plain text without mentions, links or code fences (addresses go into a resource's url), got "${lively}"`,
    ]);
  });

  test.each([
    ['\u0000', 'U+0000'],
    ['\u202E', 'U+202E'],
    ['\u200B', 'U+200B'],
    ['\uD83E', 'U+D83E'],
    ['\u{E0041}', 'U+E0041'],
  ])('a character that hides, wherever it stands (%#)', (character, name) => {
    expect(faultsOf(withHeadline(`a${character}b`))).toEqual([
      `headline: expected characters that can be seen, got ${name}`,
    ]);
  });

  test.each([
    'https://example.org/) [x',
    'https://example.org/ <@1>',
    'https://example.org/a(b',
    'https://discord.com@example.org/',
    'https://a:b@example.org/',
  ])('an address that is more than one: %s', (url) => {
    expect(faultsOf(withAddress(url))).toEqual([
      'phases[0].resources[0].url: expected an address without blanks, brackets, quotes or a name before "@" (write blanks as %20)',
    ]);
  });

  test('an address that is not safe, or leads elsewhere than to a page', () => {
    for (const url of ['http://example.org/', 'javascript:alert(1)', 'data:text/html,x']) {
      expect(faultsOf(withAddress(url)).join(), url).toContain('expected an https:// address');
    }
    expect(faultsOf(withAddress('https://example.org/@moss?a=b&c=%20#d'))).toEqual([]);
  });
});

describe('what is no pathway at all', () => {
  test.each([
    ['nothing', '', 'line 1, column 1: expected a value, got the end of the file'],
    ['a page', '<html>', 'line 1, column 1: expected a value, got "<"'],
    ['another kind of JSON', '[]', 'expected an object, got a list'],
    [
      'a name twice',
      '{"a":1,"a":2}',
      'line 1, column 8: expected each name once in an object, got "a" again',
    ],
    [
      'a name twice, spelt differently',
      '{"a":1,"\\u0061":2}',
      'line 1, column 8: expected each name once in an object, got "\\u0061" again',
    ],
    ['a prototype', '{"__proto__":{}}', 'line 1, column 2: expected no field of this name: __proto__'],
    [
      'a prototype in disguise',
      '{"\\u005f_proto__":{}}',
      'line 1, column 2: expected no field of this name: __proto__',
    ],
    ['a well', '['.repeat(200_000), 'line 1, column 34: expected at most 32 levels, got another one'],
    [
      'a deep tree',
      '{"a":'.repeat(50_000),
      'line 1, column 162: expected at most 32 levels, got another one',
    ],
    ['a NUL', '{\u0000}', 'line 1, column 2: expected a name in double quotes, got "\\u0000"'],
  ])('%s: it says where, and what was expected', (_what, text, fault) => {
    expect(faultsOf(text)).toEqual([fault]);
  });

  test.each(['constructor', 'toString', 'hasOwnProperty'])('a field named %s is unknown', (name) => {
    const text = small.replace('{', `{ "${name}": 1,`);
    expect(faultsOf(text)).toEqual([`${name}: expected no field of this name`]);
  });
});

const CALLBACK = { method: 'POST', path: '/interactions/1/token/callback' };
const COMPONENTS_V2 = 1 << 15;

function expectShowable(view: View): void {
  const body = { type: 4, data: { flags: COMPONENTS_V2, components: view } };
  expect(violations({ ...CALLBACK, body })).toEqual([]);
}

function expectAllShowable(pathway: Pathway): void {
  const [phase] = pathway.phases;
  const task = pathway.phases.at(-1)?.tasks.at(-1);
  for (const view of ROADMAP_VIEWS) {
    const item = { phase: phase?.id, task: task?.id }[view as string] ?? pathway.id;
    for (const page of [0, 99]) {
      expectShowable(
        roadmapView({ words, pathway, place: { view, pathway: pathway.id, item, page }, own: undefined }),
      );
    }
  }
  const changes = pathwayReader.compare(pathway, { ...accessibilityPathway, id: pathway.id }, []);
  expectShowable(draftView(words, { pathway, at: Number.MAX_SAFE_INTEGER, replaces: undefined }));
  expectShowable(
    draftView(words, { pathway, at: Number.MAX_SAFE_INTEGER, replaces: { changes, walkers: 1_000_000 } }),
  );
  const listed = { id: pathway.id, fileId: pathway.id, pathway, isOffered: true, walkers: 1_000_000 };
  expectShowable(
    serverPathwaysView(
      words,
      [listed, { ...listed, id: 'own-b', isOffered: false }, { ...listed, id: 'own-c', pathway: undefined }],
      {
        kind: 'offered',
        pathway,
      },
    ),
  );
}

/** Whatever it is: a pathway whose every view Discord takes, or faults that it takes. */
function expectHandled(text: string): void {
  const reading = pathwayReader.parse(text);
  if ('pathway' in reading) expectAllShowable(reading.pathway);
  else {
    expect(reading.faults).not.toEqual([]);
    expectShowable(pathwayFaultsView(words, reading.faults));
  }
}

/** Any pathway of texts that stay as they are: the units that come alive are put out, length for length. */
const plainPathway = arbitraryPathway.map(
  (pathway) =>
    JSON.parse(
      JSON.stringify(pathway).replaceAll('](', ')(').replaceAll('<@', '<a').replaceAll('`', "'"),
    ) as Pathway,
);

type Path = readonly (string | number)[];

function placesOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([key, child]) =>
      placesOf(child, [...path, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

function withValue(root: unknown, [key, ...rest]: Path, change: (value: unknown) => unknown): unknown {
  if (key === undefined) return change(root);
  if (Array.isArray(root))
    return root.map((item: unknown, index) => (index === key ? withValue(item, rest, change) : item));
  return Object.fromEntries(
    Object.entries(root as object).map(([name, value]: [string, unknown]) => [
      name,
      name === key ? withValue(value, rest, change) : value,
    ]),
  );
}

const mutation = fc.oneof(
  fc.jsonValue().map((value) => () => value),
  fc.constant(() => undefined),
  fc.string({ unit: 'binary' }).map((text) => (value: unknown) => `${String(value)}${text}`),
  fc
    .constantFrom(
      '](https://example.org)',
      '@everyone',
      '<@1>',
      '\u202E',
      '\uD83E',
      '*',
      'x'.repeat(300),
      '# ',
    )
    .map((text) => (value: unknown) => (typeof value === 'string' ? `${text}${value}` : text)),
  fc.constant((value: unknown) =>
    Array.isArray(value) ? [...(value as unknown[]), ...(value as unknown[])] : value,
  ),
  fc.constant((value: unknown) => (typeof value === 'number' ? -value : value)),
);
const mutated = fc
  .tuple(plainPathway, fc.array(fc.tuple(fc.nat(), mutation), { minLength: 1, maxLength: 3 }))
  .map(([pathway, mutations]) =>
    mutations.reduce<unknown>((value, [place, change]) => {
      const places = placesOf(value);
      return withValue(value, places[place % places.length] ?? [], change);
    }, pathway),
  )
  .map((value) => JSON.stringify(value ?? null));

describe('whatever is brought', () => {
  test('any pathway of plain text is taken as it is, and every view of it fits', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(plainPathway, (pathway) => {
        const text = JSON.stringify(pathway);
        expect(pathwayReader.parse(text)).toEqual({ pathway: JSON.parse(text) as unknown });
        expectAllShowable(pathway);
      }),
      { numRuns: 15, endOnFailure: true },
    );
  });

  test('a pathway with something wrong in it is taken or has faults', { timeout: 60_000 }, () => {
    fc.assert(fc.property(mutated, expectHandled), { numRuns: 50, endOnFailure: true });
  });

  test('any JSON has faults', () => {
    fc.assert(fc.property(fc.json(), expectHandled));
  });

  test('any bytes have faults', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
        expectHandled(new TextDecoder().decode(bytes));
      }),
    );
  });

  test('a file cut anywhere has faults', () => {
    fc.assert(
      fc.property(fc.nat(small.trimEnd().length - 1), (length) => {
        expect(faultsOf(small.slice(0, length))).toHaveLength(1);
      }),
    );
  });

  test('very many faults are as many as a message holds, and how many more there are', () => {
    const unknown = Object.fromEntries(Array.from({ length: 20_000 }, (_, number) => [`x${number}`, 1]));
    const text = JSON.stringify({ ...accessibilityPathway, ...unknown });
    const faults = faultsOf(text);
    expect(faults).toHaveLength(20_000);
    expectShowable(pathwayFaultsView(words, faults));
    expect(JSON.stringify(pathwayFaultsView(words, faults))).toMatch(/… and [\d,]+ more/);
  });
});

describe('what an edit does to ids', () => {
  const [phase, ...rest] = accessibilityPathway.phases;
  const [gone, kept] = phase?.tasks ?? [];
  if (phase === undefined || gone === undefined || kept === undefined) throw new Error('too short a pathway');
  const after: Pathway = {
    ...accessibilityPathway,
    phases: [
      {
        ...phase,
        tasks: [{ ...gone, id: 'new-one' }, { ...kept, id: 'back-again' }, ...phase.tasks.slice(2)],
      },
      ...rest,
    ],
  };

  test('is said of each, and of one that has been there before', () => {
    const former = { taskId: 'back-again', phaseId: phase.id, hours: kept.hours };
    expect(pathwayReader.compare(accessibilityPathway, after, [former])).toEqual([
      'task "back-again" is back; those who had done it before have done it (another task needs another id)',
      `task "${gone.id}" has left; those who had done it keep its ${gone.hours} hours`,
      `task "${kept.id}" has left; those who had done it keep its ${kept.hours} hours`,
      `task "new-one" is new in phase "${phase.id}", with ${gone.hours} hours; it is open for everybody on this pathway`,
    ]);
  });

  test('is nothing when only texts change', () => {
    const reworded = { ...accessibilityPathway, headline: 'Another line' };
    expect(pathwayReader.compare(accessibilityPathway, reworded, [])).toEqual([]);
  });
});
