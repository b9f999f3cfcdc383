import { UserError, type Problem } from '../domain/errors.ts';
import type { Visibility } from '../domain/member.ts';
import {
  noSkillsAction,
  onboardingAction,
  onboardingAliasAction,
  onboardingAliasFormAction,
  onboardingVisibilityAction,
  paceAction,
  paceFormAction,
  skillsAction,
  type OnboardingStep,
  type SkillKind,
  type Way,
} from './actions.ts';
import { resolveDay, START_DAYS } from './choices.ts';
import {
  defineComponent,
  defineModalOpener,
  updatePrivateMessage,
  type Answer,
  type Component,
  type ComponentInteraction,
  type Context,
} from './command.ts';
import { profileAnswer } from './profile-answer.ts';
import { ALIAS_INPUT } from './views/appearance.ts';
import { joinedView } from './views/join.ts';
import {
  onboardingAliasModal,
  onboardingAppearanceView,
  PACE_INPUTS,
  paceModal,
  paceView,
  skillsView,
  stepAfter,
} from './views/onboarding.ts';

/** What a member is asked about themselves on one pathway. */
interface Place {
  readonly way: Way;
  readonly pathway: string;
}

/** How a member makes a pathway their own, one step after the other in one message. Every answer is saved at once. */
export const onboardingComponents: readonly Component[] = [
  defineComponent(onboardingAction, {
    response: updatePrivateMessage,
    execute: (interaction, { step, ...place }, context) => showStep(interaction, place, step, context),
  }),
  defineComponent(skillsAction, {
    response: updatePrivateMessage,
    execute: (interaction, { kind, ...place }, context) =>
      saveSkills(interaction, place, kind, pickedValues(interaction), context),
  }),
  defineComponent(noSkillsAction, {
    response: updatePrivateMessage,
    execute: (interaction, { kind, ...place }, context) => saveSkills(interaction, place, kind, [], context),
  }),
  defineModalOpener(paceAction, async ({ user }, { pathway }, { services, words }) => ({
    modal: paceModal(words, await services.profiles.walk(user.id, pathway)),
  })),
  defineComponent(paceFormAction, {
    response: updatePrivateMessage,
    execute: (interaction, { pathway }, context) => savePace(interaction, { way: 'join', pathway }, context),
  }),
  defineComponent(onboardingVisibilityAction, {
    response: updatePrivateMessage,
    execute: (interaction, { to, pathway }, context) =>
      saveAppearance(interaction, { way: 'join', pathway }, { to }, context),
  }),
  defineModalOpener(onboardingAliasAction, async ({ user }, { pathway }, { services, words }) => ({
    modal: onboardingAliasModal(words, await services.profiles.walk(user.id, pathway)),
  })),
  defineComponent(onboardingAliasFormAction, {
    response: updatePrivateMessage,
    execute: (interaction, { pathway }, context) =>
      saveAppearance(
        interaction,
        { way: 'join', pathway },
        { to: 'alias', alias: typedInto(interaction, ALIAS_INPUT) },
        context,
      ),
  }),
];

async function showStep(
  { user }: ComponentInteraction,
  { way, pathway }: Place,
  step: OnboardingStep,
  { services, words, mention }: Context,
): Promise<Answer> {
  if (step === 'plan') {
    return { view: joinedView(words, await services.profiles.plan(user.id, pathway), mention) };
  }
  const scene = { words, way, walk: await services.profiles.walk(user.id, pathway) };
  switch (step) {
    case 'brought':
    case 'owned':
      return { view: skillsView(scene, step) };
    case 'pace':
      return { view: paceView(scene) };
    case 'appearance':
      return { view: onboardingAppearanceView(scene) };
  }
}

function showNext(
  interaction: ComponentInteraction,
  place: Place,
  step: OnboardingStep,
  context: Context,
): Promise<Answer> {
  const next = stepAfter(place.way, step);
  if (next === undefined && place.way === 'profile') return profileAnswer(interaction, context);
  return showStep(interaction, place, next ?? 'plan', context);
}

async function saveSkills(
  interaction: ComponentInteraction,
  place: Place,
  kind: SkillKind,
  skills: readonly string[],
  context: Context,
): Promise<Answer> {
  const { profiles } = context.services;
  const { user } = interaction;
  if (kind === 'brought') await profiles.setTransferableSkills(user.id, place.pathway, skills);
  else await profiles.setOwnedSkills(user.id, place.pathway, skills);
  return showNext(interaction, place, kind, context);
}

async function saveAppearance(
  interaction: ComponentInteraction,
  place: Place,
  { to, alias }: { readonly to: Visibility; readonly alias?: string },
  context: Context,
): Promise<Answer> {
  const { membership, profiles } = context.services;
  const { user } = interaction;
  await profiles.walk(user.id, place.pathway);
  await membership.setVisibility(user.id, to, alias);
  return showNext(interaction, place, 'appearance', context);
}

/** What was left empty stays as it is. */
async function savePace(interaction: ComponentInteraction, place: Place, context: Context): Promise<Answer> {
  const { services, words } = context;
  const { user } = interaction;
  const hours = typedInto(interaction, PACE_INPUTS.hours);
  const timeZone = typedInto(interaction, PACE_INPUTS.timeZone);
  const start = await readStart(user.id, typedInto(interaction, PACE_INPUTS.start), context);
  const { walk, problems } = await services.profiles.setPace(user.id, place.pathway, {
    hoursPerWeek: hours === '' ? undefined : Number(hours),
    startsOn: start.day,
    timeZone: timeZone === '' ? undefined : timeZone,
  });
  const all = [...problems, ...start.problems];
  if (all.length === 0) return showNext(interaction, place, 'pace', context);
  return { view: paceView({ words, walk, way: place.way }, all) };
}

async function readStart(
  userId: string,
  typed: string,
  { services, words }: Context,
): Promise<{ readonly day?: string; readonly problems: readonly Problem[] }> {
  if (typed === '') return { problems: [] };
  try {
    const today = await services.membership.today(userId);
    return { day: resolveDay(words, typed, today, START_DAYS), problems: [] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { problems: [error.problem] };
  }
}

/** @throws {UserError} `outdated-button` for anything but a form's own answer. */
function typedInto(interaction: ComponentInteraction, input: string): string {
  if (!interaction.isModalSubmit() || !interaction.fields.fields.has(input)) {
    throw new UserError({ code: 'outdated-button' });
  }
  return interaction.fields.getTextInputValue(input).trim();
}

/** @throws {UserError} `outdated-button` for anything but a select's choice. */
function pickedValues(interaction: ComponentInteraction): readonly string[] {
  if (!interaction.isStringSelectMenu()) throw new UserError({ code: 'outdated-button' });
  return interaction.values;
}
