/**
 * Everything that can be wrong with what a member asked for. The words for each stand in the catalogue, in the
 * member's language; the data here is what those words need.
 */
export type Problem =
  | { readonly code: 'unknown-task'; readonly query: string }
  | {
      readonly code: 'ambiguous-task';
      readonly query: string;
      readonly pathwayId: string;
      readonly matches: readonly { readonly id: string; readonly title: string }[];
    }
  | {
      readonly code: 'unknown-phase';
      readonly query: string;
      readonly phaseCount: number;
      readonly phases: readonly string[];
    }
  | { readonly code: 'ambiguous-phase'; readonly query: string; readonly matches: readonly string[] }
  | { readonly code: 'unknown-pathway'; readonly query: string; readonly pathways: readonly string[] }
  | { readonly code: 'pathway-elsewhere' }
  | { readonly code: 'pathway-gone' }
  | { readonly code: 'draft-gone' }
  | { readonly code: 'too-many-pathways'; readonly max: number }
  | { readonly code: 'not-joined' }
  | { readonly code: 'note-too-long'; readonly length: number; readonly max: number }
  | { readonly code: 'bad-link' }
  | { readonly code: 'link-too-long'; readonly length: number; readonly max: number }
  | { readonly code: 'bad-date'; readonly query: string }
  | { readonly code: 'date-out-of-range'; readonly earliest: string; readonly latest: string }
  | { readonly code: 'bad-hours'; readonly min: number; readonly max: number }
  | { readonly code: 'unknown-time-zone'; readonly query: string }
  | { readonly code: 'nothing-recorded' }
  | { readonly code: 'task-not-recorded'; readonly task: string }
  | { readonly code: 'done-already'; readonly task: string }
  | { readonly code: 'record-changed' }
  | { readonly code: 'progress-hidden'; readonly userId: string }
  | { readonly code: 'bots-do-not-learn' }
  | { readonly code: 'dms-closed' }
  | { readonly code: 'dms-unavailable' }
  | { readonly code: 'nudge-off' }
  | { readonly code: 'bad-choice' }
  | { readonly code: 'managers-only' }
  | { readonly code: 'server-only' }
  | { readonly code: 'roles-not-managed' }
  | { readonly code: 'roles-unavailable' }
  | { readonly code: 'too-many-roles' }
  | { readonly code: 'role-gone' }
  | { readonly code: 'role-not-for-giving'; readonly roleId: string }
  | { readonly code: 'role-powerful'; readonly roleId: string }
  | { readonly code: 'role-above-mine'; readonly roleId: string }
  | { readonly code: 'role-not-yours-to-give'; readonly roleId: string }
  | { readonly code: 'bad-alias'; readonly min: number; readonly max: number }
  | { readonly code: 'no-cohorts' }
  | { readonly code: 'unknown-cohort'; readonly query: string; readonly cohorts: readonly string[] }
  | { readonly code: 'ambiguous-cohort'; readonly query: string; readonly matches: readonly string[] }
  | { readonly code: 'cohort-not-chosen'; readonly cohorts: readonly string[] }
  | { readonly code: 'no-own-cohort' }
  | { readonly code: 'channel-unavailable' }
  | { readonly code: 'cohort-gone' }
  | { readonly code: 'not-in-cohort'; readonly cohort: string }
  | { readonly code: 'facilitators-only'; readonly cohort: string }
  | { readonly code: 'too-many-cohorts'; readonly max: number }
  | { readonly code: 'bad-cohort-name'; readonly min: number; readonly max: number }
  | { readonly code: 'cohort-name-taken'; readonly name: string }
  | { readonly code: 'pace-and-end' }
  | { readonly code: 'end-out-of-reach'; readonly min: number; readonly max: number }
  | { readonly code: 'bad-capacity'; readonly min: number; readonly max: number }
  | { readonly code: 'capacity-below-members'; readonly members: number }
  | { readonly code: 'channel-unusable'; readonly channelId: string }
  | { readonly code: 'channel-not-yours'; readonly channelId: string }
  | { readonly code: 'no-thread-here' }
  | { readonly code: 'cohort-full'; readonly cohort: string; readonly capacity: number }
  | { readonly code: 'cohort-archived'; readonly cohort: string }
  | { readonly code: 'cohort-not-archived'; readonly cohort: string }
  | { readonly code: 'cohort-needs-code'; readonly cohort: string }
  | { readonly code: 'unknown-code' }
  | { readonly code: 'too-many-guesses'; readonly until: number }
  | { readonly code: 'last-facilitator'; readonly cohort: string }
  | { readonly code: 'remove-yourself' }
  | { readonly code: 'not-a-member'; readonly userId: string; readonly cohort: string }
  | { readonly code: 'not-in-server'; readonly userId: string }
  | { readonly code: 'break-backwards' }
  | { readonly code: 'break-too-long'; readonly max: number }
  | { readonly code: 'too-many-breaks'; readonly max: number }
  | { readonly code: 'bad-goal'; readonly min: number; readonly max: number }
  | { readonly code: 'no-cohort-channel'; readonly cohort: string }
  /** `max` in bytes. */
  | { readonly code: 'attachment-too-large'; readonly max: number }
  | { readonly code: 'attachment-not-text' }
  | { readonly code: 'attachment-unavailable' }
  | { readonly code: 'outdated-button' }
  | { readonly code: 'unknown-command' }
  | { readonly code: 'outdated-command' }
  | { readonly code: 'stopping' };

/** Expected: the member is told what is wrong and what to do. Never logged as a fault. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}
