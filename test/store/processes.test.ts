import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { expect, it } from 'vitest';

import { openStore } from '../../src/store/open-store.ts';
import { makeTemporaryDatabase, MIGRATIONS_DIRECTORY } from '../support/temporary-store.ts';
import { COMPLETION, ENROLMENT, MEMBER } from './records.ts';

type Script = ChildProcessByStdio<Writable, Readable, Readable>;

function start(script: string, ...args: string[]): Script {
  const path = fileURLToPath(new URL(`scripts/${script}`, import.meta.url));
  return spawn(process.execPath, ['--import', 'tsx', path, ...args], { stdio: 'pipe' });
}

function reopen(databaseUrl: string) {
  return openStore({
    databaseUrl,
    migrationsDirectory: MIGRATIONS_DIRECTORY,
    now: () => Date.now(),
  });
}

it(
  'serves processes that start and write at once, without loss or refusal',
  { timeout: 60_000 },
  async () => {
    const PROCESSES = 4;
    const TIMES = 100;
    await using database = await makeTemporaryDatabase('empty');
    const scripts = Array.from({ length: PROCESSES }, () =>
      start('increment.ts', database.url, String(TIMES)),
    );
    const endings = scripts.map(async (script) => {
      const [complaints] = await Promise.all([text(script.stderr), once(script, 'close')]);
      return { exitCode: script.exitCode, complaints };
    });

    await Promise.all(
      scripts.map((script) => Promise.race([once(script.stdout, 'data'), once(script, 'exit')])),
    );
    for (const script of scripts) script.stdin.end('go\n');
    expect(await Promise.all(endings)).toEqual(
      Array.from({ length: PROCESSES }, () => ({ exitCode: 0, complaints: '' })),
    );

    const store = await reopen(database.url);
    const counter = await store.completions.find(MEMBER.userId, ENROLMENT.pathwayId, COMPLETION.taskId);
    await store.close();
    expect(counter?.note).toBe(String(PROCESSES * TIMES));
  },
);

it('keeps what it acknowledged when the process is killed', { timeout: 60_000 }, async () => {
  await using database = await makeTemporaryDatabase('empty');
  const script = start('record-until-killed.ts', database.url);
  const complaints = text(script.stderr);

  const acknowledged: string[] = [];
  for await (const line of createInterface(script.stdout)) {
    acknowledged.push(line);
    if (acknowledged.length === 100) script.kill('SIGKILL');
  }
  expect(await complaints).toBe('');
  expect(acknowledged.length).toBeGreaterThanOrEqual(100);

  const store = await reopen(database.url);
  const records = await store.completions.list(MEMBER.userId, ENROLMENT.pathwayId);
  await store.close();
  // At most the one that was saved, but not yet acknowledged, may be there besides.
  expect(records.map(({ taskId }) => taskId).slice(0, acknowledged.length)).toEqual(acknowledged);
  expect(records.length - acknowledged.length).toBeLessThanOrEqual(1);
});
