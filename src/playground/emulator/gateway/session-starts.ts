import type { APIGatewaySessionStartLimit } from 'discord-api-types/v10';

const DAY_MS = 24 * 60 * 60 * 1000;

export interface SessionStarts {
  /** As `GET /gateway/bot` tells it. */
  readonly limit: APIGatewaySessionStartLimit;
  /** How many IDENTIFYs came before their bucket's window was over. */
  readonly tooSoon: number;
  /**
   * Counts an IDENTIFY, a refused one as well: `too-soon` for the second of a bucket within its window, `used-up`
   * when the day's are spent.
   */
  take(shardId: number): 'granted' | 'too-soon' | 'used-up';
}

export interface SessionStartOptions {
  readonly total: number;
  readonly maxConcurrency: number;
  /** In which a bucket, the shards whose ids leave the same rest by `maxConcurrency`, may identify once. */
  readonly windowMs: number;
}

/** How often, and how fast, a bot may begin sessions. Resuming one counts for nothing. */
export function createSessionStarts({ total, maxConcurrency, windowMs }: SessionStartOptions): SessionStarts {
  const grantedAt = new Map<number, number>();
  let dayBegan = performance.now();
  let used = 0;
  let tooSoon = 0;

  const beginDay = (): void => {
    if (performance.now() - dayBegan < DAY_MS) return;
    dayBegan = performance.now();
    used = 0;
  };

  return {
    get limit() {
      beginDay();
      return {
        total,
        remaining: Math.max(0, total - used),
        reset_after: Math.ceil(dayBegan + DAY_MS - performance.now()),
        max_concurrency: maxConcurrency,
      };
    },
    get tooSoon() {
      return tooSoon;
    },
    take(shardId) {
      beginDay();
      if (used >= total) return 'used-up';
      used += 1;
      const bucket = shardId % maxConcurrency;
      const now = performance.now();
      if (now - (grantedAt.get(bucket) ?? -Infinity) < windowMs) {
        tooSoon += 1;
        return 'too-soon';
      }
      grantedAt.set(bucket, now);
      return 'granted';
    },
  };
}
