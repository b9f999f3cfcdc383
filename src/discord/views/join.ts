import { timeZoneOf, type Joined } from '../../services/membership.ts';
import type { Mention } from '../command.ts';
import type { Words } from '../../words/words.ts';
import { nextStepAction, onboardingAction, roadmapAction } from '../actions.ts';
import { localDateStamp } from '../timestamps.ts';
import { actionRows, button, container, separator, text, type View } from './elements.ts';
import { remindMeButton } from './nudge.ts';

/** The plan in three lines, and where to go from here. */
export function joinedView(words: Words, joined: Joined, mention: Mention): View {
  const { pathway, enrolment, member, plan } = joined;
  const [firstPhase] = pathway.phases;
  const makeItMine = button(
    words.buttons.makeItMine,
    onboardingAction.customId({ way: 'join', step: 'brought', pathway: pathway.id }),
    { weight: joined.isNew ? 'primary' : 'secondary' },
  );
  const nextStep = button(words.buttons.nextStep, nextStepAction.customId({}), {
    weight: joined.isNew ? 'secondary' : 'primary',
  });
  const stamp = (date: string) => localDateStamp(date, timeZoneOf(member));
  return [
    container(
      text(
        `### ${joined.isNew ? words.join.joined : words.join.changed}`,
        words.join.pathway(words.pathwayTitle(pathway.from, pathway.to), pathway.headline),
      ),
      text(
        words.join.pace(enrolment.hoursPerWeek, plan.weeks.from, plan.weeks.to),
        firstPhase &&
          words.join.firstPhase(
            firstPhase.title,
            stamp(plan.startsOn),
            stamp(plan.firstPhaseEndsOn.from),
            stamp(plan.firstPhaseEndsOn.to),
          ),
        words.join.end(stamp(plan.endsOn.from), stamp(plan.endsOn.to)),
      ),
      separator(),
      text(words.join.hint(mention('done')), member.timeZone === null && `-# ${words.join.assumedZone}`),
      ...actionRows({
        next: joined.isNew ? makeItMine : nextStep,
        others: [
          joined.isNew ? nextStep : undefined,
          firstPhase &&
            button(
              words.buttons.firstPhase,
              roadmapAction.customId({ view: 'phase', pathway: pathway.id, item: firstPhase.id, page: 0 }),
            ),
          remindMeButton(words),
          joined.isNew ? undefined : makeItMine,
        ],
      }),
    ),
  ];
}
