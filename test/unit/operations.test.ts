import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolve } from 'node:path/posix';
import { validate } from 'dockerfile-utils';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { DRAIN_MS } from '../../src/bot.ts';
import { DEFAULT_HTTP_PORT, parseConfig } from '../../src/config.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { readCompose } from '../docker/compose.ts';
import { dockerIgnores, execForm, parseDockerfile, type Instruction } from '../docker/dockerfile.ts';
import { makeTemporaryFolder } from '../support/temporary-store.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const SYSTEMD_ANALYZE = '/usr/bin/systemd-analyze';

/** Every variable that an operator can set. */
const VARIABLES = [...read('.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);

const DOCKERFILE = parseDockerfile(read('Dockerfile'));
const LAST_STAGE = DOCKERFILE.slice(DOCKERFILE.findLastIndex(({ keyword }) => keyword === 'FROM'));

/** What the image says: its last instruction of a keyword, or the last of those that fit. */
const image = (keyword: string, fits: (instruction: Instruction) => boolean = () => true) =>
  LAST_STAGE.findLast((instruction) => instruction.keyword === keyword && fits(instruction));

describe('what the dashboard and the alerts ask for', () => {
  const asked = (text: string) =>
    new Set([...text.matchAll(/\b(?:cairn|process|nodejs)_[a-z0-9_]+\b/g)].map(([name]) => name));

  async function exposed(): Promise<ReadonlySet<string>> {
    const metrics = createMetrics({ version: '1.2.3' });
    metrics.watchProcess();
    metrics.watch({
      shards: () => [{ id: 0, isReady: true, pingMs: 20 }],
      deliveryLag: () => Promise.resolve(0),
      sinceLastTick: () => 0,
      cardsPending: () => 0,
      clockAhead: () => 0,
    });
    const types = [...(await metrics.render()).matchAll(/^# TYPE (\S+) (\S+)$/gm)];
    return new Set(
      types.flatMap(([, name = '', type]) =>
        type === 'histogram' ? ['_bucket', '_sum', '_count'].map((suffix) => name + suffix) : [name],
      ),
    );
  }

  test.each(['docs/operations/dashboard.json', 'docs/operations/alerts.yaml'])(
    '%s names nothing but metrics that there are',
    async (path) => {
      const known = await exposed();
      const names = [...asked(read(path))];
      expect(names.length).toBeGreaterThan(5);
      expect(names.filter((name) => !known.has(name))).toEqual([]);
    },
  );

  test('every metric of ours is described, and on the dashboard or in an alert', async () => {
    const shown = asked(read('docs/operations/dashboard.json') + read('docs/operations/alerts.yaml'));
    const told = read('docs/operations.md');
    const ours = [...(await exposed())].filter((name) => /^cairn_.*(?<!_sum|_bucket)$/.test(name));
    const unmentioned = ours.filter(
      (name) => !told.includes(name.replace(/_count$/, '')) && !shown.has(name),
    );
    expect(unmentioned).toEqual([]);
  });

  test('a delivery lag that the database cannot tell is no lag of zero, and spoils nothing else', async () => {
    const metrics = createMetrics({ version: '1.2.3' });
    metrics.watch({
      shards: () => [],
      deliveryLag: () => Promise.reject(new Error('locked')),
      sinceLastTick: () => 90_000,
      cardsPending: () => 0,
      clockAhead: () => 0,
    });
    const text = await metrics.render();
    expect(text).toContain('cairn_delivery_lag_seconds Nan\n');
    expect(text).toContain('cairn_tick_age_seconds 90\n');
  });
});

describe('the Dockerfile', () => {
  const text = read('Dockerfile');

  test('has nothing that Docker would refuse or warn of', () => {
    expect(validate(text)).toEqual([]);
    expect(validate(text.replace('USER node', 'USE node'))).not.toEqual([]);
  });

  test('ends as a user who is not root, with all that running it takes', () => {
    expect(image('USER')?.rest).toBe('node');
    expect(LAST_STAGE.findIndex(({ keyword }) => keyword === 'USER')).toBeGreaterThan(
      LAST_STAGE.findLastIndex(({ keyword }) => keyword === 'RUN' || keyword === 'COPY'),
    );
    expect(image('STOPSIGNAL')?.rest).toBe('SIGTERM');
    expect(execForm(image('CMD')?.rest ?? '')[0]).toBe('node');
    expect(execForm(image('HEALTHCHECK')?.rest.replace(/^CMD /, '') ?? '')[0]).toBe('node');
    expect(image('VOLUME')?.rest).toBe('/app/var');
    expect(image('ENV')?.rest).toContain('NODE_ENV=production');
  });

  test('is built on images with a tag, the last of them slim', () => {
    const images = DOCKERFILE.filter(({ keyword }) => keyword === 'FROM').map(
      ({ rest }) => rest.split(' ')[0],
    );
    expect(images.at(-1)).toMatch(/-slim$/);
    for (const image of images) expect(image).toMatch(/^node:\d+(-slim)?$/);
  });

  test('copies nothing but what .dockerignore lets in, which is no secret, record or test', () => {
    const ignores = dockerIgnores(read('.dockerignore'));
    const copied = DOCKERFILE.filter(
      ({ keyword, flags }) => keyword === 'COPY' && flags['from'] === undefined,
    ).flatMap(({ rest }) => rest.split(/\s+/).slice(0, -1));
    expect(copied.filter(ignores)).toEqual([]);
    for (const path of [
      '.env',
      '.git/config',
      'var/cairn.db',
      'node_modules/pg',
      'test/e2e',
      'dist/src/main.js',
    ]) {
      expect(ignores(path), path).toBe(true);
    }
    expect(ignores('src/main.ts')).toBe(false);
  });
});

/** How it is with PostgreSQL: `--file compose.yaml --file compose.postgres.yaml`. */
const COMPOSE_FILES = { alone: ['compose.yaml'], postgres: ['compose.yaml', 'compose.postgres.yaml'] };

describe.each(Object.entries(COMPOSE_FILES))('the bot of Compose, %s,', (kind, files) => {
  const { services, volumes = {} } = readCompose(files.map(read), { POSTGRES_PASSWORD: 'hunter2' });
  const cairn = services['cairn'] ?? {};
  const { environment = {} } = cairn;
  const config = parseConfig({ DISCORD_TOKEN: 'a.b.c', ...environment });
  const inImage = (path: string) => resolve(image('WORKDIR')?.rest ?? '', path);
  const isWithin = (path: string) => (folder: string) => path.startsWith(`${folder}/`);

  test('is told variables that there are, and values that it takes', () => {
    expect(Object.keys(environment).filter((name) => !VARIABLES.includes(name))).toEqual([]);
    expect(config.databaseUrl).toMatch(kind === 'alone' ? /^sqlite:/ : /^postgres:/);
    // The rest is the operator's, who begins with a copy of this.
    expect(cairn.env_file).toBe('.env');
    expect(read('.gitignore').split('\n')).toContain('.env');
  });

  test('writes where a volume is, and nothing else can be written', () => {
    const mounts = (cairn.volumes ?? []).map((mount) => mount.split(':')[1] ?? '');
    expect(mounts).toEqual([image('VOLUME')?.rest]);
    const databasePath = config.databaseUrl?.replace(/^sqlite:/, '') ?? '';
    const written = kind === 'alone' ? [databasePath, config.backups?.directory ?? ''] : [];
    for (const path of written) expect(mounts.some(isWithin(inImage(path))), path).toBe(true);
    expect(config.backups === undefined).toBe(kind === 'postgres');
    expect(cairn).toMatchObject({ read_only: true, tmpfs: ['/tmp'], cap_drop: ['ALL'] });
    // A volume begins as a copy of the folder in the image, its owner included.
    const folder = image('COPY', ({ rest }) => inImage(rest.split(' ').at(-1) ?? '') === mounts[0]);
    expect(folder?.flags['chown']?.split(':')[0]).toBe(image('USER')?.rest);
  });

  test('declares each volume that is used, and no other', () => {
    const used = Object.values(services).flatMap((service) => service.volumes ?? []);
    expect(used.map((mount) => mount.split(':')[0]).toSorted()).toEqual(Object.keys(volumes).toSorted());
  });

  test('tells of its health on this machine alone, where it listens', () => {
    const { host, port } = config.http ?? {};
    expect(host).toBe('0.0.0.0');
    expect(cairn.ports).toEqual([`127.0.0.1:${port}:${port}`]);
    expect(image('EXPOSE')?.rest).toBe(String(port));
    expect(Object.entries(services).filter(([name, { ports }]) => name !== 'cairn' && ports)).toEqual([]);
  });

  test('has longer to stop than it takes', () => {
    expect(milliseconds(cairn.stop_grace_period ?? '')).toBeGreaterThan(DRAIN_MS);
    // Else a shell, or nobody, would be the first process, which signals go to.
    expect(cairn.init).toBe(true);
  });

  if (kind === 'postgres') {
    test('finds the PostgreSQL that is set up beside it', () => {
      const { postgres } = services;
      const url = new URL(config.databaseUrl ?? '');
      expect([url.hostname, url.port]).toEqual(['postgres', '5432']);
      expect(postgres?.environment).toEqual({
        POSTGRES_USER: url.username,
        POSTGRES_PASSWORD: url.password,
        POSTGRES_DB: url.pathname.slice(1),
      });
      expect(postgres?.healthcheck?.test).toEqual([
        'CMD',
        'pg_isready',
        `--username=${url.username}`,
        `--dbname=${url.pathname.slice(1)}`,
      ]);
      expect(cairn.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
      // From 18 on, the image keeps its data one folder further up.
      expect(Number(postgres?.image?.split(':')[1])).toBeGreaterThanOrEqual(18);
      expect(postgres?.volumes).toEqual(['postgres:/var/lib/postgresql']);
    });
  }

  test('has no secret in a file, and stops where one is missing', () => {
    const secrets = Object.values(services).flatMap((service) =>
      Object.entries(service.environment ?? {}).filter(
        ([name, value]) => /TOKEN|PASSWORD|SECRET|KEY/.test(name) || /:\/\/[^/]*:[^/]*@/.test(value),
      ),
    );
    expect(secrets.length > 0).toBe(kind === 'postgres');
    for (const [name, value] of secrets) expect(value, name).toContain('hunter2');
    if (kind === 'postgres') {
      expect(() => readCompose(files.map(read), {})).toThrow('POSTGRES_PASSWORD: Set it in .env');
    }
  });
});

describe('a compose file', () => {
  test.each([
    ['a key that there is none of', 'services: { a: { imagee: b } }', /imagee/],
    ['a key twice', 'services:\n  a: {}\n  a: {}', /unique/],
    ['a number where a text belongs', 'services: { a: { environment: { PORT: 3000 } } }', /expected string/],
    ['a tab', 'services:\n\ta: {}', /tab/i],
  ])('with %s is refused', (_, text, message) => {
    expect(() => readCompose([text], {})).toThrow(message);
  });

  test('goes over another as Compose has it', () => {
    const base =
      'services: { a: { environment: { X: "1", Y: "2" }, tmpfs: [/tmp], healthcheck: { test: [a], interval: 1s, timeout: 1s, retries: 1 } } }';
    const over =
      'services: { a: { environment: { Y: "" }, tmpfs: [/run], healthcheck: { test: [b] } }, c: {} }';
    expect(readCompose([base, over], {}).services).toEqual({
      a: {
        environment: { X: '1', Y: '' },
        tmpfs: ['/tmp', '/run'],
        healthcheck: { test: ['b'], interval: '1s', timeout: '1s', retries: 1 },
      },
      c: {},
    });
  });
});

test('docs/operations/alerts.yaml is a file of Prometheus rules that say what is wrong', () => {
  const duration = z.string().regex(/^\d+[smh]$/);
  const rule = z.strictObject({
    alert: z.string().regex(/^Cairn[A-Za-z]+$/),
    expr: z.string(),
    for: duration.optional(),
    labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
    annotations: z.strictObject({ summary: z.string(), description: z.string() }),
  });
  const { groups } = z
    .strictObject({ groups: z.array(z.strictObject({ name: z.string(), rules: z.array(rule) })) })
    .parse(parseYaml(read('docs/operations/alerts.yaml')));
  const rules = groups.flatMap((group) => group.rules);
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  // The page says how Prometheus is told of the bot, and the first alert goes by that.
  const [, example = ''] = /```yaml\n(.*?)```/s.exec(read('docs/operations.md')) ?? [];
  const { scrape_configs } = scrapeSchema.parse(parseYaml(example));
  expect(rules[0]?.expr).toBe(`up{job="${scrape_configs[0].job_name}"} == 0`);
  expect(scrape_configs[0].static_configs[0].targets).toEqual([`127.0.0.1:${DEFAULT_HTTP_PORT}`]);
});

const scrapeSchema = z.strictObject({
  scrape_configs: z.tuple([
    z.strictObject({
      job_name: z.string(),
      static_configs: z.tuple([z.strictObject({ targets: z.array(z.string()) })]),
    }),
  ]),
});

describe('docs/operations/cairn.service', () => {
  const text = read('docs/operations/cairn.service');
  const said = (directive: string) =>
    [...text.matchAll(new RegExp(`^${directive}=(.*)$`, 'gm'))].map(([, value = '']) => value);
  const environment = Object.fromEntries(
    said('Environment').map((pair) => [pair.split('=')[0] ?? '', pair.slice(pair.indexOf('=') + 1)]),
  );
  const guide = read('docs/operations.md');

  test('sets variables that there are, and starts what the image starts', () => {
    const { NODE_ENV, ...settings }: Readonly<Record<string, string>> = environment;
    expect(NODE_ENV).toBe('production');
    expect(Object.keys(settings).filter((name) => !VARIABLES.includes(name))).toEqual([]);
    const command = execForm(image('CMD')?.rest ?? '');
    expect(said('ExecStart')).toEqual([`/usr/bin/${command.join(' ')}`]);
  });

  test('lets the bot write where its data is, and has longer to stop than it takes', () => {
    const config = parseConfig({ DISCORD_TOKEN: 'a.b.c', ...environment });
    expect(said('ProtectSystem')).toEqual(['strict']);
    const state = `/var/lib/${said('StateDirectory')[0]}/`;
    for (const path of [config.databaseUrl?.replace(/^sqlite:/, ''), config.backups?.directory]) {
      expect(path?.startsWith(state), path).toBe(true);
    }
    expect(Number(said('TimeoutStopSec')) * 1000).toBeGreaterThan(DRAIN_MS);
  });

  test('is set up as the page says', () => {
    expect(guide).toContain(`git clone <this repository> ${said('WorkingDirectory')[0]} `);
    expect(guide).toContain(`.env.example ${said('EnvironmentFile')[0]} `);
    expect(guide).toContain(`/nologin ${said('User')[0]}\n`);
  });

  test.runIf(existsSync(SYSTEMD_ANALYZE))('has nothing that systemd does not know', async () => {
    await using folder = await makeTemporaryFolder();
    const complaintsAbout = (unit: string): string => {
      const path = join(folder.path, 'cairn.service');
      // Wherever this machine has its Node.
      writeFileSync(path, unit.replace('/usr/bin/node', process.execPath));
      return spawnSync(SYSTEMD_ANALYZE, ['verify', '--man=no', path], { encoding: 'utf8' }).stderr;
    };
    expect(complaintsAbout(text)).not.toContain('cairn.service');
    expect(complaintsAbout(text.replace('ProtectHome=', 'ProtectHomes='))).toContain('Unknown key');
  });
});

describe('what is started by its path', () => {
  test.each(['CMD', 'HEALTHCHECK'])('of %s is built from a file of ours', (keyword) => {
    const { rest = '' } = image(keyword) ?? {};
    const [script = ''] = execForm(rest.replace(/^CMD /, '')).filter((word) => word.endsWith('.js'));
    expect(() => read(script.replace(/^dist\//, '').replace(/\.js$/, '.ts'))).not.toThrow();
  });
});

describe('the pages and examples', () => {
  test('.env.example and the README have every variable that is read', () => {
    const known = [...read('src/config.ts').matchAll(/^ {2}([A-Z][A-Z_]+): optional\(/gm)].map(
      ([, name]) => name,
    );
    expect(known.length).toBeGreaterThan(10);
    expect(VARIABLES.toSorted()).toEqual(known.toSorted());
    const table = [...read('README.md').matchAll(/^\| `([A-Z][A-Z_]+)`/gm)].map(([, name]) => name);
    expect(table.toSorted()).toEqual(known.toSorted());
  });

  test('every page under docs/operations is led to', () => {
    const page = read('docs/operations.md');
    const files = readdirSync(new URL('../../docs/operations/', import.meta.url));
    expect(files.filter((file) => !page.includes(`operations/${file}`))).toEqual([]);
  });
});

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

function milliseconds(duration: string): number {
  const [, count, unit = ''] = /^(\d+)([a-z]+)$/.exec(duration) ?? [];
  return Number(count) * (MILLISECONDS[unit] ?? Number.NaN);
}
