import { Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';

import { Kysely, sql, type Logger } from 'kysely';
import pg from 'pg';

import type { Engine } from './engine.ts';
import { migrate } from './migrate.ts';
import { createPostgresDialect, pauseAfter, type Connections } from './postgres-dialect.ts';
import { explainPostgresError, isConflict, isConnectionLost } from './postgres-errors.ts';
import { StoreError } from './store-error.ts';
import type { Tables } from './tables.ts';

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database` */
  readonly url: string;
  /** Connections at most. */
  readonly poolSize: number;
  /** How long a statement waits for another session that holds the lock. */
  readonly lockWaitMs: number;
  /** How long a server is waited for that cannot be reached. */
  readonly connectWaitMs: number;
  /** How long the server may take over a statement. */
  readonly statementMs: number;
  /** Called after each statement, but for those of an upgrade; nobody, when absent. */
  readonly log?: Logger;
}

/** A process that stands still in the middle of a transaction must not hold its locks for ever. */
const IDLE_IN_TRANSACTION_MS = 30_000;

const CONNECT_MS = 5_000;

const GOODBYE_MS = 1_000;

/** 14 is the oldest version that still gets corrections. */
const OLDEST_VERSION = 14;

/** Any number will do, as long as nothing else in the same database takes it. */
const MIGRATION_LOCK = 0x43_61_69_72;

/** The second succeeds, unless a statement by itself gets in the way or the server goes away. */
const TRANSACTION_ATTEMPTS = 5;

/** @throws {StoreError} if the server cannot be reached, refuses, is too old or does not store UTF-8. */
export async function openPostgres(options: PostgresOptions): Promise<Engine> {
  const place = placeOf(options.url);
  // What upgrades may take its time, and a second process waits for it.
  const upgrading = new Kysely<Tables>({
    dialect: createPostgresDialect(openConnections(options, { max: 1 })),
  });
  try {
    await refuseUnsuitable(upgrading, place);
  } catch (error) {
    await upgrading.destroy();
    throw error instanceof StoreError ? error : explainOpening(error, place);
  }
  const connections = openConnections(options, {
    max: options.poolSize,
    statement_timeout: options.statementMs,
    // Longer than what the server allows itself: it speaks first, unless there is no word of it at all.
    query_timeout: (options.statementMs * 7) / 6,
    lock_timeout: options.lockWaitMs,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
  });
  const database = new Kysely<Tables>({
    dialect: createPostgresDialect(connections),
    log: options.log ?? [],
  });
  return {
    database,
    async migrate(migrations, now, thereafter) {
      try {
        await migrate(upgrading, {
          migrations,
          now,
          thereafter,
          runScript: async (script, transaction) => {
            await sql.raw(script).execute(transaction);
          },
          around: upgradeAlone,
        });
      } finally {
        await upgrading.destroy();
      }
    },
    transaction: (work) => runSerializable(database, work, place),
    async now() {
      const { rows } = await sql<{ now: number }>`
        SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) AS now`.execute(database);
      const [{ now } = { now: NaN }] = rows;
      return now;
    },
  };
}

function openConnections({ url, connectWaitMs }: PostgresOptions, config: pg.PoolConfig): Connections {
  const sockets = new Set<Socket>();
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'cairn',
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_MS,
    types,
    stream() {
      const socket = new Socket();
      sockets.add(socket);
      return socket.once('close', () => void sockets.delete(socket));
    },
    ...config,
  });
  // Without a listener, a connection that ends while nobody uses it, or between two statements of a transaction, would
  // end the process. Whoever needs it next is told, or given another.
  const ignore = () => undefined;
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return {
    pool,
    place: placeOf(url),
    connectWaitMs,
    async end() {
      await pool.end();
      const closed = [...sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
      await Promise.race([Promise.all(closed), setTimeout(GOODBYE_MS, undefined, { ref: false })]);
      // A server of which there is no word any more does not say goodbye either; and a connection that was given up
      // half-way, as for want of a password, stays open on both sides.
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Instants, counts and sums all fit into a number; by default they would come as texts. Of this pool alone. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.INT8 || oid === pg.types.builtins.NUMERIC
      ? toInteger
      : (pg.types.getTypeParser(oid, format) as (text: string) => unknown),
};

function toInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new StoreError(`The database holds ${text}, which is no whole number that can be counted exactly.`);
  return value;
}

async function refuseUnsuitable(database: Kysely<Tables>, place: string): Promise<void> {
  const { rows } = await sql<{ version: number; release: string; encoding: string; schema: string | null }>`
    SELECT current_setting('server_version_num')::integer AS version, current_setting('server_version') AS release,
      current_setting('server_encoding') AS encoding, current_schema() AS schema`.execute(database);
  const [server] = rows;
  if (server === undefined) throw new StoreError(`PostgreSQL at ${place} does not say what it is.`);
  if (server.version < OLDEST_VERSION * 10_000) {
    throw new StoreError(
      `PostgreSQL at ${place} is version ${server.release}; the bot needs ${OLDEST_VERSION} or newer. Upgrade the server.`,
    );
  }
  if (server.encoding !== 'UTF8') {
    throw new StoreError(
      `The database ${place} stores texts as ${server.encoding}, which cannot hold every name and note. ` +
        "Create one with CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8'.",
    );
  }
  if (server.schema === null) {
    throw new StoreError(
      `The database ${place} has no schema that the user of DATABASE_URL may use. ` +
        'GRANT USAGE, CREATE ON SCHEMA public to it, or set its search_path.',
    );
  }
}

/** Whatever it is that keeps the bot from its database at the start, the operator hears of it as such. */
function explainOpening(error: unknown, place: string): unknown {
  const explained = explainPostgresError(error, place);
  if (explained instanceof StoreError || !(error instanceof Error)) return explained;
  return new StoreError(`PostgreSQL at ${place} cannot be used: ${error.message}.`, { cause: error });
}

/** Of two processes that start at once, one upgrades and the other waits. */
async function upgradeAlone(transaction: Kysely<Tables>, upgrade: () => Promise<void>): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${sql.lit(MIGRATION_LOCK)})`.execute(transaction);
  const before = new Set((await listLocaleColumns(transaction)).map(({ id }) => id));
  await upgrade();
  await orderByBytes(
    transaction,
    (await listLocaleColumns(transaction)).filter(({ id }) => !before.has(id)),
  );
}

