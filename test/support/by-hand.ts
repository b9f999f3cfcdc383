import SqliteDatabase from 'better-sqlite3';
import pg from 'pg';

export type Row = Readonly<Record<string, string | number | null>>;

/**
 * What no repository offers is done by hand, as an operator would, through a connection of its own.
 * @param statement with `?` for each parameter.
 */
export async function runByHand(
  databaseUrl: string,
  statement: string,
  ...parameters: readonly unknown[]
): Promise<readonly Row[]> {
  return databaseUrl.startsWith('sqlite:')
    ? runOnSqlite(databaseUrl.slice('sqlite:'.length), statement, parameters)
    : runOnPostgres(databaseUrl, statement, parameters);
}

function runOnSqlite(path: string, statement: string, parameters: readonly unknown[]): readonly Row[] {
  const database = new SqliteDatabase(path);
  try {
    database.pragma('foreign_keys = ON');
    const prepared = database.prepare<unknown[], Row>(statement);
    if (prepared.reader) return prepared.all(...parameters);
    prepared.run(...parameters);
    return [];
  } finally {
    database.close();
  }
}

async function runOnPostgres(
  url: string,
  statement: string,
  parameters: readonly unknown[],
): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: url, types: { getTypeParser } });
  await client.connect();
  try {
    let count = 0;
    const numbered = statement.replaceAll('?', () => `$${(count += 1)}`);
    return (await client.query<Row>(numbered, [...parameters])).rows;
  } finally {
    await client.end();
  }
}

const getTypeParser: pg.CustomTypesConfig['getTypeParser'] = (oid, format) =>
  oid === pg.types.builtins.INT8
    ? Number
    : (pg.types.getTypeParser(oid, format) as (text: string) => unknown);
