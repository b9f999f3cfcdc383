import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkPathways } from '../../src/content/check-pathways.ts';
import { ContentError } from '../../src/content/content-error.ts';
import { startBotProcess } from '../support/bot-process.ts';
import { makeTemporaryFolder } from '../support/temporary-store.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SMALL = path.join(ROOT, 'test/support/pathways/frontend-to-accessibility.json');
const LOOK = { accept: false };
const ACCEPT = { accept: true };

test('the ledger that comes with the bot is in step with its pathways', async () => {
  const { isInStep, report } = await checkPathways(path.join(ROOT, 'data/pathways'), LOOK);
  expect(report).toContain('No id changes.');
  expect(isInStep).toBe(true);
});

interface Desk extends AsyncDisposable {
  readonly directory: string;
  readonly ledger: string;
  /** Replaces, in the small pathway's file, a text that must stand in it. */
  edit(search: string, replacement: string): Promise<void>;
}

/** An editor's folder with the small pathway, nothing of it published. */
async function openDesk(): Promise<Desk> {
  const folder = await makeTemporaryFolder();
  const directory = path.join(folder.path, 'pathways');
  const file = path.join(directory, path.basename(SMALL));
  await mkdir(directory);
  await cp(SMALL, file);
  return {
    directory,
    ledger: path.join(folder.path, 'pathway-ids.json'),
    async edit(search, replacement) {
      const text = await readFile(file, 'utf8');
      if (!text.includes(search)) throw new Error(`not in the file: ${search}`);
      await writeFile(
        file,
        text.replace(search, () => replacement),
      );
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

describe('in a folder that is being edited', () => {
  test('a look changes nothing; accepting writes the ledger, and then all is in step', async () => {
    await using desk = await openDesk();
    expect(await checkPathways(desk.directory, LOOK)).toEqual({
      isInStep: false,
      report: [
        'The files are in order. Their ids change:',
        'frontend-to-accessibility:',
        '  is new, and so are all of its ids',
        `${desk.ledger} does not know of this yet.`,
      ].join('\n'),
    });
    await expect(readFile(desk.ledger)).rejects.toThrow('ENOENT');

    expect(await checkPathways(desk.directory, ACCEPT)).toMatchObject({
      isInStep: true,
      report: expect.stringContaining(`${desk.ledger} is written; commit it with the files.`) as string,
    });
    expect(await checkPathways(desk.directory, LOOK)).toEqual({
      isInStep: true,
      report: `No id changes. The files are in order, and ${desk.ledger} is in step: frontend-to-accessibility`,
    });
  });

  test('another title is no matter, another id is', async () => {
    await using desk = await openDesk();
    await checkPathways(desk.directory, ACCEPT);
    await desk.edit('Live a week without a mouse', 'Put the mouse away for a week');
    expect(await checkPathways(desk.directory, LOOK)).toMatchObject({ isInStep: true });

    await desk.edit('"id": "keyboard-week"', '"id": "no-mouse"');
    const { isInStep, report } = await checkPathways(desk.directory, LOOK);
    expect(isInStep).toBe(false);
    expect(report.split('\n').slice(2, -1)).toEqual([
      '  task "keyboard-week" has left; those who had done it keep its 5 hours',
      '  task "no-mouse" is new in phase "listen", with 5 hours; it is open for everybody on this pathway',
      'An id that only got another name leaves and arrives: put the old one back.',
    ]);
  });

  test('what left stays in the ledger, and is known when it comes back', async () => {
    await using desk = await openDesk();
    await checkPathways(desk.directory, ACCEPT);
    const before = await readFile(desk.ledger, 'utf8');
    await desk.edit('"id": "keyboard-week"', '"id": "no-mouse"');
    await checkPathways(desk.directory, ACCEPT);
    await desk.edit('"id": "no-mouse"', '"id": "keyboard-week"');
    expect((await checkPathways(desk.directory, ACCEPT)).report).toContain('task "keyboard-week" is back');
    expect(JSON.parse(await readFile(desk.ledger, 'utf8'))).not.toEqual(JSON.parse(before));
    expect(await readFile(desk.ledger, 'utf8')).toContain('"no-mouse"');
  });

  test('what the bot would refuse is refused in the same words, and nothing is accepted', async () => {
    await using desk = await openDesk();
    await desk.edit('"hours": 12', '"hours": 13');
    await expect(checkPathways(desk.directory, ACCEPT)).rejects.toThrow(
      'phases[1].tasks: expected hours that add up to 12 (2 weeks of 6), got 13',
    );
    await expect(readFile(desk.ledger)).rejects.toThrow('ENOENT');
  });

  test.each([
    ['{ "a": {', 'line 1, column 9: expected a name in double quotes, got the end of the file'],
    [
      '{ "a": { "state": "gone", "phases": {}, "skills": {}, "tasks": {} } }',
      'a.state: expected "offered" or "left", got "gone"',
    ],
  ])('a ledger that cannot be read stops everything: %s', async (text, fault) => {
    await using desk = await openDesk();
    await writeFile(desk.ledger, text);
    await expect(checkPathways(desk.directory, ACCEPT)).rejects.toThrow(
      new ContentError([`${desk.ledger}: ${fault}`]),
    );
    expect(await readFile(desk.ledger, 'utf8')).toBe(text);
  });

  test('a ledger that is no file stops everything too', async () => {
    await using desk = await openDesk();
    await mkdir(desk.ledger);
    await expect(checkPathways(desk.directory, ACCEPT)).rejects.toThrow(
      `${desk.ledger}: expected a readable file, got EISDIR`,
    );
  });
});

test('the command says how to accept, and ends with 1 until all is accepted', async () => {
  await using desk = await openDesk();
  const run = async (...words: readonly string[]) => {
    await using check = startBotProcess({
      env: {},
      workingDirectory: ROOT,
      nodeArguments: ['--import', 'tsx', 'src/check-pathways.ts', ...words],
    });
    const { code, complaints } = await check.ended;
    return { code, output: check.output(), complaints };
  };

  const look = await run(desk.directory);
  expect(look).toMatchObject({ code: 1, complaints: '' });
  expect(look.output).toContain(`npm run pathways:check -- ${desk.directory} --accept`);
  expect(await run('--accept', desk.directory)).toMatchObject({ code: 0, complaints: '' });
  expect(await run(desk.directory)).toMatchObject({ code: 0, complaints: '' });

  await desk.edit('"Gentle"', '""');
  expect(await run(desk.directory)).toMatchObject({
    code: 1,
    output: '',
    complaints: expect.stringContaining('difficulty: expected at least 1 character, got 0') as string,
  });
});
