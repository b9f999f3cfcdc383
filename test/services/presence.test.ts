import { describe, expect, test } from 'vitest';
import { createPathwayLibrary } from '../../src/services/pathway-library.ts';
import { DeliveryError, type Directory, type ServerMember } from '../../src/services/ports.ts';
import { createPresenceService } from '../../src/services/presence.ts';
import { createScoreKeeper } from '../../src/services/score-keeper.ts';
import { backendPathway } from '../support/loaded-pathways.ts';
import {
  createSetting,
  DAY,
  finish,
  GUILD,
  MINUTE,
  MIRA,
  MONDAY_NOON,
  nameOf,
  OTHER_GUILD,
  people,
  TOMAS,
  type Setting,
} from './setting.ts';

const WEEK = 7 * DAY;

/** Walks, shows their name and is in a server. */
async function arrive(setting: Setting, userId: string, guildId = GUILD): Promise<void> {
  const { membership, presence, directory } = setting;
  await membership.join({ userId });
  await membership.setVisibility(userId, 'named');
  await presence.join({ guildId, userId, name: nameOf(userId) });
  directory.present.set(`${guildId} ${userId}`, nameOf(userId));
}

function memberIn({ store }: Setting, userId: string, guildId = GUILD): Promise<ServerMember | undefined> {
  return store.serverMembers.find(guildId, userId);
}

async function namesOn({ store }: Setting, boardId = GUILD): Promise<readonly string[]> {
  const entries = await store.scores.page({ boardId, period: 'all' }, 0, 100);
  return entries.map(({ listing }) => listing.label);
}

/** As another process would look people up. */
function createPresence({ store, clock }: Setting, directory: Directory) {
  const keeper = createScoreKeeper(createPathwayLibrary([backendPathway]));
  return createPresenceService({ store, clock, keeper, directory });
}

describe('whoever uses the bot in a server', () => {
  test('is counted there from their first walk on', async () => {
    await using setting = await createSetting(backendPathway);
    await setting.presence.seen({ guildId: GUILD, userId: MIRA, name: 'Mira' });
    expect(await memberIn(setting, MIRA)).toBeUndefined();
    await finish(setting, MIRA, 'cka-course');
    await setting.membership.setVisibility(MIRA, 'named');
    await setting.presence.join({ guildId: GUILD, userId: MIRA, name: 'Mira' });
    expect(await memberIn(setting, MIRA)).toEqual({
      guildId: GUILD,
      userId: MIRA,
      name: 'Mira',
      seenAt: MONDAY_NOON,
      leftAt: null,
      phaseRoleId: null,
      phaseRoleDueAt: MONDAY_NOON,
    });
    expect(await namesOn(setting)).toEqual(['Mira']);
    expect(await namesOn(setting, OTHER_GUILD)).toEqual([]);
  });

  test('is seen once a day, at the most', async () => {
    await using setting = await createSetting(backendPathway);
    await arrive(setting, MIRA);
    const sighting = { guildId: GUILD, userId: MIRA, name: nameOf(MIRA) };
    setting.clock.advance(DAY);
    await setting.presence.seen(sighting);
    await setting.presence.join(sighting);
    expect((await memberIn(setting, MIRA))?.seenAt).toBe(MONDAY_NOON);
    setting.clock.advance(1);
    await setting.presence.seen(sighting);
    expect((await memberIn(setting, MIRA))?.seenAt).toBe(MONDAY_NOON + DAY + 1);
  });

  test('under another name stands on the board under it at once', async () => {
    await using setting = await createSetting(backendPathway);
    await arrive(setting, MIRA);
    await finish(setting, MIRA, 'cka-course');
    await setting.presence.seen({ guildId: GUILD, userId: MIRA, name: 'Mirabelle' });
    expect(await namesOn(setting)).toEqual(['Mirabelle']);
  });

  test('after having left is back, with all they did meanwhile', async () => {
    await using setting = await createSetting(backendPathway);
    await arrive(setting, MIRA);
    await finish(setting, MIRA, 'cka-course');
    setting.directory.present.clear();
    setting.clock.advance(2 * DAY);
    await setting.presence.verify(GUILD, [MIRA]);
    expect(await namesOn(setting)).toEqual([]);
    await finish(setting, MIRA, 'gpu-pod');
    expect(await namesOn(setting)).toEqual([]);
    setting.clock.advance(DAY);
    await setting.presence.seen({ guildId: GUILD, userId: MIRA, name: 'Mira' });
    expect(await memberIn(setting, MIRA)).toMatchObject({
      leftAt: null,
      seenAt: setting.clock.now(),
      phaseRoleDueAt: setting.clock.now(),
    });
    expect(await setting.store.scores.totals({ boardId: GUILD, period: 'all' })).toMatchObject({ tasks: 2 });
  });

  test('keeps the role they have', async () => {
    await using setting = await createSetting(backendPathway);
    await arrive(setting, MIRA);
    const before = await memberIn(setting, MIRA);
    if (before !== undefined) await setting.store.serverMembers.save({ ...before, phaseRoleId: '91' });
    setting.clock.advance(2 * DAY);
    await setting.presence.join({ guildId: GUILD, userId: MIRA, name: 'Mirabelle' });
    expect(await memberIn(setting, MIRA)).toMatchObject({ phaseRoleId: '91', name: 'Mirabelle' });
  });
});

