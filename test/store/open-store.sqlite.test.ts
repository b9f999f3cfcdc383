import { chmod, cp, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { inspect } from 'node:util';

import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openStore } from '../../src/store/open-store.ts';
import { connectSqlite } from '../../src/store/sqlite.ts';
import { StoreError } from '../../src/store/store-error.ts';
import {
  makeTemporaryFolder,
  MIGRATIONS_DIRECTORY,
  type TemporaryFolder,
} from '../support/temporary-store.ts';
import { runByHand } from '../support/by-hand.ts';
import { MEMBER } from './records.ts';

let folder: TemporaryFolder;
let path: string;

beforeEach(async () => {
  folder = await makeTemporaryFolder();
  path = join(folder.path, 'cairn.db');
});
afterEach(() => folder[Symbol.asyncDispose]());

function open(databaseUrl = `sqlite:${path}`, migrationsDirectory = MIGRATIONS_DIRECTORY) {
  return openStore({ databaseUrl, migrationsDirectory, now: () => Date.now(), lockWaitMs: 50 });
}

async function expectRefusal(opening: Promise<unknown>, message: RegExp): Promise<void> {
  await expect(opening).rejects.toThrow(StoreError);
  await expect(opening).rejects.toThrow(message);
}

describe('DATABASE_URL', () => {
  it.each([
    ['mysql://bot:hunter2@localhost/cairn', /"mysql:", which is not supported/],
    ['', /no scheme/],
    ['cairn.db', /no scheme/],
    ['sqlite:', /names no file/],
    ['sqlite::memory:', /names no file/],
    ['sqlite:///cairn.db', /two ways/],
  ])('%j is refused with advice', async (databaseUrl, message) => {
    await expectRefusal(open(databaseUrl), message);
    await expect(open(databaseUrl)).rejects.toThrow(/sqlite:var\/cairn\.db/);
  });

  it.each([
    ['postgres://bot:hunter2#@localhost/cairn', /cannot be read as an address.*%23/],
    ['postgres://bot:hunter2@localhost', /names no database/],
    ['postgresql://bot:hunter2@localhost/', /names no database/],
  ])('%j is refused with advice for PostgreSQL', async (databaseUrl, message) => {
    await expectRefusal(open(databaseUrl), message);
    await expect(open(databaseUrl)).rejects.toThrow(/postgres:\/\/user:password@host:5432\/database/);
  });

  it.each(['mysql://bot:hunter2@localhost/cairn', 'postgres://bot:hunter2#@localhost/cairn'])(
    'is never repeated with its password: %s',
    async (databaseUrl) => {
      const refusal = await open(databaseUrl).catch((error: unknown) => error);
      expect(inspect(refusal)).not.toContain('hunter2');
    },
  );

  it('is relative to the working directory, and its folders are made', async () => {
    const nested = join(folder.path, 'not yet', 'ünïcode', 'cairn.db');
    const store = await open(`sqlite:${relative(process.cwd(), nested)}`);
    await store.close();
    expect((await stat(nested)).isFile()).toBe(true);
  });
});

describe('a file', () => {
  it('has its data when it is opened again', async () => {
    const store = await open();
    await store.members.save(MEMBER);
    await store.close();
    const reopened = await open();
    expect(await reopened.members.find(MEMBER.userId)).toEqual(MEMBER);
    await reopened.close();
  });

  it('is whole by itself after closing: no log is left beside it', async () => {
    const store = await open();
    await store.members.save(MEMBER);
    expect((await stat(`${path}-wal`)).size).toBeGreaterThan(0);
    await store.close();
    await expect(stat(`${path}-wal`)).rejects.toThrow(/ENOENT/);
  });

  it('is opened in the modes that the store relies on', async () => {
    // The second time matters: SQLite takes other defaults for a file that it finds in WAL mode.
    (await connectSqlite({ path, lockWaitMs: 1_234 })).close();
    const database = await connectSqlite({ path, lockWaitMs: 1_234 });
    const pragma = (name: string) => database.pragma(name, { simple: true });
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(1);
    expect(pragma('foreign_keys')).toBe(1);
    expect(pragma('secure_delete')).toBe(1);
    expect(pragma('busy_timeout')).toBe(1_234);
    database.close();
  });

  it('is refused when it is no database, and left as it is', async () => {
    const letter = 'Dear diary, this is not a database. '.repeat(50);
    await writeFile(path, letter);
    await expectRefusal(open(), /cairn\.db is not a SQLite database, or is damaged/);
    expect(await readFile(path, 'utf8')).toBe(letter);
  });

  it('is refused when it is a folder', async () => {
    await mkdir(path);
    await expectRefusal(open(), /cairn\.db cannot be opened for writing/);
  });

  it('is refused when a file stands where its folder should be', async () => {
    await writeFile(path, '');
    await expectRefusal(open(`sqlite:${join(path, 'cairn.db')}`), /folder, .*cairn\.db, cannot be made/);
  });

  it('is refused when it may not be written to', async () => {
    const store = await open();
    await store.close();
    const migrations = join(folder.path, 'migrations');
    await cp(MIGRATIONS_DIRECTORY, migrations, { recursive: true });
    await chmod(path, 0o444);
    await chmod(folder.path, 0o555);
    try {
      await asOrdinaryUser(() => expectRefusal(open(undefined, migrations), /cannot be opened for writing/));
    } finally {
      await chmod(folder.path, 0o755);
    }
  });
});

