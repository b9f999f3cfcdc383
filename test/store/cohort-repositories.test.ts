import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Cohort } from '../../src/domain/cohort.ts';
import { StoreError } from '../../src/store/store-error.ts';
import type { PinnedBoard, ServerMember, StandingRow } from '../../src/services/ports.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/temporary-store.ts';
import { runByHand } from '../support/by-hand.ts';
import { COHORT, COMPLETION, ENROLMENT, MEMBER, SERVER, SERVER_MEMBER, UNUSUAL_TEXTS } from './records.ts';

const NOW = 1_790_000_000_000;

let temporary: TemporaryStore;
beforeEach(async () => {
  temporary = await openTemporaryStore();
});
afterEach(() => temporary[Symbol.asyncDispose]());

const idsOf = (cohorts: readonly Cohort[]) => cohorts.map(({ id }) => id);

/** Somebody on the first pathway and in the server; a name, or when they left. */
async function addWalker(userId: string, presence: Partial<ServerMember> = {}): Promise<void> {
  const { members, enrolments, serverMembers } = temporary.store;
  await members.save({ ...MEMBER, userId });
  await enrolments.save({ ...ENROLMENT, userId });
  await serverMembers.save({ ...SERVER_MEMBER, userId, ...presence });
}

async function addToCohort(userId: string, sharesDetails = false, joinedAt = NOW): Promise<void> {
  await temporary.store.cohorts.saveMembership({ cohortId: COHORT.id, userId, sharesDetails, joinedAt });
}