describe('verifying', () => {
  test('looks up those alone who have not been seen for a day', async () => {
    await using setting = await createSetting(backendPathway);
    await arrive(setting, MIRA);
    setting.clock.advance(DAY);
    await arrive(setting, TOMAS);
    expect(await setting.presence.verify(GUILD, [MIRA, TOMAS, '80351110224678999'])).toBe(false);
    expect(setting.directory.lookUps).toEqual([]);
    setting.clock.advance(1);
    expect(await setting.presence.verify(GUILD, [MIRA, TOMAS, '80351110224678999'])).toBe(false);
    expect(setting.directory.lookUps).toEqual([{ guildId: GUILD, userId: MIRA }]);
    expect((await memberIn(setting, MIRA))?.seenAt).toBe(setting.clock.now());
  });

  test('tells that somebody has left, or is called otherwise, and the boards follow', async () => {
    await using setting = await createSetting(backendPathway);
    for (const userId of [MIRA, TOMAS]) {
      await arrive(setting, userId);
      await arrive(setting, userId, OTHER_GUILD);
      await finish(setting, userId, 'cka-course');
    }
    setting.directory.present.delete(`${GUILD} ${MIRA}`);
    setting.directory.present.set(`${GUILD} ${TOMAS}`, 'Tommaso');
    setting.clock.advance(2 * DAY);
    expect(await setting.presence.verify(GUILD, [MIRA])).toBe(true);
    expect(await setting.presence.verify(GUILD, [TOMAS])).toBe(true);
    expect(await namesOn(setting)).toEqual(['Tommaso']);
    expect(await namesOn(setting, OTHER_GUILD)).toEqual([nameOf(MIRA), nameOf(TOMAS)]);
    expect(await memberIn(setting, MIRA)).toMatchObject({ leftAt: setting.clock.now() });
  });

  test('never asks for somebody twice a day, not even at the same moment, nor for a leaver', async () => {
    await using setting = await createSetting(backendPathway);
    await arrive(setting, MIRA);
    await arrive(setting, TOMAS);
    setting.directory.present.delete(`${GUILD} ${TOMAS}`);
    setting.clock.advance(2 * DAY);
    await Promise.all(Array.from({ length: 5 }, () => setting.presence.verify(GUILD, [MIRA, TOMAS])));
    setting.clock.advance(DAY);
    await setting.presence.verify(GUILD, [MIRA, TOMAS]);
    expect(setting.directory.lookUps.map(({ userId }) => userId)).toEqual([MIRA, TOMAS]);
    setting.clock.advance(1);
    await setting.presence.verify(GUILD, [MIRA, TOMAS]);
    expect(setting.directory.lookUps.map(({ userId }) => userId)).toEqual([MIRA, TOMAS, MIRA]);
  });

  test('asks for fifteen at once', async () => {
    await using setting = await createSetting(backendPathway);
    const crowd = people(20);
    for (const userId of crowd) await arrive(setting, userId);
    setting.clock.advance(2 * DAY);
    await setting.presence.verify(GUILD, crowd);
    expect(setting.directory.lookUps).toHaveLength(15);
  });

  test('does not wait for a directory that never answers', async () => {
    await using setting = await createSetting(backendPathway);
    await arrive(setting, MIRA);
    setting.clock.advance(2 * DAY);
    const asked: string[] = [];
    const presence = createPresence(setting, {
      lookUp: (_, userId) => {
        asked.push(userId);
        return new Promise(() => undefined);
      },
    });
    expect(await presence.verify(GUILD, [MIRA])).toBe(false);
    expect(await presence.verify(GUILD, [MIRA])).toBe(false);
    expect(asked).toEqual([MIRA]);
    expect((await memberIn(setting, MIRA))?.seenAt).toBe(MONDAY_NOON);
  });

  test('takes note of an answer that comes after the wait', async () => {
    await using setting = await createSetting(backendPathway);
    await arrive(setting, MIRA);
    setting.clock.advance(2 * DAY);
    let answer = (): void => undefined;
    const presence = createPresence(setting, {
      lookUp: () =>
        new Promise(
          (resolve) =>
            (answer = () => {
              resolve(undefined);
            }),
        ),
    });
    expect(await presence.verify(GUILD, [MIRA])).toBe(false);
    answer();
    await expect.poll(() => memberIn(setting, MIRA)).toMatchObject({ leftAt: setting.clock.now() });
  });

  test('of a member whose role changes meanwhile takes neither back', async () => {
    await using setting = await createSetting(backendPathway);
    await arrive(setting, MIRA);
    setting.clock.advance(2 * DAY);
    const presence = createPresence(setting, {
      async lookUp() {
        const before = await memberIn(setting, MIRA);
        if (before !== undefined) await setting.store.serverMembers.save({ ...before, phaseRoleId: '91' });
        return { name: 'Mirabelle' };
      },
    });
    await presence.verify(GUILD, [MIRA]);
    expect(await memberIn(setting, MIRA)).toMatchObject({ phaseRoleId: '91', name: 'Mirabelle' });
  });
});

