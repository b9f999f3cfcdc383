import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmulator, type Emulator } from '../../src/playground/emulator/index.ts';
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
  /** Resolves when the bot says that it is ready. */
  start(nodeArguments: readonly string[]): Promise<Started>;
}

export interface Started extends AsyncDisposable {
  readonly process: BotProcess;
  readonly readyLine: string;
}

export async function openVenue(): Promise<Venue> {
  const folder = await makeBenchFolder();
  const databasePath = join(folder.path, 'cairn.db');
  const emulator = await startEmulator({ now: preciseNow });
  const owner = emulator.createUser({ username: 'owner' });
  const guild = emulator.createGuild({ name: 'Bench', ownerId: owner.id });
  return {
    emulator,
    guildId: guild.id,
    channelId: emulator.channels(guild.id)[0]?.id ?? '',
    folder: folder.path,
    databasePath,
    async start(nodeArguments) {
      const process = startBotProcess({
        nodeArguments,
        workingDirectory: folder.path,
        env: {
          DISCORD_TOKEN: emulator.token,
          DISCORD_API_URL: emulator.apiUrl,
          DATABASE_URL: `sqlite:${databasePath}`,
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
