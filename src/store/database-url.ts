import { StoreError } from './store-error.ts';

export type DatabaseAddress =
  | { readonly engine: 'sqlite'; /** As it stands there. */ readonly path: string }
  | { readonly engine: 'postgres'; /** Holds a password, most likely. */ readonly url: string };

const EXPECTED_SQLITE = 'Write DATABASE_URL as sqlite:path, for example sqlite:var/cairn.db.';
const EXPECTED_POSTGRES = 'Write DATABASE_URL as postgres://user:password@host:5432/database.';
const EXPECTED =
  'Write DATABASE_URL as sqlite:path, for example sqlite:var/cairn.db, or as postgres://user:password@host:5432/database.';

/**
 * Which database a URL means.
 *
 * @throws {StoreError} for any other shape. Never repeats more than the scheme: the rest may hold a password.
 */
export function parseDatabaseUrl(databaseUrl: string): DatabaseAddress {
  const url = databaseUrl.trim();
  const [, scheme, rest] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(url) ?? [];
  if (scheme === undefined || rest === undefined) {
    throw new StoreError(`DATABASE_URL has no scheme. ${EXPECTED}`);
  }
  switch (scheme.toLowerCase()) {
    case 'sqlite':
      return { engine: 'sqlite', path: requirePath(rest) };
    case 'postgres':
    case 'postgresql':
      return { engine: 'postgres', url: requireServer(url) };
    default:
      throw new StoreError(`DATABASE_URL starts with "${scheme}:", which is not supported. ${EXPECTED}`);
  }
}

/**
 * The file, for backups and restores, which are for SQLite alone.
 *
 * @throws {StoreError} if there is none, and as `parseDatabaseUrl` does.
 */
export function databaseFileOf(databaseUrl: string): string {
  const address = parseDatabaseUrl(databaseUrl);
  if (address.engine === 'sqlite') return address.path;
  throw new StoreError(
    'Cairn backs up and restores SQLite alone, and DATABASE_URL names PostgreSQL, which has better tools: use pg_dump and ' +
      'pg_restore, and leave BACKUP_DIR empty.',
  );
}

function requirePath(path: string): string {
  if (path === '' || path === ':memory:') {
    throw new StoreError(
      `DATABASE_URL names no file, and progress must outlive the process. ${EXPECTED_SQLITE}`,
    );
  }
  // Libraries disagree on whether sqlite:///x is relative, so no reading of it is safe.
  if (path.startsWith('//')) {
    throw new StoreError(
      `DATABASE_URL has "//" after "sqlite:", which can be read in two ways. ${EXPECTED_SQLITE}`,
    );
  }
  return path;
}

function requireServer(url: string): string {
  if (!URL.canParse(url)) {
    throw new StoreError(
      'DATABASE_URL cannot be read as an address: characters such as @ : / # ? in its password have to be written as ' +
        `%40 %3A %2F %23 %3F. ${EXPECTED_POSTGRES}`,
    );
  }
  if (new URL(url).pathname.length < 2) {
    throw new StoreError(`DATABASE_URL names no database after the host. ${EXPECTED_POSTGRES}`);
  }
  return url;
}
