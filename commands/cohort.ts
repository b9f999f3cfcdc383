import type { ChatInputCommandInteraction } from 'discord.js';
import { BOARD_PERIODS, type BoardPeriod } from '../src/domain/board-period.ts';
import { UserError } from '../src/domain/errors.ts';
import type { LocalDate } from '../src/domain/local-time.ts';
import {
  cohortCodeAction,
  cohortCodeFormAction,
  cohortExportAction,
  cohortJoinAction,
  cohortSharingAction,
  cohortShowAction,
  cohortSummaryAction,
  cohortUnbreakAction,
  insightsAction,
} from '../src/discord/actions.ts';
import {
  cohortChoices,
  dayChoices,
  pathwayChoices,
  resolveDay,
  timeZoneChoices,
} from '../src/discord/choices.ts';
import { askerOf, memberOf, personNamed } from '../src/discord/cohort-asker.ts';
import { requireUsable, threadMaker, usableHere } from '../src/discord/cohort-channel.ts';
import { ACCESSES, COHORT_CHANNEL_TYPES, cohortCommand } from '../src/discord/cohort-command.ts';
import { exportAnswer } from '../src/discord/cohort-export.ts';
import {
  defineComponent,
  defineModalOpener,
  updatePrivateMessage,
  type Answer,
  type ComponentInteraction,
  type Context,
  type SlashCommand,
} from '../src/discord/command.ts';
import {
  CODE_INPUT,
  codeModal,
  cohortAnnouncementView,
  cohortListView,
  cohortView,
  joinedCohortView,
  leftCohortView,
  removedFromCohortView,
} from '../src/discord/views/cohort.ts';
import { insightsView } from '../src/discord/views/cohort-insights.ts';
import { summaryView } from '../src/discord/views/cohort-summary.ts';
import { leaderboardView } from '../src/discord/views/leaderboard.ts';
import { pickedValue } from '../src/discord/which-task.ts';
import type { CohortOverview } from '../src/services/cohort-overview.ts';
import type { CohortSettings } from '../src/services/cohort-settings.ts';
import { pathwayTitle } from '../src/services/pathway-library.ts';
import type { Words } from '../src/words/words.ts';

type Interaction = ChatInputCommandInteraction;
type Handler = (interaction: Interaction, context: Context) => Promise<Answer>;

/** Today and the days of the next three weeks. */
const SOON = Array.from({ length: 22 }, (_, day) => day);
/** A quarter of a year to a year and a half away, in weeks that tell apart. */
const FAR = Array.from({ length: 17 }, (_, step) => (12 + 4 * step) * 7);

