import type { PlannedTurn } from '../domain/nudge.ts';

interface TurnColumns {
  readonly next_occurrence: string | null;
  readonly next_at: number | null;
}

/** The database holds that both are there or neither. */
export function toPlannedTurn({ next_occurrence, next_at }: TurnColumns): PlannedTurn | null {
  return next_occurrence === null || next_at === null ? null : { occurrence: next_occurrence, at: next_at };
}

export function turnColumns(turn: PlannedTurn | null): TurnColumns {
  return { next_occurrence: turn?.occurrence ?? null, next_at: turn?.at ?? null };
}
