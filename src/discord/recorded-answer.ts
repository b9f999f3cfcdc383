import type { Recorded } from '../services/progress.ts';
import type { Answer, Context } from './command.ts';
import { finishedPhaseView, recordedView } from './views/record.ts';

/** The answer to a task recorded. A finished phase is announced by itself, but only for a member who is visible. */
export function recordedAnswer({ words, mention }: Context, recorded: Recorded): Answer {
  const { finishedPhase, walk } = recorded;
  return {
    view: recordedView(words, recorded, mention),
    announcement:
      finishedPhase !== undefined && walk.member.visibility === 'visible'
        ? finishedPhaseView(words, recorded, finishedPhase)
        : undefined,
  };
}
