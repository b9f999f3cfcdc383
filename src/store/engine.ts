import { PostgresAdapter, type Kysely } from 'kysely';

import type { Migration } from './migration-files.ts';
import type { Tables } from './tables.ts';

/** A database that is open: what the store needs of it beyond its queries, which are the same on every engine. */
export interface Engine {
  readonly database: Kysely<Tables>;
  /**
   * @param thereafter runs in the same transaction.
   * @throws {StoreError} as `migrate` does.
   */
  migrate(
    migrations: readonly Migration[],
    now: () => number,
    thereafter?: (transaction: Kysely<Tables>) => Promise<void>,
  ): Promise<void>;
  /**
   * Runs `work` as if no other transaction ran meanwhile, in this process or in another. It may be run more than once:
   * what an earlier run did in the database is undone by then, and what it did elsewhere is not.
   */
  transaction<T>(work: (transaction: Kysely<Tables>) => Promise<T>): Promise<T>;
  /** The time by the database's own clock, in UTC epoch milliseconds; absent where it has none but this machine's. */
  readonly now?: () => Promise<number>;
}

/**
 * Whether several can take rows side by side, each leaving alone what another has taken. SQLite has no locks on rows, and
 * needs none: whoever writes does so alone.
 */
export function locksRows(database: Kysely<Tables>): boolean {
  return database.getExecutor().adapter instanceof PostgresAdapter;
}
