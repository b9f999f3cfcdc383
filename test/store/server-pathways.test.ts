import { describe, expect, test } from 'vitest';
import type { ServerPathway } from '../../src/services/ports.ts';
import { openTemporaryStore } from '../support/temporary-store.ts';
import { ENROLMENT, MEMBER } from './records.ts';

const GUILD = '41771983423143937';
const OTHER_GUILD = '41771983423143938';
const BROUGHT: ServerPathway = {
  pathwayId: 'own-abcdefghijklmnopqrst',
  guildId: GUILD,
  fileId: 'moss-gardening',
  content: '{"id":"own-abcdefghijklmnopqrst"}',
  offeredAt: 1_790_000_000_000,
  draft: { content: '{}', at: 1_790_000_000_001 },
};
const DRAFT: ServerPathway = {
  ...BROUGHT,
  pathwayId: 'own-b',
  fileId: 'a-draft',
  content: null,
  offeredAt: null,
};

describe('the pathways of servers', () => {
  test('come back as they were saved, and as they were saved last', async () => {
    await using temporary = await openTemporaryStore();
    const { serverPathways } = temporary.store;
    expect(await serverPathways.find(BROUGHT.pathwayId)).toBeUndefined();
    for (const version of [BROUGHT, { ...BROUGHT, offeredAt: null, draft: null }, DRAFT]) {
      await serverPathways.save(version);
      expect(await serverPathways.find(version.pathwayId)).toEqual(version);
    }
  });

  test('are listed by server, and those that are more than a draft of all servers', async () => {
    await using temporary = await openTemporaryStore();
    const { serverPathways } = temporary.store;
    const elsewhere = { ...BROUGHT, pathwayId: 'own-c', guildId: OTHER_GUILD };
    for (const each of [elsewhere, BROUGHT, DRAFT]) await serverPathways.save(each);
    expect(await serverPathways.list(GUILD)).toEqual([DRAFT, BROUGHT]);
    expect(await serverPathways.list(OTHER_GUILD)).toEqual([elsewhere]);
    expect(await serverPathways.listBrought()).toEqual([BROUGHT, elsewhere]);
  });

  test('are gone when removed, twice as well as once', async () => {
    await using temporary = await openTemporaryStore();
    const { serverPathways } = temporary.store;
    await serverPathways.save(BROUGHT);
    for (const time of ['once', 'twice']) {
      await serverPathways.remove(BROUGHT.pathwayId);
      expect(await serverPathways.list(GUILD), time).toEqual([]);
    }
  });

  test('have one row for each id of a file in a server', async () => {
    await using temporary = await openTemporaryStore();
    const { serverPathways } = temporary.store;
    await serverPathways.save(BROUGHT);
    await expect(serverPathways.save({ ...BROUGHT, pathwayId: 'own-d' })).rejects.toThrow(/UNIQUE/i);
  });
});

test('those who walk a pathway are counted', async () => {
  await using temporary = await openTemporaryStore();
  const { members, enrolments } = temporary.store;
  expect(await enrolments.countOn(ENROLMENT.pathwayId)).toBe(0);
  await members.save(MEMBER);
  await enrolments.save(ENROLMENT);
  await enrolments.save({ ...ENROLMENT, pathwayId: 'another' });
  expect(await enrolments.countOn(ENROLMENT.pathwayId)).toBe(1);
});
