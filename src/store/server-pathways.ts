import type { Kysely } from 'kysely';

import type { ServerPathway, ServerPathwayRepository } from '../services/ports.ts';
import type { ServerPathwayRow, Tables } from './tables.ts';

export function createServerPathwayRepository(database: Kysely<Tables>): ServerPathwayRepository {
  return {
    async find(pathwayId) {
      const row = await database
        .selectFrom('server_pathway')
        .selectAll()
        .where('pathway_id', '=', pathwayId)
        .executeTakeFirst();
      return row && toServerPathway(row);
    },

    async list(guildId) {
      const rows = await database
        .selectFrom('server_pathway')
        .selectAll()
        .where('guild_id', '=', guildId)
        .orderBy('file_id')
        .execute();
      return rows.map(toServerPathway);
    },

    async listBrought() {
      const rows = await database
        .selectFrom('server_pathway')
        .selectAll()
        .where('content', 'is not', null)
        .orderBy('guild_id')
        .orderBy('file_id')
        .execute();
      return rows.map(toServerPathway);
    },

    async save({ pathwayId, ...pathway }) {
      const columns = {
        guild_id: pathway.guildId,
        file_id: pathway.fileId,
        content: pathway.content,
        offered_at: pathway.offeredAt,
        draft: pathway.draft?.content ?? null,
        draft_at: pathway.draft?.at ?? null,
      };
      await database
        .insertInto('server_pathway')
        .values({ pathway_id: pathwayId, ...columns })
        .onConflict((conflict) => conflict.column('pathway_id').doUpdateSet(columns))
        .execute();
    },

    async remove(pathwayId) {
      await database.deleteFrom('server_pathway').where('pathway_id', '=', pathwayId).execute();
    },
  };
}

function toServerPathway(row: ServerPathwayRow): ServerPathway {
  return {
    pathwayId: row.pathway_id,
    guildId: row.guild_id,
    fileId: row.file_id,
    content: row.content,
    offeredAt: row.offered_at,
    draft: row.draft === null || row.draft_at === null ? null : { content: row.draft, at: row.draft_at },
  };
}
