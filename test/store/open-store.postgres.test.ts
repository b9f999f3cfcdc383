import { readdirSync } from 'node:fs';
import { cp, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { inspect } from 'node:util';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { openStore, type OpenStoreOptions } from '../../src/store/open-store.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { runByHand } from '../support/by-hand.ts';
import { openPostgresRoad } from '../support/postgres-road.ts';
import {
  makeTemporaryDatabase,
  makeTemporaryFolder,
  MIGRATIONS_DIRECTORY,
  type TemporaryDatabase,
} from '../support/temporary-store.ts';
import { COHORT, MEMBER } from './records.ts';

const SCRIPTS = readdirSync(MIGRATIONS_DIRECTORY).sort();
const VERSION = SCRIPTS.length;
const LATEST = SCRIPTS.at(-1) ?? '';
const next = (name: string) => `${String(VERSION + 1).padStart(4, '0')}_${name}.sql`;

let database: TemporaryDatabase;
beforeEach(async () => {
  database = await makeTemporaryDatabase('empty');
});
afterEach(() => database[Symbol.asyncDispose]());

function open(databaseUrl: string, options: Partial<OpenStoreOptions> = {}) {
  return openStore({
    databaseUrl,
    migrationsDirectory: MIGRATIONS_DIRECTORY,
    now: () => 7,
    connectWaitMs: 0,
    ...options,
  });
}

/** Whatever is refused, the password stands nowhere in what may be logged of it. */
async function expectRefusal(databaseUrl: string, message: RegExp): Promise<void> {
  const refusal: unknown = await open(databaseUrl).then(
    () => 'opened',
    (error: unknown) => error,
  );
  expect(refusal).toBeInstanceOf(StoreError);
  expect(String(refusal)).toMatch(message);
  expect(inspect(refusal, { depth: 9, showHidden: true })).not.toContain('hunter2');
}

function urlWith(changes: Partial<Pick<URL, 'port' | 'username' | 'password' | 'pathname'>>): string {
  return Object.assign(new URL(database.url), changes).href;
}

describe('a server that cannot be used is refused, with what to do:', () => {
  it('one that is not there', async () => {
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    const port = String((probe.address() as AddressInfo).port);
    await new Promise((resolve) => probe.close(resolve));
    await expectRefusal(
      urlWith({ port, password: 'hunter2' }),
      new RegExp(`127\\.0\\.0\\.1:${port}/test_\\w+ cannot be reached: .*ECONNREFUSED.*Check that it runs`),
    );
  });

  it('a wrong password', async () => {
    await expectRefusal(urlWith({ password: 'hunter2' }), /refuses the user or the password.*DATABASE_URL/);
  });

  it('no password where the server asks for one, and no connection is left of it', async () => {
    await using road = await openPostgresRoad(urlWith({ password: '' }));
    await expectRefusal(road.url, /asks for a password, and DATABASE_URL has none.*user:password@/);
    // The server itself would wait for a minute.
    await vi.waitFor(() => {
      expect(road.connections()).toBe(0);
    });
  });

  it('a version that gets no corrections any more', async () => {
    // A server of today that says that it is an old one: what stands earlier in the path is asked.
    await runByHand(
      database.url,
      `CREATE SCHEMA old;
       CREATE FUNCTION old.current_setting(name TEXT) RETURNS TEXT LANGUAGE sql AS $$
         SELECT CASE name WHEN 'server_version_num' THEN '130022' WHEN 'server_version' THEN '13.22'
           ELSE pg_catalog.current_setting(name) END $$;
       ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET search_path = old, pg_catalog, public`,
    );
    await expectRefusal(urlWith({}), /is version 13\.22; the bot needs 14 or newer\. Upgrade the server\./);
  });

  it('a user that is not known', async () => {
    await expectRefusal(urlWith({ username: 'nobody', password: 'hunter2' }), /refuses the user/);
  });

  it('a database that is not there', async () => {
    await expectRefusal(
      urlWith({ pathname: '/elsewhere' }),
      /no such database: .*\/elsewhere\. Create it with/,
    );
  });

  it('a database that does not store UTF-8', async () => {
    const name = 'in_latin1';
    await runByHand(
      database.url,
      `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'`,
    );
    try {
      await expectRefusal(urlWith({ pathname: `/${name}` }), /stores texts as LATIN1.*ENCODING 'UTF8'/);
    } finally {
      await runByHand(database.url, `DROP DATABASE ${name} WITH (FORCE)`);
    }
  });

  it('a user who may not make tables, or has no schema at all', async () => {
    const user = 'guest';
    await runByHand(database.url, `CREATE ROLE ${user} LOGIN PASSWORD 'hunter2'`);
    const url = urlWith({ username: user, password: 'hunter2' });
    try {
      await expectRefusal(url, /lacks a right .*permission denied for schema public.*GRANT USAGE, CREATE/);
      await runByHand(database.url, `ALTER ROLE ${user} SET search_path = 'nowhere'`);
      await expectRefusal(url, /no schema that the user of DATABASE_URL may use/);
    } finally {
      await runByHand(database.url, `DROP ROLE ${user}`);
    }
  });

  it('a standby, or a database that is set to read-only', async () => {
    const name = new URL(database.url).pathname.slice(1);
    await runByHand(database.url, `ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    await expectRefusal(database.url, /takes no writes: it is a standby, or set to read-only/);
  });
});

describe('an upgrade', () => {
  it('is all there or not at all, and says what failed', async () => {
    await using folder = await makeTemporaryFolder();
    const migrations = join(folder.path, 'migrations');
    await cp(MIGRATIONS_DIRECTORY, migrations, { recursive: true });
    const wrong = join(migrations, next('wrong'));
    await writeFile(wrong, 'CREATE TABLE medal (id TEXT); INSERT INTO nowhere VALUES (1);');
    const tables = `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`;
    const opening = open(database.url, { migrationsDirectory: migrations });
    await expect(opening).rejects.toThrow(StoreError);
    await expect(opening).rejects.toThrow(
      `${next('wrong')} failed, and nothing was changed: relation "nowhere" does not exist`,
    );
    expect(await runByHand(database.url, tables)).toEqual([]);

    await writeFile(wrong, `CREATE TABLE medal (id TEXT); INSERT INTO medal VALUES ('a;b');`);
    await (await open(database.url, { migrationsDirectory: migrations })).close();
    expect(await runByHand(database.url, 'SELECT * FROM medal')).toEqual([{ id: 'a;b' }]);
    expect(
      await runByHand(database.url, 'SELECT * FROM migration ORDER BY version DESC LIMIT 2'),
    ).toMatchObject([{ version: VERSION + 1 }, { version: VERSION, name: LATEST, applied_at: 7 }]);
  });

  it('refuses a database that is newer, or was made by other scripts', async () => {
    await (await open(database.url)).close();
    await runByHand(database.url, `UPDATE migration SET checksum = 'other' WHERE name = '${LATEST}'`);
    await expect(open(database.url)).rejects.toThrow(`${LATEST} was changed after the database ran it`);
    await runByHand(database.url, `INSERT INTO migration VALUES (${VERSION + 1}, '${next('newer')}', '', 0)`);
    await runByHand(database.url, `DELETE FROM migration WHERE version <= ${VERSION}`);
    await expect(open(database.url)).rejects.toThrow(/edited by hand/);
  });

  it('waits for one that another process is in the middle of', async () => {
    const first = await Promise.all(Array.from({ length: 4 }, () => open(database.url)));
    for (const store of first) {
      await store.check();
      await store.close();
    }
    const rows = await runByHand(database.url, 'SELECT version FROM migration ORDER BY version');
    expect(rows).toEqual(SCRIPTS.map((_, index) => ({ version: index + 1 })));
  });

  it('leaves tables of others as they are', async () => {
    await runByHand(database.url, 'CREATE TABLE guestbook (entry TEXT)');
    await (await open(database.url)).close();
    const collations = await runByHand(
      database.url,
      `SELECT table_name, collation_name FROM information_schema.columns
       WHERE table_schema = 'public' AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'`,
    );
    expect(collations).toEqual([{ table_name: 'guestbook', collation_name: null }]);
  });
});

describe('texts', () => {
  it('are ordered by their bytes, whatever the locale of the database', async () => {
    const names = ['a', 'B', 'ä', 'Z', '_', '10', '9', '\u{ff21}', '\u{1f9d7}'];
    const [{ sorted } = { sorted: null }] = await runByHand(
      database.url,
      `SELECT string_agg(name, '' ORDER BY name) AS sorted FROM unnest(string_to_array('B a', ' ')) AS name`,
    );
    // The server's own order is another one; otherwise this test would say nothing.
    expect(sorted).toBe('aB');

    const store = await open(database.url);
    for (const [index, id] of names.entries()) {
      await store.cohorts.save({ ...COHORT, id, name: `Cohort ${index}`, createdAt: 1 });
    }
    const listed = await store.cohorts.list(COHORT.guildId);
    await store.close();
    expect(listed.map(({ id }) => id).reverse()).toEqual(
      names.toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other))),
    );
  });
});

describe('the check', () => {
  it('passes on a database that is up to date, and changes nothing', async () => {
    const store = await open(database.url);
    const before = await runByHand(database.url, 'SELECT * FROM migration ORDER BY version');
    await store.check();
    expect(await runByHand(database.url, 'SELECT * FROM migration ORDER BY version')).toEqual(before);
    await store.close();
  });

  it('fails once the database takes no writes, or is another one', async () => {
    const store = await open(database.url, { poolSize: 1 });
    const name = new URL(database.url).pathname.slice(1);
    await runByHand(database.url, 'DELETE FROM migration WHERE version > 1');
    await expect(store.check()).rejects.toThrow(/lacks the migration 0002_nudges\.sql/);
    await store.close();

    await (await open(database.url).catch(() => undefined))?.close();
    await runByHand(database.url, `ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    await expect(open(database.url)).rejects.toThrow(StoreError);
  });
});

it('numbers that cannot be counted exactly are refused, and not rounded', async () => {
  const store = await open(database.url);
  await store.members.save(MEMBER);
  await runByHand(database.url, `UPDATE member SET created_at = 9007199254740993`);
  await expect(store.members.find(MEMBER.userId)).rejects.toThrow(/9007199254740993/);
  await store.close();
});
