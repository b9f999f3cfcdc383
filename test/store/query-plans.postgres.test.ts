import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { expect, it } from 'vitest';

import { createDeliveryRepository } from '../../src/store/deliveries.ts';
import type { Tables } from '../../src/store/tables.ts';
import { runByHand } from '../support/by-hand.ts';
import { makeTemporaryDatabase } from '../support/temporary-store.ts';

const NOW = 1_790_000_000_000;

it('what is due is found by its index, however much was sent', async () => {
  await using temporary = await makeTemporaryDatabase('migrated');
  await runByHand(
    temporary.url,
    `INSERT INTO delivery (kind, recipient, occurrence, state, due_at, not_before, attempts)
     SELECT 'member-nudge', id::text, '2026-W39', CASE WHEN id <= 20 THEN 'pending' ELSE 'sent' END, ${NOW}, ${NOW}, 1
     FROM generate_series(1, 20000) AS id`,
  );
  await runByHand(temporary.url, 'ANALYZE delivery');
  const pool = new pg.Pool({ connectionString: temporary.url, max: 1 });
  const asked: { readonly sql: string; readonly parameters: readonly unknown[] }[] = [];
  const database = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    log: ({ query }) => void asked.push(query),
  });
  const claimed = await createDeliveryRepository(database).claim(NOW, 5);
  expect(claimed).toHaveLength(5);
  const [claim] = asked;
  const plan = await pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${claim?.sql ?? ''}`, [
    ...(claim?.parameters ?? []),
  ]);
  await database.destroy();
  const steps = plan.rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(steps).toContain('using delivery_open on delivery');
  expect(steps).not.toContain('Seq Scan on delivery');
});
