import { describe, expect, test } from 'vitest';
import { pathwayReader } from '../../src/content/brought-pathway.ts';
import type { Pathway } from '../../src/domain/pathway.ts';
import { openLibrary } from '../../src/services/pathway-changes.ts';
import { createServerPathwayService, readOwnPathways } from '../../src/services/server-pathways.ts';
import { createChance } from '../support/chance.ts';
import { accessibilityPathway, backendPathway } from '../support/loaded-pathways.ts';
import { CrashError, makeMortal, type Step } from '../support/mortal.ts';
import {
  createSetting,
  expectProblem,
  GUILD,
  MIRA,
  MONDAY_NOON,
  OTHER_GUILD,
  people,
  TOMAS,
  type Setting,
} from './setting.ts';

const OWN: Pathway = { ...accessibilityPathway, id: 'moss-gardening', from: 'Gardener', to: 'Moss keeper' };
const [FIRST, SECOND] = OWN.phases.flatMap(({ tasks }) => tasks);
if (FIRST === undefined || SECOND === undefined) throw new Error('too short a pathway');

/** Its first task has given way to one of another name. */
const EDITED: Pathway = {
  ...OWN,
  phases: OWN.phases.map((phase) => ({
    ...phase,
    tasks: phase.tasks.map((task) => (task.id === FIRST.id ? { ...task, id: 'another-one' } : task)),
  })),
};

async function bring({ serverPathways }: Setting, pathway: Pathway, guildId = GUILD) {
  const brought = await serverPathways.bring(guildId, JSON.stringify(pathway));
  if ('faults' in brought) throw new Error(brought.faults.join());
  return brought.draft;
}

async function offer(setting: Setting, pathway: Pathway, guildId = GUILD): Promise<string> {
  const draft = await bring(setting, pathway, guildId);
  await setting.serverPathways.offer(guildId, draft.pathway.id, draft.at);
  return draft.pathway.id;
}

function numbered(number: number): Pathway {
  return { ...OWN, id: `way-${number}`, to: `Keeper of ${number}` };
}

