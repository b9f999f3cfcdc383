import type { BaseInteraction } from 'discord.js';
import { pickSkipAction, skipAction } from '../src/discord/actions.ts';
import { askerOf } from '../src/discord/asker.ts';
import { taskChoices } from '../src/discord/choices.ts';
import {
  defineComponent,
  updatePrivateMessage,
  type Answer,
  type Context,
  type SlashCommand,
} from '../src/discord/command.ts';
import { described, slashCommand } from '../src/discord/define-command.ts';
import { joinServer } from '../src/discord/join-server.ts';
import { askingPerson } from '../src/discord/person.ts';
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

  execute: (interaction, context) =>
    orAskWhichTask(context, pickSkipAction, () =>
      skip(interaction, context, { task: interaction.options.getString('task', true) }),
    ),

  async autocomplete(interaction, { services, words }) {
    const { progress } = await services.progress.outlook(askerOf(interaction));
    return taskChoices(words, progress, interaction.options.getFocused());
  },

  components: [
    defineComponent(skipAction, {
      response: updatePrivateMessage,
      execute: (interaction, { pathway, task }, context) =>
        skip(interaction, context, { task, pathwayId: pathway }),
    }),
    defineComponent(pickSkipAction, {
      response: updatePrivateMessage,
      execute: async (interaction, { pathway }, context) =>
        skip(interaction, context, { task: pickedValue(interaction), pathwayId: pathway }),
    }),
  ],
} satisfies SlashCommand;

async function skip(
  interaction: BaseInteraction,
  { services, words, mention }: Context,
  request: { readonly task: string; readonly pathwayId?: string },
): Promise<Answer> {
  const recorded = await services.progress.skip({ ...askerOf(interaction), ...request });
  await joinServer(interaction, services);
  return { view: recordedView(words, recorded, mention, askingPerson(interaction)) };
}
