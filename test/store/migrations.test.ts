import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openStore } from '../../src/store/open-store.ts';
import { StoreError } from '../../src/store/store-error.ts';
import {
  makeTemporaryFolder,
  MIGRATIONS_DIRECTORY,
  type TemporaryFolder,
} from '../support/temporary-store.ts';
import { MEMBER } from './records.ts';

const NOW = Date.UTC(2026, 10, 23);
const INITIAL = '0001_initial.sql';
const SECOND = '0002_add_badge.sql';

let folder: TemporaryFolder;
let migrations: string;
let path: string;

beforeEach(async () => {
  folder = await makeTemporaryFolder();
  migrations = join(folder.path, 'migrations');
  path = join(folder.path, 'cairn.db');
  await mkdir(migrations);
  await cp(join(MIGRATIONS_DIRECTORY, INITIAL), join(migrations, INITIAL));
});
afterEach(() => folder[Symbol.asyncDispose]());

function write(name: string, script: string): Promise<void> {
  return writeFile(join(migrations, name), script);
}

function open() {
  return openStore({ databaseUrl: `sqlite:${path}`, migrationsDirectory: migrations, now: () => NOW });
}

/** Opens and closes: what a start does to the file. */
async function upgrade(): Promise<void> {
  const store = await open();
  await store.close();
}

async function expectRefusal(message: RegExp): Promise<void> {
  const opening = open();
  await expect(opening).rejects.toThrow(StoreError);
  await expect(opening).rejects.toThrow(message);
}

function inspect<T>(read: (database: SqliteDatabase.Database) => T): T {
  const database = new SqliteDatabase(path);
  try {
    return read(database);
  } finally {
    database.close();
  }
}

const tables = () =>
  inspect((database) =>
    database.prepare('SELECT name FROM sqlite_master WHERE type = ?').pluck().all('table'),
  );
const ledger = () =>
  inspect((database) => database.prepare('SELECT * FROM migration ORDER BY version').all());

describe('a database that is behind', () => {
  it('runs every migration, and writes name, checksum and time into the ledger', async () => {
    await write(SECOND, 'CREATE TABLE badge (id TEXT PRIMARY KEY);\nCREATE INDEX badge_id ON badge (id);');
    await upgrade();
    expect(ledger()).toEqual([
      {
        version: 1,
        name: INITIAL,
        checksum: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
        applied_at: NOW,
      },
      {
        version: 2,
        name: SECOND,
        // What sha256sum says of the script above.
        checksum: 'b3bcf7a5d60660a2781482af93841ff24248f6593ea28f556ec8d3c87c04caf1',
        applied_at: NOW,
      },
    ]);
    expect(tables()).toEqual(expect.arrayContaining(['member', 'enrolment', 'completion', 'badge']));
  });

  it('runs only what is new, and keeps the data', async () => {
    const store = await open();
    await store.members.save(MEMBER);
    await store.close();
    const before = ledger();

    await write(SECOND, "ALTER TABLE member ADD COLUMN motto TEXT NOT NULL DEFAULT 'step by step';");
    const reopened = await open();
    expect(await reopened.members.find(MEMBER.userId)).toMatchObject(MEMBER);
    await reopened.close();
    expect(ledger()).toEqual([...before, expect.objectContaining({ version: 2, name: SECOND })]);
  });

  it('leaves statements to the database to tell apart', async () => {
    await write(
      SECOND,
      `-- A comment; with a semicolon, and it's got a quote.
       CREATE TABLE badge (id TEXT PRIMARY KEY, "odd;name" TEXT DEFAULT 'a;b''c'); /* ; */
       INSERT INTO badge (id) VALUES ('x;y')`,
    );
    await upgrade();
    expect(inspect((database) => database.prepare('SELECT * FROM badge').all())).toEqual([
      { id: 'x;y', 'odd;name': "a;b'c" },
    ]);
  });

  it('leaves nothing behind when a migration fails, and goes on once it is mended', async () => {
    await upgrade();
    const before = ledger();
    await write(SECOND, 'CREATE TABLE badge (id TEXT PRIMARY KEY);');
    await write('0003_wrong.sql', 'CREATE TABLE medal (id TEXT); INSERT INTO nowhere VALUES (1);');
    await expectRefusal(/0003_wrong\.sql failed, and nothing was changed: no such table: nowhere/);
    expect(ledger()).toEqual(before);
    expect(tables()).not.toContain('badge');
    expect(tables()).not.toContain('medal');

    await write('0003_wrong.sql', 'CREATE TABLE medal (id TEXT);');
    await upgrade();
    expect(tables()).toEqual(expect.arrayContaining(['badge', 'medal']));
  });
});

