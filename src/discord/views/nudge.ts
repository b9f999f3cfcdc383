import type { APIButtonComponent, APIComponentInContainer } from 'discord.js';
import { ASSUMED_TIME_ZONE } from '../../domain/local-time.ts';
import type { Nudge } from '../../domain/nudge.ts';
import { PAUSES, SNOOZES } from '../../domain/pause.ts';
import { HOURS_PER_WEEK, lowerPace } from '../../domain/plan.ts';
import type { TaskProgress } from '../../domain/progress.ts';
import type { Joined } from '../../services/membership.ts';
import type { Arrangement, MemberNudge, NudgeNews, SwitchedOn } from '../../services/nudges.ts';
import type { Words } from '../../words/words.ts';
import {
  doneAction,
  nudgeMenuAction,
  nudgeOffAction,
  nudgeOnAction,
  nudgePreviewAction,
  pauseAction,
  slowDownAction,
  snoozeAction,
  stopAction,
  type NudgeKey,
  type NudgeMenu,
} from '../actions.ts';
import type { Mention } from '../command.ts';
import { cityOf, localDateStamp, momentStamp } from '../timestamps.ts';
import { actionRows, bar, button, container, separator, text, type View } from './elements.ts';
import { firstResource, nextStepLines } from './record.ts';
import { resourceName } from './roadmap.ts';
import { ownProgressButton } from './way-on.ts';

/** A long week is told in a few lines. */
const DONE_LISTED = 5;

/**
 * The weekly message: a letter, and below it the buttons, so that they can change while the letter stays.
 * @param footnote a line at the letter's end.
 */
export function memberNudgeView(words: Words, post: MemberNudge, footnote?: string): View {
  const { tone, standing } = post;
  const { nextStep: step } = standing.progress;
  const letter = (...components: readonly APIComponentInContainer[]) =>
    container(...components, ...(footnote === undefined ? [] : [text(`-# ${footnote}`)]));
  if (step === undefined) {
    const { from, to } = standing.walk.pathway;
    return [
      letter(text(`### ${words.nudge.finished}`, words.nudge.finishedText(words.pathwayTitle(from, to)))),
      ...actionRows({
        next: ownProgressButton(words),
      }),
    ];
  }
  const key = { tone, pathway: standing.walk.pathway.id, task: step.task.id };
  switch (tone) {
    case 'weekly':
      return [letter(...weekly(words, post)), ...mainRows(words, key)];
    case 'gentle':
      return [
        letter(...gentle(words, post, step)),
        ...mainRows(words, key, standing.walk.enrolment.hoursPerWeek),
      ];
    case 'farewell':
      return [
        letter(text(`### ${words.nudge.farewell}`, words.nudge.farewellText, words.nudge.farewellBack)),
        ...actionRows({
          next: button(words.buttons.keepReminding, nudgeOnAction.customId({}), { weight: 'primary' }),
        }),
      ];
  }
}

function weekly(words: Words, { standing, doneLastWeek }: MemberNudge): readonly APIComponentInContainer[] {
  const { progress, walk } = standing;
  const phase = progress.currentPhase;
  const listed = doneLastWeek.slice(0, DONE_LISTED);
  const more = doneLastWeek.length - listed.length;
  return [
    text(
      `### ${words.nudge.weekly}`,
      phase && `-# ${words.nudge.place(phase.number, walk.pathway.phases.length, phase.phase.title)}`,
      phase && bar(phase.percent, words.percent(phase.percent)),
    ),
    text(
      ...(listed.length === 0
        ? [words.nudge.quietWeek]
        : [`**${words.nudge.doneLastWeek}**`, ...listed.map((title) => `${words.tick.done} ${title}`)]),
      more > 0 && `-# ${words.nudge.doneMore(more)}`,
    ),
    separator(),
    text(...nextStepLines(words, standing)),
  ];
}

