import SqliteDatabase from 'better-sqlite3';

/** Every row of every table of a SQLite file that no store need have open, as text that compares. */
export function rowsOf(file: string): readonly string[] {
  const database = new SqliteDatabase(file, { readonly: true });
  try {
    const tables = database
      .prepare<[], { name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)
      .all();
    return tables.flatMap(({ name }) =>
      database
        .prepare(`SELECT * FROM "${name}"`)
        .all()
        .map((row) => `${name} ${JSON.stringify(row)}`),
    );
  } finally {
    database.close();
  }
}

/** As an operator would, with a shell of SQLite. */
export function editFile(file: string, statement: string, ...parameters: unknown[]): void {
  const database = new SqliteDatabase(file);
  try {
    database.prepare(statement).run(...parameters);
  } finally {
    database.close();
  }
}
