import pg from 'pg';

import { StoreError } from './store-error.ts';

/** Of Node's network errors, those that say that there is no server to be reached. */
const UNREACHABLE = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/** What the pg library says, in plain `Error`s, of a connection that ended or never came about. */
const LOST =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout expired)/;

/** A transaction that PostgreSQL gave up in favour of another: undone for certain, and worth a second try. */
export function isConflict(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code === '40001' || error.code === '40P01');
}

/** There is no connection any more, or there never was one: another one may do. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof pg.DatabaseError) {
    const { code = '' } = error;
    // 57P01 to 57P03: shut down, crashed, or still starting; 25P03: idle for too long within a transaction.
    return code.startsWith('08') || /^57P0[123]$/.test(code) || code === '25P03';
  }
  const { code } = error as NodeJS.ErrnoException;
  return (code !== undefined && UNREACHABLE.has(code)) || LOST.test(error.message);
}

/** After anything but a plain answer of the server, nobody knows what a connection is about to say. */
export function breaksConnection(error: unknown): boolean {
  return !(error instanceof pg.DatabaseError) || isConnectionLost(error);
}

/**
 * Turns what an operator can mend into a `StoreError` that says how; anything else comes back as it was.
 * @param place host, port and database, without user and password.
 */
export function explainPostgresError(error: unknown, place: string): unknown {
  const advice = adviceFor(error, place);
  return advice === undefined ? error : new StoreError(advice, { cause: error });
}

function adviceFor(error: unknown, place: string): string | undefined {
  if (!(error instanceof Error)) return undefined;
  switch ((error as { code?: string }).code) {
    case '28000':
    case '28P01':
      return `PostgreSQL at ${place} refuses the user or the password. Check both in DATABASE_URL, and the server's pg_hba.conf.`;
    case '3D000':
      return `PostgreSQL has no such database: ${place}. Create it with CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8', or correct DATABASE_URL.`;
    case '42501':
      return (
        `The user of DATABASE_URL lacks a right at ${place}: ${error.message}. ` +
        'Make it the owner of the database, or GRANT USAGE, CREATE ON SCHEMA public to it.'
      );
    case '53100':
      return `The disk of PostgreSQL at ${place} is full. Nothing of the last change was kept.`;
    case '53300':
      return `PostgreSQL at ${place} takes no more connections. Lower DATABASE_POOL_SIZE, or raise its max_connections.`;
    case '55P03':
      return `The database ${place} stayed locked by another session. Close the program that holds the lock.`;
    case '57014':
      return `PostgreSQL at ${place} took too long over a statement, which was given up. Look at its load.`;
    case '25006':
      return `PostgreSQL at ${place} takes no writes: it is a standby, or set to read-only. Point DATABASE_URL at the primary.`;
    case undefined:
      if (error.message.startsWith('SASL'))
        return `PostgreSQL at ${place} asks for a password, and DATABASE_URL has none. ${URL_FORM}`;
      if (error.message.startsWith('timeout exceeded'))
        return `No connection to PostgreSQL at ${place} came free in time. Raise DATABASE_POOL_SIZE, or look at the server's load.`;
      if (error.message === 'Query read timeout')
        return `PostgreSQL at ${place} did not answer in time. Look at its load, and at the network in between.`;
      break;
    default:
  }
  return isConnectionLost(error)
    ? `PostgreSQL at ${place} cannot be reached: ${reasonOf(error)}. Check that it runs, and the host and port in DATABASE_URL.`
    : undefined;
}

const URL_FORM = 'Write it as postgres://user:password@host:5432/database.';

/** An attempt at several addresses of one host has no message of its own. */
function reasonOf(error: Error): string {
  return error.message === '' ? ((error as NodeJS.ErrnoException).code ?? error.name) : error.message;
}
