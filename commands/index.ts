import type { Command } from '../src/discord/command.ts';
import cohort from './cohort.ts';
import done from './done.ts';
import help from './help.ts';
import join from './join.ts';
import leaderboard from './leaderboard.ts';
import next from './next.ts';
import nudge from './nudge.ts';
import plan from './plan.ts';
import portfolio from './portfolio.ts';
import privacy from './privacy.ts';
import profile from './profile.ts';
import progressUserMenu from './progress-user-menu.ts';
import progress from './progress.ts';
import recordAsDoneMessageMenu from './record-as-done-message-menu.ts';
import roadmap from './roadmap.ts';
import setup from './setup.ts';
import skip from './skip.ts';
import undo from './undo.ts';

/** Every command there is, in the order of `/help`: registration, dispatch and `/help` read this list. */
export const commands: readonly Command[] = [
  roadmap,
  done,
  skip,
  undo,
  join,
  next,
  plan,
  progress,
  portfolio,
  profile,
  cohort,
  leaderboard,
  nudge,
  privacy,
  setup,
  help,
  progressUserMenu,
  recordAsDoneMessageMenu,
];
