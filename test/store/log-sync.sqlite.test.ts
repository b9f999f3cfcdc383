import fs from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { openTemporaryStore } from '../support/temporary-store.ts';
import { MEMBER } from './records.ts';

type Done = (error: NodeJS.ErrnoException | null) => void;

/** A disk that takes nothing until it is told to. */
function slowDisk() {
  const waiting: Done[] = [];
  vi.spyOn(fs, 'fdatasync').mockImplementation((_file, done) => void waiting.push(done));
  return {
    syncs: () => waiting.length,
    async take(error: NodeJS.ErrnoException | null = null) {
      waiting.shift()?.(error);
      await nextTurn();
    },
  };
}

/** Notes what has come to its end, and how. */
function watch() {
  const ended: string[] = [];
  return {
    ended,
    over: (name: string, work: Promise<unknown>) =>
      work.then(
        () => void ended.push(name),
        (error: unknown) => void ended.push(`${name}: ${(error as Error).message}`),
      ),
  };
}

describe('what is confirmed', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('is on the disk by then, one wait serving all that came before it', async () => {
    await using temporary = await openTemporaryStore();
    const { store } = temporary;
    const disk = slowDisk();
    const { ended, over } = watch();
    const all = [
      over('first', store.members.save(MEMBER)),
      over(
        'second',
        store.transaction(({ members }) => members.save({ ...MEMBER, userId: 'b' })),
      ),
      over(
        'third',
        store.transaction(({ members }) => members.save({ ...MEMBER, userId: 'c' })),
      ),
    ];
    await nextTurn();
    expect(ended).toEqual([]);
    // Meanwhile others can read, and see what has been committed.
    expect(await store.members.find('c')).toBeDefined();
    expect(disk.syncs()).toBe(1);
    await disk.take();
    expect(ended).toEqual(['first']);
    expect(disk.syncs()).toBe(1);
    await disk.take();
    expect(ended).toEqual(['first', 'second', 'third']);
    await Promise.all(all);
  });

  it('waits for no disk where nothing was written', async () => {
    await using temporary = await openTemporaryStore();
    const { store } = temporary;
    const disk = slowDisk();
    await store.members.find('a');
    await store.transaction(({ members }) => members.find('a'));
    await expect(
      store.transaction(async ({ members }) => {
        await members.find('a');
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(disk.syncs()).toBe(0);
  });

  it('is nothing more once the disk has failed, until the file is opened anew', async () => {
    await using temporary = await openTemporaryStore();
    const { store } = temporary;
    const disk = slowDisk();
    const { ended, over } = watch();
    const first = over('first', store.members.save(MEMBER));
    await nextTurn();
    await disk.take(Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' }));
    await first;
    expect(ended).toEqual([expect.stringContaining('first: The disk did not take what was written')]);
    await expect(store.members.save({ ...MEMBER, userId: 'b' })).rejects.toThrow(/nothing more is recorded/);
    await expect(store.check()).rejects.toThrow(/The disk did not take/);
    expect(await store.members.find('b')).toBeUndefined();
  });
});
