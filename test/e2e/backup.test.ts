import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import SqliteDatabase from 'better-sqlite3';
import { expect, it, vi } from 'vitest';
import { startBotProcess, type Ending } from '../support/bot-process.ts';
import { openCommunity } from '../support/community.ts';
import { portNobodyListensOn } from '../support/ports.ts';
import { shownPrivately } from '../support/shown.ts';
import { makeTemporaryFolder } from '../support/temporary-store.ts';

vi.setConfig({ testTimeout: 90_000 });

const TASKS = ['cka-course', 'gpu-pod', 'pandas-pipeline', 'minio-on-kubernetes'] as const;

interface Run extends Ending {
  readonly output: string;
}

/** `npm run <script> -- <args>`, as npm does it, once the project is built. */
async function run(
  script: 'backup' | 'restore',
  workingDirectory: string,
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<Run> {
  const path = fileURLToPath(new URL(`../../dist/src/${script}.js`, import.meta.url));
  await using process = startBotProcess({ env, workingDirectory, nodeArguments: [path, ...args] });
  return { ...(await process.ended), output: process.output() };
}

function completionsIn(file: string): unknown {
  const database = new SqliteDatabase(file, { readonly: true });
  const rows = database.prepare('SELECT * FROM completion ORDER BY task_id').all();
  database.close();
  return rows;
}

it('a backup taken while members record brings back exactly what it had', async () => {
  await using community = await openCommunity();
  await using folder = await makeTemporaryFolder();
  const { ada, channelId } = community;
  const port = await portNobodyListensOn();
  const env = { ...community.env, DATABASE_URL: 'sqlite:cairn.db', HTTP_PORT: String(port) };
  const backupEnv = { DATABASE_URL: 'sqlite:cairn.db', BACKUP_DIR: 'backups' };
  const database = join(folder.path, 'cairn.db');
  const start = async () => {
    const bot = startBotProcess({ env, workingDirectory: folder.path });
    await bot.printed('"ready"');
    return bot;
  };

  await using first = await start();
  await ada.type(channelId, `/done task:${TASKS[0]}`);
  const [made] = await Promise.all([
    run('backup', folder.path, backupEnv),
    ada.type(channelId, `/done task:${TASKS[1]}`),
    ada.type(channelId, `/done task:${TASKS[2]}`),
  ]);
  expect(made).toMatchObject({ code: 0, complaints: '' });
  const [name = ''] = await readdir(join(folder.path, 'backups'));
  expect(made.output).toContain(name);
  const backup = join('backups', name);
  const kept = completionsIn(join(folder.path, backup));
  expect(kept).toContainEqual(expect.objectContaining({ task_id: TASKS[0] }));
  await ada.type(channelId, `/done task:${TASKS[3]}`);

  const refused = await run('restore', folder.path, env, backup);
  expect(refused).toMatchObject({ code: 1, output: '' });
  expect(refused.complaints).toMatch(/cairn\.db is in use\. Stop the bot first/);
  expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('4 of 20 tasks');

  first.child.kill('SIGTERM');
  await first.ended;
  const all = completionsIn(database);
  const restored = await run('restore', folder.path, env, backup);
  expect(restored).toMatchObject({ code: 0, complaints: '' });
  const aside = /kept as (\S+)\./.exec(restored.output)?.[1] ?? '';
  expect(completionsIn(join(folder.path, aside))).toEqual(all);

  await using second = await start();
  expect(completionsIn(database)).toEqual(kept);
  await ada.type(channelId, `/done task:${TASKS[3]}`);
  expect(completionsIn(database)).toHaveLength((kept as unknown[]).length + 1);
  second.child.kill('SIGTERM');
  expect((await second.ended).code).toBe(0);
});

it('the bot backs up by itself, tells so, and tells when it cannot', async () => {
  await using community = await openCommunity();
  await using folder = await makeTemporaryFolder();
  const port = await portNobodyListensOn();
  const metrics = async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const env = { ...community.env, HTTP_PORT: String(port), BACKUP_DIR: 'backups', BACKUP_EVERY_HOURS: '1' };
  const options = { env, workingDirectory: folder.path };
  const directory = join(folder.path, 'backups');
  {
    await using bot = startBotProcess(options);
    const line = JSON.parse(await bot.printed('"backup made"')) as { file: string; bytes: number };
    expect((await stat(join(folder.path, line.file))).size).toBe(line.bytes);
    expect(await metrics()).toContain('cairn_backups_total{outcome="made"} 1\n');
    expect(await metrics()).toMatch(/^cairn_backup_last_success_timestamp_seconds [1-9]/m);
  }
  // The next is due in an hour, whichever process makes it.
  {
    await using bot = startBotProcess(options);
    await bot.printed('"ready"');
    expect(await metrics()).toMatch(/^cairn_backup_last_success_timestamp_seconds [1-9]/m);
    expect(await metrics()).toContain('cairn_backups_total{outcome="made"} 0\n');
  }
  // The folder is one no more, between two starts or while it runs.
  await writeFile(join(folder.path, 'cairn-backups'), '');
  await using bot = startBotProcess({ ...options, env: { ...env, BACKUP_DIR: 'cairn-backups' } });
  const { code, complaints } = await bot.ended;
  expect(code).toBe(1);
  expect(complaints).toMatch(/EEXIST|ENOTDIR/);
  expect(complaints).not.toMatch(/^\s+at /m);
  expect(await readdir(directory)).toHaveLength(1);
});

it('asks where backups belong, and which one to restore', async () => {
  await using folder = await makeTemporaryFolder();
  const nowhere = await run('backup', folder.path, {});
  expect(nowhere).toMatchObject({ code: 1, complaints: expect.stringContaining('BACKUP_DIR') as string });
  const nothing = await run('backup', folder.path, { BACKUP_DIR: 'backups' });
  expect(nothing.complaints).toMatch(/no database at var.cairn\.db/);
  const which = await run('restore', folder.path, {});
  expect(which).toMatchObject({ code: 1, complaints: expect.stringContaining('-- <file>') as string });
  const missing = await run('restore', folder.path, {}, 'gone.db');
  expect(missing).toMatchObject({
    code: 1,
    complaints: expect.stringContaining('no file gone.db') as string,
  });
});

it('leaves PostgreSQL to its own tools', async () => {
  await using folder = await makeTemporaryFolder();
  const env = { DATABASE_URL: 'postgres://cairn:hunter2@127.0.0.1:1/cairn', BACKUP_DIR: 'backups' };
  for (const refused of [
    await run('backup', folder.path, env),
    await run('restore', folder.path, env, 'backup.db'),
  ]) {
    expect(refused).toMatchObject({ code: 1, output: '' });
    expect(refused.complaints).toMatch(/pg_dump/);
    expect(refused.complaints).not.toMatch(/hunter2|^\s+at /m);
  }
});
