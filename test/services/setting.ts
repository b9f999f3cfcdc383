import { expect } from 'vitest';
import { pathwayReader } from '../../src/content/brought-pathway.ts';
import type { Completion } from '../../src/domain/member.ts';
import type { Cohort } from '../../src/domain/cohort.ts';
import type { Problem } from '../../src/domain/errors.ts';
import type { Pathway } from '../../src/domain/pathway.ts';
import type { CohortAsker } from '../../src/services/cohort-finder.ts';
import type { JoinedCohort } from '../../src/services/cohort-membership.ts';
import type { CreateCohortRequest } from '../../src/services/cohort-settings.ts';
import type { Store } from '../../src/services/ports.ts';
import { createPathwayLibrary } from '../../src/services/pathway-library.ts';
import { createServices, type Services } from '../../src/services/services.ts';
import { createChance } from '../support/chance.ts';
import { createRecordedDirectory, type RecordedDirectory } from '../support/recorded-directory.ts';
import { createRecordedRoleGiver, type RecordedRoleGiver } from '../support/recorded-role-giver.ts';
import { createRecordingNotifier, type RecordingNotifier } from '../support/recording-notifier.ts';
import { openTemporaryStore } from '../support/temporary-store.ts';

export const MIRA = '80351110224678912';
export const TOMAS = '80351110224678913';

/** Looks after the cohorts. */
export const FRIDA = '80351110224678914';
/** Has the permission *Manage Server*. */
export const MAX = '80351110224678915';

export const GUILD = '41771983423143937';
export const OTHER_GUILD = '41771983423143938';
export const CHANNEL = '41771983423143939';

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
  readonly notifier: RecordingNotifier;
  readonly directory: RecordedDirectory;
  readonly roleGiver: RecordedRoleGiver;
  /** Of the database, to open a second time. */
  readonly url: string;
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
  const directory = createRecordedDirectory();
  const roleGiver = createRecordedRoleGiver();
  const withPathways = (...others: readonly Pathway[]) =>
    createServices({
      store,
      clock,
      library: createPathwayLibrary(others),
      notifier,
      directory,
      roleGiver,
      chance: createChance(),
      pathwayReader,
    });
  return {
    ...withPathways(...pathways),
    store,
    clock,
    notifier,
    directory,
    roleGiver,
    url: temporary.url,
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

/** As many people as it takes; in the order of their ids. */
export function people(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => String(90_351_110_224_000_000n + BigInt(index)));
}

export function askerOf(userId: string, guildId = GUILD): CohortAsker {
  return { userId, guildId, managesServer: userId === MAX };
}

/** One of Frida's, unless another asks for it. */
export async function createCohort(
  { cohorts }: Setting,
  request: Partial<CreateCohortRequest> = {},
): Promise<Cohort> {
  const { cohort } = await cohorts.settings.create({
    asker: askerOf(FRIDA),
    name: 'Spring',
    locale: 'en-GB',
    channelHere: CHANNEL,
    ...request,
  });
  return cohort;
}

export function joinCohort(
  { cohorts }: Setting,
  userId: string,
  { id, guildId }: Cohort,
): Promise<JoinedCohort> {
  return cohorts.join({ asker: askerOf(userId, guildId), name: nameOf(userId), cohort: id });
}

/** What members are called in each server, unless a test says otherwise. */
export function nameOf(userId: string): string {
  return `Walker ${userId.slice(-3)}`;
}

export async function finish(
  { progress }: Setting,
  userId: string,
  ...tasks: readonly string[]
): Promise<void> {
  for (const task of tasks) await progress.complete({ userId, task });
}
