import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ContentError } from '../../src/content/content-error.ts';
import { findJsonFault } from '../../src/content/json-fault.ts';
import { loadPathways } from '../../src/content/load-pathways.ts';

const realFile = new URL('../../data/pathways/backend-to-ai-infrastructure.json', import.meta.url);
const smallFile = new URL('../support/pathways/frontend-to-accessibility.json', import.meta.url);
const real = await readFile(realFile, 'utf8');
const small = await readFile(smallFile, 'utf8');

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'cairn-pathways-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

const fileAt = (name: string) => path.join(directory, name);

async function put(files: Readonly<Record<string, string | Uint8Array>>) {
  await Promise.all(Object.entries(files).map(([name, content]) => writeFile(fileAt(name), content)));
}

async function faultsOf(loading: Promise<unknown>): Promise<readonly string[]> {
  const error: unknown = await loading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ContentError)) throw new Error('expected a ContentError', { cause: error });
  expect(error.message).toBe(['The pathway files cannot be used:', ...error.faults].join('\n  '));
  return error.faults;
}

/** The text with `search`, which must stand in it, replaced once. */
function edited(text: string, search: string, replacement: string): string {
  if (!text.includes(search)) throw new Error(`not in the file: ${search}`);
  return text.replace(search, () => replacement);
}

describe('files as they should be', () => {
  test('come back whole, in the order of their names', async () => {
    await put({
      'frontend-to-accessibility.json': small,
      'backend-to-ai-infrastructure.json': real,
      'another-way.json': edited(small, '"frontend-to-accessibility"', '"another-way"'),
      'notes.md': 'not a pathway',
      'draft.json.bak': '{',
    });
    const pathways = await loadPathways(directory);
    expect(pathways.map(({ id }) => id)).toEqual([
      'another-way',
      'backend-to-ai-infrastructure',
      'frontend-to-accessibility',
    ]);
    expect(pathways.slice(1)).toEqual([JSON.parse(real), JSON.parse(small)]);
  });

  test('may start with a byte-order mark and end their lines as Windows does', async () => {
    await put({ 'frontend-to-accessibility.json': `\ufeff${small.replaceAll('\n', '\r\n')}` });
    expect(await loadPathways(directory)).toEqual([JSON.parse(small)]);
  });
});

describe('what cannot be read', () => {
  test('a directory that is not there', async () => {
    const missing = fileAt('nowhere');
    expect(await faultsOf(loadPathways(missing))).toEqual([
      `${missing}: expected a readable directory, got ENOENT`,
    ]);
  });

  test('a file in place of the directory', async () => {
    await put({ 'a.json': small });
    expect(await faultsOf(loadPathways(fileAt('a.json')))).toEqual([
      `${fileAt('a.json')}: expected a readable directory, got ENOTDIR`,
    ]);
  });

  test('a directory without pathways', async () => {
    await put({ 'readme.md': '' });
    expect(await faultsOf(loadPathways(directory))).toEqual([
      `${directory}: expected at least one .json file, got none`,
    ]);
  });

  test('entries that are no files, and bytes that are no text', async () => {
    await put({ 'latin-1.json': Buffer.from('{ "id": "größe" }', 'latin1') });
    await mkdir(fileAt('folder.json'));
    await symlink(fileAt('gone'), fileAt('link.json'));
    expect(await faultsOf(loadPathways(directory))).toEqual([
      `${fileAt('folder.json')}: expected a readable file, got EISDIR`,
      `${fileAt('latin-1.json')}: expected UTF-8 text, got other bytes`,
      `${fileAt('link.json')}: expected a readable file, got ENOENT`,
    ]);
  });
});

