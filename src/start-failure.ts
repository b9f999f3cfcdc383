import {
  DiscordAPIError,
  DiscordjsError,
  DiscordjsErrorCodes,
  GatewayCloseCodes,
  HTTPError,
  RESTJSONErrorCodes,
} from 'discord.js';
import { ConfigError } from './config.ts';
import { ContentError } from './content/content-error.ts';
import { TurnedAwayError } from './discord/shards.ts';
import { HttpError } from './http/http-error.ts';
import { PlaygroundError } from './playground/playground-error.ts';
import { StoreError } from './store/store-error.ts';

/**
 * What kept the process from starting, or from going on: in words where the operator can mend it, else where our fault
 * arose.
 */
export function describeStartFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isOperators = [ConfigError, ContentError, HttpError, StoreError, PlaygroundError].some(
    (kind) => error instanceof kind,
  );
  if (isOperators) return error.message;
  return describeDiscordFailure(error) ?? describeSystemFailure(error) ?? error.stack ?? error.message;
}

/** A file or folder that cannot be used: Node names it, and what was tried. */
function describeSystemFailure(error: Error): string | undefined {
  return 'syscall' in error && 'path' in error ? error.message : undefined;
}

/** Of the system and of undici, which discord.js sends its requests with. */
const NETWORK_FAULT = /^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|UND_ERR_)/;

const GUILD_REFUSALS: readonly unknown[] = [
  RESTJSONErrorCodes.MissingAccess,
  RESTJSONErrorCodes.UnknownGuild,
];

const TOKEN_REFUSED =
  "Discord does not accept DISCORD_TOKEN. Copy the token anew from the Developer Portal's page «Bot».";

const TOO_OLD = 'Discord does not speak with this version of the bot any more. Upgrade it.';

/** By the gateway's close code. */
const SHARD_REFUSALS: ReadonlyMap<number, string> = new Map([
  [GatewayCloseCodes.AuthenticationFailed, TOKEN_REFUSED],
  [
    GatewayCloseCodes.InvalidShard,
    'Discord does not know a shard that SHARDS names. The total in it must be the same in every process.',
  ],
  [
    GatewayCloseCodes.ShardingRequired,
    'Discord wants this many servers divided among more shards. Leave SHARDS empty for as many as it recommends, or ' +
      'raise the total in SHARDS, the same in every process.',
  ],
  [GatewayCloseCodes.InvalidAPIVersion, TOO_OLD],
  [GatewayCloseCodes.InvalidIntents, TOO_OLD],
  [GatewayCloseCodes.DisallowedIntents, TOO_OLD],
]);

function describeDiscordFailure(error: Error): string | undefined {
  if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) {
    return TOKEN_REFUSED;
  }
  if (error instanceof DiscordAPIError && GUILD_REFUSALS.includes(error.code)) {
    return 'The bot is not in the server that DISCORD_GUILD_ID names. Invite it there, or correct the id.';
  }
  if (error instanceof TurnedAwayError) return SHARD_REFUSALS.get(error.code);
  // As discord.js words it.
  if (error.message.startsWith('Not enough sessions remaining')) {
    return (
      'Discord grants this bot no more session starts for now: something has started it over and over. Try again in a ' +
      'day at the latest.'
    );
  }
  if (error instanceof HTTPError) {
    return `Discord has a fault of its own just now (HTTP ${error.status}). Try again in a while.`;
  }
  const code = networkFaultOf(error);
  return code === undefined
    ? undefined
    : `Discord cannot be reached (${code}). Check this machine's connection, and DISCORD_API_URL if you set it.`;
}

function networkFaultOf(error: Error): string | undefined {
  if (error.name === 'AbortError') return 'no answer in time';
  return 'code' in error && typeof error.code === 'string' && NETWORK_FAULT.test(error.code)
    ? error.code
    : undefined;
}