interface TextColumn {
  /** Stays through renaming. */
  readonly id: string;
  readonly table: string;
  readonly column: string;
}

/** The text columns that are ordered as the database's locale has it; other programs' tables may be among theirs. */
async function listLocaleColumns(transaction: Kysely<Tables>): Promise<readonly TextColumn[]> {
  const { rows } = await sql<TextColumn>`
    SELECT attribute.attrelid || '.' || attribute.attnum AS id, class.relname AS table, attribute.attname AS column
    FROM pg_attribute AS attribute
    JOIN pg_class AS class ON class.oid = attribute.attrelid
    WHERE class.relnamespace = current_schema()::regnamespace AND class.relkind = 'r'
      AND attribute.attnum > 0 AND NOT attribute.attisdropped
      AND attribute.atttypid = 'text'::regtype AND attribute.attcollation <> '"C"'::regcollation
    ORDER BY class.relname, attribute.attnum`.execute(transaction);
  return rows;
}

/**
 * SQLite orders texts by their bytes, and a migration cannot say so in words that both understand. A locale's order
 * would show members elsewhere on a board, differ from server to server, and change under an index when the operating
 * system's does.
 */
async function orderByBytes(transaction: Kysely<Tables>, columns: readonly TextColumn[]): Promise<void> {
  // One statement for each table: every one of them makes the table's indexes anew.
  for (const table of new Set(columns.map((column) => column.table))) {
    const changes = columns
      .filter((column) => column.table === table)
      .map(({ column }) => sql`ALTER COLUMN ${sql.ref(column)} TYPE TEXT COLLATE "C"`);
    await sql`ALTER TABLE ${sql.table(table)} ${sql.join(changes)}`.execute(transaction);
  }
}

/**
 * Transactions run side by side, and PostgreSQL gives up those that would not have gone the same one after the other.
 * Whoever was given up runs alone the next time: nothing is left then that it could be given up for.
 */
async function runSerializable<T>(
  database: Kysely<Tables>,
  work: (transaction: Kysely<Tables>) => Promise<T>,
  place: string,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database
        .transaction()
        .setIsolationLevel('serializable')
        .execute(async (transaction) => {
          await (attempt === 1 ? enterWithOthers : enterAlone)(transaction);
          return work(transaction);
        });
    } catch (error) {
      const isWorthAnother = isConflict(error) || isConnectionLost(error);
      if (!isWorthAnother || attempt === TRANSACTION_ATTEMPTS) throw explainPostgresError(error, place);
      await pauseAfter(attempt);
    }
  }
}

/*
 * Every transaction begins with a lock on a table that all have, and that is hardly ever written to. A lock on a table
 * is the one statement that waits before the transaction's view of the database is taken.
 */

async function enterWithOthers(transaction: Kysely<Tables>): Promise<void> {
  await sql`LOCK TABLE migration IN ROW SHARE MODE`.execute(transaction);
}

/** Waits for those who have entered, and keeps out all who come. */
async function enterAlone(transaction: Kysely<Tables>): Promise<void> {
  await sql`LOCK TABLE migration IN EXCLUSIVE MODE`.execute(transaction);
}

/** Without the user, the password and whatever else the URL says. */
function placeOf(url: string): string {
  const { hostname, port, pathname, searchParams } = new URL(url);
  const host = searchParams.get('host') ?? (hostname === '' ? 'localhost' : hostname);
  return `${host}:${port === '' ? (searchParams.get('port') ?? '5432') : port}${pathname}`;
}
