import { createCohortService, type CohortService } from './cohorts.ts';
import { createLeaderboardService, type LeaderboardService } from './leaderboards.ts';
import { createMembershipService, type MembershipService } from './membership.ts';
import { createNudgeService, type NudgeService } from './nudges.ts';
import { createPaceService, type PaceService } from './pace.ts';
import { createPathwayFollower, type PathwayFollower } from './pathway-follower.ts';
import type { PathwayLibrary } from './pathway-library.ts';
import { createPathwayNewsService, type PathwayNewsService } from './pathway-news.ts';
import { createPhaseRoleService, type PhaseRoleService } from './phase-roles.ts';
import { createPinnedBoardService, type PinnedBoardService } from './pinned-boards.ts';
import { createPortfolioService, type PortfolioService } from './portfolios.ts';
import { createPlanService, type PlanService } from './plans.ts';
import type { Chance, Clock, Directory, Notifier, PathwayReader, RoleGiver, Store } from './ports.ts';
import { createPresenceService, type PresenceService } from './presence.ts';
import { createPrivacyService, type PrivacyService } from './privacy.ts';
import { createProfileService, type ProfileService } from './profiles.ts';
import { createProgressService, type ProgressService } from './progress.ts';
import { createRetentionService, type RetentionService } from './retention.ts';
import { createRecommendationService, type RecommendationService } from './recommendations.ts';
import { createScoreKeeper } from './score-keeper.ts';
import { createServerPathwayService, type ServerPathwayService } from './server-pathways.ts';
import { createServerService, type ServerService } from './servers.ts';

/** The use cases, as commands and jobs see them. */
export interface Services {
  readonly clock: Clock;
  readonly library: PathwayLibrary;
  readonly membership: MembershipService;
  readonly profiles: ProfileService;
  readonly progress: ProgressService;
  readonly pathwayNews: PathwayNewsService;
  readonly pace: PaceService;
  readonly recommendations: RecommendationService;
  readonly portfolios: PortfolioService;
  readonly plans: PlanService;
  readonly nudges: NudgeService;
  readonly servers: ServerService;
  readonly presence: PresenceService;
  readonly cohorts: CohortService;
  readonly leaderboards: LeaderboardService;
  readonly pinnedBoards: PinnedBoardService;
  readonly phaseRoles: PhaseRoleService;
  readonly privacy: PrivacyService;
  readonly retention: RetentionService;
  readonly serverPathways: ServerPathwayService;
  readonly pathwayFollower: PathwayFollower;
}

export function createServices(ports: {
  readonly store: Store;
  readonly clock: Clock;
  readonly library: PathwayLibrary;
  readonly notifier: Notifier;
  readonly directory: Directory;
  readonly roleGiver: RoleGiver;
  readonly chance: Chance;
  readonly pathwayReader: PathwayReader;
  readonly pathwayChangesKnown?: number;
}): Services {
  const { clock, library } = ports;
  const keeper = createScoreKeeper(library);
  const progress = createProgressService({ ...ports, keeper });
  const pace = createPaceService(ports);
  const presence = createPresenceService({ ...ports, keeper });
  const membership = createMembershipService({ ...ports, keeper });
  return {
    clock,
    library,
    membership,
    profiles: createProfileService({ ...ports, membership, keeper }),
    progress,
    pathwayNews: createPathwayNewsService(ports),
    pace,
    portfolios: createPortfolioService(ports),
    recommendations: createRecommendationService({ ...ports, progress, pace }),
    plans: createPlanService({ ...ports, keeper }),
    nudges: createNudgeService({ ...ports, keeper }),
    servers: createServerService({ ...ports, keeper }),
    presence,
    cohorts: createCohortService({ ...ports, keeper }),
    leaderboards: createLeaderboardService({ ...ports, presence }),
    pinnedBoards: createPinnedBoardService(ports),
    phaseRoles: createPhaseRoleService({ ...ports, keeper }),
    privacy: createPrivacyService(ports),
    retention: createRetentionService(ports),
    serverPathways: createServerPathwayService(ports),
    pathwayFollower: createPathwayFollower(ports),
  };
}
