import { percentOf } from '../../domain/progress.ts';
import type { SummaryCard } from '../../services/card.ts';
import type { CohortSummary } from '../../services/cohort-posts.ts';
import type { Words } from '../../words/words.ts';
import { plainName } from '../views/names.ts';

/**
 * Numbers alone: who did what stands in the text, as far as they are to be seen. `undefined` for a quiet week, which is no
 * row of noughts.
 */
export function summaryCard(
  words: Words,
  summary: CohortSummary,
  origin: 'post' | 'asked',
): SummaryCard | undefined {
  const { cohort, members, tasks, doers, together, days, phases, walkedAll, goal } = summary;
  if (tasks === 0) return undefined;
  const { doneHours, plannedHours, totalHours } = together;
  const percent = percentOf(doneHours, totalHours);
  const planned = percentOf(plannedHours, totalHours);
  return {
    kind: 'summary',
    title: plainName(words, cohort.name),
    subtitle: words.summary[origin],
    ...(members > 0 && {
      together: {
        label: words.cards.together,
        percent,
        figure: words.percent(percent),
        planned,
        plannedLabel: words.cards.planned(planned),
      },
    }),
    days: days.map(({ date, tasks: done }) => ({ label: words.cards.day(date), tasks: done })),
    daysLabel: words.cards.summaryDays,
    phases: phases.map(({ phase, number, members: there }) => ({
      number,
      title: phase.title,
      members: there,
    })),
    phasesLabel: words.cards.summaryPhases,
    facts: [
      words.cards.did(tasks, doers, members),
      ...(goal === undefined ? [] : [words.cards.goal(goal.done, goal.tasks)]),
      ...(walkedAll === 0 ? [] : [words.cards.walkedAll(walkedAll)]),
    ],
  };
}
