import type { IdChange, PathwayChanges } from './id-ledger.ts';

/** What members will notice, in an editor's words: one line a change, under the pathway it is about. */
export function describeIdChanges(pathways: readonly PathwayChanges[]): readonly string[] {
  return pathways.flatMap(({ pathwayId, changes }) => [
    `${pathwayId}:`,
    ...changes.map((change) => `  ${describeChange(change)}`),
  ]);
}

export function describeChange(change: IdChange): string {
  switch (change.kind) {
    case 'moved':
      return `task "${change.id}" has moved from phase "${change.from}" to "${change.to}"; its records go with it`;
    case 'resized':
      return `task "${change.id}" has ${change.to} hours instead of ${change.from}, also for those who have done it`;
    case 'added':
      return describeAdded(change);
    case 'left':
      return describeLeft(change);
    case 'returned':
      return describeReturned(change);
  }
}

type Turned = Extract<IdChange, { readonly part: unknown }>;

function describeAdded(change: Turned): string {
  switch (change.part) {
    case 'pathway':
      return 'is new, and so are all of its ids';
    case 'task':
      return `task "${change.id}" is new in phase "${change.task.phase}", with ${change.task.hours} hours; it is open for everybody on this pathway`;
    case 'phase':
    case 'skill':
      return `${change.part} "${change.id}" is new`;
  }
}

function describeLeft(change: Turned): string {
  switch (change.part) {
    case 'pathway':
      return 'has left, file and all; those who had done its tasks keep their credit';
    case 'task':
      return `task "${change.id}" has left; those who had done it keep its ${change.task.hours} hours`;
    case 'phase':
      return `phase "${change.id}" has left; roles that servers chose for it are not given any more`;
    case 'skill':
      return `skill "${change.id}" has left; what members said of it counts for nothing`;
  }
}

function describeReturned(change: Turned): string {
  switch (change.part) {
    case 'pathway':
      return 'is back; what members had recorded on it shows again';
    case 'task':
      return `task "${change.id}" is back; those who had done it before have done it (another task needs another id)`;
    case 'phase':
      return `phase "${change.id}" is back; roles that servers chose for it are given again`;
    case 'skill':
      return `skill "${change.id}" is back; what members had said of it counts again`;
  }
}
