import { createHash } from 'node:crypto';

/** Pictures of people, by the hash that their user objects carry. */
export interface AvatarStore {
  /** @param png a PNG. @returns its hash. */
  add(userId: string, png: Uint8Array<ArrayBuffer>): string;
  find(userId: string, hash: string): Uint8Array<ArrayBuffer> | undefined;
}

export function createAvatarStore(): AvatarStore {
  const pictures = new Map<string, Uint8Array<ArrayBuffer>>();
  const key = (userId: string, hash: string) => `${userId}/${hash}`;
  return {
    add(userId, png) {
      const hash = createHash('md5').update(png).digest('hex');
      pictures.set(key(userId, hash), png);
      return hash;
    },
    find: (userId, hash) => pictures.get(key(userId, hash)),
  };
}
