import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConfigError, parseConfig } from '../../src/config.ts';

const TOKEN = 'MTE5ODYyMjQ4MzQ3MTkyNTI0OA.Gk-9xQ.this_part-is_secret';

type Environment = Parameters<typeof parseConfig>[0];

function faultsOf(env: Environment): readonly string[] {
  try {
    parseConfig(env);
  } catch (error) {
    if (error instanceof ConfigError)
      return error.message
        .split('\n')
        .slice(1)
        .map((line) => line.trim());
    throw error;
  }
  return [];
}

describe('the defaults', () => {
  test('without a token, the playground with a database of its own and little to read', () => {
    expect(parseConfig({})).toEqual({
      discord: undefined,
      databaseUrl: undefined,
      logLevel: 'warn',
      httpPort: undefined,
      http: undefined,
      backups: undefined,
      pathwaysDirectory: undefined,
      dmChannelsPerMinute: 10,
      databasePoolSize: 10,
    });
  });

  test('with a token, Discord itself', () => {
    expect(parseConfig({ DISCORD_TOKEN: TOKEN })).toEqual({
      discord: { token: TOKEN, apiUrl: 'https://discord.com/api', guildId: undefined, shards: undefined },
      databaseUrl: 'sqlite:var/cairn.db',
      logLevel: 'info',
      httpPort: undefined,
      http: { host: '127.0.0.1', port: 3000 },
      backups: undefined,
      pathwaysDirectory: undefined,
      dmChannelsPerMinute: 10,
      databasePoolSize: 10,
    });
  });
});

test('every variable is read', () => {
  const config = parseConfig({
    DISCORD_TOKEN: ` ${TOKEN}\n`,
    DISCORD_API_URL: 'http://127.0.0.1:4000/api',
    DISCORD_GUILD_ID: '80351110224678912',
    SHARDS: '0-1/2',
    DATABASE_URL: 'sqlite:/srv/data/cairn.db',
    LOG_LEVEL: 'debug',
    HTTP_HOST: '0.0.0.0',
    HTTP_PORT: '8080',
    BACKUP_DIR: '/srv/backups',
    BACKUP_EVERY_HOURS: '6',
    BACKUP_KEEP: '28',
    PATHWAYS_DIR: './our pathways',
    DM_CHANNELS_PER_MINUTE: '25',
    DATABASE_POOL_SIZE: '4',
    PATH: '/usr/bin',
  });
  expect(config).toEqual({
    discord: {
      token: TOKEN,
      apiUrl: 'http://127.0.0.1:4000/api',
      guildId: '80351110224678912',
      shards: { ids: [0, 1], count: 2 },
    },
    databaseUrl: 'sqlite:/srv/data/cairn.db',
    logLevel: 'debug',
    httpPort: 8080,
    http: { host: '0.0.0.0', port: 8080 },
    backups: { directory: '/srv/backups', everyHours: 6, keep: 28 },
    pathwaysDirectory: './our pathways',
    dmChannelsPerMinute: 25,
    databasePoolSize: 4,
  });
});

test('backups are daily, and a week of them is kept, when only their folder is given', () => {
  expect(parseConfig({ BACKUP_DIR: 'backups' }).backups).toEqual({
    directory: 'backups',
    everyHours: 24,
    keep: 7,
  });
});

test('health and metrics can be told to nobody, but the playground is its page', () => {
  expect(parseConfig({ DISCORD_TOKEN: TOKEN, HTTP_PORT: 'off' }).http).toBeUndefined();
  expect(faultsOf({ HTTP_PORT: 'off' })).toEqual([expect.stringMatching(/^HTTP_PORT: .*DISCORD_TOKEN/)]);
});

test.each(['', ' ', '\t \n'])('an empty value (%j) means that the variable is not set', (empty) => {
  const variables = [
    'DISCORD_TOKEN',
    'DISCORD_API_URL',
    'DISCORD_GUILD_ID',
    'DATABASE_URL',
    'SHARDS',
    'LOG_LEVEL',
    'HTTP_PORT',
    'PATHWAYS_DIR',
    'DM_CHANNELS_PER_MINUTE',
    'DATABASE_POOL_SIZE',
  ];
  const env = Object.fromEntries(variables.map((name) => [name, empty]));
  expect(parseConfig(env)).toEqual(parseConfig({}));
});

test.each([
  ['https://discord.com/api/', 'https://discord.com/api'],
  ['http://127.0.0.1:4000/api///', 'http://127.0.0.1:4000/api'],
  ['http://localhost:4000', 'http://localhost:4000'],
])('the address %s of the API loses its trailing slashes', (address, apiUrl) => {
  expect(parseConfig({ DISCORD_TOKEN: TOKEN, DISCORD_API_URL: address }).discord?.apiUrl).toBe(apiUrl);
});

