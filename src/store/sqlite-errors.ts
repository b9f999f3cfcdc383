import { SqliteError } from 'better-sqlite3';

import { StoreError } from './store-error.ts';

export function isBusy(error: unknown): boolean {
  return error instanceof SqliteError && error.code.startsWith('SQLITE_BUSY');
}

/** Whether the file is none of SQLite's, its pages contradict each other, or its log has lost its end. */
export function isDamaged(error: unknown): boolean {
  return error instanceof SqliteError && DAMAGE.some((code) => error.code.startsWith(code));
}

const DAMAGE = [
  'SQLITE_NOTADB',
  'SQLITE_CORRUPT',
  'SQLITE_IOERR_SHORT_READ',
  'SQLITE_IOERR_CORRUPTFS',
] as const;

/** Turns what an operator can mend into a `StoreError` that says how; anything else comes back as it was. */
export function explainSqliteError(error: unknown, path: string): unknown {
  if (!(error instanceof SqliteError)) return error;
  const advice = adviceFor(error.code, path);
  return advice === undefined ? error : new StoreError(advice, { cause: error });
}

/** Extended codes (`SQLITE_BUSY_SNAPSHOT`) begin with the primary one. */
function adviceFor(code: string, path: string): string | undefined {
  const is = (...primary: string[]) => primary.some((prefix) => code.startsWith(prefix));
  if (is('SQLITE_BUSY')) {
    return `The database ${path} stayed locked by another process. Close the program that holds it open.`;
  }
  if (is('SQLITE_READONLY', 'SQLITE_CANTOPEN', 'SQLITE_PERM')) {
    return `The database ${path} cannot be opened for writing. Check that it is a file, and who may write to it and its folder.`;
  }
  if (is(...DAMAGE)) {
    return `${path} is not a SQLite database, or is damaged. Point DATABASE_URL at another file, or restore a backup.`;
  }
  if (is('SQLITE_FULL')) {
    return `The disk is full: ${path} cannot grow. Nothing of the last change was kept.`;
  }
  if (is('SQLITE_IOERR')) {
    return `The system could not read or write ${path} (${code}). Look at its log, and whether the disk is full or fails.`;
  }
  return undefined;
}
