import { isFinished, type PathwayProgress, type PhaseProgress } from '../../domain/progress.ts';
import type { PhaseState } from '../../services/card.ts';

/** A phase that was left out altogether is nothing that somebody has finished. */
export function phaseStateOf({ currentPhase }: PathwayProgress, phase: PhaseProgress): PhaseState {
  if (isFinished(phase)) return 'finished';
  return phase === currentPhase ? 'current' : 'ahead';
}
