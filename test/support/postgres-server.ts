import { rm } from 'node:fs/promises';

import { loadEmbeddedPostgres } from './embedded-postgres.ts';
import { makeOwnedFolder } from './owned-folder.ts';
import { portNobodyListensOn } from './ports.ts';
import { temporaryPlace } from './temporary-place.ts';

export interface PostgresServer extends AsyncDisposable {
  /** Of a database on it. */
  url(database: string): string;
  /** As when the machine is told to shut down: what is under way is cut off. */
  stop(): Promise<void>;
  /** With what it had, at the same address. */
  start(): Promise<void>;
}

/** Each commit costs next to nothing, and none need survive a power cut. */
const CARELESS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
} as const;

/**
 * A real server on a free port of this machine, with a folder of its own.
 * @param durableIn where it keeps the folder on a real disk, and waits for that as servers do.
 */
export async function startPostgresServer(durableIn?: string): Promise<PostgresServer> {
  const folder = await makeOwnedFolder(durableIn ?? temporaryPlace(), 'cairn-postgres');
  const port = await portNobodyListensOn();
  const log: string[] = [];
  const programs = await loadEmbeddedPostgres();
  const server = new programs.EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: 'cairn',
    password: 'cairn',
    authMethod: 'scram-sha-256',
    persistent: true,
    // PostgreSQL does not run as root; in a container, the tests do.
    createPostgresUser: process.getuid?.() === 0,
    // A locale that orders unlike SQLite, as most servers have one.
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale-provider=icu', '--icu-locale=en'],
    postgresFlags: Object.entries({
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: '200',
      ...(durableIn === undefined && CARELESS),
    }).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: (line) => void log.push(line),
    onError: (error) => void log.push(String(error)),
  });
  const orExplain = (work: Promise<void>): Promise<void> =>
    work.catch((cause: unknown) => {
      throw new Error(`PostgreSQL did not start in ${folder}:\n${log.join('')}`, { cause });
    });
  await orExplain(server.initialise());
  await orExplain(server.start());
  return {
    url: (database) => `postgres://cairn:cairn@127.0.0.1:${port}/${database}`,
    stop: () => server.stop(),
    start: () => orExplain(server.start()),
    async [Symbol.asyncDispose]() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
      await programs[Symbol.asyncDispose]();
    },
  };
}
