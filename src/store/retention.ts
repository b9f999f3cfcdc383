import { sql, type Kysely } from 'kysely';

import type { RetentionRepository } from '../services/ports.ts';
import type { Tables } from './tables.ts';

export function createRetentionRepository(database: Kysely<Tables>): RetentionRepository {
  return {
    async forgetDeliveries(dueBefore, limit) {
      const key = ['kind', 'recipient', 'occurrence'] as const;
      await database
        .deleteFrom('delivery')
        .where((row) =>
          row(
            row.refTuple(...key),
            'in',
            row
              .selectFrom('delivery')
              .select(key)
              // Literals, not parameters: only so does SQLite know the partial index for the answer.
              .where(sql<boolean>`state IN ('sent', 'skipped', 'refused', 'unknown')`)
              .where('due_at', '<', dueBefore)
              .orderBy('due_at')
              .limit(limit)
              .$asTuple(...key),
          ),
        )
        .execute();
    },

    async forgetGuesses(since, limit) {
      const key = ['guild_id', 'user_id'] as const;
      await database
        .deleteFrom('code_guess')
        .where((row) =>
          row(
            row.refTuple(...key),
            'in',
            row
              .selectFrom('code_guess')
              .select(key)
              .where('since', '<', since)
              .limit(limit)
              .$asTuple(...key),
          ),
        )
        .execute();
    },

    async forgetLeavers(leftBefore, limit) {
      const leavers = await database
        .selectFrom('server_member')
        .select(['guild_id', 'user_id'])
        .where('left_at', '<', leftBefore)
        .limit(limit)
        .execute();
      for (const { guild_id, user_id } of leavers) {
        await database
          .deleteFrom('cohort_member')
          .where('user_id', '=', user_id)
          .where('cohort_id', 'in', (row) =>
            row.selectFrom('cohort').select('cohort.cohort_id').where('cohort.guild_id', '=', guild_id),
          )
          .execute();
        await database
          .deleteFrom('server_member')
          .where('guild_id', '=', guild_id)
          .where('user_id', '=', user_id)
          .execute();
      }
    },

    async forgetPathwayChanges(before, limit) {
      await database
        .deleteFrom('pathway_change')
        .where('number', 'in', (row) =>
          row
            .selectFrom('pathway_change')
            .select('number')
            .where('at', '<', before)
            .orderBy('at')
            .limit(limit),
        )
        .execute();
    },

    async forgetDmMinutes(before, limit) {
      await database
        .deleteFrom('dm_minute')
        .where('minute', 'in', (row) =>
          row
            .selectFrom('dm_minute')
            .select('minute')
            .where('minute', '<', before)
            .orderBy('minute')
            .limit(limit),
        )
        .execute();
    },

    async forgetDrafts(broughtBefore, limit) {
      const stale = await database
        .selectFrom('server_pathway')
        .select('pathway_id')
        .where('draft_at', '<', broughtBefore)
        .limit(limit)
        .execute();
      if (stale.length === 0) return;
      const ids = stale.map(({ pathway_id }) => pathway_id);
      await database
        .deleteFrom('server_pathway')
        .where('pathway_id', 'in', ids)
        .where('content', 'is', null)
        .execute();
      await database
        .updateTable('server_pathway')
        .set({ draft: null, draft_at: null })
        .where('pathway_id', 'in', ids)
        .execute();
    },
  };
}
