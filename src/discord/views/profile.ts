import type { MeasuredWalk, Profile } from '../../services/profiles.ts';
import type { Words } from '../../words/words.ts';
import {
  appearanceAction,
  currentPathwayAction,
  onboardingAction,
  planAction,
  progressAction,
} from '../actions.ts';
import type { Mention } from '../command.ts';
import { appearanceLine } from './appearance.ts';
import { actionRows, bar, button, container, select, separator, text, type View } from './elements.ts';
import { shownName } from './names.ts';
import { paceLine } from './onboarding.ts';
import { nextStepButton } from './way-on.ts';

/** As many as a message has room for, however long their names are. */
const WALKS_MAX = 6;
const NAMES_MAX = 5;

/** What the bot knows of a member, for their own eyes. */
export function profileView(
  words: Words,
  profile: Profile,
  mention: Mention,
  { isSaved = false }: { readonly isSaved?: boolean } = {},
): View {
  const { member, walks, current, cohorts } = profile;
  const others = walks.filter((walk) => walk !== current);
  const shown = [...(current === undefined ? [] : [current]), ...others].slice(0, WALKS_MAX);
  return [
    container(
      text(`### ${words.profile.title}`, isSaved && words.profile.saved),
      text(
        ...shown.flatMap((walk) => walkLines(words, walk, walk === current)),
        walks.length > shown.length && `-# ${words.profile.moreWalks(walks.length - shown.length)}`,
        current === undefined && words.profile.noCurrent,
      ),
      separator(),
      text(
        ...(current === undefined ? [] : [paceLine(words, current), ...skillLines(words, current)]),
        appearanceLine(words, member),
        cohorts.length > 0 &&
          words.profile.cohorts(
            listed(
              words,
              cohorts.map(({ name }) => `**${shownName(words, name)}**`),
            ),
          ),
        `-# ${words.profile.hint(mention('profile edit'))}`,
      ),
      ...(others.length === 0
        ? []
        : [
            select(
              words.buttons.goOnWith,
              currentPathwayAction.customId({}),
              others.map(({ pathway }) => ({
                label: words.pathwayTitle(pathway.from, pathway.to),
                value: pathway.id,
                description: pathway.headline,
              })),
            ),
          ]),
      ...actionRows({
        next: current && nextStepButton(words),
        others: [
          current && button(words.buttons.progress, progressAction.customId({})),
          current && button(words.buttons.myPlan, planAction.customId({})),
          current &&
            button(
              words.buttons.mySkills,
              onboardingAction.customId({ way: 'profile', step: 'brought', pathway: current.pathway.id }),
            ),
          button(words.buttons.appearance, appearanceAction.customId({})),
        ],
      }),
    ),
  ];
}

function walkLines(words: Words, { pathway, percent }: MeasuredWalk, isCurrent: boolean): readonly string[] {
  const title = words.pathwayTitle(pathway.from, pathway.to);
  return [
    isCurrent ? words.profile.currentWalk(title) : words.profile.walk(title),
    bar(percent, words.percent(percent)),
  ];
}

function skillLines(words: Words, { pathway, enrolment }: MeasuredWalk): readonly string[] {
  const { transferableSkills, ownedSkills } = enrolment;
  const brought = pathway.transferableSkills.filter(({ id }) => transferableSkills?.includes(id) ?? true);
  const owned = pathway.skills.filter(({ id }) => ownedSkills?.includes(id) ?? false);
  const names = (skills: readonly { readonly name: string }[]) =>
    skills.length === 0
      ? words.profile.none
      : listed(
          words,
          skills.map(({ name }) => name),
        );
  return [
    words.profile.brought(
      brought.length === pathway.transferableSkills.length ? words.profile.all : names(brought),
    ),
    words.profile.owned(names(owned)),
  ];
}

function listed(words: Words, names: readonly string[]): string {
  return words.profile.list(names.slice(0, NAMES_MAX), Math.max(0, names.length - NAMES_MAX));
}
