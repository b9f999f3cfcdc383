import SqliteDatabase from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';

import type { Tables } from '../../src/store/tables.ts';

/** How SQLite goes about the queries that are run meanwhile, a step each. */
export async function explain(
  path: string,
  queries: (database: Kysely<Tables>) => Promise<void>,
): Promise<readonly string[]> {
  const sqlite = new SqliteDatabase(path);
  const plans: string[] = [];
  const database = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: sqlite }),
    log: ({ query }) => {
      const steps = sqlite.prepare(`EXPLAIN QUERY PLAN ${query.sql}`).all(...query.parameters);
      plans.push(...steps.map((step) => (step as { detail: string }).detail));
    },
  });
  await queries(database);
  await database.destroy();
  return plans;
}
