import type { Logger } from 'pino';
import { startBot } from '../bot.ts';
import type { Config } from '../config.ts';
import { createMovableClock, type MovableClock } from './clock.ts';
import { startEmulator, type Emulator } from './emulator/index.ts';
import { PlaygroundError } from './playground-error.ts';
import { createPlaygroundServer, type PlaygroundServer } from './web/server.ts';

const DEFAULT_PORT = 3000;

/** Whom a visitor can be. Their ids never change, so that their progress is still there at the next start. */
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
  config: Pick<Config, 'databaseUrl' | 'httpPort' | 'pathwaysDirectory'>,
  logger: Logger,
): Promise<Playground> {
  const closers: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const clock = createMovableClock();
    const emulator = await startEmulator({ now: () => clock.now() });
    closers.push(() => emulator.close());
    const page = await openPage(emulator, clock, config.httpPort, logger);
    closers.push(() => page.close());
    const bot = await startBot({
      discord: { token: emulator.token, apiUrl: emulator.apiUrl, guildId: undefined },
      databaseUrl: config.databaseUrl,
      pathwaysDirectory: config.pathwaysDirectory,
      clock,
      logger,
    });
    closers.push(() => bot.stop());
    return { url: page.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What the playground says of itself once it is open. */
export function renderGreeting(url: string): string {
  return `Cairn's playground is open. Visit ${url} in a browser to try the bot: it runs on this
machine for real, in a small Discord of its own, and keeps your progress for next time. Press Ctrl+C
to stop. To connect the bot to Discord itself, set DISCORD_TOKEN (.env.example shows how).
`;
}

async function openPage(
  emulator: Emulator,
  clock: MovableClock,
  httpPort: number | undefined,
  logger: Logger,
): Promise<PlaygroundServer> {
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
      moveTime: (to) => {
        clock.moveTo(to);
        return Promise.resolve();
      },
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
