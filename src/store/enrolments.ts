import type { Kysely } from 'kysely';

import type { Enrolment } from '../domain/member.ts';
import type { EnrolmentRepository } from '../services/ports.ts';
import { readBreaks, readIds, writeJson } from './json-column.ts';
import type { EnrolmentRow, Tables } from './tables.ts';

export function createEnrolmentRepository(database: Kysely<Tables>): EnrolmentRepository {
  return {
    async listOf(userId) {
      const rows = await database
        .selectFrom('enrolment')
        .selectAll()
        .where('user_id', '=', userId)
        .orderBy('joined_at')
        .orderBy('pathway_id')
        .execute();
      return rows.map(toEnrolment);
    },

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

    async countOn(pathwayId) {
      const { walkers } = await database
        .selectFrom('enrolment')
        .select(({ fn }) => fn.countAll<number>().as('walkers'))
        .where('pathway_id', '=', pathwayId)
        .executeTakeFirstOrThrow();
      return walkers;
    },

    async save(enrolment) {
      await database
        .insertInto('enrolment')
        .values(toRow(enrolment))
        .onConflict((conflict) =>
          conflict.columns(['user_id', 'pathway_id']).doUpdateSet((row) => ({
            hours_per_week: row.ref('excluded.hours_per_week'),
            starts_on: row.ref('excluded.starts_on'),
            transferable_skills: row.ref('excluded.transferable_skills'),
            owned_skills: row.ref('excluded.owned_skills'),
            breaks: row.ref('excluded.breaks'),
            agreed_ends_on: row.ref('excluded.agreed_ends_on'),
            told_revision: row.ref('excluded.told_revision'),
          })),
        )
        .execute();
    },
  };
}

function toEnrolment(row: EnrolmentRow): Enrolment {
  const owner = `enrolment of user ${row.user_id} on pathway "${row.pathway_id}"`;
  return {
    userId: row.user_id,
    pathwayId: row.pathway_id,
    hoursPerWeek: row.hours_per_week,
    startsOn: row.starts_on,
    transferableSkills: readIds(row.transferable_skills, 'transferable_skills', owner),
    ownedSkills: readIds(row.owned_skills, 'owned_skills', owner),
    breaks: readBreaks(row.breaks, owner),
    agreedEndsOn: row.agreed_ends_on,
    toldRevision: row.told_revision,
    joinedAt: row.joined_at,
  };
}

function toRow(enrolment: Enrolment): EnrolmentRow {
  return {
    user_id: enrolment.userId,
    pathway_id: enrolment.pathwayId,
    hours_per_week: enrolment.hoursPerWeek,
    starts_on: enrolment.startsOn,
    transferable_skills: writeJson(enrolment.transferableSkills),
    owned_skills: writeJson(enrolment.ownedSkills),
    breaks: JSON.stringify(enrolment.breaks),
    agreed_ends_on: enrolment.agreedEndsOn,
    told_revision: enrolment.toldRevision,
    joined_at: enrolment.joinedAt,
  };
}
