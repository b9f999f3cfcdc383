export interface BenchmarkOptions {
  /** Only sees to it that everything runs: the figures mean little. */
  readonly isQuick: boolean;
  /** What the bot runs on in the sections that can choose. */
  readonly engine: Engine;
  /** Interactions a second, for the load; its own, when absent. */
  readonly rate?: number | undefined;
}

export type Engine = 'sqlite' | 'postgres';

/** What became of one section: the others are measured and shown whatever happens to it. */
export type Section =
  | { readonly name: string; readonly rows: readonly Row[] }
  | { readonly name: string; readonly failure: unknown };

/** Runs the sections one after another. */
export async function runSections(
  sections: readonly (readonly [name: string, benchmark: Benchmark])[],
  options: BenchmarkOptions,
): Promise<readonly Section[]> {
  const results: Section[] = [];
  for (const [name, benchmark] of sections) {
    try {
      results.push({ name, rows: await benchmark(options) });
    } catch (failure) {
      results.push({ name, failure });
    }
  }
  return results;
}

/** One `*.bench.ts` file; `index.ts` runs them one after another and prints the rows of all in one table. */
export type Benchmark = (options: BenchmarkOptions) => Promise<readonly Row[]>;

export interface Row {
  /** What was measured, as a reader of the table alone understands it. */
  readonly measure: string;
  readonly unit: 'ms' | 'MB' | 'KB';
  readonly figures: Figures;
  /** How this stands to another row, such as `1.30 × bare client`. */
  readonly comparison?: string;
  /** What must not happen, and did. */
  readonly fault?: string;
}

/** Without `p95` and `p99` where the samples are too few to tell. */
export interface Figures {
  readonly samples: number;
  readonly p50: number;
  readonly p95?: number;
  readonly p99?: number;
}

/** Fewer samples than this say nothing about one in a hundred. */
const SAMPLES_FOR_TAILS = 100;

export function summarise(samples: readonly number[]): Figures {
  const sorted = samples.toSorted((a, b) => a - b);
  const percentile = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
  const figures = { samples: sorted.length, p50: percentile(0.5) };
  return sorted.length < SAMPLES_FOR_TAILS
    ? figures
    : { ...figures, p95: percentile(0.95), p99: percentile(0.99) };
}

/** How many times the other the one is, by their medians. */
export function ratio(one: Figures, other: Figures, name: string): string {
  return `${(one.p50 / other.p50).toFixed(2)} × ${name}`;
}
