import { existsSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { defineConfig } from 'vitest/config';

const MEMORY_DISK = '/dev/shm';
const ROOM_NEEDED_BYTES = 1024 ** 3;

/**
 * Where the tests' databases are files: in memory, if this machine has such a disk with room. The bot asks for each
 * commit to be on the disk, and thousands of real ones would take a third of the tests' time.
 */
function temporaryFolder(): string {
  if (!existsSync(MEMORY_DISK)) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY_DISK);
  return bavail * bsize < ROOM_NEEDED_BYTES ? tmpdir() : MEMORY_DISK;
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    env: { TMPDIR: temporaryFolder() },
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Left to itself, Vitest keeps a core free, and on a machine of two the files run one after the other.
    maxWorkers: '100%',
    // Nothing of ours lives in a module, so test files can share theirs: loading them anew took a quarter of the time.
    isolate: false,
  },
});
