/** One message that goes out once: its row in the ledger. */
export interface Delivery extends DeliveryKey {
  readonly state: DeliveryState;
  /** When it was meant to go out; UTC epoch milliseconds. */
  readonly dueAt: number;
  /** Not tried before this instant: back-off, or while under way the end of its lease. */
  readonly notBefore: number;
  /**
   * When it was first on its way, recorded just before: the window in which Discord recognises its nonce runs from here.
   * `null`: it has certainly not been sent.
   */
  readonly firstSentAt: number | null;
  readonly claimedAt: number | null;
  /** Counts the claims, so it tells one attempt from the next whatever the clock says. */
  readonly attempts: number;
  readonly messageId: string | null;
  /** Discord's code, or a word, for why it did not go out. */
  readonly reason: string | null;
}

/** Unique: the same kind to the same recipient for the same occurrence exists once. */
export interface DeliveryKey {
  readonly kind: DeliveryKind;
  /** The id of the user, the guild or the cohort that the kind is about. */
  readonly recipient: string;
  readonly occurrence: string;
}

/** Of trouble, whoever set the server up, or looks after the cohort, is told by DM. */
export type DeliveryKind =
  'member-nudge' | 'server-nudge' | 'server-trouble' | 'cohort-summary' | 'cohort-goal' | 'cohort-trouble';

/**
 * `pending` → `sending` (claimed) → `sent`. `skipped`: too old, or no longer wanted. `refused`: Discord will not take it.
 * `unknown`: interrupted while on its way and too old to be recognised by its nonce; never sent again by itself.
 */
export type DeliveryState = 'pending' | 'sending' | 'sent' | 'skipped' | 'refused' | 'unknown';

/** An occurrence older than a day is skipped, not sent late. */
export const CATCH_UP_MS = 24 * 60 * 60 * 1000;

/**
 * An attempt without a word for this long has crashed, be it before it sends or while it does: longer than opening a
 * DM may take, or sending, retries included, and less than the minute from tick to tick, so that it is taken up while
 * its nonce is recognised.
 */
export const LEASE_MS = 50 * 1000;

/** Discord recognises a nonce "for a few minutes"; within this, sending again gives back the same message. */
export const NONCE_WINDOW_MS = 3 * 60 * 1000;

/** One letter for each kind. Discord compares nonces within a channel. */
const NONCE_LETTERS = {
  'member-nudge': 'm',
  'server-nudge': 's',
  'server-trouble': 't',
  'cohort-summary': 'c',
  'cohort-goal': 'g',
  'cohort-trouble': 'x',
} as const satisfies Record<DeliveryKind, string>;

/**
 * The same for every attempt at one delivery, and within Discord's 25 characters: one for the kind, 13 for a
 * snowflake in base 36, and the occurrence's 8.
 */
export function deliveryNonce({ kind, recipient, occurrence }: DeliveryKey): string {
  return `${NONCE_LETTERS[kind]}${BigInt(recipient).toString(36)}${occurrence}`;
}
