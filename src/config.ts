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
  /** The playground's page; `undefined`: the default port, or any free one when that is taken. */
  readonly httpPort: number | undefined;
  /** Where health and metrics are told. Absent for the playground, and when nobody shall be told. */
  readonly http: HttpConfig | undefined;
  /** Absent: nobody asked for backups. */
  readonly backups: BackupConfig | undefined;
  /** Absent: the pathways that come with the bot. */
  readonly pathwaysDirectory: string | undefined;
}

export interface DiscordConfig {
  readonly token: string;
  /** Without a trailing slash and without the version. */
  readonly apiUrl: string;
  /** Registers the commands in this server alone, where changes show at once. */
  readonly guildId: string | undefined;
  /** Absent: as many as Discord recommends, all in this process. */
  readonly shards?: ShardList | undefined;
}

/** The shards of this process. */
export interface ShardList {
  readonly ids: readonly number[];
  /** How many there are in all, in this process and in others. */
  readonly count: number;
}

export interface HttpConfig {
  /** An IP address of this machine, or all of them: `0.0.0.0` and `::`. */
  readonly host: string;
  readonly port: number;
}

export interface BackupConfig {
  /** Relative to the working directory; made if need be. */
  readonly directory: string;
  readonly everyHours: number;
  /** How many are kept, the newest. */
  readonly keep: number;
}

export const DEFAULT_HTTP_PORT = 3000;

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

const wholeNumber = (min: number, max: number, what: string) => {
  const expected = `expected ${what} from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,5}$/, expected)
    .transform(Number)
    .refine((number) => number >= min && number <= max, expected);
};

const SHARDS_EXPECTED =
  'expected auto, or the shards of this process and how many there are in all, such as 0-3/8 or 0,2,4/8';

/** `0-3/8`, `0,4-5/8`, `1/2`. `undefined` for anything else, a shard that is not there or one named twice. */
function parseShards(text: string): ShardList | undefined {
  const [, list = '', total = ''] =
    /^(\d{1,5}(?:[-,]\d{1,5})*)\/(\d{1,5})$/.exec(text.replaceAll(' ', '')) ?? [];
  const count = Number(total);
  const ids: number[] = [];
  for (const range of list.split(',')) {
    const [first, last = first, ...others] = range.split('-').map(Number);
    if (first === undefined || last === undefined || others.length > 0) return undefined;
    if (first > last || last >= count) return undefined;
    for (let id = first; id <= last; id += 1) ids.push(id);
  }
  return new Set(ids).size === ids.length ? { ids, count } : undefined;
}

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
  SHARDS: optional(
    z
      .string()
      .trim()
      .transform((text, context) => {
        if (text === 'auto') return undefined;
        const shards = parseShards(text);
        if (shards === undefined) context.addIssue(SHARDS_EXPECTED);
        return shards;
      }),
  ),
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
  DM_CHANNELS_PER_MINUTE: optional(wholeNumber(1, 60, 'a number')),
  LOG_LEVEL: optional(z.enum(LOG_LEVELS, { error: `expected one of ${LOG_LEVELS.join(', ')}` })),
  HTTP_HOST: optional(
    z.union([z.ipv4(), z.ipv6()], {
      error: 'expected an IP address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them',
    }),
  ),
  HTTP_PORT: optional(
    z.union([z.literal('off'), wholeNumber(1, 65_535, 'a port number')], {
      error: 'expected off, or a port number from 1 to 65535',
    }),
  ),
  BACKUP_DIR: optional(z.string()),
  BACKUP_EVERY_HOURS: optional(wholeNumber(1, 168, 'a number of hours')),
  BACKUP_KEEP: optional(wholeNumber(1, 1000, 'a number of backups')),
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
  if (isPlayground && data.HTTP_PORT === 'off') {
    throw new ConfigError([
      'HTTP_PORT: expected a port number, for without DISCORD_TOKEN there is only a page',
    ]);
  }
  const databaseUrl = data.DATABASE_URL ?? (isPlayground ? undefined : DEFAULT_DATABASE_URL);
  if (data.SHARDS !== undefined && !hasAllShards(data.SHARDS) && databaseUrl?.startsWith('sqlite:')) {
    throw new ConfigError([
      'SHARDS: expected all shards in one process, as auto gives them: several share a database, and an SQLite file ' +
        'is for one. Set DATABASE_URL to a PostgreSQL server to divide them',
    ]);
  }
  return {
    discord:
      data.DISCORD_TOKEN === undefined
        ? undefined
        : {
            token: data.DISCORD_TOKEN,
            apiUrl: data.DISCORD_API_URL ?? 'https://discord.com/api',
            guildId: data.DISCORD_GUILD_ID,
            shards: data.SHARDS,
          },
    databaseUrl,
    databasePoolSize: data.DATABASE_POOL_SIZE ?? DEFAULT_DATABASE_POOL_SIZE,
    dmChannelsPerMinute: data.DM_CHANNELS_PER_MINUTE ?? DEFAULT_DM_CHANNELS_PER_MINUTE,
    logLevel: data.LOG_LEVEL ?? (isPlayground ? 'warn' : 'info'),
    httpPort: data.HTTP_PORT === 'off' ? undefined : data.HTTP_PORT,
    http:
      isPlayground || data.HTTP_PORT === 'off'
        ? undefined
        : { host: data.HTTP_HOST ?? '127.0.0.1', port: data.HTTP_PORT ?? DEFAULT_HTTP_PORT },
    backups:
      data.BACKUP_DIR === undefined
        ? undefined
        : {
            directory: data.BACKUP_DIR,
            everyHours: data.BACKUP_EVERY_HOURS ?? 24,
            keep: data.BACKUP_KEEP ?? 7,
          },
    pathwaysDirectory: data.PATHWAYS_DIR,
  };
}

/** Whether no other process has any. */
export function hasAllShards({ ids, count }: ShardList): boolean {
  return ids.length === count;
}
