import type { Recorded } from '../services/progress.ts';
import type { Answer, Context } from './command.ts';
import { finishedPhaseView, recordedView } from './views/record.ts';

/**
 * The answer to a task recorded. A finished phase is announced by itself, but only for a member who goes by name.
 * @param notice a line on what could not be recorded with it.
 */
export function recordedAnswer({ words, mention }: Context, recorded: Recorded, notice?: string): Answer {
  const { finishedPhase, walk } = recorded;
  return {
    view: recordedView(words, recorded, mention, notice),
    announcement:
      finishedPhase !== undefined && walk.member.visibility === 'named'
        ? finishedPhaseView(words, recorded, finishedPhase)
        : undefined,
  };
}
