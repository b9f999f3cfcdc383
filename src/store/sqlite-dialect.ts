import type { Database } from 'better-sqlite3';
import { CompiledQuery, type DatabaseConnection, type Driver, SqliteDialect, SqliteDriver } from 'kysely';

import { guardFile, type FileGuard } from './file-guard.ts';
import { openLogSync, type LogSync } from './log-sync.ts';
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
  readonly #log: LogSync;
  #connection: DatabaseConnection | undefined;
  /** From a transaction's beginning until its connection is given back. */
  #lentToTransaction = false;
  /** Whether something was written since the connection was lent. */
  #hasWritten = false;

  constructor(database: Database) {
    super({ database: preparingOnce(database) });
    this.#database = database;
    this.#guard = guardFile(database.name);
    this.#log = openLogSync(`${database.name}-wal`);
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
        const mayWrite = query.query.kind !== 'SelectQueryNode';
        if (mayWrite && !this.#database.inTransaction) this.#guard.requireSound();
        try {
          const parameters = query.parameters.map(storable);
          const result = await connection.executeQuery<R>({ ...query, parameters });
          this.#hasWritten ||= mayWrite && result.numAffectedRows !== 0n;
          return result;
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

  /**
   * Whoever wrote goes on when that is on the disk, for what the bot has confirmed must survive a power cut. The next in
   * line need not wait for it.
   */
  override async releaseConnection(): Promise<void> {
    const onDisk = this.#hasWritten ? this.#log.sync() : undefined;
    this.#lentToTransaction = false;
    this.#hasWritten = false;
    await super.releaseConnection();
    try {
      await onDisk;
    } catch (error) {
      throw this.#guard.distrust(error);
    }
  }

  /** Waits its turn, so that closing never cuts a transaction short. */
  override async destroy(): Promise<void> {
    await this.acquireConnection();
    await super.destroy();
    await this.#log.close();
    await this.releaseConnection();
  }
}
