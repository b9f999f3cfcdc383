import { AsyncLocalStorage } from 'node:async_hooks';

import type { Kysely, KyselyPlugin, Logger } from 'kysely';

import type { Repositories, Store } from '../services/ports.ts';
import { createCohortRepository } from './cohorts.ts';
import { createCompletionRepository } from './completions.ts';
import { parseDatabaseUrl, type DatabaseAddress } from './database-url.ts';
import { createDeliveryRepository } from './deliveries.ts';
import type { Engine } from './engine.ts';
import { createDmMinuteRepository } from './dm-minutes.ts';
import { createEnrolmentRepository } from './enrolments.ts';
import { createLeaseRepository } from './leases.ts';
import { createMemberRepository } from './members.ts';
import { checkMigrated } from './migrate.ts';
import { readMigrations, type Migration } from './migration-files.ts';
import { createNudgeRepository } from './nudges.ts';
import { createPathwayChangeRepository } from './pathway-changes.ts';
import { createPathwayRevisionRepository } from './pathway-revisions.ts';
import { createPersonalDataRepository } from './personal-data.ts';
import { createPhaseDurationRepository } from './phase-durations.ts';
import { createPhaseRoleRepository } from './phase-roles.ts';
import { createPinnedBoardRepository } from './pinned-boards.ts';
import { createRetentionRepository } from './retention.ts';
import { createScoreRepository } from './scores.ts';
import { createServerMemberRepository } from './server-members.ts';
import { createServerPathwayRepository } from './server-pathways.ts';
import { createServerRepository } from './servers.ts';
import { openSqlite } from './sqlite-engine.ts';
import { createStandingRepository } from './standings.ts';
import { StoreError } from './store-error.ts';
import type { Tables } from './tables.ts';
import { createTaskRepository } from './tasks.ts';

export interface OpenStoreOptions {
  /** `sqlite:path`, relative to the working directory, or `postgres://user:password@host:port/database`. */
  readonly databaseUrl: string;
  readonly migrationsDirectory: string;
  /** UTC epoch milliseconds, for the ledger of migrations. */
  readonly now: () => number;
  /** How long opening, and later a write, at most waits for another process that holds the lock. */
  readonly lockWaitMs?: number;
  /** Of PostgreSQL: connections at most. */
  readonly poolSize?: number;
  /** Of PostgreSQL: how long a server is waited for that cannot be reached, at the start and at each use. */
  readonly connectWaitMs?: number;
  /** Of PostgreSQL: how long the server may take over a statement; the bot's take milliseconds. */
  readonly statementMs?: number;
  /** Called after each statement. */
  readonly onQuery?: (query: { readonly milliseconds: number; readonly hasFailed: boolean }) => void;
}

export interface OpenStore extends Store {
  /**
   * Proves, by a write that changes nothing, that the database takes writes, and that it is as this version's
   * migrations leave it.
   *
   * @throws {StoreError} or what the database says, if it is not so.
   */
  check(): Promise<void>;
  /** The time by the database's own clock, in UTC epoch milliseconds; absent where it has none but this machine's. */
  readonly databaseNow?: () => Promise<number>;
  /** Waits for what is under way. Calls that come later are rejected. */
  close(): Promise<void>;
}

/**
 * Opens the database and brings it up to date.
 *
 * @throws {StoreError} if that cannot be done; the message tells the operator what to do.
 */
export async function openStore(options: OpenStoreOptions): Promise<OpenStore> {
  const address = parseDatabaseUrl(options.databaseUrl);
  const migrations = await readMigrations(options.migrationsDirectory);
  const engine = await openEngine(address, options);
  try {
    await engine.migrate(migrations, options.now);
  } catch (error) {
    await engine.database.destroy();
    throw error;
  }
  return createStore(engine, migrations);
}

async function openEngine(address: DatabaseAddress, options: OpenStoreOptions): Promise<Engine> {
  const { lockWaitMs = 5_000, poolSize = 10, connectWaitMs = 10_000, statementMs = 30_000 } = options;
  const log: Logger = ({ level, queryDurationMillis }) => {
    options.onQuery?.({ milliseconds: queryDurationMillis, hasFailed: level === 'error' });
  };
  if (address.engine === 'sqlite') return openSqlite({ path: address.path, lockWaitMs, log });
  // Loaded only here: whoever keeps an SQLite file need not wait for it at each start.
  const { openPostgres } = await import('./postgres.ts');
  return openPostgres({ url: address.url, lockWaitMs, poolSize, connectWaitMs, statementMs, log });
}

function createStore(engine: Engine, migrations: readonly Migration[]): OpenStore {
  const { database } = engine;
  const scope = new AsyncLocalStorage<{ open: boolean }>();
  const outside = database.withPlugin(refuseWithin(scope));
  return {
    ...createRepositories(outside),
    async transaction(work) {
      if (scope.getStore()?.open)
        throw new StoreError(`A transaction within a transaction: ${USE_THE_INNER}`);
      return engine.transaction(async (inside) => {
        const state = { open: true };
        try {
          return await scope.run(state, () => work(createRepositories(inside)));
        } finally {
          state.open = false;
        }
      });
    },
    check: () => checkMigrated(outside, migrations),
    ...(engine.now && { databaseNow: engine.now }),
    async close() {
      await database.destroy();
      // Node 20 goes through every scope that was ever used whenever anything asynchronous begins.
      scope.disable();
    },
  };
}

function createRepositories(database: Kysely<Tables>): Repositories {
  return {
    members: createMemberRepository(database),
    enrolments: createEnrolmentRepository(database),
    completions: createCompletionRepository(database),
    nudges: createNudgeRepository(database),
    servers: createServerRepository(database),
    serverMembers: createServerMemberRepository(database),
    phaseRoles: createPhaseRoleRepository(database),
    deliveries: createDeliveryRepository(database),
    tasks: createTaskRepository(database),
    pathwayRevisions: createPathwayRevisionRepository(database),
    standings: createStandingRepository(database),
    phaseDurations: createPhaseDurationRepository(database),
    scores: createScoreRepository(database),
    cohorts: createCohortRepository(database),
    pinnedBoards: createPinnedBoardRepository(database),
    personalData: createPersonalDataRepository(database),
    retention: createRetentionRepository(database),
    serverPathways: createServerPathwayRepository(database),
    pathwayChanges: createPathwayChangeRepository(database),
    leases: createLeaseRepository(database),
    dmMinutes: createDmMinuteRepository(database),
  };
}

const USE_THE_INNER = 'use the repositories that the transaction hands to its work.';

/**
 * The store's own repositories, used inside a transaction's work, would wait for SQLite's one connection, which the
 * transaction holds until that work is over: for ever. With PostgreSQL's pool they would write outside it, unseen.
 */
function refuseWithin(scope: AsyncLocalStorage<{ open: boolean }>): KyselyPlugin {
  return {
    transformQuery({ node }) {
      if (scope.getStore()?.open)
        throw new StoreError(`A query beside the open transaction: ${USE_THE_INNER}`);
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
}
