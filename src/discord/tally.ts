import type { InteractionReport, Outcome } from './dispatcher.ts';

type Counts = Readonly<Partial<Record<Outcome, number>>>;

/** How often each command and component was used since the start, by what became of it. */
export interface Tally {
  count(report: InteractionReport): void;
  /** By name: `{ done: { ok: 12, refused: 1 } }`. */
  totals(): Readonly<Record<string, Counts>>;
}

export function createTally(): Tally {
  const totals = new Map<string, Counts>();
  return {
    count({ name, outcome }) {
      const counts = totals.get(name) ?? {};
      totals.set(name, { ...counts, [outcome]: (counts[outcome] ?? 0) + 1 });
    },
    totals: () => Object.fromEntries(totals),
  };
}
