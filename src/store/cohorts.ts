import type { Kysely } from 'kysely';

import { nameKey, type Cohort, type CohortMembership } from '../domain/cohort.ts';
import type { CohortRepository } from '../services/ports.ts';
import { toPlannedTurn, turnColumns } from './planned-turn.ts';
import { presentMembers } from './present-members.ts';
import { readBreaks } from './json-column.ts';
import type { CohortMemberRow, CohortRow, Tables } from './tables.ts';

export function createCohortRepository(database: Kysely<Tables>): CohortRepository {
  const cohorts = database.selectFrom('cohort').selectAll('cohort');

  return {
    async find(cohortId) {
      const row = await cohorts.where('cohort_id', '=', cohortId).executeTakeFirst();
      return row && toCohort(row);
    },

    async findByCode(guildId, code) {
      const row = await cohorts.where('guild_id', '=', guildId).where('code', '=', code).executeTakeFirst();
      return row && toCohort(row);
    },

    async findByNameKey(guildId, key) {
      const row = await cohorts
        .where('guild_id', '=', guildId)
        .where('name_key', '=', key)
        .where('archived_at', 'is', null)
        .executeTakeFirst();
      return row && toCohort(row);
    },

    async list(guildId) {
      const rows = await cohorts
        .where('guild_id', '=', guildId)
        .orderBy('created_at', 'desc')
        .orderBy('cohort_id', 'desc')
        .execute();
      return rows.map(toCohort);
    },

    async ofMember(userId) {
      const rows = await cohorts
        .innerJoin('cohort_member', 'cohort_member.cohort_id', 'cohort.cohort_id')
        .where('cohort_member.user_id', '=', userId)
        .orderBy('cohort_member.joined_at', 'desc')
        .orderBy('cohort.cohort_id', 'desc')
        .execute();
      return rows.map(toCohort);
    },

    async ofFacilitator(userId) {
      const rows = await cohorts
        .innerJoin('cohort_facilitator', 'cohort_facilitator.cohort_id', 'cohort.cohort_id')
        .where('cohort_facilitator.user_id', '=', userId)
        .orderBy('cohort_facilitator.since', 'desc')
        .orderBy('cohort.cohort_id', 'desc')
        .execute();
      return rows.map(toCohort);
    },

    async withGoal(userId) {
      const rows = await cohorts
        .innerJoin('cohort_member', 'cohort_member.cohort_id', 'cohort.cohort_id')
        .where('cohort_member.user_id', '=', userId)
        .where('cohort.goal_week', 'is not', null)
        .where('cohort.archived_at', 'is', null)
        .execute();
      return rows.map(toCohort);
    },

    async save(cohort) {
      const { cohort_id, ...columns } = toRow(cohort);
      await database
        .insertInto('cohort')
        .values({ cohort_id, ...columns })
        .onConflict((conflict) => conflict.column('cohort_id').doUpdateSet(columns))
        .execute();
    },

    async due(now, limit) {
      const rows = await cohorts.where('next_at', '<=', now).orderBy('next_at').limit(limit).execute();
      return rows.map(toCohort);
    },

    async plannedAfter(instant) {
      const rows = await cohorts.where('next_at', '>', instant).execute();
      return rows.map(toCohort);
    },

    async membership(cohortId, userId) {
      const row = await database
        .selectFrom('cohort_member')
        .selectAll()
        .where('cohort_id', '=', cohortId)
        .where('user_id', '=', userId)
        .executeTakeFirst();
      return row && toMembership(row);
    },

    async saveMembership({ cohortId, userId, sharesDetails, joinedAt }) {
      const shares_details = sharesDetails ? 1 : 0;
      await database
        .insertInto('cohort_member')
        .values({ cohort_id: cohortId, user_id: userId, shares_details, joined_at: joinedAt })
        .onConflict((conflict) => conflict.columns(['cohort_id', 'user_id']).doUpdateSet({ shares_details }))
        .execute();
    },

    async removeMembership(cohortId, userId) {
      await database
        .deleteFrom('cohort_member')
        .where('cohort_id', '=', cohortId)
        .where('user_id', '=', userId)
        .execute();
    },

    async countMembers(cohortId) {
      const { members } = await presentMembers(database, cohortId)
        .select((row) => row.fn.countAll<number>().as('members'))
        .executeTakeFirstOrThrow();
      return members;
    },

    async memberIds(cohortId) {
      const rows = await database
        .selectFrom('cohort_member')
        .select('user_id')
        .where('cohort_id', '=', cohortId)
        .orderBy('user_id')
        .execute();
      return rows.map(({ user_id }) => user_id);
    },

    async consenting(cohortId) {
      const rows = await presentMembers(database, cohortId)
        .innerJoin('server_member', 'server_member.user_id', 'cohort_member.user_id')
        .where('server_member.guild_id', '=', (row) =>
          row.selectFrom('cohort').select('cohort.guild_id').where('cohort.cohort_id', '=', cohortId),
        )
        .where('cohort_member.shares_details', '=', 1)
        // As SQLite has it; PostgreSQL would put those without a name at the end.
        .orderBy('server_member.name', (name) => name.asc().nullsFirst())
        .orderBy('cohort_member.user_id')
        .select(['cohort_member.user_id', 'server_member.name', 'cohort_member.joined_at'])
        .execute();
      return rows.map(({ user_id, name, joined_at }) => ({ userId: user_id, name, joinedAt: joined_at }));
    },

    async facilitators(cohortId) {
      const rows = await database
        .selectFrom('cohort_facilitator')
        .select('user_id')
        .where('cohort_id', '=', cohortId)
        .orderBy('since')
        .orderBy('user_id')
        .execute();
      return rows.map(({ user_id }) => user_id);
    },

    async addFacilitator(cohortId, userId, since) {
      await database
        .insertInto('cohort_facilitator')
        .values({ cohort_id: cohortId, user_id: userId, since })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async removeFacilitator(cohortId, userId) {
      await database
        .deleteFrom('cohort_facilitator')
        .where('cohort_id', '=', cohortId)
        .where('user_id', '=', userId)
        .execute();
    },

    async doings({ id, pathwayId }, from, to) {
      const rows = await presentMembers(database, id)
        .innerJoin('completion', 'completion.user_id', 'cohort_member.user_id')
        .innerJoin('standing', (join) =>
          join
            .onRef('standing.user_id', '=', 'completion.user_id')
            .onRef('standing.pathway_id', '=', 'completion.pathway_id'),
        )
        .where('completion.pathway_id', '=', pathwayId)
        .where('completion.status', '=', 'done')
        .where('completion.at', '>=', from)
        .where('completion.at', '<', to)
        .select(['completion.user_id', 'completion.task_id', 'completion.at', 'standing.phase_id'])
        .execute();
      return rows.map(({ user_id, task_id, at, phase_id }) => ({
        userId: user_id,
        taskId: task_id,
        at,
        phaseId: phase_id,
      }));
    },

    async guesses(guildId, userId) {
      return database
        .selectFrom('code_guess')
        .select(['misses', 'since'])
        .where('guild_id', '=', guildId)
        .where('user_id', '=', userId)
        .executeTakeFirst();
    },

    async saveGuesses(guildId, userId, guesses) {
      if (guesses === undefined) {
        await database
          .deleteFrom('code_guess')
          .where('guild_id', '=', guildId)
          .where('user_id', '=', userId)
          .execute();
        return;
      }
      const { misses, since } = guesses;
      await database
        .insertInto('code_guess')
        .values({ guild_id: guildId, user_id: userId, misses, since })
        .onConflict((conflict) => conflict.columns(['guild_id', 'user_id']).doUpdateSet({ misses, since }))
        .execute();
    },
  };
}

export function toCohort(row: CohortRow): Cohort {
  return {
    id: row.cohort_id,
    guildId: row.guild_id,
    name: row.name,
    pathwayId: row.pathway_id,
    startsOn: row.starts_on,
    hoursPerWeek: row.hours_per_week,
    breaks: readBreaks(row.breaks, `cohort ${row.cohort_id}`),
    locale: row.locale,
    timeZone: row.time_zone,
    weekday: row.weekday,
    hour: row.hour,
    next: toPlannedTurn(row),
    channelId: row.channel_id,
    code: row.code,
    capacity: row.capacity,
    goal:
      row.goal_week === null || row.goal_tasks === null
        ? null
        : { week: row.goal_week, tasks: row.goal_tasks },
    createdAt: row.created_at,
    archivedAt: row.archived_at,
    trouble: row.trouble,
  };
}

function toRow(cohort: Cohort): CohortRow {
  return {
    cohort_id: cohort.id,
    guild_id: cohort.guildId,
    name: cohort.name,
    name_key: nameKey(cohort.name),
    pathway_id: cohort.pathwayId,
    starts_on: cohort.startsOn,
    hours_per_week: cohort.hoursPerWeek,
    breaks: JSON.stringify(cohort.breaks),
    locale: cohort.locale,
    time_zone: cohort.timeZone,
    weekday: cohort.weekday,
    hour: cohort.hour,
    ...turnColumns(cohort.next),
    channel_id: cohort.channelId,
    code: cohort.code,
    capacity: cohort.capacity,
    goal_week: cohort.goal?.week ?? null,
    goal_tasks: cohort.goal?.tasks ?? null,
    created_at: cohort.createdAt,
    archived_at: cohort.archivedAt,
    trouble: cohort.trouble,
  };
}

function toMembership(row: CohortMemberRow): CohortMembership {
  return {
    cohortId: row.cohort_id,
    userId: row.user_id,
    sharesDetails: row.shares_details === 1,
    joinedAt: row.joined_at,
  };
}
