import { execFileSync } from 'node:child_process';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import SqliteDatabase from 'better-sqlite3';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ReadinessReport } from '../../src/http/readiness.ts';
import { startBotProcess, type BotProcess } from '../support/bot-process.ts';
import { openCommunity } from '../support/community.ts';
import { portNobodyListensOn } from '../support/ports.ts';
import { openServer } from '../support/server.ts';
import { shownPrivately } from '../support/shown.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../support/temporary-store.ts';

vi.setConfig({ testTimeout: 90_000 });

function mount(path: string, ...options: readonly string[]): void {
  const all = ['size=4m', ...options].join(',');
  execFileSync('mount', ['-t', 'tmpfs', '-o', all, 'cairn', path], { stdio: 'ignore' });
}

/** A disk of four megabytes, of which nothing is left afterwards. Takes Linux and root. */
async function openSmallDisk(): Promise<TemporaryFolder> {
  const folder = await makeTemporaryFolder();
  try {
    mount(folder.path);
  } catch (error) {
    await folder[Symbol.asyncDispose]();
    throw error;
  }
  return {
    path: folder.path,
    async [Symbol.asyncDispose]() {
      execFileSync('umount', ['--lazy', folder.path]);
      await folder[Symbol.asyncDispose]();
    },
  };
}

const mayMount = await openSmallDisk().then(
  async (disk) => {
    await disk[Symbol.asyncDispose]();
    return true;
  },
  () => false,
);

/** Takes what room there is, to the last byte. */
async function fill(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'filler');
  const file = await open(path, 'w');
  try {
    for (const size of [64 * 1024, 1024, 1]) {
      const block = Buffer.alloc(size);
      while ((await file.write(block).catch(() => ({ bytesWritten: 0 }))).bytesWritten === size);
    }
  } finally {
    await file.close();
  }
  return () => rm(path);
}

const OURS = 'Something went wrong';

describe.skipIf(!mayMount)(
  `on a disk of its own${mayMount ? '' : ' (skipped: mounting one takes root)'}`,
  () => {
    it('that is full, a bot says so, loses nothing and recovers by itself', async () => {
      await using disk = await openSmallDisk();
      await using community = await openCommunity();
      const { ada, channelId } = community;
      const port = await portNobodyListensOn();
      const env = { ...community.env, DATABASE_URL: 'sqlite:cairn.db', HTTP_PORT: String(port) };
      await using bot = startBotProcess({ env, workingDirectory: disk.path });
      await bot.printed('"ready"');
      const readiness = async () =>
        (await (await fetch(`http://127.0.0.1:${port}/readyz`)).json()) as ReadinessReport;
      await ada.type(channelId, '/done task:cka-course');

      const makeRoom = await fill(disk.path);
      const refused = await ada.type(channelId, '/done task:gpu-pod');
      expect(shownPrivately(refused)).toContain(OURS);
      await expect
        .poll(async () => (await readiness()).checks['database'], { timeout: 15_000 })
        .toEqual({
          ok: false,
          why: expect.stringMatching(/^The disk is full: .*cairn\.db cannot grow/) as string,
        });
      expect(bot.output()).toContain('The disk is full');

      await makeRoom();
      expect(shownPrivately(await ada.type(channelId, '/done task:gpu-pod'))).toContain('✅');
      expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('2 of 20 tasks');
      await expect.poll(async () => (await readiness()).ready, { timeout: 15_000 }).toBe(true);
      bot.child.kill('SIGTERM');
      expect((await bot.ended).code).toBe(0);
    });

    it.each([
      ['full', /The disk is full: .*cairn\.db cannot grow/],
      ['read-only', /cairn\.db cannot be opened for writing/],
    ])('that is %s, a bot does not start, and says why', async (fault, message) => {
      await using disk = await openSmallDisk();
      if (fault === 'full') await fill(disk.path);
      else mount(disk.path, 'remount', 'ro');
      await using community = await openCommunity();
      const env = { ...community.env, DATABASE_URL: 'sqlite:cairn.db' };
      await using bot = startBotProcess({ env, workingDirectory: disk.path });
      const { code, complaints } = await bot.ended;
      expect(code).toBe(1);
      expect(complaints).toMatch(message);
      expect(complaints).not.toMatch(/^\s+at /m);
    });
  },
);

it('while another process keeps the database locked, members are told in time, and then it goes on', async () => {
  await using folder = await makeTemporaryFolder();
  await using community = await openCommunity();
  const { ada, channelId } = community;
  const port = await portNobodyListensOn();
  const env = { ...community.env, DATABASE_URL: 'sqlite:cairn.db', HTTP_PORT: String(port) };
  await using bot = startBotProcess({ env, workingDirectory: folder.path });
  await bot.printed('"ready"');
  await ada.type(channelId, '/done task:cka-course');

  const holder = new SqliteDatabase(join(folder.path, 'cairn.db'));
  onTestFinished(() => {
    holder.close();
  });
  holder.exec('BEGIN IMMEDIATE');
  expect(shownPrivately(await ada.type(channelId, '/done task:gpu-pod'))).toContain(OURS);
  const { checks } = (await (await fetch(`http://127.0.0.1:${port}/readyz`)).json()) as ReadinessReport;
  expect(checks['database']?.why).toMatch(/stayed locked by another process/);
  holder.exec('ROLLBACK');

  await ada.type(channelId, '/done task:gpu-pod');
  expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('2 of 20 tasks');
  expect(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()).toMatch(
    /^cairn_database_errors_total [1-9]/m,
  );
});

