import type { Kysely } from 'kysely';

import type { Server } from '../domain/server.ts';
import type { ServerRepository } from '../services/ports.ts';
import { toPlannedTurn, turnColumns } from './planned-turn.ts';
import type { ServerRow, Tables } from './tables.ts';

export function createServerRepository(database: Kysely<Tables>): ServerRepository {
  return {
    async find(guildId) {
      const row = await database
        .selectFrom('server')
        .selectAll()
        .where('guild_id', '=', guildId)
        .executeTakeFirst();
      return row && toServer(row);
    },

    async save(server) {
      const { guild_id, ...columns } = toRow(server);
      await database
        .insertInto('server')
        .values({ guild_id, ...columns })
        .onConflict((conflict) => conflict.column('guild_id').doUpdateSet(columns))
        .execute();
    },

    async due(now, limit) {
      const rows = await database
        .selectFrom('server')
        .selectAll()
        .where('next_at', '<=', now)
        .orderBy('next_at')
        .limit(limit)
        .execute();
      return rows.map(toServer);
    },

    async plannedAfter(instant) {
      const rows = await database.selectFrom('server').selectAll().where('next_at', '>', instant).execute();
      return rows.map(toServer);
    },
  };
}

export function toServer(row: ServerRow): Server {
  return {
    guildId: row.guild_id,
    locale: row.locale,
    timeZone: row.time_zone,
    announcementChannelId: row.announcement_channel_id,
    nudgeChannelId: row.nudge_channel_id,
    summaryChannelId: row.summary_channel_id,
    weekday: row.weekday,
    hour: row.hour,
    pathwayId: row.pathway_id,
    next: toPlannedTurn(row),
    setUpBy: row.set_up_by,
    trouble: row.trouble,
    roleTrouble: row.role_trouble,
  };
}

function toRow(server: Server): ServerRow {
  return {
    guild_id: server.guildId,
    locale: server.locale,
    time_zone: server.timeZone,
    announcement_channel_id: server.announcementChannelId,
    nudge_channel_id: server.nudgeChannelId,
    summary_channel_id: server.summaryChannelId,
    weekday: server.weekday,
    hour: server.hour,
    pathway_id: server.pathwayId,
    ...turnColumns(server.next),
    set_up_by: server.setUpBy,
    trouble: server.trouble,
    role_trouble: server.roleTrouble,
  };
}
