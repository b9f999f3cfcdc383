import { composeSummary, type CohortSummary } from './cohort-posts.ts';
import { UserError } from '../domain/errors.ts';
import type { Cohort } from '../domain/cohort.ts';
import { searchCandidates } from '../domain/matching.ts';
import { findCohort, isActive, ownCohorts, requireInside, type CohortAsker } from './cohort-finder.ts';
import { createCohortInsightsService, type CohortInsightsService } from './cohort-insights.ts';
import { createCohortMembershipService, type CohortMembershipService } from './cohort-membership.ts';
import { createCohortSettingsService, type CohortSettingsService } from './cohort-settings.ts';
import type { PathwayLibrary } from './pathway-library.ts';
import type { Chance, Clock, Store } from './ports.ts';
import type { ScoreKeeper } from './score-keeper.ts';

/** Everything about cohorts that commands ask for. */
export interface CohortService extends CohortMembershipService {
  readonly settings: CohortSettingsService;
  readonly insights: CohortInsightsService;
  /** The last seven days, by now. @throws {UserError} `not-in-cohort` */
  summary(asker: CohortAsker, query: string | undefined): Promise<CohortSummary>;
  /** Cohorts of the server whose names answer what is being typed: the asker's own first, then others, then archived ones. */
  search(asker: CohortAsker, query: string): Promise<readonly Cohort[]>;
}

interface Dependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly library: PathwayLibrary;
  readonly keeper: ScoreKeeper;
  readonly chance: Chance;
}

export function createCohortService(dependencies: Dependencies): CohortService {
  const { store, clock, library } = dependencies;
  return {
    ...createCohortMembershipService(dependencies),
    settings: createCohortSettingsService(dependencies),
    insights: createCohortInsightsService(dependencies),

    async summary(asker, query) {
      const cohort = await findCohort(store, asker, query);
      await requireInside(store, asker, cohort);
      const summary = await composeSummary(store, library, cohort, clock.now());
      if (summary === undefined) throw new UserError({ code: 'cohort-gone' });
      return summary;
    },

    async search(asker, query) {
      const own = new Set((await ownCohorts(store, asker)).map(({ id }) => id));
      const rank = (cohort: Cohort) => (isActive(cohort) ? (own.has(cohort.id) ? 0 : 1) : 2);
      const inOrder = (await store.cohorts.list(asker.guildId)).toSorted((a, b) => rank(a) - rank(b));
      return searchCandidates(
        query,
        inOrder.map((cohort) => ({ item: cohort, names: [cohort.name] })),
      );
    },
  };
}
