import { inlineCode, type APIModalInteractionResponseCallbackData } from 'discord.js';
import type { Break } from '../../domain/breaks.ts';
import type { Cohort } from '../../domain/cohort.ts';
import type { JoinedCohort, ListedCohort } from '../../services/cohort-membership.ts';
import type { AskerInCohort, CohortCourse, CohortOverview } from '../../services/cohort-overview.ts';
import type { Words } from '../../words/words.ts';
import {
  appearanceAction,
  cohortBoardAction,
  cohortCodeAction,
  cohortCodeFormAction,
  cohortJoinAction,
  cohortSharingAction,
  cohortShowAction,
  cohortSummaryAction,
  cohortUnbreakAction,
  insightsAction,
} from '../actions.ts';
import type { Mention } from '../command.ts';
import { plainTyped } from '../escape.ts';
import { localDateStamp, momentStamp } from '../timestamps.ts';
import {
  actionRows,
  button,
  container,
  paginate,
  row,
  select,
  separator,
  text,
  textInput,
  type View,
} from './elements.ts';
import { shownName, withinCode } from './names.ts';
import { goalLines } from './together.ts';
import { nextStepButton } from './way-on.ts';

/** `custom_id` of the code modal's input. */
export const CODE_INPUT = 'code';

/** What is typed may hold blanks and hyphens between the letters of a code. */
const CODE_INPUT_MAX_LENGTH = 40;

const FACILITATORS_SHOWN = 10;
const LISTED_MAX = 20;
/** Characters of the list's lines, so that titles, archived ones and hints fit beside them. */
const LIST_ROOM = 2400;
const ARCHIVED_LISTED = 8;
const BUTTONS_IN_ROW = 5;

/**
 * A cohort as the asker may see it, for their eyes alone: its code stands here for whoever looks after it.
 * @param notice what has just been done.
 */
export function cohortView(words: Words, overview: CohortOverview, mention: Mention, notice?: string): View {
  const { cohort, course, asker } = overview;
  const trouble = cohort.trouble !== null && asker.looksAfterIt && words.cohort.trouble[cohort.trouble];
  return [
    container(
      text(
        `### ${shownName(words, cohort.name)}`,
        notice,
        cohort.archivedAt !== null && words.cohort.archivedMark,
        course && `*${words.pathwayTitle(course.pathway.from, course.pathway.to)}*`,
        ...calendarLines(words, cohort, course),
      ),
      ...(trouble === false ? [] : [text(trouble)]),
      separator(),
      text(...factLines(words, overview, mention)),
      ...askerBlock(words, overview, mention),
      ...cohortActions(words, overview),
    ),
  ];
}

/** For everybody: what it is, and the way in. */
export function cohortAnnouncementView(words: Words, { cohort, course, facilitators }: CohortOverview): View {
  return [
    container(
      text(
        `### ${words.cohort.announcement(shownName(words, cohort.name))}`,
        course && `*${words.pathwayTitle(course.pathway.from, course.pathway.to)}*`,
        ...calendarLines(words, cohort, course),
        words.cohort.pace(cohort.hoursPerWeek),
        ...facilitatorLines(words, facilitators),
      ),
      text(words.cohort.announcementHint),
      ...actionRows({ next: joinButton(words, cohort) }),
    ),
  ];
}

export function joinedCohortView(words: Words, joined: JoinedCohort, mention: Mention): View {
  const { cohort, course, asker } = joined;
  const name = shownName(words, cohort.name);
  return [
    container(
      text(
        `### ${joined.isNew ? words.cohort.joined(name) : words.cohort.joinedAlready(name)}`,
        joined.joinedPathway &&
          course &&
          words.cohort.joinedPathway(
            words.pathwayTitle(course.pathway.from, course.pathway.to),
            mention('join'),
          ),
        ...calendarLines(words, cohort, course),
        stepLine(words, course, asker, mention),
      ),
      separator(),
      text(words.cohort.joinedBoard, sharingLine(words, asker)),
      ...actionRows({
        next: nextStepButton(words),
        others: [
          showButton(words, cohort),
          boardButton(words, cohort),
          button(words.buttons.appearance, appearanceAction.customId({})),
        ],
      }),
    ),
  ];
}

export function leftCohortView(words: Words, cohort: Cohort): View {
  return [
    container(
      text(`### ${words.cohort.left(shownName(words, cohort.name))}`, words.cohort.leftMeaning),
      ...actionRows({
        next: nextStepButton(words),
        others: [
          cohort.code === null
            ? button(words.buttons.joinAgain, cohortJoinAction.customId({ cohort: cohort.id }))
            : joinButton(words, cohort, 'secondary'),
        ],
      }),
    ),
  ];
}

