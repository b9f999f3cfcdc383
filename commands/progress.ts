import { progressAction, shareProgressAction } from '../src/discord/actions.ts';
import { defineComponent, updatePrivateMessage, type SlashCommand } from '../src/discord/command.ts';
import { described, slashCommand } from '../src/discord/define-command.ts';
import { progressAnswer } from '../src/discord/progress-answer.ts';
import { othersProgressView } from '../src/discord/views/progress.ts';

export default {
  kind: 'slash',
  group: 'you',
  data: slashCommand('progress', (words) => words.commands.progress.description)
    .addUserOption((option) =>
      described(option.setName('member'), (words) => words.commands.progress.options.member),
    )
    .toJSON(),
  audience: () => 'private',
  execute: ({ options, user }, context) => progressAnswer(user, options.getUser('member') ?? user, context),

  components: [
    defineComponent(progressAction, {
      response: updatePrivateMessage,
      execute: ({ user }, _values, context) => progressAnswer(user, user, context),
    }),
    defineComponent(shareProgressAction, {
      response: 'public',
      execute: async ({ user }, _values, { services, words }) => ({
        view: othersProgressView(words, await services.progress.standing(user.id)),
      }),
    }),
  ],
} satisfies SlashCommand;
