import { ComponentType } from 'discord.js';
import { UserError } from '../src/domain/errors.ts';
import { PAUSES } from '../src/domain/pause.ts';
import {
  nudgeMenuAction,
  nudgeOffAction,
  nudgeOnAction,
  nudgePreviewAction,
  pauseAction,
  slowDownAction,
  snoozeAction,
  stopAction,
} from '../src/discord/actions.ts';
import { timeZoneChoices } from '../src/discord/choices.ts';
import {
  defineComponent,
  updatePrivateMessage,
  type Answer,
  type ComponentInteraction,
  type Context,
  type SlashCommand,
} from '../src/discord/command.ts';
import { askerOf } from '../src/discord/asker.ts';
import { described, slashCommand } from '../src/discord/define-command.ts';
import { joinServer } from '../src/discord/join-server.ts';
import { choice, hourOption, weekdayOption } from '../src/discord/slot-options.ts';
import { momentStamp } from '../src/discord/timestamps.ts';
import type { View } from '../src/discord/views/elements.ts';
import {
  arrangementView,
  memberNudgeView,
  nudgeButtons,
  pausedButtons,
  slowerButtons,
  snoozedButtons,
  stoppedButtons,
  switchedOnView,
} from '../src/discord/views/nudge.ts';
import type { Arrangement } from '../src/services/nudges.ts';

type Visit = Parameters<typeof joinServer>[0];

export default {
  kind: 'slash',
  group: 'nudges',
  data: slashCommand('nudge', (words) => words.commands.nudge.description)
    .addSubcommand((subcommand) =>
      described(subcommand.setName('on'), (words) => words.commands.nudge.subcommands.on),
    )
    .addSubcommand((subcommand) =>
      described(subcommand.setName('off'), (words) => words.commands.nudge.subcommands.off),
    )
    .addSubcommand((subcommand) =>
      described(subcommand.setName('when'), (words) => words.commands.nudge.subcommands.when)
        .addIntegerOption(weekdayOption((words) => words.commands.nudge.options.day))
        .addIntegerOption(hourOption((words) => words.commands.nudge.options.hour))
        .addStringOption((option) =>
          described(
            option.setName('timezone'),
            (words) => words.commands.nudge.options.timezone,
          ).setAutocomplete(true),
        ),
    )
    .addSubcommand((subcommand) =>
      described(
        subcommand.setName('pause'),
        (words) => words.commands.nudge.subcommands.pause,
      ).addStringOption((option) =>
        described(option.setName('until'), (words) => words.commands.nudge.options.until)
          .setRequired(true)
          .addChoices(...PAUSES.map((pause) => choice((words) => words.buttons.pauses[pause], pause))),
      ),
    )
    .addSubcommand((subcommand) =>
      described(subcommand.setName('preview'), (words) => words.commands.nudge.subcommands.preview),
    )
    .addSubcommand((subcommand) =>
      described(subcommand.setName('status'), (words) => words.commands.nudge.subcommands.status),
    )
    .toJSON(),
  audience: () => 'private',

  async execute(interaction, context) {
    const { options, user } = interaction;
    const { nudges } = context.services;
    switch (options.getSubcommand()) {
      case 'on':
        return switchOn(interaction, context);
      case 'off':
        return answer(context, await nudges.switchOff(user.id));
      case 'when':
        return answer(
          context,
          await nudges.setWhen({
            userId: user.id,
            weekday: options.getInteger('day') ?? undefined,
            hour: options.getInteger('hour') ?? undefined,
            timeZone: options.getString('timezone') ?? undefined,
          }),
        );
      case 'pause': {
        const until = options.getString('until', true);
        const pause = PAUSES.find((offered) => offered === until);
        if (pause === undefined) throw new UserError({ code: 'bad-choice' });
        return answer(context, await nudges.pause(user.id, pause));
      }
      case 'preview':
        return preview(interaction, context);
      default:
        return answer(context, await nudges.status(user.id));
    }
  },

  autocomplete: ({ options }, { services, words }) =>
    Promise.resolve(timeZoneChoices(words, options.getFocused(), services.clock.now())),

  components: [
    // Its answer says where the test message went, so what is there stays.
    defineComponent(nudgeOnAction, {
      response: 'private',
      execute: (interaction, _, context) => switchOn(interaction, context),
    }),
    defineComponent(nudgePreviewAction, {
      response: 'private',
      execute: (interaction, _, context) => preview(interaction, context),
    }),
    defineComponent(nudgeOffAction, {
      response: updatePrivateMessage,
      execute: async ({ user }, _, context) =>
        answer(context, await context.services.nudges.switchOff(user.id)),
    }),

    defineComponent(nudgeMenuAction, {
      response: updatePrivateMessage,
      async execute(interaction, { menu, ...key }, { services, words }) {
        const beside = besideLetter(interaction);
        const walk = await services.membership.find(interaction.user.id);
        return beside(nudgeButtons(words, menu, key, walk?.enrolment.hoursPerWeek));
      },
    }),
    defineComponent(snoozeAction, {
      response: updatePrivateMessage,
      async execute(interaction, { days, ...key }, { services, words }) {
        const beside = besideLetter(interaction);
        const arrangement = await services.nudges.snooze(interaction.user.id, days);
        return beside(snoozedButtons(words, key, arrangement));
      },
    }),
    defineComponent(pauseAction, {
      response: updatePrivateMessage,
      async execute(interaction, { pause, ...key }, { services, words }) {
        const beside = besideLetter(interaction);
        const arrangement = await services.nudges.pause(interaction.user.id, pause);
        return beside(pausedButtons(words, key, arrangement));
      },
    }),
    defineComponent(stopAction, {
      response: updatePrivateMessage,
      async execute(interaction, key, { services, words }) {
        const beside = besideLetter(interaction);
        await services.nudges.switchOff(interaction.user.id);
        return beside(stoppedButtons(words, key));
      },
    }),
    defineComponent(slowDownAction, {
      response: updatePrivateMessage,
      async execute(interaction, { hours, ...key }, { services, words }) {
        const beside = besideLetter(interaction);
        const userId = interaction.user.id;
        const walk = await services.membership.find(userId);
        if (walk?.pathway.id !== key.pathway) throw new UserError({ code: 'outdated-button' });
        const joined = await services.membership.join({
          userId,
          pathway: key.pathway,
          hoursPerWeek: Math.min(hours, walk.enrolment.hoursPerWeek),
        });
        return beside(slowerButtons(words, key, joined));
      },
    }),
  ],
} satisfies SlashCommand;

