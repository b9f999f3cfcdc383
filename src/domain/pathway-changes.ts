/** A task's place in a pathway. */
export interface PlacedTask {
  readonly taskId: string;
  readonly phaseId: string;
  readonly title: string;
}

/** What an edit of a pathway did to its tasks: an arrival has no place before it, a departure none after it. */
export interface TaskChange {
  readonly taskId: string;
  readonly title: string;
  /** Ids of phases. */
  readonly from: string | null;
  readonly to: string | null;
}

/** Arrivals and moves in the order of the pathway, then departures. */
export function changesBetween(
  before: readonly PlacedTask[],
  after: readonly PlacedTask[],
): readonly TaskChange[] {
  const placesBefore = new Map(before.map((task) => [task.taskId, task]));
  const placesAfter = new Set(after.map(({ taskId }) => taskId));
  return [
    ...after.map(({ taskId, title, phaseId }) => ({
      taskId,
      title,
      from: placesBefore.get(taskId)?.phaseId ?? null,
      to: phaseId,
    })),
    ...before
      .filter(({ taskId }) => !placesAfter.has(taskId))
      .map(({ taskId, title, phaseId }) => ({ taskId, title, from: phaseId, to: null })),
  ].filter(({ from, to }) => from !== to);
}

/** What several edits, one after the other, come to: a task that came and went again is not worth a word. */
export function combineChanges(edits: readonly (readonly TaskChange[])[]): readonly TaskChange[] {
  const net = new Map<string, TaskChange>();
  for (const change of edits.flat()) {
    const earlier = net.get(change.taskId);
    net.set(change.taskId, earlier === undefined ? change : { ...change, from: earlier.from });
  }
  return [...net.values()].filter(({ from, to }) => from !== to);
}
