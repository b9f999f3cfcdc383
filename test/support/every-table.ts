import SqliteDatabase from 'better-sqlite3';

export interface TableRow {
  readonly table: string;
  readonly columns: Readonly<Record<string, string | number | null>>;
}

/** Every row of every table, as the database itself lists them, through a connection of its own. */
export function everyRow(path: string): readonly TableRow[] {
  const database = new SqliteDatabase(path, { readonly: true });
  try {
    const tables = database
      .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`)
      .pluck()
      .all() as string[];
    return tables.flatMap((table) =>
      (database.prepare(`SELECT * FROM "${table}"`).all() as TableRow['columns'][]).map((columns) => ({
        table,
        columns,
      })),
    );
  } finally {
    database.close();
  }
}

/** In whichever column, and within whatever else it says. */
export function mentions({ columns }: TableRow, text: string): boolean {
  return Object.values(columns).some((value) => String(value).includes(text));
}
