export interface BoundedLog<T> {
  /** Oldest first; the same array for as long as the log lives. */
  readonly entries: readonly T[];
  add(entry: T): void;
}

/** Keeps at least the newest `capacity` entries, and never twice as many. */
export function createBoundedLog<T>(capacity: number): BoundedLog<T> {
  const entries: T[] = [];
  return {
    entries,
    add(entry) {
      entries.push(entry);
      // Dropping many at once keeps the cost per entry constant.
      if (entries.length >= capacity * 2) entries.splice(0, capacity);
    },
  };
}
