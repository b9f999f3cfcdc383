import type { APIModalInteractionResponseCallbackData } from 'discord.js';
import type { Problem } from '../../domain/errors.ts';
import { timeZoneOf, type Walk } from '../../services/membership.ts';
import type { Words } from '../../words/words.ts';
import {
  noSkillsAction,
  onboardingAction,
  onboardingAliasAction,
  onboardingAliasFormAction,
  onboardingVisibilityAction,
  paceAction,
  paceFormAction,
  profileAction,
  skillsAction,
  type OnboardingStep,
  type SkillKind,
  type Way,
} from '../actions.ts';
import { cityOf, localDateStamp } from '../timestamps.ts';
import { aliasModal, appearanceChoices, appearanceLine } from './appearance.ts';
import {
  actionRows,
  button,
  container,
  multiSelect,
  separator,
  text,
  textInput,
  type Actions,
  type View,
} from './elements.ts';
import { describeProblem } from './problem.ts';

/** What a member is asked on each way, in order. It ends where it began: at the plan, or at the profile. */
const STEPS: Record<Way, readonly Exclude<OnboardingStep, 'plan'>[]> = {
  join: ['brought', 'owned', 'pace', 'appearance'],
  profile: ['brought', 'owned'],
};

/** The step after this one; `undefined` after the last. */
export function stepAfter(way: Way, step: OnboardingStep): OnboardingStep | undefined {
  const steps: readonly OnboardingStep[] = STEPS[way];
  return steps[steps.indexOf(step) + 1];
}

export interface OnboardingScene {
  readonly words: Words;
  readonly walk: Walk;
  readonly way: Way;
}

/** Which skills the member brings, or which of those to learn they have: what they said last is chosen already. */
export function skillsView(scene: OnboardingScene, kind: SkillKind): View {
  const { words, walk, way } = scene;
  const { pathway, enrolment } = walk;
  const key = { way, kind, pathway: pathway.id };
  const options =
    kind === 'brought'
      ? pathway.transferableSkills.map(({ id, name, becomes }) => ({
          label: name,
          value: id,
          description: becomes,
          isChosen: enrolment.transferableSkills?.includes(id) ?? true,
        }))
      : pathway.skills.map(({ id, name, what }) => ({
          label: name,
          value: id,
          description: what,
          isChosen: enrolment.ownedSkills?.includes(id) ?? false,
        }));
  const said = words.onboarding.skills[kind];
  return [
    container(
      text(
        ...heading(scene, kind, said.title),
        `*${words.pathwayTitle(pathway.from, pathway.to)}*`,
        said.intro,
      ),
      multiSelect(said.choose, skillsAction.customId(key), options),
      ...actionRows({
        others: [button(words.buttons.noneOfThese, noSkillsAction.customId(key))],
        ...wayOn(scene, kind),
      }),
    ),
  ];
}

/**
 * Hours, start and zone as they are, and the way to the form.
 * @param problems what was wrong with what was typed into it.
 */
export function paceView(scene: OnboardingScene, problems: readonly Problem[] = []): View {
  const { words, walk } = scene;
  return [
    container(
      text(
        ...heading(scene, 'pace', words.onboarding.paceTitle),
        words.onboarding.paceIntro,
        paceLine(words, walk),
      ),
      ...(problems.length === 0
        ? []
        : [
            separator(),
            text(
              words.onboarding.someSaved,
              ...problems.map((problem) => `- ${describeProblem(words, problem)}`),
            ),
          ]),
      ...actionRows({
        next: button(words.buttons.fillInPace, paceAction.customId({ pathway: walk.pathway.id }), {
          weight: 'primary',
        }),
        ...wayOn(scene, 'pace'),
      }),
    ),
  ];
}

/** `custom_id`s of the form's inputs. */
export const PACE_INPUTS = { hours: 'hours', start: 'start', timeZone: 'timezone' } as const;

/** Room for the longest name of a zone or day, and for slips. */
const PACE_INPUT_MAX_LENGTH = 60;

export function paceModal(words: Words, walk: Walk): APIModalInteractionResponseCallbackData {
  const { enrolment, member, pathway } = walk;
  const input = (label: string, customId: string, value: string | null) =>
    textInput(label, customId, { value, maxLength: PACE_INPUT_MAX_LENGTH, lines: 'one' });
  return {
    custom_id: paceFormAction.customId({ pathway: pathway.id }),
    title: words.onboarding.paceForm,
    components: [
      input(words.onboarding.hoursLabel, PACE_INPUTS.hours, String(enrolment.hoursPerWeek)),
      input(words.onboarding.startLabel, PACE_INPUTS.start, enrolment.startsOn),
      input(words.onboarding.zoneLabel, PACE_INPUTS.timeZone, member.timeZone),
    ],
  };
}

export function onboardingAppearanceView(scene: OnboardingScene): View {
  const { words, walk } = scene;
  const pathway = walk.pathway.id;
  return [
    container(
      text(...heading(scene, 'appearance', words.appearance.title), appearanceLine(words, walk.member)),
      separator(),
      ...appearanceChoices(words, walk.member, {
        show: (to) => onboardingVisibilityAction.customId({ to, pathway }),
        alias: onboardingAliasAction.customId({ pathway }),
      }),
      ...actionRows(wayOn(scene, 'appearance')),
    ),
  ];
}

export function onboardingAliasModal(
  words: Words,
  { member, pathway }: Walk,
): APIModalInteractionResponseCallbackData {
  return aliasModal(words, member.alias, onboardingAliasFormAction.customId({ pathway: pathway.id }));
}

/** Hours a week, the first day and the zone, in one line. */
export function paceLine(words: Words, { enrolment, member }: Walk): string {
  return [
    words.profile.hours(enrolment.hoursPerWeek),
    words.profile.start(localDateStamp(enrolment.startsOn, timeZoneOf(member))),
    member.timeZone === null ? words.profile.noZone : words.profile.zone(cityOf(member.timeZone)),
  ].join(' · ');
}

function heading({ words, way }: OnboardingScene, step: OnboardingStep, title: string): readonly string[] {
  const steps: readonly OnboardingStep[] = STEPS[way];
  return [
    `### ${title}`,
    ...(way === 'join' ? [`-# ${words.onboarding.step(steps.indexOf(step) + 1, steps.length)}`] : []),
  ];
}

/** *Skip* leaves everything as it is. */
function wayOn(scene: OnboardingScene, step: OnboardingStep): Pick<Actions, 'back' | 'away'> {
  const { words, walk, way } = scene;
  const steps: readonly OnboardingStep[] = STEPS[way];
  const lead = (to: OnboardingStep | undefined) =>
    way === 'profile' && to === undefined
      ? profileAction.customId({})
      : onboardingAction.customId({ way, step: to ?? 'plan', pathway: walk.pathway.id });
  return {
    back: button(words.buttons.back, lead(steps[steps.indexOf(step) - 1])),
    away: button(words.buttons.skip, lead(stepAfter(way, step))),
  };
}
