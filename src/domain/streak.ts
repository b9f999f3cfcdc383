import { addDays, localDateOf, weekOf } from './local-time.ts';
import type { Completion } from './member.ts';

/**
 * Consecutive ISO weeks, in the member's own zone, with at least one task done. The week under way may still be
 * empty without ending the streak: it has time left.
 */
export function weekStreak(completions: readonly Completion[], timeZone: string, now: number): number {
  const activeWeeks = new Set(
    completions
      .filter((completion) => completion.status === 'done')
      .map((completion) => weekOf(localDateOf(completion.at, timeZone))),
  );
  const thisWeek = weekOf(localDateOf(now, timeZone));
  let week = activeWeeks.has(thisWeek) ? thisWeek : addDays(thisWeek, -7);
  let streak = 0;
  while (activeWeeks.has(week)) {
    streak += 1;
    week = addDays(week, -7);
  }
  return streak;
}
