import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { personalExportSchema, type PersonalExport } from '../../src/domain/personal-export.ts';
import { nextTurn } from '../../src/domain/nudge.ts';
import { DeliveryError } from '../../src/services/ports.ts';
import { runByHand } from '../support/by-hand.ts';
import { everyRow, mentions, type TableRow } from '../support/every-table.ts';
import { accessibilityPathway, backendPathway } from '../support/loaded-pathways.ts';
import { propertyRuns } from '../support/property-runs.ts';
import {
  askerOf,
  CHANNEL,
  createCohort,
  createSetting,
  DAY,
  FRIDA,
  GUILD,
  joinCohort,
  MIRA,
  OTHER_GUILD,
  TOMAS,
  type Setting,
} from './setting.ts';

const PATHWAYS = [accessibilityPathway, backendPathway];
const TASKS = PATHWAYS.flatMap(({ id, phases }) =>
  phases.flatMap(({ tasks }) => tasks.map((task) => ({ pathwayId: id, taskId: task.id }))),
);
const SLOT = { weekday: 1, hour: 9, timeZone: 'Europe/Berlin' };

const openSetting = () => createSetting(...PATHWAYS);

/** A row in every table that can name somebody. */
async function doEverything(setting: Setting, userId: string): Promise<void> {
  const { store, clock, membership, progress, presence, servers } = setting;
  await membership.join({ userId, pathway: backendPathway.id, timeZone: 'Europe/Berlin' });
  await membership.join({ userId, pathway: accessibilityPathway.id, hoursPerWeek: 7 });
  await membership.setVisibility(userId, 'alias', `Robin ${userId.slice(-2)}`);
  for (const guildId of [GUILD, OTHER_GUILD]) {
    await servers.setUp({
      guildId,
      locale: 'de',
      userId,
      nudgeChannelId: CHANNEL,
      timeZone: 'Asia/Kathmandu',
    });
    await presence.join({ guildId, userId, name: `Walker ${userId.slice(-3)}` });
  }
  for (const { pathwayId, taskId } of TASKS.slice(0, 3)) {
    await progress.complete({
      userId,
      pathwayId,
      task: taskId,
      note: 'At first',
      link: 'https://a.example/1',
    });
    clock.advance(DAY);
    await progress.complete({ userId, pathwayId, task: taskId, note: 'Then', link: 'https://a.example/2' });
  }
  const cohort = await createCohort(setting, {
    asker: askerOf(userId),
    name: `Cohort ${clock.now()}`,
  });
  await joinCohort(setting, userId, cohort);
  await setting.cohorts.setSharing(askerOf(userId), cohort.id, true);
  await store.transaction(async (repositories) => {
    const now = clock.now();
    const { members, enrolments, nudges, deliveries, cohorts, pinnedBoards, serverMembers } = repositories;
    const member = await members.find(userId);
    const walk = await enrolments.find(userId, backendPathway.id);
    if (member === undefined || walk === undefined) throw new Error(`Nobody is ${userId}`);
    await members.save({ ...member, portfolioParts: ['dates', 'notes'] });
    await enrolments.save({
      ...walk,
      transferableSkills: ['linux'],
      ownedSkills: ['python', 'sql'],
      breaks: [{ startsOn: '2026-12-21', endsOn: '2027-01-03' }],
      agreedEndsOn: '2027-06-30',
      toldRevision: 3,
    });
    await nudges.save({
      userId,
      ...SLOT,
      locale: 'en-GB',
      state: 'paused',
      pausedUntil: now + 5 * DAY,
      activeSince: now,
      next: nextTurn(SLOT, userId, now),
      dmChannelId: `9${userId}`,
      notice: 'dms-refused',
    });
    for (const occurrence of ['2026-W46', '2026-W47']) {
      const key = { kind: 'member-nudge', recipient: userId, occurrence } as const;
      await deliveries.plan({ ...key, dueAt: now, notBefore: now, state: 'pending', reason: null });
    }
    const [claimed] = await deliveries.claim(now, 1);
    if (claimed === undefined) throw new Error('Nothing was claimed');
    await deliveries.settle([{ claimed, outcome: { state: 'sent', messageId: '41771983423143999' } }]);
    await deliveries.claim(now, 1);
    await cohorts.saveGuesses(GUILD, userId, { misses: 2, since: now });
    await pinnedBoards.save({ cohortId: cohort.id, channelId: CHANNEL, messageId: '77', dueAt: now + DAY });
    const seen = await serverMembers.find(GUILD, userId);
    if (seen !== undefined) await serverMembers.save({ ...seen, phaseRoleId: 'role-1', phaseRoleDueAt: now });
    const left = await serverMembers.find(OTHER_GUILD, userId);
    if (left !== undefined) await serverMembers.save({ ...left, leftAt: now });
  });
  const phaseId = backendPathway.phases[0]?.id;
  await runByHand(
    setting.url,
    'INSERT INTO phase_duration VALUES (?, ?, ?, 23)',
    userId,
    backendPathway.id,
    phaseId,
  );
}