function gentle(
  words: Words,
  { standing }: MemberNudge,
  step: TaskProgress,
): readonly APIComponentInContainer[] {
  const resource = firstResource(standing.walk.pathway, step);
  return [
    text(`### ${words.nudge.gentle}`, words.nudge.gentleIntro),
    text(
      words.nudge.gentleStep(resource && resourceName(resource), step.task.title),
      words.nudge.gentleTask(step.task.title),
    ),
    text(`-# ${words.nudge.gentleWays}`),
  ];
}

/**
 * The buttons by a letter.
 * @param hoursPerWeek where a lower pace is offered: the one to come down from.
 */
export function nudgeButtons(
  words: Words,
  menu: NudgeMenu,
  key: NudgeKey,
  hoursPerWeek?: number,
): ButtonRows {
  const back = button(words.buttons.back, nudgeMenuAction.customId({ ...key, menu: 'main' }));
  switch (menu) {
    case 'main':
      return mainRows(words, key, hoursPerWeek);
    case 'snooze':
      return actionRows({
        others: SNOOZES.map((days) =>
          button(words.buttons.snoozes[days], snoozeAction.customId({ ...key, days })),
        ),
        back,
      });
    case 'pause':
      return actionRows({
        others: PAUSES.map((pause) =>
          button(words.buttons.pauses[pause], pauseAction.customId({ ...key, pause })),
        ),
        back,
      });
  }
}

type ButtonRows = ReturnType<typeof actionRows>;

function mainRows(words: Words, key: NudgeKey, hoursPerWeek?: number): ButtonRows {
  const menuButton = (label: string, menu: NudgeMenu) =>
    button(label, nudgeMenuAction.customId({ ...key, menu }));
  return actionRows({
    next: doneButton(words, key),
    others: [
      key.tone === 'gentle' && hoursPerWeek !== undefined
        ? button(words.buttons.slowDown, slowDownAction.customId({ ...key, hours: lowerPace(hoursPerWeek) }))
        : menuButton(words.buttons.snooze, 'snooze'),
      menuButton(words.buttons.pause, 'pause'),
    ],
    away: button(words.buttons.stop, stopAction.customId(key)),
  });
}

function doneButton(words: Words, { pathway, task }: NudgeKey): APIButtonComponent {
  return button(words.buttons.done, doneAction.customId({ pathway, task }), { weight: 'success' });
}

/** What stands by a letter once its buttons have done their work: what came of it, and the way on. */
export function snoozedButtons(words: Words, key: NudgeKey, { nudge }: Arrangement): View {
  return [
    text(words.nudge.snoozed(nudge?.next ? momentStamp(nudge.next.at) : words.nothing)),
    ...actionRows({
      next: doneButton(words, key),
      others: [button(words.buttons.somethingElse, nudgeMenuAction.customId({ ...key, menu: 'main' }))],
    }),
  ];
}

export function pausedButtons(words: Words, key: NudgeKey, { nudge }: Arrangement): View {
  return [text(pauseLine(words, nudge)), ...doneOrRemind(words, key)];
}

export function stoppedButtons(words: Words, key: NudgeKey): View {
  return [text(words.nudge.stopped), ...doneOrRemind(words, key)];
}

export function slowerButtons(words: Words, key: NudgeKey, { enrolment, plan }: Joined): View {
  const { hoursPerWeek } = enrolment;
  return [
    text(
      hoursPerWeek === HOURS_PER_WEEK.min ? words.nudge.slowest : words.nudge.slower,
      words.join.pace(hoursPerWeek, plan.weeks.from, plan.weeks.to),
      words.join.end(
        localDateStamp(plan.endsOn.from, ASSUMED_TIME_ZONE),
        localDateStamp(plan.endsOn.to, ASSUMED_TIME_ZONE),
      ),
    ),
    ...mainRows(words, { ...key, tone: 'weekly' }),
  ];
}

