import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { startBot, type Bot } from '../bot.ts';
import { DEFAULT_HTTP_PORT, type Config } from '../config.ts';
import { createMovableClock, type MovableClock } from './clock.ts';
import { projectRoot } from '../project-root.ts';
import { openStore } from '../store/open-store.ts';
import { startEmulator, type Emulator } from './emulator/index.ts';
import { PlaygroundError } from './playground-error.ts';
import { RESIDENTS, STORY } from './residents.ts';
import { lengthOf, playStory, type Stage } from './story.ts';
import { createPlaygroundServer, type PlaygroundServer } from './web/server.ts';

/** Whom a visitor can be. Their ids never change, for whoever keeps the database by naming one. */
const PEOPLE = [
  { id: '1000000000000000001', username: 'mira', displayName: 'Mira' },
  { id: '1000000000000000002', username: 'tomas', displayName: 'Tomás' },
  { id: '1000000000000000003', username: 'aiko', displayName: 'Aiko' },
] as const;

/** The server and its places never change either, or nothing kept in a database would belong to them. */
const GUILD_ID = '1000000000000000100';
const COHORT_CHANNEL_ID = '1000000000000000102';

/** What falls due on the way is done on the way: the bot leaves out what is more than a day late. */
const STRIDE_MS = 12 * 3_600_000;

export interface Playground {
  /** Where a browser finds the chat page. */
  readonly url: string;
  /** Resolves when the residents' weeks are over, and pages show what they wait for. */
  readonly ready: Promise<void>;
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
  const ending = new AbortController();
  const stop = async () => {
    ending.abort();
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const { databaseUrl = await makeDatabase(closers) } = config;
    const isNew = !(await hasResidents(databaseUrl));
    const opened = Date.now();
    const clock = createMovableClock(Date.now, isNew ? lengthOf(STORY) : 0);
    const emulator = await startEmulator({ now: () => clock.now() });
    closers.push(() => emulator.close());
    const wake = async (): Promise<void> => bot?.wake();
    const quiet = async (): Promise<void> => bot?.quiet();
    const moveTime = async (to: number, onMoved: () => void): Promise<void> => {
      while (clock.now() < to) {
        clock.moveTo(Math.min(clock.now() + STRIDE_MS, to));
        onMoved();
        await wake();
      }
    };
    let open = (): void => undefined;
    const ready = new Promise<void>((resolve) => {
      open = resolve;
    });
    const page = await openPage({
      emulator,
      clock,
      quiet,
      moveTime,
      ready,
      httpPort: config.httpPort,
      logger,
    });
    closers.push(() => page.close());
    bot = await startBot({
      discord: { token: emulator.token, apiUrl: emulator.apiUrl, guildId: undefined },
      databaseUrl,
      databasePoolSize: config.databasePoolSize,
      pathwaysDirectory: config.pathwaysDirectory,
      clock,
      logger,
    });
    const { stop: stopBot } = bot;
    closers.push(stopBot);
    void (
      isNew
        ? tellStory({ emulator, clock, wake, quiet, signal: ending.signal }, opened, logger)
        : Promise.resolve()
    ).then(open);
    return { url: page.url, ready, stop };
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

/** Has the residents live up to an instant. Never rejects: whoever came to try the bot can do so without company. */
async function tellStory(
  stage: Omit<Stage, 'channelId' | 'onMissed'>,
  end: number,
  logger: Logger,
): Promise<void> {
  const onMissed = (error: unknown): void => {
    if (!stage.signal.aborted) logger.warn({ err: error }, 'a resident could not do what their story tells');
  };
  await playStory(STORY, end, { ...stage, channelId: COHORT_CHANNEL_ID, onMissed }).catch(onMissed);
  stage.clock.catchUp();
}

/** Whether the residents' story is in the database already, which is made where there is none. */
async function hasResidents(databaseUrl: string): Promise<boolean> {
  const store = await openStore({
    databaseUrl,
    migrationsDirectory: join(projectRoot(), 'migrations'),
    now: Date.now,
  });
  try {
    return (await store.members.find(RESIDENTS.ravi.id)) !== undefined;
  } finally {
    await store.close();
  }
}

interface PageOptions {
  readonly emulator: Emulator;
  readonly clock: MovableClock;
  readonly quiet: () => Promise<void>;
  readonly moveTime: (to: number, onMoved: () => void) => Promise<void>;
  readonly ready: Promise<unknown>;
  readonly httpPort: number | undefined;
  readonly logger: Logger;
}

async function openPage({
  emulator,
  clock,
  quiet,
  moveTime,
  ready,
  httpPort,
  logger,
}: PageOptions): Promise<PlaygroundServer> {
  const people = PEOPLE.map((person) => emulator.createUser(person).id);
  const residents = Object.values(RESIDENTS).map((person) => emulator.createUser(person).id);
  const guild = emulator.createGuild({ id: GUILD_ID, name: 'Trailhead', ownerId: PEOPLE[0].id });
  for (const id of [...people.slice(1), ...residents]) emulator.addMember(guild.id, id);
  emulator.createChannel(guild.id, { id: COHORT_CHANNEL_ID, name: 'backend-to-ai' });
  try {
    return await createPlaygroundServer({
      emulator,
      port: httpPort ?? DEFAULT_HTTP_PORT,
      fallbackToFreePort: httpPort === undefined,
      people: people.map((userId) => ({ userId })),
      others: residents,
      ready,
      guildId: guild.id,
      clock,
      quiet,
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
    return `HTTP_PORT: port ${httpPort ?? DEFAULT_HTTP_PORT} ${reason}. Choose another, or leave it empty for any free one.`;
  }
  return `The playground's page cannot be shown: ${cause.message}`;
}
