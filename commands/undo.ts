import { pickUndoAction, undoAction } from '../src/discord/actions.ts';
import { recordedTaskChoices } from '../src/discord/choices.ts';
import {
  defineComponent,
  updatePrivateMessage,
  type Answer,
  type Context,
  type SlashCommand,
} from '../src/discord/command.ts';
import { askerOf } from '../src/discord/asker.ts';
import { described, slashCommand } from '../src/discord/define-command.ts';
import { orAskWhichTask, pickedValue } from '../src/discord/which-task.ts';
import { undoneView } from '../src/discord/views/record.ts';

export default {
  kind: 'slash',
  group: 'record',
  data: slashCommand('undo', (words) => words.commands.undo.description)
    .addStringOption((option) =>
      described(option.setName('task'), (words) => words.commands.undo.options.task).setAutocomplete(true),
    )
    .toJSON(),
  audience: () => 'private',

  execute: ({ options, user }, context) =>
    orAskWhichTask(context, pickUndoAction, () =>
      undo(context, user.id, options.getString('task') ?? undefined),
    ),

  async autocomplete(interaction, { services, words }) {
    const { progress } = await services.progress.outlook(askerOf(interaction));
    return recordedTaskChoices(words, progress, interaction.options.getFocused());
  },

  components: [
    defineComponent(pickUndoAction, {
      response: updatePrivateMessage,
      execute: async (interaction, { pathway }, context) =>
        undo(context, interaction.user.id, pickedValue(interaction), pathway),
    }),
    defineComponent(undoAction, {
      response: updatePrivateMessage,
      async execute({ user }, { pathway, task, recordedAt }, { services, words }) {
        const record = { pathwayId: pathway, taskId: task, recordedAt };
        return { view: undoneView(words, await services.progress.undoRecord(user.id, record)) };
      },
    }),
  ],
} satisfies SlashCommand;

async function undo(
  { services, words }: Context,
  userId: string,
  task?: string,
  pathwayId?: string,
): Promise<Answer> {
  return { view: undoneView(words, await services.progress.undo(userId, task, pathwayId)) };
}
