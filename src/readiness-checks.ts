import type { Client } from 'discord.js';
import { shardsOf } from './discord/shards.ts';
import type { Check } from './http/readiness.ts';
import type { Ticks } from './jobs/ticks.ts';
import type { ClockWatch } from './services/clock-watch.ts';
import type { OpenStore } from './store/open-store.ts';
import { StoreError } from './store/store-error.ts';

/** The minute's tick takes this long only when it hangs, or when a morning has thousands of messages. */
const STALE_TICK_MS = 10 * 60 * 1000;

export function checkDatabase(store: OpenStore): Check {
  return async () => {
    try {
      await store.check();
      return undefined;
    } catch (error) {
      if (error instanceof StoreError) return error.message;
      throw error;
    }
  };
}

export function checkGateway(client: Client): Check {
  return () => {
    const lost = shardsOf(client).filter(({ isReady }) => !isReady);
    return lost.length === 0
      ? undefined
      : `Not connected to Discord: ${lost.map(({ id }) => `shard ${id}`).join(', ')}.`;
  };
}

/** @param clockWatch absent where nothing is compared. */
export function checkTicks(ticks: Ticks, clockWatch?: ClockWatch): Check {
  return () => {
    const age = ticks.sinceLast();
    if (age >= STALE_TICK_MS)
      return `The last tick began ${Math.round(age / 60_000)} minutes ago: messages are not going out.`;
    if (clockWatch?.isAstray() !== true) return undefined;
    const seconds = Math.round(clockWatch.ahead() / 1000);
    const where = `${Math.abs(seconds)} seconds ${seconds > 0 ? 'ahead of' : 'behind'} the database's`;
    return `The clock is ${where}: messages are not going out.`;
  };
}
