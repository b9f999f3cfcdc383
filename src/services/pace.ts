import { inWeeks, middleHalf, PACE_PEERS_MIN } from '../domain/pace-peers.ts';
import type { Range } from '../domain/plan.ts';
import type { Store } from './ports.ts';

/** How long others took. */
export interface PaceService {
  /**
   * Weeks within which the middle half of all others finished a phase; from 0 for less than a week. Nobody is named and
   * everybody counts, hidden or not; `undefined` while there are too few for a range that gives nobody away.
   */
  ofPhase(userId: string, pathwayId: string, phaseId: string): Promise<Range<number> | undefined>;
}

export function createPaceService({ store }: { readonly store: Store }): PaceService {
  return {
    async ofPhase(userId, pathwayId, phaseId) {
      const phase = { userId, pathwayId, phaseId };
      const others = await store.phaseDurations.countOthers(phase);
      if (others < PACE_PEERS_MIN) return undefined;
      const ranks = middleHalf(others);
      const from = await store.phaseDurations.daysOfOther(phase, ranks.from);
      const to = await store.phaseDurations.daysOfOther(phase, ranks.to);
      return from === undefined || to === undefined ? undefined : inWeeks({ from, to });
    },
  };
}
