import type { Kysely } from 'kysely';

import type { Nudge } from '../domain/nudge.ts';
import type { NudgeRepository } from '../services/ports.ts';
import { toPlannedTurn, turnColumns } from './planned-turn.ts';
import type { NudgeRow, Tables } from './tables.ts';

export function createNudgeRepository(database: Kysely<Tables>): NudgeRepository {
  return {
    async find(userId) {
      const row = await database
        .selectFrom('nudge')
        .selectAll()
        .where('user_id', '=', userId)
        .executeTakeFirst();
      return row && toNudge(row);
    },

    async save(nudge) {
      const { user_id, ...columns } = toRow(nudge);
      await database
        .insertInto('nudge')
        .values({ user_id, ...columns })
        .onConflict((conflict) => conflict.column('user_id').doUpdateSet(columns))
        .execute();
    },

    async due(now, limit) {
      const rows = await database
        .selectFrom('nudge')
        .selectAll()
        .where('next_at', '<=', now)
        .orderBy('next_at')
        .limit(limit)
        .execute();
      return rows.map(toNudge);
    },

    async plannedAfter(instant) {
      const rows = await database
        .selectFrom('nudge')
        .selectAll()
        .where('next_at', '>', instant)
        .where('state', '=', 'on')
        .execute();
      return rows.map(toNudge);
    },
  };
}

function toNudge(row: NudgeRow): Nudge {
  return {
    userId: row.user_id,
    weekday: row.weekday,
    hour: row.hour,
    locale: row.locale,
    state: row.state,
    pausedUntil: row.paused_until,
    activeSince: row.active_since,
    next: toPlannedTurn(row),
    dmChannelId: row.dm_channel_id,
    notice: row.notice,
  };
}

function toRow(nudge: Nudge): NudgeRow {
  return {
    user_id: nudge.userId,
    weekday: nudge.weekday,
    hour: nudge.hour,
    locale: nudge.locale,
    state: nudge.state,
    paused_until: nudge.pausedUntil,
    active_since: nudge.activeSince,
    ...turnColumns(nudge.next),
    dm_channel_id: nudge.dmChannelId,
    notice: nudge.notice,
  };
}
