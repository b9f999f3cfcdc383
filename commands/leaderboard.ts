import {
  ApplicationIntegrationType,
  InteractionContextType,
  type ChatInputCommandInteraction,
} from 'discord.js';
import { BOARD_PERIODS, type BoardPeriod } from '../src/domain/board-period.ts';
import { UserError } from '../src/domain/errors.ts';
import {
  aliasAction,
  aliasFormAction,
  appearanceAction,
  cohortBoardAction,
  cohortBoardPeriodAction,
  serverBoardAction,
  serverBoardPeriodAction,
  visibilityAction,
} from '../src/discord/actions.ts';
import { askerOf } from '../src/discord/cohort-asker.ts';
import { periodChoices } from '../src/discord/cohort-command.ts';
import {
  defineComponent,
  defineModalOpener,
  updatePrivateMessage,
  type Answer,
  type Context,
  type SlashCommand,
} from '../src/discord/command.ts';
import { described, slashCommand } from '../src/discord/define-command.ts';
import { choice } from '../src/discord/slot-options.ts';
import { ALIAS_INPUT, aliasModal, appearanceView } from '../src/discord/views/appearance.ts';
import { leaderboardView } from '../src/discord/views/leaderboard.ts';
import { pickedValue } from '../src/discord/which-task.ts';
import type { Leaderboard } from '../src/services/leaderboards.ts';

const SCOPES = ['cohort', 'server'] as const;

export default {
  kind: 'slash',
  group: 'together',
  data: slashCommand('leaderboard', (words) => words.commands.leaderboard.description)
    .setContexts(InteractionContextType.Guild)
    .setIntegrationTypes(ApplicationIntegrationType.GuildInstall)
    .addStringOption((option) =>
      described(option.setName('scope'), (words) => words.commands.leaderboard.options.scope).addChoices(
        ...SCOPES.map((scope) => choice((words) => words.scopes[scope], scope)),
      ),
    )
    .addStringOption((option) =>
      described(option.setName('period'), (words) => words.commands.leaderboard.options.period).addChoices(
        ...periodChoices(),
      ),
    )
    .toJSON(),
  audience: () => 'private',

  async execute(interaction, context) {
    const { leaderboards } = context.services;
    const scope = scopeAsked(interaction);
    const request = { period: toPeriod(interaction.options.getString('period') ?? 'week'), page: 0 };
    return answer(context, await leaderboards.open(askerOf(interaction), scope, request));
  },

  components: [
    defineComponent(serverBoardAction, {
      response: updatePrivateMessage,
      execute: async (interaction, request, context) =>
        answer(context, await context.services.leaderboards.ofServer(askerOf(interaction), request)),
    }),
    defineComponent(cohortBoardAction, {
      response: updatePrivateMessage,
      async execute(interaction, { cohort, ...request }, context) {
        const { leaderboards } = context.services;
        return answer(context, await leaderboards.ofCohortWithId(askerOf(interaction), cohort, request));
      },
    }),
    defineComponent(serverBoardPeriodAction, {
      response: updatePrivateMessage,
      async execute(interaction, _, context) {
        const request = { period: toPeriod(pickedValue(interaction)), page: 0 };
        return answer(context, await context.services.leaderboards.ofServer(askerOf(interaction), request));
      },
    }),
    defineComponent(cohortBoardPeriodAction, {
      response: updatePrivateMessage,
      async execute(interaction, { cohort }, context) {
        const request = { period: toPeriod(pickedValue(interaction)), page: 0 };
        const { leaderboards } = context.services;
        return answer(context, await leaderboards.ofCohortWithId(askerOf(interaction), cohort, request));
      },
    }),

    defineComponent(appearanceAction, {
      response: 'private',
      execute: ({ user }, _, context) => appearance(user.id, context),
    }),
    defineComponent(visibilityAction, {
      response: updatePrivateMessage,
      async execute({ user }, { to }, { services, words }) {
        return { view: appearanceView(words, await services.membership.setVisibility(user.id, to)) };
      },
    }),
    defineModalOpener(aliasAction, async ({ user }, _, { services, words }) => {
      const member = await services.membership.member(user.id);
      return { modal: aliasModal(words, member?.alias ?? null) };
    }),
    defineComponent(aliasFormAction, {
      response: updatePrivateMessage,
      async execute(interaction, _, { services, words }) {
        if (!interaction.isModalSubmit()) throw new UserError({ code: 'outdated-button' });
        const alias = interaction.fields.getTextInputValue(ALIAS_INPUT);
        const member = await services.membership.setVisibility(interaction.user.id, 'alias', alias);
        return { view: appearanceView(words, member) };
      },
    }),
  ],
} satisfies SlashCommand;

function answer({ words }: Context, board: Leaderboard): Answer {
  return { view: leaderboardView(words, board) };
}

/** @throws {UserError} `not-joined`: of somebody who has not joined there is nothing to show. */
async function appearance(userId: string, { services, words }: Context): Promise<Answer> {
  const member = await services.membership.member(userId);
  if (member === undefined) throw new UserError({ code: 'not-joined' });
  return { view: appearanceView(words, member) };
}

function scopeAsked({ options }: ChatInputCommandInteraction): (typeof SCOPES)[number] | undefined {
  const asked = options.getString('scope');
  if (asked === null) return undefined;
  const scope = SCOPES.find((offered) => offered === asked);
  if (scope === undefined) throw new UserError({ code: 'bad-choice' });
  return scope;
}

/** Discord offers nothing else, but what it sends may be forged. @throws {UserError} `bad-choice` */
function toPeriod(text: string): BoardPeriod {
  const period = BOARD_PERIODS.find((offered) => offered === text);
  if (period === undefined) throw new UserError({ code: 'bad-choice' });
  return period;
}
