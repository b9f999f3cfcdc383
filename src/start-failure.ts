import {
  DiscordAPIError,
  DiscordjsError,
  DiscordjsErrorCodes,
  HTTPError,
  RESTJSONErrorCodes,
} from 'discord.js';
import { ConfigError } from './config.ts';
import { ContentError } from './content/content-error.ts';
import { HttpError } from './http/http-error.ts';
import { PlaygroundError } from './playground/playground-error.ts';
import { StoreError } from './store/store-error.ts';

/** What kept the process from starting: in words where the operator can mend it, else where our fault arose. */
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

/** What discord.js says of a gateway that turns shards away. */
const SHARD_REFUSALS = [
  {
    message: 'Sharding is required',
    words:
      'Discord wants this many servers divided among more shards. Leave SHARDS empty for as many as it recommends, or ' +
      'raise the total in SHARDS, the same in every process.',
  },
  {
    message: 'Not enough sessions remaining',
    words:
      'Discord grants this bot no more session starts for now: something has started it over and over. Try again in a ' +
      'day at the latest.',
  },
] as const;

function describeDiscordFailure(error: Error): string | undefined {
  if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) {
    return "Discord does not accept DISCORD_TOKEN. Copy the token anew from the Developer Portal's page «Bot».";
  }
  if (error instanceof DiscordAPIError && GUILD_REFUSALS.includes(error.code)) {
    return 'The bot is not in the server that DISCORD_GUILD_ID names. Invite it there, or correct the id.';
  }
  const refusal = SHARD_REFUSALS.find(({ message }) => error.message.startsWith(message));
  if (refusal !== undefined) return refusal.words;
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