const rowsNaming = async ({ url }: Setting, userId: string) =>
  (await everyRow(url)).filter((row) => mentions(row, userId));

const TABLES_THAT_NAME = [
  'code_guess',
  'cohort_facilitator',
  'cohort_member',
  'completion',
  'delivery',
  'enrolment',
  'member',
  'nudge',
  'phase_duration',
  'score',
  'server',
  'server_member',
  'standing',
];

describe('erasing', () => {
  test('leaves the id nowhere in the database, whatever named it', async () => {
    await using setting = await openSetting();
    await doEverything(setting, MIRA);
    expect([...new Set((await rowsNaming(setting, MIRA)).map(({ table }) => table))]).toEqual(
      TABLES_THAT_NAME,
    );
    const { holdings } = await setting.privacy.erase(MIRA);
    expect(holdings).toMatchObject({ isKnown: true, pathways: 2, records: 3, cohorts: 1, deliveries: 2 });
    expect(await rowsNaming(setting, MIRA)).toEqual([]);
  });

  test('leaves everybody else as they were, and the boards’ sums right', async () => {
    await using setting = await openSetting();
    await doEverything(setting, TOMAS);
    await doEverything(setting, MIRA);
    const before = await everyRow(setting.url);
    await setting.privacy.erase(MIRA);
    expectOnlyGone(before, await everyRow(setting.url), MIRA);
  });

  test('has the boards of their cohorts looked at again', async () => {
    await using setting = await openSetting();
    const cohort = await createCohort(setting);
    await joinCohort(setting, MIRA, cohort);
    const board = { cohortId: cohort.id, channelId: CHANNEL, messageId: '77' };
    await setting.store.pinnedBoards.save({ ...board, dueAt: setting.clock.now() + DAY });
    await setting.privacy.erase(MIRA);
    expect(await setting.store.pinnedBoards.due(setting.clock.now(), 10)).toMatchObject([board]);
  });

  test('twice, or of somebody nobody knows, changes nothing and says so', async () => {
    await using setting = await openSetting();
    await doEverything(setting, TOMAS);
    await doEverything(setting, MIRA);
    await setting.privacy.erase(MIRA);
    const before = await everyRow(setting.url);
    for (const userId of [MIRA, FRIDA]) {
      expect(await setting.privacy.erase(userId)).toMatchObject({
        holdings: { isKnown: false },
        rolesLeft: 0,
      });
    }
    expect(await everyRow(setting.url)).toEqual(before);
  });

  test('somebody can begin anew after it', async () => {
    await using setting = await openSetting();
    await doEverything(setting, MIRA);
    await setting.privacy.erase(MIRA);
    const { progress } = await setting.progress.complete({ userId: MIRA, task: TASKS[0]?.taskId ?? '' });
    expect(progress.done).toBe(1);
  });
});

describe('a cohort that somebody alone looks after', () => {
  test('stays, is named before and after, and its server’s managers look after it', async () => {
    await using setting = await openSetting();
    const alone = await createCohort(setting, { name: 'Alone' });
    const shared = await createCohort(setting, { name: 'Shared' });
    await setting.cohorts.addFacilitator(askerOf(FRIDA), shared.id, TOMAS);
    expect((await setting.privacy.holdings(FRIDA)).leftAlone).toEqual(['Alone']);
    expect((await setting.privacy.erase(FRIDA)).holdings.leftAlone).toEqual(['Alone']);
    const manager = { ...askerOf(TOMAS), managesServer: true };
    const { facilitators } = await setting.cohorts.addFacilitator(manager, alone.id, MIRA);
    expect(facilitators).toEqual([MIRA]);
  });
});

