import type { Kysely } from 'kysely';

import type { PathwayChangeRepository } from '../services/ports.ts';
import type { Tables } from './tables.ts';

export function createPathwayChangeRepository(database: Kysely<Tables>): PathwayChangeRepository {
  return {
    async last() {
      const count = await database.selectFrom('pathway_change_count').select('last').executeTakeFirst();
      return count?.last ?? 0;
    },

    async after(number) {
      const rows = await database
        .selectFrom('pathway_change')
        .select(['number', 'pathway_id'])
        .where('number', '>', number)
        .orderBy('number')
        .execute();
      return rows.map((row) => ({ number: row.number, pathwayId: row.pathway_id }));
    },

    async add(pathwayId, at) {
      // The row stays locked until the end of the transaction: nobody ever sees a number before the ones below it.
      const { last } = await database
        .insertInto('pathway_change_count')
        .values({ id: 1, last: 1 })
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet((row) => ({ last: row('pathway_change_count.last', '+', 1) })),
        )
        .returning('last')
        .executeTakeFirstOrThrow();
      await database
        .insertInto('pathway_change')
        .values({ number: last, pathway_id: pathwayId, at })
        .execute();
    },
  };
}
