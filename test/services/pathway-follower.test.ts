import { describe, expect, test } from 'vitest';
import type { Pathway } from '../../src/domain/pathway.ts';
import type { Services } from '../../src/services/services.ts';
import { accessibilityPathway, backendPathway } from '../support/loaded-pathways.ts';
import { createSetting, GUILD, MIRA } from './setting.ts';

const OWN: Pathway = { ...accessibilityPathway, id: 'moss-gardening', from: 'Gardener', to: 'Moss keeper' };
const [FIRST] = OWN.phases.flatMap(({ tasks }) => tasks);
if (FIRST === undefined) throw new Error('too short a pathway');

function withoutFirst(pathway: Pathway): Pathway {
  return {
    ...pathway,
    phases: pathway.phases.map((phase) => ({
      ...phase,
      tasks: phase.tasks.map((task) => (task.id === FIRST?.id ? { ...task, id: 'another-one' } : task)),
    })),
  };
}

async function offer({ serverPathways }: Services, pathway: Pathway): Promise<string> {
  const brought = await serverPathways.bring(GUILD, JSON.stringify(pathway));
  if ('faults' in brought) throw new Error(brought.faults.join());
  const { pathway: draft, at } = brought.draft;
  await serverPathways.offer(GUILD, draft.id, at);
  return draft.id;
}

describe('another process on the same database', () => {
  test('knows of a pathway that was offered, edited, withdrawn and offered again', async () => {
    await using here = await createSetting(backendPathway);
    const there = here.withPathways(backendPathway);
    const { library, pathwayFollower } = there;
    const id = await offer(here, OWN);
    expect(library.find(id)).toBeUndefined();
    await pathwayFollower.catchUp();
    expect(library.offeredIn(GUILD)).toEqual([backendPathway, { ...OWN, id }]);
    expect(library.revisionOf(id)).toBe(0);

    await here.membership.join({ userId: MIRA, guildId: GUILD, pathway: id });
    await offer(here, withoutFirst(OWN));
    await pathwayFollower.catchUp();
    expect(library.find(id)).toEqual({ ...withoutFirst(OWN), id });
    expect(library.revisionOf(id)).toBe(1);
    expect(await there.pathwayNews.take(MIRA)).toMatchObject([{ left: [{ title: FIRST.title }] }]);

    await here.serverPathways.withdraw(GUILD, id);
    await pathwayFollower.catchUp();
    expect(library.findOffered(id, GUILD)).toBeUndefined();
    expect(library.find(id)).toBeDefined();
    await here.serverPathways.offerAgain(GUILD, id);
    await pathwayFollower.catchUp();
    expect(library.findOffered(id, GUILD)).toBeDefined();
  });

  test('forgets one that nobody walked and that is gone', async () => {
    await using here = await createSetting(backendPathway);
    const there = here.withPathways(backendPathway);
    const id = await offer(here, OWN);
    await there.pathwayFollower.catchUp();
    expect(await here.serverPathways.withdraw(GUILD, id)).toBe('gone');
    await there.pathwayFollower.catchUp();
    expect(there.library.find(id)).toBeUndefined();
  });

  test('gives credit for tasks that came and went between two looks', async () => {
    await using here = await createSetting(backendPathway);
    const there = here.withPathways(backendPathway);
    const id = await offer(here, OWN);
    await here.membership.join({ userId: MIRA, guildId: GUILD, pathway: id });
    await here.progress.complete({ userId: MIRA, guildId: GUILD, task: FIRST.id });
    await offer(here, withoutFirst(OWN));
    await there.pathwayFollower.catchUp();
    expect(there.library.creditOf(id, FIRST.id)).toBe(FIRST.hours);
  });

  test('asks for one row while nothing happens, and for nothing twice', async () => {
    await using here = await createSetting(backendPathway);
    const there = here.withPathways(backendPathway);
    await offer(here, OWN);
    let readings = 0;
    const { pathwayChanges } = here.store;
    const after = pathwayChanges.after.bind(pathwayChanges);
    pathwayChanges.after = (number) => {
      readings += 1;
      return after(number);
    };
    await Promise.all(Array.from({ length: 5 }, () => there.pathwayFollower.catchUp()));
    await there.pathwayFollower.catchUp();
    expect(readings).toBe(1);
  });

  test('goes on where the word of old changes has been dropped', async () => {
    await using here = await createSetting(backendPathway);
    const there = here.withPathways(backendPathway);
    await offer(here, OWN);
    await here.store.retention.forgetPathwayChanges(here.clock.now() + 1, 10);
    await there.pathwayFollower.catchUp();
    const id = await offer(here, { ...OWN, id: 'another-way' });
    await there.pathwayFollower.catchUp();
    expect(there.library.offeredIn(GUILD)).toEqual([
      backendPathway,
      expect.objectContaining({ id, to: 'Moss keeper' }),
    ]);
  });
});
