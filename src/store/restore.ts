import { access, chmod, chown, copyFile, link, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import SqliteDatabase from 'better-sqlite3';

import { refuseDivergence } from './migrate.ts';
import { readMigrations } from './migration-files.ts';
import { explainSqliteError, isBusy, isDamaged } from './sqlite-errors.ts';
import { StoreError } from './store-error.ts';
import { examineCopy, removeWithLogs, syncFolderOf, syncToDisk } from './whole-file.ts';

export interface RestoreOptions {
  readonly backupFile: string;
  readonly databaseFile: string;
  readonly migrationsDirectory: string;
  /** UTC epoch milliseconds, for the name of what is put aside. */
  readonly now: number;
}

export interface Restored {
  /** Where the database that was there before is now; absent, if there was none. */
  readonly aside: string | undefined;
}

/**
 * Puts a backup in the database's place, in one step, and keeps what was there. The backup itself is only read.
 *
 * @throws {StoreError} if a bot uses the database, or the backup is damaged, none of Cairn's, or of another version.
 * Then nothing has changed.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { backupFile, databaseFile, now } = options;
  const incoming = `${databaseFile}.restoring`;
  await removeWithLogs(incoming);
  try {
    await copyWhole(backupFile, incoming);
    await refuseUnfit(incoming, options);
    if (!(await exists(databaseFile))) {
      await refuseLeftLog(databaseFile);
      await putInPlace(incoming, databaseFile);
      return { aside: undefined };
    }
    const aside = `${databaseFile}.before-restore-${new Date(now).toISOString().replace(/[:.]/g, '-')}`;
    await takeOwnership(incoming, databaseFile);
    const release = lockOut(databaseFile);
    try {
      await putAside(databaseFile, aside);
      await putInPlace(incoming, databaseFile);
    } finally {
      release();
    }
    return { aside };
  } finally {
    await removeWithLogs(incoming);
  }
}

/** A copy of a database that was not closed has the newest part in a log beside it. */
async function copyWhole(source: string, target: string): Promise<void> {
  if (!(await exists(source))) throw new StoreError(`There is no file ${source} to restore.`);
  if (!(await exists(dirname(target)))) {
    throw new StoreError(`There is no folder ${dirname(target)} to restore to. Check DATABASE_URL.`);
  }
  await copyFile(source, target);
  if (await exists(`${source}-wal`)) await copyFile(`${source}-wal`, `${target}-wal`);
}

async function refuseUnfit(copy: string, { backupFile, migrationsDirectory }: RestoreOptions): Promise<void> {
  const ledger = examineCopy(copy, backupFile);
  try {
    refuseDivergence(ledger, await readMigrations(migrationsDirectory));
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new StoreError(`${backupFile} does not fit this version of the bot. ${error.message}`, {
      cause: error,
    });
  }
}

/** SQLite would take it for the restored database's own, and write into that what belongs to another. */
async function refuseLeftLog(databaseFile: string): Promise<void> {
  for (const log of [`${databaseFile}-wal`, `${databaseFile}-journal`]) {
    if (!(await exists(log))) continue;
    throw new StoreError(
      `${log} lies there without its database: a bot may have both open. Stop the bot, move the log away, and restore ` +
        'again.',
    );
  }
}

/** Whoever restores may be another user than the bot, which could then not open its own database. */
async function takeOwnership(file: string, model: string): Promise<void> {
  const { uid, gid, mode } = await stat(model);
  const own = await stat(file);
  await chmod(file, mode & 0o777);
  if (own.uid !== uid || own.gid !== gid) await chown(file, uid, gid);
}

/**
 * Keeps every bot out until it is released. A connection in WAL mode holds a shared lock on the file for as long as
 * it is open, even while it does nothing, and the system takes it away with the process: so an exclusive lock shows
 * whether anybody is there. It is asked for before SQLite reads what is in the file, which may be damaged. Leaving WAL
 * mode then puts into the file what stood in the log. A bot that starts meanwhile waits, and is refused by SQLite because
 * its file has moved.
 *
 * @throws {StoreError} if somebody uses the database, or nothing can tell.
 */
function lockOut(databaseFile: string): () => void {
  const database = new SqliteDatabase(databaseFile, { timeout: 0 });
  const release = () => {
    database.close();
  };
  try {
    database.pragma('locking_mode = EXCLUSIVE');
    database.exec('BEGIN EXCLUSIVE; COMMIT');
  } catch (error) {
    release();
    throw isDamaged(error) ? beyondTelling(databaseFile, error) : explainLock(error, databaseFile);
  }
  try {
    database.pragma('journal_mode = DELETE');
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    release();
    // Nobody has it open, and no bot can start on it.
    if (isDamaged(error)) return () => undefined;
    throw explainLock(error, databaseFile);
  }
  return release;
}

function explainLock(error: unknown, databaseFile: string): unknown {
  return isBusy(error)
    ? new StoreError(`The database ${databaseFile} is in use. Stop the bot first, then restore again.`, {
        cause: error,
      })
    : explainSqliteError(error, databaseFile);
}

function beyondTelling(databaseFile: string, cause: unknown): StoreError {
  return new StoreError(
    `${databaseFile} is so damaged that nothing can tell whether a bot has it open. Stop the bot, move the file away, ` +
      'with those beside it that end in -wal and -shm, and restore again.',
    { cause },
  );
}

/** Under a second name, so that the database's own is never without a file; the log of a damaged one goes along. */
async function putAside(databaseFile: string, aside: string): Promise<void> {
  // Some file systems have no second names.
  await link(databaseFile, aside).catch(() => copyFile(databaseFile, aside));
  if (await exists(`${databaseFile}-wal`)) await rename(`${databaseFile}-wal`, `${aside}-wal`);
  await rm(`${databaseFile}-shm`, { force: true });
}

async function putInPlace(incoming: string, databaseFile: string): Promise<void> {
  await syncToDisk(incoming);
  await rename(incoming, databaseFile);
  await syncFolderOf(databaseFile);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
