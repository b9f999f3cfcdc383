import type { Kysely } from 'kysely';

import type { PhaseDurationRepository, PhaseOfMember } from '../services/ports.ts';
import type { Tables } from './tables.ts';

export function createPhaseDurationRepository(database: Kysely<Tables>): PhaseDurationRepository {
  const ofPhase = ({ pathwayId, phaseId }: Omit<PhaseOfMember, 'userId'>) =>
    database.selectFrom('phase_duration').where('pathway_id', '=', pathwayId).where('phase_id', '=', phaseId);

  const find = async ({ userId, ...phase }: PhaseOfMember): Promise<number | undefined> => {
    const row = await ofPhase(phase).where('user_id', '=', userId).select('days').executeTakeFirst();
    return row?.days;
  };

  /** From the index alone: whose they are stands only in the table. */
  const daysAt = async (phase: PhaseOfMember, rank: number): Promise<number | undefined> => {
    const row = await ofPhase(phase).select('days').orderBy('days').limit(1).offset(rank).executeTakeFirst();
    return row?.days;
  };

  return {
    async list(userId, pathwayId) {
      const rows = await database
        .selectFrom('phase_duration')
        .where('user_id', '=', userId)
        .where('pathway_id', '=', pathwayId)
        .select(['phase_id', 'days'])
        .execute();
      return new Map(rows.map(({ phase_id, days }) => [phase_id, days]));
    },

    async save({ userId, pathwayId, phaseId }, days) {
      await database
        .insertInto('phase_duration')
        .values({ user_id: userId, pathway_id: pathwayId, phase_id: phaseId, days })
        .onConflict((conflict) =>
          conflict.columns(['user_id', 'pathway_id', 'phase_id']).doUpdateSet({ days }),
        )
        .execute();
    },

    async remove({ userId, pathwayId, phaseId }) {
      await database
        .deleteFrom('phase_duration')
        .where('user_id', '=', userId)
        .where('pathway_id', '=', pathwayId)
        .where('phase_id', '=', phaseId)
        .execute();
    },

    async countOthers(phase) {
      const { members } = await ofPhase(phase)
        .select((row) => row.fn.countAll<number>().as('members'))
        .executeTakeFirstOrThrow();
      return (await find(phase)) === undefined ? members : members - 1;
    },

    async daysOfOther(phase, rank) {
      const own = await find(phase);
      const days = await daysAt(phase, rank);
      // With the member's own left out, whoever stands at it or after it moves up by one.
      return own === undefined || days === undefined || days < own ? days : daysAt(phase, rank + 1);
    },
  };
}
