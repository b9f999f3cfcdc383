import type { Database, Statement } from 'better-sqlite3';
import type { SqliteDatabase } from 'kysely';
import { LRUCache } from 'lru-cache';

/**
 * All of our statements are fewer; but those with a list of values have a text for each length, and the lists of a large
 * server have many.
 */
const KEPT = 200;

/** Preparing takes longer than most of our statements run: the statements used last are kept for the next time. */
export function preparingOnce(
  database: Pick<Database, 'prepare' | 'close'>,
  capacity = KEPT,
): SqliteDatabase {
  const statements = new LRUCache<string, Statement>({ max: capacity });
  return {
    close: () => database.close(),
    prepare(sql) {
      let statement = statements.get(sql);
      if (statement === undefined) statements.set(sql, (statement = database.prepare(sql)));
      return statement;
    },
  };
}
