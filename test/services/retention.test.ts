import { describe, expect, test } from 'vitest';
import { FORGOTTEN_AT_ONCE, RETENTION_MS, createRetentionService } from '../../src/services/retention.ts';
import { runByHand } from '../support/by-hand.ts';
import { everyRow } from '../support/every-table.ts';
import { backendPathway } from '../support/loaded-pathways.ts';
import { HOUR_MS, MONDAY, openNudgeWorld, WEEK_MS } from '../support/nudge-world.ts';
import {
  askerOf,
  createCohort,
  createSetting,
  expectProblem,
  GUILD,
  joinCohort,
  MIRA,
  OTHER_GUILD,
  TOMAS,
  type Setting,
} from './setting.ts';

const rowsOf = async (url: string, table: string) =>
  (await everyRow(url)).filter((row) => row.table === table).map(({ columns }) => columns);

/** Runs the job just before something has been kept for long enough, and when it has. */
async function untilForgotten(setting: Setting, kept: number, table: string): Promise<readonly number[]> {
  const counts: number[] = [];
  for (const wait of [kept, 1]) {
    setting.clock.advance(wait);
    await setting.retention.forgetPast();
    counts.push((await rowsOf(setting.url, table)).length);
  }
  return counts;
}

describe('what is forgotten', () => {
  test('deliveries that are over, 90 days after they were due; what is under way stays', async () => {
    await using setting = await createSetting(backendPathway);
    const { store, clock } = setting;
    const now = clock.now();
    const plan = (occurrence: string, state: 'pending' | 'skipped') =>
      store.deliveries.plan({
        kind: 'member-nudge',
        recipient: MIRA,
        occurrence,
        dueAt: now,
        notBefore: now,
        state,
        reason: null,
      });
    await plan('2026-W45', 'skipped');
    await plan('2026-W46', 'pending');
    const [claimed] = await store.deliveries.claim(now, 1);
    if (claimed === undefined) throw new Error('Nothing was claimed');
    await store.deliveries.settle([{ claimed, outcome: { state: 'sent', messageId: '1' } }]);
    await plan('2026-W47', 'pending');
    await store.deliveries.claim(now, 1);
    await plan('2026-W48', 'pending');
    expect(await untilForgotten(setting, RETENTION_MS.deliveries, 'delivery')).toEqual([4, 2]);
    const left = await rowsOf(setting.url, 'delivery');
    expect(left.map(({ state }) => state).toSorted()).toEqual(['pending', 'sending']);
  });

  test('a backlog bit by bit', async () => {
    await using setting = await createSetting(backendPathway);
    const { store, clock, retention, url } = setting;
    const now = clock.now();
    for (let index = 0; index < FORGOTTEN_AT_ONCE + 5; index += 1) {
      await store.deliveries.plan({
        kind: 'server-nudge',
        recipient: GUILD,
        occurrence: `+${index}`,
        dueAt: now + index,
        notBefore: now,
        state: 'skipped',
        reason: 'too-late',
      });
    }
    clock.advance(2 * RETENTION_MS.deliveries);
    await retention.forgetPast();
    // The oldest go first.
    const left = await rowsOf(url, 'delivery');
    expect(left.map(({ due_at }) => Number(due_at) - now).sort((one, other) => one - other)).toEqual(
      Array.from({ length: 5 }, (_, index) => FORGOTTEN_AT_ONCE + index),
    );
    await retention.forgetPast();
    expect(await rowsOf(url, 'delivery')).toEqual([]);
  });

  test('wrong codes, after a day', async () => {
    await using setting = await createSetting(backendPathway);
    const { store, clock } = setting;
    await store.cohorts.saveGuesses(GUILD, MIRA, { misses: 5, since: clock.now() });
    expect(await untilForgotten(setting, RETENTION_MS.guesses, 'code_guess')).toEqual([1, 0]);
  });

  test('who left a server, 30 days later, and their places in its cohorts; elsewhere they stay', async () => {
    await using setting = await createSetting(backendPathway);
    const { store, clock, presence, cohorts, progress } = setting;
    const here = await createCohort(setting);
    const there = await createCohort(setting, { asker: askerOf(TOMAS, OTHER_GUILD) });
    for (const cohort of [here, there]) await joinCohort(setting, MIRA, cohort);
    await joinCohort(setting, TOMAS, here);
    const seen = await store.serverMembers.find(GUILD, MIRA);
    if (seen === undefined) throw new Error('Mira is not there');
    await store.serverMembers.save({ ...seen, leftAt: clock.now() });
    expect(await untilForgotten(setting, RETENTION_MS.leavers, 'server_member')).toEqual([3, 2]);
    expect((await rowsOf(setting.url, 'cohort_member')).map(({ user_id }) => user_id).toSorted()).toEqual([
      MIRA,
      TOMAS,
    ]);

    // Who comes back is welcome, and takes part from what they do next.
    await expectProblem(cohorts.leave(askerOf(MIRA), here.id), { code: 'not-in-cohort' });
    await presence.seen({ guildId: GUILD, userId: MIRA, name: 'Mira' });
    expect(await store.serverMembers.find(GUILD, MIRA)).toBeUndefined();
    await joinCohort(setting, MIRA, here);
    await progress.complete({ userId: MIRA, task: backendPathway.phases[0]?.tasks[0]?.id ?? '' });
    expect(await store.scores.find({ boardId: GUILD, period: 'all' }, MIRA)).toMatchObject({ tasks: 1 });
  });

  test('drafts of pathways, after a day; what was offered stays', async () => {
    await using setting = await createSetting(backendPathway);
    const now = setting.clock.now();
    const insert = 'INSERT INTO server_pathway VALUES (?, ?, ?, ?, ?, ?, ?)';
    await runByHand(setting.url, insert, 's-1', GUILD, 'one', null, null, '{}', now);
    await runByHand(setting.url, insert, 's-2', GUILD, 'two', '{}', now, '{}', now);
    await runByHand(setting.url, insert, 's-3', GUILD, 'three', '{}', null, null, null);
    expect(await untilForgotten(setting, RETENTION_MS.drafts, 'server_pathway')).toEqual([3, 2]);
    expect(await rowsOf(setting.url, 'server_pathway')).toMatchObject([
      { pathway_id: 's-2', content: '{}', offered_at: now, draft: null, draft_at: null },
      { pathway_id: 's-3', content: '{}' },
    ]);
  });
});

