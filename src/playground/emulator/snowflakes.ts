/** 2015-01-01T00:00:00Z, from which Discord counts. */
const DISCORD_EPOCH_MS = 1_420_070_400_000;
const TIMESTAMP_SHIFT = 22n;

/** Makes ids as Discord does: the clock's time in the upper bits, each larger than the one before. */
export function createSnowflakes(now: () => number): () => string {
  let last = 0n;
  return () => {
    const fromClock = BigInt(Math.trunc(now()) - DISCORD_EPOCH_MS) << TIMESTAMP_SHIFT;
    last = fromClock > last ? fromClock : last + 1n;
    return last.toString();
  };
}

/** The shard a guild belongs to; direct messages belong to shard 0. */
export function shardOf(guildId: string | null, shardCount: number): number {
  return guildId === null ? 0 : Number((BigInt(guildId) >> TIMESTAMP_SHIFT) % BigInt(shardCount));
}