describe('members of a server', () => {
  it('are nobody at first, then who was saved last', async () => {
    const { serverMembers } = temporary.store;
    expect(await serverMembers.find(SERVER.guildId, MEMBER.userId)).toBeUndefined();
    await addWalker(MEMBER.userId);
    expect(await serverMembers.find(SERVER.guildId, MEMBER.userId)).toEqual(SERVER_MEMBER);
    const changed: ServerMember = {
      ...SERVER_MEMBER,
      name: null,
      seenAt: NOW + 1,
      leftAt: NOW + 2,
      phaseRoleId: '18446744073709551615',
      phaseRoleDueAt: NOW + 3,
    };
    await serverMembers.save(changed);
    await serverMembers.save(changed);
    expect(await serverMembers.find(SERVER.guildId, MEMBER.userId)).toEqual(changed);
    expect(await serverMembers.find('elsewhere', MEMBER.userId)).toBeUndefined();
  });

  it.each(UNUSUAL_TEXTS)('may be called %j', async (name) => {
    await addWalker(MEMBER.userId, { name });
    expect(await temporary.store.serverMembers.find(SERVER.guildId, MEMBER.userId)).toMatchObject({ name });
  });

  it('belong to a member, and need no server that was set up', async () => {
    await expect(temporary.store.serverMembers.save(SERVER_MEMBER)).rejects.toThrow(/FOREIGN KEY/i);
    await addWalker(MEMBER.userId);
    expect(await temporary.store.servers.find(SERVER.guildId)).toBeUndefined();
  });

  it('who were not seen for long come longest ago first, without those who left', async () => {
    await addWalker('1', { seenAt: NOW - 1 });
    await addWalker('2', { seenAt: NOW - 9 });
    await addWalker('3', { seenAt: NOW });
    await addWalker('4', { seenAt: NOW - 20, leftAt: NOW - 10 });
    const { serverMembers } = temporary.store;
    const notSeen = async (instant: number, limit: number) =>
      (await serverMembers.notSeenSince(instant, limit)).map(({ userId }) => userId);
    expect(await notSeen(NOW, 9)).toEqual(['2', '1']);
    expect(await notSeen(NOW, 1)).toEqual(['2']);
    expect(await notSeen(NOW - 9, 9)).toEqual([]);
  });

  it('are counted by the phase they are in, on one pathway, without those who left', async () => {
    const { enrolments, standings, serverMembers } = temporary.store;
    const standing: StandingRow = {
      userId: '1',
      pathwayId: ENROLMENT.pathwayId,
      phaseId: 'first',
      taskId: 'a',
      doneHours: 0,
      activeAt: NOW,
    };
    await addWalker('1');
    await addWalker('2');
    await addWalker('3');
    await addWalker('4', { leftAt: NOW });
    await addWalker('5', { guildId: 'elsewhere' });
    await addWalker('6');
    for (const userId of ['1', '2', '4', '5']) await standings.save({ ...standing, userId });
    await standings.save({ ...standing, userId: '3', phaseId: null, taskId: null });
    await enrolments.save({ ...ENROLMENT, userId: '6', pathwayId: 'second' });
    await standings.save({ ...standing, userId: '6', pathwayId: 'second' });
    expect(await serverMembers.countInPhases(SERVER.guildId, ENROLMENT.pathwayId)).toEqual(
      new Map([
        ['first', 2],
        [null, 1],
      ]),
    );
    expect(await serverMembers.countInPhases('nowhere', ENROLMENT.pathwayId)).toEqual(new Map());
  });

  it('whose phase role is due come the longest due first', async () => {
    await addWalker('1', { phaseRoleDueAt: NOW });
    await addWalker('2', { phaseRoleDueAt: NOW - 9 });
    await addWalker('3', { phaseRoleDueAt: NOW + 1 });
    await addWalker('4');
    const due = async (now: number, limit: number) =>
      (await temporary.store.serverMembers.phaseRoleDue(now, limit)).map(({ userId }) => userId);
    expect(await due(NOW - 10, 9)).toEqual([]);
    expect(await due(NOW, 9)).toEqual(['2', '1']);
    expect(await due(NOW, 1)).toEqual(['2']);
  });

  it('whose phase role is due come one of each server before a second of any', async () => {
    await addWalker('1', { phaseRoleDueAt: NOW - 9 });
    await addWalker('2', { phaseRoleDueAt: NOW - 8 });
    await addWalker('3', { phaseRoleDueAt: NOW - 7 });
    await addWalker('4', { guildId: 'elsewhere', phaseRoleDueAt: NOW });
    const due = await temporary.store.serverMembers.phaseRoleDue(NOW, 9);
    expect(due.map(({ userId }) => userId)).toEqual(['1', '4', '2', '3']);
  });

  it('are found many at a time', async () => {
    const { serverMembers } = temporary.store;
    for (const userId of ['1', '2', '3']) await addWalker(userId);
    await addWalker('1', { guildId: 'elsewhere' });
    const found = await serverMembers.findAll(SERVER.guildId, ['1', '3', '4']);
    expect(found.map(({ guildId, userId }) => [guildId, userId]).sort()).toEqual([
      [SERVER.guildId, '1'],
      [SERVER.guildId, '3'],
    ]);
    expect(await serverMembers.findAll(SERVER.guildId, [])).toEqual([]);
  });

  it('of a server have their phase roles due together, the others as before', async () => {
    const { serverMembers } = temporary.store;
    await addWalker('1');
    await addWalker('2', { phaseRoleDueAt: NOW + 99 });
    await addWalker('1', { guildId: 'elsewhere' });
    await serverMembers.setPhaseRolesDue(SERVER.guildId, NOW);
    const due = await serverMembers.phaseRoleDue(NOW, 9);
    expect(due.map(({ guildId, userId }) => [guildId, userId])).toEqual([
      [SERVER.guildId, '1'],
      [SERVER.guildId, '2'],
    ]);
  });

  it('who move on have their phase role due where there are such roles', async () => {
    const { serverMembers, phaseRoles } = temporary.store;
    await addWalker('1');
    await addWalker('1', { guildId: 'elsewhere' });
    await addWalker('2');
    await phaseRoles.replace(SERVER.guildId, new Map([['first', '61']]));
    await serverMembers.setPhaseRoleDue('1', NOW);
    const due = await serverMembers.phaseRoleDue(NOW, 9);
    expect(due).toEqual([{ ...SERVER_MEMBER, userId: '1', phaseRoleDueAt: NOW }]);
  });
});