describe('a pathway that a server brings', () => {
  test('is a draft that nobody can join until it is offered, and then only there', async () => {
    await using setting = await createSetting(backendPathway);
    const { library, membership, serverPathways } = setting;
    const draft = await bring(setting, OWN);
    const { id } = draft.pathway;
    expect(id).toMatch(/^own-[a-z]{20}$/);
    expect(draft).toEqual({ pathway: { ...OWN, id }, at: MONDAY_NOON, replaces: undefined });
    expect(library.offeredIn(GUILD)).toEqual([backendPathway]);
    await expectProblem(membership.join({ userId: MIRA, guildId: GUILD, pathway: id }), {
      code: 'unknown-pathway',
    });

    await serverPathways.offer(GUILD, id, draft.at);
    expect(library.offeredIn(GUILD)).toEqual([backendPathway, { ...OWN, id }]);
    for (const guildId of [OTHER_GUILD, null, undefined]) {
      expect(library.offeredIn(guildId)).toEqual([backendPathway]);
      expect(library.search('moss', guildId)).toEqual([]);
      for (const pathway of [id, 'Moss keeper', OWN.id]) {
        await expectProblem(membership.join({ userId: MIRA, guildId, pathway }), { code: 'unknown-pathway' });
      }
    }
    const joined = await membership.join({ userId: MIRA, guildId: GUILD, pathway: 'moss keeper' });
    expect(joined.pathway.id).toBe(id);
  });

  test('brought again replaces what there was, and keeps records and credit', async () => {
    await using setting = await createSetting(backendPathway);
    const { store, membership, progress, serverPathways, library } = setting;
    const id = await offer(setting, OWN);
    await membership.join({ userId: MIRA, guildId: GUILD, pathway: id });
    for (const task of [FIRST.id, SECOND.id]) await progress.complete({ userId: MIRA, guildId: GUILD, task });

    const draft = await bring(setting, EDITED);
    expect(draft).toMatchObject({ pathway: { id }, replaces: { walkers: 1 } });
    expect(draft.replaces?.changes).toEqual([
      expect.stringContaining(`task "${FIRST.id}" has left`),
      expect.stringContaining('task "another-one" is new'),
    ]);
    expect(library.find(id)).toEqual({ ...OWN, id });
    await serverPathways.offer(GUILD, id, draft.at);
    expect(library.find(id)).toEqual({ ...EDITED, id });
    expect(library.creditOf(id, FIRST.id)).toBe(FIRST.hours);
    expect(await store.completions.list(MIRA, id)).toHaveLength(2);
    expect(await store.standings.find(MIRA, id)).toMatchObject({
      taskId: 'another-one',
      doneHours: SECOND.hours,
    });
    expect(await store.tasks.list()).toContainEqual(
      expect.objectContaining({ pathwayId: id, taskId: FIRST.id, position: null }),
    );

    const back = await bring(setting, OWN);
    expect(back.replaces?.changes).toContainEqual(expect.stringContaining(`task "${FIRST.id}" is back`));
    await serverPathways.offer(GUILD, id, back.at);
    expect(await store.standings.find(MIRA, id)).toMatchObject({ doneHours: FIRST.hours + SECOND.hours });
  });

  test('is what it was after a restart', async () => {
    await using setting = await createSetting(backendPathway);
    const { store, serverPathways } = setting;
    const id = await offer(setting, OWN);
    const withdrawn = await offer(setting, numbered(2));
    await setting.membership.join({ userId: MIRA, guildId: GUILD, pathway: withdrawn });
    await serverPathways.withdraw(GUILD, withdrawn);
    await bring(setting, numbered(3));

    const unreadable: string[] = [];
    const owns = await readOwnPathways(store, pathwayReader, (pathwayId) => unreadable.push(pathwayId));
    const library = await openLibrary(store, [backendPathway], MONDAY_NOON, owns);
    expect(unreadable).toEqual([]);
    expect(library.offeredIn(GUILD).map((pathway) => pathway.id)).toEqual([backendPathway.id, id]);
    expect(library.find(withdrawn)?.to).toBe('Keeper of 2');
    expect(library.offeredIn(OTHER_GUILD)).toEqual([backendPathway]);
  });

  test('is left out of a start of which the version cannot read it, and comes back when it is brought again', async () => {
    await using setting = await createSetting(backendPathway);
    const { store, serverPathways, membership, library } = setting;
    const id = await offer(setting, OWN);
    await membership.join({ userId: MIRA, guildId: GUILD, pathway: id });
    const saved = await store.serverPathways.find(id);
    if (saved === undefined) throw new Error('it is not there');
    await store.serverPathways.save({ ...saved, content: '{"of":"another version"}' });

    const unreadable: [string, readonly string[]][] = [];
    const owns = await readOwnPathways(store, pathwayReader, (...each) => unreadable.push(each));
    expect(owns).toEqual([]);
    expect(unreadable).toEqual([[id, expect.arrayContaining(['of: expected no field of this name'])]]);
    const started = await openLibrary(store, [backendPathway], MONDAY_NOON, owns);
    expect(started.find(id)).toBeUndefined();

    library.remove(id);
    expect(await serverPathways.list(GUILD)).toMatchObject([{ id, pathway: undefined, walkers: 1 }]);
    await expectProblem(serverPathways.offerAgain(GUILD, id), { code: 'pathway-gone' });
    expect(await offer(setting, OWN)).toBe(id);
    expect(await membership.find(MIRA)).toMatchObject({ pathway: { id } });
  });
});

