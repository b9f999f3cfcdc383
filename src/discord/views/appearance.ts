import type { APIComponentInContainer, APIModalInteractionResponseCallbackData } from 'discord.js';
import { ALIAS_LENGTH } from '../../domain/appearance.ts';
import type { Member, Visibility } from '../../domain/member.ts';
import type { Words } from '../../words/words.ts';
import { aliasAction, aliasFormAction, visibilityAction } from '../actions.ts';
import { button, container, row, separator, text, textInput, type View } from './elements.ts';
import { shownName } from './names.ts';

/** `custom_id` of the alias modal's input. */
export const ALIAS_INPUT = 'alias';

type Chosen = Pick<Member, 'visibility' | 'alias'>;

/** Where the choices lead: each `custom_id`. */
interface AppearanceIds {
  readonly show: (to: Visibility) => string;
  readonly alias: string;
}
const OWN_IDS: AppearanceIds = {
  show: (to) => visibilityAction.customId({ to }),
  alias: aliasAction.customId({}),
};

/** How others see the member, and what else there is to choose from; for their own eyes. */
export function appearanceView(words: Words, member: Chosen): View {
  return [
    container(
      text(`### ${words.appearance.title}`, appearanceLine(words, member)),
      separator(),
      ...appearanceChoices(words, member),
    ),
  ];
}

/** What each choice means, and its button. */
export function appearanceChoices(
  words: Words,
  member: Chosen,
  ids: AppearanceIds = OWN_IDS,
): readonly APIComponentInContainer[] {
  const { visibility } = member;
  return [
    text(words.appearance.named, words.appearance.alias, words.appearance.hidden),
    row(
      button(words.buttons.byName, ids.show('named'), { disabled: visibility === 'named' }),
      aliasButton(words, member, ids),
      button(words.buttons.notAtAll, ids.show('hidden'), { disabled: visibility === 'hidden' }),
    ),
  ];
}

/** @param alias the one they have, to be changed. */
export function aliasModal(
  words: Words,
  alias: string | null,
  customId = aliasFormAction.customId({}),
): APIModalInteractionResponseCallbackData {
  return {
    custom_id: customId,
    title: words.appearance.aliasTitle,
    components: [
      textInput(words.appearance.aliasLabel, ALIAS_INPUT, {
        value: alias,
        maxLength: ALIAS_LENGTH.max,
        lines: 'one',
        isRequired: true,
      }),
    ],
  };
}

export function appearanceLine(words: Words, { visibility, alias }: Chosen): string {
  if (visibility === 'alias') return words.appearance.nowAlias(shownName(words, alias ?? ''));
  return words.appearance.now[visibility ?? 'unset'];
}

/** Whoever goes under an alias may change it; whoever has one already goes back to it with one press. */
function aliasButton(words: Words, { visibility, alias }: Chosen, ids: AppearanceIds) {
  if (visibility === 'alias') return button(words.buttons.changeAlias, ids.alias);
  return button(words.buttons.byAlias, alias === null ? ids.alias : ids.show('alias'));
}
