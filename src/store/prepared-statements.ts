import type { Database, Statement } from 'better-sqlite3';
import type { SqliteDatabase } from 'kysely';

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
  /** The longest unused first. */
  const statements = new Map<string, Statement>();
  return {
    close: () => database.close(),
    prepare(sql) {
      const statement = statements.get(sql) ?? database.prepare(sql);
      statements.delete(sql);
      statements.set(sql, statement);
      for (const oldest of statements.keys()) {
        if (statements.size <= capacity) break;
        statements.delete(oldest);
      }
      return statement;
    },
  };
}
