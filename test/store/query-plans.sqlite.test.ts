import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { BoardKey, Listing } from '../../src/services/ports.ts';
import { createCohortRepository } from '../../src/store/cohorts.ts';
import { createDeliveryRepository } from '../../src/store/deliveries.ts';
import { createNudgeRepository } from '../../src/store/nudges.ts';
import { createPinnedBoardRepository } from '../../src/store/pinned-boards.ts';
import { createRetentionRepository } from '../../src/store/retention.ts';
import { createScoreRepository } from '../../src/store/scores.ts';
import { createServerMemberRepository } from '../../src/store/server-members.ts';
import { createServerRepository } from '../../src/store/servers.ts';
import { createStandingRepository } from '../../src/store/standings.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/temporary-store.ts';
import { explain } from './query-plans.ts';
import { COHORT, MEMBER, SERVER } from './records.ts';

const NOW = 1_790_000_000_000;
const BOARD: BoardKey = { boardId: SERVER.guildId, period: '2026-W10' };

let temporary: TemporaryStore;
beforeEach(async () => {
  temporary = await openTemporaryStore();
});
afterEach(() => temporary[Symbol.asyncDispose]());

const named = (label: string): Listing => ({ appearance: 'named', label, sortKey: label.toLowerCase() });

describe('what is asked every minute', () => {
  it('is answered from an index, whatever else there is', async () => {
    const plans = await explain(temporary.path, async (database) => {
      const nudges = createNudgeRepository(database);
      const servers = createServerRepository(database);
      const deliveries = createDeliveryRepository(database);
      await nudges.due(NOW, 50);
      await nudges.plannedAfter(NOW);
      await servers.due(NOW, 50);
      await servers.plannedAfter(NOW);
      await deliveries.claim(NOW, 5);
      await deliveries.oldestDueAt(NOW);
      await deliveries.abandonClaimedAfter(NOW, 'clock-set-back');
    });

    // The rows that are due are gone through one by one: they are no more than were asked for.
    expect(plans.filter((step) => /SCAN (?!due$)|TEMP B-TREE/.test(step))).toEqual([]);
    for (const index of ['nudge_due', 'server_due', 'delivery_open', 'delivery_under_way']) {
      expect(plans.join('\n')).toContain(`INDEX ${index} `);
    }
  });
});

describe('what is asked every minute, or of a cohort of thousands', () => {
  it('is answered from an index, whatever else there is', async () => {
    const plans = await explain(temporary.path, async (database) => {
      const cohorts = createCohortRepository(database);
      const pinnedBoards = createPinnedBoardRepository(database);
      const serverMembers = createServerMemberRepository(database);
      await cohorts.due(NOW, 50);
      await cohorts.plannedAfter(NOW);
      await pinnedBoards.due(NOW, 20);
      await pinnedBoards.setDue(['1', '2'], NOW);
      await serverMembers.notSeenSince(NOW, 10);
      await serverMembers.setPhaseRoleDue('1', NOW);
      await cohorts.memberIds(COHORT.id);
      await cohorts.countMembers(COHORT.id);
      await cohorts.doings(COHORT, NOW, NOW + 1);
      await cohorts.findByCode(SERVER.guildId, 'ABCD2345');
      await createStandingRepository(database).ofCohort(COHORT.id);
    });
    expect(plans.filter((step) => /SCAN|TEMP B-TREE/.test(step))).toEqual([]);
    // A cohort's members are few among all who are in its server; those who left it are fewer.
    const ofServer = plans.filter((step) => /server_member .*\(guild_id=\?\)$/.test(step));
    expect(new Set(ofServer)).toEqual(
      new Set(['SEARCH server_member USING INDEX server_member_left (guild_id=?)']),
    );
    for (const index of [
      'completion_at',
      'cohort_due',
      'cohort_board_due',
      'cohort_code',
      'server_member_seen',
      'server_member_user',
    ]) {
      expect(plans.join('\n')).toContain(`INDEX ${index} `);
    }
  });

  it('is sorted only as far as it is due', async () => {
    const plan = await explain(temporary.path, async (database) => {
      await createServerMemberRepository(database).phaseRoleDue(NOW, 10);
    });
    expect(plan.filter((step) => step.includes('server_member'))).toEqual([
      expect.stringContaining('INDEX server_member_role_due (phase_role_due_at<?)'),
    ]);
  });
});

describe('boards', () => {
  it('are read from indexes', async () => {
    const { members, scores: stored } = temporary.store;
    await members.save({ ...MEMBER, userId: '1' });
    await stored.replace('1', [
      { ...BOARD, userId: '1', hours: 5, tasks: 1, listing: named('a'), endsAt: NOW },
    ]);
    const plans = await explain(temporary.path, async (database) => {
      const scores = createScoreRepository(database);
      await scores.find(BOARD, '1');
      await scores.page(BOARD, 0, 10);
      await scores.listings(BOARD, ['1', '2']);
      await scores.countAbove(BOARD, 4);
      await scores.countBefore(BOARD, { userId: '1', hours: 5, tasks: 1, listing: named('a') });
      await scores.totals(BOARD);
      await scores.userIds(SERVER.guildId, '', 500);
      await scores.boardIds('1');
      await scores.replace('1', []);
      await scores.prune(NOW);
    });
    expect(plans.filter((step) => step.includes('SCAN'))).toEqual([]);
    const steps = plans.join('\n');
    expect(steps).toContain('SEARCH score USING INDEX score_rank (board_id=? AND period=? AND hours<?)');
    expect(steps).toContain(
      'SEARCH score USING COVERING INDEX score_rank (board_id=? AND period=? AND hours=?',
    );
    expect(steps).toContain('SEARCH score USING INDEX score_user (user_id=?)');
    expect(steps).toContain('SEARCH score USING COVERING INDEX score_over (ends_at<?)');
    expect(steps).toMatch(/SEARCH score_level USING INDEX \w+ \(board_id=\? AND period=\? AND hours>\?\)/);
    expect(steps).toContain('SEARCH score_level USING INDEX score_level_over (ends_at<?)');
  });
});

describe('what is forgotten', () => {
  it('is found by an index, however many there are', async () => {
    const plans = await explain(temporary.path, (database) =>
      createRetentionRepository(database).forgetDeliveries(NOW, 10),
    );
    expect(plans.join('\n')).toContain('INDEX delivery_over');
    expect(plans.join('\n')).not.toContain('SCAN delivery');
  });
});
