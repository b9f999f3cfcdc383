import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { LEASE_MS, type Delivery } from '../../src/domain/delivery.ts';
import type { Nudge } from '../../src/domain/nudge.ts';
import type { Server } from '../../src/domain/server.ts';
import type { DeliveryOutcome } from '../../src/services/ports.ts';
import { openStore } from '../../src/store/open-store.ts';
import { MIGRATIONS_DIRECTORY, openTemporaryStore, type TemporaryStore } from '../support/temporary-store.ts';
import { runByHand } from '../support/by-hand.ts';
import { MEMBER, SERVER } from './records.ts';

const NOW = 1_790_000_000_000;

const NUDGE: Nudge = {
  userId: MEMBER.userId,
  weekday: 1,
  hour: 9,
  locale: 'pt-BR',
  state: 'on',
  pausedUntil: null,
  activeSince: NOW - 5,
  next: { occurrence: '2026-W39', at: NOW },
  dmChannelId: null,
  notice: null,
};

const PLANNED = {
  kind: 'member-nudge',
  recipient: MEMBER.userId,
  occurrence: '2026-W39',
  dueAt: NOW - 1,
  notBefore: NOW,
  state: 'pending',
  reason: null,
} as const;

let temporary: TemporaryStore;
beforeEach(async () => {
  temporary = await openTemporaryStore();
});
afterEach(() => temporary[Symbol.asyncDispose]());

async function saveMembers(...userIds: readonly string[]): Promise<void> {
  for (const userId of userIds) await temporary.store.members.save({ ...MEMBER, userId });
}

describe('nudges', () => {
  it('finds nothing at first, then what was saved last', async () => {
    const { nudges } = temporary.store;
    await saveMembers(NUDGE.userId);
    expect(await nudges.find(NUDGE.userId)).toBeUndefined();
    await nudges.save(NUDGE);
    expect(await nudges.find(NUDGE.userId)).toEqual(NUDGE);
    const changed: Nudge = {
      ...NUDGE,
      weekday: 7,
      hour: 23,
      locale: 'de',
      state: 'paused',
      pausedUntil: NOW + 1,
      activeSince: NOW,
      next: null,
      dmChannelId: '18446744073709551615',
      notice: 'dms-refused',
    };
    await nudges.save(changed);
    await nudges.save(changed);
    expect(await nudges.find(NUDGE.userId)).toEqual(changed);
    await nudges.save(NUDGE);
    expect(await nudges.find(NUDGE.userId)).toEqual(NUDGE);
  });

  it.each([
    ['weekday', { weekday: 0 }],
    ['weekday', { weekday: 8 }],
    ['hour', { hour: 24 }],
    ['hour', { hour: -1 }],
  ])('refuses a %s that no week has: %o', async (_, wrong) => {
    await saveMembers(NUDGE.userId);
    await expect(temporary.store.nudges.save({ ...NUDGE, ...wrong })).rejects.toThrow(/CHECK/i);
  });

  it('belongs to a member', async () => {
    await expect(temporary.store.nudges.save(NUDGE)).rejects.toThrow(/FOREIGN KEY/i);
  });

  it('are due from their instant on, the longest due first, and no more than asked for', async () => {
    const { nudges } = temporary.store;
    const at = (userId: string, instant: number | null): Nudge => ({
      ...NUDGE,
      userId,
      next: instant === null ? null : { occurrence: '2026-W39', at: instant },
    });
    await saveMembers('1', '2', '3', '4');
    for (const nudge of [at('1', NOW), at('2', NOW - 9), at('3', NOW + 1), at('4', null)]) {
      await nudges.save(nudge);
    }
    expect(await nudges.due(NOW - 10, 9)).toEqual([]);
    expect(await nudges.due(NOW, 9)).toEqual([at('2', NOW - 9), at('1', NOW)]);
    expect(await nudges.due(NOW, 1)).toEqual([at('2', NOW - 9)]);
  });

  it('that are on are found by how far off they are planned', async () => {
    const { nudges } = temporary.store;
    await saveMembers('1', '2');
    await nudges.save({ ...NUDGE, userId: '1' });
    await nudges.save({ ...NUDGE, userId: '2', state: 'paused', pausedUntil: NOW });
    expect(await nudges.plannedAfter(NOW)).toEqual([]);
    expect(await nudges.plannedAfter(NOW - 1)).toEqual([{ ...NUDGE, userId: '1' }]);
  });
});

