import type { Kysely } from 'kysely';

import type { Member } from '../domain/member.ts';
import type { MemberRepository } from '../services/ports.ts';
import type { MemberRow, Tables } from './tables.ts';

export function createMemberRepository(database: Kysely<Tables>): MemberRepository {
  return {
    async find(userId) {
      const row = await database
        .selectFrom('member')
        .selectAll()
        .where('user_id', '=', userId)
        .executeTakeFirst();
      return row && toMember(row);
    },

    async save(member) {
      await database
        .insertInto('member')
        .values(toRow(member))
        .onConflict((conflict) =>
          conflict.column('user_id').doUpdateSet((row) => ({
            time_zone: row.ref('excluded.time_zone'),
            visibility: row.ref('excluded.visibility'),
            alias: row.ref('excluded.alias'),
            current_pathway_id: row.ref('excluded.current_pathway_id'),
          })),
        )
        .execute();
    },
  };
}

function toMember(row: MemberRow): Member {
  return {
    userId: row.user_id,
    timeZone: row.time_zone,
    visibility: row.visibility,
    alias: row.alias,
    currentPathwayId: row.current_pathway_id,
    createdAt: row.created_at,
  };
}

function toRow(member: Member): MemberRow {
  return {
    user_id: member.userId,
    time_zone: member.timeZone,
    visibility: member.visibility,
    alias: member.alias,
    current_pathway_id: member.currentPathwayId,
    created_at: member.createdAt,
  };
}
