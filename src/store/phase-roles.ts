import type { Kysely } from 'kysely';

import type { PhaseRoleRepository } from '../services/ports.ts';
import type { Tables } from './tables.ts';

export function createPhaseRoleRepository(database: Kysely<Tables>): PhaseRoleRepository {
  return {
    async list(guildId) {
      const rows = await database
        .selectFrom('phase_role')
        .selectAll()
        .where('guild_id', '=', guildId)
        .execute();
      return new Map(rows.map(({ phase_id, role_id }) => [phase_id, role_id]));
    },

    async replace(guildId, roles) {
      await database.deleteFrom('phase_role').where('guild_id', '=', guildId).execute();
      if (roles.size === 0) return;
      await database
        .insertInto('phase_role')
        .values([...roles].map(([phase_id, role_id]) => ({ guild_id: guildId, phase_id, role_id })))
        .execute();
    },
  };
}
