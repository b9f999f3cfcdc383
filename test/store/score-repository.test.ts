import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type {
  BoardEntry,
  BoardKey,
  Listing,
  Score,
  StandingRow,
  TaskCredit,
} from '../../src/services/ports.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/temporary-store.ts';
import { runByHand } from '../support/by-hand.ts';
import { COHORT, ENROLMENT, MEMBER, SERVER, SERVER_MEMBER, UNUSUAL_TEXTS } from './records.ts';

const NOW = 1_790_000_000_000;
const BOARD: BoardKey = { boardId: SERVER.guildId, period: '2026-W10' };

let temporary: TemporaryStore;
beforeEach(async () => {
  temporary = await openTemporaryStore();
});
afterEach(() => temporary[Symbol.asyncDispose]());

const named = (label: string): Listing => ({ appearance: 'named', label, sortKey: label.toLowerCase() });

function scoreOf(userId: string, hours: number, listing: Listing | null, rest: Partial<Score> = {}): Score {
  return { ...BOARD, userId, hours, tasks: 1, listing, endsAt: NOW, ...rest };
}

/** Gives each of these members one line, on one board. */
async function fill(...scores: readonly Score[]): Promise<void> {
  for (const score of scores) {
    await temporary.store.members.save({ ...MEMBER, userId: score.userId });
    await temporary.store.scores.replace(score.userId, [score]);
  }
}

async function pageIds(offset: number, limit: number): Promise<readonly string[]> {
  return (await temporary.store.scores.page(BOARD, offset, limit)).map(({ userId }) => userId);
}

describe('the tasks of pathways', () => {
  it('are as they were saved last, those that have left their file too', async () => {
    const { tasks } = temporary.store;
    const task: TaskCredit = {
      pathwayId: 'p',
      taskId: 'a',
      phaseId: 'first',
      position: 0,
      hours: 5,
      title: 'A',
    };
    const others: readonly TaskCredit[] = [
      { ...task, taskId: 'b', position: 1 },
      { ...task, pathwayId: 'q' },
    ];
    expect(await tasks.list()).toEqual([]);
    await tasks.save([task, ...others]);
    const left: TaskCredit = { ...task, phaseId: 'second', position: null, hours: 9 };
    await tasks.save([left]);
    await tasks.save([left]);
    await tasks.save([]);
    const all = await tasks.list();
    expect(all).toHaveLength(3);
    expect(all).toEqual(expect.arrayContaining([left, ...others]));
    await expect(tasks.save([{ ...task, hours: 0 }])).rejects.toThrow(/CHECK/i);
  });
});

describe('standings', () => {
  it('are as they were saved last, on each pathway apart', async () => {
    const { members, enrolments, standings } = temporary.store;
    const standing: StandingRow = {
      userId: MEMBER.userId,
      pathwayId: ENROLMENT.pathwayId,
      phaseId: 'first',
      taskId: 'a',
      doneHours: 0,
      activeAt: NOW,
    };
    await expect(standings.save(standing)).rejects.toThrow(/FOREIGN KEY/i);
    await members.save(MEMBER);
    await enrolments.save(ENROLMENT);
    expect(await standings.find(MEMBER.userId, ENROLMENT.pathwayId)).toBeUndefined();
    await standings.save(standing);
    expect(await standings.find(MEMBER.userId, ENROLMENT.pathwayId)).toEqual(standing);
    const finished = { ...standing, phaseId: null, taskId: null, doneHours: 420, activeAt: NOW + 1 };
    await standings.save(finished);
    await standings.save(finished);
    expect(await standings.find(MEMBER.userId, ENROLMENT.pathwayId)).toEqual(finished);
    expect(await standings.find(MEMBER.userId, 'second')).toBeUndefined();
  });
});

describe('the boards on which a member stands', () => {
  const server = { boardId: SERVER.guildId, kind: 'server', timeZone: null, pathwayId: null, name: 'Mira' };
  const cohort = {
    boardId: COHORT.id,
    kind: 'cohort',
    timeZone: COHORT.timeZone,
    pathwayId: COHORT.pathwayId,
    name: 'Mira',
  };

  beforeEach(async () => {
    const { members, serverMembers, cohorts } = temporary.store;
    await members.save(MEMBER);
    await serverMembers.save(SERVER_MEMBER);
    await cohorts.save(COHORT);
  });

  const seats = () => temporary.store.scores.seats(MEMBER.userId);
  const join = (cohortId: string) =>
    temporary.store.cohorts.saveMembership({
      cohortId,
      userId: MEMBER.userId,
      sharesDetails: false,
      joinedAt: NOW,
    });

  it('are those of the servers they are in, in the zone of those that were set up', async () => {
    expect(await seats()).toEqual([server]);
    await temporary.store.servers.save(SERVER);
    expect(await seats()).toEqual([{ ...server, timeZone: SERVER.timeZone }]);
    await temporary.store.serverMembers.save({ ...SERVER_MEMBER, guildId: 'elsewhere', name: null });
    expect(await seats()).toHaveLength(2);
    expect(await seats()).toContainEqual({ ...server, boardId: 'elsewhere', name: null });
  });

  it('are those of their cohorts, as long as these are not archived', async () => {
    await join(COHORT.id);
    expect(await seats()).toEqual([server, cohort]);
    await temporary.store.cohorts.save({ ...COHORT, archivedAt: NOW });
    expect(await seats()).toEqual([server]);
  });

  it('are none where they have left the server, or never were in it', async () => {
    const { serverMembers, cohorts } = temporary.store;
    await join(COHORT.id);
    await cohorts.save({ ...COHORT, id: '2', guildId: 'elsewhere' });
    await join('2');
    await serverMembers.save({ ...SERVER_MEMBER, leftAt: NOW });
    expect(await seats()).toEqual([]);
    await serverMembers.save({ ...SERVER_MEMBER, name: 'Back' });
    expect(await seats()).toEqual([
      { ...server, name: 'Back' },
      { ...cohort, name: 'Back' },
    ]);
  });
});

