import { accessSync, constants, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const MEMORY_DISK = '/dev/shm';
const ROOM_NEEDED_BYTES = 1024 ** 3;

/**
 * Where the tests' databases are files: in memory, if this machine has such a disk with room. The bot asks for each
 * commit to be on the disk, and thousands of real ones would take a third of the tests' time.
 */
export function temporaryPlace(): string {
  return choosePlace({ path: MEMORY_DISK, roomBytes: roomOn(MEMORY_DISK) }, tmpdir());
}

/** macOS has no such disk, and in a container it has 64 MiB unless somebody asked for more. */
export function choosePlace(
  memoryDisk: { readonly path: string; readonly roomBytes: number },
  otherwise: string,
): string {
  return memoryDisk.roomBytes < ROOM_NEEDED_BYTES ? otherwise : memoryDisk.path;
}

/** None where there is no such folder, or nothing can be written. */
export function roomOn(folder: string): number {
  try {
    accessSync(folder, constants.W_OK);
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return 0;
  }
}
