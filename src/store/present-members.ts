import type { Kysely } from 'kysely';

import type { Tables } from './tables.ts';

/**
 * Members of cohorts who have not left the cohort's server. Cross joins, whose order SQLite keeps: it would begin with
 * everybody in the server, who may be a thousand times as many.
 */
export function presentMembers(database: Kysely<Tables>) {
  return database
    .selectFrom('cohort')
    .crossJoin('cohort_member')
    .crossJoin('server_member')
    .whereRef('cohort_member.cohort_id', '=', 'cohort.cohort_id')
    .whereRef('server_member.guild_id', '=', 'cohort.guild_id')
    .whereRef('server_member.user_id', '=', 'cohort_member.user_id')
    .where('server_member.left_at', 'is', null);
}