describe('servers', () => {
  it('finds nothing at first, then what was saved last', async () => {
    const { servers } = temporary.store;
    expect(await servers.find(SERVER.guildId)).toBeUndefined();
    await servers.save(SERVER);
    expect(await servers.find(SERVER.guildId)).toEqual(SERVER);
    const changed: Server = {
      ...SERVER,
      locale: 'de',
      timeZone: 'Etc/UTC',
      announcementChannelId: '18446744073709551615',
      nudgeChannelId: null,
      summaryChannelId: '18446744073709551614',
      weekday: 1,
      hour: 23,
      pathwayId: 'other',
      next: null,
      setUpBy: '7',
      trouble: 'channel-gone',
      roleTrouble: 'role-gone',
    };
    await servers.save(changed);
    await servers.save(changed);
    expect(await servers.find(SERVER.guildId)).toEqual(changed);
  });

  it('are due from their instant on', async () => {
    const { servers } = temporary.store;
    await servers.save(SERVER);
    await servers.save({ ...SERVER, guildId: '2', next: null });
    expect(await servers.due(NOW - 1, 9)).toEqual([]);
    expect(await servers.due(NOW, 9)).toEqual([SERVER]);
    expect(await servers.plannedAfter(NOW)).toEqual([]);
    expect(await servers.plannedAfter(NOW - 1)).toEqual([SERVER]);
  });
});

describe('what hangs on a member', () => {
  it('goes with the member', async () => {
    const { nudges } = temporary.store;
    await saveMembers(NUDGE.userId);
    await nudges.save(NUDGE);
    await runByHand(temporary.url, 'DELETE FROM member WHERE user_id = ?', NUDGE.userId);
    expect(await nudges.find(NUDGE.userId)).toBeUndefined();
  });
});

