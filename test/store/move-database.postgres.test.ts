import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { moveDatabase } from '../../src/store/move-database.ts';
import { openStore } from '../../src/store/open-store.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { runByHand } from '../support/by-hand.ts';
import { everyRow } from '../support/every-table.ts';
import {
  makeTemporaryDatabase,
  makeTemporaryFolder,
  MIGRATIONS_DIRECTORY,
  type TemporaryDatabase,
  type TemporaryFolder,
} from '../support/temporary-store.ts';
import { COHORT, COMPLETION, ENROLMENT, MEMBER, SERVER, SERVER_MEMBER, UNUSUAL_TEXTS } from './records.ts';

const NOW = 1_790_000_000_000;
const MEMBERS = 600;

let folder: TemporaryFolder;
let source: string;
let target: TemporaryDatabase;

beforeEach(async () => {
  folder = await makeTemporaryFolder();
  source = `sqlite:${join(folder.path, 'cairn.db')}`;
  target = await makeTemporaryDatabase('empty');
});
afterEach(async () => {
  await target[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const open = (databaseUrl: string) =>
  openStore({ databaseUrl, migrationsDirectory: MIGRATIONS_DIRECTORY, now: () => NOW });

const move = (from = source) =>
  moveDatabase({ from, to: target.url, migrationsDirectory: MIGRATIONS_DIRECTORY, now: () => NOW });

const withoutLedger = async (url: string) =>
  (await everyRow(url)).filter(({ table }) => table !== 'migration');

/** Rows in every table there is, more of one than go at once, and every kind of text. */
async function fillEveryTable(): Promise<void> {
  const store = await open(source);
  await store.transaction(async (repositories) => {
    for (let index = 0; index < MEMBERS; index += 1) {
      const text = UNUSUAL_TEXTS[index % UNUSUAL_TEXTS.length] ?? '';
      const userId = String(index);
      await repositories.members.save({ ...MEMBER, userId, alias: text });
      await repositories.enrolments.save({ ...ENROLMENT, userId });
      await repositories.completions.save({ ...COMPLETION, userId, note: text });
    }
    await repositories.standings.save({
      userId: '1',
      pathwayId: ENROLMENT.pathwayId,
      phaseId: null,
      taskId: null,
      doneHours: 3,
      activeAt: NOW,
    });
    await repositories.phaseDurations.save({ userId: '1', pathwayId: ENROLMENT.pathwayId, phaseId: 'p' }, 9);
    await repositories.nudges.save({
      userId: '1',
      weekday: 1,
      hour: 9,
      locale: 'de',
      state: 'on',
      pausedUntil: null,
      activeSince: NOW,
      next: { occurrence: '2026-W39', at: NOW },
      dmChannelId: null,
      notice: null,
    });
    await repositories.servers.save(SERVER);
    await repositories.serverMembers.save({ ...SERVER_MEMBER, userId: '1' });
    await repositories.phaseRoles.replace(SERVER.guildId, new Map([['p', '1']]));
    await repositories.deliveries.plan({
      kind: 'member-nudge',
      recipient: '1',
      occurrence: '2026-W39',
      dueAt: NOW,
      notBefore: NOW,
      state: 'pending',
      reason: null,
    });
    await repositories.tasks.save([
      { pathwayId: 'p', taskId: 't', phaseId: 'f', position: null, hours: 5, title: null },
    ]);
    await repositories.pathwayRevisions.add('p', 1, NOW, []);
    await repositories.scores.replace('1', [
      { boardId: 'b', period: 'all', userId: '1', hours: 5, tasks: 1, listing: null, endsAt: null },
    ]);
    await repositories.cohorts.save(COHORT);
    await repositories.cohorts.saveMembership({
      cohortId: COHORT.id,
      userId: '1',
      sharesDetails: true,
      joinedAt: NOW,
    });
    await repositories.cohorts.addFacilitator(COHORT.id, '2', NOW);
    await repositories.cohorts.saveGuesses(SERVER.guildId, '3', { misses: 1, since: NOW });
    await repositories.pinnedBoards.save({
      cohortId: COHORT.id,
      channelId: '1',
      messageId: null,
      dueAt: NOW,
    });
    await repositories.serverPathways.save({
      pathwayId: 'own',
      guildId: SERVER.guildId,
      fileId: 'f',
      content: '{}',
      offeredAt: NOW,
      draft: null,
    });
    await repositories.pathwayChanges.add('own', NOW);
    await repositories.leases.take('housekeeping', NOW, 1);
    await repositories.dmMinutes.open(1, 1);
  });
  await store.close();
}

async function expectRefusal(moving: Promise<unknown>, message: RegExp): Promise<void> {
  await expect(moving).rejects.toThrow(StoreError);
  await expect(moving).rejects.toThrow(message);
}

describe('moving to PostgreSQL', () => {
  it('takes every row of every table along, and the bot goes on there', async () => {
    await fillEveryTable();
    const before = await withoutLedger(source);
    const moved = await move();

    const tables = (await runByHand(source, `SELECT name FROM sqlite_master WHERE type = 'table'`)).map(
      ({ name }) => String(name),
    );
    expect(moved.map(({ table }) => table).sort()).toEqual(
      tables.filter((table) => table !== 'migration').sort(),
    );
    // A table that comes to be must be filled above.
    expect(moved.filter(({ rows }) => rows === 0)).toEqual([]);
    expect(moved).toContainEqual({ table: 'completion', rows: MEMBERS });
    expect(inOrder(await withoutLedger(target.url))).toEqual(inOrder(before));
    expect(await withoutLedger(source)).toEqual(before);

    const store = await open(target.url);
    await store.check();
    expect(await store.completions.find('7', ENROLMENT.pathwayId, COMPLETION.taskId)).toMatchObject({
      note: UNUSUAL_TEXTS[0],
    });
    expect(await store.deliveries.claim(NOW, 1)).toMatchObject([{ recipient: '1', attempts: 1 }]);
    await store.close();
  });

  it('leaves out the character that PostgreSQL cannot keep', async () => {
    await (await open(source)).close();
    await runByHand(source, `INSERT INTO code_guess VALUES (?, '1', 1, 1)`, 'before\0after');
    await move();
    expect(await runByHand(target.url, 'SELECT guild_id FROM code_guess')).toEqual([
      { guild_id: 'beforeafter' },
    ]);
  });

  it('is refused while a bot has the file open, and nothing is changed', async () => {
    const store = await open(source);
    await expectRefusal(move(), /is in use\. Stop the bot/);
    await store.close();
    expect(await everyRow(target.url)).toEqual([]);
    await move();
  });

  it('is refused to a database that is not empty', async () => {
    await (await open(source)).close();
    await move();
    await expectRefusal(move(), /not empty: it has code_guess, cohort/);
  });

  it('is refused from a file that is not there, is behind, or is something else', async () => {
    await expectRefusal(move(), /cairn\.db cannot be opened/);
    await runByHand(source, 'CREATE TABLE guestbook (entry TEXT)');
    await expectRefusal(move(), /lacks the migration 0001_initial\.sql\. Start this version of the bot/);
    const other = `${source}-2`;
    await (await open(other)).close();
    await runByHand(other, 'DELETE FROM migration WHERE version > 2');
    await expectRefusal(move(other), /lacks the migration 0003_cohorts\.sql/);
    expect(await everyRow(target.url)).toEqual([]);
  });

  it('is refused in any other direction', async () => {
    await expectRefusal(move(target.url), /from SQLite to PostgreSQL/);
  });

  it('keeps nothing when a table does not arrive as it was', async () => {
    await (await open(source)).close();
    // SQLite takes anything anywhere. PostgreSQL does not take this:
    await runByHand(source, `INSERT INTO code_guess VALUES ('1', '1', 'many', 1)`);
    await expectRefusal(move(), /does not take the table code_guess: .*integer.*Nothing was kept/);
    // This it takes for something else:
    await runByHand(source, `UPDATE code_guess SET misses = 1, guild_id = x'41'`);
    await expectRefusal(move(), /The table code_guess did not arrive as it was \(1 rows went, 1 came\)/);
    expect(await everyRow(target.url)).toEqual([]);
  });
});

function inOrder(rows: Awaited<ReturnType<typeof everyRow>>): readonly string[] {
  return rows.map(({ table, columns }) => JSON.stringify([table, Object.entries(columns).sort()])).sort();
}
