import { briefly, within } from './brief.ts';

/** Resolves with why it is not so, for the operator; with nothing when all is well. */
export type Check = () => Promise<string | undefined> | string | undefined;

export interface CheckResult {
  readonly ok: boolean;
  readonly why?: string;
}

export interface ReadinessReport {
  /** Whether every check passes. */
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, CheckResult>>;
}

export interface Readiness {
  /** Takes two seconds at most. What came of it holds for five. */
  report(): Promise<ReadinessReport>;
  /** From now on, the check of this name; until then the bot is starting. */
  provide(name: string, check: Check): void;
  /** No check passes any more. */
  stop(): void;
}

export interface ReadinessOptions {
  /** Of everything that must be well before the bot is ready. */
  readonly names: readonly string[];
  /** Of a check that failed by itself, which tells nothing. */
  readonly onError: (error: unknown, name: string) => void;
}

const TIMEOUT_MS = 2_000;
const FRESH_MS = 5_000;

export function createReadiness({ names, onError }: ReadinessOptions): Readiness {
  let isStopping = false;
  const checks = new Map<string, () => Promise<CheckResult>>(
    names.map((name) => [name, () => Promise.resolve({ ok: false, why: 'The bot is starting.' })]),
  );

  const run = async (name: string, check: Check): Promise<CheckResult> => {
    try {
      const why = await check();
      return why === undefined ? { ok: true } : { ok: false, why };
    } catch (error) {
      onError(error, name);
      return { ok: false, why: 'It failed; the log says how.' };
    }
  };

  return {
    async report() {
      const results = await Promise.all(
        [...checks].map(async ([name, check]) => {
          if (isStopping) return [name, { ok: false, why: 'The bot is stopping.' }] as const;
          const late = () => ({ ok: false, why: `No answer within ${TIMEOUT_MS / 1000} seconds.` });
          return [name, await within(TIMEOUT_MS, check(), late)] as const;
        }),
      );
      return { ready: results.every(([, { ok }]) => ok), checks: Object.fromEntries(results) };
    },
    provide(name, check) {
      checks.set(
        name,
        briefly(FRESH_MS, () => run(name, check)),
      );
    },
    stop() {
      isStopping = true;
    },
  };
}