/** The answer to `/nudge on`. */
export function switchedOnView(words: Words, switched: SwitchedOn, mention: Mention): View {
  const { walk, joinedNow } = switched;
  return [
    container(
      text(
        `### ${words.nudge.on}`,
        joinedNow &&
          words.join.joinedOnTheSpot(
            words.pathwayTitle(walk.pathway.from, walk.pathway.to),
            walk.enrolment.hoursPerWeek,
            mention('join'),
          ),
        ...arrangementLines(words, switched, mention),
      ),
      text(words.nudge.testSent),
      ...arrangementButtons(words, switched.nudge),
    ),
  ];
}

/** What a member has arranged, and what can be done about it. */
export function arrangementView(words: Words, arrangement: Arrangement, mention: Mention): View {
  const { nudge } = arrangement;
  if (nudge === undefined) {
    return [
      container(
        text(`### ${words.nudge.off}`, words.nudge.never(mention('nudge on'))),
        ...arrangementButtons(words, nudge),
      ),
    ];
  }
  return [
    container(
      text(`### ${words.nudge[nudge.state]}`, ...arrangementLines(words, arrangement, mention)),
      ...arrangementButtons(words, nudge),
    ),
  ];
}

function arrangementLines(
  words: Words,
  { nudge, timeZone }: Arrangement,
  mention: Mention,
): readonly string[] {
  if (nudge === undefined) return [];
  const weekday = words.weekdays[nudge.weekday - 1] ?? words.nothing;
  return [
    words.slot(weekday, nudge.hour, cityOf(timeZone ?? ASSUMED_TIME_ZONE)),
    ...(nudge.state === 'paused' ? [pauseLine(words, nudge)] : []),
    ...(nudge.state === 'off' ? [words.nudge.offHint(mention('nudge on'))] : []),
    ...(nudge.next === null ? [] : [words.nudge.next(momentStamp(nudge.next.at))]),
    ...(timeZone === null ? [`-# ${words.nudge.assumedZone(mention('nudge when'))}`] : []),
  ];
}

function arrangementButtons(words: Words, nudge: Nudge | undefined): ButtonRows {
  const isOff = nudge === undefined || nudge.state === 'off';
  const label = nudge === undefined ? words.buttons.remindMe : words.buttons.remindAgain;
  return actionRows({
    next:
      nudge?.state === 'on' ? undefined : button(label, nudgeOnAction.customId({}), { weight: 'primary' }),
    others: [button(words.buttons.preview, nudgePreviewAction.customId({}))],
    away: isOff ? undefined : button(words.buttons.switchOff, nudgeOffAction.customId({})),
  });
}

/** On answers that lead to the weekly message. */
export function remindMeButton(words: Words): APIButtonComponent {
  return button(words.buttons.remindMe, nudgeOnAction.customId({}));
}

function remindAgainButton(words: Words, weight: 'primary' | 'secondary'): APIButtonComponent {
  return button(words.buttons.remindAgain, nudgeOnAction.customId({}), { weight });
}

function doneOrRemind(words: Words, key: NudgeKey): ButtonRows {
  return actionRows({ next: doneButton(words, key), others: [remindAgainButton(words, 'secondary')] });
}

function pauseLine(words: Words, nudge: Nudge | undefined): string {
  const until = nudge?.pausedUntil ?? null;
  return until === null ? words.nudge.pausedUntilReturn : words.nudge.pausedUntil(momentStamp(until));
}

/** Proves that messages arrive, and says what they will be. */
export function nudgeTestView(words: Words, nextAt: number): View {
  return [container(text(`### ${words.nudge.test}`, words.nudge.testText(momentStamp(nextAt))))];
}

/** What happened while the member was away. */
export function newsView(words: Words, news: NudgeNews, mention: Mention): View {
  if (news.kind === 'resumed') return [container(text(words.nudge.news.resumed(momentStamp(news.nextAt))))];
  const next = remindAgainButton(words, 'primary');
  return [container(text(words.nudge.news[news.kind](mention('nudge on'))), ...actionRows({ next }))];
}