describe('when Discord says', () => {
  const fail = ({ directory }: Setting, reason: DeliveryError['reason'], retryAfterMs?: number) => {
    directory.fault = () =>
      new DeliveryError(reason, '429', retryAfterMs === undefined ? {} : { retryAfterMs });
  };

  test.each([
    ['slow-down', 30 * MINUTE, 30 * MINUTE],
    ['slow-down', undefined, MINUTE],
    ['unreachable', undefined, MINUTE],
  ] as const)('%s (%s), nobody is looked up for as long', async (reason, retryAfterMs, held) => {
    await using setting = await createSetting(backendPathway);
    await arrive(setting, MIRA);
    await arrive(setting, TOMAS);
    setting.clock.advance(2 * WEEK);
    fail(setting, reason, retryAfterMs);
    expect(await setting.presence.verify(GUILD, [MIRA])).toBe(false);
    setting.directory.fault = undefined;
    setting.clock.advance(held - 1);
    await setting.presence.verify(GUILD, [MIRA, TOMAS]);
    await setting.presence.sweep();
    expect(setting.directory.lookUps).toHaveLength(1);
    expect(await memberIn(setting, MIRA)).toMatchObject({ leftAt: null, seenAt: MONDAY_NOON });
    setting.clock.advance(1);
    await setting.presence.sweep();
    expect(setting.directory.lookUps).toHaveLength(3);
  });

  test.each(['forbidden', 'gone'] as const)(
    '%s, because the bot is not there any more, everybody stays and is asked for a week later',
    async (reason) => {
      await using setting = await createSetting(backendPathway);
      await arrive(setting, MIRA);
      await finish(setting, MIRA, 'cka-course');
      setting.clock.advance(2 * WEEK);
      fail(setting, reason);
      for (let minute = 0; minute < 5; minute += 1) {
        await setting.presence.sweep();
        setting.clock.advance(MINUTE);
      }
      expect(setting.directory.lookUps).toHaveLength(1);
      expect(await namesOn(setting)).toEqual([nameOf(MIRA)]);
      setting.clock.advance(WEEK);
      await setting.presence.sweep();
      expect(setting.directory.lookUps).toHaveLength(2);
    },
  );

  test('nothing that is an answer, the fault is told', async () => {
    await using setting = await createSetting(backendPathway);
    await arrive(setting, MIRA);
    setting.clock.advance(2 * WEEK);
    setting.directory.fault = () => new TypeError('broken');
    await expect(setting.presence.sweep()).rejects.toThrow('broken');
    setting.directory.fault = undefined;
    await setting.presence.sweep();
    expect((await memberIn(setting, MIRA))?.seenAt).toBe(setting.clock.now());
  });
});