describe('withdrawn', () => {
  test('it goes on for who walks it, nobody else joins it, and it can be offered again', async () => {
    await using setting = await createSetting(backendPathway);
    const { membership, progress, serverPathways, servers } = setting;
    const id = await offer(setting, OWN);
    await membership.join({ userId: MIRA, guildId: GUILD, pathway: id });
    await servers.setUp({ guildId: GUILD, locale: 'en-GB', userId: TOMAS, pathway: id });
    expect(await serverPathways.withdraw(GUILD, id)).toBe('withdrawn');

    await progress.complete({ userId: MIRA, guildId: GUILD, task: FIRST.id });
    expect(await progress.standing(MIRA)).toMatchObject({ walk: { pathway: { id } }, progress: { done: 1 } });
    await expectProblem(membership.join({ userId: TOMAS, guildId: GUILD, pathway: id }), {
      code: 'unknown-pathway',
    });
    expect(await membership.join({ userId: TOMAS, guildId: GUILD })).toMatchObject({
      pathway: backendPathway,
    });
    expect(await serverPathways.list(GUILD)).toMatchObject([{ id, isOffered: false, walkers: 1 }]);

    await serverPathways.offerAgain(GUILD, id);
    expect(await membership.join({ userId: TOMAS, guildId: GUILD, pathway: id })).toMatchObject({
      pathway: { id },
    });
  });

  test('and walked by nobody, it is gone', async () => {
    await using setting = await createSetting(backendPathway);
    const { store, library, serverPathways } = setting;
    const id = await offer(setting, OWN);
    expect(await serverPathways.withdraw(GUILD, id)).toBe('gone');
    expect(library.find(id)).toBeUndefined();
    expect(await store.serverPathways.list(GUILD)).toEqual([]);
    expect((await store.tasks.list()).map(({ position }) => position)).toEqual([null, null, null, null]);
    await expectProblem(serverPathways.withdraw(GUILD, id), { code: 'pathway-gone' });
  });
});

describe('a withdrawal that is under way', () => {
  /** Of a process that dies there, or of which another knows nothing yet. */
  function createDoomed({ store, clock, library, notifier }: Setting, name: string, moment: Step['moment']) {
    return createServerPathwayService({
      store: makeMortal({ store, notifier }, (step) => step.name === name && step.moment === moment).store,
      clock,
      library,
      chance: createChance(),
      pathwayReader,
    });
  }

  test('changes nothing when it is not kept', async () => {
    await using setting = await createSetting(backendPathway);
    const { library, membership } = setting;
    const id = await offer(setting, OWN);
    const doomed = createDoomed(setting, 'pathwayChanges.add', 'before');
    await expect(doomed.withdraw(GUILD, id)).rejects.toThrow(CrashError);
    expect(library.findOffered(id, GUILD)).toBeDefined();
    expect(await membership.join({ userId: MIRA, guildId: GUILD, pathway: id })).toMatchObject({
      pathway: { id },
    });
  });

  test.each([false, true])('lets nobody join once it is kept (walked: %s)', async (isWalked) => {
    await using setting = await createSetting(backendPathway);
    const { store, library, membership, progress, servers } = setting;
    const id = await offer(setting, OWN);
    await servers.setUp({ guildId: GUILD, locale: 'en-GB', userId: TOMAS, pathway: id });
    if (isWalked) await membership.join({ userId: MIRA, guildId: GUILD, pathway: id });
    const doomed = createDoomed(setting, 'transaction', 'after');
    await expect(doomed.withdraw(GUILD, id)).rejects.toThrow(CrashError);
    expect(library.findOffered(id, GUILD)).toBeDefined();

    await expectProblem(membership.join({ userId: TOMAS, guildId: GUILD, pathway: id }), {
      code: 'unknown-pathway',
      pathways: ['Backend Developer → AI Infrastructure Engineer'],
    });
    await expectProblem(progress.complete({ userId: TOMAS, guildId: GUILD, pathwayId: id, task: FIRST.id }), {
      code: 'unknown-pathway',
    });
    expect(await membership.join({ userId: TOMAS, guildId: GUILD })).toMatchObject({
      pathway: backendPathway,
    });
    expect(await store.enrolments.countOn(id)).toBe(isWalked ? 1 : 0);
  });

  test('meets those who join: either they walk it, or it is gone', async () => {
    await using setting = await createSetting(backendPathway);
    const { store, membership, serverPathways } = setting;
    for (let round = 0; round < 10; round += 1) {
      const id = await offer(setting, numbered(round));
      const userIds = people(4).map((userId) => `${userId}${round}`);
      const joining = userIds.map((userId) => membership.join({ userId, guildId: GUILD, pathway: id }));
      const [outcome] = await Promise.all([serverPathways.withdraw(GUILD, id), Promise.allSettled(joining)]);
      const walkers = await store.enrolments.countOn(id);
      expect(await store.serverPathways.find(id)).toEqual(
        outcome === 'gone' ? undefined : expect.objectContaining({ offeredAt: null }),
      );
      if (outcome === 'gone') expect(walkers).toBe(0);
      else expect(walkers).toBeGreaterThan(0);
      await expectProblem(membership.join({ userId: MIRA, guildId: GUILD, pathway: id }), {
        code: 'unknown-pathway',
      });
      // A server has no more than a few.
      for (const userId of userIds) await setting.privacy.erase(userId);
      if (outcome === 'withdrawn') await serverPathways.withdraw(GUILD, id);
    }
  });
});

