import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UserError, type Problem } from '../../src/domain/errors.ts';
import type { Server } from '../../src/domain/server.ts';
import { createPathwayLibrary } from '../../src/services/pathway-library.ts';
import { createScoreKeeper } from '../../src/services/score-keeper.ts';
import { createServerService, type ServerService } from '../../src/services/servers.ts';
import { accessibilityPathway, backendPathway } from '../support/loaded-pathways.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/temporary-store.ts';

const MONDAY = Date.UTC(2026, 2, 2, 10);
const HOME = { guildId: '400000000000000001', locale: 'en-US', userId: '100000000000000001' };
const CHANNEL = '500000000000000001';
const OTHER_CHANNEL = '500000000000000002';

let temporary: TemporaryStore;
let servers: ServerService;
const clock = { time: MONDAY, now: () => clock.time };

beforeEach(async () => {
  temporary = await openTemporaryStore();
  clock.time = MONDAY;
  servers = serversFor([backendPathway]);
});
afterEach(() => temporary[Symbol.asyncDispose]());

function serversFor(pathways: Parameters<typeof createPathwayLibrary>[0]): ServerService {
  const library = createPathwayLibrary(pathways);
  return createServerService({ store: temporary.store, clock, library, keeper: createScoreKeeper(library) });
}

async function problemOf(work: Promise<unknown>): Promise<Problem['code']> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof UserError) return error.problem.code;
  throw new Error('expected a problem', { cause: error });
}

test('a channel is enough: the rest has defaults', async () => {
  const server = await servers.setUp({ ...HOME, nudgeChannelId: CHANNEL });
  expect(server).toEqual({
    guildId: HOME.guildId,
    locale: 'en-US',
    timeZone: 'Etc/UTC',
    announcementChannelId: null,
    nudgeChannelId: CHANNEL,
    summaryChannelId: null,
    weekday: 1,
    hour: 9,
    pathwayId: backendPathway.id,
    next: { occurrence: '2026-W11', at: expect.any(Number) as number },
    setUpBy: HOME.userId,
    trouble: null,
    roleTrouble: null,
  } satisfies Server);
  expect(await servers.find(HOME.guildId)).toEqual(server);
});

test('what is not named stays, and whoever changes it last is told of trouble', async () => {
  await servers.setUp({
    ...HOME,
    nudgeChannelId: CHANNEL,
    summaryChannelId: CHANNEL,
    weekday: 3,
    hour: 18,
    timeZone: 'berlin',
  });
  const other = { ...HOME, userId: '100000000000000002' };
  expect(await servers.setUp({ ...other, announcementChannelId: OTHER_CHANNEL })).toMatchObject({
    nudgeChannelId: CHANNEL,
    announcementChannelId: OTHER_CHANNEL,
    summaryChannelId: CHANNEL,
    weekday: 3,
    hour: 18,
    timeZone: 'Europe/Berlin',
    setUpBy: other.userId,
  });
});

test('without a channel for it, no post is planned', async () => {
  const server = await servers.setUp({ ...HOME, announcementChannelId: CHANNEL });
  expect(server.next).toBeNull();
});

test('a post that is due just now is not passed over by another change', async () => {
  const { next } = await servers.setUp({ ...HOME, nudgeChannelId: CHANNEL });
  clock.time = (next?.at ?? 0) + 1;
  expect((await servers.setUp({ ...HOME, announcementChannelId: OTHER_CHANNEL })).next).toEqual(next);
  expect((await servers.setUp({ ...HOME, hour: 20 })).next).not.toEqual(next);
});

test('a week that had its post has no second one, whatever is changed', async () => {
  await servers.setUp({ ...HOME, nudgeChannelId: CHANNEL });
  clock.time = Date.UTC(2026, 2, 9, 12);
  await temporary.store.deliveries.plan({
    kind: 'server-nudge',
    recipient: HOME.guildId,
    occurrence: '2026-W11',
    dueAt: clock.time,
    notBefore: clock.time,
    state: 'pending',
    reason: null,
  });
  const changes = [
    { weekday: 5 },
    { hour: 20 },
    { timeZone: 'Pacific/Honolulu' },
    { nudgeChannelId: OTHER_CHANNEL },
  ];
  for (const change of changes) {
    expect((await servers.setUp({ ...HOME, ...change })).next?.occurrence).toBe('2026-W12');
  }
  await servers.switchOff(HOME.guildId);
  expect((await servers.setUp({ ...HOME, nudgeChannelId: CHANNEL })).next?.occurrence).toBe('2026-W12');
});

