import {
  appendFile,
  copyFile,
  cp,
  open,
  readdir,
  readFile,
  rename,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';

import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { makeBackup } from '../../src/store/backup.ts';
import { openStore } from '../../src/store/open-store.ts';
import { restoreBackup } from '../../src/store/restore.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { editFile, rowsOf } from '../support/sqlite-file.ts';
import { MIGRATIONS_DIRECTORY, openTemporaryStore, type TemporaryStore } from '../support/temporary-store.ts';
import { MEMBER } from './records.ts';

const AT = Date.UTC(2026, 2, 2, 10, 30);

let temporary: TemporaryStore;
let folder: string;
let backupFile: string;
beforeEach(async () => {
  temporary = await openTemporaryStore();
  folder = dirname(temporary.path);
  ({ file: backupFile } = await makeBackup({
    databaseFile: temporary.path,
    directory: join(folder, 'backups'),
    keep: 1,
    at: AT,
  }));
  await temporary.store.members.save(MEMBER);
});
afterEach(() => temporary[Symbol.asyncDispose]());

function restore(file = backupFile) {
  return restoreBackup({
    backupFile: file,
    databaseFile: temporary.path,
    migrationsDirectory: MIGRATIONS_DIRECTORY,
    now: AT,
  });
}

/** What stands before the schema, in the first page. */
const SQLITE_HEADER = 100;

async function overwrite(path: string, from: number, to: number): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(Buffer.alloc(to - from, 0xff), 0, to - from, from);
  await file.close();
}

const membersIn = (file: string) => rowsOf(file).filter((row) => row.startsWith('member ')).length;

describe('a restored database', () => {
  it('is what the backup was; what was there before is aside, and nothing else is left', async () => {
    await temporary.store.close();
    const { aside } = await restore();
    expect(aside).toBe(`${temporary.path}.before-restore-2026-03-02T10-30-00-000Z`);
    expect(membersIn(temporary.path)).toBe(0);
    expect(membersIn(aside ?? '')).toBe(1);
    expect((await readdir(folder)).sort()).toEqual([
      'backups',
      'cairn.db',
      'cairn.db.before-restore-2026-03-02T10-30-00-000Z',
    ]);
    expect(rowsOf(temporary.path)).toEqual(rowsOf(backupFile));
  });

  it('takes the place of one whose bot crashed, the records in its log included', async () => {
    const crashed = join(folder, 'crashed.db');
    for (const suffix of ['', '-wal']) await copyFile(`${temporary.path}${suffix}`, `${crashed}${suffix}`);
    const { aside } = await restoreBackup({
      backupFile,
      databaseFile: crashed,
      migrationsDirectory: MIGRATIONS_DIRECTORY,
      now: AT,
    });
    expect(membersIn(aside ?? '')).toBe(1);
    expect(membersIn(crashed)).toBe(0);
    expect((await readdir(folder)).filter((name) => /crashed.*-(wal|shm|journal)/.test(name))).toEqual([]);
  });

  it('takes the place of one whose schema is damaged', async () => {
    await temporary.store.close();
    await overwrite(temporary.path, SQLITE_HEADER, 4096);
    const damaged = await readFile(temporary.path);
    const { aside = '' } = await restore();
    expect(await readFile(aside)).toEqual(damaged);
    expect(rowsOf(temporary.path)).toEqual(rowsOf(backupFile));
  });

  it('can be made where there is none', async () => {
    const databaseFile = join(folder, 'new.db');
    const { aside } = await restoreBackup({
      backupFile,
      databaseFile,
      migrationsDirectory: MIGRATIONS_DIRECTORY,
      now: AT,
    });
    expect(aside).toBeUndefined();
    expect(rowsOf(databaseFile)).toEqual(rowsOf(backupFile));
  });

  it('may come from a copy that was made by hand, with its log', async () => {
    const copy = join(folder, 'by-hand.db');
    for (const suffix of ['', '-wal']) await copyFile(`${temporary.path}${suffix}`, `${copy}${suffix}`);
    await temporary.store.close();
    const before = await readFile(`${copy}-wal`);
    await restore(copy);
    expect(membersIn(temporary.path)).toBe(1);
    expect(await readFile(`${copy}-wal`)).toEqual(before);
  });

  it('of an older version is brought up to date by the next start', async () => {
    const newest = (await readdir(MIGRATIONS_DIRECTORY)).filter((name) => name.endsWith('.sql')).length;
    const older = await readFile(backupFile);
    const migrations = join(folder, 'migrations');
    await cp(MIGRATIONS_DIRECTORY, migrations, { recursive: true });
    await appendFile(
      join(migrations, `${String(newest + 1).padStart(4, '0')}_next.sql`),
      'CREATE TABLE next (x TEXT);',
    );
    await temporary.store.close();
    await restoreBackup({
      backupFile,
      databaseFile: temporary.path,
      migrationsDirectory: migrations,
      now: AT,
    });
    expect(await readFile(temporary.path)).toEqual(older);
    const store = await openStore({
      databaseUrl: `sqlite:${temporary.path}`,
      migrationsDirectory: migrations,
      now: () => AT,
    });
    await store.check();
    await store.close();
  });
});

