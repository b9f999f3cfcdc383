import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startEmulator, type Emulator, type Outcome } from '../../src/playground/emulator/index.ts';
import { projectRoot } from '../../src/project-root.ts';
import { MAIN, startBotProcess, type BotProcess } from '../support/bot-process.ts';
import type { TemporaryFolder } from '../support/temporary-store.ts';

export const BARE_CLIENT = fileURLToPath(new URL('bare-client.js', import.meta.url));
export { MAIN };

/** A Discord of its own for one bot at a time, which runs as a process of its own. */
export interface Venue extends AsyncDisposable {
  readonly emulator: Emulator;
  readonly guildId: string;
  readonly channelId: string;
  readonly folder: string;
  /** The bot's SQLite file. */
  readonly databasePath: string;
  /** Resolves when the bot says that it is ready; `env` adds to its environment. */
  start(nodeArguments: readonly string[], env?: Readonly<Record<string, string>>): Promise<Started>;
}

export interface Started extends AsyncDisposable {
  readonly process: BotProcess;
  readonly readyLine: string;
}

export async function openVenue(): Promise<Venue> {
  const folder = await makeBenchFolder();
  const databasePath = join(folder.path, 'cairn.db');
  const emulator = await startEmulator({ now: preciseNow, deadlines: { identifyWindowMs: 0 } });
  const owner = emulator.createUser({ username: 'owner' });
  const guild = emulator.createGuild({ name: 'Bench', ownerId: owner.id });
  return {
    emulator,
    guildId: guild.id,
    channelId: emulator.channels(guild.id)[0]?.id ?? '',
    folder: folder.path,
    databasePath,
    async start(nodeArguments, env = {}) {
      const process = startBotProcess({
        nodeArguments,
        workingDirectory: folder.path,
        env: {
          DISCORD_TOKEN: emulator.token,
          DISCORD_API_URL: emulator.apiUrl,
          DATABASE_URL: `sqlite:${databasePath}`,
          // Several of them run at once.
          HTTP_PORT: 'off',
          ...env,
        },
      });
      return {
        process,
        readyLine: await process.printed('"ready"'),
        [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
      };
    },
    async [Symbol.asyncDispose]() {
      await emulator.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

export function newMember({ emulator, guildId }: Venue, username: string) {
  const { id } = emulator.createUser({ username });
  emulator.addMember(guildId, id);
  return emulator.person(id);
}

/** Resolves with the milliseconds from the interaction's way out to the arrival of its answer. */
export async function timeAnswer({ emulator }: Venue, act: () => Promise<Outcome>): Promise<number> {
  const pending = act();
  // A person's click sends the frame before it first waits for anything.
  const sent = preciseNow();
  const { interactionId, kind } = await pending;
  const path = `/interactions/${interactionId}/:token/callback`;
  let request = emulator.requests.findLast((candidate) => candidate.path === path);
  // The log is written once the request has been answered, a few turns after its effects are seen.
  while (request === undefined) {
    await nextTurn();
    request = emulator.requests.findLast((candidate) => candidate.path === path);
  }
  if (kind !== 'message' || request.status >= 300) {
    throw new Error(`Expected an answer, got ${kind} with status ${request.status}`);
  }
  return request.at - sent;
}

/** Where the default database would be, and so on the same disk. */
export async function makeBenchFolder(): Promise<TemporaryFolder> {
  const parent = join(projectRoot(), 'var');
  await mkdir(parent, { recursive: true });
  const path = await mkdtemp(join(parent, 'bench-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** UTC epoch milliseconds, as `Date.now()`, with a fraction. */
export function preciseNow(): number {
  return performance.timeOrigin + performance.now();
}
