import { z } from 'zod';

export interface Config {
  /** Absent without a token: then the playground starts instead of a connection to Discord. */
  readonly discord: DiscordConfig | undefined;
  /** `sqlite:<path>` or `postgres://…`, with a password. Absent only for the playground, which then plays on a file that it throws away. */
  readonly databaseUrl: string | undefined;
  /** Connections to PostgreSQL at most. */
  readonly databasePoolSize: number;
  /** How many DM channels may be opened in a minute; each member's is opened once. */
  readonly dmChannelsPerMinute: number;
  /** `info`; the playground's visitor is spared all but warnings. */
  readonly logLevel: LogLevel;
  /** `undefined`: the default port, or any free one when that is taken. */
  readonly httpPort: number | undefined;
  /** Absent: the pathways that come with the bot. */
  readonly pathwaysDirectory: string | undefined;
}

export interface DiscordConfig {
  readonly token: string;
  /** Without a trailing slash and without the version. */
  readonly apiUrl: string;
  /** Registers the commands in this server alone, where changes show at once. */
  readonly guildId: string | undefined;
}

/** Reports of Discord's «too fast» begin at a few dozen in quick succession. */
export const DEFAULT_DM_CHANNELS_PER_MINUTE = 10;

/** Each is a process on the server's side, whose own limit is a hundred for everybody. */
export const DEFAULT_DATABASE_POOL_SIZE = 10;

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Relative to the working directory. */
export const DEFAULT_DATABASE_URL = 'sqlite:var/cairn.db';

/** Says every fault at once, one a line, and never a value: one of them is a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(faults: readonly string[]) {
    super(
      `The configuration has ${faults.length === 1 ? 'a fault' : 'faults'}:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
    );
  }
}

/** An empty value in an environment or `.env` file means "not set". */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess(
    (value) => (typeof value === 'string' && value.trim() === '' ? undefined : value),
    schema.optional(),
  );

const environmentSchema = z.object({
  DISCORD_TOKEN: optional(
    z
      .string()
      .trim()
      .regex(
        /^[\w-]+\.[\w-]+\.[\w-]+$/,
        "expected a bot token: three parts with dots between, from the Developer Portal's page «Bot»",
      ),
  ),
  DISCORD_API_URL: optional(
    z
      .url({
        protocol: /^https?$/,
        error: 'expected an http:// or https:// address, such as https://discord.com/api',
      })
      .transform((url) => url.replace(/\/+$/, '')),
  ),
  DISCORD_GUILD_ID: optional(z.string().regex(/^\d{17,20}$/, "expected a server's id: 17 to 20 digits")),
  DATABASE_URL: optional(
    z
      .string()
      .regex(
        /^(sqlite:.+|postgres(ql)?:\/\/.+)/,
        'expected sqlite:<path>, such as sqlite:var/cairn.db, or postgres://user:password@host:5432/database',
      ),
  ),
  DATABASE_POOL_SIZE: optional(
    z
      .string()
      .regex(/^\d{1,3}$/, 'expected a number from 1 to 100')
      .transform(Number)
      .refine((count) => count >= 1 && count <= 100, 'expected a number from 1 to 100'),
  ),
  DM_CHANNELS_PER_MINUTE: optional(
    z
      .string()
      .regex(/^\d{1,2}$/, 'expected a number from 1 to 60')
      .transform(Number)
      .refine((count) => count >= 1 && count <= 60, 'expected a number from 1 to 60'),
  ),
  LOG_LEVEL: optional(z.enum(LOG_LEVELS, { error: `expected one of ${LOG_LEVELS.join(', ')}` })),
  HTTP_PORT: optional(
    z
      .string()
      .regex(/^\d{1,5}$/, 'expected a port number from 1 to 65535')
      .transform(Number)
      .refine((port) => port >= 1 && port <= 65_535, 'expected a port number from 1 to 65535'),
  ),
  PATHWAYS_DIR: optional(z.string()),
});

/**
 * Reads the environment; nothing else in the bot does.
 * @throws {ConfigError} naming every variable that is wrong and what was expected.
 */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const parsed = environmentSchema.safeParse(env);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  const { data } = parsed;
  const isPlayground = data.DISCORD_TOKEN === undefined;
  return {
    discord:
      data.DISCORD_TOKEN === undefined
        ? undefined
        : {
            token: data.DISCORD_TOKEN,
            apiUrl: data.DISCORD_API_URL ?? 'https://discord.com/api',
            guildId: data.DISCORD_GUILD_ID,
          },
    databaseUrl: data.DATABASE_URL ?? (isPlayground ? undefined : DEFAULT_DATABASE_URL),
    databasePoolSize: data.DATABASE_POOL_SIZE ?? DEFAULT_DATABASE_POOL_SIZE,
    dmChannelsPerMinute: data.DM_CHANNELS_PER_MINUTE ?? DEFAULT_DM_CHANNELS_PER_MINUTE,
    logLevel: data.LOG_LEVEL ?? (isPlayground ? 'warn' : 'info'),
    httpPort: data.HTTP_PORT,
    pathwaysDirectory: data.PATHWAYS_DIR,
  };
}
