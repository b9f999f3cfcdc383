import { isEmpty } from '../src/domain/personal-export.ts';
import { eraseAction, keepAction } from '../src/discord/actions.ts';
import { defineComponent, updatePrivateMessage, type SlashCommand } from '../src/discord/command.ts';
import { described, slashCommand } from '../src/discord/define-command.ts';
import { erasedView, eraseQuestionView, keptView, personalExportView } from '../src/discord/views/privacy.ts';

export default {
  kind: 'slash',
  group: 'yours',
  data: slashCommand('privacy', (words) => words.commands.privacy.description)
    .addSubcommand((subcommand) =>
      described(subcommand.setName('export'), (words) => words.commands.privacy.subcommands.export),
    )
    .addSubcommand((subcommand) =>
      described(subcommand.setName('delete'), (words) => words.commands.privacy.subcommands.delete),
    )
    .toJSON(),
  audience: () => 'private',

  async execute({ options, user }, { services, words }) {
    if (options.getSubcommand() === 'delete') {
      return { view: eraseQuestionView(words, await services.privacy.holdings(user.id)) };
    }
    const personal = await services.privacy.export(user.id);
    const name = `cairn-${personal.exportedAt.slice(0, 'YYYY-MM-DD'.length)}.json`;
    return {
      view: personalExportView(words, name, !isEmpty(personal)),
      files: [{ name, content: `${JSON.stringify(personal, null, 2)}\n` }],
    };
  },

  components: [
    // Neither carries whose it is: who presses it means themselves.
    defineComponent(eraseAction, {
      response: updatePrivateMessage,
      execute: async ({ user }, _, { services, words }) => ({
        view: erasedView(words, await services.privacy.erase(user.id)),
      }),
    }),
    defineComponent(keepAction, {
      response: updatePrivateMessage,
      execute: (_interaction, _, { words }) => Promise.resolve({ view: keptView(words) }),
    }),
  ],
} satisfies SlashCommand;
