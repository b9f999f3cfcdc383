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

const NOW = Date.UTC(2026, 10, 23);
const INITIAL = '0001_initial.sql';
const DELIVERIES = '0002_nudges.sql';
const COHORTS = '0003_cohorts.sql';
const PLANS = '0004_plans.sql';
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
    await upgrade();
    inspect((database) => database.exec(`INSERT INTO member VALUES ('1', NULL, 'visible', 'a-pathway', 7)`));
    const before = ledger();

    await write(SECOND, "ALTER TABLE member ADD COLUMN motto TEXT NOT NULL DEFAULT 'step by step';");
    await upgrade();
    expect(inspect((database) => database.prepare('SELECT * FROM member').all())).toEqual([
      {
        user_id: '1',
        time_zone: null,
        visibility: 'visible',
        current_pathway_id: 'a-pathway',
        created_at: 7,
        motto: 'step by step',
      },
    ]);
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

describe('a database from before there were cohorts', () => {
  const MEMBERS = [
    ['1', 'Europe/Berlin', 'visible', 'a-pathway', 5],
    ['2', null, 'hidden', 'a-pathway', 6],
  ];
  const STATES = ['pending', 'sending', 'sent', 'skipped', 'refused', 'unknown'];

  const rows = (table: string) =>
    inspect((database) => database.prepare(`SELECT * FROM ${table} ORDER BY 1, 2, 3`).all());

  beforeEach(async () => {
    await cp(join(MIGRATIONS_DIRECTORY, DELIVERIES), join(migrations, DELIVERIES));
    await upgrade();
    inspect((database) => {
      const insert = (table: string, ...values: unknown[]) =>
        database.prepare(`INSERT INTO ${table} VALUES (${values.map(() => '?').join(', ')})`).run(values);
      for (const member of MEMBERS) insert('member', ...member);
      for (const userId of ['1', '2']) {
        insert('enrolment', userId, 'a-pathway', 10, '2026-03-02', 7);
        insert('completion', userId, 'a-pathway', 'a-task', 'done', 8, 9, 'A note; "quoted"', null, '{}');
        insert('nudge', userId, 1, 9, 'en-GB', 'on', null, 7, '2026-W10', 99, `9${userId}`, null);
        insert('server_member', '40', userId);
        insert('server_member', '41', userId);
      }
      insert(
        'server',
        '40',
        'de',
        'Asia/Kathmandu',
        '51',
        '52',
        7,
        0,
        'a-pathway',
        '2026-W10',
        99,
        '1',
        null,
      );
      for (const [index, state] of STATES.entries()) {
        const claimedAt = state === 'sending' ? 12 : null;
        for (const kind of ['member-nudge', 'server-nudge', 'server-trouble']) {
          insert('delivery', kind, state, '2026-W10', state, 10, 11, index, claimedAt, index, '777', '50007');
        }
      }
    });
  });

  async function upgradeToCohorts(): Promise<void> {
    await cp(join(MIGRATIONS_DIRECTORY, COHORTS), join(migrations, COHORTS));
    await upgrade();
  }

  it('keeps every row', async () => {
    const tablesBefore = ['enrolment', 'completion', 'nudge', 'delivery'];
    const before = tablesBefore.map(rows);
    expect(before.map(({ length }) => length)).toEqual([2, 2, 2, 18]);
    await upgradeToCohorts();
    expect(tablesBefore.map(rows)).toEqual(before);
    expect(inspect((database) => database.pragma('foreign_key_check'))).toEqual([]);
    expect(inspect((database) => database.pragma('integrity_check', { simple: true }))).toBe('ok');
  });

  it('takes nobody who was hidden for somebody who chose to be', async () => {
    await upgradeToCohorts();
    await using store = await openForReading();
    expect(await store.members.find('1')).toEqual({
      userId: '1',
      timeZone: 'Europe/Berlin',
      visibility: 'named',
      alias: null,
      portfolioParts: null,
      currentPathwayId: 'a-pathway',
      createdAt: 5,
    });
    expect(await store.members.find('2')).toMatchObject({ visibility: null, alias: null, createdAt: 6 });
  });

  it('knows who was in which server, but not since when, and takes nobody for gone', async () => {
    await upgradeToCohorts();
    await using store = await openForReading();
    for (const guildId of ['40', '41']) {
      for (const userId of ['1', '2']) {
        expect(await store.serverMembers.find(guildId, userId)).toEqual({
          guildId,
          userId,
          name: null,
          seenAt: 0,
          leftAt: null,
          phaseRoleId: null,
          phaseRoleDueAt: null,
        });
      }
    }
    expect(await store.servers.find('40')).toMatchObject({
      timeZone: 'Asia/Kathmandu',
      nudgeChannelId: '52',
      summaryChannelId: null,
      next: { occurrence: '2026-W10', at: 99 },
      setUpBy: '1',
      roleTrouble: null,
    });
  });

  it('has plans that nobody has said anything about yet', async () => {
    await upgradeToCohorts();
    await using store = await openForReading();
    expect(await store.enrolments.find('2', 'a-pathway')).toEqual({
      userId: '2',
      pathwayId: 'a-pathway',
      hoursPerWeek: 10,
      startsOn: '2026-03-02',
      transferableSkills: null,
      ownedSkills: null,
      breaks: [],
      agreedEndsOn: null,
      toldRevision: 0,
      joinedAt: 7,
    });
    expect(inspect((database) => database.pragma('foreign_key_check'))).toEqual([]);
  });

  it('goes on delivering what was under way, and learns the kinds of cohorts', async () => {
    await upgradeToCohorts();
    await using store = await openForReading();
    const planned = {
      recipient: '70',
      occurrence: '2026-W10',
      dueAt: 10,
      notBefore: 10,
      state: 'pending',
      reason: null,
    } as const;
    for (const kind of ['cohort-summary', 'cohort-goal', 'cohort-trouble'] as const) {
      expect(await store.deliveries.plan({ kind, ...planned })).toBe(true);
    }
    const claimed = await store.deliveries.claim(11, 99);
    expect(claimed.map(({ kind, recipient }) => `${kind} ${recipient}`).sort()).toEqual([
      'cohort-goal 70',
      'cohort-summary 70',
      'cohort-trouble 70',
      'member-nudge pending',
      'member-nudge sending',
      'server-nudge pending',
      'server-nudge sending',
      'server-trouble pending',
      'server-trouble sending',
    ]);
    expect(() =>
      inspect((database) =>
        database.exec(`INSERT INTO delivery (kind, recipient, occurrence, state, due_at, not_before, attempts)
                       VALUES ('telegram', '1', 'x', 'sent', 0, 0, 0)`),
      ),
    ).toThrow(/CHECK/);
  });

  /** The repositories know the tables as they are today. Closes itself. */
  async function openForReading() {
    await cp(join(MIGRATIONS_DIRECTORY, PLANS), join(migrations, PLANS));
    await upgrade();
    const store = await open();
    return { ...store, [Symbol.asyncDispose]: () => store.close() };
  }
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