it('while the database is locked, members are told in time though the jobs of the minute wait for it too', async () => {
  await using server = await openServer();
  const { ada, channelId } = server;
  await ada.type(channelId, '/done task:cka-course');
  const holder = new SqliteDatabase(server.databaseFile);
  onTestFinished(() => {
    holder.close();
  });
  holder.exec('BEGIN IMMEDIATE');
  const tick = server.moveTo(server.clock.time);
  const outcome = await ada.type(channelId, '/done task:gpu-pod');
  expect(shownPrivately(outcome)).toContain(OURS);
  holder.exec('ROLLBACK');
  await tick;
});

/** Overwrites all but the first pages, as a disk does that fails or a program that writes to the wrong place. */
async function overwrite(path: string): Promise<void> {
  const { size } = await stat(path);
  const file = await open(path, 'r+');
  await file.write(Buffer.alloc(size - UNTOUCHED, 0xff), 0, size - UNTOUCHED, UNTOUCHED);
  await file.close();
}

const UNTOUCHED = 2 * 4096;

it('a file that is damaged under the bot takes no more records, spoils no backup and is restored', async () => {
  await using folder = await makeTemporaryFolder();
  await using community = await openCommunity();
  const { ada, channelId } = community;
  const path = join(folder.path, 'cairn.db');
  const port = await portNobodyListensOn();
  const env = {
    ...community.env,
    DATABASE_URL: 'sqlite:cairn.db',
    HTTP_PORT: String(port),
    BACKUP_DIR: 'backups',
    BACKUP_KEEP: '1',
  };
  const runBuilt = async (script: 'backup' | 'restore', ...args: readonly string[]) => {
    const file = fileURLToPath(new URL(`../../dist/src/${script}.js`, import.meta.url));
    const options = { env, workingDirectory: folder.path, nodeArguments: [file, ...args] };
    await using process = startBotProcess(options);
    return await process.ended;
  };
  const stop = async (bot: BotProcess) => {
    bot.child.kill('SIGTERM');
    expect((await bot.ended).code).toBe(0);
  };
  const start = async () => {
    const bot = startBotProcess({ env, workingDirectory: folder.path });
    await bot.printed('"ready"');
    return bot;
  };
  {
    await using bot = await start();
    await ada.type(channelId, '/done task:cka-course');
    await stop(bot);
  }
  expect((await runBuilt('backup')).code).toBe(0);
  const [backup = ''] = await readdir(join(folder.path, 'backups'));

  await using bot = await start();
  await overwrite(path);
  const refused = shownPrivately(await ada.type(channelId, '/done task:gpu-pod'));
  expect(refused).toContain(OURS);
  expect(refused).not.toContain('cairn.db');
  expect(bot.output()).toMatch(/"level":50.*cairn\.db is damaged\. .*restore the newest backup/);
  const { checks } = (await (await fetch(`http://127.0.0.1:${port}/readyz`)).json()) as ReadinessReport;
  expect(checks['database']?.why).toMatch(/cairn\.db is damaged\. Nothing more is recorded/);

  expect((await runBuilt('backup')).complaints).toMatch(/cairn\.db is .*damaged/);
  expect(await readdir(join(folder.path, 'backups'))).toEqual([backup]);
  expect((await runBuilt('restore', join('backups', backup))).complaints).toMatch(/is in use\. Stop the bot/);
  await stop(bot);
  expect(await runBuilt('restore', join('backups', backup))).toMatchObject({ code: 0, complaints: '' });

  await using again = await start();
  expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('1 of 20 tasks');
  await stop(again);
});

it('while the file is not in its place, nothing is confirmed that would be lost', async () => {
  await using folder = await makeTemporaryFolder();
  await using community = await openCommunity();
  const { ada, channelId } = community;
  const path = join(folder.path, 'cairn.db');
  const port = await portNobodyListensOn();
  const env = { ...community.env, DATABASE_URL: 'sqlite:cairn.db', HTTP_PORT: String(port) };
  await using bot = startBotProcess({ env, workingDirectory: folder.path });
  await bot.printed('"ready"');
  await ada.type(channelId, '/done task:cka-course');

  await rename(path, `${path}.away`);
  expect(shownPrivately(await ada.type(channelId, '/done task:gpu-pod'))).toContain(OURS);
  expect(bot.output()).toMatch(/"level":50.*cairn\.db was deleted, moved or replaced/);
  const { checks } = (await (await fetch(`http://127.0.0.1:${port}/readyz`)).json()) as ReadinessReport;
  expect(checks['database']?.why).toMatch(/cairn\.db was deleted, moved or replaced .*Put it back/);

  await rename(`${path}.away`, path);
  await ada.type(channelId, '/done task:gpu-pod');
  expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('2 of 20 tasks');
});
