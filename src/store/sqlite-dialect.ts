import type { Database } from 'better-sqlite3';
import { CompiledQuery, type DatabaseConnection, type Driver, SqliteDialect, SqliteDriver } from 'kysely';

import { guardFile, type FileGuard } from './file-guard.ts';
import { preparingOnce } from './prepared-statements.ts';
import { storable } from './storable.ts';
import { StoreError } from './store-error.ts';

export function createSqliteDialect(database: Database): SqliteDialect {
  return new WriteFirstSqliteDialect(database);
}

class WriteFirstSqliteDialect extends SqliteDialect {
  readonly #database: Database;

  constructor(database: Database) {
    super({ database });
    this.#database = database;
  }

  override createDriver(): Driver {
    return new WriteFirstSqliteDriver(this.#database);
  }
}

/**
 * Kysely's own driver begins a transaction that takes the write lock with its first write. If another process
 * wrote between that and the transaction's first read, SQLite must refuse, and no waiting helps
 * (SQLITE_BUSY_SNAPSHOT). This one takes the lock at the start, where waiting does help.
 */
class WriteFirstSqliteDriver extends SqliteDriver {
  readonly #database: Database;
  readonly #guard: FileGuard;
  #connection: DatabaseConnection | undefined;
  /** From a transaction's beginning until its connection is given back. */
  #lentToTransaction = false;

  constructor(database: Database) {
    super({ database: preparingOnce(database) });
    this.#database = database;
    this.#guard = guardFile(database.name);
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    this.#connection ??= {
      executeQuery: async <R>(query: CompiledQuery) => {
        // A query that nobody waited for, or that follows a failure for which SQLite rolled back by itself (a
        // full disk), would otherwise run, and stay, outside its transaction.
        if (this.#lentToTransaction && !this.#database.inTransaction) {
          throw new StoreError('A query came after the end of its transaction.');
        }
        // A transaction was asked for with its beginning.
        if (!this.#database.inTransaction && query.query.kind !== 'SelectQueryNode')
          this.#guard.requireSound();
        try {
          return await connection.executeQuery<R>({ ...query, parameters: query.parameters.map(storable) });
        } catch (error) {
          throw this.#guard.explain(error);
        }
      },
      streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
    };
    return this.#connection;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('BEGIN IMMEDIATE'));
    this.#lentToTransaction = true;
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('COMMIT'));
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await connection.executeQuery(CompiledQuery.raw('ROLLBACK'));
  }

  override releaseConnection(): Promise<void> {
    this.#lentToTransaction = false;
    return super.releaseConnection();
  }

  /** Waits its turn, so that closing never cuts a transaction short. */
  override async destroy(): Promise<void> {
    await this.acquireConnection();
    await super.destroy();
    await this.releaseConnection();
  }
}
