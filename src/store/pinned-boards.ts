import type { Kysely } from 'kysely';

import type { PinnedBoard, PinnedBoardRepository } from '../services/ports.ts';
import type { CohortBoardRow, Tables } from './tables.ts';

export function createPinnedBoardRepository(database: Kysely<Tables>): PinnedBoardRepository {
  return {
    async find(cohortId) {
      const row = await database
        .selectFrom('cohort_board')
        .selectAll()
        .where('cohort_id', '=', cohortId)
        .executeTakeFirst();
      return row && toPinnedBoard(row);
    },

    async save({ cohortId, channelId, messageId, dueAt }) {
      const columns = { channel_id: channelId, message_id: messageId, due_at: dueAt };
      await database
        .insertInto('cohort_board')
        .values({ cohort_id: cohortId, ...columns })
        .onConflict((conflict) => conflict.column('cohort_id').doUpdateSet(columns))
        .execute();
    },

    async remove(cohortId) {
      await database.deleteFrom('cohort_board').where('cohort_id', '=', cohortId).execute();
    },

    async due(now, limit) {
      const rows = await database
        .selectFrom('cohort_board')
        .selectAll()
        .where('due_at', '<=', now)
        .orderBy('due_at')
        .limit(limit)
        .execute();
      return rows.map(toPinnedBoard);
    },

    async setDue(cohortIds, at) {
      if (cohortIds.length === 0) return;
      await database
        .updateTable('cohort_board')
        .set((row) => ({
          // One that is due already becomes so by a millisecond more: whoever looks at it right now has to notice.
          due_at: row
            .case()
            .when('due_at', '>', at)
            .then(at)
            .else(row('due_at', '-', 1))
            .end(),
        }))
        .where('cohort_id', 'in', cohortIds)
        .execute();
    },

    async settle(before, after) {
      await database
        .updateTable('cohort_board')
        .set((row) => ({
          message_id: after.messageId,
          due_at: row
            .case()
            .when('due_at', '=', before.dueAt)
            .then(after.dueAt)
            .else(row.ref('due_at'))
            .end(),
        }))
        .where('cohort_id', '=', before.cohortId)
        // It may have been pinned elsewhere, or anew, while this message was being edited.
        .where('channel_id', '=', before.channelId)
        .where('message_id', before.messageId === null ? 'is' : '=', before.messageId)
        .execute();
    },
  };
}

function toPinnedBoard(row: CohortBoardRow): PinnedBoard {
  return {
    cohortId: row.cohort_id,
    channelId: row.channel_id,
    messageId: row.message_id,
    dueAt: row.due_at,
  };
}
