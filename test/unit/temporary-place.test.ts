import { spawnSync } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeOwnedFolder } from '../support/owned-folder.ts';
import { choosePlace, roomOn } from '../support/temporary-place.ts';
import { makeTemporaryFolder } from '../support/temporary-store.ts';

const GIB = 1024 ** 3;

describe("the tests' databases", () => {
  test.each([
    ['has room', 4 * GIB, '/memory'],
    ['has just enough', GIB, '/memory'],
    ["is a container's", 64 * 1024 ** 2, '/elsewhere'],
    ['is not there', 0, '/elsewhere'],
  ])('where the disk in memory %s', (_, roomBytes, place) => {
    expect(choosePlace({ path: '/memory', roomBytes }, '/elsewhere')).toBe(place);
  });

  test('find room where there is a folder, and none where there is nothing', async () => {
    await using folder = await makeTemporaryFolder();
    expect(roomOn(folder.path)).toBeGreaterThan(0);
    expect(roomOn(join(folder.path, 'nowhere'))).toBe(0);
  });
});

test('what a killed process left is removed, and nothing that is in use', async () => {
  await using place = await makeTemporaryFolder();
  const { pid: gone } = spawnSync(process.execPath, ['--version']);
  const kept = [
    `cairn-postgres-${process.pid}-abc123`,
    // Not by this name, or nobody's.
    `cairn-postgres-programs-${gone}-abc123`,
    `mine-cairn-postgres-${gone}-abc123`,
    'cairn-postgres-abc123',
  ];
  for (const name of [...kept, `cairn-postgres-${gone}-abc123`]) {
    await mkdir(join(place.path, name));
    await writeFile(join(place.path, name, 'PG_VERSION'), '18');
  }
  const made = await makeOwnedFolder(place.path, 'cairn-postgres');
  expect((await readdir(place.path)).toSorted()).toEqual([...kept, basename(made)].toSorted());
});
