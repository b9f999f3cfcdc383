import { setTimeout as delay } from 'node:timers/promises';
import { Events, Status, type Client, type ClientOptions, type IIdentifyThrottler } from 'discord.js';
import type { Logger } from 'pino';

/** The shards of this process. */
export interface Shards {
  readonly ids: readonly number[];
  /** How many there are in all, in this process and in others. */
  readonly count: number;
  /**
   * Takes the turn to identify for a bucket of shards for so many milliseconds, unless another process has it. Absent
   * where no other process has shards: then the library keeps the turns by itself.
   */
  readonly takeIdentifyTurn?: (bucket: number, forMs: number) => Promise<boolean>;
}

/** Discord's five seconds, and one for the way there, which may take one longer than the next. */
const IDENTIFY_TURN_MS = 6_000;
const LOOK_AGAIN_MS = 250;

/** @param shards absent: as many as Discord recommends, all in this process. */
export function shardOptions(
  shards: Shards | undefined,
  logger: Logger,
): Pick<ClientOptions, 'shards' | 'shardCount' | 'ws'> {
  // Said in any case, or discord.js would read variables of its own from the environment.
  if (shards === undefined) return { shards: 'auto' };
  const { ids, count, takeIdentifyTurn } = shards;
  return {
    shards: ids,
    shardCount: count,
    ...(takeIdentifyTurn !== undefined && {
      ws: {
        buildIdentifyThrottler: async (manager) => {
          const { session_start_limit: limit } = await manager.fetchGatewayInformation();
          return createIdentifyThrottler(limit.max_concurrency, takeIdentifyTurn, logger);
        },
      },
    }),
  };
}

/** The part of the shards, and with it of everything Discord allows the bot as a whole, that this process has. */
export function shareOf(shards: Shards | undefined): number {
  return shards === undefined ? 1 : shards.ids.length / shards.count;
}

/** Shards whose ids leave the same rest identify one after the other, in whichever process they are. */
function createIdentifyThrottler(
  maxConcurrency: number,
  takeTurn: NonNullable<Shards['takeIdentifyTurn']>,
  logger: Logger,
): IIdentifyThrottler {
  return {
    async waitForIdentify(shardId, signal) {
      try {
        while (!(await takeTurn(shardId % maxConcurrency, IDENTIFY_TURN_MS))) {
          await delay(LOOK_AGAIN_MS * (1 + Math.random()), undefined, { signal });
        }
      } catch (error) {
        if (signal.aborted) throw error;
        // Without the database there are no turns: at worst Discord answers with an invalid session, and the library
        // tries again.
        logger.warn({ err: error, shard: shardId }, 'a shard identifies without a turn');
      }
    },
  };
}

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

/** Discord has closed a shard's connection with a code that says: as you are, do not come back. */
export class TurnedAwayError extends Error {
  override readonly name = 'TurnedAwayError';
  /** Discord's: one of `GatewayCloseCodes`. */
  readonly code: number;

  constructor(shard: number, code: number) {
    super(`Discord has turned shard ${shard} away with code ${code}.`);
    this.code = code;
  }
}

/** Resolves when the first of the client's shards is turned away; the library has given it up. */
export function untilTurnedAway(client: Client): Promise<TurnedAwayError> {
  return new Promise((resolve) => {
    client.once(Events.ShardDisconnect, ({ code }, shard) => {
      resolve(new TurnedAwayError(shard, code));
    });
  });
}

/** Tells how each shard fares. */
export function logShards(client: Client, logger: Logger): void {
  client.on(Events.ShardReady, (shard) => {
    logger.info({ shard }, 'shard ready');
  });
  client.on(Events.ShardResume, (shard, missedEvents) => {
    logger.info({ shard, missedEvents }, 'shard resumed');
  });
  client.on(Events.ShardReconnecting, (shard) => {
    logger.warn({ shard }, 'shard reconnecting');
  });
  client.on(Events.ShardError, (error, shard) => {
    logger.warn({ err: error, shard }, 'the connection of a shard had an error');
  });
  client.on(Events.ShardDisconnect, ({ code }, shard) => {
    logger.error({ shard, code }, 'Discord has turned a shard away for good');
  });
}