describe('a sweep', () => {
  test('looks up ten at a time, those first who were not seen for the longest', async () => {
    await using setting = await createSetting(backendPathway);
    const crowd = people(23);
    for (const userId of crowd) {
      await arrive(setting, userId);
      setting.clock.advance(1);
    }
    setting.clock.advance(WEEK);
    const perTick: number[] = [];
    for (let minute = 0; minute < 5; minute += 1) {
      const before = setting.directory.lookUps.length;
      await setting.presence.sweep();
      perTick.push(setting.directory.lookUps.length - before);
      setting.clock.advance(MINUTE);
    }
    expect(perTick).toEqual([10, 10, 3, 0, 0]);
    expect(setting.directory.lookUps.map(({ userId }) => userId)).toEqual(crowd);
  });

  test('over three weeks asks for each about once a week, and never twice a day', async () => {
    await using setting = await createSetting(backendPathway);
    const crowd = people(4);
    for (const userId of crowd) await arrive(setting, userId);
    const asked = new Map<string, number[]>();
    for (let hour = 0; hour < 21 * 24; hour += 6) {
      const before = setting.directory.lookUps.length;
      await setting.presence.sweep();
      for (const { userId } of setting.directory.lookUps.slice(before)) {
        asked.set(userId, [...(asked.get(userId) ?? []), setting.clock.now()]);
      }
      setting.clock.advance(DAY / 4);
    }
    expect([...asked.keys()].toSorted()).toEqual(crowd);
    for (const times of asked.values()) {
      expect(times).toHaveLength(2);
      expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(WEEK - 1);
    }
  });

  test('finds out who has left, wherever they were, and asks for them no more', async () => {
    await using setting = await createSetting(backendPathway);
    await arrive(setting, MIRA);
    await arrive(setting, MIRA, OTHER_GUILD);
    await finish(setting, MIRA, 'cka-course');
    setting.directory.present.delete(`${GUILD} ${MIRA}`);
    for (let week = 0; week < 4; week += 1) {
      setting.clock.advance(WEEK + 1);
      await setting.presence.sweep();
    }
    expect(setting.directory.lookUps.filter(({ guildId }) => guildId === GUILD)).toHaveLength(1);
    expect(setting.directory.lookUps.filter(({ guildId }) => guildId === OTHER_GUILD)).toHaveLength(4);
    expect(await namesOn(setting)).toEqual([]);
    expect(await namesOn(setting, OTHER_GUILD)).toEqual([nameOf(MIRA)]);
  });
});