describe('the check', () => {
  it('passes on a database that is up to date, and changes nothing', async () => {
    const store = await open();
    const before = ledger();
    await store.check();
    expect(ledger()).toEqual(before);
    await store.close();
  });

  it('fails once the database is newer, older or no longer whole', async () => {
    const store = await open();
    await runByHand(`sqlite:${path}`, `INSERT INTO migration VALUES (99, '0099_newer.sql', '', 0)`);
    await expectRefusal(store.check(), /ledger lacks migration/);
    await runByHand(`sqlite:${path}`, 'DELETE FROM migration WHERE version > 1');
    await expectRefusal(store.check(), /lacks the migration 0002_nudges\.sql/);
    await store.close();
  });

  it('fails while nothing can be written', async () => {
    const store = await open();
    const holder = new SqliteDatabase(path);
    holder.exec('BEGIN IMMEDIATE');
    await expectRefusal(store.check(), /stayed locked/);
    holder.close();
    await store.check();
    await store.close();
  });

  function ledger(): unknown {
    const database = new SqliteDatabase(path, { readonly: true });
    const rows = database.prepare('SELECT * FROM migration').all();
    database.close();
    return rows;
  }
});

describe('a lock that another process keeps', () => {
  /** Another connection is to SQLite what another process is. */
  let holder: SqliteDatabase.Database;
  afterEach(() => holder.close());

  it('refuses to open, once the wait is over', async () => {
    holder = new SqliteDatabase(path);
    holder.exec('BEGIN EXCLUSIVE');
    await expectRefusal(open(), /cairn\.db stayed locked by another process/);
    holder.exec('ROLLBACK');
    const store = await open();
    await store.close();
  });

  it('is waited for when the file is new, where SQLite itself would not wait', async () => {
    holder = new SqliteDatabase(path);
    holder.exec('BEGIN IMMEDIATE');
    const patient = connectSqlite({ path, lockWaitMs: 20_000 });
    const outcome = patient.then(() => 'opened', String);
    // Started later and refused already: so the patient one has met the lock.
    await expectRefusal(connectSqlite({ path, lockWaitMs: 50 }), /stayed locked/);
    holder.exec('ROLLBACK');
    expect(await outcome).toBe('opened');
    (await patient).close();
  });

  it('refuses writes and transactions, lets reads through, and does no lasting harm', async () => {
    const store = await open();
    await store.members.save(MEMBER);
    holder = new SqliteDatabase(path);
    holder.exec('BEGIN IMMEDIATE');

    await expectRefusal(store.members.save({ ...MEMBER, timeZone: null }), /stayed locked/);
    await expectRefusal(
      store.transaction(({ members }) => members.find(MEMBER.userId)),
      /stayed locked/,
    );
    expect(await store.members.find(MEMBER.userId)).toEqual(MEMBER);

    holder.exec('ROLLBACK');
    await store.transaction(({ members }) => members.save({ ...MEMBER, timeZone: null }));
    expect(await store.members.find(MEMBER.userId)).toMatchObject({ timeZone: null });
    await store.close();
  });

  it('is told to whoever counts the statements, also where a transaction cannot begin', async () => {
    const outcomes: string[] = [];
    const store = await openStore({
      databaseUrl: `sqlite:${path}`,
      migrationsDirectory: MIGRATIONS_DIRECTORY,
      now: () => Date.now(),
      lockWaitMs: 50,
      onQuery: ({ hasFailed }) => outcomes.push(hasFailed ? 'failed' : 'done'),
    });
    holder = new SqliteDatabase(path);
    holder.exec('BEGIN IMMEDIATE');
    outcomes.length = 0;
    await expectRefusal(
      store.transaction(() => Promise.resolve()),
      /stayed locked/,
    );
    expect(outcomes).toEqual(['failed']);
    holder.exec('ROLLBACK');
    await store.transaction(({ members }) => members.save(MEMBER));
    expect(outcomes).toEqual(['failed', 'done', 'done', 'done']);
    await store.close();
  });
});

/** Root may write anywhere, so a test of permissions that runs as root (in a container) steps down for a while. */
async function asOrdinaryUser(work: () => Promise<void>): Promise<void> {
  const NOBODY = 65_534;
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(NOBODY);
  try {
    await work();
  } finally {
    process.seteuid?.(0);
  }
}
