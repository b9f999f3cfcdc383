import {
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
  type SlashCommandStringOption,
  type SlashCommandSubcommandBuilder,
} from 'discord.js';
import { BOARD_PERIODS } from '../domain/board-period.ts';
import { CAPACITY, COHORT_NAME_LENGTH, GOAL_TASKS } from '../domain/cohort.ts';
import { HOURS_PER_WEEK } from '../domain/plan.ts';
import type { Words } from '../words/words.ts';
import { described, slashCommand } from './define-command.ts';
import { choice, hourOption, weekdayOption } from './slot-options.ts';

/** Where a cohort can speak. */
export const COHORT_CHANNEL_TYPES = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.PublicThread,
  ChannelType.AnnouncementThread,
] as const;

export const ACCESSES = ['open', 'code'] as const;

type OptionName = keyof Words['commands']['cohort']['options'];
type SubcommandName = keyof Words['commands']['cohort']['subcommands'];

const describe = (name: OptionName) => (words: Words) => words.commands.cohort.options[name];

const text =
  (name: OptionName, isRequired = false) =>
  (option: SlashCommandStringOption) =>
    described(option.setName(name), describe(name)).setRequired(isRequired);

/** A text that the bot helps to type. */
const suggested =
  (name: OptionName, isRequired = false) =>
  (option: SlashCommandStringOption) =>
    text(name, isRequired)(option).setAutocomplete(true);

const whichCohort = suggested('cohort');

function settings(subcommand: SlashCommandSubcommandBuilder): SlashCommandSubcommandBuilder {
  return subcommand
    .addStringOption(suggested('start'))
    .addIntegerOption((option) =>
      described(option.setName('hours'), describe('hours'))
        .setMinValue(HOURS_PER_WEEK.min)
        .setMaxValue(HOURS_PER_WEEK.max),
    )
    .addStringOption(suggested('end'))
    .addChannelOption((option) =>
      described(option.setName('channel'), describe('channel')).addChannelTypes(...COHORT_CHANNEL_TYPES),
    )
    .addStringOption((option) =>
      text('access')(option).addChoices(
        ...ACCESSES.map((access) => choice((words) => words.accesses[access], access)),
      ),
    )
    .addIntegerOption((option) =>
      described(option.setName('capacity'), describe('capacity'))
        .setMinValue(CAPACITY.min)
        .setMaxValue(CAPACITY.max),
    );
}

const name = (isRequired: boolean) => (option: SlashCommandStringOption) =>
  text('name', isRequired)(option).setMinLength(COHORT_NAME_LENGTH.min).setMaxLength(COHORT_NAME_LENGTH.max);

const member = (subcommand: SlashCommandSubcommandBuilder): SlashCommandSubcommandBuilder =>
  subcommand.addUserOption((option) =>
    described(option.setName('member'), describe('member')).setRequired(true),
  );

/** Each subcommand with what it takes, in the order of `/help`. */
const SUBCOMMANDS: Readonly<
  Record<SubcommandName, (subcommand: SlashCommandSubcommandBuilder) => SlashCommandSubcommandBuilder>
> = {
  join: (subcommand) => subcommand.addStringOption(whichCohort).addStringOption(text('code')),
  show: (subcommand) => subcommand.addStringOption(whichCohort),
  list: (subcommand) => subcommand,
  leaderboard: (subcommand) =>
    subcommand
      .addStringOption(whichCohort)
      .addStringOption((option) => text('period')(option).addChoices(...periodChoices())),
  summary: (subcommand) => subcommand.addStringOption(whichCohort),
  leave: (subcommand) => subcommand.addStringOption(whichCohort),
  create: (subcommand) =>
    settings(subcommand.addStringOption(name(true)).addStringOption(suggested('pathway')))
      .addBooleanOption((option) => described(option.setName('thread'), describe('thread')))
      .addUserOption((option) => described(option.setName('facilitator'), describe('facilitator'))),
  edit: (subcommand) =>
    settings(subcommand.addStringOption(whichCohort).addStringOption(name(false)))
      .addIntegerOption(weekdayOption(describe('day')))
      .addIntegerOption(hourOption(describe('hour')))
      .addStringOption(suggested('timezone')),
  goal: (subcommand) =>
    subcommand
      .addIntegerOption((option) =>
        described(option.setName('tasks'), describe('tasks'))
          .setRequired(true)
          .setMinValue(0)
          .setMaxValue(GOAL_TASKS.max),
      )
      .addStringOption(whichCohort),
  break: (subcommand) =>
    subcommand
      .addStringOption(suggested('from', true))
      .addStringOption(suggested('until', true))
      .addStringOption(whichCohort),
  board: (subcommand) =>
    subcommand
      .addStringOption(whichCohort)
      .addBooleanOption((option) => described(option.setName('off'), describe('off'))),
  insights: (subcommand) => subcommand.addStringOption(whichCohort),
  facilitator: (subcommand) =>
    member(subcommand)
      .addBooleanOption((option) => described(option.setName('remove'), describe('remove')))
      .addStringOption(whichCohort),
  transfer: (subcommand) => member(subcommand).addStringOption(whichCohort),
  remove: (subcommand) => member(subcommand).addStringOption(whichCohort),
  archive: (subcommand) => subcommand.addStringOption(whichCohort),
  restore: (subcommand) => subcommand.addStringOption(suggested('cohort', true)),
};

/** The definition of `/cohort`: for servers alone, whose groups these are. */
export function cohortCommand() {
  const command = slashCommand('cohort', (words) => words.commands.cohort.description)
    .setContexts(InteractionContextType.Guild)
    .setIntegrationTypes(ApplicationIntegrationType.GuildInstall);
  for (const subcommandName of Object.keys(SUBCOMMANDS) as SubcommandName[]) {
    command.addSubcommand((subcommand) =>
      SUBCOMMANDS[subcommandName](
        described(
          subcommand.setName(subcommandName),
          (words) => words.commands.cohort.subcommands[subcommandName],
        ),
      ),
    );
  }
  return command.toJSON();
}

export function periodChoices() {
  return BOARD_PERIODS.map((period) => choice((words) => words.periods[period], period));
}