describe('the phase roles that the bot gave', () => {
  test('are taken back where they still are', async () => {
    await using setting = await openSetting();
    await doEverything(setting, MIRA);
    setting.roleGiver.roles.set('role-1', 'Phase 1');
    expect((await setting.privacy.erase(MIRA)).rolesLeft).toBe(0);
    expect(setting.roleGiver.requests).toEqual([`take ${MIRA} role-1`]);
  });

  test('are counted where Discord refuses, and everything is erased all the same', async () => {
    await using setting = await openSetting();
    await doEverything(setting, MIRA);
    for (const fault of [new DeliveryError('forbidden', '50013'), new Error('A fault of ours')]) {
      setting.roleGiver.before = () => Promise.reject(fault);
      await doEverything(setting, TOMAS);
      expect((await setting.privacy.erase(TOMAS)).rolesLeft).toBe(1);
      expect(await rowsNaming(setting, TOMAS)).toEqual([]);
    }
  });

  test('are taken again when one was given meanwhile', async () => {
    await using setting = await openSetting();
    await doEverything(setting, MIRA);
    const { roleGiver, store } = setting;
    roleGiver.roles.set('role-1', 'Phase 1').set('role-2', 'Phase 2');
    roleGiver.before = async (request) => {
      if (!request.endsWith('role-1')) return;
      const seen = await store.serverMembers.find(GUILD, MIRA);
      if (seen !== undefined) await store.serverMembers.save({ ...seen, phaseRoleId: 'role-2' });
    };
    await setting.privacy.erase(MIRA);
    expect(roleGiver.requests).toEqual([`take ${MIRA} role-1`, `take ${MIRA} role-2`]);
  });
});

describe('the export', () => {
  test('tells every value of every row that names somebody', async () => {
    await using setting = await openSetting();
    await doEverything(setting, TOMAS);
    await doEverything(setting, MIRA);
    const personal = await setting.privacy.export(MIRA);
    expect(personalExportSchema.parse(personal)).toEqual(personal);
    expectComplete(personal, await rowsNaming(setting, MIRA));
    expect(JSON.stringify(personal)).not.toContain(TOMAS);
    expect(personal.records[0]).toMatchObject({
      pathway: { title: expect.any(String) as string },
      task: { title: expect.any(String) as string },
      note: 'Then',
      replaced: { note: 'At first' },
    });
  });

  test('is empty of somebody the bot does not know', async () => {
    await using setting = await openSetting();
    await doEverything(setting, TOMAS);
    const personal = await setting.privacy.export(MIRA);
    expect(personalExportSchema.parse(personal)).toMatchObject({ member: null, records: [], userId: MIRA });
  });
});

test('whatever people did, one of them can take all of it away and leave nothing behind', async () => {
  const user = fc.constantFrom(MIRA, TOMAS, FRIDA);
  const doing = fc.oneof(
    fc.record({ kind: fc.constant('done' as const), user, task: fc.constantFrom(...TASKS.slice(0, 6)) }),
    fc.record({ kind: fc.constant('undo' as const), user }),
    fc.record({ kind: fc.constant('meet' as const), user, guildId: fc.constantFrom(GUILD, OTHER_GUILD) }),
    fc.record({
      kind: fc.constant('show' as const),
      user,
      to: fc.constantFrom('named' as const, 'hidden' as const),
    }),
    fc.record({ kind: fc.constant('join' as const), user }),
    fc.record({ kind: fc.constant('help' as const), user }),
    fc.record({ kind: fc.constant('guess' as const), user }),
    fc.record({ kind: fc.constant('set up' as const), user }),
    fc.record({ kind: fc.constant('erase' as const), user }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(doing, { minLength: 5, maxLength: 25 }), user, async (doings, leaver) => {
      await using setting = await openSetting();
      const { cohorts, membership, presence, privacy, progress, servers } = setting;
      const cohort = await createCohort(setting);
      for (const step of doings) {
        const { user: userId } = step;
        const work = async (): Promise<unknown> => {
          switch (step.kind) {
            case 'done':
              return progress.complete({ userId, pathwayId: step.task.pathwayId, task: step.task.taskId });
            case 'undo':
              return progress.undo(userId);
            case 'meet':
              return presence.join({ guildId: step.guildId, userId, name: `Name of ${userId}` });
            case 'show':
              return membership.setVisibility(userId, step.to);
            case 'join':
              return joinCohort(setting, userId, cohort);
            case 'help':
              return cohorts.addFacilitator({ ...askerOf(FRIDA), managesServer: true }, cohort.id, userId);
            case 'guess':
              return cohorts.join({ asker: askerOf(userId), name: 'Somebody', code: 'ABCDEFGH' });
            case 'set up':
              return servers.setUp({ guildId: GUILD, locale: 'en-GB', userId });
            case 'erase':
              return privacy.erase(userId);
          }
        };
        // Some of it is refused: a record that is not there, a server without the member.
        await work().catch(() => undefined);
        setting.clock.advance(DAY);
      }
      const before = await everyRow(setting.url);
      expectComplete(
        await privacy.export(leaver),
        before.filter((row) => mentions(row, leaver)),
      );
      await privacy.erase(leaver);
      expectOnlyGone(before, await everyRow(setting.url), leaver);
    }),
    { numRuns: propertyRuns(15) },
  );
});

