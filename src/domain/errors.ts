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
  | { readonly code: 'pathway-not-chosen'; readonly pathways: readonly string[] }
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
  | { readonly code: 'server-pathway-not-chosen'; readonly pathways: readonly string[] }
  | { readonly code: 'outdated-button' }
  | { readonly code: 'unknown-command' }
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