function answer({ words, mention }: Context, arrangement: Arrangement): Answer {
  return { view: arrangementView(words, arrangement, mention) };
}

async function switchOn(interaction: Visit, { services, words, mention }: Context): Promise<Answer> {
  const { locale } = interaction;
  const switched = await services.nudges.switchOn({ ...askerOf(interaction), locale });
  await joinServer(interaction, services);
  return { view: switchedOnView(words, switched, mention) };
}

async function preview({ user, locale }: Visit, { services, words }: Context): Promise<Answer> {
  const post = await services.nudges.preview({ userId: user.id, locale });
  const { nudge } = await services.nudges.status(user.id);
  const next = nudge?.next ?? undefined;
  return { view: memberNudgeView(words, post, words.nudge.previewed(next && momentStamp(next.at))) };
}

/**
 * Puts something else beside the letter as it was sent.
 * @throws {UserError} `outdated-button` where there is none, before anything is done: a letter has words alone
 */
function besideLetter({ message }: ComponentInteraction): (beside: View) => Answer {
  const letter = message?.components[0];
  const isLetter =
    letter?.type === ComponentType.Container &&
    letter.components.every(({ type }) => WORDS_ALONE.includes(type));
  if (!isLetter) throw new UserError({ code: 'outdated-button' });
  return (beside) => ({ view: [letter.toJSON(), ...beside] });
}

const WORDS_ALONE: readonly ComponentType[] = [ComponentType.TextDisplay, ComponentType.Separator];
