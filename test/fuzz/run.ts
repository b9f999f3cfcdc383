import { createChance } from '../support/chance.ts';
import { openArena } from './arena.ts';
import { createCustomIdFuzzer } from './custom-ids.ts';
import { hostileCase } from './hostile.ts';

/** Of so many cases one is a whole interaction; the others end where a `custom_id` has been read and placed. */
const WHOLE_ONE_IN = 10;

/** Then everything begins anew, so that the database stays as small as its checks want it and a failure is near its seed. */
const CASES_PER_ROUND = 20_000;

const FAILURES_KEPT = 20;

export interface FuzzOptions {
  readonly cases: number;
  /** The same seed and number of cases are the same cases. */
  readonly seed: number;
  readonly onRound?: (result: FuzzResult) => void;
}

export interface FuzzResult {
  readonly cases: number;
  /** How many went all the way through the client and the dispatcher to the network's edge. */
  readonly interactions: number;
  /** How many ended how, by kind: `slash refused`. */
  readonly outcomes: ReadonlyMap<string, number>;
  readonly failureCount: number;
  /** The first of them, each with the seed of its round. */
  readonly failures: readonly Failure[];
  readonly milliseconds: number;
}

export interface Failure {
  readonly seed: number;
  readonly faults: readonly string[];
  readonly input: unknown;
}

export async function fuzz({ cases, seed, onRound }: FuzzOptions): Promise<FuzzResult> {
  const started = performance.now();
  const outcomes = new Map<string, number>();
  const failures: Failure[] = [];
  let [done, interactions, failureCount] = [0, 0, 0];
  let roundSeed = seed;
  const count = (outcome: string, faults: readonly string[], input: () => unknown): void => {
    done += 1;
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    if (faults.length === 0) return;
    failureCount += 1;
    if (failures.length < FAILURES_KEPT) failures.push({ seed: roundSeed, faults, input: input() });
  };
  const result = (): FuzzResult => ({
    cases: done,
    interactions,
    outcomes,
    failureCount,
    failures,
    milliseconds: performance.now() - started,
  });
  const onRejection = (reason: unknown): void => {
    failureCount += 1;
    failures.push({ seed: roundSeed, faults: [`unhandled rejection: ${String(reason)}`], input: null });
  };
  process.on('unhandledRejection', onRejection);
  try {
    for (; done < cases; roundSeed += 1) {
      const chance = createChance(roundSeed);
      const end = Math.min(cases, done + CASES_PER_ROUND);
      await using arena = await openArena();
      const customIds = createCustomIdFuzzer(arena);
      while (done < end) {
        if (done % WHOLE_ONE_IN === 0) {
          const { kind, standpoint, interaction } = hostileCase(chance, arena);
          const { outcome, faults } = await arena.act(standpoint, interaction);
          interactions += 1;
          count(`${kind} ${outcome}`, faults, () => ({
            user: standpoint.person.user.username,
            guild: standpoint.guildId,
            ...interaction,
          }));
        } else {
          const { customId, outcome, faults } = customIds.try(chance);
          count(`custom_id ${outcome}`, faults, () => customId);
        }
      }
      onRound?.(result());
    }
    return result();
  } finally {
    process.off('unhandledRejection', onRejection);
  }
}
