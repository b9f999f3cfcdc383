import { Kysely, type Logger } from 'kysely';

import type { Engine } from './engine.ts';
import { migrate } from './migrate.ts';
import { createSqliteDialect } from './sqlite-dialect.ts';
import { connectSqlite, type SqliteOptions } from './sqlite.ts';
import type { Tables } from './tables.ts';

/**
 * Once it is open, a write waits no longer than this, for the event loop stands still meanwhile, and whoever asked must
 * have an answer within Discord's three seconds, even where jobs of the minute wait before them. Other processes hold the
 * lock for a millisecond.
 */
const WRITE_WAIT_MS = 500;

/** @throws {StoreError} if the file cannot be made, read, written or locked, or is not a database. */
export async function openSqlite(options: SqliteOptions & { readonly log: Logger }): Promise<Engine> {
  const sqlite = await connectSqlite(options);
  const database = new Kysely<Tables>({ dialect: createSqliteDialect(sqlite), log: options.log });
  return {
    database,
    async migrate(migrations, now, thereafter) {
      const runScript = (script: string) => void sqlite.exec(script);
      await migrate(database, { migrations, now, thereafter, runScript });
      sqlite.pragma(`busy_timeout = ${Math.min(options.lockWaitMs, WRITE_WAIT_MS)}`);
    },
    // The driver begins it with the write lock, so that it runs alone by itself.
    transaction: (work) => database.transaction().execute(work),
  };
}
