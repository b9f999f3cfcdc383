import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import SqliteDatabase from 'better-sqlite3';

import { explainSqliteError, isBusy } from './sqlite-errors.ts';
import { StoreError } from './store-error.ts';

export interface SqliteOptions {
  /** Relative to the working directory; folders on the way are made. */
  readonly path: string;
  /** How long a statement waits for another process that holds the lock. */
  readonly lockWaitMs: number;
}

/**
 * Opens the file, making it if need be, in the modes that the store relies on.
 *
 * @throws {StoreError} if the file cannot be made, read, written or locked, or is not a database.
 */
export async function connectSqlite(options: SqliteOptions): Promise<SqliteDatabase.Database> {
  const path = resolve(options.path);
  await makeFolder(dirname(path));
  try {
    const database = new SqliteDatabase(path, { timeout: options.lockWaitMs });
    try {
      await switchToWriteAheadLog(database, options);
      // Commits do not wait for the disk: whoever made them does, without holding up everybody else (`log-sync.ts`).
      database.pragma('synchronous = NORMAL');
      database.pragma('foreign_keys = ON');
      // What is erased leaves no readable rest in the file.
      database.pragma('secure_delete = ON');
      // The first look into the file makes the log beside it.
      database.pragma('schema_version');
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    throw explainSqliteError(error, path);
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw new StoreError(
      `The database's folder, ${folder}, cannot be made. Check DATABASE_URL and who may write there.`,
      { cause },
    );
  }
}

/**
 * Two processes that open a new file at once both want to turn it to WAL, and SQLite refuses the second at once
 * instead of letting it wait as it does for every other lock.
 */
async function switchToWriteAheadLog(
  database: SqliteDatabase.Database,
  { lockWaitMs }: SqliteOptions,
): Promise<void> {
  const deadline = performance.now() + lockWaitMs;
  for (;;) {
    try {
      const mode = database.pragma('journal_mode = WAL', { simple: true });
      if (mode === 'wal') return;
      throw new StoreError(
        `SQLite cannot keep a write-ahead log beside ${database.name}. Put it on a local disk.`,
      );
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadline) throw error;
      await setTimeout(10);
    }
  }
}