test.each([
  ['0-3/4', { ids: [0, 1, 2, 3], count: 4 }],
  ['0,1/2', { ids: [0, 1], count: 2 }],
  [' 1-2, 0 / 3 ', { ids: [1, 2, 0], count: 3 }],
  ['0/1', { ids: [0], count: 1 }],
  ['auto', undefined],
])('the shards %j', (SHARDS, shards) => {
  expect(parseConfig({ DISCORD_TOKEN: TOKEN, SHARDS }).discord?.shards).toEqual(shards);
});

test('a part of the shards is refused on a file that no other process shares', () => {
  for (const DATABASE_URL of ['', 'sqlite:here.db']) {
    const [fault] = faultsOf({ DISCORD_TOKEN: TOKEN, SHARDS: '1-3/4', DATABASE_URL });
    expect(fault).toMatch(
      /^SHARDS: expected all shards in one process, .* DATABASE_URL to a PostgreSQL server/,
    );
  }
});

describe('a fault is told by the name of its variable and what was expected', () => {
  test.each([
    ['DISCORD_TOKEN', 'a bot token', ['secret', `Bot ${TOKEN}`, 'a.b', 'a..c', 'a.b.c.d', 'ä.b.c']],
    ['DISCORD_API_URL', 'http', ['discord.com/api', 'ftp://discord.com', 'javascript:alert(1)', '//x']],
    ['DISCORD_GUILD_ID', '17 to 20 digits', ['1234', '8035111022467891x', '803511102246789123456', '-1']],
    ['DATABASE_URL', 'sqlite:<path>', ['var/cairn.db', 'postgres:cairn', 'sqlite:', 'SQLITE:x']],
    ['DATABASE_POOL_SIZE', 'from 1 to 100', ['0', '101', '-1', 'many', '1e1']],
    [
      'SHARDS',
      'auto, or the shards of this process',
      [
        'all',
        '4',
        '0',
        '0/0',
        '4/4',
        '0-4/4',
        '2-1/4',
        '0,0/4',
        '0-2,1/4',
        '-1/4',
        '0-1-2/4',
        ',0/4',
        '0/4/4',
        '0.5/4',
      ],
    ],
    ['LOG_LEVEL', 'fatal, error, warn, info', ['verbose', 'INFO', '3']],
    ['HTTP_HOST', 'an IP address', ['cairn.example', '127.0.0.1:80', '256.0.0.1', 'http://127.0.0.1']],
    ['BACKUP_EVERY_HOURS', 'from 1 to 168', ['0', '169', 'daily', '1.5', '-1']],
    ['BACKUP_KEEP', 'from 1 to 1000', ['0', '1001', 'all']],
    ['HTTP_PORT', 'from 1 to 65535', ['0', '65536', '99999', '-1', '80.5', '8e3', '0x50', 'http', '123456']],
  ])('%s: expected %s', (name, expected, values) => {
    for (const value of values) {
      const [fault, ...others] = faultsOf({ [name]: value });
      expect(others).toEqual([]);
      expect(fault, value).toMatch(new RegExp(`^${name}: expected .*${expected}`));
    }
  });
});

const ALL_WRONG = {
  DISCORD_TOKEN: 'not-quite/a token',
  DISCORD_API_URL: 'gopher://hole',
  DISCORD_GUILD_ID: 'our server',
  SHARDS: 'all of them',
  DATABASE_URL: 'mysql://db',
  LOG_LEVEL: 'chatty',
  HTTP_PORT: 'eighty',
};

test('all faults are told at once, one a line', () => {
  const names = faultsOf(ALL_WRONG).map((fault) => fault.split(':')[0]);
  expect(names).toEqual(Object.keys(ALL_WRONG));
});

test('one fault is not called several', () => {
  expect(() => parseConfig({ HTTP_PORT: 'x' })).toThrow(/^The configuration has a fault:\n {2}HTTP_PORT: /);
  expect(() => parseConfig(ALL_WRONG)).toThrow(/^The configuration has faults:\n/);
});

test('no value ever stands in the message', () => {
  // Signs that no message of ours contains, so that finding one means that a value leaked.
  const value = fc.string({ unit: fc.constantFrom('§', '¤', 'Ж', '0x', ' ¶'), minLength: 1, maxLength: 40 });
  const environment = fc.record(Object.fromEntries(Object.keys(ALL_WRONG).map((name) => [name, value])), {
    requiredKeys: [],
  });
  fc.assert(
    fc.property(environment, (env) => {
      const message = faultsOf(env).join('\n');
      expect(message).not.toMatch(/[§¤Ж¶]|0x/);
      expect(faultsOf(env)).toHaveLength(Object.keys(env).filter((name) => env[name]?.trim() !== '').length);
    }),
  );
  // A token with one character too many is still a secret.
  expect(faultsOf({ DISCORD_TOKEN: `${TOKEN}!` }).join()).not.toContain('secret');
});