const HANDLERS: { readonly [N in keyof Words['commands']['cohort']['subcommands']]: Handler } = {
  async create(interaction, context) {
    const { options, guildLocale, locale } = interaction;
    const { settings } = context.services.cohorts;
    const asked = await settingsAsked(interaction, context);
    const named = asked.channelId;
    const wantsThread = options.getBoolean('thread') === true;
    // What cannot be made is refused before anything exists.
    const makeThread = wantsThread ? threadMaker(interaction, named ?? interaction.channelId) : undefined;
    const created = await settings.create({
      ...asked,
      asker: askerOf(interaction),
      name: options.getString('name', true),
      pathway: options.getString('pathway') ?? undefined,
      locale: guildLocale ?? locale,
      channelHere: usableHere(interaction),
      facilitator: personNamed(interaction, 'facilitator'),
    });
    // Without one it speaks in the channel itself.
    const threadId = await makeThread?.(created.cohort.name);
    const overview =
      threadId === undefined
        ? created
        : await settings.edit(askerOf(interaction), created.cohort.id, { channelId: threadId });
    const { createdWithoutThread, created: createdAsAsked } = context.words.cohort;
    const lacksThread = wantsThread && threadId === undefined;
    return {
      ...answer(context, overview, lacksThread ? createdWithoutThread : createdAsAsked),
      announcement: cohortAnnouncementView(context.words, overview),
    };
  },

  async join(interaction, context) {
    const { options } = interaction;
    const joined = await context.services.cohorts.join({
      asker: askerOf(interaction),
      name: memberOf(interaction).displayName,
      cohort: options.getString('cohort') ?? undefined,
      code: options.getString('code') ?? undefined,
    });
    return { view: joinedCohortView(context.words, joined, context.mention) };
  },

  async leave(interaction, { services, words }) {
    const { cohort } = await services.cohorts.leave(askerOf(interaction), cohortAsked(interaction));
    return { view: leftCohortView(words, cohort) };
  },

  async list(interaction, { services, words, mention }) {
    const listed = await services.cohorts.list(askerOf(interaction));
    const titleOf = (pathwayId: string) => {
      const pathway = services.library.find(pathwayId);
      return pathway === undefined ? words.nothing : pathwayTitle(pathway);
    };
    return { view: cohortListView(words, listed, titleOf, mention) };
  },

  show: async (interaction, context) =>
    answer(context, await context.services.cohorts.show(askerOf(interaction), cohortAsked(interaction))),

  async leaderboard(interaction, { services, words }) {
    const period = periodAsked(interaction);
    const board = await services.leaderboards.ofCohort(askerOf(interaction), cohortAsked(interaction), {
      period,
      page: 0,
    });
    return { view: leaderboardView(words, board) };
  },

  async summary(interaction, { services, words }) {
    const summary = await services.cohorts.summary(askerOf(interaction), cohortAsked(interaction));
    return { view: summaryView(words, summary, 'asked') };
  },

  async edit(interaction, context) {
    const { options } = interaction;
    const overview = await context.services.cohorts.settings.edit(
      askerOf(interaction),
      cohortAsked(interaction),
      {
        ...(await settingsAsked(interaction, context)),
        name: options.getString('name') ?? undefined,
        weekday: options.getInteger('day') ?? undefined,
        hour: options.getInteger('hour') ?? undefined,
        timeZone: options.getString('timezone') ?? undefined,
      },
    );
    return answer(context, overview, context.words.cohort.changed);
  },

  async goal(interaction, context) {
    const tasks = interaction.options.getInteger('tasks', true);
    const { goalSet, goalTakenAway } = context.words.cohort;
    const overview = await context.services.cohorts.settings.setGoal(
      askerOf(interaction),
      cohortAsked(interaction),
      tasks === 0 ? null : tasks,
    );
    return answer(context, overview, tasks === 0 ? goalTakenAway : goalSet);
  },

  async break(interaction, context) {
    const [from, until] = await Promise.all([
      dayAsked(interaction, context, 'from', SOON),
      dayAsked(interaction, context, 'until', SOON),
    ]);
    if (from === undefined || until === undefined) throw new UserError({ code: 'bad-choice' });
    const overview = await context.services.cohorts.settings.addBreak(
      askerOf(interaction),
      cohortAsked(interaction),
      from,
      until,
    );
    return answer(context, overview, context.words.cohort.breakAdded);
  },

  async board(interaction, context) {
    const { cohorts, pinnedBoards } = context.services;
    const words = context.words.cohort;
    const asker = askerOf(interaction);
    if (interaction.options.getBoolean('off') === true) {
      const { id } = await pinnedBoards.unpin(asker, cohortAsked(interaction));
      return answer(context, await cohorts.show(asker, id), words.boardOff);
    }
    const { cohort, board } = await pinnedBoards.pin(asker, cohortAsked(interaction));
    return answer(context, await cohorts.show(asker, cohort.id), words.boardPosted(board.channelId));
  },

  async insights(interaction, { services, words }) {
    const { insights } = services.cohorts;
    return {
      view: insightsView(words, await insights.look(askerOf(interaction), cohortAsked(interaction), 0)),
    };
  },

  async facilitator(interaction, context) {
    const { cohorts } = context.services;
    const words = context.words.cohort;
    const asker = askerOf(interaction);
    const query = cohortAsked(interaction);
    if (interaction.options.getBoolean('remove') === true) {
      const { id } = interaction.options.getUser('member', true);
      return answer(context, await cohorts.removeFacilitator(asker, query, id), words.facilitatorRemoved(id));
    }
    const userId = requirePerson(interaction);
    return answer(
      context,
      await cohorts.addFacilitator(asker, query, userId),
      words.facilitatorAdded(userId),
    );
  },

  async transfer(interaction, context) {
    const userId = requirePerson(interaction);
    const query = cohortAsked(interaction);
    const overview = await context.services.cohorts.transfer(askerOf(interaction), query, userId);
    return answer(context, overview, context.words.cohort.transferred(userId));
  },

  async remove(interaction, { services, words }) {
    const { id } = interaction.options.getUser('member', true);
    const { cohort } = await services.cohorts.remove(askerOf(interaction), cohortAsked(interaction), id);
    return { view: removedFromCohortView(words, cohort, id) };
  },

  async archive(interaction, context) {
    const { settings } = context.services.cohorts;
    const overview = await settings.archive(askerOf(interaction), cohortAsked(interaction));
    return answer(context, overview, context.words.cohort.archived);
  },

  async restore(interaction, context) {
    const { settings } = context.services.cohorts;
    const query = interaction.options.getString('cohort', true);
    const overview = await settings.restore(askerOf(interaction), query);
    return answer(context, overview, context.words.cohort.restored);
  },
};

