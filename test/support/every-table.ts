import { runByHand, type Row } from './by-hand.ts';

export interface TableRow {
  readonly table: string;
  readonly columns: Row;
}

/** Every row of every table, as the database itself lists them, through connections of its own. */
export async function everyRow(databaseUrl: string): Promise<readonly TableRow[]> {
  const tables = await runByHand(
    databaseUrl,
    databaseUrl.startsWith('sqlite:')
      ? "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
      : 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY 1',
  );
  const rows: TableRow[] = [];
  for (const { name } of tables) {
    const table = String(name);
    const ofTable = await runByHand(databaseUrl, `SELECT * FROM "${table}"`);
    // PostgreSQL lists what was changed last at the end.
    rows.push(...sorted(ofTable).map((columns) => ({ table, columns })));
  }
  return rows;
}

function sorted(rows: readonly Row[]): readonly Row[] {
  return rows
    .map((row) => ({ row, key: JSON.stringify(row) }))
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ row }) => row);
}

/** In whichever column, and within whatever else it says. */
export function mentions({ columns }: TableRow, text: string): boolean {
  return Object.values(columns).some((value) => String(value).includes(text));
}
