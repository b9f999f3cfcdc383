import type { Kysely } from 'kysely';

import type { TaskRepository } from '../services/ports.ts';
import type { Tables } from './tables.ts';

export function createTaskRepository(database: Kysely<Tables>): TaskRepository {
  return {
    async list() {
      const rows = await database.selectFrom('task').selectAll().execute();
      return rows.map((row) => ({
        pathwayId: row.pathway_id,
        taskId: row.task_id,
        phaseId: row.phase_id,
        position: row.position,
        hours: row.hours,
        title: row.title,
      }));
    },

    async save(tasks) {
      for (const { pathwayId, taskId, ...task } of tasks) {
        const columns = {
          phase_id: task.phaseId,
          position: task.position,
          hours: task.hours,
          title: task.title,
        };
        await database
          .insertInto('task')
          .values({ pathway_id: pathwayId, task_id: taskId, ...columns })
          .onConflict((conflict) => conflict.columns(['pathway_id', 'task_id']).doUpdateSet(columns))
          .execute();
      }
    },
  };
}
