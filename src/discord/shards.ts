import { Status, type Client } from 'discord.js';

/** One of this process's connections to Discord's gateway. */
export interface Shard {
  readonly id: number;
  readonly isReady: boolean;
  /** How long Discord took to answer the last heartbeat; `null` before the first. */
  readonly pingMs: number | null;
}

/** None before the client has logged in. */
export function shardsOf(client: Client): readonly Shard[] {
  return client.ws.shards.map(({ id, status, ping }) => ({
    id,
    isReady: status === Status.Ready,
    pingMs: ping < 0 ? null : ping,
  }));
}
