import type { Completion } from './member.ts';

type CompletionKey = Pick<Completion, 'userId' | 'pathwayId' | 'taskId'>;

/** What a member says of a task. */
export type Statement = Pick<Completion, 'status' | 'at' | 'note' | 'link'>;

/**
 * The record that a statement leaves behind: the very one there was when nothing new is said, else a new one that
 * remembers what it replaced.
 */
export function reviseCompletion(
  existing: Completion | undefined,
  revision: CompletionKey & Statement & Pick<Completion, 'recordedAt'>,
): Completion {
  if (existing === undefined) return { ...revision, replaced: null };
  const { status, at, recordedAt, note, link } = existing;
  const saysNothingNew =
    revision.status === status && revision.at === at && revision.note === note && revision.link === link;
  return saysNothingNew ? existing : { ...revision, replaced: { status, at, recordedAt, note, link } };
}

/** What stood before the record, if anything did. */
export function restoreReplaced(completion: Completion): Completion | undefined {
  return completion.replaced === null ? undefined : { ...completion, ...completion.replaced, replaced: null };
}

/** The order of records is the order of undoing: it must hold even when the clock stands still or is set back. */
export function nextRecordedAt(records: readonly Completion[], now: number): number {
  return records.reduce((latest, { recordedAt }) => Math.max(latest, recordedAt + 1), now);
}