describe('deliveries', () => {
  const asPlanned: Delivery = {
    ...PLANNED,
    firstSentAt: null,
    claimedAt: null,
    attempts: 0,
    messageId: null,
  };
  const asClaimed: Delivery = {
    ...asPlanned,
    state: 'sending',
    notBefore: NOW + LEASE_MS,
    claimedAt: NOW,
    attempts: 1,
  };

  async function claimOne(now = NOW): Promise<Delivery> {
    const [claimed] = await temporary.store.deliveries.claim(now, 1);
    if (claimed === undefined) throw new Error('Nothing to claim');
    return claimed;
  }

  async function settle(claimed: Delivery, outcome: DeliveryOutcome): Promise<boolean> {
    const held = await temporary.store.deliveries.settle([{ claimed, outcome }]);
    return held.length === 1;
  }

  async function beginSending(claimed: Delivery, now: number): Promise<boolean> {
    const held = await temporary.store.deliveries.beginSending([claimed], now);
    return held.length === 1;
  }

  it('are planned once', async () => {
    const { deliveries } = temporary.store;
    expect(await deliveries.find(PLANNED)).toBeUndefined();
    expect(await deliveries.plan(PLANNED)).toBe(true);
    expect(await deliveries.plan({ ...PLANNED, dueAt: 1, reason: 'again' })).toBe(false);
    expect(await deliveries.plan({ ...PLANNED, state: 'skipped' })).toBe(false);
    expect(await deliveries.find(PLANNED)).toEqual(asPlanned);
    expect(await deliveries.plan({ ...PLANNED, occurrence: '2026-W40' })).toBe(true);
    expect(await deliveries.plan({ ...PLANNED, kind: 'server-nudge' })).toBe(true);
    expect(await deliveries.plan({ ...PLANNED, recipient: '1' })).toBe(true);
  });

  it('that were skipped give way to a plan, not to another skip', async () => {
    const { deliveries } = temporary.store;
    const skipped = { ...PLANNED, state: 'skipped', reason: 'too-late' } as const;
    expect(await deliveries.plan(skipped)).toBe(true);
    expect(await deliveries.plan({ ...skipped, reason: 'again' })).toBe(false);
    expect(await deliveries.find(PLANNED)).toEqual({ ...asPlanned, ...skipped });
    expect(await deliveries.plan(PLANNED)).toBe(true);
    expect(await deliveries.find(PLANNED)).toEqual(asPlanned);
  });

  it('are claimed from their instant on, the longest waiting first, and no more than asked for', async () => {
    const { deliveries } = temporary.store;
    await deliveries.plan(PLANNED);
    await deliveries.plan({ ...PLANNED, recipient: '2', notBefore: NOW - 1 });
    await deliveries.plan({ ...PLANNED, recipient: '3', notBefore: NOW + 1 });
    await deliveries.plan({ ...PLANNED, recipient: '4', state: 'skipped' });
    expect(await deliveries.claim(NOW - 2, 9)).toEqual([]);
    expect((await deliveries.claim(NOW, 1)).map(({ recipient }) => recipient)).toEqual(['2']);
    expect(await deliveries.claim(NOW, 9)).toEqual([asClaimed]);
    expect(await deliveries.claim(NOW, 9)).toEqual([]);
    expect(await deliveries.find(PLANNED)).toEqual(asClaimed);
  });

  it('are claimed anew when the lease is over, and remember when they were first on their way', async () => {
    const { deliveries } = temporary.store;
    await deliveries.plan(PLANNED);
    const first = await claimOne();
    expect(await beginSending(first, NOW + 1)).toBe(true);
    expect(await deliveries.claim(NOW + LEASE_MS - 1, 1)).toEqual([]);
    expect(await deliveries.claim(NOW + LEASE_MS, 1)).toEqual([]);
    const second = await claimOne(NOW + LEASE_MS + 1);
    expect(second).toEqual({
      ...asClaimed,
      notBefore: NOW + 2 * LEASE_MS + 1,
      firstSentAt: NOW + 1,
      claimedAt: NOW + LEASE_MS + 1,
      attempts: 2,
    });
    // The first attempt was only slow: it no longer has a say.
    expect(await beginSending(first, NOW + LEASE_MS + 2)).toBe(false);
    expect(await settle(first, { state: 'refused', reason: '50007' })).toBe(false);
    expect(await deliveries.find(PLANNED)).toEqual(second);
    expect(await beginSending(second, NOW + LEASE_MS + 3)).toBe(true);
    expect(await deliveries.find(PLANNED)).toEqual({ ...second, notBefore: NOW + 2 * LEASE_MS + 3 });
    expect(await settle(second, { state: 'sent', messageId: '9' })).toBe(true);
  });

  it.each([
    [{ state: 'sent', messageId: '9' }, {}],
    [
      { state: 'pending', notBefore: NOW + 5, reason: '40003' },
      { notBefore: NOW + 5, firstSentAt: null },
    ],
    [{ state: 'skipped', reason: 'too-late' }, {}],
    [{ state: 'refused', reason: '50007' }, {}],
    [{ state: 'unknown', reason: 'interrupted' }, {}],
  ] as const)('are settled once, as %o', async (outcome, expected) => {
    const { deliveries } = temporary.store;
    await deliveries.plan(PLANNED);
    const claimed = await claimOne();
    expect(await beginSending(claimed, NOW + 1)).toBe(true);
    expect(await settle(claimed, outcome)).toBe(true);
    expect(await settle(claimed, { state: 'refused', reason: 'late' })).toBe(false);
    expect(await beginSending(claimed, NOW + 2)).toBe(false);
    expect(await deliveries.find(PLANNED)).toEqual({
      ...asClaimed,
      claimedAt: null,
      firstSentAt: NOW + 1,
      ...outcome,
      ...expected,
    });
  });

  it('are settled many at a time, those whose attempt still holds the row', async () => {
    const { deliveries } = temporary.store;
    for (const recipient of ['1', '2', '3']) await deliveries.plan({ ...PLANNED, recipient });
    const first = await deliveries.claim(NOW, 3);
    const [late] = await deliveries.claim(NOW + LEASE_MS, 1);
    const held = await deliveries.settle(
      first.map((claimed) => ({
        claimed,
        outcome: { state: 'sent', messageId: `message for ${claimed.recipient}` },
      })),
    );
    const others = ['1', '2', '3'].filter((recipient) => recipient !== late?.recipient);
    expect(held.map(({ recipient }) => recipient).sort()).toEqual(others);
    for (const recipient of others) {
      expect(await deliveries.find({ ...PLANNED, recipient })).toMatchObject({
        state: 'sent',
        messageId: `message for ${recipient}`,
      });
    }
    expect(await deliveries.find({ ...PLANNED, recipient: late?.recipient ?? '' })).toEqual(late);
    expect(await deliveries.settle([])).toEqual([]);
  });

  it('are sent many at a time, those whose attempt still holds the row', async () => {
    const { deliveries } = temporary.store;
    for (const recipient of ['1', '2', '3']) await deliveries.plan({ ...PLANNED, recipient });
    const claims = await deliveries.claim(NOW, 3);
    const [late] = await deliveries.claim(NOW + LEASE_MS, 1);
    const held = await deliveries.beginSending(claims, NOW + LEASE_MS);
    const others = ['1', '2', '3'].filter((recipient) => recipient !== late?.recipient);
    expect(held.map(({ recipient }) => recipient).sort()).toEqual(others);
    expect(await deliveries.find({ ...PLANNED, recipient: late?.recipient ?? '' })).toEqual(late);
    expect(await deliveries.beginSending([], NOW)).toEqual([]);
  });

  it('that were erased while on their way do not come back', async () => {
    const { deliveries } = temporary.store;
    await deliveries.plan(PLANNED);
    const claimed = await claimOne();
    await runByHand(temporary.url, 'DELETE FROM delivery');
    expect(await beginSending(claimed, NOW)).toBe(false);
    expect(await settle(claimed, { state: 'sent', messageId: '9' })).toBe(false);
    expect(await deliveries.find(PLANNED)).toBeUndefined();
  });

  it('that are put back are claimed again, as if for the first time', async () => {
    const { deliveries } = temporary.store;
    await deliveries.plan(PLANNED);
    const refused = await claimOne();
    await beginSending(refused, NOW);
    await settle(refused, { state: 'pending', notBefore: NOW + 5, reason: '429' });
    expect(await deliveries.claim(NOW + 4, 1)).toEqual([]);
    expect(await claimOne(NOW + 5)).toMatchObject({ firstSentAt: null, claimedAt: NOW + 5, attempts: 2 });
  });

  it('tell how far behind they are: by the oldest that is due and not over', async () => {
    const { deliveries } = temporary.store;
    expect(await deliveries.oldestDueAt(NOW)).toBeUndefined();
    await deliveries.plan({ ...PLANNED, occurrence: 'done', dueAt: NOW - 99, state: 'skipped' });
    await deliveries.plan({ ...PLANNED, occurrence: 'later', dueAt: NOW + 1 });
    expect(await deliveries.oldestDueAt(NOW)).toBeUndefined();
    await deliveries.plan({ ...PLANNED, occurrence: 'on-its-way', dueAt: NOW - 7 });
    await deliveries.plan({ ...PLANNED, occurrence: 'waiting', dueAt: NOW - 2, notBefore: NOW + 5 });
    expect(await deliveries.claim(NOW, 1)).toHaveLength(1);
    expect(await deliveries.oldestDueAt(NOW)).toBe(NOW - 7);
  });

  it('claimed in what has become the future are given up, or tried anew when they were not on their way', async () => {
    const { deliveries } = temporary.store;
    for (const recipient of ['1', '2', '3', '4']) await deliveries.plan({ ...PLANNED, recipient });
    await deliveries.claim(NOW, 1);
    const [onItsWay, unsent] = await deliveries.claim(NOW + 1, 2);
    if (onItsWay === undefined || unsent === undefined) throw new Error('Nothing to claim');
    await beginSending(onItsWay, NOW + 1);
    const ended = { notBefore: PLANNED.dueAt, claimedAt: null, reason: 'clock-set-back' };
    const abandoned = await deliveries.abandonClaimedAfter(NOW, 'clock-set-back');
    expect(abandoned).toHaveLength(2);
    expect(abandoned).toContainEqual({ ...onItsWay, ...ended, state: 'unknown', firstSentAt: NOW + 1 });
    expect(abandoned).toContainEqual({ ...unsent, ...ended, state: 'pending' });
    // Its attempt may live, with the clock that it has.
    expect(await beginSending(unsent, NOW + 2)).toBe(false);
    expect(await deliveries.abandonClaimedAfter(NOW, 'clock-set-back')).toEqual([]);
  });

  it('are never claimed by two connections', async () => {
    const COUNT = 60;
    const other = await openStore({
      databaseUrl: temporary.url,
      migrationsDirectory: MIGRATIONS_DIRECTORY,
      now: () => NOW,
    });
    try {
      for (let count = 0; count < COUNT; count += 1) {
        await temporary.store.deliveries.plan({ ...PLANNED, recipient: String(count) });
      }
      const claimAll = async ({ deliveries }: typeof other) => {
        const claimed: string[] = [];
        for (;;) {
          const batch = await deliveries.claim(NOW, 7);
          if (batch.length === 0) return claimed;
          claimed.push(...batch.map(({ recipient }) => recipient));
        }
      };
      // Connects, or the first could be through before the second is there.
      await other.check();
      const claims = await Promise.all([claimAll(temporary.store), claimAll(other)]);
      expect(claims.every(({ length }) => length > 0)).toBe(true);
      const all = claims.flat();
      expect(all).toHaveLength(COUNT);
      expect(new Set(all).size).toBe(COUNT);
    } finally {
      await other.close();
    }
  });
});
