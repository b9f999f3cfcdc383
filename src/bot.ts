import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Events, type Client } from 'discord.js';
import type { Logger } from 'pino';
import { commands } from '../commands/index.ts';
import type { DiscordConfig } from './config.ts';
import { loadPathways } from './content/load-pathways.ts';
import { createDiscordClient } from './discord/client.ts';
import { createDispatcher, type InteractionReport } from './discord/dispatcher.ts';
import { mentionCommand, registerCommands, type CommandIds } from './discord/register-commands.ts';
import { projectRoot } from './project-root.ts';
import type { Clock } from './services/ports.ts';
import { createServices } from './services/services.ts';
import { openStore } from './store/open-store.ts';

export interface BotOptions {
  readonly discord: DiscordConfig;
  readonly databaseUrl: string;
  /** The pathways that come with the bot, when absent. */
  readonly pathwaysDirectory: string | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly report?: (report: InteractionReport) => void;
}

export interface Bot {
  /** Answers what is under way, then closes the client and the database. */
  stop(): Promise<void>;
}

/** How long a stop waits for answers under way. */
const DRAIN_MS = 10_000;

/**
 * Builds the bot and connects it; the promise resolves when it serves commands.
 * @throws {ContentError} or {StoreError} or what discord.js throws; whatever was opened is closed again.
 */
export async function startBot(options: BotOptions): Promise<Bot> {
  const { discord, clock, logger } = options;
  const started = performance.now();
  const pathways = await loadPathways(options.pathwaysDirectory ?? join(projectRoot(), 'data', 'pathways'));
  const store = await openStore({
    databaseUrl: options.databaseUrl,
    migrationsDirectory: join(projectRoot(), 'migrations'),
    now: () => clock.now(),
  });
  const client = createDiscordClient(discord.apiUrl);

  let commandIds: CommandIds = new Map();
  const dispatcher = createDispatcher({
    commands,
    services: createServices({ store, clock, pathways }),
    logger,
    mention: (command) => mentionCommand(commandIds, command),
    report: options.report ?? (() => undefined),
  });
  client.on(Events.InteractionCreate, (interaction) => void dispatcher.dispatch(interaction));
  client.on(Events.Error, (error) => {
    logger.error({ err: error }, 'the connection to Discord had an error');
  });
  client.on(Events.Warn, (warning) => {
    logger.warn(warning);
  });

  const stop = async (): Promise<void> => {
    await Promise.race([dispatcher.drain(), delay(DRAIN_MS, undefined, { ref: false })]);
    await client.destroy();
    await store.close();
    logger.info('stopped');
  };

  try {
    const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
    await client.login(discord.token);
    commandIds = await registerCommands(
      await ready,
      commands.map(({ data }) => data),
      {
        guildId: discord.guildId,
        logger,
      },
    );
  } catch (error) {
    await stop();
    throw error;
  }
  logger.info({ pathways: pathways.length, milliseconds: Math.round(performance.now() - started) }, 'ready');
  return { stop };
}
