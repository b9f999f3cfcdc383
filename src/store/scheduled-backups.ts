import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

import { projectRoot } from '../project-root.ts';
import { backupName, listBackups, removePartial, type Backup, type BackupJob } from './backup.ts';

export interface ScheduledBackupsOptions extends Omit<BackupJob, 'at'> {
  readonly everyMs: number;
  readonly now: () => number;
  /** Rejects while the file is not the one that the bot records in, or is known to be damaged. */
  readonly check: () => Promise<void>;
  readonly report: (made: Backup) => void;
  readonly onError: (error: unknown) => void;
  /** In a thread of its own, when absent. */
  readonly make?: MakeBackup;
}

export type MakeBackup = (job: BackupJob, signal: AbortSignal) => Promise<Backup>;

export interface ScheduledBackups {
  /** When the newest was made, by this process or another; UTC epoch milliseconds. */
  lastAt(): number | undefined;
  /** Begins one, if it is time: nobody waits for it. */
  makeDue(): void;
  /** Ends the one under way, and leaves nothing of it. */
  stop(): Promise<void>;
}

/** Whatever kept a backup from being made may have passed by then. */
const RETRY_MS = 15 * 60 * 1000;

/**
 * The age of the newest file says what is due, so that a restart neither hastens nor delays anything.
 * @throws what the file system throws, if the folder cannot be made or read.
 */
export async function scheduleBackups(options: ScheduledBackupsOptions): Promise<ScheduledBackups> {
  const {
    databaseFile,
    directory,
    keep,
    everyMs,
    now,
    check,
    report,
    onError,
    make = makeInThread,
  } = options;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const stopping = new AbortController();
  let lastAt = (await listBackups(directory))[0]?.at;
  let notBefore = -Infinity;
  let underWay: Promise<void> | undefined;

  const attempt = async (at: number): Promise<void> => {
    try {
      await check();
      stopping.signal.throwIfAborted();
      const made = await make({ databaseFile, directory, keep, at }, stopping.signal);
      lastAt = made.at;
      report(made);
    } catch (error) {
      if (stopping.signal.aborted) return;
      notBefore = at + RETRY_MS;
      onError(error);
    }
  };

  return {
    lastAt: () => lastAt,
    makeDue() {
      const at = now();
      const isDue = at >= (lastAt ?? -Infinity) + everyMs && at >= notBefore;
      if (!isDue || underWay !== undefined || stopping.signal.aborted) return;
      underWay = attempt(at).finally(() => {
        underWay = undefined;
      });
    },
    async stop() {
      stopping.abort();
      await underWay;
    },
  };
}

/** From the build even where this runs from the sources: threads of Node 20 read no TypeScript. */
async function makeInThread(job: BackupJob, signal: AbortSignal): Promise<Backup> {
  const worker = new Worker(join(projectRoot(), 'dist', 'src', 'store', 'backup-worker.js'), {
    workerData: job,
    env: {},
    execArgv: [],
  });
  try {
    const [made] = (await once(worker, 'message', { signal })) as [Backup];
    return made;
  } catch (error) {
    await worker.terminate();
    await removePartial(join(job.directory, backupName(job.at)));
    throw error;
  }
}
