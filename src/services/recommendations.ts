import type { Range } from '../domain/plan.ts';
import { recommend, type Recommendation, type Sitting } from '../domain/recommendation.ts';
import type { Asker } from './membership.ts';
import type { PaceService } from './pace.ts';
import type { Store } from './ports.ts';
import type { Outlook, ProgressService } from './progress.ts';

/** What fits somebody now. */
export interface NextSteps extends Outlook {
  /** How long they have; `undefined` when they did not say. */
  readonly sitting: Sitting | undefined;
  /** The best one first; none when nothing is open. */
  readonly recommendations: readonly Recommendation[];
  /** Weeks that others took over the current phase. */
  readonly othersWeeks: Range<number> | undefined;
}

export interface RecommendationService {
  /** On the pathway that they mean; nothing is written. */
  next(asker: Asker, sitting?: Sitting): Promise<NextSteps>;
}

interface Dependencies {
  readonly store: Store;
  readonly progress: Pick<ProgressService, 'outlook'>;
  readonly pace: PaceService;
}

export function createRecommendationService({ store, progress, pace }: Dependencies): RecommendationService {
  /** How many others of the asker's cohorts on the pathway have a task before them, wherever they are most. */
  const cohortPeers = async (
    userId: string,
    pathwayId: string,
    ownTaskId: string | undefined,
  ): Promise<ReadonlyMap<string, number>> => {
    const peers = new Map<string, number>();
    for (const { kind, boardId, pathwayId: walked } of await store.scores.seats(userId)) {
      if (kind !== 'cohort' || walked !== pathwayId) continue;
      for (const { taskId, members } of await store.standings.countInCohort(boardId)) {
        if (taskId === null) continue;
        const others = taskId === ownTaskId ? members - 1 : members;
        peers.set(taskId, Math.max(others, peers.get(taskId) ?? 0));
      }
    }
    return peers;
  };

  return {
    async next(asker, sitting) {
      const outlook = await progress.outlook(asker);
      const { userId } = asker;
      const { nextStep, currentPhase } = outlook.progress;
      const pathwayId = outlook.pathway.id;
      const enrolment = await store.enrolments.find(userId, pathwayId);
      const walker = {
        ownedSkills: enrolment?.ownedSkills ?? [],
        transferableSkills: enrolment?.transferableSkills ?? null,
        cohortPeers: await cohortPeers(userId, pathwayId, nextStep?.task.id),
      };
      return {
        ...outlook,
        sitting,
        recommendations: recommend(outlook.progress, walker, sitting),
        othersWeeks: currentPhase && (await pace.ofPhase(userId, pathwayId, currentPhase.phase.id)),
      };
    },
  };
}
