import { goalProgress } from './cohort-overview.ts';
import type { Repositories } from './ports.ts';

/**
 * Has the goals celebrated that a member's record has reached; the ledger sees to it that each week's is once.
 * To be called in the transaction of the record.
 */
export async function planCelebrations(
  repositories: Repositories,
  userId: string,
  now: number,
): Promise<void> {
  for (const cohort of await repositories.cohorts.withGoal(userId)) {
    const progress = await goalProgress(repositories, cohort, now);
    if (cohort.goal === null || progress === undefined || progress.done < progress.tasks) continue;
    await repositories.deliveries.plan({
      kind: 'cohort-goal',
      recipient: cohort.id,
      occurrence: cohort.goal.week,
      dueAt: now,
      notBefore: now,
      state: 'pending',
      reason: null,
    });
  }
}
