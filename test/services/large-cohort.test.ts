import { expect, test } from 'vitest';
import { pathwayReader } from '../../src/content/brought-pathway.ts';
import { openLibrary } from '../../src/services/pathway-changes.ts';
import { createServices } from '../../src/services/services.ts';
import { addCrowd } from '../support/board-world.ts';
import { createChance } from '../support/chance.ts';
import { backendPathway } from '../support/loaded-pathways.ts';
import { createRecordedDirectory } from '../support/recorded-directory.ts';
import { createRecordedRoleGiver } from '../support/recorded-role-giver.ts';
import { createRecordingNotifier } from '../support/recording-notifier.ts';
import { openTemporaryStore } from '../support/temporary-store.ts';

const GUILD = '100000000000';
const COHORT = '200000000000000001';
const NOW = Date.UTC(2026, 2, 4, 12);
const MEMBERS = 5_000;
const MANAGER = { userId: '300000000000000001', guildId: GUILD, managesServer: true } as const;

/** One in ten of the crowd is hidden, one goes by an alias; half of them share their details. */
test('a cohort of five thousand is shown, ranked, summed up, looked into, exported and put to rest', async () => {
  await using temporary = await openTemporaryStore();
  const { store, path } = temporary;
  addCrowd(path, { guildId: GUILD, members: MEMBERS, cohortId: COHORT, now: NOW });
  const clock = { now: () => NOW };
  const { cohorts, leaderboards } = createServices({
    store,
    clock,
    library: await openLibrary(store, [backendPathway], NOW),
    notifier: createRecordingNotifier(clock.now),
    directory: createRecordedDirectory(),
    roleGiver: createRecordedRoleGiver(),
    chance: createChance(),
    pathwayReader,
  });

  expect(await cohorts.show(MANAGER, COHORT)).toMatchObject({ members: MEMBERS, asker: { isMember: false } });

  const first = await leaderboards.ofCohort(MANAGER, COHORT, { period: 'all', page: 0 });
  expect(first).toMatchObject({ pages: (MEMBERS * 9) / 10 / 10, totals: { members: MEMBERS } });
  expect(first.rows.map(({ rank }) => rank)).toEqual(Array.from({ length: 10 }, () => 1));
  const last = await leaderboards.ofCohort(MANAGER, COHORT, { period: 'all', page: first.pages });
  expect(last).toMatchObject({ page: first.pages - 1 });
  expect(last.rows.at(-1)?.entry.hours).toBeLessThan(first.rows[0]?.entry.hours ?? 0);

  const summary = await cohorts.summary(MANAGER, COHORT);
  expect(summary).toMatchObject({ members: MEMBERS });
  expect(summary.doers).toBeGreaterThan(MEMBERS / 10);
  expect(summary.congratulated).toHaveLength(5);

  const insights = await cohorts.insights.look(MANAGER, COHORT, 0);
  const inPhases = insights.inPhases.reduce((sum, { members }) => sum + members, insights.finished);
  expect({ ...insights, inPhases }).toMatchObject({
    members: MEMBERS,
    inPhases: MEMBERS,
    consenting: MEMBERS / 2,
    pages: Math.ceil(MEMBERS / 2 / insights.grid.length),
  });
  expect((await cohorts.insights.exportRows(MANAGER, COHORT)).rows).toHaveLength(MEMBERS / 2);

  await cohorts.settings.archive(MANAGER, COHORT);
  expect(await store.scores.totals({ boardId: COHORT, period: 'all' })).toMatchObject({ members: 0 });
  expect(await store.scores.totals({ boardId: GUILD, period: 'all' })).toMatchObject({ members: MEMBERS });
}, 180_000);
