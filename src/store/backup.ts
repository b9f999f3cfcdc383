import { chmod, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import SqliteDatabase from 'better-sqlite3';

import { explainSqliteError, isDamaged } from './sqlite-errors.ts';
import { StoreError } from './store-error.ts';
import { examineCopy, removeWithLogs, syncFolderOf, syncToDisk } from './whole-file.ts';

export interface BackupJob {
  readonly databaseFile: string;
  /** Made if need be, for the bot's user alone. */
  readonly directory: string;
  /** How many backups stay in the folder, the newest. */
  readonly keep: number;
  /** UTC epoch milliseconds; the backup goes by it. */
  readonly at: number;
}

export interface Backup {
  readonly file: string;
  readonly at: number;
  readonly bytes: number;
}

/** A partial copy that nothing was written to for this long is the leftover of a crash. */
const LEFTOVER_MS = 60 * 60 * 1000;

/**
 * Copies the database while the bot may be using it, and lets go of the oldest copies. A copy bears its name only once
 * it is whole, proved sound and on the disk.
 *
 * It is made in one step and not page by page: a reader in WAL mode keeps nobody from writing, and a write between
 * two steps would have the copying begin anew. So it takes a thread, or a process, that nobody waits for.
 *
 * @throws {StoreError} or what the file system throws; no half copy stays.
 */
export async function makeBackup({ databaseFile, directory, keep, at }: BackupJob): Promise<Backup> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await sweepLeftovers(directory, at);
  const file = join(directory, backupName(at));
  const partial = partialOf(file);
  try {
    await copyDatabase(databaseFile, partial);
    // It is as damaged as what it was made of.
    examineCopy(partial, databaseFile);
    await chmod(partial, 0o600);
    await syncToDisk(partial);
    const { size } = await stat(partial);
    await rename(partial, file);
    await syncFolderOf(file);
    for (const old of (await listBackups(directory)).slice(keep)) await rm(join(directory, old.name));
    return { file, at, bytes: size };
  } catch (error) {
    await removePartial(file);
    throw explainSqliteError(error, isDamaged(error) ? databaseFile : partial);
  }
}

/** The backups in a folder, the newest first; none, if there is no such folder yet. */
export async function listBackups(
  directory: string,
): Promise<readonly { readonly name: string; readonly at: number }[]> {
  const names = await namesIn(directory);
  return names
    .flatMap((name) => {
      const [, day, hours, minutes, seconds, fraction] =
        /^cairn-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z\.db$/.exec(name) ?? [];
      return day === undefined
        ? []
        : [{ name, at: Date.parse(`${day}T${hours}:${minutes}:${seconds}.${fraction}Z`) }];
    })
    .sort((one, other) => other.at - one.at);
}

/** What is left of a backup that was cut short. */
export async function removePartial(file: string): Promise<void> {
  await removeWithLogs(partialOf(file));
}

/** A file name that every system takes, and that sorts by time. */
export function backupName(at: number): string {
  return `cairn-${new Date(at).toISOString().replace(/[:.]/g, '-')}.db`;
}

function partialOf(file: string): string {
  return `${file}.partial`;
}

async function copyDatabase(databaseFile: string, target: string): Promise<void> {
  let source: SqliteDatabase.Database;
  try {
    source = new SqliteDatabase(databaseFile, { fileMustExist: true });
  } catch (cause) {
    throw new StoreError(`There is no database at ${databaseFile} to back up. Check DATABASE_URL.`, {
      cause,
    });
  }
  try {
    await source.backup(target, { progress: ({ remainingPages }) => remainingPages });
  } finally {
    source.close();
  }
}

/** Those of a backup that is being made by another process are younger. */
async function sweepLeftovers(directory: string, now: number): Promise<void> {
  for (const name of await namesIn(directory)) {
    if (!/^cairn-.*\.db\.partial/.test(name)) continue;
    const path = join(directory, name);
    const { mtimeMs } = await stat(path);
    if (now - mtimeMs > LEFTOVER_MS) await rm(path, { force: true });
  }
}

async function namesIn(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
