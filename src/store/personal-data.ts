import type { Kysely } from 'kysely';

import type { PersonalDataRepository } from '../services/ports.ts';
import { toCohort } from './cohorts.ts';
import { toCompletion } from './completions.ts';
import { toDelivery } from './deliveries.ts';
import { createEnrolmentRepository } from './enrolments.ts';
import { createMemberRepository } from './members.ts';
import { createNudgeRepository } from './nudges.ts';
import { toScore } from './scores.ts';
import { toServerMember } from './server-members.ts';
import { toServer } from './servers.ts';
import { toStanding } from './standings.ts';
import type { PhaseDurationRow, Tables } from './tables.ts';

/** The one kind of delivery whose recipient is a person. */
const TO_A_PERSON = 'member-nudge';

export function createPersonalDataRepository(database: Kysely<Tables>): PersonalDataRepository {
  const select = {
    completions: (userId: string) =>
      database
        .selectFrom('completion')
        .selectAll()
        .where('user_id', '=', userId)
        .orderBy('recorded_at')
        .orderBy('pathway_id')
        .orderBy('task_id')
        .execute(),
    standings: (userId: string) =>
      database
        .selectFrom('standing')
        .selectAll()
        .where('user_id', '=', userId)
        .orderBy('pathway_id')
        .execute(),
    phaseDurations: (userId: string) =>
      database
        .selectFrom('phase_duration')
        .selectAll()
        .where('user_id', '=', userId)
        .orderBy('pathway_id')
        .orderBy('phase_id')
        .execute(),
    deliveries: (userId: string) =>
      database
        .selectFrom('delivery')
        .selectAll()
        .where('kind', '=', TO_A_PERSON)
        .where('recipient', '=', userId)
        .orderBy('due_at')
        .orderBy('occurrence')
        .execute(),
    serverMembers: (userId: string) =>
      database
        .selectFrom('server_member')
        .selectAll()
        .where('user_id', '=', userId)
        .orderBy('guild_id')
        .execute(),
    scores: (userId: string) =>
      database
        .selectFrom('score')
        .selectAll()
        .where('user_id', '=', userId)
        .orderBy('board_id')
        .orderBy('period')
        .execute(),
    memberships: (userId: string) =>
      database
        .selectFrom('cohort_member')
        .innerJoin('cohort', 'cohort.cohort_id', 'cohort_member.cohort_id')
        .where('user_id', '=', userId)
        .selectAll('cohort')
        .select(['shares_details', 'joined_at'])
        .orderBy('joined_at')
        .orderBy('cohort.cohort_id')
        .execute(),
    facilitations: (userId: string) =>
      database
        .selectFrom('cohort_facilitator')
        .innerJoin('cohort', 'cohort.cohort_id', 'cohort_facilitator.cohort_id')
        .where('user_id', '=', userId)
        .selectAll('cohort')
        .select('since')
        .orderBy('since')
        .orderBy('cohort.cohort_id')
        .execute(),
    codeGuesses: (userId: string) =>
      database
        .selectFrom('code_guess')
        .select(['guild_id as guildId', 'misses', 'since'])
        .where('user_id', '=', userId)
        .orderBy('guild_id')
        .execute(),
    servers: (userId: string) =>
      database.selectFrom('server').selectAll().where('set_up_by', '=', userId).orderBy('guild_id').execute(),
  };

  return {
    async of(userId) {
      return {
        member: await createMemberRepository(database).find(userId),
        enrolments: await createEnrolmentRepository(database).listOf(userId),
        completions: (await select.completions(userId)).map(toCompletion),
        standings: (await select.standings(userId)).map(toStanding),
        phaseDurations: (await select.phaseDurations(userId)).map(toPhaseDuration),
        nudge: await createNudgeRepository(database).find(userId),
        deliveries: (await select.deliveries(userId)).map(toDelivery),
        serverMembers: (await select.serverMembers(userId)).map(toServerMember),
        scores: (await select.scores(userId)).map(toScore),
        cohortMemberships: (await select.memberships(userId)).map((row) => ({
          cohort: toCohort(row),
          cohortId: row.cohort_id,
          userId,
          sharesDetails: row.shares_details === 1,
          joinedAt: row.joined_at,
        })),
        facilitations: (await select.facilitations(userId)).map((row) => ({
          cohort: toCohort(row),
          since: row.since,
        })),
        codeGuesses: await select.codeGuesses(userId),
        servers: (await select.servers(userId)).map(toServer),
      };
    },

    async erase(userId) {
      // Everything that hangs on the member goes with this row.
      await database.deleteFrom('member').where('user_id', '=', userId).execute();
      await database.deleteFrom('cohort_facilitator').where('user_id', '=', userId).execute();
      await database.deleteFrom('code_guess').where('user_id', '=', userId).execute();
      await database
        .deleteFrom('delivery')
        .where('kind', '=', TO_A_PERSON)
        .where('recipient', '=', userId)
        .execute();
      await database.updateTable('server').set({ set_up_by: null }).where('set_up_by', '=', userId).execute();
    },
  };
}

function toPhaseDuration(row: PhaseDurationRow) {
  return { userId: row.user_id, pathwayId: row.pathway_id, phaseId: row.phase_id, days: row.days };
}
