import { HOURS_PER_WEEK } from '../src/domain/plan.ts';
import { dayChoices, pathwayChoices, resolveDay, timeZoneChoices } from '../src/discord/choices.ts';
import { askerOf } from '../src/discord/asker.ts';
import type { SlashCommand } from '../src/discord/command.ts';
import { described, slashCommand } from '../src/discord/define-command.ts';
import { joinServer } from '../src/discord/join-server.ts';
import { joinedView } from '../src/discord/views/join.ts';

/** Today and the days of the next three weeks, in the order of the list. */
const START_OFFSETS = Array.from({ length: 22 }, (_, day) => day);

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

  async execute(interaction, { services, words, mention }) {
    const { options, user } = interaction;
    const start = options.getString('start');
    const joined = await services.membership.join({
      ...askerOf(interaction),
      pathway: options.getString('pathway') ?? undefined,
      hoursPerWeek: options.getInteger('hours') ?? undefined,
      startsOn:
        start === null
          ? undefined
          : resolveDay(words, start, await services.membership.today(user.id), START_OFFSETS),
      timeZone: options.getString('timezone') ?? undefined,
    });
    await joinServer(interaction, services);
    return { view: joinedView(words, joined, mention) };
  },

  async autocomplete({ options, user, guildId }, { services, words }) {
    const focused = options.getFocused(true);
    switch (focused.name) {
      case 'pathway':
        return pathwayChoices(services.library, guildId, focused.value);
      case 'timezone':
        return timeZoneChoices(words, focused.value, services.clock.now());
      default:
        return dayChoices(words, focused.value, await services.membership.today(user.id), START_OFFSETS);
    }
  },
} satisfies SlashCommand;
