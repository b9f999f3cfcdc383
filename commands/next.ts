import { nextStepAction } from '../src/discord/actions.ts';
import {
  defineComponent,
  updatePrivateMessage,
  type Answer,
  type Context,
  type SlashCommand,
} from '../src/discord/command.ts';
import { slashCommand } from '../src/discord/define-command.ts';
import { askerOf } from '../src/discord/asker.ts';
import { nextStepView } from '../src/discord/views/next-step.ts';
import type { Asker } from '../src/services/membership.ts';

export default {
  kind: 'slash',
  group: 'you',
  data: slashCommand('next', (words) => words.commands.next.description).toJSON(),
  audience: () => 'private',
  execute: (interaction, context) => nextStep(askerOf(interaction), context),

  components: [
    defineComponent(nextStepAction, {
      response: updatePrivateMessage,
      execute: (interaction, _values, context) => nextStep(askerOf(interaction), context),
    }),
  ],
} satisfies SlashCommand;

async function nextStep(asker: Asker, { services, words, mention }: Context): Promise<Answer> {
  return { view: nextStepView({ words, mention, ...(await services.progress.outlook(asker)) }) };
}