describe('phase roles', () => {
  it('are replaced as a whole, for each server apart', async () => {
    const { phaseRoles } = temporary.store;
    const roles = new Map([
      ['first', '61'],
      ['second', '62'],
    ]);
    expect(await phaseRoles.list(SERVER.guildId)).toEqual(new Map());
    await phaseRoles.replace(SERVER.guildId, roles);
    await phaseRoles.replace(SERVER.guildId, roles);
    await phaseRoles.replace('elsewhere', new Map([['first', '63']]));
    expect(await phaseRoles.list(SERVER.guildId)).toEqual(roles);
    await phaseRoles.replace(SERVER.guildId, new Map([['third', '61']]));
    expect(await phaseRoles.list(SERVER.guildId)).toEqual(new Map([['third', '61']]));
    await phaseRoles.replace(SERVER.guildId, new Map());
    expect(await phaseRoles.list(SERVER.guildId)).toEqual(new Map());
    expect(await phaseRoles.list('elsewhere')).toEqual(new Map([['first', '63']]));
  });
});

describe('cohorts', () => {
  const FULL: Cohort = {
    ...COHORT,
    name: 'Été 2026 🧗',
    startsOn: '2026-06-01',
    hoursPerWeek: 5,
    breaks: [
      { startsOn: '2026-07-01', endsOn: '2026-07-14' },
      { startsOn: '2026-12-24', endsOn: '2027-01-02' },
    ],
    locale: 'pt-BR',
    timeZone: 'Pacific/Apia',
    weekday: 7,
    hour: 0,
    next: null,
    channelId: null,
    code: 'ABCD2345',
    capacity: 5_000,
    goal: { week: '2026-W10', tasks: 40 },
    archivedAt: NOW + 1,
    trouble: 'permission-lost',
  };

  it('are found as they were saved last', async () => {
    const { cohorts } = temporary.store;
    expect(await cohorts.find(COHORT.id)).toBeUndefined();
    await cohorts.save(COHORT);
    expect(await cohorts.find(COHORT.id)).toEqual(COHORT);
    await cohorts.save(FULL);
    await cohorts.save(FULL);
    expect(await cohorts.find(COHORT.id)).toEqual(FULL);
    await cohorts.save(COHORT);
    expect(await cohorts.find(COHORT.id)).toEqual(COHORT);
  });

  it.each(UNUSUAL_TEXTS)('may be called %j', async (name) => {
    await temporary.store.cohorts.save({ ...COHORT, name });
    expect(await temporary.store.cohorts.find(COHORT.id)).toEqual({ ...COHORT, name });
  });

  it.each([
    ['hours', { hoursPerWeek: 0 }],
    ['weekday', { weekday: 8 }],
    ['hour', { hour: 24 }],
    ['capacity', { capacity: 0 }],
    ['goal', { goal: { week: '2026-W10', tasks: 0 } }],
  ])('are refused with a %s that none can have', async (_, wrong) => {
    await expect(temporary.store.cohorts.save({ ...COHORT, ...wrong })).rejects.toThrow(/CHECK/i);
  });

  it('have names of their own among those of one server that are under way', async () => {
    const { cohorts } = temporary.store;
    await cohorts.save(COHORT);
    const namesake = { ...COHORT, id: '2', name: '  SPRING – 2026!' };
    await expect(cohorts.save(namesake)).rejects.toThrow(/UNIQUE/i);
    await cohorts.save({ ...namesake, guildId: 'elsewhere' });
    await cohorts.save({ ...namesake, id: '3', archivedAt: NOW });
    await cohorts.save({ ...namesake, id: '4', archivedAt: NOW });
    expect(await cohorts.findByNameKey(SERVER.guildId, 'spring2026')).toEqual(COHORT);
    await cohorts.save({ ...COHORT, archivedAt: NOW });
    expect(await cohorts.findByNameKey(SERVER.guildId, 'spring2026')).toBeUndefined();
    await cohorts.save({ ...COHORT, id: '3', archivedAt: null });
    expect(await cohorts.findByNameKey(SERVER.guildId, 'spring2026')).toMatchObject({ id: '3' });
    await expect(cohorts.save(COHORT)).rejects.toThrow(/UNIQUE/i);
  });

  it('have codes of their own in one server, archived or not, and none is no code', async () => {
    const { cohorts } = temporary.store;
    const coded = { ...COHORT, code: 'ABCD2345', archivedAt: NOW };
    await cohorts.save(coded);
    await expect(cohorts.save({ ...coded, id: '2' })).rejects.toThrow(/UNIQUE/i);
    await cohorts.save({ ...coded, id: '3', guildId: 'elsewhere' });
    await cohorts.save({ ...COHORT, id: '4', name: 'Fourth' });
    await cohorts.save({ ...COHORT, id: '5', name: 'Fifth' });
    expect(await cohorts.findByCode(SERVER.guildId, 'ABCD2345')).toEqual(coded);
    expect(await cohorts.findByCode('elsewhere', 'ABCD2345')).toMatchObject({ id: '3' });
    expect(await cohorts.findByCode(SERVER.guildId, 'abcd2345')).toBeUndefined();
  });

  it('of a server come the newest first, archived ones included', async () => {
    const { cohorts } = temporary.store;
    for (const [id, createdAt] of [
      ['1', 10],
      ['2', 30],
      ['3', 20],
      ['4', 20],
    ] as const) {
      await cohorts.save({ ...COHORT, id, name: id, createdAt, archivedAt: id === '3' ? NOW : null });
    }
    await cohorts.save({ ...COHORT, id: '5', guildId: 'elsewhere' });
    expect(idsOf(await cohorts.list(SERVER.guildId))).toEqual(['2', '4', '3', '1']);
    expect(await cohorts.list('nowhere')).toEqual([]);
  });

  it('are due from their instant on, the longest due first, and no more than asked for', async () => {
    const { cohorts } = temporary.store;
    const dueAt = (id: string, at: number | null): Cohort => ({
      ...COHORT,
      id,
      name: id,
      next: at === null ? null : { occurrence: '2026-W39', at },
    });
    for (const cohort of [dueAt('1', NOW), dueAt('2', NOW - 9), dueAt('3', NOW + 1), dueAt('4', null)]) {
      await cohorts.save(cohort);
    }
    expect(await cohorts.due(NOW - 10, 9)).toEqual([]);
    expect(await cohorts.due(NOW, 9)).toEqual([dueAt('2', NOW - 9), dueAt('1', NOW)]);
    expect(await cohorts.due(NOW, 1)).toEqual([dueAt('2', NOW - 9)]);
    expect(idsOf(await cohorts.plannedAfter(NOW))).toEqual(['3']);
    expect(idsOf(await cohorts.plannedAfter(NOW - 1)).sort()).toEqual(['1', '3']);
  });

  it.each(['', '{', '{}', '[{"startsOn":"2026-07-01"}]', '[{"startsOn":"July","endsOn":"2026-07-14"}]'])(
    'whose breaks cannot be read say what to do: %s',
    async (json) => {
      const { cohorts } = temporary.store;
      await cohorts.save(FULL);
      await runByHand(temporary.url, 'UPDATE cohort SET breaks = ?', json);
      const reading = cohorts.find(COHORT.id);
      await expect(reading).rejects.toThrow(StoreError);
      await expect(reading).rejects.toThrow(new RegExp(`"breaks".*cohort ${COHORT.id}.*Set it to '\\[\\]'`));
      await runByHand(temporary.url, "UPDATE cohort SET breaks = '[]'");
      expect(await cohorts.find(COHORT.id)).toEqual({ ...FULL, breaks: [] });
    },
  );
});

