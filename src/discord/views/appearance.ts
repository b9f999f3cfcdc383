import type { APIModalInteractionResponseCallbackData } from 'discord.js';
import { ALIAS_LENGTH } from '../../domain/appearance.ts';
import type { Member } from '../../domain/member.ts';
import type { Words } from '../../words/words.ts';
import { aliasAction, aliasFormAction, visibilityAction } from '../actions.ts';
import { button, container, row, separator, text, textInput, type View } from './elements.ts';
import { shownName } from './names.ts';

/** `custom_id` of the alias modal's input. */
export const ALIAS_INPUT = 'alias';

/** How others see the member, and what else there is to choose from; for their own eyes. */
export function appearanceView(words: Words, member: Pick<Member, 'visibility' | 'alias'>): View {
  const { visibility } = member;
  return [
    container(
      text(`### ${words.appearance.title}`, nowLine(words, member)),
      separator(),
      text(words.appearance.named, words.appearance.alias, words.appearance.hidden),
      row(
        button(words.buttons.byName, visibilityAction.customId({ to: 'named' }), {
          disabled: visibility === 'named',
        }),
        aliasButton(words, member),
        button(words.buttons.notAtAll, visibilityAction.customId({ to: 'hidden' }), {
          disabled: visibility === 'hidden',
        }),
      ),
    ),
  ];
}

/** @param alias the one they have, to be changed. */
export function aliasModal(words: Words, alias: string | null): APIModalInteractionResponseCallbackData {
  return {
    custom_id: aliasFormAction.customId({}),
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

function nowLine(words: Words, { visibility, alias }: Pick<Member, 'visibility' | 'alias'>): string {
  if (visibility === 'alias') return words.appearance.nowAlias(shownName(words, alias ?? ''));
  return words.appearance.now[visibility ?? 'unset'];
}

/** Whoever goes under an alias may change it; whoever has one already goes back to it with one press. */
function aliasButton(words: Words, { visibility, alias }: Pick<Member, 'visibility' | 'alias'>) {
  if (visibility === 'alias') return button(words.buttons.changeAlias, aliasAction.customId({}));
  return button(
    words.buttons.byAlias,
    alias === null ? aliasAction.customId({}) : visibilityAction.customId({ to: 'alias' }),
  );
}
