import { StoreError } from './store-error.ts';

const EXPECTED = 'Write DATABASE_URL as sqlite:path, for example sqlite:var/cairn.db.';

/**
 * The path of the SQLite file that a `sqlite:path` names, as it stands there.
 *
 * @throws {StoreError} for any other shape. Never repeats more than the scheme: the rest may hold a password.
 */
export function parseDatabaseUrl(databaseUrl: string): string {
  const [, scheme, path] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(databaseUrl.trim()) ?? [];
  if (scheme === undefined || path === undefined) {
    throw new StoreError(`DATABASE_URL has no scheme. ${EXPECTED}`);
  }
  if (scheme.toLowerCase() !== 'sqlite') {
    throw new StoreError(`DATABASE_URL starts with "${scheme}:", which is not supported. ${EXPECTED}`);
  }
  if (path === '' || path === ':memory:') {
    throw new StoreError(`DATABASE_URL names no file, and progress must outlive the process. ${EXPECTED}`);
  }
  // Libraries disagree on whether sqlite:///x is relative, so no reading of it is safe.
  if (path.startsWith('//')) {
    throw new StoreError(`DATABASE_URL has "//" after "sqlite:", which can be read in two ways. ${EXPECTED}`);
  }
  return path;
}