test('setting up again clears trouble and goes on', async () => {
  const server = await servers.setUp({ ...HOME, nudgeChannelId: CHANNEL });
  await temporary.store.servers.save({ ...server, next: null, trouble: 'permission-lost' });
  expect(await servers.setUp(HOME)).toEqual(server);
});

describe('the roles of phases', () => {
  const ROLES = new Map([['foundations', '600000000000000001']]);
  const MEMBER = '100000000000000009';

  /** Whether the member's role has to be looked at again. */
  async function isDue(): Promise<boolean> {
    return (await temporary.store.serverMembers.phaseRoleDue(clock.time, 10)).length > 0;
  }

  beforeEach(async () => {
    const { store } = temporary;
    servers = serversFor([backendPathway, accessibilityPathway]);
    await servers.setUp({ ...HOME, pathway: backendPathway.id });
    await store.phaseRoles.replace(HOME.guildId, ROLES);
    await store.members.save({
      userId: MEMBER,
      timeZone: null,
      visibility: null,
      alias: null,
      portfolioParts: null,
      currentPathwayId: backendPathway.id,
      createdAt: MONDAY,
    });
    await store.serverMembers.save({
      guildId: HOME.guildId,
      userId: MEMBER,
      name: null,
      seenAt: MONDAY,
      leftAt: null,
      phaseRoleId: null,
      phaseRoleDueAt: null,
    });
  });

  test('stay as they are when something else is set up', async () => {
    await servers.setUp({ ...HOME, nudgeChannelId: CHANNEL, timeZone: 'tokyo', pathway: backendPathway.id });
    expect(await temporary.store.phaseRoles.list(HOME.guildId)).toEqual(ROLES);
    expect(await isDue()).toBe(false);
  });

  test('are looked at again when there was trouble with them', async () => {
    const server = await servers.setUp(HOME);
    await temporary.store.servers.save({ ...server, roleTrouble: 'role-gone' });
    expect(await servers.setUp(HOME)).toEqual(server);
    expect(await isDue()).toBe(true);
    expect(await temporary.store.phaseRoles.list(HOME.guildId)).toEqual(ROLES);
  });

  test('are given up with their pathway', async () => {
    await servers.setUp({ ...HOME, pathway: accessibilityPathway.id });
    expect(await temporary.store.phaseRoles.list(HOME.guildId)).toEqual(new Map());
    expect(await isDue()).toBe(true);
  });
});

describe('switching off', () => {
  test('ends the weekly post and keeps the rest', async () => {
    const server = await servers.setUp({ ...HOME, nudgeChannelId: CHANNEL, weekday: 5 });
    expect(await servers.switchOff(HOME.guildId)).toEqual({ ...server, nudgeChannelId: null, next: null });
  });

  test('is harmless where nothing is set up', async () => {
    expect(await servers.switchOff(HOME.guildId)).toBeUndefined();
  });
});

describe('with several pathways', () => {
  beforeEach(() => {
    servers = serversFor([backendPathway, accessibilityPathway]);
  });

  test('the first is walked until another is named, once', async () => {
    const request = { ...HOME, nudgeChannelId: CHANNEL };
    expect(await servers.setUp(request)).toMatchObject({ pathwayId: backendPathway.id });
    await servers.setUp({ ...request, pathway: accessibilityPathway.id });
    expect(await servers.setUp({ ...request, hour: 20 })).toMatchObject({
      pathwayId: accessibilityPathway.id,
    });
  });

  test('one that is no longer offered has to be named anew', async () => {
    await servers.setUp({ ...HOME, nudgeChannelId: CHANNEL, pathway: accessibilityPathway.id });
    servers = serversFor([backendPathway]);
    expect(await servers.setUp(HOME)).toMatchObject({ pathwayId: backendPathway.id });
  });
});

test.each([
  [{ weekday: 0 }, 'bad-choice'],
  [{ weekday: 8 }, 'bad-choice'],
  [{ hour: -1 }, 'bad-choice'],
  [{ hour: 9.5 }, 'bad-choice'],
  [{ timeZone: 'Atlantis' }, 'unknown-time-zone'],
  [{ pathway: 'astronaut' }, 'unknown-pathway'],
] as const)('%o is %s', async (request, code) => {
  expect(await problemOf(servers.setUp({ ...HOME, ...request }))).toBe(code);
});
