import type { Kysely } from 'kysely';

import type { Migration } from './migration-files.ts';
import { StoreError } from './store-error.ts';
import type { MigrationRow, Tables } from './tables.ts';

export interface MigrateOptions {
  readonly migrations: readonly Migration[];
  /**
   * Hands a script of any number of statements to the database whole, inside the transaction that is open. Only
   * the database knows for certain where a statement ends.
   */
  readonly runScript: (script: string, transaction: Kysely<Tables>) => void | Promise<void>;
  readonly now: () => number;
  readonly thereafter: ((transaction: Kysely<Tables>) => Promise<void>) | undefined;
  /** What an engine does before and after the upgrade, in its transaction. */
  readonly around?: (transaction: Kysely<Tables>, upgrade: () => Promise<void>) => Promise<void>;
}

/**
 * Brings the database up to the newest migration, in one transaction: the upgrade and its rows in the ledger
 * are there together or not at all. A second process that starts meanwhile waits, and then finds nothing to do.
 *
 * @throws {StoreError} if a migration fails, or if the database was not made by these migrations.
 */
export async function migrate(database: Kysely<Tables>, options: MigrateOptions): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const run = () => upgrade(transaction, options);
    await (options.around === undefined ? run() : options.around(transaction, run));
    await options.thereafter?.(transaction);
  });
}

async function upgrade(transaction: Kysely<Tables>, options: MigrateOptions): Promise<void> {
  await createLedger(transaction);
  const ledger = await transaction.selectFrom('migration').selectAll().orderBy('version').execute();
  refuseDivergence(ledger, options.migrations);

  for (const migration of options.migrations.slice(ledger.length)) {
    await runMigration(migration, () => options.runScript(migration.script, transaction));
    await transaction
      .insertInto('migration')
      .values({
        version: migration.version,
        name: migration.name,
        checksum: migration.checksum,
        applied_at: options.now(),
      })
      .execute();
  }
}

/**
 * Proves that the database has exactly these migrations, and can be written to: the ledger's rows are set to what they
 * are, and the commit shows whether there is room for it.
 *
 * @throws {StoreError} if the ledger says otherwise; what the database throws if it takes no writes.
 */
export async function checkMigrated(
  database: Kysely<Tables>,
  migrations: readonly Migration[],
): Promise<void> {
  const ledger = await database
    .updateTable('migration')
    .set((row) => ({ version: row.ref('version') }))
    .returningAll()
    .execute();
  requireCurrent(
    ledger.toSorted((one, other) => one.version - other.version),
    migrations,
    'It was replaced by an older one: start the bot again, which brings it up to date.',
  );
}

/** @throws {StoreError} unless the ledger has exactly these migrations. */
export function requireCurrent(
  ledger: readonly MigrationRow[],
  migrations: readonly Migration[],
  wayOut: string,
): void {
  refuseDivergence(ledger, migrations);
  const missing = migrations[ledger.length];
  if (missing !== undefined) {
    throw new StoreError(`The database lacks the migration ${missing.name}. ${wayOut}`);
  }
}

async function createLedger(database: Kysely<Tables>): Promise<void> {
  await database.schema
    .createTable('migration')
    .ifNotExists()
    .addColumn('version', 'integer', (column) => column.notNull().primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('checksum', 'text', (column) => column.notNull())
    .addColumn('applied_at', 'bigint', (column) => column.notNull())
    .execute();
}

/** @throws {StoreError} if the ledger has anything but the first of these migrations, in their order. */
export function refuseDivergence(ledger: readonly MigrationRow[], migrations: readonly Migration[]): void {
  ledger.forEach((row, index) => {
    if (row.version !== index + 1) {
      throw new StoreError(
        `The database's ledger lacks migration ${index + 1}, but has ${row.name}: it was edited by hand. ` +
          'Restore the database from a backup.',
      );
    }
    const migration = migrations[index];
    if (migration === undefined) {
      throw new StoreError(
        `The database is newer than this version of the bot: it has ${row.name}, and the newest migration ` +
          `here is number ${migrations.length}. Run the newer version again, or restore a backup from before it.`,
      );
    }
    if (row.name !== migration.name) {
      throw new StoreError(
        `Migration ${row.version} is ${migration.name} here, but the database was made with ${row.name}. ` +
          'Restore the name if the file was renamed; otherwise this database belongs to another version.',
      );
    }
    if (row.checksum !== migration.checksum) {
      throw new StoreError(
        `The migration ${migration.name} was changed after the database ran it ` +
          `(on ${new Date(row.applied_at).toISOString()}). ` +
          'Restore the file as it was, and put the change into a new migration.',
      );
    }
  });
}

async function runMigration(migration: Migration, run: () => void | Promise<void>): Promise<void> {
  try {
    await run();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StoreError(`The migration ${migration.name} failed, and nothing was changed: ${reason}.`, {
      cause,
    });
  }
}