describe('scores', () => {
  it('are all replaced at once, and replacing them twice changes nothing', async () => {
    const { members, scores } = temporary.store;
    await members.save(MEMBER);
    const week = scoreOf(MEMBER.userId, 5, named('Mira'));
    const all = { ...week, period: 'all', hours: 9, tasks: 2, endsAt: null };
    const elsewhere = { ...week, boardId: COHORT.id, listing: null };
    expect(await scores.find(BOARD, MEMBER.userId)).toBeUndefined();
    await scores.replace(MEMBER.userId, [week, all, elsewhere]);
    await scores.replace(MEMBER.userId, [week, all, elsewhere]);
    expect(await scores.find(BOARD, MEMBER.userId)).toEqual(week);
    expect(await scores.find({ ...BOARD, period: 'all' }, MEMBER.userId)).toEqual(all);
    expect(await scores.find({ ...BOARD, boardId: COHORT.id }, MEMBER.userId)).toEqual(elsewhere);
    expect(await scores.totals(BOARD)).toEqual({ members: 1, listed: 1, hours: 5, tasks: 1 });
    expect([...(await scores.boardIds(MEMBER.userId))].sort()).toEqual([SERVER.guildId, COHORT.id].sort());
    await scores.replace(MEMBER.userId, []);
    expect(await scores.find(BOARD, MEMBER.userId)).toBeUndefined();
    expect(await scores.boardIds(MEMBER.userId)).toEqual([]);
    expect(await scores.totals(BOARD)).toEqual({ members: 0, listed: 0, hours: 0, tasks: 0 });
  });

  it.each(UNUSUAL_TEXTS)('keep the label %j to the letter', async (label) => {
    const { scores } = temporary.store;
    const listing: Listing = { appearance: 'alias', label, sortKey: label };
    await fill(scoreOf(MEMBER.userId, 5, listing));
    expect(await scores.page(BOARD, 0, 1)).toEqual([{ userId: MEMBER.userId, hours: 5, tasks: 1, listing }]);
    expect(await scores.listings(BOARD, [MEMBER.userId])).toEqual(new Map([[MEMBER.userId, listing]]));
  });

  it('belong to a member', async () => {
    const replacing = temporary.store.scores.replace('1', [scoreOf('1', 5, null)]);
    await expect(replacing).rejects.toThrow(/FOREIGN KEY/i);
  });

  it('come with most hours first, then by name, then by id; pages go on where others ended', async () => {
    await fill(
      scoreOf('1', 5, named('b')),
      scoreOf('2', 7, named('z')),
      scoreOf('3', 5, named('a')),
      scoreOf('4', 9, null),
      scoreOf('5', 5, named('a')),
      scoreOf('6', 0, named('c')),
      scoreOf('7', 99, named('a'), { period: 'all' }),
      scoreOf('8', 99, named('a'), { boardId: 'elsewhere' }),
    );
    expect(await pageIds(0, 9)).toEqual(['2', '3', '5', '1', '6']);
    expect(await pageIds(0, 2)).toEqual(['2', '3']);
    expect(await pageIds(2, 2)).toEqual(['5', '1']);
    expect(await pageIds(3, 2)).toEqual(['1', '6']);
    expect(await pageIds(5, 2)).toEqual([]);
  });

  it('of the hidden count in totals, not among those whom others see', async () => {
    const { scores } = temporary.store;
    await fill(
      scoreOf('1', 9, null, { tasks: 4 }),
      scoreOf('2', 7, named('b'), { tasks: 3 }),
      scoreOf('3', 7, named('a')),
      scoreOf('4', 2, null),
    );
    expect(await scores.totals(BOARD)).toEqual({ members: 4, listed: 2, hours: 25, tasks: 9 });
    expect(await scores.countAbove(BOARD, 2)).toBe(2);
    expect(await scores.countAbove(BOARD, 7)).toBe(0);
    const entry: BoardEntry = { userId: '2', hours: 7, tasks: 3, listing: named('b') };
    expect(await scores.countBefore(BOARD, entry)).toBe(1);
    expect(await scores.listings(BOARD, ['1', '2', '9'])).toEqual(new Map([['2', named('b')]]));
    expect(await scores.listings(BOARD, [])).toEqual(new Map());
  });

  it('tell who stands on a board at all, in the order of user ids', async () => {
    const { scores } = temporary.store;
    for (const userId of ['30', '4', '100']) {
      await fill(scoreOf(userId, 5, null, { period: 'all' }));
    }
    await fill(scoreOf('5', 5, null, { period: 'all', boardId: 'elsewhere' }));
    expect(await scores.userIds(SERVER.guildId, '', 9)).toEqual(['100', '30', '4']);
    expect(await scores.userIds(SERVER.guildId, '100', 1)).toEqual(['30']);
    expect(await scores.userIds(SERVER.guildId, '4', 9)).toEqual([]);
  });

  it('of periods that have ended are forgotten, those of all time never', async () => {
    const { scores } = temporary.store;
    const ended = scoreOf('1', 5, named('a'), { endsAt: NOW - 1 });
    const current = scoreOf('1', 6, named('a'), { period: '2026-W11', endsAt: NOW });
    const all = scoreOf('1', 7, named('a'), { period: 'all', endsAt: null });
    await fill(ended);
    await scores.replace('1', [ended, current, all]);
    await scores.prune(NOW);
    await scores.prune(NOW);
    expect(await scores.find(ended, '1')).toBeUndefined();
    expect(await scores.totals(ended)).toMatchObject({ members: 0 });
    for (const kept of [current, all]) {
      expect(await scores.find(kept, '1')).toEqual(kept);
      expect(await scores.totals(kept)).toMatchObject({ members: 1, hours: kept.hours });
    }
  });

  it('that were found to end later are kept as long', async () => {
    const { scores } = temporary.store;
    await fill(scoreOf('1', 5, named('a'), { endsAt: NOW - 1 }));
    await fill(scoreOf('1', 5, named('a'), { endsAt: NOW + 1 }));
    await scores.prune(NOW);
    expect(await pageIds(0, 9)).toEqual(['1']);
  });

  it('go with the member', async () => {
    await fill(scoreOf('1', 5, named('a')), scoreOf('2', 5, named('b')));
    await runByHand(temporary.url, "DELETE FROM member WHERE user_id = '1'");
    expect(await pageIds(0, 9)).toEqual(['2']);
    expect(await temporary.store.scores.find(BOARD, '1')).toBeUndefined();
  });
});