export default {
  kind: 'slash',
  group: 'together',
  data: cohortCommand(),
  audience: () => 'private',

  execute(interaction, context) {
    const subcommands = new Map<string, Handler>(Object.entries(HANDLERS));
    const handler = subcommands.get(interaction.options.getSubcommand());
    if (handler === undefined) throw new UserError({ code: 'unknown-command' });
    return handler(interaction, context);
  },

  async autocomplete(interaction, { services, words }) {
    const { options, user } = interaction;
    const focused = options.getFocused(true);
    const days = async (offsets: readonly number[]) =>
      dayChoices(words, focused.value, await services.membership.today(user.id), offsets);
    switch (focused.name) {
      case 'cohort': {
        const wantsArchived = options.getSubcommand() === 'restore';
        const found = await services.cohorts.search(askerOf(interaction), focused.value);
        return cohortChoices(found.filter(({ archivedAt }) => (archivedAt !== null) === wantsArchived));
      }
      case 'pathway':
        return pathwayChoices(services.library, interaction.guildId, focused.value);
      case 'timezone':
        return timeZoneChoices(words, focused.value, services.clock.now());
      case 'end':
        return days(FAR);
      default:
        return days(SOON);
    }
  },

  components: [
    defineComponent(cohortShowAction, {
      response: updatePrivateMessage,
      execute: async (interaction, { cohort }, context) =>
        answer(context, await context.services.cohorts.show(askerOf(interaction), cohort)),
    }),
    defineComponent(cohortJoinAction, {
      response: updatePrivateMessage,
      execute: (interaction, { cohort }, context) => joinFrom(interaction, context, cohort, undefined),
    }),
    defineModalOpener(cohortCodeAction, async (interaction, { cohort }, { services, words }) => {
      const overview = await services.cohorts.show(askerOf(interaction), cohort);
      return { modal: codeModal(words, overview.cohort) };
    }),
    defineComponent(cohortCodeFormAction, {
      response: updatePrivateMessage,
      execute(interaction, { cohort }, context) {
        if (!interaction.isModalSubmit()) throw new UserError({ code: 'outdated-button' });
        return joinFrom(interaction, context, cohort, interaction.fields.getTextInputValue(CODE_INPUT));
      },
    }),
    defineComponent(cohortSummaryAction, {
      response: 'private',
      execute: async (interaction, { cohort }, { services, words }) => ({
        view: summaryView(words, await services.cohorts.summary(askerOf(interaction), cohort), 'asked'),
      }),
    }),
    defineComponent(cohortSharingAction, {
      response: updatePrivateMessage,
      async execute(interaction, { cohort, to }, context) {
        const { sharingOn, sharingOff } = context.words.cohort;
        const { cohorts } = context.services;
        const overview = await cohorts.setSharing(askerOf(interaction), cohort, to === 'on');
        return answer(context, overview, to === 'on' ? sharingOn : sharingOff);
      },
    }),
    defineComponent(cohortUnbreakAction, {
      response: updatePrivateMessage,
      async execute(interaction, { cohort }, context) {
        const { settings } = context.services.cohorts;
        const overview = await settings.removeBreak(askerOf(interaction), cohort, pickedValue(interaction));
        return answer(context, overview, context.words.cohort.breakTakenAway);
      },
    }),
    defineComponent(insightsAction, {
      response: updatePrivateMessage,
      execute: async (interaction, { cohort, page }, { services, words }) => ({
        view: insightsView(
          words,
          await services.cohorts.insights.lookAgain(askerOf(interaction), cohort, page),
        ),
      }),
    }),
    defineComponent(cohortExportAction, {
      response: 'private',
      execute: (interaction, { cohort }, context) => exportAnswer(askerOf(interaction), cohort, context),
    }),
  ],
} satisfies SlashCommand;

function answer({ words, mention }: Context, overview: CohortOverview, notice?: string): Answer {
  return { view: cohortView(words, overview, mention, notice) };
}

async function joinFrom(
  interaction: ComponentInteraction,
  { services, words, mention }: Context,
  cohort: string,
  code: string | undefined,
): Promise<Answer> {
  const { displayName } = memberOf(interaction);
  const joined = await services.cohorts.join({
    asker: askerOf(interaction),
    name: displayName,
    cohort,
    code,
  });
  return { view: joinedCohortView(words, joined, mention) };
}

function cohortAsked({ options }: Interaction): string | undefined {
  return options.getString('cohort') ?? undefined;
}

function periodAsked({ options }: Interaction): BoardPeriod {
  const asked = options.getString('period') ?? 'week';
  const period = BOARD_PERIODS.find((offered) => offered === asked);
  if (period === undefined) throw new UserError({ code: 'bad-choice' });
  return period;
}

function requirePerson(interaction: Interaction): string {
  const userId = personNamed(interaction, 'member');
  if (userId === undefined) throw new UserError({ code: 'bad-choice' });
  return userId;
}

async function dayAsked(
  { options, user }: Interaction,
  { services, words }: Context,
  name: string,
  offsets: readonly number[],
): Promise<LocalDate | undefined> {
  const typed = options.getString(name);
  if (typed === null) return undefined;
  return resolveDay(words, typed, await services.membership.today(user.id), offsets);
}

/** What `create` and `edit` both take. */
async function settingsAsked(interaction: Interaction, context: Context): Promise<CohortSettings> {
  const { options } = interaction;
  const channel = options.getChannel('channel', false, COHORT_CHANNEL_TYPES);
  const access = options.getString('access');
  const offered = ACCESSES.find((one) => one === access);
  if (access !== null && offered === undefined) throw new UserError({ code: 'bad-choice' });
  return {
    startsOn: await dayAsked(interaction, context, 'start', SOON),
    endsOn: await dayAsked(interaction, context, 'end', FAR),
    hoursPerWeek: options.getInteger('hours') ?? undefined,
    channelId: channel === null ? undefined : requireUsable(interaction, channel.id).id,
    access: offered,
    capacity: options.getInteger('capacity') ?? undefined,
  };
}
