import type { Field } from './field.ts';
import { checkLocalizations } from './localizations.ts';

/** From Discord's reference on application command naming. */
const chatInputName = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** The name of a chat input command or of one of its options, and its translations. */
export function checkChatInputName(owner: Field): void {
  checkName(owner.at('name'), true);
  checkLocalizations(owner.at('name_localizations'), (name) => {
    checkName(name, true);
  });
}

/** The name of a context menu command: spaces and capitals are welcome. */
export function checkMenuName(owner: Field): void {
  checkName(owner.at('name'), false);
  checkLocalizations(owner.at('name_localizations'), (name) => {
    checkName(name, false);
  });
}

export function checkDescription(owner: Field): void {
  owner.at('description').text({ min: 1, max: 100, required: true });
  checkLocalizations(owner.at('description_localizations'), (description) => {
    description.text({ min: 1, max: 100 });
  });
}

function checkName(field: Field, isChatInput: boolean): void {
  const name = field.text({ min: 1, max: 32, required: true });
  if (name === undefined || !isChatInput) return;
  if (!chatInputName.test(name)) {
    field.refuse('STRING_TYPE_REGEX', 'String value did not match validation regex.');
  } else if (name !== name.toLowerCase()) {
    field.refuse('APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
  }
}
