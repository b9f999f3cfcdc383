import type { Post } from '../../services/ports.ts';
import { wordsFor } from '../../words/words.ts';
import { cohortTroubleView, goalReachedView, summaryView } from './cohort-summary.ts';
import type { View } from './elements.ts';
import { pinnedBoardView } from './leaderboard.ts';
import { memberNudgeView, nudgeTestView } from './nudge.ts';
import { serverNudgeView, serverTroubleView } from './setup.ts';

/**
 * What the bot says without being asked, in the language of whom it is for.
 * @param serverName of the server that it is about, as far as that is known.
 */
export function postView(post: Post, serverName: string | undefined): View {
  const words = wordsFor(post.locale);
  switch (post.kind) {
    case 'member-nudge':
      return memberNudgeView(words, post);
    case 'nudge-test':
      return nudgeTestView(words, post.nextAt);
    case 'server-nudge':
      return serverNudgeView(words, post);
    case 'server-trouble':
      return serverTroubleView(words, post.trouble, serverName);
    case 'cohort-summary':
      return summaryView(words, post.summary, 'post');
    case 'cohort-goal':
      return goalReachedView(words, post);
    case 'cohort-trouble':
      return cohortTroubleView(words, post);
    case 'cohort-board':
      return pinnedBoardView(words, post.board);
  }
}
