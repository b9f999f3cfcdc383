import { UserError } from '../src/domain/errors.ts';
import { helpAction, helpGroupAction, helpPickAction } from '../src/discord/actions.ts';
import {
  defineComponent,
  HELP_GROUPS,
  updatePrivateMessage,
  type HelpGroup,
  type SlashCommand,
} from '../src/discord/command.ts';
import { slashCommand } from '../src/discord/define-command.ts';
import { helpGroupView, helpView } from '../src/discord/views/help.ts';
import { pickedValue } from '../src/discord/which-task.ts';

export default {
  kind: 'slash',
  data: slashCommand('help', (words) => words.commands.help.description).toJSON(),
  audience: () => 'private',
  execute: ({ locale }, context) => Promise.resolve({ view: helpView({ ...context, locale }) }),

  components: [
    defineComponent(helpAction, {
      response: updatePrivateMessage,
      execute: ({ locale }, _, context) => Promise.resolve({ view: helpView({ ...context, locale }) }),
    }),
    defineComponent(helpGroupAction, {
      response: updatePrivateMessage,
      execute: ({ locale }, { group, page }, context) =>
        Promise.resolve({ view: helpGroupView({ ...context, locale }, group, page) }),
    }),
    defineComponent(helpPickAction, {
      response: updatePrivateMessage,
      async execute(interaction, _, context) {
        const { locale } = interaction;
        return Promise.resolve({
          view: helpGroupView({ ...context, locale }, toGroup(pickedValue(interaction)), 0),
        });
      },
    }),
  ],
} satisfies SlashCommand;

/** @throws {UserError} `outdated-button` for a group that there is no more. */
function toGroup(picked: string): HelpGroup {
  const group = HELP_GROUPS.find((known) => known === picked);
  if (group === undefined) throw new UserError({ code: 'outdated-button' });
  return group;
}