describe('a database that is up to date', () => {
  it('is left as it is', async () => {
    await upgrade();
    const before = ledger();
    await upgrade();
    expect(ledger()).toEqual(before);
  });

  it('does not mind how a checkout ends its lines', async () => {
    await upgrade();
    const script = await readFile(join(migrations, INITIAL), 'utf8');
    await write(INITIAL, script.replaceAll('\n', '\r\n'));
    await upgrade();
    expect(ledger()).toHaveLength(1);
  });

  it('does not mind files that are no migrations', async () => {
    await upgrade();
    await write('README.md', 'About these files.');
    await upgrade();
    expect(ledger()).toHaveLength(1);
  });
});

describe('a database that these migrations did not make', () => {
  beforeEach(async () => {
    await write(SECOND, 'CREATE TABLE badge (id TEXT PRIMARY KEY);');
    await upgrade();
  });

  it('is refused when it is newer', async () => {
    await rm(join(migrations, SECOND));
    await expectRefusal(/newer than this version of the bot: it has 0002_add_badge\.sql.*number 1/);
  });

  it('is refused when a migration was changed since', async () => {
    await write(SECOND, 'CREATE TABLE badge (id TEXT PRIMARY KEY, colour TEXT);');
    await expectRefusal(/0002_add_badge\.sql was changed.*2026-11-23T00:00:00\.000Z.*Restore the file/);
  });

  it('is refused when a migration has another name', async () => {
    await rename(join(migrations, SECOND), join(migrations, '0002_add_medal.sql'));
    await expectRefusal(/Migration 2 is 0002_add_medal\.sql here, but .* 0002_add_badge\.sql/);
  });

  it('is refused when its ledger has a hole', async () => {
    inspect((database) => database.exec('DELETE FROM migration WHERE version = 1'));
    await expectRefusal(/ledger lacks migration 1, but has 0002_add_badge\.sql/);
  });

  it('is not touched by the refusal', async () => {
    const before = ledger();
    await write(SECOND, 'CREATE TABLE other (id TEXT);');
    await write('0003_more.sql', 'CREATE TABLE more (id TEXT);');
    await expectRefusal(/was changed/);
    expect(ledger()).toEqual(before);
    expect(tables()).not.toContain('more');
  });
});

describe('a folder of migrations that is amiss', () => {
  it.each(['2_short.sql', '0002-dashes.sql', '0002_Upper.sql', '0002_.sql', '0002_a.SQL', 'notes.sql'])(
    'is refused for the name %s',
    async (name) => {
      await write(name, 'SELECT 1;');
      await expectRefusal(new RegExp(`${name.replace('.', '\\.')} has a name that cannot be ordered`));
    },
  );

  it('is refused for a gap', async () => {
    await write('0003_later.sql', 'SELECT 1;');
    await expectRefusal(/Migration 2 is missing.*0003_later\.sql/);
  });

  it('is refused for a start other than 1', async () => {
    await rename(join(migrations, INITIAL), join(migrations, '0000_initial.sql'));
    await expectRefusal(/Migration 1 is missing.*0000_initial\.sql/);
  });

  it('is refused for a number that comes twice', async () => {
    await write('0001_again.sql', 'SELECT 1;');
    await expectRefusal(/Two migrations have number 1: 0001_again\.sql and 0001_initial\.sql/);
  });

  it.each(['COMMIT;', '  begin transaction;', 'SELECT 1;\nRollback;', 'START TRANSACTION;'])(
    'is refused for a script that handles transactions: %j',
    async (script) => {
      await write(SECOND, script);
      await expectRefusal(/0002_add_badge\.sql has a line that starts with/);
    },
  );

  it('is refused when it is empty or missing', async () => {
    await rm(join(migrations, INITIAL));
    await expectRefusal(/holds no migrations/);
    await rm(migrations, { recursive: true });
    await expectRefusal(/cannot be read/);
  });

  it('is refused before the database is made', async () => {
    await write('0003_later.sql', 'SELECT 1;');
    await expectRefusal(/missing/);
    expect(await readdir(folder.path)).toEqual(['migrations']);
  });
});