export function removedFromCohortView(words: Words, cohort: Cohort, userId: string): View {
  return [
    container(
      text(words.cohort.removed(userId, shownName(words, cohort.name)), words.cohort.removedMeaning),
      ...actionRows({ back: showButton(words, cohort) }),
    ),
  ];
}

/** @param pathwayTitleOf of a pathway by its id, or what stands in for one that is not offered any more. */
export function cohortListView(
  words: Words,
  listed: readonly ListedCohort[],
  pathwayTitleOf: (pathwayId: string) => string,
  mention: Mention,
): View {
  const active = listed.filter(({ cohort }) => cohort.archivedAt === null);
  const archived = listed.filter(({ cohort }) => cohort.archivedAt !== null);
  const create = mention('cohort create');
  if (listed.length === 0) {
    return [container(text(`### ${words.cohort.listTitle}`, words.cohort.listEmpty(create)))];
  }
  const lines = active.map((each) => listLine(words, each, pathwayTitleOf(each.cohort.pathwayId)));
  const [shown = []] = paginate(lines.slice(0, LISTED_MAX), LIST_ROOM);
  const more = lines.length - shown.length;
  const own = active.filter(({ isOwn }) => isOwn).slice(0, BUTTONS_IN_ROW);
  const atRest = archived.slice(0, ARCHIVED_LISTED).map(({ cohort }) => shownName(words, cohort.name));
  return [
    container(
      text(
        `### ${words.cohort.listTitle}`,
        ...(active.length === 0 ? [words.cohort.listNoneActive(create)] : shown),
        more > 0 && words.cohort.listMore(more),
      ),
      ...(atRest.length === 0
        ? []
        : [text(`-# ${words.cohort.listArchived(atRest, archived.length - atRest.length)}`)]),
      ...(own.length === 0
        ? []
        : [
            row(
              ...own.map(({ cohort }) =>
                button(
                  plainTyped(cohort.name) || words.nothing,
                  cohortShowAction.customId({ cohort: cohort.id }),
                ),
              ),
            ),
          ]),
      ...(active.length === 0 ? [] : [text(`-# ${words.cohort.listHint(mention('cohort join'), create)}`)]),
    ),
  ];
}

function listLine(words: Words, { cohort, members, isOwn }: ListedCohort, pathwayTitle: string): string {
  const facts = [
    ...(isOwn ? [words.cohort.listedOwn] : []),
    pathwayTitle,
    words.cohort.listedMembers(members),
    words.cohort.listedStart(localDateStamp(cohort.startsOn, cohort.timeZone)),
    ...(cohort.code === null ? [] : [words.cohort.listedCode]),
  ];
  return words.cohort.listed(shownName(words, cohort.name), facts, isOwn);
}

export function codeModal(words: Words, cohort: Pick<Cohort, 'id'>): APIModalInteractionResponseCallbackData {
  return {
    custom_id: cohortCodeFormAction.customId({ cohort: cohort.id }),
    title: words.cohort.codeTitle,
    components: [
      textInput(words.cohort.codeLabel, CODE_INPUT, {
        value: null,
        maxLength: CODE_INPUT_MAX_LENGTH,
        lines: 'one',
        isRequired: true,
      }),
    ],
  };
}

/** Where a cohort is today. */
export function calendarLines(
  words: Words,
  { timeZone, startsOn }: Pick<Cohort, 'timeZone' | 'startsOn'>,
  course: CohortCourse | undefined,
): readonly string[] {
  if (course === undefined) return [words.cohort.noPathway];
  const { day, pathway } = course;
  const stamp = (date: string) => localDateStamp(date, timeZone);
  switch (day.state) {
    case 'not-started':
      return [words.cohort.notStarted(stamp(startsOn), day.daysUntilStart)];
    case 'over':
      return [words.cohort.over(stamp(day.endedOn))];
    case 'under-way':
      return [
        words.cohort.phase(day.span.number, pathway.phases.length, day.span.phase.title),
        `-# ${words.cohort.week(day.week, day.weeks, day.weekOfPhase, stamp(day.span.endsOn))}`,
        ...(day.onBreak === undefined ? [] : [words.cohort.onBreak(stamp(day.onBreak.endsOn))]),
      ];
  }
}

export function showButton(words: Words, { id }: Pick<Cohort, 'id'>) {
  return button(words.buttons.lookAtCohort, cohortShowAction.customId({ cohort: id }));
}

export function boardButton(words: Words, { id }: Pick<Cohort, 'id'>, label = words.buttons.board) {
  return button(label, cohortBoardAction.customId({ cohort: id, period: 'week', page: 0 }));
}