describe('nothing is restored, and nothing changes,', () => {
  async function expectRefusal(message: RegExp, file = backupFile): Promise<void> {
    const before = rowsOf(temporary.path);
    await expect(restore(file)).rejects.toThrow(message);
    await expect(restore(file)).rejects.toThrow(StoreError);
    expect(rowsOf(temporary.path)).toEqual(before);
    expect((await readdir(folder)).filter((name) => name.includes('restor'))).toEqual([]);
  }

  it('while a bot has the database open, however long it does nothing', async () => {
    await expectRefusal(/cairn\.db is in use\. Stop the bot first/);
    await temporary.store.close();
    await restore();
  });

  it('where a file is that nothing can lock: somebody has to move it away first', async () => {
    await temporary.store.close();
    await writeFile(temporary.path, 'Dear diary, '.repeat(500));
    await expect(restore()).rejects.toThrow(
      /cairn\.db is so damaged that nothing can tell whether a bot has it open\. Stop the bot, move the file away/,
    );
    expect(await readFile(temporary.path, 'utf8')).toMatch(/^Dear diary/);
    expect((await readdir(folder)).sort()).toEqual(['backups', 'cairn.db']);
    await rename(temporary.path, `${temporary.path}.mine`);
    await restore();
    expect(rowsOf(temporary.path)).toEqual(rowsOf(backupFile));
  });

  it('where a log lies that belongs to a database which is gone', async () => {
    await rename(temporary.path, `${temporary.path}.away`);
    await expect(restore()).rejects.toThrow(/cairn\.db-wal lies there without its database.*Stop the bot/);
    expect((await readdir(folder)).filter((name) => /restor|^cairn\.db$/.test(name))).toEqual([]);
    await temporary.store.close();
    // SQLite leaves it there: it belongs to the file that went.
    await rename(`${temporary.path}-wal`, `${temporary.path}.away-wal`);
    expect(membersIn(`${temporary.path}.away`)).toBe(1);
    await restore();
    expect(rowsOf(temporary.path)).toEqual(rowsOf(backupFile));
  });

  it('from a file that is no database', async () => {
    const letter = join(folder, 'letter.db');
    await writeFile(letter, 'Dear diary, '.repeat(500));
    await expectRefusal(/letter\.db is not a SQLite database, or is damaged/, letter);
  });

  it("from a database that is none of Cairn's", async () => {
    const other = join(folder, 'other.db');
    const database = new SqliteDatabase(other);
    database.exec('CREATE TABLE note (text TEXT)');
    await expectRefusal(/other\.db is a SQLite database, but none of Cairn's/, other);
    database.exec('CREATE TABLE migration (id TEXT); INSERT INTO migration VALUES (1)');
    database.close();
    await expectRefusal(/none of Cairn's/, other);
  });

  it('from a backup that lost its end', async () => {
    await truncate(backupFile, (await stat(backupFile)).size - 4096 * 3);
    await expectRefusal(/damaged/);
  });

  it('from a backup that is newer than the bot, or of another one', async () => {
    editFile(backupFile, `UPDATE migration SET checksum = 'other' WHERE version = 2`);
    await expectRefusal(/does not fit this version of the bot\. The migration 0002/);
    editFile(backupFile, `DELETE FROM migration WHERE version = 2`);
    await expectRefusal(/does not fit this version/);
  });

  it('from a backup of a newer version', async () => {
    editFile(
      backupFile,
      `INSERT INTO migration SELECT MAX(version) + 1, '9999_future.sql', 'x', 0 FROM migration`,
    );
    await expectRefusal(/does not fit this version of the bot\. The database is newer.*9999_future/);
  });
});

it('a bot that starts while a restore is under way never writes into what is put aside', async () => {
  await temporary.store.close();
  // As the restore leaves it for the moment of the exchange.
  new SqliteDatabase(temporary.path).pragma('journal_mode = DELETE');
  const starting = new SqliteDatabase(temporary.path);
  await restore();
  expect(() => starting.pragma('journal_mode = WAL')).toThrow(/read-?only/);
  starting.close();
});
