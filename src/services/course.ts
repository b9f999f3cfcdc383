import { ASSUMED_TIME_ZONE, localDateOf } from '../domain/local-time.ts';
import type { Enrolment } from '../domain/member.ts';
import { agreeToPlan } from '../domain/plan.ts';
import { measureProgress } from '../domain/progress.ts';
import type { Walk } from './membership.ts';
import type { Repositories } from './ports.ts';
import type { ScoreKeeper } from './score-keeper.ts';

/**
 * Keeps what a member changed about their walk: hours, start, breaks or skills. They are shown the plan that follows,
 * and so go along with its end. Their zone is the walk's, which may have changed as well.
 */
export async function saveCourse(
  repositories: Repositories,
  keeper: ScoreKeeper,
  { member, pathway, enrolment: before }: Walk,
  enrolment: Enrolment,
  now: number,
): Promise<Walk> {
  const completions = await repositories.completions.list(member.userId, pathway.id);
  const today = localDateOf(now, member.timeZone ?? ASSUMED_TIME_ZONE);
  const agreed = agreeToPlan(enrolment, measureProgress(pathway, completions), today);
  await repositories.enrolments.save(agreed);
  const walk = { member, pathway, enrolment: agreed };
  // How long the first phase took is counted from the start.
  if (agreed.startsOn !== before.startsOn) await keeper.walked(repositories, walk, completions, now);
  return walk;
}
