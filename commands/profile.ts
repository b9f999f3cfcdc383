import { UserError } from '../src/domain/errors.ts';
import { ALIAS_LENGTH } from '../src/domain/appearance.ts';
import { VISIBILITIES, type Visibility } from '../src/domain/member.ts';
import { HOURS_PER_WEEK } from '../src/domain/plan.ts';
import { currentPathwayAction, profileAction } from '../src/discord/actions.ts';
import { askerOf } from '../src/discord/asker.ts';
import { timeZoneChoices } from '../src/discord/choices.ts';
import { defineComponent, updatePrivateMessage, type SlashCommand } from '../src/discord/command.ts';
import { described, slashCommand } from '../src/discord/define-command.ts';
import { joinServer } from '../src/discord/join-server.ts';
import { profileAnswer } from '../src/discord/profile-answer.ts';
import { choice } from '../src/discord/slot-options.ts';
import { pickedValue } from '../src/discord/which-task.ts';
import type { Words } from '../src/words/words.ts';

const APPEARANCES: Record<Visibility, (words: Words) => string> = {
  named: (words) => words.buttons.byName,
  alias: (words) => words.buttons.byAlias,
  hidden: (words) => words.buttons.notAtAll,
};

export default {
  kind: 'slash',
  group: 'yours',
  data: slashCommand('profile', (words) => words.commands.profile.description)
    .addSubcommand((subcommand) =>
      described(subcommand.setName('show'), (words) => words.commands.profile.subcommands.show),
    )
    .addSubcommand((subcommand) =>
      described(subcommand.setName('edit'), (words) => words.commands.profile.subcommands.edit)
        .addStringOption((option) =>
          described(option.setName('name'), (words) => words.commands.profile.options.name)
            .setMinLength(ALIAS_LENGTH.min)
            .setMaxLength(ALIAS_LENGTH.max),
        )
        .addStringOption((option) =>
          described(
            option.setName('visibility'),
            (words) => words.commands.profile.options.visibility,
          ).addChoices(VISIBILITIES.map((visibility) => choice(APPEARANCES[visibility], visibility))),
        )
        .addIntegerOption((option) =>
          described(option.setName('hours'), (words) => words.commands.profile.options.hours)
            .setMinValue(HOURS_PER_WEEK.min)
            .setMaxValue(HOURS_PER_WEEK.max),
        )
        .addStringOption((option) =>
          described(
            option.setName('timezone'),
            (words) => words.commands.profile.options.timezone,
          ).setAutocomplete(true),
        ),
    )
    .toJSON(),
  audience: () => 'private',

  async execute(interaction, context) {
    const { options } = interaction;
    if (options.getSubcommand() === 'show') return profileAnswer(interaction, context);
    await context.services.profiles.edit({
      ...askerOf(interaction),
      alias: options.getString('name') ?? undefined,
      visibility: toVisibility(options.getString('visibility')),
      hoursPerWeek: options.getInteger('hours') ?? undefined,
      timeZone: options.getString('timezone') ?? undefined,
    });
    return profileAnswer(interaction, context, { isSaved: true });
  },

  autocomplete: ({ options }, { services, words }) =>
    Promise.resolve(timeZoneChoices(words, options.getFocused(), services.clock.now())),

  components: [
    defineComponent(profileAction, {
      response: updatePrivateMessage,
      execute: (interaction, _, context) => profileAnswer(interaction, context),
    }),
    defineComponent(currentPathwayAction, {
      response: updatePrivateMessage,
      async execute(interaction, _, context) {
        const { services } = context;
        await services.profiles.switchTo(askerOf(interaction), pickedValue(interaction));
        await joinServer(interaction, services);
        return profileAnswer(interaction, context, { isSaved: true });
      },
    }),
  ],
} satisfies SlashCommand;

/** Discord offers nothing else, but what it sends may be forged. @throws {UserError} `bad-choice` */
function toVisibility(sent: string | null): Visibility | undefined {
  const visibility = VISIBILITIES.find((known) => known === sent);
  if (sent !== null && visibility === undefined) throw new UserError({ code: 'bad-choice' });
  return visibility;
}
