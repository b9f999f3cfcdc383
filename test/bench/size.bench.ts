import { openStore } from '../../src/store/open-store.ts';
import { runByHand } from '../support/by-hand.ts';
import { startPostgresServer } from '../support/postgres-server.ts';
import { MIGRATIONS_DIRECTORY } from '../support/temporary-store.ts';
import type { Benchmark } from './benchmark.ts';

const MEMBERS = 50_000;
const BYTES_PER_KB = 2 ** 10;

/**
 * Somebody half-way: ten tasks done, one in two with a note and one in three with a link, a server, its three boards,
 * and, of every second member, a reminder with the thirteen weeks that the ledger keeps.
 */
const STATEMENTS: readonly string[] = [
  `INSERT INTO member (user_id, time_zone, visibility, current_pathway_id, created_at)
   SELECT id, 'Europe/Berlin', 'named', 'backend-to-ai-infrastructure', 1790000000000 FROM person`,
  `INSERT INTO enrolment (user_id, pathway_id, hours_per_week, starts_on, joined_at, breaks, told_revision)
   SELECT id, 'backend-to-ai-infrastructure', 10, '2026-03-02', 1790000000000, '[]', 0 FROM person`,
  `INSERT INTO completion (user_id, pathway_id, task_id, status, at, recorded_at, note, link)
   SELECT id, 'backend-to-ai-infrastructure', 'a-task-of-the-pathway-' || task, 'done', 1790000000000, 1790000000000,
     CASE WHEN task % 2 = 0 THEN repeat('what I learnt ', 6) END,
     CASE WHEN task % 3 = 0 THEN 'https://github.com/somebody/something/pull/' || task END
   FROM person, generate_series(1, 10) AS task`,
  `INSERT INTO standing (user_id, pathway_id, phase_id, task_id, done_hours, active_at)
   SELECT id, 'backend-to-ai-infrastructure', 'a-phase-of-it', 'a-task-of-the-pathway-11', 120, 1790000000000 FROM person`,
  `INSERT INTO phase_duration (user_id, pathway_id, phase_id, days)
   SELECT id, 'backend-to-ai-infrastructure', 'phase-' || phase, 30 + phase FROM person, generate_series(1, 2) AS phase`,
  `INSERT INTO server_member (guild_id, user_id, name, seen_at)
   SELECT (41771983423143937 + number % 5000)::text, id, 'Somebody ' || number, 1790000000000 FROM person`,
  `INSERT INTO score (board_id, period, user_id, hours, tasks, appearance, label, sort_key, ends_at)
   SELECT (41771983423143937 + number % 5000)::text, period, id, 12, 2, 'named', 'Somebody ' || number,
     'somebody ' || number, 1790000000000
   FROM person, unnest(ARRAY['2026-W40', '2026-10', 'all']) AS period`,
  `INSERT INTO nudge (user_id, weekday, hour, locale, state, active_since, next_occurrence, next_at, dm_channel_id)
   SELECT id, 1, 9, 'en-GB', 'on', 1790000000000, '2026-W41', 1790000000000, id FROM person WHERE number % 2 = 0`,
  `INSERT INTO delivery (kind, recipient, occurrence, state, due_at, not_before, first_sent_at, attempts, message_id)
   SELECT 'member-nudge', id, '2026-W' || week, 'sent', 1790000000000, 1790000000000, 1790000000000, 1, id
   FROM person, generate_series(28, 40) AS week WHERE number % 2 = 0`,
];

/** What a member takes in PostgreSQL, indexes included. */
export const benchmarkSize: Benchmark = async ({ isQuick }) => {
  const members = isQuick ? 500 : MEMBERS;
  await using server = await startPostgresServer();
  await runByHand(server.url('postgres'), 'CREATE DATABASE size');
  const databaseUrl = server.url('size');
  const now = () => Date.now();
  const store = await openStore({ databaseUrl, migrationsDirectory: MIGRATIONS_DIRECTORY, now });
  await store.close();
  await runByHand(
    databaseUrl,
    `CREATE TABLE person AS SELECT (90351110224000000 + number)::text AS id, number
     FROM generate_series(1, ${members}) AS number`,
  );
  for (const statement of STATEMENTS) await runByHand(databaseUrl, statement);
  const sizes = await runByHand(
    databaseUrl,
    `SELECT relname AS table, pg_total_relation_size(oid)::bigint AS bytes FROM pg_class
     WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'person'
     ORDER BY bytes DESC`,
  );
  const perMember = (bytes: number) => bytes / members / BYTES_PER_KB;
  const total = sizes.reduce((sum, { bytes }) => sum + Number(bytes), 0);
  const largest = sizes
    .slice(0, 5)
    .map(({ table, bytes }) => `${String(table)} ${perMember(Number(bytes)).toFixed(1)}`);
  return [
    {
      measure: `PostgreSQL with ${members.toLocaleString('en')} members half-way, for each of them`,
      unit: 'KB',
      figures: { samples: 0, p50: perMember(total) },
      comparison: largest.join(', '),
    },
  ];
};
