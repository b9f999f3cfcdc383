import type { Overview, Standing } from '../../services/progress.ts';
import type { Words } from '../../words/words.ts';
import { appearanceAction, shareProgressAction } from '../actions.ts';
import { phaseStateOf } from '../cards/phase-state.ts';
import { picture } from '../cards/picture.ts';
import { progressCard, progressFacts } from '../cards/progress-card.ts';
import type { Person } from '../person.ts';
import { actionRows, bar, button, container, separator, text, type View } from './elements.ts';
import { nextStepLines } from './record.ts';
import { nextStepButton, ownProgressButton } from './way-on.ts';

/** The member's own progress, for their own eyes. */
export function ownProgressView(words: Words, standing: Overview, person: Person): View {
  const isVisible = standing.walk.member.visibility === 'named';
  const next = nextStepLines(words, standing);
  return [
    container(
      text(
        `### ${words.progress.titleOwn}`,
        ...summary(words, standing, standing.walk.enrolment.hoursPerWeek),
      ),
      picture(words, progressCard(words, standing, person, 'own'), person.avatarUrl),
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
export function othersProgressView(words: Words, standing: Overview, person: Person): View {
  return [
    container(
      text(`### ${words.progress.titleOther(standing.walk.member.userId)}`, ...summary(words, standing)),
      picture(words, progressCard(words, standing, person, 'others'), person.avatarUrl),
      separator(),
      phases(words, standing),
      ...actionRows({
        next: ownProgressButton(words),
      }),
    ),
  ];
}

function summary(words: Words, standing: Overview, hoursPerWeek?: number): readonly string[] {
  const { pathway } = standing.walk;
  const { percent } = standing.progress;
  return [
    `*${words.pathwayTitle(pathway.from, pathway.to)}*`,
    bar(percent, words.percent(percent)),
    `-# ${progressFacts(words, standing, hoursPerWeek).join(' · ')}`,
  ];
}

function phases(words: Words, { progress }: Standing) {
  return text(
    ...progress.phases.flatMap((phase) => [
      words.progress.phaseLine(
        words.progress.phaseMark[phaseStateOf(progress, phase)],
        phase.number,
        phase.phase.title,
      ),
      // Done and not begun say enough by their mark.
      ...(phase.percent > 0 && phase.percent < 100 ? [bar(phase.percent, words.percent(phase.percent))] : []),
    ]),
  );
}