const standing = (userId: string, rest: Partial<StandingRow> = {}): StandingRow => ({
  userId,
  pathwayId: ENROLMENT.pathwayId,
  phaseId: 'first',
  taskId: 'a',
  doneHours: 7,
  activeAt: NOW,
  ...rest,
});

describe('members of a cohort', () => {
  beforeEach(async () => {
    await temporary.store.cohorts.save(COHORT);
  });

  it('are nobody at first, then who joined; joining again keeps since when', async () => {
    const { cohorts } = temporary.store;
    await addWalker('1');
    expect(await cohorts.membership(COHORT.id, '1')).toBeUndefined();
    await addToCohort('1');
    await addToCohort('1', true, NOW + 5);
    await addToCohort('1', true, NOW + 5);
    expect(await cohorts.membership(COHORT.id, '1')).toEqual({
      cohortId: COHORT.id,
      userId: '1',
      sharesDetails: true,
      joinedAt: NOW,
    });
    await cohorts.removeMembership(COHORT.id, '1');
    await cohorts.removeMembership(COHORT.id, '1');
    expect(await cohorts.membership(COHORT.id, '1')).toBeUndefined();
  });

  it('need a cohort and a member', async () => {
    await expect(addToCohort('1')).rejects.toThrow(/FOREIGN KEY/i);
    await addWalker('1');
    const membership = { cohortId: '2', userId: '1', sharesDetails: false, joinedAt: NOW };
    await expect(temporary.store.cohorts.saveMembership(membership)).rejects.toThrow(/FOREIGN KEY/i);
  });

  it('are counted while they are in its server; all are known', async () => {
    const { cohorts } = temporary.store;
    await addWalker('1');
    await addWalker('2', { leftAt: NOW });
    await addWalker('3');
    await addWalker('3', { guildId: 'elsewhere', leftAt: NOW });
    for (const userId of ['3', '2', '1']) await addToCohort(userId);
    expect(await cohorts.countMembers(COHORT.id)).toBe(2);
    expect(await cohorts.memberIds(COHORT.id)).toEqual(['1', '2', '3']);
    expect(await cohorts.countMembers('2')).toBe(0);
    expect(await cohorts.memberIds('2')).toEqual([]);
  });

  it('who consent come by name, without those who left', async () => {
    await addWalker('1', { name: 'Zoë' });
    await addWalker('2', { name: 'Ada' });
    await addWalker('3', { name: 'Ada' });
    await addWalker('4', { name: 'Ben' });
    await addWalker('5', { name: 'Cleo', leftAt: NOW });
    for (const userId of ['3', '1', '2', '5']) await addToCohort(userId, true, NOW + Number(userId));
    await addToCohort('4');
    expect(await temporary.store.cohorts.consenting(COHORT.id)).toEqual([
      { userId: '2', name: 'Ada', joinedAt: NOW + 2 },
      { userId: '3', name: 'Ada', joinedAt: NOW + 3 },
      { userId: '1', name: 'Zoë', joinedAt: NOW + 1 },
    ]);
  });

  it('find their cohorts, the last joined first; archived ones and those of other servers too', async () => {
    const { cohorts } = temporary.store;
    await addWalker('1');
    await addToCohort('1', false, 10);
    await cohorts.save({ ...COHORT, id: '2', name: 'Second', archivedAt: NOW });
    await cohorts.save({ ...COHORT, id: '3', guildId: 'elsewhere' });
    await cohorts.save({ ...COHORT, id: '4', name: 'Fourth' });
    for (const [cohortId, joinedAt] of [
      ['2', 30],
      ['3', 20],
    ] as const) {
      await cohorts.saveMembership({ cohortId, userId: '1', sharesDetails: false, joinedAt });
    }
    expect(idsOf(await cohorts.ofMember('1'))).toEqual(['2', '3', COHORT.id]);
    expect(await cohorts.ofMember('2')).toEqual([]);
  });

  it('stand where they are on its pathway, those who left and other pathways aside', async () => {
    const { standings, enrolments } = temporary.store;
    for (const userId of ['1', '2', '3', '4']) await addWalker(userId);
    await addWalker('3', { leftAt: NOW });
    await enrolments.save({ ...ENROLMENT, userId: '1', pathwayId: 'second' });
    await standings.save(standing('1', { pathwayId: 'second' }));
    for (const userId of ['1', '3', '4']) await standings.save(standing(userId));
    for (const userId of ['1', '2', '3']) await addToCohort(userId);
    expect(await standings.ofCohort(COHORT.id)).toEqual([standing('1')]);
  });

  it('are counted by the phase and the task that come next', async () => {
    const { standings } = temporary.store;
    for (const userId of ['1', '2', '3', '4', '5']) await addWalker(userId);
    await addWalker('4', { leftAt: NOW });
    const next = { phaseId: 'first-phase', taskId: 'first' };
    for (const userId of ['1', '2', '4', '5'])
      await standings.save(standing(userId, { ...next, doneHours: 5 }));
    await standings.save(standing('3', { phaseId: null, taskId: null, doneHours: 9 }));
    for (const userId of ['1', '2', '3', '4']) await addToCohort(userId);
    const counted = await standings.countInCohort(COHORT.id);
    expect(counted.toSorted((a, b) => b.members - a.members)).toEqual([
      { ...next, members: 2, doneHours: 10 },
      { phaseId: null, taskId: null, members: 1, doneHours: 9 },
    ]);
  });

  it('did what they have done on its pathway, from an instant to before another', async () => {
    const { completions, enrolments, cohorts, standings } = temporary.store;
    for (const userId of ['1', '2', '3']) await addWalker(userId);
    for (const userId of ['1', '2', '3']) await standings.save(standing(userId, { phaseId: 'second-phase' }));
    await addWalker('2', { leftAt: NOW });
    await enrolments.save({ ...ENROLMENT, userId: '1', pathwayId: 'second' });
    for (const userId of ['1', '2']) await addToCohort(userId);
    const record = (userId: string, taskId: string, at: number, rest = {}) =>
      completions.save({ ...COMPLETION, userId, taskId, at, ...rest });
    await record('1', 'before', NOW - 1);
    await record('1', 'first', NOW);
    await record('1', 'last', NOW + 9);
    await record('1', 'after', NOW + 10);
    await record('1', 'skipped', NOW, { status: 'skipped' });
    await record('1', 'elsewhere', NOW, { pathwayId: 'second' });
    await record('2', 'left', NOW);
    await record('3', 'outside', NOW);
    const doings = await cohorts.doings(COHORT, NOW, NOW + 10);
    expect(doings.toSorted((a, b) => a.at - b.at)).toEqual([
      { userId: '1', taskId: 'first', at: NOW, phaseId: 'second-phase' },
      { userId: '1', taskId: 'last', at: NOW + 9, phaseId: 'second-phase' },
    ]);
  });
});

