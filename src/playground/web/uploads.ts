import { randomBytes } from 'node:crypto';
import type { GivenFile } from '../emulator/index.ts';

/** Files sent up for a command that never came are forgotten, the oldest first, beyond this many bytes. */
const KEPT_BYTES = 64 * 1024 * 1024;

export interface UploadedFile extends GivenFile {
  readonly content: Uint8Array<ArrayBuffer>;
}

/** The files on their way from the page into a command. */
export interface Uploads {
  /** Returns a key that nobody can guess. */
  keep(file: UploadedFile): string;
  /** Hands the file out, once. */
  take(key: string): UploadedFile | undefined;
}

export function createUploads(): Uploads {
  const files = new Map<string, UploadedFile>();
  let keptBytes = 0;

  function take(key: string): UploadedFile | undefined {
    const file = files.get(key);
    if (file === undefined) return undefined;
    files.delete(key);
    keptBytes -= file.content.byteLength;
    return file;
  }

  return {
    keep(file) {
      const key = randomBytes(16).toString('base64url');
      files.set(key, file);
      keptBytes += file.content.byteLength;
      for (const oldest of files.keys()) {
        if (keptBytes <= KEPT_BYTES) break;
        take(oldest);
      }
      return key;
    },
    take,
  };
}
