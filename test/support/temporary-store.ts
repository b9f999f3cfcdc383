import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { type OpenStore, openStore } from '../../src/store/open-store.ts';

export const MIGRATIONS_DIRECTORY = fileURLToPath(new URL('../../migrations', import.meta.url));

export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
}

export interface TemporaryStore extends AsyncDisposable {
  readonly store: OpenStore;
  /** The database's file, to open a second time. */
  readonly path: string;
}

export async function makeTemporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), 'cairn-'));
  return {
    path,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

/** A real store on a file of its own: `await using temporary = await openTemporaryStore()`. */
export async function openTemporaryStore(): Promise<TemporaryStore> {
  const folder = await makeTemporaryFolder();
  const path = join(folder.path, 'cairn.db');
  const store = await openStore({
    databaseUrl: `sqlite:${path}`,
    migrationsDirectory: MIGRATIONS_DIRECTORY,
    now: () => Date.now(),
  });
  return {
    store,
    path,
    async [Symbol.asyncDispose]() {
      await store.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}