describe('any board', () => {
  const USERS = ['1', '20', '3'];
  const BOARDS: readonly BoardKey[] = [
    BOARD,
    { ...BOARD, period: 'all' },
    { boardId: COHORT.id, period: 'all' },
  ];
  const listing = fc.option(
    // Some names share a key, and UTF-16 would order some otherwise than UTF-8 does.
    fc.constantFrom('A', 'a', 'b', '\u{ff21}', '\u{1f9d7}').map(named),
  );
  const line = fc.record({
    board: fc.constantFrom(...BOARDS),
    hours: fc.nat(4),
    tasks: fc.nat(3),
    listing,
  });
  const step = fc.record({
    userId: fc.constantFrom(...USERS),
    lines: fc.uniqueArray(line, { selector: ({ board }) => BOARDS.indexOf(board), maxLength: 3 }),
  });

  it('is what counting its lines one by one says, after any sequence of changes', async () => {
    const { members, scores } = temporary.store;
    for (const userId of USERS) await members.save({ ...MEMBER, userId });

    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const model = new Map<string, readonly Score[]>();
        for (const userId of USERS) await scores.replace(userId, []);
        for (const { userId, lines } of steps) {
          const own = lines.map(({ board, ...rest }): Score => ({ ...board, userId, endsAt: null, ...rest }));
          model.set(userId, own);
          await scores.replace(userId, own);
        }

        const all = [...model.values()].flat();
        for (const board of BOARDS) {
          const on = all.filter(
            ({ boardId, period }) => boardId === board.boardId && period === board.period,
          );
          const seen = on
            .flatMap(({ listing, userId, hours, tasks }) =>
              listing === null ? [] : [{ userId, hours, tasks, listing }],
            )
            .sort(
              (a, b) =>
                b.hours - a.hours ||
                Buffer.compare(Buffer.from(a.listing.sortKey), Buffer.from(b.listing.sortKey)) ||
                (a.userId < b.userId ? -1 : 1),
            );
          expect(await scores.totals(board)).toEqual({
            members: on.length,
            listed: seen.length,
            hours: on.reduce((sum, { hours }) => sum + hours, 0),
            tasks: on.reduce((sum, { tasks }) => sum + tasks, 0),
          });
          for (let offset = 0; offset <= seen.length; offset += 1) {
            expect(await scores.page(board, offset, 2)).toEqual(seen.slice(offset, offset + 2));
          }
          for (const [index, entry] of seen.entries()) {
            expect(await scores.countBefore(board, entry)).toBe(index);
          }
          for (let hours = 0; hours <= 4; hours += 1) {
            const above = seen.filter((entry) => entry.hours > hours).length;
            expect(await scores.countAbove(board, hours)).toBe(above);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
