import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { startBotProcess, type Ending } from '../support/bot-process.ts';
import { openCommunity } from '../support/community.ts';
import { everyRow } from '../support/every-table.ts';
import { editFile } from '../support/sqlite-file.ts';
import { shownPrivately } from '../support/shown.ts';
import {
  makeTemporaryDatabase,
  makeTemporaryFolder,
  MIGRATIONS_DIRECTORY,
} from '../support/temporary-store.ts';

vi.setConfig({ testTimeout: 90_000 });

const COMMAND = fileURLToPath(new URL('../../dist/src/migrate-engine.js', import.meta.url));

/** `npm run migrate:engine -- <args>`, as npm does it, once the project is built. */
async function migrate(
  workingDirectory: string,
  ...args: readonly string[]
): Promise<Ending & { readonly output: string }> {
  const options = { env: {}, workingDirectory, nodeArguments: [COMMAND, ...args] };
  await using process = startBotProcess(options);
  return { ...(await process.ended), output: process.output() };
}

it('moves what members recorded, once the bot has stopped, and the bot goes on where they were', async () => {
  await using community = await openCommunity();
  await using folder = await makeTemporaryFolder();
  await using target = await makeTemporaryDatabase('empty');
  const { ada, channelId } = community;
  const file = join(folder.path, 'cairn.db');
  const startOn = async (databaseUrl: string) => {
    const env = { ...community.env, DATABASE_URL: databaseUrl };
    const bot = startBotProcess({ env, workingDirectory: folder.path });
    await bot.printed('"ready"');
    return bot;
  };
  const move = () => migrate(folder.path, '--from', 'sqlite:cairn.db', '--to', target.url);
  {
    await using bot = await startOn('sqlite:cairn.db');
    await ada.type(channelId, '/done task:cka-course note:"Half of it on trains 🚆"');
    await ada.type(channelId, '/done task:gpu-pod');

    const refused = await move();
    expect(refused).toMatchObject({ code: 1, output: '' });
    expect(refused.complaints).toMatch(/^\S+cairn\.db is in use\. Stop the bot, .*\n$/);
    expect(await everyRow(target.url)).toEqual([]);
    bot.child.kill('SIGTERM');
    await bot.ended;
  }
  const before = await readFile(file);
  const moved = await move();
  expect(moved).toMatchObject({ code: 0, complaints: '' });
  expect(moved.output).toMatch(/^ +2 {2}completion$/m);
  expect(moved.output).toMatch(/^ +1 {2}member$/m);
  expect(moved.output).toMatch(/\nAll of it arrived as it was\. Set DATABASE_URL .*$/);
  expect(await readFile(file)).toEqual(before);

  await using bot = await startOn(target.url);
  expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('2 of 20 tasks');
  await ada.type(channelId, '/done task:pandas-pipeline');
  const rows = await everyRow(target.url);
  expect(rows.filter(({ table }) => table === 'completion')).toHaveLength(3);
  expect(JSON.stringify(rows)).toContain('Half of it on trains 🚆');

  const again = await move();
  expect(again).toMatchObject({ code: 1, output: '' });
  expect(again.complaints).toMatch(/The database of --to is not empty/);
  expect(await everyRow(target.url)).toHaveLength(rows.length);
  bot.child.kill('SIGTERM');
  expect((await bot.ended).code).toBe(0);
});

it('says what is wrong in the words of its options, and touches nothing', async () => {
  await using folder = await makeTemporaryFolder();
  await using target = await makeTemporaryDatabase('empty');
  await using empty = await makeTemporaryDatabase('empty');
  // Moving from it would work, were it not for what is done to it.
  const file = join(folder.path, 'cairn.db');
  const store = await openStore({
    databaseUrl: `sqlite:${file}`,
    migrationsDirectory: MIGRATIONS_DIRECTORY,
    now: () => Date.now(),
  });
  await store.close();
  const expectRefusal = async (message: RegExp, ...args: readonly string[]) => {
    const refused = await migrate(folder.path, ...args);
    expect(refused).toMatchObject({ code: 1, output: '' });
    expect(refused.complaints).toMatch(message);
    expect(refused.complaints).not.toMatch(/DATABASE_URL|hunter2|^\s+at /m);
  };
  const from = ['--from', 'sqlite:cairn.db'];
  const to = ['--to', target.url];
  await expectRefusal(/^Say from where to where: npm run migrate:engine -- --from /);
  await expectRefusal(/^Say from where/, ...from);
  await expectRefusal(/^Unknown option '--form'/, '--form', 'sqlite:cairn.db', ...to);
  await expectRefusal(/gone\.db cannot be opened/, '--from', 'sqlite:gone.db', ...to);
  await expectRefusal(/^--from has no scheme\. Write --from as /, '--from', 'cairn.db', ...to);
  await expectRefusal(
    /^--to cannot be read as an address/,
    ...from,
    '--to',
    'postgres://cairn:hunter2#@db/cairn',
  );
  await expectRefusal(/^Records move from SQLite to PostgreSQL/, '--from', target.url, '--to', empty.url);
  const wrongPassword = new URL(target.url);
  wrongPassword.password = 'hunter2';
  await expectRefusal(
    /refuses the user or the password\. Check both in --to/,
    ...from,
    '--to',
    wrongPassword.href,
  );
  editFile(file, `INSERT INTO migration SELECT MAX(version) + 1, '9999_future.sql', 'x', 0 FROM migration`);
  await expectRefusal(
    /The database is newer than this version of the bot: it has 9999_future\.sql/,
    ...from,
    ...to,
  );
  expect(await everyRow(target.url)).toEqual([]);
});
