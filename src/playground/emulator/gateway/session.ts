import { randomBytes } from 'node:crypto';
import { GatewayIntentBits, GatewayOpcodes } from 'discord-api-types/v10';
import type { BotEvent } from '../broadcast.ts';
import { createBoundedLog } from '../bounded-log.ts';
import { shardOf } from '../snowflakes.ts';

/** What a connection can resume from: at least this many of the newest events. */
const REPLAYED_EVENTS = 2_000;

/** What the bot asked for when it identified; it outlives the connection. */
export interface Session {
  readonly id: string;
  readonly intents: number;
  readonly shard: readonly [id: number, count: number];
  /** The newest sequence number. */
  readonly sequence: number;
  /** Whether the event is for this session: by its shard and its intents. */
  wants(event: BotEvent): boolean;
  /** Numbers and keeps the event, and sends it if there is a connection. */
  dispatch(name: string, data: unknown, withoutContent?: unknown): void;
  attach(send: (frame: string) => void): void;
  detach(): void;
  readonly isConnected: boolean;
  /** Sends again what came after `sequence`; `false` if that is not (any more) known. */
  replay(sequence: number): boolean;
}

export function createSession(intents: number, shard: readonly [number, number]): Session {
  const events = createBoundedLog<{ sequence: number; frame: string }>(REPLAYED_EVENTS);
  let sequence = 0;
  let send: ((frame: string) => void) | undefined;
  const seesContent = (intents & GatewayIntentBits.MessageContent) !== 0;

  return {
    id: randomBytes(16).toString('hex'),
    intents,
    shard,
    get sequence() {
      return sequence;
    },
    get isConnected() {
      return send !== undefined;
    },

    wants(event) {
      return (
        (event.intents === 0 || (event.intents & intents) !== 0) &&
        shardOf(event.guildId, shard[1]) === shard[0]
      );
    },

    dispatch(name, data, withoutContent) {
      sequence += 1;
      const told = seesContent ? data : (withoutContent ?? data);
      const frame = JSON.stringify({ op: GatewayOpcodes.Dispatch, t: name, s: sequence, d: told });
      events.add({ sequence, frame });
      send?.(frame);
    },

    attach(sender) {
      send = sender;
    },

    detach() {
      send = undefined;
    },

    replay(from) {
      const oldest = events.entries[0]?.sequence ?? 1;
      if (from > sequence || from < oldest - 1) return false;
      for (const { sequence: number, frame } of events.entries) if (number > from) send?.(frame);
      return true;
    },
  };
}
