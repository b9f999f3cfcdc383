import type { BaseInteraction } from 'discord.js';
import { HOURS_PER_WEEK } from '../src/domain/plan.ts';
import { joinPickAction } from '../src/discord/actions.ts';
import {
  dayChoices,
  pathwayChoices,
  resolveDay,
  START_DAYS,
  timeZoneChoices,
} from '../src/discord/choices.ts';
import { askerOf } from '../src/discord/asker.ts';
import {
  defineComponent,
  updatePrivateMessage,
  type Answer,
  type Context,
  type SlashCommand,
} from '../src/discord/command.ts';
import { described, slashCommand } from '../src/discord/define-command.ts';
import { joinServer } from '../src/discord/join-server.ts';
import { onboardingComponents } from '../src/discord/onboarding.ts';
import { choosePathwayView } from '../src/discord/views/choose-pathway.ts';
import { joinedView } from '../src/discord/views/join.ts';
import { pickedValue } from '../src/discord/which-task.ts';
import type { JoinRequest } from '../src/services/membership.ts';

export default {
  kind: 'slash',
  group: 'you',
  data: slashCommand('join', (words) => words.commands.join.description)
    .addStringOption((option) =>
      described(option.setName('pathway'), (words) => words.commands.join.options.pathway).setAutocomplete(
        true,
      ),
    )
    .addIntegerOption((option) =>
      described(option.setName('hours'), (words) => words.commands.join.options.hours)
        .setMinValue(HOURS_PER_WEEK.min)
        .setMaxValue(HOURS_PER_WEEK.max),
    )
    .addStringOption((option) =>
      described(option.setName('start'), (words) => words.commands.join.options.start).setAutocomplete(true),
    )
    .addStringOption((option) =>
      described(option.setName('timezone'), (words) => words.commands.join.options.timezone).setAutocomplete(
        true,
      ),
    )
    .toJSON(),
  audience: () => 'private',

  async execute(interaction, context) {
    const { services, words } = context;
    const { options, user } = interaction;
    const start = options.getString('start');
    const request = {
      ...askerOf(interaction),
      pathway: options.getString('pathway') ?? undefined,
      hoursPerWeek: options.getInteger('hours') ?? undefined,
      startsOn:
        start === null
          ? undefined
          : resolveDay(words, start, await services.membership.today(user.id), START_DAYS),
      timeZone: options.getString('timezone') ?? undefined,
    };
    const choice = await services.membership.choice(request);
    if (choice !== undefined) return { view: choosePathwayView(words, choice) };
    return join(interaction, request, context);
  },

  async autocomplete({ options, user, guildId }, { services, words }) {
    const focused = options.getFocused(true);
    switch (focused.name) {
      case 'pathway':
        return pathwayChoices(services.library, guildId, focused.value);
      case 'timezone':
        return timeZoneChoices(words, focused.value, services.clock.now());
      default:
        return dayChoices(words, focused.value, await services.membership.today(user.id), START_DAYS);
    }
  },

  components: [
    defineComponent(joinPickAction, {
      response: updatePrivateMessage,
      execute: (interaction, { hours, start, timeZone }, context) =>
        join(
          interaction,
          {
            ...askerOf(interaction),
            pathway: pickedValue(interaction),
            hoursPerWeek: hours ?? undefined,
            startsOn: start ?? undefined,
            timeZone: timeZone ?? undefined,
          },
          context,
        ),
    }),
    ...onboardingComponents,
  ],
} satisfies SlashCommand;

async function join(
  interaction: BaseInteraction,
  request: JoinRequest,
  { services, words, mention }: Context,
): Promise<Answer> {
  const joined = await services.membership.join(request);
  await joinServer(interaction, services);
  return { view: joinedView(words, joined, mention) };
}
