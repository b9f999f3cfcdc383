import { LRUCache } from 'lru-cache';
import { createDownload, type DownloadOptions } from './download.ts';

/** The picture at an avatar's address as a PNG; `undefined` when there is none to be had soon. Never rejects. */
export type ReadAvatar = (url: string) => Promise<Uint8Array | undefined>;

/** What avatars are asked for with, in pixels: one side, of which a card shows a little less. */
export const AVATAR_SIZE = 128;

/** The pixels of an avatar without any compression have 64 KiB. */
const MAX_BYTES = 256 * 1024;

/** A member is waiting, and without an avatar the picture is still one. */
const TIMEOUT_MS = 600;

/** Whoever asks again soon is not waited for again. An address has its picture's hash in it: it never shows another. */
const KEPT = { max: 200, ttl: 10 * 60 * 1000, ttlAutopurge: true } as const;

export function createAvatarReader({
  timeoutMs = TIMEOUT_MS,
  ...options
}: Pick<DownloadOptions, 'apiUrl'> & Partial<DownloadOptions>): ReadAvatar {
  const download = createDownload({ ...options, timeoutMs });
  const kept = new LRUCache<string, Uint8Array>(KEPT);

  return async (url) => {
    const known = kept.get(url);
    if (known !== undefined) return known;
    const bytes = await download(url, MAX_BYTES).catch(() => undefined);
    if (bytes === undefined || !isSmallPng(bytes)) return undefined;
    kept.set(url, bytes);
    return bytes;
  };
}

/** Eight bytes, and then the chunk that begins with width and height. */
const PNG_BEGINNING = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1');

/** A few bytes can claim to be a picture that takes gigabytes to unpack. */
function isSmallPng(bytes: Uint8Array): boolean {
  const png = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sizeAt = PNG_BEGINNING.byteLength;
  if (png.byteLength < sizeAt + 8 || !png.subarray(0, sizeAt).equals(PNG_BEGINNING)) return false;
  return [png.readUInt32BE(sizeAt), png.readUInt32BE(sizeAt + 4)].every((side) => side <= AVATAR_SIZE);
}
