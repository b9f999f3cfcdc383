import type { ChatInputCommandInteraction } from 'discord.js';
import { UserError } from '../src/domain/errors.ts';
import type { LocalDate } from '../src/domain/local-time.ts';
import { HOURS_PER_WEEK } from '../src/domain/plan.ts';
import {
  planAction,
  planCalendarAction,
  planIfAction,
  planShiftAction,
  planTakeAction,
  planUnbreakAction,
} from '../src/discord/actions.ts';
import { dayChoices, resolveDay } from '../src/discord/choices.ts';
import {
  defineComponent,
  updatePrivateMessage,
  type Answer,
  type Context,
  type SlashCommand,
} from '../src/discord/command.ts';
import { described, slashCommand } from '../src/discord/define-command.ts';
import { calendarAnswer } from '../src/discord/plan-calendar.ts';
import { planView, whatIfView } from '../src/discord/views/plan.ts';
import { pickedValue } from '../src/discord/which-task.ts';
import type { Planned } from '../src/services/plans.ts';

/** Today and the days of the next three weeks, in the order of the list. */
const SOON = Array.from({ length: 22 }, (_, day) => day);

export default {
  kind: 'slash',
  group: 'you',
  data: slashCommand('plan', (words) => words.commands.plan.description)
    .addSubcommand((subcommand) =>
      described(subcommand.setName('show'), (words) => words.commands.plan.subcommands.show),
    )
    .addSubcommand((subcommand) =>
      described(subcommand.setName('edit'), (words) => words.commands.plan.subcommands.edit)
        .addIntegerOption((option) =>
          described(option.setName('hours'), (words) => words.commands.plan.options.hours)
            .setMinValue(HOURS_PER_WEEK.min)
            .setMaxValue(HOURS_PER_WEEK.max),
        )
        .addStringOption((option) =>
          described(option.setName('start'), (words) => words.commands.plan.options.start).setAutocomplete(
            true,
          ),
        ),
    )
    .addSubcommand((subcommand) =>
      described(subcommand.setName('break'), (words) => words.commands.plan.subcommands.break)
        .addStringOption((option) =>
          described(option.setName('from'), (words) => words.commands.plan.options.from)
            .setRequired(true)
            .setAutocomplete(true),
        )
        .addStringOption((option) =>
          described(option.setName('until'), (words) => words.commands.plan.options.until)
            .setRequired(true)
            .setAutocomplete(true),
        ),
    )
    .addSubcommand((subcommand) =>
      described(subcommand.setName('calendar'), (words) => words.commands.plan.subcommands.calendar),
    )
    .toJSON(),
  audience: () => 'private',

  async execute(interaction, context) {
    const { options, user } = interaction;
    const { services, words } = context;
    switch (options.getSubcommand()) {
      case 'edit': {
        const edit = {
          hoursPerWeek: options.getInteger('hours') ?? undefined,
          startsOn: await dayAsked(interaction, context, 'start'),
        };
        const isAsked = edit.hoursPerWeek !== undefined || edit.startsOn !== undefined;
        return isAsked
          ? answer(context, await services.plans.edit(user.id, edit), words.plan.changed)
          : answer(context, await services.plans.show(user.id));
      }
      case 'break': {
        const startsOn = await dayAsked(interaction, context, 'from');
        const endsOn = await dayAsked(interaction, context, 'until');
        if (startsOn === undefined || endsOn === undefined) throw new UserError({ code: 'bad-choice' });
        const planned = await services.plans.addBreak(user.id, { startsOn, endsOn });
        return answer(context, planned, words.plan.breakAdded);
      }
      case 'calendar':
        return calendarAnswer(user.id, context);
      default:
        return answer(context, await services.plans.show(user.id));
    }
  },

  autocomplete: async ({ options, user }, { services, words }) =>
    dayChoices(words, options.getFocused(), await services.membership.today(user.id), SOON),

  components: [
    defineComponent(planAction, {
      response: updatePrivateMessage,
      execute: async ({ user }, _, context) => answer(context, await context.services.plans.show(user.id)),
    }),
    defineComponent(planIfAction, {
      response: updatePrivateMessage,
      execute: async ({ user }, { pathway, hours }, { services, words }) => ({
        view: whatIfView(words, await services.plans.consider(user.id, pathway, hours)),
      }),
    }),
    defineComponent(planTakeAction, {
      response: updatePrivateMessage,
      async execute({ user }, { pathway, hours }, context) {
        const planned = await context.services.plans.take(user.id, pathway, hours);
        return answer(context, planned, context.words.plan.paceTaken(hours));
      },
    }),
    defineComponent(planShiftAction, {
      response: updatePrivateMessage,
      execute: async ({ user }, { pathway }, context) =>
        answer(context, await context.services.plans.shift(user.id, pathway), context.words.plan.shifted),
    }),
    defineComponent(planUnbreakAction, {
      response: updatePrivateMessage,
      async execute(interaction, { pathway }, context) {
        const startsOn = pickedValue(interaction);
        const planned = await context.services.plans.removeBreak(interaction.user.id, pathway, startsOn);
        return answer(context, planned, context.words.plan.breakTakenAway);
      },
    }),
    // A file comes in a message of its own, so that the plan stays.
    defineComponent(planCalendarAction, {
      response: 'private',
      execute: ({ user }, _, context) => calendarAnswer(user.id, context),
    }),
  ],
} satisfies SlashCommand;

async function answer({ services, words }: Context, planned: Planned, notice?: string): Promise<Answer> {
  const { walk, progress } = planned;
  const phase = progress.currentPhase?.phase;
  const othersWeeks = phase && (await services.pace.ofPhase(walk.member.userId, walk.pathway.id, phase.id));
  return { view: planView(words, planned, { notice, othersWeeks }) };
}

async function dayAsked(
  { options, user }: ChatInputCommandInteraction,
  { services, words }: Context,
  name: string,
): Promise<LocalDate | undefined> {
  const typed = options.getString(name);
  if (typed === null) return undefined;
  return resolveDay(words, typed, await services.membership.today(user.id), SOON);
}