function factLines(
  words: Words,
  { cohort, members, facilitators, goal, asker }: CohortOverview,
  mention: Mention,
): readonly (string | false)[] {
  const { timeZone, breaks, channelId, next } = cohort;
  const stamp = (date: string) => localDateStamp(date, timeZone);
  return [
    words.cohort.pace(cohort.hoursPerWeek),
    words.cohort.members(members, cohort.capacity),
    accessLine(words, cohort, asker),
    ...facilitatorLines(words, facilitators),
    channelId !== null && words.cohort.channel(channelId),
    channelId === null && asker.looksAfterIt && words.cohort.noChannel(mention('cohort edit')),
    next !== null && words.cohort.nextSummary(momentStamp(next.at)),
    breaks.length > 0 &&
      words.cohort.breaks(
        breaks.map(({ startsOn, endsOn }) => words.cohort.span(stamp(startsOn), stamp(endsOn))),
      ),
    ...(goal === undefined ? [] : goalLines(words, goal)),
  ];
}

function accessLine(words: Words, { code }: Cohort, { looksAfterIt }: AskerInCohort): string {
  if (code === null) return words.cohort.open;
  return looksAfterIt ? words.cohort.code(inlineCode(withinCode(code))) : words.cohort.withCode;
}

function facilitatorLines(words: Words, facilitators: readonly string[]): readonly string[] {
  const shown = facilitators.slice(0, FACILITATORS_SHOWN);
  return shown.length === 0 ? [] : [words.cohort.facilitators(shown, facilitators.length - shown.length)];
}

function askerBlock(words: Words, { course, asker }: CohortOverview, mention: Mention) {
  if (!asker.isMember) return [];
  return [separator(), text(stepLine(words, course, asker, mention), sharingLine(words, asker))];
}

function sharingLine(words: Words, { sharesDetails }: AskerInCohort): string {
  return `-# ${sharesDetails ? words.cohort.sharing : words.cohort.notSharing}`;
}

function stepLine(
  words: Words,
  course: CohortCourse | undefined,
  { step }: AskerInCohort,
  mention: Mention,
): string | undefined {
  if (step === undefined || course?.day.state !== 'under-way') return undefined;
  const { span } = course.day;
  switch (step.kind) {
    case 'ahead':
      return words.cohort.ahead(step.weeks);
    case 'in-step':
      return words.cohort.inStep;
    case 'behind':
      return words.cohort.behind(span.number, span.phase.title, step.weeks, mention('next'));
  }
}

function cohortActions(words: Words, { cohort, members, asker }: CohortOverview) {
  const { id: cohortId, archivedAt, breaks } = cohort;
  const isActive = archivedAt === null;
  const isInside = asker.isMember || asker.looksAfterIt;
  const isFull = cohort.capacity !== null && members >= cohort.capacity;
  const join = asker.isMember ? undefined : joinButton(words, cohort, 'primary', isFull);
  return [
    ...actionRows({
      next: asker.isMember ? nextStepButton(words) : isActive ? join : undefined,
      others: [
        isActive && isInside ? boardButton(words, cohort) : undefined,
        isInside
          ? button(words.buttons.summary, cohortSummaryAction.customId({ cohort: cohortId }))
          : undefined,
        asker.looksAfterIt
          ? button(words.buttons.insights, insightsAction.customId({ cohort: cohortId, page: 0 }))
          : undefined,
        asker.isMember ? sharingButton(words, cohortId, asker) : undefined,
      ],
    }),
    ...(isActive && asker.looksAfterIt && breaks.length > 0 ? [breakSelect(words, cohortId, breaks)] : []),
  ];
}

function joinButton(
  words: Words,
  { id: cohort, code }: Cohort,
  weight: 'primary' | 'secondary' = 'primary',
  disabled = false,
) {
  return code === null
    ? button(words.buttons.joinCohort, cohortJoinAction.customId({ cohort }), { weight, disabled })
    : button(words.buttons.joinWithCode, cohortCodeAction.customId({ cohort }), { weight, disabled });
}

function sharingButton(words: Words, cohort: string, { sharesDetails }: AskerInCohort) {
  return sharesDetails
    ? button(words.buttons.keepDetails, cohortSharingAction.customId({ cohort, to: 'off' }))
    : button(words.buttons.shareDetails, cohortSharingAction.customId({ cohort, to: 'on' }));
}

function breakSelect(words: Words, cohort: string, breaks: readonly Break[]) {
  return select(
    words.buttons.takeBreakAway,
    cohortUnbreakAction.customId({ cohort }),
    breaks.map(({ startsOn, endsOn }) => ({
      label: words.cohort.span(words.days.named(startsOn), words.days.named(endsOn)),
      value: startsOn,
    })),
  );
}
