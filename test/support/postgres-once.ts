import type { TestProject } from 'vitest/node';

import { openStore } from '../../src/store/open-store.ts';
import { startPostgresServer } from './postgres-server.ts';
import { runByHand } from './by-hand.ts';
import { MIGRATIONS_DIRECTORY } from './temporary-store.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of a server, and of a database on it that is up to date, to be copied. */
    readonly postgres: { readonly serverUrl: string; readonly template: string };
  }
}

const TEMPLATE = 'up_to_date';

/** Runs once, before the files of the projects that ask for it: one server for all of them. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgresServer();
  await runByHand(server.url('postgres'), `CREATE DATABASE ${TEMPLATE}`);
  const store = await openStore({
    databaseUrl: server.url(TEMPLATE),
    migrationsDirectory: MIGRATIONS_DIRECTORY,
    now: () => Date.now(),
  });
  await store.close();
  project.provide('postgres', { serverUrl: server.url('postgres'), template: TEMPLATE });
  return async () => server[Symbol.asyncDispose]();
}