describe('what is not done', () => {
  test('a draft that is gone, or came before another, is not offered', async () => {
    await using setting = await createSetting(backendPathway);
    const { serverPathways, library } = setting;
    const first = await bring(setting, OWN);
    const second = await bring(setting, EDITED);
    const { id } = first.pathway;
    expect(second.pathway.id).toBe(id);
    await expectProblem(serverPathways.offer(GUILD, id, first.at), { code: 'draft-gone' });
    await serverPathways.discard(GUILD, id, first.at);
    await serverPathways.offer(GUILD, id, second.at);
    await expectProblem(serverPathways.offer(GUILD, id, second.at), { code: 'draft-gone' });

    const third = await bring(setting, OWN);
    await serverPathways.discard(GUILD, id, third.at);
    await expectProblem(serverPathways.offer(GUILD, id, third.at), { code: 'draft-gone' });
    expect(library.find(id)).toEqual({ ...EDITED, id });
  });

  test('another server offers, withdraws or discards nothing, whatever id it names', async () => {
    await using setting = await createSetting(backendPathway);
    const { serverPathways, library } = setting;
    const id = await offer(setting, OWN);
    const draft = await bring(setting, EDITED);
    await serverPathways.discard(OTHER_GUILD, id, draft.at);
    await expectProblem(serverPathways.offer(OTHER_GUILD, id, draft.at), { code: 'draft-gone' });
    await expectProblem(serverPathways.withdraw(OTHER_GUILD, id), { code: 'pathway-gone' });
    await expectProblem(serverPathways.offerAgain(OTHER_GUILD, id), { code: 'pathway-gone' });
    expect(library.find(id)).toEqual({ ...OWN, id });
    await serverPathways.offer(GUILD, id, draft.at);
    expect(await offer(setting, OWN, OTHER_GUILD)).not.toBe(id);
  });

  test('a fourth is not taken, and drafts take nobody’s place', async () => {
    await using setting = await createSetting(backendPathway);
    const { store, serverPathways } = setting;
    for (const number of [1, 2]) await offer(setting, numbered(number));
    const waiting = await bring(setting, numbered(3));
    await offer(setting, numbered(4));
    expect(await store.serverPathways.find(waiting.pathway.id)).toBeUndefined();
    await expectProblem(bring(setting, numbered(5)), { code: 'too-many-pathways', max: 3 });
    await offer(setting, { ...numbered(4), headline: 'The same one anew' });
    await serverPathways.withdraw(GUILD, (await serverPathways.list(GUILD))[0]?.id ?? '');
    await offer(setting, numbered(5));
    await offer(setting, numbered(1), OTHER_GUILD);
  });

  test('a pathway is not shown to those who ask after a member in another server', async () => {
    await using setting = await createSetting(backendPathway);
    const { membership, progress } = setting;
    const id = await offer(setting, OWN);
    await membership.join({ userId: MIRA, guildId: GUILD, pathway: id });
    await membership.setVisibility(MIRA, 'named');
    expect(await progress.standingOf(MIRA, GUILD)).toMatchObject({ walk: { pathway: { id } } });
    for (const guildId of [OTHER_GUILD, null]) {
      await expectProblem(progress.standingOf(MIRA, guildId), { code: 'progress-hidden' });
    }
  });
});
