import { deliveryNonce, type DeliveryKind, type DeliveryState } from '../../src/domain/delivery.ts';

/** A row of the bot's ledger. */
export interface LedgerRow {
  readonly kind: DeliveryKind;
  readonly recipient: string;
  readonly occurrence: string;
  readonly state: DeliveryState;
  readonly due_at: number;
  readonly message_id: string | null;
  readonly reason: string | null;
}

/** A message that the bot sent unasked, as Discord has it. */
export interface Post {
  readonly id: string;
  readonly nonce: string | undefined;
}

/** Where the ledger and Discord's record tell different stories, message by message. */
export function disagreements(
  ledger: readonly LedgerRow[],
  posts: readonly Post[],
  now: number,
): readonly string[] {
  const faults: string[] = [];
  const byNonce = new Map<string, Post[]>();
  for (const post of posts) {
    if (post.nonce === undefined) continue;
    const same = byNonce.get(post.nonce);
    if (same === undefined) byNonce.set(post.nonce, [post]);
    else same.push(post);
  }
  const known = new Set<string>();
  for (const row of ledger) {
    const nonce = deliveryNonce(row);
    known.add(nonce);
    const found = byNonce.get(nonce) ?? [];
    const name = `${row.kind} ${row.recipient} ${row.occurrence}, ${row.state} ${row.reason ?? ''}`;
    const [first] = found;
    if (found.length > 1) faults.push(`${name}: ${found.length} messages`);
    switch (row.state) {
      case 'sent':
        if (first === undefined) faults.push(`${name}: no message`);
        else if (first.id !== row.message_id) faults.push(`${name}: another message than ${first.id}`);
        break;
      case 'skipped':
      case 'refused':
        if (first !== undefined) faults.push(`${name}: a message all the same`);
        if (row.reason === null) faults.push(`${name}: for no reason`);
        break;
      case 'unknown':
        // Nobody can say whether it arrived; that is what the state says.
        if (row.reason === null) faults.push(`${name}: for no reason`);
        break;
      case 'pending':
        if (row.due_at <= now) faults.push(`${name}: still waiting`);
        if (first !== undefined) faults.push(`${name}: sent already`);
        break;
      case 'sending':
        faults.push(`${name}: still on its way`);
        break;
    }
  }
  for (const nonce of byNonce.keys()) {
    if (!known.has(nonce)) faults.push(`a message with the nonce ${nonce} that no row knows`);
  }
  return faults;
}