/** The rows that named somebody are gone; the sums count what is left; nothing else has changed. */
function expectOnlyGone(before: readonly TableRow[], after: readonly TableRow[], userId: string): void {
  expect(after.filter((row) => mentions(row, userId))).toEqual([]);
  const isKept = ({ table }: TableRow) => table !== 'score_level' && table !== 'cohort_board';
  const expected = before.flatMap((row) => {
    if (!mentions(row, userId)) return [row];
    if (row.table !== 'server') return [];
    return [{ ...row, columns: { ...row.columns, set_up_by: null } }];
  });
  expect(after.filter(isKept)).toEqual(expected.filter(isKept));
  expect(countedLevels(after)).toEqual(keptLevels(after));
}

function keptLevels(rows: readonly TableRow[]): ReadonlyMap<string, string> {
  const levels = rows.filter(({ table, columns }) => table === 'score_level' && columns['members'] !== 0);
  return new Map(
    levels
      .map(
        ({ columns }) =>
          [
            `${columns['board_id']} ${columns['period']} ${columns['hours']}`,
            `${columns['members']} ${columns['listed']} ${columns['tasks']}`,
          ] as const,
      )
      .toSorted(),
  );
}

function countedLevels(rows: readonly TableRow[]): ReadonlyMap<string, string> {
  const sums = new Map<string, [number, number, number]>();
  for (const { table, columns } of rows) {
    if (table !== 'score') continue;
    const key = `${columns['board_id']} ${columns['period']} ${columns['hours']}`;
    const [members, listed, tasks] = sums.get(key) ?? [0, 0, 0];
    sums.set(key, [
      members + 1,
      listed + (columns['sort_key'] === null ? 0 : 1),
      tasks + Number(columns['tasks']),
    ]);
  }
  return new Map([...sums].map(([key, counts]) => [key, counts.join(' ')] as const).toSorted());
}

/** Each row is one entry of the file that tells all its values, in the file's own form. */
function expectComplete(personal: PersonalExport, rows: readonly TableRow[]): void {
  const entries = Object.values(personal)
    .flatMap((section): unknown[] => (Array.isArray(section) ? section : [section]))
    .map((entry) => leavesOf(entry).map(String));
  for (const { table, columns } of rows) {
    const told = Object.entries(columns).flatMap(([column, value]) =>
      value === null || value === personal.userId ? [] : leavesOf(inTheFile(column, value)).map(String),
    );
    const isTold = entries.some((leaves) => told.every((value) => leaves.includes(value)));
    expect(isTold, `${table}: ${JSON.stringify(columns)}`).toBe(true);
  }
}

function inTheFile(column: string, value: string | number): unknown {
  if (column === 'shares_details') return value === 1;
  if (typeof value === 'string' && /^[[{]/.test(value)) return JSON.parse(value);
  return value;
}

/** Nothing but an instant is as large a number. */
const EARLIEST_INSTANT = Date.UTC(2000, 0);

function leavesOf(value: unknown): readonly unknown[] {
  if (value === null) return [];
  if (typeof value === 'object') return Object.values(value).flatMap(leavesOf);
  return [typeof value === 'number' && value > EARLIEST_INSTANT ? new Date(value).toISOString() : value];
}
