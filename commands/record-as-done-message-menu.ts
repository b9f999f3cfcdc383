import { ApplicationCommandType, messageLink } from 'discord.js';
import { openTasks } from '../src/domain/progress.ts';
import { evidenceAction } from '../src/discord/actions.ts';
import { askerOf } from '../src/discord/asker.ts';
import { defineComponent, updatePrivateMessage, type MessageMenuCommand } from '../src/discord/command.ts';
import { menuCommand } from '../src/discord/define-command.ts';
import { joinServer } from '../src/discord/join-server.ts';
import { recordedAnswer } from '../src/discord/recorded-answer.ts';
import { pickedValue } from '../src/discord/which-task.ts';
import { evidenceView } from '../src/discord/views/record.ts';

export default {
  kind: 'message-menu',
  data: menuCommand(ApplicationCommandType.Message, (words) => words.menus.recordAsDone).toJSON(),
  audience: () => 'private',

  async execute(interaction, { services, words }) {
    const { targetId, channelId } = interaction;
    const { progress, pathway } = await services.progress.outlook(askerOf(interaction));
    return {
      view: evidenceView(words, openTasks(progress), {
        pathway: pathway.id,
        channel: channelId,
        message: targetId,
      }),
    };
  },

  components: [
    defineComponent(evidenceAction, {
      response: updatePrivateMessage,
      async execute(interaction, { pathway, channel, message }, context) {
        const task = pickedValue(interaction);
        const link = interaction.inGuild()
          ? messageLink(channel, message, interaction.guildId)
          : messageLink(channel, message);
        const recorded = await context.services.progress.complete({
          ...askerOf(interaction),
          pathwayId: pathway,
          task,
          link,
        });
        await joinServer(interaction, context.services);
        return recordedAnswer(interaction, context, recorded);
      },
    }),
  ],
} satisfies MessageMenuCommand;
