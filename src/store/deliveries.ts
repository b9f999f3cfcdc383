import { sql, type ExpressionBuilder, type Kysely } from 'kysely';

import { LEASE_MS, type Delivery, type DeliveryKey } from '../domain/delivery.ts';
import type { DeliveryRepository, Settlement } from '../services/ports.ts';
import { locksRows } from './engine.ts';
import type { DeliveryRow, Tables } from './tables.ts';

const KEY = ['kind', 'recipient', 'occurrence'] as const;

export function createDeliveryRepository(database: Kysely<Tables>): DeliveryRepository {
  return {
    async find(key) {
      const row = await database.selectFrom('delivery').selectAll().where(hasKey(key)).executeTakeFirst();
      return row && toDelivery(row);
    },

    async plan({ kind, recipient, occurrence, dueAt, notBefore, state, reason }) {
      const columns = { state, due_at: dueAt, not_before: notBefore, reason };
      const { numInsertedOrUpdatedRows } = await database
        .insertInto('delivery')
        .values({ kind, recipient, occurrence, ...columns, attempts: 0 })
        .onConflict((conflict) =>
          conflict
            .columns(KEY)
            .doUpdateSet(columns)
            .where('delivery.state', '=', 'skipped')
            .where('excluded.state', '=', 'pending'),
        )
        .executeTakeFirstOrThrow();
      return numInsertedOrUpdatedRows === 1n;
    },

    async claim(now, limit) {
      const rows = await database
        // Apart from the update, where PostgreSQL could look for rows to lock more than once.
        .with('due', (queries) =>
          queries
            .selectFrom('delivery')
            .select(KEY)
            // Literals, not parameters: only so do the databases know the partial index for the answer.
            .where(sql<boolean>`state IN ('pending', 'sending')`)
            .where('not_before', '<=', now)
            .orderBy('not_before')
            .limit(limit)
            .$if(locksRows(database), (due) => due.forUpdate().skipLocked()),
        )
        .updateTable('delivery')
        .from('due')
        .set((row) => ({
          state: 'sending',
          not_before: now + LEASE_MS,
          claimed_at: now,
          attempts: row('delivery.attempts', '+', 1),
        }))
        .whereRef('delivery.kind', '=', 'due.kind')
        .whereRef('delivery.recipient', '=', 'due.recipient')
        .whereRef('delivery.occurrence', '=', 'due.occurrence')
        .returningAll()
        .execute();
      return rows.map(toDelivery);
    },

    async beginSending(claims, now) {
      if (claims.length === 0) return [];
      return database
        .updateTable('delivery')
        .set((row) => ({
          first_sent_at: row.fn.coalesce('first_sent_at', row.val(now)),
          not_before: now + LEASE_MS,
        }))
        .where((row) =>
          row.or(
            claims.map((claimed) => row.and([hasKey(claimed)(row), row('attempts', '=', claimed.attempts)])),
          ),
        )
        .where('state', '=', 'sending')
        .returning(KEY)
        .execute();
    },

    async oldestDueAt(now) {
      const { oldest } = await database
        .selectFrom('delivery')
        .select((row) => row.fn.min<number | null>('due_at').as('oldest'))
        .where(sql<boolean>`state IN ('pending', 'sending')`)
        .where('due_at', '<=', now)
        .executeTakeFirstOrThrow();
      return oldest ?? undefined;
    },

    async abandonClaimedAfter(instant, reason) {
      const rows = await database
        .updateTable('delivery')
        .set((row) => ({
          state: row
            .case()
            .when('first_sent_at', 'is', null)
            .then('pending' as const)
            .else('unknown' as const)
            .end(),
          // By a clock that was ahead its lease may end in a year.
          not_before: row.ref('due_at'),
          reason,
          claimed_at: null,
        }))
        .where('claimed_at', '>', instant)
        .returningAll()
        .execute();
      return rows.map(toDelivery);
    },

    async settle(settlements) {
      if (settlements.length === 0) return [];
      return database
        .updateTable('delivery')
        .from(settledRows(settlements))
        .set((row) => ({
          state: row.ref('settled.state'),
          not_before: row.ref('settled.not_before'),
          // What was certainly not sent has not begun the window of its nonce.
          first_sent_at: row
            .case()
            .when('settled.state', '=', 'pending')
            .then(null)
            .else(row.ref('delivery.first_sent_at'))
            .end(),
          claimed_at: null,
          message_id: row.ref('settled.message_id'),
          reason: row.ref('settled.reason'),
        }))
        .whereRef('delivery.kind', '=', 'settled.kind')
        .whereRef('delivery.recipient', '=', 'settled.recipient')
        .whereRef('delivery.occurrence', '=', 'settled.occurrence')
        .whereRef('delivery.attempts', '=', 'settled.attempts')
        .where('delivery.state', '=', 'sending')
        .returning(['delivery.kind', 'delivery.recipient', 'delivery.occurrence'])
        .execute();
    },
  };
}

function hasKey({ kind, recipient, occurrence }: DeliveryKey) {
  return (row: ExpressionBuilder<Tables, 'delivery'>) => row.and({ kind, recipient, occurrence });
}

/** A table of outcomes, for one statement to update from. PostgreSQL has to be told what its numbers are. */
function settledRows(settlements: readonly Settlement[]) {
  const rows = settlements.map(({ claimed, outcome }) => {
    const notBefore = outcome.state === 'pending' ? outcome.notBefore : claimed.notBefore;
    const messageId = outcome.state === 'sent' ? outcome.messageId : null;
    const reason = outcome.state === 'sent' ? null : outcome.reason;
    return sql`SELECT ${claimed.kind} AS kind, ${claimed.recipient} AS recipient, ${claimed.occurrence} AS occurrence,
      CAST(${claimed.attempts} AS INTEGER) AS attempts, ${outcome.state} AS state,
      CAST(${notBefore} AS BIGINT) AS not_before, ${messageId} AS message_id, ${reason} AS reason`;
  });
  return sql<DeliveryRow>`(${sql.join(rows, sql` UNION ALL `)})`.as<'settled'>(sql.ref('settled'));
}

export function toDelivery(row: DeliveryRow): Delivery {
  return {
    kind: row.kind,
    recipient: row.recipient,
    occurrence: row.occurrence,
    state: row.state,
    dueAt: row.due_at,
    notBefore: row.not_before,
    firstSentAt: row.first_sent_at,
    claimedAt: row.claimed_at,
    attempts: row.attempts,
    messageId: row.message_id,
    reason: row.reason,
  };
}
