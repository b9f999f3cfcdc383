import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { type OpenStore, openStore } from '../../src/store/open-store.ts';
import { runByHand } from './by-hand.ts';

export const MIGRATIONS_DIRECTORY = fileURLToPath(new URL('../../migrations', import.meta.url));

export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
}

export interface TemporaryStore extends TemporaryDatabase {
  readonly store: OpenStore;
}

export async function makeTemporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), 'cairn-'));
  return {
    path,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

/** A database of its own: a SQLite file, or, for the files of the project `postgres`, one on a real server. */
export interface TemporaryDatabase extends AsyncDisposable {
  readonly url: string;
  /** The file; of PostgreSQL there is none. */
  readonly path: string;
}

/** @param contents `empty`: there is not even a table. */
export async function makeTemporaryDatabase(contents: 'empty' | 'migrated'): Promise<TemporaryDatabase> {
  const serverUrl = process.env['TEST_POSTGRES_SERVER'];
  if (serverUrl !== undefined) return makeOnPostgres(serverUrl, contents);
  const folder = await makeTemporaryFolder();
  const path = join(folder.path, 'cairn.db');
  return { url: `sqlite:${path}`, path, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

async function makeOnPostgres(serverUrl: string, contents: 'empty' | 'migrated'): Promise<TemporaryDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const template = contents === 'empty' ? 'template0' : process.env['TEST_POSTGRES_TEMPLATE'];
  await runByHand(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${String(template)} STRATEGY FILE_COPY`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    get path(): string {
      throw new Error('This test needs a file, and runs on PostgreSQL.');
    },
    async [Symbol.asyncDispose]() {
      await runByHand(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** A real store on a database of its own: `await using temporary = await openTemporaryStore()`. */
export async function openTemporaryStore(): Promise<TemporaryStore> {
  const database = await makeTemporaryDatabase('migrated');
  const store = await openStore({
    databaseUrl: database.url,
    migrationsDirectory: MIGRATIONS_DIRECTORY,
    now: () => Date.now(),
  });
  return {
    store,
    url: database.url,
    get path() {
      return database.path;
    },
    async [Symbol.asyncDispose]() {
      await store.close();
      await database[Symbol.asyncDispose]();
    },
  };
}
