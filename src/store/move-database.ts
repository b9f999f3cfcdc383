import { createHash } from 'node:crypto';
import { resolve } from 'node:path';

import SqliteDatabase from 'better-sqlite3';
import { sql, type Kysely } from 'kysely';

import { parseDatabaseUrl } from './database-url.ts';
import { requireCurrent } from './migrate.ts';
import { readMigrations, type Migration } from './migration-files.ts';
import { openPostgres } from './postgres.ts';
import { explainSqliteError, isBusy } from './sqlite-errors.ts';
import { storable } from './storable.ts';
import { StoreError } from './store-error.ts';
import type { MigrationRow, Tables } from './tables.ts';

export interface MoveOptions {
  /** `sqlite:path`; nobody else may have it open. */
  readonly from: string;
  /** `postgres://…`; a database without tables. */
  readonly to: string;
  readonly migrationsDirectory: string;
  /** UTC epoch milliseconds, for the ledger of migrations. */
  readonly now: () => number;
}

export interface MovedTable {
  readonly table: string;
  readonly rows: number;
}

type Row = Readonly<Record<string, unknown>>;

/** Rows on one journey to the server. */
const BATCH = 500;

/**
 * Copies a SQLite database into an empty one of PostgreSQL, in one transaction: it is all there and proved to be the
 * same, or nothing is. The file stays as it is.
 *
 * @throws {StoreError} if either is not what it has to be, or if a table has not arrived as it was.
 */
export async function moveDatabase(options: MoveOptions): Promise<readonly MovedTable[]> {
  const from = await speakingOf('--from', () => parseDatabaseUrl(options.from));
  const to = await speakingOf('--to', () => parseDatabaseUrl(options.to));
  if (from.engine !== 'sqlite' || to.engine !== 'postgres') {
    throw new StoreError('Records move from SQLite to PostgreSQL: --from sqlite:path --to postgres://….');
  }
  const migrations = await readMigrations(options.migrationsDirectory);
  const source = await speakingOf('--from', () => openAlone(resolve(from.path)));
  try {
    requireUpToDate(source, migrations);
    const target = await speakingOf('--to', () =>
      openPostgres({
        url: to.url,
        poolSize: 1,
        lockWaitMs: 5_000,
        connectWaitMs: 10_000,
        statementMs: 30_000,
      }),
    );
    try {
      await refuseTables(target.database);
      const moved: MovedTable[] = [];
      await target.migrate(migrations, options.now, async (transaction) => {
        for (const table of tablesInOrder(source)) moved.push(await moveTable(source, transaction, table));
      });
      return moved;
    } finally {
      await target.database.destroy();
    }
  } finally {
    source.close();
  }
}

/** What the store says of an address names the bot's setting, and here it came from an option. */
async function speakingOf<T>(option: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new StoreError(error.message.replaceAll('DATABASE_URL', option), { cause: error });
  }
}

/** Every connection in WAL mode holds a lock on its file for as long as it is open, so a bot that runs shows itself. */
function openAlone(path: string): SqliteDatabase.Database {
  try {
    const database = new SqliteDatabase(path, { fileMustExist: true, timeout: 1_000 });
    try {
      database.pragma('locking_mode = EXCLUSIVE');
      database.exec('BEGIN IMMEDIATE');
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    if (isBusy(error)) {
      throw new StoreError(`${path} is in use. Stop the bot, and whatever else has it open, and try again.`, {
        cause: error,
      });
    }
    throw explainSqliteError(error, path);
  }
}

function requireUpToDate(source: SqliteDatabase.Database, migrations: readonly Migration[]): void {
  const isOurs = source.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'migration'`).get() !== undefined;
  const ledger = isOurs
    ? source.prepare<[], MigrationRow>('SELECT * FROM migration ORDER BY version').all()
    : [];
  requireCurrent(ledger, migrations, 'Start this version of the bot on it once, which brings it up to date.');
}

async function refuseTables(target: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY 1`.execute(
    target,
  );
  if (rows.length === 0) return;
  throw new StoreError(
    `The database of --to is not empty: it has ${rows.map(({ name }) => name).join(', ')}. ` +
      'Name one that was just created, so that nothing is mixed or written over.',
  );
}

/** Those that others refer to come first. */
function tablesInOrder(source: SqliteDatabase.Database): readonly string[] {
  const tables = source
    .prepare<[], string>(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
    )
    .pluck()
    .all();
  const refersTo = source.prepare<[string], string>('SELECT "table" FROM pragma_foreign_key_list(?)').pluck();
  const ordered = new Set<string>();
  const place = (table: string): void => {
    for (const other of refersTo.all(table)) if (other !== table && !ordered.has(other)) place(other);
    ordered.add(table);
  };
  tables.forEach(place);
  // The upgrade of the target has written its own.
  ordered.delete('migration');
  return [...ordered];
}

async function moveTable(
  source: SqliteDatabase.Database,
  target: Kysely<Tables>,
  table: string,
): Promise<MovedTable> {
  const sent = createContentSum();
  const rows = source.prepare<[], Row>(`SELECT * FROM "${table}"`).iterate();
  for (const batch of batchesOf(rows)) {
    const keepable = batch.map(keepableRow);
    keepable.forEach((row) => {
      sent.add(row);
    });
    await insert(target, table, keepable);
  }
  const arrived = createContentSum();
  for await (const row of readAll(target, table)) arrived.add(row);
  if (arrived.rows !== sent.rows || arrived.sum !== sent.sum) {
    throw new StoreError(
      `The table ${table} did not arrive as it was (${sent.rows} rows went, ${arrived.rows} came): nothing was kept. ` +
        'Check the file with PRAGMA integrity_check.',
    );
  }
  return { table, rows: arrived.rows };
}

async function insert(target: Kysely<Tables>, table: string, rows: readonly Row[]): Promise<void> {
  const name = sql.table(table);
  try {
    await sql`INSERT INTO ${name} SELECT * FROM json_populate_recordset(NULL::${name}, ${JSON.stringify(rows)})`.execute(
      target,
    );
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StoreError(`PostgreSQL does not take the table ${table}: ${reason}. Nothing was kept.`, {
      cause,
    });
  }
}

async function* readAll(target: Kysely<Tables>, table: string): AsyncGenerator<Row> {
  await sql`DECLARE arrived NO SCROLL CURSOR FOR SELECT * FROM ${sql.table(table)}`.execute(target);
  for (;;) {
    const { rows } = await sql<Row>`FETCH ${sql.lit(BATCH)} FROM arrived`.execute(target);
    if (rows.length === 0) break;
    yield* rows;
  }
  await sql`CLOSE arrived`.execute(target);
}

function* batchesOf<T>(rows: Iterable<T>): Generator<readonly T[]> {
  let batch: T[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function keepableRow(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, storable(value)]));
}

/** Of the rows' contents, in whichever order they and their columns come. */
function createContentSum() {
  const content = { rows: 0, sum: 0n, add };
  return content;

  function add(row: Row): void {
    const columns = Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1));
    const digest = createHash('sha256').update(JSON.stringify(columns)).digest('hex');
    content.rows += 1;
    content.sum = BigInt.asUintN(256, content.sum + BigInt(`0x${digest}`));
  }
}
