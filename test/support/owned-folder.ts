import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder that goes by the process it was made for: when that was killed, the next one to make such a folder removes it. */
export async function makeOwnedFolder(place: string, name: string): Promise<string> {
  await removeOrphans(place, name);
  return mkdtemp(join(place, `${name}-${process.pid}-`));
}

/**
 * A PostgreSQL server that still runs in such a folder ends by itself: once a minute it looks for its lock file there,
 * and stops at once when that is gone.
 */
async function removeOrphans(place: string, name: string): Promise<void> {
  for (const folder of await readdir(place)) {
    const [, owner, pid] = /^(.+)-(\d+)-\w+$/.exec(folder) ?? [];
    if (owner !== name || isAlive(Number(pid))) continue;
    // Somebody else's stays, and what is written meanwhile is removed next time.
    await rm(join(place, folder), { recursive: true, force: true }).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's, otherwise.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
