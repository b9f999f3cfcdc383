import { join } from 'node:path';
import type { APIMessage, Snowflake } from 'discord.js';
import { expect, vi } from 'vitest';
import { startBot, type Bot, type BotOptions } from '../../src/bot.ts';
import type { InteractionReport } from '../../src/discord/dispatcher.ts';
import { createLogger } from '../../src/logger.ts';
import {
  startEmulator,
  type Emulator,
  type EmulatorOptions,
  type Person,
} from '../../src/playground/emulator/index.ts';
import { withoutPictures } from './card-renderers.ts';
import { officialSpecCheck } from './official-spec.ts';
import { makeTemporaryFolder } from './temporary-store.ts';

/** A moment all clocks of a test begin with: a Monday, 10:00 in UTC. */
export const MONDAY = Date.UTC(2026, 2, 2, 10);

export interface TestServer extends AsyncDisposable {
  readonly emulator: Emulator;
  readonly guildId: Snowflake;
  readonly channelId: Snowflake;
  readonly ada: Person;
  readonly ben: Person;
  readonly clock: { time: number; now(): number };
  readonly databaseFile: string;
  /** What the dispatcher reported, oldest first. */
  readonly reports: readonly InteractionReport[];
  /** Everything the bot logged, one JSON line each. */
  readonly logged: readonly string[];
  /** Every message of the bot's that pinged somebody. */
  readonly pings: readonly APIMessage[];
  /** Somebody the bot has not met, in the server. */
  newcomer(): Person;
  startBot(): Promise<void>;
  stopBot(): Promise<void>;
  /** Stops the bot and starts it anew on the same database. */
  restartBot(): Promise<void>;
  /** Moves the clock, in UTC epoch milliseconds, and lets the bot do what is due by then. */
  moveTo(time: number): Promise<void>;
  /** Waits until the bot has done everything it does about the interaction. */
  settled(outcome: { readonly interactionId: Snowflake }): Promise<void>;
}

interface ServerOptions
  extends
    Partial<Pick<BotOptions, 'pathwaysDirectory' | 'comparesClock' | 'http'>>,
    Pick<EmulatorOptions, 'deadlines'> {
  /** In place of the SQLite file. */
  readonly databaseUrl?: string;
  /** None, when absent: texts go out alone. `own`: the bot's own. */
  readonly cardRenderer?: BotOptions['cardRenderer'] | 'own';
  /** Registers the commands in the test's server alone. */
  readonly inGuildOnly?: boolean;
}

/**
 * A whole server: the bot as `main.ts` builds it, through discord.js, over the emulator, on a SQLite file of its
 * own unless another database is named. It draws no pictures unless a test is about them. Every request body is held
 * against Discord's official API description as well.
 */
export async function openServer(options: ServerOptions = {}): Promise<TestServer> {
  const folder = await makeTemporaryFolder();
  const emulator = await startEmulator({
    checkRequest: officialSpecCheck,
    deadlines: { identifyWindowMs: 0, ...options.deadlines },
  });
  const createPerson = (username: string) => emulator.person(emulator.createUser({ username }).id);
  const ada = createPerson('ada');
  const ben = createPerson('ben');
  const guild = emulator.createGuild({ name: 'Trailhead', ownerId: ada.user.id });
  emulator.addMember(guild.id, ben.user.id);
  const channelId = firstChannel(emulator, guild.id);

  const clock = { time: MONDAY, now: () => clock.time };
  const databaseFile = join(folder.path, 'cairn.db');
  const reports: InteractionReport[] = [];
  const logged: string[] = [];
  const logger = createLogger('debug', { write: (line) => void logged.push(line) });
  const pings = collectPings(emulator);
  let newcomers = 0;
  let bot: Bot | undefined;

  const server: TestServer = {
    emulator,
    guildId: guild.id,
    channelId,
    ada,
    ben,
    clock,
    databaseFile,
    reports,
    logged,
    pings,
    newcomer() {
      const person = createPerson(`newcomer-${(newcomers += 1)}`);
      emulator.addMember(guild.id, person.user.id);
      return person;
    },
    async startBot() {
      bot = await startBot({
        discord: {
          token: emulator.token,
          apiUrl: emulator.apiUrl,
          guildId: options.inGuildOnly === true ? guild.id : undefined,
        },
        databaseUrl: options.databaseUrl ?? `sqlite:${databaseFile}`,
        pathwaysDirectory: options.pathwaysDirectory,
        http: options.http,
        clock,
        comparesClock: options.comparesClock ?? false,
        cardRenderer: options.cardRenderer === 'own' ? undefined : (options.cardRenderer ?? withoutPictures),
        logger,
        report: (report) => void reports.push(report),
      });
    },
    async stopBot() {
      await bot?.stop();
      bot = undefined;
    },
    async restartBot() {
      await server.stopBot();
      await server.startBot();
    },
    async moveTo(time) {
      clock.time = time;
      await bot?.wake();
    },
    settled: ({ interactionId }) => untilSettled(logged, interactionId),
    async [Symbol.asyncDispose]() {
      await server.stopBot();
      await emulator.close();
      await folder[Symbol.asyncDispose]();
    },
  };
  try {
    await server.startBot();
  } catch (error) {
    await server[Symbol.asyncDispose]();
    throw error;
  }
  return server;
}

export function firstChannel(emulator: Emulator, guildId: Snowflake): Snowflake {
  const [channel] = emulator.channels(guildId);
  if (channel === undefined) throw new Error('A new server has a channel');
  return channel.id;
}

export function collectPings(emulator: Emulator): readonly APIMessage[] {
  const pings: APIMessage[] = [];
  emulator.subscribe((event) => {
    if (event.type !== 'message-created' && event.type !== 'message-updated') return;
    const { author, mentions, mention_roles: roles, mention_everyone: everyone } = event.message;
    const isPing = mentions.length > 0 || roles.length > 0 || everyone;
    if (author.id === emulator.botUser.id && isPing) pings.push(event.message);
  });
  return pings;
}

/** The dispatcher's last word about an interaction is a line in the log. */
export async function untilSettled(logged: readonly string[], interactionId: Snowflake): Promise<void> {
  const lastWord = new RegExp(`"interaction":"${interactionId}".*"interaction over"`);
  await vi.waitFor(
    () => {
      expect(logged).toContainEqual(expect.stringMatching(lastWord));
    },
    { timeout: 5_000 },
  );
}
