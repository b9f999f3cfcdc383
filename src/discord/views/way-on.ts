import type { APIButtonComponent } from 'discord.js';
import type { Words } from '../../words/words.ts';
import { nextStepAction, progressAction } from '../actions.ts';
import { button } from './elements.ts';

/** What most people do next, wherever they are. */
export function nextStepButton(words: Words): APIButtonComponent {
  return button(words.buttons.nextStep, nextStepAction.customId({}), { weight: 'primary' });
}

/** The same for whoever has no step left, or looks at somebody else's. */
export function ownProgressButton(words: Words): APIButtonComponent {
  return button(words.buttons.progress, progressAction.customId({}), { weight: 'primary' });
}
