import type { Kysely } from 'kysely';

import type { DmMinuteRepository } from '../services/ports.ts';
import type { Tables } from './tables.ts';

export function createDmMinuteRepository(database: Kysely<Tables>): DmMinuteRepository {
  /** In one statement, so that processes never count past the limit together. */
  const count = async (column: 'opened' | 'promised', minute: number, limit?: number): Promise<boolean> => {
    const { numInsertedOrUpdatedRows } = await database
      .insertInto('dm_minute')
      .values({ minute, opened: 0, promised: 0, [column]: 1 })
      .onConflict((conflict) => {
        const update = conflict
          .column('minute')
          .doUpdateSet((row) => ({ [column]: row(`dm_minute.${column}`, '+', 1) }));
        return limit === undefined ? update : update.where(`dm_minute.${column}`, '<', limit);
      })
      .executeTakeFirstOrThrow();
    return numInsertedOrUpdatedRows === 1n;
  };
  return {
    open: (minute, limit) => count('opened', minute, limit),
    promise: (minute, limit) => count('promised', minute, limit),
  };
}
