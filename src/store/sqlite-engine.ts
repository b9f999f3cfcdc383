import { Kysely, type Logger } from 'kysely';

import type { Engine } from './engine.ts';
import { migrate } from './migrate.ts';
import { createSqliteDialect } from './sqlite-dialect.ts';
import { connectSqlite, type SqliteOptions } from './sqlite.ts';
import type { Tables } from './tables.ts';

/** @throws {StoreError} if the file cannot be made, read, written or locked, or is not a database. */
export async function openSqlite(options: SqliteOptions & { readonly log: Logger }): Promise<Engine> {
  const sqlite = await connectSqlite(options);
  const database = new Kysely<Tables>({ dialect: createSqliteDialect(sqlite), log: options.log });
  return {
    database,
    migrate: (migrations, now, thereafter) =>
      migrate(database, { migrations, now, thereafter, runScript: (script) => void sqlite.exec(script) }),
    // The driver begins it with the write lock, so that it runs alone by itself.
    transaction: (work) => database.transaction().execute(work),
  };
}