test('a week that the ledger has forgotten does not go out again, whatever the member changes', async () => {
  await using world = await openNudgeWorld();
  const member = '101';
  await world.addWalker(member);
  await world.addServer('201');
  const retention = createRetentionService(world);
  const weeks = 30;
  for (let week = 0; week < weeks; week += 1) {
    // Every second week there is another process, and the member moves the hour.
    const service = world.createService();
    const turn = MONDAY + week * WEEK_MS + 9 * HOUR_MS;
    // Whoever is quiet for long is left alone: this one never is.
    await world.store.nudges.save({ ...(await world.nudge(member)), activeSince: turn });
    await world.at(turn + HOUR_MS / 2, service);
    await retention.forgetPast();
    if (week % 2 === 1) {
      await world.moveSlot(member, { weekday: 1 + (week % 7), hour: 9, timeZone: 'Etc/UTC' });
      await world.moveSlot(member, { weekday: 1, hour: 9, timeZone: 'Etc/UTC' });
    }
    await world.at(turn + HOUR_MS, world.createService());
  }
  const sent = world.reports.filter(({ state }) => state === 'sent');
  const keys = sent.map(({ kind, recipient, occurrence }) => `${kind} ${recipient} ${occurrence}`);
  expect(new Set(keys).size).toBe(keys.length);
  expect(sent.filter(({ recipient }) => recipient === member)).toHaveLength(weeks);
  expect(world.notifier.messages).toHaveLength(sent.length);
  expect((await rowsOf(world.url, 'delivery')).length).toBeLessThan(keys.length);
});
