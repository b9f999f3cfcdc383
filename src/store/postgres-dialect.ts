import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';

import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import type { Pool, PoolClient } from 'pg';

import { breaksConnection, explainPostgresError, isConflict, isConnectionLost } from './postgres-errors.ts';
import { storable } from './storable.ts';
import { StoreError } from './store-error.ts';

export interface Connections {
  readonly pool: Pool;
  /** Host, port and database, for messages. */
  readonly place: string;
  /** How long a server is waited for that cannot be reached: it may just be starting anew. */
  readonly connectWaitMs: number;
  /** Resolves when none is left. */
  end(): Promise<void>;
}

export function createPostgresDialect(connections: Connections): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new ReconnectingDriver(connections),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

/** A statement by itself that PostgreSQL gave up in favour of another is tried so often in all. */
const STATEMENT_ATTEMPTS = 5;

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1_000;

/**
 * Kysely's own driver hands a connection's loss on to whoever asked. This one takes another connection where nothing
 * can have happened yet, and keeps a session's statements within its transaction.
 */
class ReconnectingDriver implements Driver {
  readonly #connections: Connections;
  #sessions = 0;
  #whenIdle: (() => void) | undefined;

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  async init(): Promise<void> {
    // The pool connects when it is asked to.
  }

  async acquireConnection(): Promise<Session> {
    this.#sessions += 1;
    try {
      return new Session(this.#connections, await connect(this.#connections));
    } catch (error) {
      this.#leave();
      throw error;
    }
  }

  beginTransaction(session: Session, settings: TransactionSettings): Promise<void> {
    return session.begin(settings);
  }

  commitTransaction(session: Session): Promise<void> {
    return session.commit();
  }

  rollbackTransaction(session: Session): Promise<void> {
    return session.rollback();
  }

  releaseConnection(session: Session): Promise<void> {
    session.release();
    this.#leave();
    return Promise.resolve();
  }

  /** Waits for all who have a connection or stand in line for one: the pool itself would forget those. */
  async destroy(): Promise<void> {
    if (this.#sessions > 0) {
      await new Promise<void>((resolve) => {
        this.#whenIdle = resolve;
      });
    }
    await this.#connections.end();
  }

  #leave(): void {
    this.#sessions -= 1;
    if (this.#sessions === 0) this.#whenIdle?.();
  }
}

/** A connection in one pair of hands, from taking it out of the pool until giving it back. */
class Session implements DatabaseConnection {
  readonly #connections: Connections;
  #client: PoolClient;
  #state: 'free' | 'in transaction' | 'over' = 'free';
  #isBroken = false;

  constructor(connections: Connections, client: PoolClient) {
    this.#connections = connections;
    this.#client = client;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    // One that nobody waited for would otherwise run, and stay, outside its transaction.
    if (this.#state === 'over') throw new StoreError('A query came after the end of its transaction.');
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#run<R>(query);
      } catch (error) {
        if (attempt === STATEMENT_ATTEMPTS || !this.#mayRunAgain(query, error)) {
          throw this.#explain(error);
        }
        if (isConflict(error)) await pauseAfter(attempt);
        else await this.#reconnect();
      }
    }
  }

  // eslint-disable-next-line require-yield -- the store reads no streams
  async *streamQuery(): AsyncIterableIterator<never> {
    await Promise.reject(new StoreError('Queries are not streamed.'));
  }

  async begin({ isolationLevel }: TransactionSettings): Promise<void> {
    const isolation = isolationLevel === undefined ? '' : ` ISOLATION LEVEL ${isolationLevel}`;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#send(`BEGIN${isolation}`);
        this.#state = 'in transaction';
        return;
      } catch (error) {
        if (attempt === STATEMENT_ATTEMPTS || !isConnectionLost(error)) throw this.#explain(error);
        await this.#reconnect();
      }
    }
  }

  async commit(): Promise<void> {
    this.#state = 'over';
    try {
      await this.#send('COMMIT');
    } catch (error) {
      if (!breaksConnection(error)) throw this.#explain(error);
      throw new StoreError(
        `PostgreSQL at ${this.#connections.place} did not answer to a commit: ` +
          'whether the last change was kept is not known.',
        { cause: error },
      );
    }
  }

  async rollback(): Promise<void> {
    this.#state = 'over';
    if (this.#isBroken) return;
    try {
      await this.#send('ROLLBACK');
    } catch {
      // Without its connection, the server undoes a transaction by itself.
      this.#isBroken = true;
    }
  }

  release(): void {
    this.#state = 'over';
    this.#client.release(this.#isBroken);
  }

  async #run<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { command, rowCount, rows } = await this.#send<R>(sql, parameters.map(storable));
    const isChange = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE';
    return { rows, ...(isChange && { numAffectedRows: BigInt(rowCount ?? 0) }) };
  }

  async #send<R>(sql: string, parameters: readonly unknown[] = []) {
    try {
      return await this.#client.query<R & object>(sql, [...parameters]);
    } catch (error) {
      if (breaksConnection(error)) this.#isBroken = true;
      throw error;
    }
  }

  /** Within a transaction all of it has to be run again, which is up to whoever began it. */
  #mayRunAgain({ query }: CompiledQuery, error: unknown): boolean {
    if (this.#state !== 'free') return false;
    return isConflict(error) || (isConnectionLost(error) && query.kind === 'SelectQueryNode');
  }

  async #reconnect(): Promise<void> {
    this.#client.release(true);
    this.#client = await connect(this.#connections);
    this.#isBroken = false;
  }

  /** What a transaction can be run again for is left as it is. */
  #explain(error: unknown): unknown {
    if (isConflict(error)) return error;
    return this.#state === 'in transaction' && isConnectionLost(error)
      ? error
      : explainPostgresError(error, this.#connections.place);
  }
}

/** @throws {StoreError} once the wait for a server that cannot be reached is over; at once for any other reason. */
async function connect({ pool, place, connectWaitMs }: Connections): Promise<PoolClient> {
  const deadline = performance.now() + connectWaitMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await pool.connect();
    } catch (error) {
      if (!isConnectionLost(error) || performance.now() >= deadline) throw explainPostgresError(error, place);
      await pauseAfter(attempt);
    }
  }
}

/** Longer each time, and never the same for two who met. */
export async function pauseAfter(attempt: number): Promise<void> {
  const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1));
  await setTimeout(randomInt(1, longest + 1));
}
