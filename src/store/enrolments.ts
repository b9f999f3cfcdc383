import type { Kysely } from 'kysely';

import type { Enrolment } from '../domain/member.ts';
import type { EnrolmentRepository } from '../services/ports.ts';
import type { EnrolmentRow, Tables } from './tables.ts';

export function createEnrolmentRepository(database: Kysely<Tables>): EnrolmentRepository {
  return {
    async find(userId, pathwayId) {
      const row = await database
        .selectFrom('enrolment')
        .selectAll()
        .where('user_id', '=', userId)
        .where('pathway_id', '=', pathwayId)
        .executeTakeFirst();
      return row && toEnrolment(row);
    },

    async listOn(pathwayId, afterUserId, limit) {
      const rows = await database
        .selectFrom('enrolment')
        .selectAll()
        .where('pathway_id', '=', pathwayId)
        .where('user_id', '>', afterUserId)
        .orderBy('user_id')
        .limit(limit)
        .execute();
      return rows.map(toEnrolment);
    },

    async save(enrolment) {
      await database
        .insertInto('enrolment')
        .values(toRow(enrolment))
        .onConflict((conflict) =>
          conflict.columns(['user_id', 'pathway_id']).doUpdateSet((row) => ({
            hours_per_week: row.ref('excluded.hours_per_week'),
            starts_on: row.ref('excluded.starts_on'),
          })),
        )
        .execute();
    },
  };
}

function toEnrolment(row: EnrolmentRow): Enrolment {
  return {
    userId: row.user_id,
    pathwayId: row.pathway_id,
    hoursPerWeek: row.hours_per_week,
    startsOn: row.starts_on,
    joinedAt: row.joined_at,
  };
}

function toRow(enrolment: Enrolment): EnrolmentRow {
  return {
    user_id: enrolment.userId,
    pathway_id: enrolment.pathwayId,
    hours_per_week: enrolment.hoursPerWeek,
    starts_on: enrolment.startsOn,
    joined_at: enrolment.joinedAt,
  };
}
