import { afterEach, beforeEach, expect, it } from 'vitest';

import { StoreError } from '../../src/store/store-error.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/temporary-store.ts';
import { COMPLETION, ENROLMENT, MEMBER, saveMemberAndEnrolment } from './records.ts';

let temporary: TemporaryStore;
beforeEach(async () => {
  temporary = await openTemporaryStore();
});
afterEach(() => temporary[Symbol.asyncDispose]());

interface Signal {
  readonly given: Promise<void>;
  readonly give: () => void;
}

function createSignal(): Signal {
  let give: Signal['give'] = () => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return {
    given,
    give: () => {
      give();
    },
  };
}

it('keeps all of the work and returns its result', async () => {
  const { store } = temporary;
  const result = await store.transaction(async (repositories) => {
    await saveMemberAndEnrolment(repositories);
    await repositories.completions.save(COMPLETION);
    return repositories.completions.list(MEMBER.userId, ENROLMENT.pathwayId);
  });
  expect(result).toEqual([COMPLETION]);
  expect(await store.completions.list(MEMBER.userId, ENROLMENT.pathwayId)).toEqual([COMPLETION]);
});

it('keeps nothing when the work throws, hands on what it threw, and serves the next', async () => {
  const { store } = temporary;
  const thrown = new Error('changed my mind');
  const failing = store.transaction(async (repositories) => {
    await saveMemberAndEnrolment(repositories);
    throw thrown;
  });
  await expect(failing).rejects.toBe(thrown);
  expect(await store.members.find(MEMBER.userId)).toBeUndefined();

  await store.transaction(({ members }) => members.save(MEMBER));
  expect(await store.members.find(MEMBER.userId)).toEqual(MEMBER);
});

it('keeps nothing when a statement fails half-way', async () => {
  const { store } = temporary;
  const failing = store.transaction(async ({ members, completions }) => {
    await members.save(MEMBER);
    await completions.save(COMPLETION);
  });
  await expect(failing).rejects.toThrow(/FOREIGN KEY/i);
  expect(await store.members.find(MEMBER.userId)).toBeUndefined();
});

it('shows a half-done change to nobody', async () => {
  const { store } = temporary;
  const half = createSignal();
  const resume = createSignal();

  const writing = store.transaction(async ({ members }) => {
    await members.save(MEMBER);
    half.give();
    await resume.given;
    await members.save({ ...MEMBER, visibility: 'hidden' });
  });
  await half.given;
  // SQLite lets this wait, PostgreSQL shows what there was before.
  const reading = store.members.find(MEMBER.userId);
  resume.give();

  expect([undefined, 'hidden']).toContain((await reading)?.visibility);
  await writing;
  expect(await store.members.find(MEMBER.userId)).toMatchObject({ visibility: 'hidden' });
});

it('runs concurrent transactions one after the other, so that none overwrites another', async () => {
  const { store } = temporary;
  await saveMemberAndEnrolment(store);
  await store.completions.save({ ...COMPLETION, note: '0' });

  await Promise.all(
    Array.from({ length: 50 }, () =>
      store.transaction(async ({ completions }) => {
        const found = await completions.find(MEMBER.userId, ENROLMENT.pathwayId, COMPLETION.taskId);
        await completions.save({ ...COMPLETION, note: String(Number(found?.note) + 1) });
      }),
    ),
  );

  const counter = await store.completions.find(MEMBER.userId, ENROLMENT.pathwayId, COMPLETION.taskId);
  expect(counter?.note).toBe('50');
});

it('refuses a transaction within a transaction, and the store beside it, instead of waiting for ever', async () => {
  const { store } = temporary;
  const nested = store.transaction(() => store.transaction(() => Promise.resolve()));
  await expect(nested).rejects.toThrow(/transaction within a transaction/);

  const beside = store.transaction(async ({ members }) => {
    await members.save(MEMBER);
    await store.members.find(MEMBER.userId);
  });
  await expect(beside).rejects.toThrow(StoreError);
  expect(await store.members.find(MEMBER.userId)).toBeUndefined();
});

it('refuses repositories that outlive their transaction', async () => {
  const { store } = temporary;
  const { members } = await store.transaction((repositories) => Promise.resolve(repositories));
  await expect(members.save(MEMBER)).rejects.toThrow();
  expect(await store.members.find(MEMBER.userId)).toBeUndefined();
});

it('lets no write slip out that the failed work did not wait for', async () => {
  const { store } = temporary;
  const userIds = Array.from({ length: 20 }, (_, index) => String(index));
  // Whether one could slip out depends on where in the event loop's turn the failure comes: try many.
  for (let turns = 0; turns < 60; turns += 1) {
    const writes: Promise<unknown>[] = [];
    const failing = store.transaction(async ({ members }) => {
      writes.push(...userIds.map((userId) => members.save({ ...MEMBER, userId })));
      void Promise.allSettled(writes);
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      throw new Error('failed first');
    });
    await expect(failing).rejects.toThrow('failed first');
    await Promise.allSettled(writes);
  }
  const survivors = await Promise.all(userIds.map((userId) => store.members.find(userId)));
  expect(survivors.filter((member) => member !== undefined)).toEqual([]);
});

it('closes after what is under way, and refuses what comes later', async () => {
  const { store } = temporary;
  const half = createSignal();
  const resume = createSignal();
  const writing = store.transaction(async ({ members }) => {
    half.give();
    await resume.given;
    await members.save(MEMBER);
    return members.find(MEMBER.userId);
  });
  await half.given;
  const queued = store.members.find(MEMBER.userId);
  const closing = store.close();
  resume.give();

  expect(await writing).toEqual(MEMBER);
  expect([undefined, MEMBER]).toContainEqual(await queued);
  await closing;
  await store.close();
  await expect(store.members.find(MEMBER.userId)).rejects.toThrow();
});
