import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openStore, type OpenStore, type OpenStoreOptions } from '../../src/store/open-store.ts';
import { runByHand } from '../support/by-hand.ts';
import { openPostgresRoad } from '../support/postgres-road.ts';
import { startPostgresServer } from '../support/postgres-server.ts';
import {
  makeTemporaryDatabase,
  MIGRATIONS_DIRECTORY,
  type TemporaryDatabase,
} from '../support/temporary-store.ts';
import { MEMBER } from './records.ts';

let database: TemporaryDatabase;
let store: OpenStore;
beforeEach(async () => {
  database = await makeTemporaryDatabase('migrated');
  store = await open(database.url);
});
afterEach(async () => {
  await store.close();
  await database[Symbol.asyncDispose]();
});

function open(databaseUrl: string, options: Partial<OpenStoreOptions> = {}): Promise<OpenStore> {
  return openStore({
    databaseUrl,
    migrationsDirectory: MIGRATIONS_DIRECTORY,
    now: () => Date.now(),
    poolSize: 4,
    lockWaitMs: 200,
    connectWaitMs: 20_000,
    ...options,
  });
}

/** As a restart of the server would, or somebody who manages it. */
async function cutConnections(): Promise<void> {
  await runByHand(
    database.url,
    `SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
}

describe('a connection that is cut', () => {
  it('while nobody uses it is replaced, for reads, writes and transactions', async () => {
    for (const use of [
      () => store.members.save(MEMBER),
      () => store.members.find(MEMBER.userId),
      () => store.transaction(({ members }) => members.find(MEMBER.userId)),
    ]) {
      // More than one, so that the next in line may be a broken one too.
      await Promise.all(Array.from({ length: 4 }, () => store.members.find(MEMBER.userId)));
      await cutConnections();
      // The news of it has arrived by then, as it has whenever some time has passed.
      await new Promise((resolve) => setImmediate(resolve));
      await use();
    }
    expect(await store.members.find(MEMBER.userId)).toEqual(MEMBER);
  });

  it('in the middle of a transaction has it run again, and nothing done twice', async () => {
    let runs = 0;
    await store.transaction(async ({ members }) => {
      runs += 1;
      await members.save({ ...MEMBER, alias: `run ${runs}` });
      if (runs === 1) await cutConnections();
      await members.save({ ...MEMBER, userId: '2' });
    });
    expect(runs).toBe(2);
    expect(await store.members.find(MEMBER.userId)).toMatchObject({ alias: 'run 2' });
    expect(await store.members.find('2')).toBeDefined();
  });

  it('each time ends in an error after a few tries, and the store goes on', async () => {
    let runs = 0;
    const unlucky = store.transaction(async ({ members }) => {
      runs += 1;
      await members.save(MEMBER);
      await cutConnections();
      await members.find(MEMBER.userId);
    });
    await expect(unlucky).rejects.toThrow(/cannot be reached/);
    expect(runs).toBeGreaterThan(1);
    expect(await store.members.find(MEMBER.userId)).toBeUndefined();
  });
});

describe('a commit without an answer', () => {
  it.each([
    ['was kept, when the answer alone was lost', 'unanswered', 'kept'],
    ['was not, when it never arrived', 'unsent', undefined],
  ] as const)('%s; it is told as not known, and not done again', async (_, moment, alias) => {
    await using road = await openPostgresRoad(database.url);
    const own = await open(road.url);
    let runs = 0;
    road.cutAt('COMMIT', moment);
    const unlucky = own.transaction(async ({ members }) => {
      runs += 1;
      await members.save({ ...MEMBER, alias: 'kept' });
    });
    await expect(unlucky).rejects.toThrow(/whether the last change was kept is not known/);
    expect(runs).toBe(1);
    expect((await own.members.find(MEMBER.userId))?.alias).toBe(alias);
    await own.close();
  });

  it('of a write by itself is not known either, and not written again', async () => {
    await using road = await openPostgresRoad(database.url);
    const own = await open(road.url);
    const WRITE = 'insert into "member"';
    road.cutAt(WRITE, 'unanswered');
    await expect(own.members.save(MEMBER)).rejects.toThrow(/cannot be reached/);
    expect(road.sent(WRITE)).toBe(1);
    expect(await own.members.find(MEMBER.userId)).toEqual(MEMBER);
    await own.close();
  });
});

describe('a server of which there is no word any more', () => {
  const IMPATIENT = { statementMs: 1_200, connectWaitMs: 0 };

  it('is waited for, and no longer than told', async () => {
    await using road = await openPostgresRoad(database.url);
    const own = await open(road.url, IMPATIENT);
    await own.members.save(MEMBER);
    let runs = 0;
    const commit = own.transaction(async ({ members }) => {
      runs += 1;
      await members.save({ ...MEMBER, alias: 'in time' });
      road.hold();
    });
    await expect(commit).rejects.toThrow(/whether the last change was kept is not known/);
    expect(runs).toBe(1);
    road.release();
    await own.members.save({ ...MEMBER, alias: 'at last' });

    // One connection for each of the two.
    await Promise.all([own.members.find('1'), own.members.find('2')]);
    road.hold();
    const read = own.members.find(MEMBER.userId);
    const transaction = own.transaction(({ members }) => members.find(MEMBER.userId));
    await expect(read).rejects.toThrow(/did not answer in time/);
    await expect(transaction).rejects.toThrow(/did not answer in time/);
    await own.close();
    expect(await store.members.find(MEMBER.userId)).toMatchObject({ alias: 'at last' });
  });

  it('says goodbye to nobody, and the store closes all the same', async () => {
    await using road = await openPostgresRoad(database.url);
    const own = await open(road.url, IMPATIENT);
    await own.members.save(MEMBER);
    road.hold();
    await own.close();
  });
});

describe('a server that starts anew', () => {
  it('is waited for by reads and transactions; what was confirmed is there', async () => {
    await using server = await startPostgresServer();
    const own = await open(server.url('postgres'));
    await own.transaction(({ members }) => members.save(MEMBER));
    await server.stop();

    const reading = own.members.find(MEMBER.userId);
    const writing = own.transaction(({ members }) => members.save({ ...MEMBER, userId: '2' }));
    await server.start();

    expect(await reading).toEqual(MEMBER);
    await writing;
    expect(await own.members.find('2')).toBeDefined();
    await own.check();
    await own.close();
  });
});

describe('transactions that meet', () => {
  it('have as many get a last place as there are, whoever is first', async () => {
    const PLACES = 3;
    const take = (userId: string) =>
      store.transaction(async ({ members, serverMembers }) => {
        const taken = await serverMembers.findAll('room', ['1', '2', '3', '4', '5', '6', '7', '8']);
        if (taken.length >= PLACES) return false;
        await members.save({ ...MEMBER, userId });
        await serverMembers.save({
          guildId: 'room',
          userId,
          name: null,
          seenAt: 0,
          leftAt: null,
          phaseRoleId: null,
          phaseRoleDueAt: null,
        });
        return true;
      });
    const got = await Promise.all(['1', '2', '3', '4', '5', '6', '7', '8'].map(take));
    expect(got.filter(Boolean)).toHaveLength(PLACES);
  });

  it('wait no longer for a lock than they are told to', async () => {
    await store.members.save(MEMBER);
    await store.transaction(async ({ members }) => {
      await members.save({ ...MEMBER, alias: 'held' });
      const other = await open(database.url);
      try {
        await expect(other.members.save({ ...MEMBER, alias: 'late' })).rejects.toThrow(
          /stayed locked by another session/,
        );
      } finally {
        await other.close();
      }
    });
    expect(await store.members.find(MEMBER.userId)).toMatchObject({ alias: 'held' });
  });
});
