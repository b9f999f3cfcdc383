import { open, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { listBackups, makeBackup, type Backup, type BackupJob } from '../../src/store/backup.ts';
import { scheduleBackups, type MakeBackup } from '../../src/store/scheduled-backups.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { rowsOf } from '../support/sqlite-file.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/temporary-store.ts';
import { MEMBER } from './records.ts';

const AT = Date.UTC(2026, 2, 2, 10, 30, 15, 7);
const HOUR = 60 * 60 * 1000;

let temporary: TemporaryStore;
let directory: string;
beforeEach(async () => {
  temporary = await openTemporaryStore();
  directory = `${temporary.path}-backups`;
});
afterEach(() => temporary[Symbol.asyncDispose]());

function job(changes: Partial<BackupJob> = {}): BackupJob {
  return { databaseFile: temporary.path, directory, keep: 3, at: AT, ...changes };
}

describe('a backup', () => {
  it('has every row, goes by its time, and is for the eyes of the bot alone', async () => {
    await temporary.store.members.save(MEMBER);
    const made = await makeBackup(job());
    expect(made).toEqual({
      file: join(directory, 'cairn-2026-03-02T10-30-15-007Z.db'),
      at: AT,
      bytes: (await stat(made.file)).size,
    });
    expect(rowsOf(made.file)).toEqual(rowsOf(temporary.path));
    expect((await stat(made.file)).mode & 0o777).toBe(0o600);
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    expect(await readdir(directory)).toEqual(['cairn-2026-03-02T10-30-15-007Z.db']);
  });

  it('is made beside a transaction, without it and without holding it up', async () => {
    const made = await temporary.store.transaction(async ({ members }) => {
      await members.save(MEMBER);
      return makeBackup(job());
    });
    expect(await temporary.store.members.find(MEMBER.userId)).toEqual(MEMBER);
    expect(rowsOf(made.file).filter((row) => row.startsWith('member '))).toEqual([]);
  });

  it('takes the place of the oldest, and of nothing else that is in the folder', async () => {
    for (const hours of [3, 1, 2, 0, 4]) await makeBackup(job({ at: AT + hours * HOUR }));
    await writeFile(join(directory, 'cairn-notes.db'), 'mine');
    await makeBackup(job({ at: AT + 5 * HOUR }));
    const kept = await listBackups(directory);
    expect(kept.map(({ at }) => (at - AT) / HOUR)).toEqual([5, 4, 3]);
    expect(await readdir(directory)).toContain('cairn-notes.db');
  });

  it('sweeps what a crash left, and spares what another process is at', async () => {
    await makeBackup(job());
    const leftover = join(directory, 'cairn-2026-03-01T10-30-15-007Z.db.partial');
    const underWay = join(directory, 'cairn-2026-03-02T11-30-15-007Z.db.partial');
    for (const path of [leftover, `${leftover}-journal`, underWay]) await writeFile(path, 'half');
    for (const path of [leftover, `${leftover}-journal`]) {
      await utimes(path, new Date(AT - 2 * HOUR), new Date(AT - 2 * HOUR));
    }
    await utimes(underWay, new Date(AT), new Date(AT));
    await makeBackup(job({ at: AT + 1 }));
    expect((await readdir(directory)).filter((name) => name.includes('partial'))).toEqual([
      'cairn-2026-03-02T11-30-15-007Z.db.partial',
    ]);
  });

  it('of a database that is damaged is none, and leaves no half file', async () => {
    await temporary.store.close();
    const { size } = await stat(temporary.path);
    const file = await open(temporary.path, 'r+');
    for (let page = 4096 * 4; page < size; page += 4096)
      await file.write(Buffer.alloc(512, 0xff), 0, 512, page);
    await file.close();
    await expect(makeBackup(job())).rejects.toThrow(StoreError);
    await expect(makeBackup(job())).rejects.toThrow(/damaged/);
    expect(await readdir(directory)).toEqual([]);
  });
});

describe('backups by themselves', () => {
  let now: number;
  let made: Backup[];
  let errors: unknown[];
  let calls: number;
  let fault: Error | undefined;
  beforeEach(() => {
    now = AT;
    made = [];
    errors = [];
    calls = 0;
    fault = undefined;
  });

  function schedule(make: MakeBackup = (given) => makeBackup(given)) {
    return scheduleBackups({
      databaseFile: temporary.path,
      directory,
      keep: 3,
      everyMs: 24 * HOUR,
      now: () => now,
      check: () => (fault === undefined ? Promise.resolve() : Promise.reject(fault)),
      report: (backup) => made.push(backup),
      onError: (error) => errors.push(error),
      make: (given, signal) => {
        calls += 1;
        return make(given, signal);
      },
    });
  }

  it('are due by the age of the newest, whoever made it', async () => {
    const backups = await schedule();
    expect(backups.lastAt()).toBeUndefined();
    backups.makeDue();
    backups.makeDue();
    await expect.poll(() => made).toHaveLength(1);
    await backups.stop();

    const restarted = await schedule();
    expect(restarted.lastAt()).toBe(AT);
    now = AT + 24 * HOUR - 1;
    restarted.makeDue();
    expect(calls).toBe(1);
    now += 1;
    restarted.makeDue();
    await expect.poll(() => made).toHaveLength(2);
    expect(restarted.lastAt()).toBe(now);
  });

  it('are tried again in a quarter of an hour when one fails', async () => {
    const backups = await schedule(() => Promise.reject(new Error('disk on fire')));
    backups.makeDue();
    await expect.poll(() => errors).toEqual([new Error('disk on fire')]);
    now += HOUR / 4 - 1;
    backups.makeDue();
    expect(calls).toBe(1);
    now += 1;
    backups.makeDue();
    await expect.poll(() => calls).toBe(2);
    expect(backups.lastAt()).toBeUndefined();
  });

  it('are made of nothing but the file that the bot records in', async () => {
    fault = new StoreError('cairn.db was replaced');
    const backups = await schedule();
    backups.makeDue();
    await expect.poll(() => errors).toEqual([fault]);
    expect(calls).toBe(0);
  });

  it('end with the bot, which waits for no copy and reports no fault', async () => {
    const backups = await schedule(
      (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(new Error('aborted'));
          });
        }),
    );
    backups.makeDue();
    await expect.poll(() => calls).toBe(1);
    await backups.stop();
    backups.makeDue();
    expect({ calls, errors }).toEqual({ calls: 1, errors: [] });
  });
});
