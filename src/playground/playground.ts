import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { startBot, type Bot } from '../bot.ts';
import type { Config } from '../config.ts';
import { createMovableClock, type MovableClock } from './clock.ts';
import { startEmulator, type Emulator } from './emulator/index.ts';
import { PlaygroundError } from './playground-error.ts';
import { createPlaygroundServer, type PlaygroundServer } from './web/server.ts';

const DEFAULT_PORT = 3000;

/** Whom a visitor can be. Their ids never change, for whoever keeps the database by naming one. */
const PEOPLE = [
  { id: '1000000000000000001', username: 'mira', displayName: 'Mira' },
  { id: '1000000000000000002', username: 'tomas', displayName: 'Tomás' },
  { id: '1000000000000000003', username: 'aiko', displayName: 'Aiko' },
] as const;

export interface Playground {
  /** Where a browser finds the chat page. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * The real bot, through the real Discord library, against a Discord-compatible server on this machine, with a page
 * to chat with it. Needs no token and reaches nothing outside.
 *
 * @throws {PlaygroundError} or what `startBot` throws; whatever was opened is closed again.
 */
export async function startPlayground(
  config: Pick<Config, 'databaseUrl' | 'databasePoolSize' | 'httpPort' | 'pathwaysDirectory'>,
  logger: Logger,
): Promise<Playground> {
  const closers: (() => Promise<void>)[] = [];
  let bot: Bot | undefined;
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const clock = createMovableClock();
    const emulator = await startEmulator({ now: () => clock.now() });
    closers.push(() => emulator.close());
    const moveTime = async (to: number): Promise<void> => {
      clock.moveTo(to);
      await bot?.wake();
    };
    const page = await openPage({ emulator, clock, moveTime, httpPort: config.httpPort, logger });
    closers.push(() => page.close());
    bot = await startBot({
      discord: { token: emulator.token, apiUrl: emulator.apiUrl, guildId: undefined },
      databaseUrl: config.databaseUrl ?? (await makeDatabase(closers)),
      databasePoolSize: config.databasePoolSize,
      pathwaysDirectory: config.pathwaysDirectory,
      clock,
      logger,
    });
    const { stop: stopBot } = bot;
    closers.push(stopBot);
    return { url: page.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What the playground says of itself once it is open. */
export function renderGreeting(url: string): string {
  return `Cairn's playground is open. Visit ${url} in a browser to try the bot: it runs on this
machine for real, in a small Discord of its own, and begins anew each time. Press Ctrl+C to stop. To
connect the bot to Discord itself, set DISCORD_TOKEN (.env.example shows how).
`;
}

/** Whoever plays moves time ahead, and leaves records in a future that the next start would stumble over. */
async function makeDatabase(closers: (() => Promise<void>)[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cairn-playground-'));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  return `sqlite:${join(folder, 'cairn.db')}`;
}

interface PageOptions {
  readonly emulator: Emulator;
  readonly clock: MovableClock;
  readonly moveTime: (to: number) => Promise<void>;
  readonly httpPort: number | undefined;
  readonly logger: Logger;
}

async function openPage({
  emulator,
  clock,
  moveTime,
  httpPort,
  logger,
}: PageOptions): Promise<PlaygroundServer> {
  const people = PEOPLE.map((person) => emulator.createUser(person).id);
  const guild = emulator.createGuild({ name: 'Trailhead', ownerId: PEOPLE[0].id });
  for (const id of people.slice(1)) emulator.addMember(guild.id, id);
  emulator.createChannel(guild.id, { name: 'backend-to-ai' });
  try {
    return await createPlaygroundServer({
      emulator,
      port: httpPort ?? DEFAULT_PORT,
      fallbackToFreePort: httpPort === undefined,
      people: people.map((userId) => ({ userId })),
      guildId: guild.id,
      clock,
      moveTime,
      onError: (error) => {
        logger.error({ err: error }, 'the playground could not do what its page asked');
      },
    });
  } catch (cause) {
    throw new PlaygroundError(explainPageFault(cause, httpPort), { cause });
  }
}

function explainPageFault(cause: unknown, httpPort: number | undefined): string {
  if (!(cause instanceof Error)) return String(cause);
  const code = 'code' in cause ? cause.code : undefined;
  if (code === 'EADDRINUSE' || code === 'EACCES') {
    const reason =
      code === 'EACCES' ? 'needs more rights than this user has' : 'is in use by another program';
    return `HTTP_PORT: port ${httpPort ?? DEFAULT_PORT} ${reason}. Choose another, or leave it empty for any free one.`;
  }
  return `The playground's page cannot be shown: ${cause.message}`;
}
