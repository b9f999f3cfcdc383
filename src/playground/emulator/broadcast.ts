import type { GatewayDispatchEvents } from 'discord-api-types/v10';
import type { WorldEvent } from './contract.ts';

/** Something the bot's gateway connections are told. */
export interface BotEvent {
  readonly name: GatewayDispatchEvents;
  readonly data: unknown;
  /** What connections without the message-content intent get instead, where that differs. */
  readonly withoutContent?: unknown;
  /** Decides the shard; `null` for direct messages. */
  readonly guildId: string | null;
  /** Any one of these intents lets the event through; 0: it comes to everyone. */
  readonly intents: number;
}

/** Tells of changes, after they were made. */
export interface Broadcast {
  toBot(event: BotEvent): void;
  toPeople(event: WorldEvent): void;
}
