import { SqliteError } from 'better-sqlite3';

import { StoreError } from './store-error.ts';

export function isBusy(error: unknown): boolean {
  return error instanceof SqliteError && error.code.startsWith('SQLITE_BUSY');
}

/** Whether the file is none of SQLite's, or its pages contradict each other. */
export function isDamaged(error: unknown): boolean {
  return error instanceof SqliteError && /^SQLITE_(NOTADB|CORRUPT)/.test(error.code);
}

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
  if (is('SQLITE_NOTADB', 'SQLITE_CORRUPT')) {
    return `${path} is not a SQLite database, or is damaged. Point DATABASE_URL at another file, or restore a backup.`;
  }
  if (is('SQLITE_FULL')) {
    return `The disk is full: ${path} cannot grow. Nothing of the last change was kept.`;
  }
  return undefined;
}
