import { readdirSync, readFileSync } from 'node:fs';
import { validate } from 'dockerfile-utils';
import { describe, expect, test } from 'vitest';
import { createMetrics } from '../../src/http/metrics.ts';
import { dockerIgnores, execForm, parseDockerfile } from '../docker/dockerfile.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** Every variable that an operator can set. */
const VARIABLES = [...read('.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name);

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
    });
    const text = await metrics.render();
    expect(text).toContain('cairn_delivery_lag_seconds Nan\n');
    expect(text).toContain('cairn_tick_age_seconds 90\n');
  });
});

describe('the Dockerfile', () => {
  const text = read('Dockerfile');
  const instructions = parseDockerfile(text);
  const lastStage = instructions.slice(instructions.findLastIndex(({ keyword }) => keyword === 'FROM'));
  const last = (keyword: string) => lastStage.findLast((instruction) => instruction.keyword === keyword);

  test('has nothing that Docker would refuse or warn of', () => {
    expect(validate(text)).toEqual([]);
    expect(validate(text.replace('USER node', 'USE node'))).not.toEqual([]);
  });

  test('ends as a user who is not root, with all that running it takes', () => {
    expect(last('USER')?.rest).toBe('node');
    expect(lastStage.findIndex(({ keyword }) => keyword === 'USER')).toBeGreaterThan(
      lastStage.findLastIndex(({ keyword }) => keyword === 'RUN' || keyword === 'COPY'),
    );
    expect(last('STOPSIGNAL')?.rest).toBe('SIGTERM');
    expect(execForm(last('CMD')?.rest ?? '')[0]).toBe('node');
    expect(execForm(last('HEALTHCHECK')?.rest.replace(/^CMD /, '') ?? '')[0]).toBe('node');
    expect(last('VOLUME')?.rest).toBe('/app/var');
    expect(last('ENV')?.rest).toContain('NODE_ENV=production');
  });

  test('is built on images with a tag, the last of them slim', () => {
    const images = instructions
      .filter(({ keyword }) => keyword === 'FROM')
      .map(({ rest }) => rest.split(' ')[0]);
    expect(images.at(-1)).toMatch(/-slim$/);
    for (const image of images) expect(image).toMatch(/^node:\d+(-slim)?$/);
  });

  test('copies nothing but what .dockerignore lets in, which is no secret, record or test', () => {
    const ignores = dockerIgnores(read('.dockerignore'));
    const copied = instructions
      .filter(({ keyword, flags }) => keyword === 'COPY' && flags['from'] === undefined)
      .flatMap(({ rest }) => rest.split(/\s+/).slice(0, -1));
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

describe('what sets the bot up', () => {
  test.each(['compose.yaml', 'compose.postgres.yaml'])('%s sets variables that there are', (path) => {
    const text = read(path);
    expect(text).not.toContain('\t');
    const set = [...text.matchAll(/^ {6}([A-Z_]+):/gm)].map(([, name = '']) => name);
    expect(set.length).toBeGreaterThan(0);
    expect(set.filter((name) => !name.startsWith('POSTGRES_') && !VARIABLES.includes(name))).toEqual([]);
  });

  test('docs/operations/cairn.service does so too, and starts what the image starts', () => {
    const unit = read('docs/operations/cairn.service');
    const set = [...unit.matchAll(/^Environment=([A-Z_]+)=/gm)].map(([, name = '']) => name);
    expect(set.filter((name) => name !== 'NODE_ENV' && !VARIABLES.includes(name))).toEqual([]);
    const cmd = execForm(
      parseDockerfile(read('Dockerfile')).findLast(({ keyword }) => keyword === 'CMD')?.rest ?? '',
    );
    expect(unit).toContain(`ExecStart=/usr/bin/${cmd.join(' ')}\n`);
  });

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
