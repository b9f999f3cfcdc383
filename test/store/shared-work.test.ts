import { describe, expect, test } from 'vitest';
import { openTemporaryStore } from '../support/temporary-store.ts';

const NOW = 1_790_000_000_000;
const MINUTE = 29_833_333;

describe('a lease', () => {
  test('belongs to one until it runs out', async () => {
    await using temporary = await openTemporaryStore();
    const { leases } = temporary.store;
    expect(await leases.heldUntil('housekeeping')).toBeUndefined();
    expect(await leases.take('housekeeping', NOW, 1_000)).toBe(true);
    expect(await leases.take('housekeeping', NOW, 1_000)).toBe(false);
    expect(await leases.take('housekeeping', NOW + 999, 1_000)).toBe(false);
    expect(await leases.take('another', NOW, 1_000)).toBe(true);
    expect(await leases.heldUntil('housekeeping')).toBe(NOW + 1_000);
    expect(await leases.take('housekeeping', NOW + 1_000, 1_000)).toBe(true);
    expect(await leases.heldUntil('housekeeping')).toBe(NOW + 2_000);
  });

  test('goes to one of many who ask at once', async () => {
    await using temporary = await openTemporaryStore();
    const { leases } = temporary.store;
    const taken = await Promise.all(Array.from({ length: 20 }, () => leases.take('one', NOW, 1_000)));
    expect(taken.filter((isTaken) => isTaken)).toHaveLength(1);
  });

  test('keeps those out whose clock is a little behind, and nobody once the clock was set back', async () => {
    await using temporary = await openTemporaryStore();
    const { leases } = temporary.store;
    await leases.take('identify', NOW, 1_000);
    expect(await leases.take('identify', NOW - 900, 1_000)).toBe(false);
    expect(await leases.take('identify', NOW - 60_000, 1_000)).toBe(true);
    expect(await leases.heldUntil('identify')).toBe(NOW - 59_000);
  });

  test('can be had for longer, whoever has it', async () => {
    await using temporary = await openTemporaryStore();
    const { leases } = temporary.store;
    await leases.take('dms', NOW, 1_000);
    await leases.hold('dms', NOW + 5_000);
    expect(await leases.heldUntil('dms')).toBe(NOW + 5_000);
  });
});

describe('the DM channels of a minute', () => {
  test.each(['open', 'promise'] as const)('are counted up to a limit, whoever asks to %s', async (kind) => {
    await using temporary = await openTemporaryStore();
    const { dmMinutes } = temporary.store;
    const counted = await Promise.all(Array.from({ length: 30 }, () => dmMinutes[kind](MINUTE, 10)));
    expect(counted.filter((isCounted) => isCounted)).toHaveLength(10);
    expect(await dmMinutes[kind](MINUTE + 1, 10)).toBe(true);
  });

  test('are not those that somebody is to come back for', async () => {
    await using temporary = await openTemporaryStore();
    const { dmMinutes } = temporary.store;
    expect(await dmMinutes.promise(MINUTE, 1)).toBe(true);
    expect(await dmMinutes.open(MINUTE, 1)).toBe(true);
    expect(await dmMinutes.promise(MINUTE, 1)).toBe(false);
    expect(await dmMinutes.open(MINUTE, 1)).toBe(false);
    // Somebody waits for it.
    expect(await dmMinutes.open(MINUTE)).toBe(true);
    expect(await dmMinutes.open(MINUTE, 2)).toBe(false);
    expect(await dmMinutes.open(MINUTE, 3)).toBe(true);
  });

  test('are forgotten, the oldest first', async () => {
    await using temporary = await openTemporaryStore();
    const { dmMinutes, retention } = temporary.store;
    for (const minute of [MINUTE, MINUTE + 1, MINUTE + 2]) await dmMinutes.open(minute, 1);
    await retention.forgetDmMinutes(MINUTE + 2, 1);
    expect(await dmMinutes.open(MINUTE, 1)).toBe(true);
    expect(await dmMinutes.open(MINUTE + 1, 1)).toBe(false);
    expect(await dmMinutes.open(MINUTE + 2, 1)).toBe(false);
  });
});

describe('changes of pathways', () => {
  test('are numbered in the order of their commits, without gaps', async () => {
    await using temporary = await openTemporaryStore();
    const { store } = temporary;
    expect(await store.pathwayChanges.last()).toBe(0);
    await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        store.transaction(({ pathwayChanges }) => pathwayChanges.add(`own-${index}`, NOW)),
      ),
    );
    await store
      .transaction(async ({ pathwayChanges }) => {
        await pathwayChanges.add('own-lost', NOW);
        throw new Error('given up');
      })
      .catch(() => undefined);
    expect(await store.pathwayChanges.last()).toBe(12);
    const changes = await store.pathwayChanges.after(9);
    expect(changes.map(({ number }) => number)).toEqual([10, 11, 12]);
    expect((await store.pathwayChanges.after(0)).map(({ pathwayId }) => pathwayId).toSorted()).toEqual(
      Array.from({ length: 12 }, (_, index) => `own-${index}`).toSorted(),
    );
  });

  test('keep their numbers when old ones are forgotten', async () => {
    await using temporary = await openTemporaryStore();
    const { pathwayChanges, retention } = temporary.store;
    for (const at of [NOW, NOW + 1, NOW + 2]) await pathwayChanges.add('own-a', at);
    await retention.forgetPathwayChanges(NOW + 2, 10);
    expect(await pathwayChanges.after(0)).toEqual([{ number: 3, pathwayId: 'own-a' }]);
    await retention.forgetPathwayChanges(NOW + 9, 10);
    await pathwayChanges.add('own-b', NOW + 9);
    expect(await pathwayChanges.after(0)).toEqual([{ number: 4, pathwayId: 'own-b' }]);
  });
});
