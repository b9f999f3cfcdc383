const TIMESTAMP_SHIFT = 22n;

/** The id of a guild that belongs to a shard, another for each index; as old as Discord's first seconds. */
export function guildIdOn(shardId: number, shardCount: number, index: number): string {
  return (BigInt((index + 1) * shardCount + shardId) << TIMESTAMP_SHIFT).toString();
}
