import { expect } from 'vitest';
import type { Completion } from '../../src/domain/member.ts';
import type { Problem } from '../../src/domain/errors.ts';
import type { Pathway } from '../../src/domain/pathway.ts';
import type { Store } from '../../src/services/ports.ts';
import { createServices, type Services } from '../../src/services/services.ts';
import { createRecordingNotifier } from '../support/recording-notifier.ts';
import { openTemporaryStore } from '../support/temporary-store.ts';

export const MIRA = '80351110224678912';
export const TOMAS = '80351110224678913';

/** A Monday. */
export const MONDAY_NOON = Date.parse('2026-11-23T12:00Z');
export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

/** A clock that stands still until it is told otherwise. */
export interface SettableClock {
  now(): number;
  set(now: number | string): void;
  advance(milliseconds: number): void;
}

export interface Setting extends Services, AsyncDisposable {
  readonly store: Store;
  readonly clock: SettableClock;
  /** The services as they would be after a restart with other pathways. */
  withPathways(...pathways: readonly Pathway[]): Services;
}

/** The real services over a real store: `await using setting = await createSetting(pathway)`. */
export async function createSetting(...pathways: readonly Pathway[]): Promise<Setting> {
  const temporary = await openTemporaryStore();
  const { store } = temporary;
  let now = MONDAY_NOON;
  const clock: SettableClock = {
    now: () => now,
    set(to) {
      now = typeof to === 'number' ? to : Date.parse(to);
    },
    advance(milliseconds) {
      now += milliseconds;
    },
  };
  const notifier = createRecordingNotifier(() => now);
  const withPathways = (...others: readonly Pathway[]) =>
    createServices({ store, clock, pathways: others, notifier });
  return {
    ...withPathways(...pathways),
    store,
    clock,
    withPathways,
    [Symbol.asyncDispose]: () => temporary[Symbol.asyncDispose](),
  };
}

export function recordKey({ pathwayId, taskId, recordedAt }: Completion) {
  return { pathwayId, taskId, recordedAt };
}

/** The promise is refused with this problem, and at least these of its facts. */
export async function expectProblem(
  promise: Promise<unknown>,
  problem: Partial<Problem> & Pick<Problem, 'code'>,
): Promise<void> {
  await expect(promise).rejects.toMatchObject({ name: 'UserError', problem });
}
