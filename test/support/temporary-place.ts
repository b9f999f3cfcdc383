import { existsSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const MEMORY_DISK = '/dev/shm';
const ROOM_NEEDED_BYTES = 1024 ** 3;

/**
 * Where the tests' databases are files: in memory, if this machine has such a disk with room. The bot asks for each
 * commit to be on the disk, and thousands of real ones would take a third of the tests' time.
 */
export function temporaryPlace(): string {
  if (!existsSync(MEMORY_DISK)) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY_DISK);
  return bavail * bsize < ROOM_NEEDED_BYTES ? tmpdir() : MEMORY_DISK;
}
