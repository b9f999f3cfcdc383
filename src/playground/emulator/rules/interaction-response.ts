import { InteractionResponseType, MessageFlags } from 'discord-api-types/v10';
import type { Field } from './field.ts';
import { checkFlags, checkInteractionMessage, checkMessageEdit } from './message.ts';
import { checkModal } from './modal.ts';

const types = Object.values(InteractionResponseType).filter((type) => typeof type === 'number');

const maxChoices = 25;

export function checkInteractionResponse(response: Field, currentFlags: number | undefined): void {
  const data = response.at('data');
  switch (response.at('type').oneOf(types, { required: true })) {
    case InteractionResponseType.ChannelMessageWithSource:
      checkInteractionMessage(data);
      return;
    case InteractionResponseType.DeferredChannelMessageWithSource:
      checkDefer(data);
      return;
    case InteractionResponseType.UpdateMessage:
      checkMessageEdit(data, currentFlags);
      return;
    case InteractionResponseType.ApplicationCommandAutocompleteResult:
      checkAutocomplete(data);
      return;
    case InteractionResponseType.Modal:
      checkModal(data);
      return;
    default:
      return;
  }
}

/** A deferred answer decides nothing but whether it will be private. */
function checkDefer(data: Field): void {
  checkFlags(data.at('flags'), MessageFlags.Ephemeral);
  for (const [key, field] of data.entries()) {
    if (key !== 'flags')
      field.forbid('DEFERRED_RESPONSE_FIELD_INVALID', 'A deferred response has only flags');
  }
}

function checkAutocomplete(data: Field): void {
  for (const choice of data.at('choices').list({ max: maxChoices })) {
    if (!choice.require() || !choice.record()) continue;
    choice.at('name').text({ min: 1, max: 100, required: true });
    const value = choice.at('value');
    if (typeof value.value === 'number') value.number();
    else value.text({ min: 1, max: 100, required: true });
  }
}