describe('what is not JSON', () => {
  test.each<[what: string, content: string, fault: string]>([
    ['an empty file', '', 'line 1, column 1: expected a value, got the end of the file'],
    [
      'a file cut short',
      '{\n  "id": "a",',
      'line 2, column 13: expected a name in double quotes, got the end of the file',
    ],
    ['a missing comma', '{\n  "id": "a"\n  "to": "b"\n}', 'line 3, column 3: expected "," or "}", got "to"'],
    ['a comma too many', '{\n  "id": [1, 2,]\n}', 'line 2, column 15: expected a value, got "]"'],
    [
      'a missing comma before a long text',
      `["a" "${'long '.repeat(50)}"]`,
      `line 1, column 6: expected "," or "]", got "${'long '.repeat(15)}lon…`,
    ],
    ['a missing colon', '{ "id" "a" }', 'line 1, column 8: expected ":", got "a"'],
    ['single quotes', "{ 'id': 1 }", `line 1, column 3: expected a name in double quotes, got "'"`],
    ['a bare word', '{\r\n "id": True }', 'line 2, column 8: expected a value, got "True"'],
    ['a comment', '{} // done', 'line 1, column 4: expected the end of the file, got "/"'],
    [
      'a quote that is not closed',
      '{\n  "id": "a,\n  "to": "b"\n}',
      'line 2, column 9: expected text that ends on its line, with legal escapes only',
    ],
    [
      'a name given twice',
      '{ "id": { "a": 1, "b": 2, "a": 3 } }',
      'line 1, column 27: expected each name once in an object, got "a" again',
    ],
  ])('%s', async (_, content, fault) => {
    await put({ 'a.json': content });
    expect(await faultsOf(loadPathways(directory))).toEqual([`${fileAt('a.json')}: ${fault}`]);
  });

  test('is found exactly where JSON.parse fails, too', () => {
    const parses = (text: string) => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    const pieces = fc.array(
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        ' ',
        '\n',
        '""',
        '"a"',
        '"\\u00e9"',
        '"\\x"',
        '"',
        '-',
        '0',
        '1',
        '.5',
        'e3',
        'true',
        'null',
        'nul',
        '\\',
        '🎧',
      ),
      { maxLength: 9 },
    );
    const texts = fc.oneof(
      fc.json(),
      pieces.map((words) => words.join('')),
      fc.tuple(fc.json(), fc.nat(), pieces).map(([json, at, words]) => {
        const offset = at % (json.length + 1);
        return json.slice(0, offset) + words.join('') + json.slice(offset + 1);
      }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const fault = findJsonFault(text);
        fc.pre(fault?.message.includes(' once in an object') !== true);
        expect(fault === undefined).toBe(parses(text));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('what breaks the rules', () => {
  test('every fault of every file, each with its place', async () => {
    const pathway = JSON.parse(small) as Record<string, unknown> & {
      phases: { tasks: Record<string, unknown>[]; resources: Record<string, unknown>[] }[];
      skills: Record<string, unknown>[];
    };
    const [listen, audit] = pathway.phases;
    Object.assign(listen?.tasks[0] ?? {}, { title: '🎧'.repeat(91), hours: 2.5, 'två ord': true });
    Object.assign(listen?.resources[0] ?? {}, { url: 'http://example.org/' });
    Object.assign(audit?.tasks[0] ?? {}, { id: 'First Audit', skills: [], hours: '12' });
    Object.assign(pathway.skills[1] ?? {}, { priority: 'urgent', weeks: 0 });
    Object.assign(pathway, { headline: ' ', overview: 'One text', timelineMonths: [1, 3], colour: 'red' });
    Object.assign(pathway, { defaultHoursPerWeek: 81, faq: Array.from({ length: 11 }, () => null) });
    pathway['transferableSkills'] = [null];
    delete pathway['demand'];

    await put({
      'frontend-to-accessibility.json': JSON.stringify(pathway),
      'half.json': '{ "id": "half" ',
      'list.json': '[]',
    });
    const file = fileAt('frontend-to-accessibility.json');
    expect(await faultsOf(loadPathways(directory))).toEqual([
      `${file}: headline: expected at least 1 character, got 0`,
      `${file}: timelineMonths: expected an object, got a list`,
      `${file}: demand: expected text, got nothing`,
      `${file}: overview: expected a list, got "One text"`,
      `${file}: defaultHoursPerWeek: expected at most 80, got 81`,
      `${file}: transferableSkills[0]: expected an object, got null`,
      `${file}: skills[1].priority: expected "critical" or "important" or "nice-to-have", got "urgent"`,
      `${file}: skills[1].weeks: expected at least 1, got 0`,
      `${file}: phases[0].tasks[0].title: expected at most 90 characters, got 91`,
      `${file}: phases[0].tasks[0].hours: expected a whole number, got 2.5`,
      `${file}: phases[0].tasks[0]["två ord"]: expected no field of this name`,
      `${file}: phases[0].resources[0].url: expected an https:// address, got "http://example.org/"`,
      `${file}: phases[1].tasks[0].id: expected a slug: lower-case letters, digits and single hyphens, got "First Audit"`,
      `${file}: phases[1].tasks[0].hours: expected a number, got "12"`,
      `${file}: phases[1].tasks[0].skills: expected at least 1 entry, got 0`,
      `${file}: faq: expected at most 10 entries, got 11`,
      `${file}: colour: expected no field of this name`,
      `${fileAt('half.json')}: line 1, column 16: expected "," or "}", got the end of the file`,
      `${fileAt('list.json')}: expected an object, got a list`,
    ]);
  });

  test('rules between fields', async () => {
    await put({
      'frontend-to-accessibility.json': edited(
        edited(
          edited(small, '"id": "user-interview"', '"id": "keyboard-week"'),
          '"skills": ["wcag", "screen-readers", "semantic-html"]',
          '"skills": ["wcag", "aria", "wcag"]',
        ),
        '"hours": 12',
        '"hours": 13',
      ),
    });
    const file = fileAt('frontend-to-accessibility.json');
    expect(await faultsOf(loadPathways(directory))).toEqual([
      `${file}: phases[0].tasks[2].id: expected a unique id, but "keyboard-week" stands earlier in this file`,
      `${file}: phases[1].tasks[0].skills[1]: expected the id of a skill in this file, got "aria"`,
      `${file}: phases[1].tasks[0].skills[2]: expected each skill once, but "wcag" repeats`,
      `${file}: phases[1].tasks: expected hours that add up to 12 (2 weeks of 6), got 13`,
    ]);
  });

  test('text that is far too long is not repeated to the operator', async () => {
    await put({
      'frontend-to-accessibility.json': edited(
        small,
        '"overview": [',
        `"overview": "${'long '.repeat(50)}", "old": [`,
      ),
    });
    const file = fileAt('frontend-to-accessibility.json');
    expect(await faultsOf(loadPathways(directory))).toEqual([
      `${file}: overview: expected a list, got "${'long '.repeat(15)}lon…`,
      `${file}: old: expected no field of this name`,
    ]);
  });
});

describe('ids of whole pathways', () => {
  test('a name of the file that is not the id', async () => {
    await put({ 'a11y.json': small });
    expect(await faultsOf(loadPathways(directory))).toEqual([
      `${fileAt('a11y.json')}: id: expected "a11y" (the file's name), got "frontend-to-accessibility"`,
    ]);
  });

  test('two files with one id, even where one of them has other faults', async () => {
    await put({
      'copy.json': edited(small, '"Gentle"', '""'),
      'frontend-to-accessibility.json': small,
    });
    expect(await faultsOf(loadPathways(directory))).toEqual([
      `${fileAt('copy.json')}: difficulty: expected at least 1 character, got 0`,
      `${fileAt('copy.json')}: id: expected "copy" (the file's name), got "frontend-to-accessibility"`,
      `${fileAt('frontend-to-accessibility.json')}: id: expected a pathway id of its own, but "frontend-to-accessibility" is also the id of ${fileAt('copy.json')}`,
    ]);
  });
});
