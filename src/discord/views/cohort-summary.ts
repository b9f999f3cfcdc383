import type { APIComponentInContainer } from 'discord.js';
import type { CohortSummary, Congratulated } from '../../services/cohort-posts.ts';
import type { Post } from '../../services/ports.ts';
import type { Words } from '../../words/words.ts';
import { picture } from '../cards/picture.ts';
import { summaryCard } from '../cards/summary-card.ts';
import { boardButton } from './cohort.ts';
import { actionRows, careContainer, container, separator, text, type View } from './elements.ts';
import { listingName } from './leaderboard.ts';
import { shownName } from './names.ts';
import { goalLines, togetherLines } from './together.ts';
import { nextStepButton } from './way-on.ts';

/** A long week is told in a few lines. */
const FINISHED_LISTED = 5;

/** @param origin by itself once a week, or because somebody wanted to know. */
export function summaryView(words: Words, summary: CohortSummary, origin: 'post' | 'asked'): View {
  const { cohort, common, congratulated, together, goal, members } = summary;
  const card = summaryCard(words, summary, origin);
  const standing = [
    ...(members === 0 ? [] : togetherLines(words, together)),
    ...(goal === undefined ? [] : goalLines(words, goal)),
    ...whereaboutsLines(words, summary),
  ];
  return [
    container(
      text(
        `### ${words.summary.title(shownName(words, cohort.name))}`,
        `-# ${words.summary[origin]}`,
        ...deedLines(words, summary),
      ),
      ...(card === undefined ? [] : [picture(words, card)]),
      ...block(
        congratulated.length > 0 && `**${words.summary.congratulations}**`,
        ...congratulated.map((each) => congratulatedLine(words, each)),
      ),
      ...(standing.length === 0 ? [] : [separator(), text(...standing)]),
      separator(),
      text(aheadLine(words, summary), common && words.summary.common(common.task.title, common.members)),
      ...actionRows({ next: nextStepButton(words), others: [boardButton(words, cohort)] }),
    ),
  ];
}

/** Once, when the week's goal is reached. */
export function goalReachedView(words: Words, post: Extract<Post, { kind: 'cohort-goal' }>): View {
  return [
    container(
      text(
        `### ${words.cohortPosts.goalReached(shownName(words, post.cohortName))}`,
        words.cohortPosts.goalTasks(post.tasks, post.goal),
      ),
      ...actionRows({ next: nextStepButton(words) }),
    ),
  ];
}

/** For the one who looks after it, by DM. */
export function cohortTroubleView(words: Words, post: Extract<Post, { kind: 'cohort-trouble' }>): View {
  return [
    careContainer(
      text(
        `### ${words.cohortPosts.trouble(shownName(words, post.cohortName))}`,
        words.cohortPosts.troubleMeaning[post.trouble],
      ),
    ),
  ];
}

function deedLines(
  words: Words,
  { tasks, doers, members, days, finished }: CohortSummary,
): readonly string[] {
  if (tasks === 0) return [words.summary.quiet];
  const more = finished.length - FINISHED_LISTED;
  return [
    words.summary.did(tasks, doers, members),
    `-# ${dayTexts(words, days).join(' · ')}`,
    ...finished
      .slice(0, FINISHED_LISTED)
      .map(({ phase, number, members: by }) => words.summary.finished(number, phase.title, by)),
    ...(more > 0 ? [words.summary.finishedMore(more)] : []),
  ];
}

/** Days on which something was done. */
function dayTexts(words: Words, days: CohortSummary['days']): readonly string[] {
  return days.flatMap(({ date, tasks }) =>
    tasks === 0 ? [] : [words.summary.day(words.cards.day(date), tasks)],
  );
}

function whereaboutsLines(words: Words, { phases, walkedAll, members }: CohortSummary): readonly string[] {
  if (members === 0) return [];
  const there = phases.flatMap(({ number, members: amount }) =>
    amount === 0 ? [] : [words.summary.inPhase(number, amount)],
  );
  const all = walkedAll === 0 ? there : [...there, words.cards.walkedAll(walkedAll)];
  return [`-# ${words.cards.summaryPhases}: ${all.join(' · ')}`];
}

function congratulatedLine(words: Words, { listing, tasks, finished }: Congratulated): string {
  return words.summary.congratulated(listingName(words, listing), tasks, finished?.number);
}

function aheadLine(words: Words, { ahead }: CohortSummary): string {
  switch (ahead.state) {
    case 'not-started':
      return words.summary.ahead.notStarted;
    case 'over':
      return words.summary.ahead.over;
    case 'under-way': {
      const { span, onBreak } = ahead;
      return onBreak === undefined
        ? words.summary.ahead.phase(span.number, span.phase.title, span.phase.asks)
        : words.summary.ahead.break(words.days.named(onBreak.endsOn));
    }
  }
}

function block(...lines: readonly (string | false)[]): readonly APIComponentInContainer[] {
  return lines.some((line) => line !== false) ? [text(...lines)] : [];
}
