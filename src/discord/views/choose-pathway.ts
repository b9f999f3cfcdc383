import type { Pathway } from '../../domain/pathway.ts';
import type { PathwayChoice } from '../../services/membership.ts';
import type { Words } from '../../words/words.ts';
import { joinPickAction } from '../actions.ts';
import { container, paginate, select, separator, text, type View } from './elements.ts';
import { markEstimate } from './roadmap.ts';

/** Characters of the pathways that are told of; what does not fit is in the select alone. */
const ROOM = 3400;

/** The pathways that can be joined, for who walks none; what they named with the command goes with the select. */
export function choosePathwayView(words: Words, choice: PathwayChoice): View {
  const { ofServer } = choice;
  const inOrder = [
    ...(ofServer === undefined ? [] : [ofServer]),
    ...choice.pathways.filter((pathway) => pathway !== ofServer),
  ];
  const blocks = inOrder.map((pathway) =>
    [
      words.onboarding.choice(titleOf(words, pathway), pathway.headline, factsOf(words, pathway)),
      ...(pathway === ofServer ? [words.onboarding.choiceOfServer] : []),
    ].join('\n'),
  );
  const shown = paginate(blocks, ROOM)[0] ?? [];
  const more = blocks.length - shown.length;
  return [
    container(
      text(`### ${words.onboarding.chooseTitle}`, words.onboarding.chooseIntro),
      separator(),
      text(shown.join('\n\n'), more > 0 && `-# ${words.onboarding.moreChoices(more)}`),
      select(
        words.buttons.choosePathway,
        joinPickAction.customId({
          hours: choice.hoursPerWeek ?? null,
          start: choice.startsOn ?? null,
          timeZone: choice.timeZone ?? null,
        }),
        inOrder.map((pathway) => ({
          label: titleOf(words, pathway),
          value: pathway.id,
          description: pathway.headline,
        })),
      ),
    ),
  ];
}

function titleOf(words: Words, { from, to }: Pathway): string {
  return words.pathwayTitle(from, to);
}

function factsOf(words: Words, pathway: Pathway): string {
  return [
    markEstimate(words, pathway, 'timeline', words.roadmap.time(pathway.timelineMonths)),
    markEstimate(words, pathway, 'difficulty', words.roadmap.difficulty(pathway.difficulty)),
  ].join(' · ');
}
