import type { ProgressCard } from '../../services/card.ts';
import type { Overview } from '../../services/progress.ts';
import type { Words } from '../../words/words.ts';
import type { Person } from '../person.ts';
import { plainName } from '../views/names.ts';
import { phaseStateOf } from './phase-state.ts';

/** @param eyes whether the member alone sees it: what comes next, and their pace, are nobody else's business. */
export function progressCard(
  words: Words,
  { walk, progress, weekStreak }: Overview,
  person: Person,
  eyes: 'own' | 'others',
): ProgressCard {
  const { pathway, enrolment } = walk;
  const isOwn = eyes === 'own';
  const next = isOwn ? progress.nextStep : undefined;
  return {
    kind: 'progress',
    person: { name: plainName(words, person.name) },
    pathway: words.pathwayTitle(pathway.from, pathway.to),
    percent: progress.percent,
    figure: words.percent(progress.percent),
    phases: progress.phases.map((phase) => ({
      number: phase.number,
      title: phase.phase.title,
      state: phaseStateOf(progress, phase),
      percent: phase.percent,
      figure: words.percent(phase.percent),
    })),
    facts: progressFacts(words, { progress, weekStreak }, isOwn ? enrolment.hoursPerWeek : undefined),
    next: next && { label: words.cards.next, title: next.task.title },
  };
}

/** Silence about a streak of none or one: nothing was broken, and one week is no row. */
export function progressFacts(
  words: Words,
  { progress, weekStreak }: Pick<Overview, 'progress' | 'weekStreak'>,
  hoursPerWeek: number | undefined,
): readonly string[] {
  const { done, open, skipped } = progress;
  return [
    words.progress.tasks(done, done + open, skipped),
    ...(weekStreak > 1 ? [words.progress.streak(weekStreak)] : []),
    ...(hoursPerWeek === undefined ? [] : [words.progress.pace(hoursPerWeek)]),
  ];
}
