import { sql, type Kysely } from 'kysely';

import type { ServerMember, ServerMemberRepository } from '../services/ports.ts';
import type { ServerMemberRow, Tables } from './tables.ts';

export function createServerMemberRepository(database: Kysely<Tables>): ServerMemberRepository {
  return {
    async find(guildId, userId) {
      const row = await database
        .selectFrom('server_member')
        .selectAll()
        .where('guild_id', '=', guildId)
        .where('user_id', '=', userId)
        .executeTakeFirst();
      return row && toServerMember(row);
    },

    async findAll(guildId, userIds) {
      if (userIds.length === 0) return [];
      const rows = await database
        .selectFrom('server_member')
        .selectAll()
        .where('guild_id', '=', guildId)
        .where('user_id', 'in', userIds)
        .execute();
      return rows.map(toServerMember);
    },

    async save(member) {
      const { guild_id, user_id, ...columns } = toRow(member);
      await database
        .insertInto('server_member')
        .values({ guild_id, user_id, ...columns })
        .onConflict((conflict) => conflict.columns(['guild_id', 'user_id']).doUpdateSet(columns))
        .execute();
    },

    async notSeenSince(instant, limit) {
      const rows = await database
        .selectFrom('server_member')
        .selectAll()
        .where('left_at', 'is', null)
        .where('seen_at', '<', instant)
        .orderBy('seen_at')
        .limit(limit)
        .execute();
      return rows.map(toServerMember);
    },

    async countInPhases(guildId, pathwayId) {
      const rows = await database
        .selectFrom('server_member')
        .innerJoin('standing', 'standing.user_id', 'server_member.user_id')
        .where('server_member.guild_id', '=', guildId)
        .where('server_member.left_at', 'is', null)
        .where('standing.pathway_id', '=', pathwayId)
        .groupBy('standing.phase_id')
        .select((row) => ['standing.phase_id', row.fn.countAll<number>().as('members')])
        .execute();
      return new Map(rows.map(({ phase_id, members }) => [phase_id, members]));
    },

    async phaseRoleDue(now, limit) {
      const rows = await database
        .selectFrom((from) =>
          from
            .selectFrom('server_member')
            .selectAll()
            .select(
              sql<number>`row_number() OVER (PARTITION BY guild_id ORDER BY phase_role_due_at, user_id)`.as(
                'turn',
              ),
            )
            .where('phase_role_due_at', '<=', now)
            .as('due'),
        )
        .selectAll()
        // One of each server before a second of any: thousands of one do not keep the others waiting.
        .orderBy('turn')
        .orderBy('phase_role_due_at')
        .limit(limit)
        .execute();
      return rows.map(toServerMember);
    },

    async setPhaseRolesDue(guildId, at) {
      await database
        .updateTable('server_member')
        .set({ phase_role_due_at: at })
        .where('guild_id', '=', guildId)
        .execute();
    },

    async setPhaseRoleDue(userId, at) {
      await database
        .updateTable('server_member')
        .set({ phase_role_due_at: at })
        .where('user_id', '=', userId)
        .where((row) =>
          row.exists(
            row
              .selectFrom('phase_role')
              .select('phase_role.role_id')
              .whereRef('phase_role.guild_id', '=', 'server_member.guild_id'),
          ),
        )
        .execute();
    },
  };
}

export function toServerMember(row: ServerMemberRow): ServerMember {
  return {
    guildId: row.guild_id,
    userId: row.user_id,
    name: row.name,
    seenAt: row.seen_at,
    leftAt: row.left_at,
    phaseRoleId: row.phase_role_id,
    phaseRoleDueAt: row.phase_role_due_at,
  };
}

function toRow(member: ServerMember): ServerMemberRow {
  return {
    guild_id: member.guildId,
    user_id: member.userId,
    name: member.name,
    seen_at: member.seenAt,
    left_at: member.leftAt,
    phase_role_id: member.phaseRoleId,
    phase_role_due_at: member.phaseRoleDueAt,
  };
}
