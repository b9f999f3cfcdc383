import { nextStepAction } from '../src/discord/actions.ts';
import {
  defineComponent,
  updatePrivateMessage,
  type Answer,
  type Context,
  type SlashCommand,
} from '../src/discord/command.ts';
import { slashCommand } from '../src/discord/define-command.ts';
import { nextStepView } from '../src/discord/views/next-step.ts';

export default {
  kind: 'slash',
  group: 'you',
  data: slashCommand('next', (words) => words.commands.next.description).toJSON(),
  audience: () => 'private',
  execute: ({ user }, context) => nextStep(user.id, context),

  components: [
    defineComponent(nextStepAction, {
      response: updatePrivateMessage,
      execute: ({ user }, _values, context) => nextStep(user.id, context),
    }),
  ],
} satisfies SlashCommand;

async function nextStep(userId: string, { services, words, mention }: Context): Promise<Answer> {
  return { view: nextStepView({ words, mention, ...(await services.progress.outlook(userId)) }) };
}
