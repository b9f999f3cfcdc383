import { GatewayCloseCodes } from 'discord.js';
import { expect, test } from 'vitest';
import { TurnedAwayError } from '../../src/discord/shards.ts';
import { describeStartFailure } from '../../src/start-failure.ts';

/** Those after which Discord's documentation says not to come back. */
const FINAL = [
  GatewayCloseCodes.AuthenticationFailed,
  GatewayCloseCodes.InvalidShard,
  GatewayCloseCodes.ShardingRequired,
  GatewayCloseCodes.InvalidAPIVersion,
  GatewayCloseCodes.InvalidIntents,
  GatewayCloseCodes.DisallowedIntents,
];

test.each(FINAL)('whoever is turned away with %d reads what to do, and nothing of our code', (code) => {
  const words = describeStartFailure(new TurnedAwayError(3, code));
  expect(words).toMatch(/^Discord .+\.$/);
  expect(words).not.toContain('TurnedAwayError');
});
