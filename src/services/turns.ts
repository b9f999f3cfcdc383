import { CATCH_UP_MS, type DeliveryKey, type DeliveryKind } from '../domain/delivery.ts';
import { nextTurn, type PlannedTurn } from '../domain/nudge.ts';
import type { WeeklySlot } from '../domain/weekly-slot.ts';
import type { Repositories } from './ports.ts';

/** Whose weekly turns are meant. */
export interface Rota {
  readonly kind: DeliveryKind;
  readonly recipient: string;
  readonly slot: WeeklySlot;
}

type Ledger = Pick<Repositories, 'deliveries'>;

/**
 * The first turn after an instant whose week has not had its turn: the ledger knows, whatever the slot was then.
 * @param accountedUntil turns after it have not come yet: a skip in the ledger for one of them was recorded by a clock
 *   that was ahead, and takes no week.
 */
export async function nextFreeTurn(
  { deliveries }: Ledger,
  { kind, recipient, slot }: Rota,
  after: number,
  accountedUntil: number,
): Promise<PlannedTurn> {
  for (let turn = nextTurn(slot, recipient, after); ;) {
    const taken = await deliveries.find({ kind, recipient, occurrence: turn.occurrence });
    if (taken === undefined || (taken.state === 'skipped' && taken.dueAt > accountedUntil)) return turn;
    turn = nextTurn(slot, recipient, after, turn.occurrence);
  }
}

/** However long the process was away, or the clock astray: no more of the past is accounted for. */
const LONGEST_ACCOUNT_MS = 53 * 7 * 24 * 60 * 60 * 1000;

export interface Account {
  /** The first turn still to come. */
  readonly next: PlannedTurn;
  readonly skipped: readonly DeliveryKey[];
}

/**
 * Writes the turns that have come into the ledger, each week's: the last of them to be sent, if it is not too old;
 * what was missed longer ago as skipped.
 */
export async function accountForTurns(
  ledger: Ledger,
  rota: Rota,
  from: PlannedTurn,
  now: number,
): Promise<Account> {
  const { kind, recipient } = rota;
  const skipped: DeliveryKey[] = [];
  let turn = from;
  while (turn.at <= now) {
    const isTooLate = now - turn.at > CATCH_UP_MS;
    const key = { kind, recipient, occurrence: turn.occurrence };
    const isNew = await ledger.deliveries.plan({
      ...key,
      dueAt: turn.at,
      notBefore: turn.at,
      ...(isTooLate ? { state: 'skipped', reason: 'too-late' } : { state: 'pending', reason: null }),
    });
    if (isNew && isTooLate) skipped.push(key);
    turn = await nextFreeTurn(ledger, rota, Math.max(turn.at, now - LONGEST_ACCOUNT_MS), turn.at);
  }
  return { next: turn, skipped };
}
