import type { Kysely } from 'kysely';

import { z } from 'zod';
import { PORTFOLIO_PARTS, type Member, type PortfolioPart } from '../domain/member.ts';
import type { MemberRepository } from '../services/ports.ts';
import { readJson, writeJson } from './json-column.ts';
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
            portfolio_parts: row.ref('excluded.portfolio_parts'),
            current_pathway_id: row.ref('excluded.current_pathway_id'),
          })),
        )
        .execute();
    },
  };
}

const partsSchema = z.array(z.enum(PORTFOLIO_PARTS));

function readParts(json: string, userId: string): readonly PortfolioPart[] {
  return readJson(
    partsSchema,
    json,
    `The column "portfolio_parts" of the member ${userId}`,
    'Set it to NULL: only that choice is lost.',
  );
}

function toMember(row: MemberRow): Member {
  return {
    userId: row.user_id,
    timeZone: row.time_zone,
    visibility: row.visibility,
    alias: row.alias,
    portfolioParts: row.portfolio_parts === null ? null : readParts(row.portfolio_parts, row.user_id),
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
    portfolio_parts: writeJson(member.portfolioParts),
    current_pathway_id: member.currentPathwayId,
    created_at: member.createdAt,
  };
}
