import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { TaskChange } from '../domain/pathway-changes.ts';
import type { PathwayRevisionRepository } from '../services/ports.ts';
import { readJson } from './json-column.ts';
import type { Tables } from './tables.ts';

const changesSchema = z.array(
  z.strictObject({
    taskId: z.string(),
    title: z.string(),
    from: z.string().nullable(),
    to: z.string().nullable(),
  }),
) satisfies z.ZodType<TaskChange[]>;

export function createPathwayRevisionRepository(database: Kysely<Tables>): PathwayRevisionRepository {
  return {
    async latest() {
      const rows = await database
        .selectFrom('pathway_revision')
        .select(['pathway_id', ({ fn }) => fn.max('revision').as('revision')])
        .groupBy('pathway_id')
        .execute();
      return new Map(rows.map((row) => [row.pathway_id, row.revision]));
    },

    async after(pathwayId, revision) {
      const rows = await database
        .selectFrom('pathway_revision')
        .select(['revision', 'changes'])
        .where('pathway_id', '=', pathwayId)
        .where('revision', '>', revision)
        .orderBy('revision')
        .execute();
      return rows.map((row) =>
        readJson(
          changesSchema,
          row.changes,
          `The column "changes" of revision ${row.revision} of the pathway "${pathwayId}"`,
          "Set it to '[]': only the members' notice of that edit is lost.",
        ),
      );
    },

    async add(pathwayId, revision, at, changes) {
      await database
        .insertInto('pathway_revision')
        .values({ pathway_id: pathwayId, revision, at, changes: JSON.stringify(changes) })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
  };
}
