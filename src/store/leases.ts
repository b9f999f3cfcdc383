import type { Kysely } from 'kysely';

import type { LeaseRepository } from '../services/ports.ts';
import type { Tables } from './tables.ts';

export function createLeaseRepository(database: Kysely<Tables>): LeaseRepository {
  return {
    async take(name, now, forMs) {
      const { numInsertedOrUpdatedRows } = await database
        .insertInto('lease')
        .values({ name, held_until: now + forMs })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet({ held_until: now + forMs })
            .where((row) =>
              row.or([
                row('lease.held_until', '<=', now),
                // By clocks that differ a little it cannot end so late: one of them has been set back since.
                row('lease.held_until', '>', now + 2 * forMs),
              ]),
            ),
        )
        .executeTakeFirstOrThrow();
      return numInsertedOrUpdatedRows === 1n;
    },

    async hold(name, until) {
      await database
        .insertInto('lease')
        .values({ name, held_until: until })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ held_until: until }))
        .execute();
    },

    async heldUntil(name) {
      const row = await database
        .selectFrom('lease')
        .select('held_until')
        .where('name', '=', name)
        .executeTakeFirst();
      return row?.held_until;
    },
  };
}
