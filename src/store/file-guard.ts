import { statSync } from 'node:fs';

import { explainSqliteError, isDamaged } from './sqlite-errors.ts';
import { StoreError } from './store-error.ts';

/** Watches over what SQLite in WAL mode does not: that what is written goes where the next start will look for it. */
export interface FileGuard {
  /** @throws {StoreError} if what is recorded now would be lost. */
  requireSound(): void;
  /** As `explainSqliteError` does; from the first damage on, the file counts as damaged until it is opened anew. */
  explain(error: unknown): unknown;
  /**
   * What was written did not get onto the disk: nothing is recorded any more until the file is opened anew, for a
   * system says of a sync that failed once, and is tried again, that all is well.
   */
  distrust(error: unknown): StoreError;
}

/** @param path of a database that is open, its log too. */
export function guardFile(path: string): FileGuard {
  const files = [
    { file: path, wayOut: 'Put it back, or stop the bot and restore the newest backup.' },
    // Closing puts into the database what stood in the log that is open.
    { file: `${path}-wal`, wayOut: 'Put it back, or stop the bot and start it again.' },
  ].map(({ file, wayOut }) => ({ file, wayOut, identity: identityOf(file) }));
  let damage: StoreError | undefined;
  return {
    requireSound() {
      if (damage !== undefined) throw damage;
      const moved = files.find(({ file, identity }) => identityOf(file) !== identity);
      if (moved === undefined) return;
      throw new StoreError(
        `${moved.file} was deleted, moved or replaced while the bot had it open. Nothing more is recorded, for it would ` +
          `be lost. ${moved.wayOut}`,
      );
    },
    explain(error) {
      if (!isDamaged(error)) return explainSqliteError(error, path);
      damage ??= new StoreError(
        `${path} is damaged. Nothing more is recorded, for restoring would lose it. ` +
          'Stop the bot and restore the newest backup.',
        { cause: error },
      );
      return damage;
    },
    distrust(error) {
      damage ??= new StoreError(
        `The disk did not take what was written to ${path}: whether the last changes were kept is not known, and ` +
          'nothing more is recorded. Look at the disk, then start the bot again.',
        { cause: error },
      );
      return damage;
    },
  };
}

/** A system gives no second file this identity while the first is open, its name gone or not. */
function identityOf(file: string): string | undefined {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stats && `${stats.dev}:${stats.ino}`;
}
