import type { Kysely } from 'kysely';

import type { StandingRepository, StandingRow } from '../services/ports.ts';
import { presentMembers } from './present-members.ts';
import type { StandingTableRow, Tables } from './tables.ts';

export function createStandingRepository(database: Kysely<Tables>): StandingRepository {
  return {
    async find(userId, pathwayId) {
      const row = await database
        .selectFrom('standing')
        .selectAll()
        .where('user_id', '=', userId)
        .where('pathway_id', '=', pathwayId)
        .executeTakeFirst();
      return row && toStanding(row);
    },

    async save({ userId, pathwayId, phaseId, taskId, doneHours, activeAt }) {
      const columns = { phase_id: phaseId, task_id: taskId, done_hours: doneHours, active_at: activeAt };
      await database
        .insertInto('standing')
        .values({ user_id: userId, pathway_id: pathwayId, ...columns })
        .onConflict((conflict) => conflict.columns(['user_id', 'pathway_id']).doUpdateSet(columns))
        .execute();
    },

    async ofCohort(cohortId) {
      const rows = await presentMembers(database, cohortId)
        .innerJoin('standing', 'standing.user_id', 'cohort_member.user_id')
        .where('standing.pathway_id', '=', (row) =>
          row.selectFrom('cohort').select('cohort.pathway_id').where('cohort.cohort_id', '=', cohortId),
        )
        .selectAll('standing')
        .execute();
      return rows.map(toStanding);
    },

    async countInCohort(cohortId) {
      const rows = await presentMembers(database, cohortId)
        .innerJoin('standing', 'standing.user_id', 'cohort_member.user_id')
        .where('standing.pathway_id', '=', (row) =>
          row.selectFrom('cohort').select('cohort.pathway_id').where('cohort.cohort_id', '=', cohortId),
        )
        .groupBy(['standing.phase_id', 'standing.task_id'])
        .select((row) => [
          'standing.phase_id',
          'standing.task_id',
          row.fn.countAll<number>().as('members'),
          row.fn.sum<number>('standing.done_hours').as('done_hours'),
        ])
        .execute();
      return rows.map(({ phase_id, task_id, members, done_hours }) => ({
        phaseId: phase_id,
        taskId: task_id,
        members,
        doneHours: done_hours,
      }));
    },
  };
}

export function toStanding(row: StandingTableRow): StandingRow {
  return {
    userId: row.user_id,
    pathwayId: row.pathway_id,
    phaseId: row.phase_id,
    taskId: row.task_id,
    doneHours: row.done_hours,
    activeAt: row.active_at,
  };
}
