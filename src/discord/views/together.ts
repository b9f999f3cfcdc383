import { percentOf } from '../../domain/progress.ts';
import type { GoalProgress, Together } from '../../services/cohort-overview.ts';
import type { Words } from '../../words/words.ts';
import { bar } from './elements.ts';

/** What all of a cohort have done, as one bar. */
export function togetherLines(
  words: Words,
  { doneHours, plannedHours, totalHours }: Together,
): readonly string[] {
  const percent = percentOf(doneHours, totalHours);
  return [
    `**${words.board.together}**`,
    bar(percent, words.percent(percent)),
    ...(plannedHours > 0 ? [`-# ${words.board.plan(percentOf(plannedHours, totalHours))}`] : []),
  ];
}

export function goalLines(words: Words, { done, tasks }: GoalProgress): readonly string[] {
  if (done >= tasks) return [words.board.goalReached(done, tasks)];
  return [`**${words.board.goal}**`, bar(percentOf(done, tasks), words.board.goalExtent(done, tasks))];
}
