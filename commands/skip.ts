import { pickSkipAction, skipAction } from '../src/discord/actions.ts';
import { taskChoices } from '../src/discord/choices.ts';
import {
  defineComponent,
  updatePrivateMessage,
  type Answer,
  type Context,
  type SlashCommand,
} from '../src/discord/command.ts';
import { described, slashCommand } from '../src/discord/define-command.ts';
import { orAskWhichTask, pickedValue } from '../src/discord/which-task.ts';
import { recordedView } from '../src/discord/views/record.ts';

export default {
  kind: 'slash',
  group: 'record',
  data: slashCommand('skip', (words) => words.commands.skip.description)
    .addStringOption((option) =>
      described(option.setName('task'), (words) => words.commands.skip.options.task)
        .setRequired(true)
        .setAutocomplete(true),
    )
    .toJSON(),
  audience: () => 'private',

  execute: ({ options, user }, context) =>
    orAskWhichTask(context, pickSkipAction, () =>
      skip(context, { userId: user.id, task: options.getString('task', true) }),
    ),

  async autocomplete({ options, user }, { services, words }) {
    const { progress } = await services.progress.outlook(user.id);
    return taskChoices(words, progress, options.getFocused());
  },

  components: [
    defineComponent(skipAction, {
      response: updatePrivateMessage,
      execute: ({ user }, { pathway, task }, context) =>
        skip(context, { userId: user.id, task, pathwayId: pathway }),
    }),
    defineComponent(pickSkipAction, {
      response: updatePrivateMessage,
      execute: async (interaction, { pathway }, context) =>
        skip(context, { userId: interaction.user.id, task: pickedValue(interaction), pathwayId: pathway }),
    }),
  ],
} satisfies SlashCommand;

async function skip(
  { services, words, mention }: Context,
  request: { readonly userId: string; readonly task: string; readonly pathwayId?: string },
): Promise<Answer> {
  return { view: recordedView(words, await services.progress.skip(request), mention) };
}
