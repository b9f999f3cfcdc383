import SqliteDatabase from 'better-sqlite3';
import { expect, test } from 'vitest';
import { preparingOnce } from '../../src/store/prepared-statements.ts';

test('a statement is prepared once, and again only after others took its place', () => {
  const database = new SqliteDatabase(':memory:');
  const prepared: string[] = [];
  const statements = preparingOnce(
    {
      prepare: (sql: string) => {
        prepared.push(sql);
        return database.prepare(sql);
      },
      close: () => database.close(),
    } as Pick<SqliteDatabase.Database, 'prepare' | 'close'>,
    2,
  );
  for (const value of [1, 2, 1, 3, 1, 2])
    expect(statements.prepare(`SELECT ${value} AS one`).all([])).toEqual([{ one: value }]);
  expect(prepared).toEqual(['SELECT 1 AS one', 'SELECT 2 AS one', 'SELECT 3 AS one', 'SELECT 2 AS one']);
  database.close();
});
