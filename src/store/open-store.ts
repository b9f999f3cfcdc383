import { AsyncLocalStorage } from 'node:async_hooks';

import { Kysely, type KyselyPlugin } from 'kysely';

import type { Repositories, Store } from '../services/ports.ts';
import { createCohortRepository } from './cohorts.ts';
import { createCompletionRepository } from './completions.ts';
import { parseDatabaseUrl } from './database-url.ts';
import { createDeliveryRepository } from './deliveries.ts';
import { createEnrolmentRepository } from './enrolments.ts';
import { createMemberRepository } from './members.ts';
import { checkMigrated, migrate } from './migrate.ts';
import { readMigrations, type Migration } from './migration-files.ts';
import { createNudgeRepository } from './nudges.ts';
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
import { createSqliteDialect } from './sqlite-dialect.ts';
import { connectSqlite } from './sqlite.ts';
import { createStandingRepository } from './standings.ts';
import { StoreError } from './store-error.ts';
import type { Tables } from './tables.ts';
import { createTaskRepository } from './tasks.ts';

export interface OpenStoreOptions {
  /** `sqlite:path`, relative to the working directory. */
  readonly databaseUrl: string;
  readonly migrationsDirectory: string;
  /** UTC epoch milliseconds, for the ledger of migrations. */
  readonly now: () => number;
  /** How long a write waits for another process that holds the lock; the event loop stands still meanwhile. */
  readonly lockWaitMs?: number;
}

export interface OpenStore extends Store {
  /**
   * Proves, by a write that changes nothing, that the database takes writes, and that it is as this version's
   * migrations leave it.
   *
   * @throws {StoreError} or what the database says, if it is not so.
   */
  check(): Promise<void>;
  /** Waits for what is under way. Calls that come later are rejected. */
  close(): Promise<void>;
}

/**
 * Opens the database and brings it up to date.
 *
 * @throws {StoreError} if that cannot be done; the message tells the operator what to do.
 */
export async function openStore(options: OpenStoreOptions): Promise<OpenStore> {
  const path = parseDatabaseUrl(options.databaseUrl);
  const migrations = await readMigrations(options.migrationsDirectory);
  const sqlite = await connectSqlite({ path, lockWaitMs: options.lockWaitMs ?? 5_000 });
  const database = new Kysely<Tables>({ dialect: createSqliteDialect(sqlite) });
  try {
    await migrate(database, { migrations, runScript: (script) => sqlite.exec(script), now: options.now });
  } catch (error) {
    sqlite.close();
    throw error;
  }
  return createStore(database, migrations);
}

function createStore(database: Kysely<Tables>, migrations: readonly Migration[]): OpenStore {
  const scope = new AsyncLocalStorage<{ open: boolean }>();
  const outside = database.withPlugin(refuseWithin(scope));
  return {
    ...createRepositories(outside),
    async transaction(work) {
      if (scope.getStore()?.open)
        throw new StoreError(`A transaction within a transaction: ${USE_THE_INNER}`);
      return database.transaction().execute(async (transaction) => {
        const state = { open: true };
        try {
          return await scope.run(state, () => work(createRepositories(transaction)));
        } finally {
          state.open = false;
        }
      });
    },
    check: () => checkMigrated(outside, migrations),
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
  };
}

const USE_THE_INNER = 'use the repositories that the transaction hands to its work.';

/**
 * The store's own repositories, used inside a transaction's work, would wait for the one connection, which the
 * transaction holds until that work is over: for ever. (With a pool they would write outside it, unseen.)
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