describe('facilitators', () => {
  beforeEach(async () => {
    await temporary.store.cohorts.save(COHORT);
  });

  it('are known from the first on, and need not be members of anything', async () => {
    const { cohorts } = temporary.store;
    await cohorts.addFacilitator(COHORT.id, '9', 10);
    await cohorts.addFacilitator(COHORT.id, '7', 20);
    await cohorts.addFacilitator(COHORT.id, '8', 20);
    await cohorts.addFacilitator(COHORT.id, '9', 30);
    expect(await cohorts.facilitators(COHORT.id)).toEqual(['9', '7', '8']);
    await cohorts.removeFacilitator(COHORT.id, '9');
    await cohorts.removeFacilitator(COHORT.id, '9');
    expect(await cohorts.facilitators(COHORT.id)).toEqual(['7', '8']);
    await expect(cohorts.addFacilitator('2', '9', 10)).rejects.toThrow(/FOREIGN KEY/i);
  });

  it('find their cohorts, the last first', async () => {
    const { cohorts } = temporary.store;
    await cohorts.save({ ...COHORT, id: '2', name: 'Second', archivedAt: NOW });
    await cohorts.addFacilitator(COHORT.id, '9', 10);
    await cohorts.addFacilitator('2', '9', 20);
    expect(idsOf(await cohorts.ofFacilitator('9'))).toEqual(['2', COHORT.id]);
    expect(await cohorts.ofFacilitator('8')).toEqual([]);
  });
});

