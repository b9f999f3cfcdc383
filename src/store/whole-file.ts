import { open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

import SqliteDatabase from 'better-sqlite3';
import { z } from 'zod';

import { explainSqliteError } from './sqlite-errors.ts';
import { StoreError } from './store-error.ts';
import type { MigrationRow } from './tables.ts';

const ledgerSchema = z
  .array(z.object({ version: z.number(), name: z.string(), checksum: z.string(), applied_at: z.number() }))
  .nonempty();

/**
 * Makes a copy of a database whole by itself, with no log beside it, proves that it is sound, and reads its ledger.
 *
 * @param name what messages call it: the copy's own name tells an operator nothing.
 * @throws {StoreError} if it is damaged, or not a database of Cairn's.
 */
export function examineCopy(path: string, name: string): readonly MigrationRow[] {
  try {
    const database = new SqliteDatabase(path, { fileMustExist: true });
    try {
      database.pragma('journal_mode = DELETE');
      const verdict = database.pragma('integrity_check(1)', { simple: true });
      if (verdict !== 'ok') throw new StoreError(`${name} is damaged: ${String(verdict)}.`);
      return readLedger(database, name);
    } finally {
      database.close();
    }
  } catch (error) {
    throw explainSqliteError(error, name);
  }
}

function readLedger(database: SqliteDatabase.Database, name: string): readonly MigrationRow[] {
  const hasLedger = database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'migration'`).get();
  const rows = hasLedger === undefined ? [] : database.prepare('SELECT * FROM migration').all();
  const parsed = ledgerSchema.safeParse(rows);
  if (!parsed.success) throw new StoreError(`${name} is a SQLite database, but none of Cairn's.`);
  return parsed.data.sort((one, other) => one.version - other.version);
}

/** Removes a database that nobody has open, if there is one, and what SQLite left beside it. */
export async function removeWithLogs(path: string): Promise<void> {
  for (const suffix of ['', '-journal', '-wal', '-shm']) await rm(`${path}${suffix}`, { force: true });
}

/** Has the disk keep the file, or the names in a folder, through a power cut. */
export async function syncToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export function syncFolderOf(path: string): Promise<void> {
  return syncToDisk(dirname(path));
}
