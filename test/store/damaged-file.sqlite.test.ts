import { copyFile, open, rename, rm, stat, truncate } from 'node:fs/promises';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { listBackups, makeBackup } from '../../src/store/backup.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { openStore, type OpenStore } from '../../src/store/open-store.ts';
import {
  makeTemporaryDatabase,
  MIGRATIONS_DIRECTORY,
  type TemporaryDatabase,
} from '../support/temporary-store.ts';
import { MEMBER } from './records.ts';

const AT = Date.UTC(2026, 2, 2, 10, 30);
const PAGE = 4096;
const MEMBERS = 2_000;

let database: TemporaryDatabase;
let store: OpenStore;

const reopen = () =>
  openStore({ databaseUrl: database.url, migrationsDirectory: MIGRATIONS_DIRECTORY, now: () => AT });

const saveMany = (name: string) =>
  store.transaction(async ({ members }) => {
    for (let index = 0; index < MEMBERS; index += 1) {
      await members.save({ ...MEMBER, userId: `${name}-${index}` });
    }
  });

beforeEach(async () => {
  database = await makeTemporaryDatabase('migrated');
  store = await reopen();
  await saveMany('early');
  await store.close();
  // Whatever the bot has not looked at since its start is read from the file.
  store = await reopen();
});
afterEach(async () => {
  await store.close();
  await database[Symbol.asyncDispose]();
});

/** Overwrites all but the beginning, as a disk does that fails or a program that writes to the wrong place. */
async function overwrite(path: string, from: number): Promise<void> {
  const { size } = await stat(path);
  expect(size).toBeGreaterThan(from);
  const file = await open(path, 'r+');
  await file.write(Buffer.alloc(size - from, 0xff), 0, size - from, from);
  await file.close();
}

async function expectNothingRecorded(message: RegExp): Promise<void> {
  for (const attempt of [
    () => store.members.save({ ...MEMBER, userId: 'late' }),
    () => store.transaction(({ members }) => members.save({ ...MEMBER, userId: 'late' })),
    () => store.check(),
  ]) {
    await expect(attempt()).rejects.toThrow(message);
    await expect(attempt()).rejects.toThrow(StoreError);
  }
}

const backUp = (at: number) =>
  makeBackup({ databaseFile: database.path, directory: `${database.path}-backups`, keep: 1, at });

describe('a file that is damaged while it is open', () => {
  it.each([
    ['overwritten', () => overwrite(database.path, 2 * PAGE)],
    ['cut off in the middle', async () => truncate(database.path, (await stat(database.path)).size / 2)],
    ['emptied', () => truncate(database.path, 0)],
  ])('by being %s takes no more records once that shows', async (_, damage) => {
    await damage();
    await expect(store.members.find(`early-${MEMBERS / 2}`)).rejects.toThrow(
      /cairn\.db is damaged\. .*restore/,
    );
    await expectNothingRecorded(/cairn\.db is damaged\. Nothing more is recorded.*restore the newest backup/);
  });

  it('by losing the end of its log takes no more records once that shows', async () => {
    await saveMany('late');
    await truncate(`${database.path}-wal`, 2 * PAGE);
    // By then they are read from the file again: SQLite keeps 16 MB of it in memory.
    const other = await reopen();
    await expect(other.members.find(`late-${MEMBERS / 2}`)).rejects.toThrow(/cairn\.db is damaged/);
    await other.close().catch(() => undefined);
  });

  it('takes the place of no sound backup', async () => {
    await backUp(AT);
    await overwrite(database.path, 2 * PAGE);
    await expect(backUp(AT + 1)).rejects.toThrow(
      /cairn\.db is (damaged|not a SQLite database, or is damaged)/,
    );
    expect((await listBackups(`${database.path}-backups`)).map(({ at }) => at)).toEqual([AT]);
  });

  it('in its log alone takes the place of no sound backup either', async () => {
    await backUp(AT);
    await saveMany('late');
    await overwrite(`${database.path}-wal`, 20 * PAGE);
    await expect(backUp(AT + 1)).rejects.toThrow(/damaged/);
    expect((await listBackups(`${database.path}-backups`)).map(({ at }) => at)).toEqual([AT]);
  });
});

describe('a file that goes while it is open', () => {
  it.each(['', '-wal'])('(cairn.db%s) takes no records until it is back', async (suffix) => {
    const path = `${database.path}${suffix}`;
    await rename(path, `${path}.away`);
    await expectNothingRecorded(/was deleted, moved or replaced .*Put it back/);
    expect(await store.members.find('early-7')).toMatchObject({ userId: 'early-7' });
    await copyFile(`${path}.away`, path);
    await expectNothingRecorded(/was deleted, moved or replaced/);
    await rename(`${path}.away`, path);
    await store.check();
    await store.members.save({ ...MEMBER, userId: 'late' });
    await store.close();
    store = await reopen();
    expect(await store.members.find('late')).toBeDefined();
  });

  it('for good is told of', async () => {
    await rm(database.path);
    await expectNothingRecorded(/cairn\.db was deleted.*restore the newest backup/);
  });

  it('is no loss where it is the log: closing writes what stood in it', async () => {
    await store.members.save({ ...MEMBER, userId: 'last' });
    await rm(`${database.path}-wal`);
    await expectNothingRecorded(/cairn\.db-wal was deleted.*start it again/);
    await store.close();
    store = await reopen();
    expect(await store.members.find('last')).toBeDefined();
  });
});
