import type { Kysely } from 'kysely';

import type { Tables } from './tables.ts';

/**
 * Members of one cohort who have not left its server. Whoever has left is looked for among the few who did, instead of
 * each member among everybody in the server, who may be a thousand times as many.
 */
export function presentMembers(database: Kysely<Tables>, cohortId: string) {
  return database
    .selectFrom('cohort_member')
    .where('cohort_member.cohort_id', '=', cohortId)
    .where((member) =>
      member(
        'cohort_member.user_id',
        'not in',
        member
          .selectFrom('server_member')
          .select('server_member.user_id')
          .where('server_member.left_at', 'is not', null)
          .where(
            'server_member.guild_id',
            '=',
            member.selectFrom('cohort').select('cohort.guild_id').where('cohort.cohort_id', '=', cohortId),
          ),
      ),
    );
}
