import type { Leap, MessageView } from '../protocol.ts';
import { describeLeap, formatDay, isSameDay } from './clock.ts';

/** What stands in a channel's log, one under the other. */
export type TimelineEntry =
  | { readonly kind: 'message'; readonly message: MessageView; readonly isContinued: boolean }
  /** Starts another day: by itself, or because time was moved. */
  | { readonly kind: 'day'; readonly at: number; readonly words: string; readonly isLeap: boolean };

/** Messages of one author this close together share one heading. */
const continuedWithinMs = 5 * 60_000;

/** Both oldest first. Leaps with no message between them show as one. */
export function timelineOf(
  messages: readonly MessageView[],
  leaps: readonly Leap[],
): readonly TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  let above: TimelineEntry | undefined;
  let dayShown: number | undefined;
  let waiting = leaps;

  const add = (entry: TimelineEntry): void => {
    entries.push(entry);
    above = entry;
    dayShown = entry.kind === 'day' ? entry.at : entry.message.sentAt;
  };
  const addLeapsUntil = (instant: number): void => {
    const passed = waiting.filter(({ to }) => to <= instant);
    waiting = waiting.slice(passed.length);
    const [first] = passed;
    const last = passed.at(-1);
    if (first === undefined || last === undefined) return;
    const words = `${describeLeap(first.from, last.to)} · ${formatDay(last.to)}`;
    add({ kind: 'day', at: last.to, words, isLeap: true });
  };

  for (const message of messages) {
    const { sentAt } = message;
    addLeapsUntil(sentAt);
    if (dayShown === undefined || !isSameDay(dayShown, sentAt)) {
      add({ kind: 'day', at: sentAt, words: formatDay(sentAt), isLeap: false });
    }
    const isContinued = above?.kind === 'message' && isContinuation(above.message, message);
    add({ kind: 'message', message, isContinued });
  }
  addLeapsUntil(Infinity);
  return entries;
}

function isContinuation(above: MessageView, message: MessageView): boolean {
  return (
    above.author.id === message.author.id &&
    above.isPrivate === message.isPrivate &&
    message.usedCommand === null &&
    message.sentAt - above.sentAt < continuedWithinMs
  );
}
