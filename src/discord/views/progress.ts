import { isFinished, type PhaseProgress } from '../../domain/progress.ts';
import type { Overview, Standing } from '../../services/progress.ts';
import type { Words } from '../../words/words.ts';
import { appearanceAction, shareProgressAction } from '../actions.ts';
import { actionRows, bar, button, container, separator, text, type View } from './elements.ts';
import { nextStepLines } from './record.ts';
import { nextStepButton, ownProgressButton } from './way-on.ts';

/** The member's own progress, for their own eyes. */
export function ownProgressView(words: Words, standing: Overview): View {
  const isVisible = standing.walk.member.visibility === 'named';
  const next = nextStepLines(words, standing);
  return [
    container(
      text(
        `### ${words.progress.titleOwn}`,
        ...summary(words, standing, words.progress.pace(standing.walk.enrolment.hoursPerWeek)),
      ),
      separator(),
      phases(words, standing),
      ...(next.length === 0 ? [] : [separator(), text(...next)]),
      text(`-# ${isVisible ? words.progress.visible : words.progress.hidden}`),
      ...actionRows({
        next: standing.progress.nextStep === undefined ? undefined : nextStepButton(words),
        others: [button(words.buttons.appearance, appearanceAction.customId({}))],
        share: button(words.buttons.share, shareProgressAction.customId({})),
      }),
    ),
  ];
}

/** Somebody's progress for others: no notes, no pace, no next step. */
export function othersProgressView(words: Words, standing: Overview): View {
  return [
    container(
      text(`### ${words.progress.titleOther(standing.walk.member.userId)}`, ...summary(words, standing)),
      separator(),
      phases(words, standing),
      ...actionRows({
        next: ownProgressButton(words),
      }),
    ),
  ];
}

function summary(
  words: Words,
  { walk, progress, weekStreak }: Overview,
  ...details: readonly string[]
): readonly string[] {
  return [
    `*${words.pathwayTitle(walk.pathway.from, walk.pathway.to)}*`,
    bar(progress.percent, words.percent(progress.percent)),
    `-# ${[
      words.progress.tasks(progress.done, progress.done + progress.open, progress.skipped),
      // Silence about a streak of none or one: nothing was broken, and one week is no row.
      ...(weekStreak > 1 ? [words.progress.streak(weekStreak)] : []),
      ...details,
    ].join(' · ')}`,
  ];
}

function phases(words: Words, { progress }: Standing) {
  const markOf = (phase: PhaseProgress) => {
    if (isFinished(phase)) return words.progress.phaseMark.finished;
    return phase === progress.currentPhase
      ? words.progress.phaseMark.current
      : words.progress.phaseMark.ahead;
  };
  return text(
    ...progress.phases.flatMap((phase) => [
      words.progress.phaseLine(markOf(phase), phase.number, phase.phase.title),
      // Done and not begun say enough by their mark.
      ...(phase.percent > 0 && phase.percent < 100 ? [bar(phase.percent, words.percent(phase.percent))] : []),
    ]),
  );
}
