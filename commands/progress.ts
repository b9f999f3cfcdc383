import { progressAction, shareProgressAction } from '../src/discord/actions.ts';
import { requireAtHome } from '../src/discord/at-home.ts';
import { defineComponent, updatePrivateMessage, type SlashCommand } from '../src/discord/command.ts';
import { described, slashCommand } from '../src/discord/define-command.ts';
import { askingPerson, personOf } from '../src/discord/person.ts';
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
  execute(interaction, context) {
    const { options, user } = interaction;
    const named = options.getUser('member');
    return named === null
      ? progressAnswer(interaction, user, askingPerson(interaction), context)
      : progressAnswer(interaction, named, personOf(named, options.getMember('member')), context);
  },

  components: [
    defineComponent(progressAction, {
      response: updatePrivateMessage,
      execute: (interaction, _values, context) =>
        progressAnswer(interaction, interaction.user, askingPerson(interaction), context),
    }),
    defineComponent(shareProgressAction, {
      response: 'public',
      async execute(interaction, _values, context) {
        const standing = await context.services.progress.standing(interaction.user.id);
        requireAtHome(context, interaction, standing.walk.pathway);
        return { view: othersProgressView(context.words, standing, askingPerson(interaction)) };
      },
    }),
  ],
} satisfies SlashCommand;