describe('wrong codes', () => {
  it('are counted for each person in each server, until they are forgotten', async () => {
    const { cohorts } = temporary.store;
    expect(await cohorts.guesses(SERVER.guildId, '1')).toBeUndefined();
    await cohorts.saveGuesses(SERVER.guildId, '1', { misses: 1, since: NOW });
    await cohorts.saveGuesses(SERVER.guildId, '1', { misses: 2, since: NOW });
    await cohorts.saveGuesses('elsewhere', '1', { misses: 5, since: NOW - 1 });
    expect(await cohorts.guesses(SERVER.guildId, '1')).toEqual({ misses: 2, since: NOW });
    await cohorts.saveGuesses(SERVER.guildId, '1', undefined);
    await cohorts.saveGuesses(SERVER.guildId, '1', undefined);
    expect(await cohorts.guesses(SERVER.guildId, '1')).toBeUndefined();
    expect(await cohorts.guesses('elsewhere', '1')).toEqual({ misses: 5, since: NOW - 1 });
  });
});

describe("a cohort's board", () => {
  const BOARD: PinnedBoard = { cohortId: COHORT.id, channelId: '51', messageId: '91', dueAt: NOW };
  const LATER = NOW + 1_000;

  beforeEach(async () => {
    await temporary.store.cohorts.save(COHORT);
  });

  it('is found as it was saved last, until it is removed', async () => {
    const { pinnedBoards } = temporary.store;
    expect(await pinnedBoards.find(COHORT.id)).toBeUndefined();
    await pinnedBoards.save(BOARD);
    expect(await pinnedBoards.find(COHORT.id)).toEqual(BOARD);
    const changed = { ...BOARD, channelId: '52', messageId: null, dueAt: LATER };
    await pinnedBoards.save(changed);
    await pinnedBoards.save(changed);
    expect(await pinnedBoards.find(COHORT.id)).toEqual(changed);
    await pinnedBoards.remove(COHORT.id);
    await pinnedBoards.remove(COHORT.id);
    expect(await pinnedBoards.find(COHORT.id)).toBeUndefined();
    await expect(pinnedBoards.save({ ...BOARD, cohortId: '2' })).rejects.toThrow(/FOREIGN KEY/i);
  });

  it('is due from its instant on, the longest due first', async () => {
    const { cohorts, pinnedBoards } = temporary.store;
    for (const [cohortId, dueAt] of [
      ['1', NOW],
      ['2', NOW - 9],
      ['3', NOW + 1],
    ] as const) {
      await cohorts.save({ ...COHORT, id: cohortId, name: cohortId });
      await pinnedBoards.save({ ...BOARD, cohortId, dueAt });
    }
    const due = async (now: number, limit: number) =>
      (await pinnedBoards.due(now, limit)).map(({ cohortId }) => cohortId);
    expect(await due(NOW - 10, 9)).toEqual([]);
    expect(await due(NOW, 9)).toEqual(['2', '1']);
    expect(await due(NOW, 1)).toEqual(['2']);
  });

  it('becomes due earlier, never later, and only where there is one', async () => {
    const { pinnedBoards } = temporary.store;
    await pinnedBoards.setDue([], NOW);
    await pinnedBoards.setDue([COHORT.id, SERVER.guildId], NOW);
    expect(await pinnedBoards.find(COHORT.id)).toBeUndefined();
    await pinnedBoards.save({ ...BOARD, dueAt: LATER });
    await pinnedBoards.setDue([SERVER.guildId, COHORT.id], NOW);
    expect(await pinnedBoards.find(COHORT.id)).toEqual(BOARD);
    await pinnedBoards.setDue([COHORT.id], LATER);
    expect((await pinnedBoards.find(COHORT.id))?.dueAt).toBeLessThanOrEqual(NOW);
  });

  it('has its message and its next look settled', async () => {
    const { pinnedBoards } = temporary.store;
    await pinnedBoards.save({ ...BOARD, messageId: null });
    await pinnedBoards.settle({ ...BOARD, messageId: null }, { ...BOARD, dueAt: LATER });
    expect(await pinnedBoards.find(COHORT.id)).toEqual({ ...BOARD, dueAt: LATER });
  });

  it.each([
    ['before that look would have ended', LATER, NOW],
    ['at the instant of that look', NOW, NOW],
    ['when that look has taken too long already', NOW, NOW + 5],
  ])('that became due while it was looked at is looked at again: %s', async (_, claimedUntil, recordedAt) => {
    const { pinnedBoards } = temporary.store;
    const claimed = { ...BOARD, dueAt: claimedUntil };
    await pinnedBoards.save(claimed);
    await pinnedBoards.setDue([COHORT.id], recordedAt);
    await pinnedBoards.settle(claimed, { ...claimed, messageId: '91', dueAt: LATER + 9 });
    expect(await pinnedBoards.due(recordedAt, 9)).toMatchObject([{ cohortId: COHORT.id, messageId: '91' }]);
  });

  it.each([
    ['elsewhere', { channelId: '52', messageId: '92' }],
    ['anew in the same channel', { messageId: '92' }],
  ])('that was pinned %s meanwhile stays there', async (_, pinned) => {
    const { pinnedBoards } = temporary.store;
    await pinnedBoards.save({ ...BOARD, dueAt: LATER, ...pinned });
    await pinnedBoards.settle(BOARD, { ...BOARD, dueAt: LATER + 9 });
    expect(await pinnedBoards.find(COHORT.id)).toEqual({ ...BOARD, dueAt: LATER, ...pinned });
  });

  it('that was removed meanwhile does not come back', async () => {
    const { pinnedBoards } = temporary.store;
    await pinnedBoards.settle(BOARD, { ...BOARD, dueAt: LATER });
    expect(await pinnedBoards.find(COHORT.id)).toBeUndefined();
  });
});

describe('a member who is erased', () => {
  it('leaves no cohort membership and no standing, and the cohort stays', async () => {
    const { cohorts, standings, serverMembers } = temporary.store;
    await cohorts.save(COHORT);
    for (const userId of ['1', '2']) {
      await addWalker(userId);
      await addToCohort(userId);
      await standings.save({
        userId,
        pathwayId: ENROLMENT.pathwayId,
        phaseId: null,
        taskId: null,
        doneHours: 3,
        activeAt: NOW,
      });
    }
    await runByHand(temporary.url, "DELETE FROM member WHERE user_id = '1'");
    expect(await cohorts.memberIds(COHORT.id)).toEqual(['2']);
    expect(await standings.find('1', ENROLMENT.pathwayId)).toBeUndefined();
    expect(await serverMembers.find(SERVER.guildId, '1')).toBeUndefined();
    expect((await standings.ofCohort(COHORT.id)).map(({ userId }) => userId)).toEqual(['2']);
    expect(await cohorts.find(COHORT.id)).toEqual(COHORT);
  });
});
