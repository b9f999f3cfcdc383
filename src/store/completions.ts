import type { Kysely } from 'kysely';
import { z } from 'zod';

import type { Completion, ReplacedCompletion } from '../domain/member.ts';
import type { CompletionRepository } from '../services/ports.ts';
import { readJson } from './json-column.ts';
import type { CompletionRow, Tables } from './tables.ts';

export function createCompletionRepository(database: Kysely<Tables>): CompletionRepository {
  return {
    async find(userId, pathwayId, taskId) {
      const row = await database
        .selectFrom('completion')
        .selectAll()
        .where('user_id', '=', userId)
        .where('pathway_id', '=', pathwayId)
        .where('task_id', '=', taskId)
        .executeTakeFirst();
      return row && toCompletion(row);
    },

    async list(userId, pathwayId) {
      const rows = await database
        .selectFrom('completion')
        .selectAll()
        .where('user_id', '=', userId)
        .where('pathway_id', '=', pathwayId)
        .orderBy('recorded_at')
        // Two records of one millisecond still come in the same order each time.
        .orderBy('task_id')
        .execute();
      return rows.map(toCompletion);
    },

    async listAll(userId) {
      const rows = await database
        .selectFrom('completion')
        .selectAll()
        .where('user_id', '=', userId)
        .execute();
      return rows.map(toCompletion);
    },

    async save(completion) {
      await database
        .insertInto('completion')
        .values(toRow(completion))
        .onConflict((conflict) =>
          conflict.columns(['user_id', 'pathway_id', 'task_id']).doUpdateSet((row) => ({
            status: row.ref('excluded.status'),
            at: row.ref('excluded.at'),
            recorded_at: row.ref('excluded.recorded_at'),
            note: row.ref('excluded.note'),
            link: row.ref('excluded.link'),
            replaced: row.ref('excluded.replaced'),
          })),
        )
        .execute();
    },

    async remove(userId, pathwayId, taskId) {
      await database
        .deleteFrom('completion')
        .where('user_id', '=', userId)
        .where('pathway_id', '=', pathwayId)
        .where('task_id', '=', taskId)
        .execute();
    },
  };
}

const replacedSchema = z.strictObject({
  status: z.enum(['done', 'skipped']),
  at: z.int(),
  recordedAt: z.int(),
  note: z.string().nullable(),
  link: z.string().nullable(),
}) satisfies z.ZodType<ReplacedCompletion>;

export function toCompletion(row: CompletionRow): Completion {
  return {
    userId: row.user_id,
    pathwayId: row.pathway_id,
    taskId: row.task_id,
    status: row.status,
    at: row.at,
    recordedAt: row.recorded_at,
    note: row.note,
    link: row.link,
    replaced: row.replaced === null ? null : parseReplaced(row.replaced, row),
  };
}

function parseReplaced(json: string, row: CompletionRow): ReplacedCompletion {
  return readJson(
    replacedSchema,
    json,
    `The column "replaced" of the completion of task "${row.task_id}" on pathway "${row.pathway_id}" by user ${row.user_id}`,
    'Set it to NULL: only that one undo is lost.',
  );
}

function toRow(completion: Completion): CompletionRow {
  return {
    user_id: completion.userId,
    pathway_id: completion.pathwayId,
    task_id: completion.taskId,
    status: completion.status,
    at: completion.at,
    recorded_at: completion.recordedAt,
    note: completion.note,
    link: completion.link,
    replaced: completion.replaced && JSON.stringify(toReplaced(completion.replaced)),
  };
}

/** Picks the fields one by one: a whole `Completion` fits the type, and its own `replaced` must not nest. */
function toReplaced({ status, at, recordedAt, note, link }: ReplacedCompletion): ReplacedCompletion {
  return { status, at, recordedAt, note, link };
}
