import SqliteDatabase from 'better-sqlite3';

/** What no repository offers is done by hand, as an operator would, through a connection of its own. */
export function editByHand(path: string, statement: string, ...parameters: unknown[]): void {
  const database = new SqliteDatabase(path);
  try {
    database.pragma('foreign_keys = ON');
    database.prepare(statement).run(...parameters);
  } finally {
    database.close();
  }
}
