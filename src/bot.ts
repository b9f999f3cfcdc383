import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Events, type Client } from 'discord.js';
import type { Logger } from 'pino';
import { commands } from '../commands/index.ts';
import { createCardRenderer, type ThreadedCardRenderer } from './cards/card-renderer.ts';
import {
  DEFAULT_DATABASE_POOL_SIZE,
  DEFAULT_DM_CHANNELS_PER_MINUTE,
  hasAllShards,
  type BackupConfig,
  type DiscordConfig,
  type HttpConfig,
} from './config.ts';
import { pathwayReader } from './content/brought-pathway.ts';
import { loadPathways } from './content/load-pathways.ts';
import { createAttachmentReader } from './discord/attachment-reader.ts';
import { createAvatarReader } from './discord/avatar-reader.ts';
import { createDiscordClient } from './discord/client.ts';
import { createDirectory } from './discord/directory.ts';
import { createDispatcher, type InteractionReport } from './discord/dispatcher.ts';
import { createViewDrawer } from './discord/draw-view.ts';
import { createDiscordNotifier } from './discord/notifier.ts';
import { createRegisteredCommands } from './discord/register-commands.ts';
import { createRoleGiver } from './discord/role-giver.ts';
import { logShards, shardsOf, untilTurnedAway, type TurnedAwayError } from './discord/shards.ts';
import { createMetrics, type Metrics } from './http/metrics.ts';
import { createReadiness } from './http/readiness.ts';
import { openHttpServer } from './http/server.ts';
import { createTicks } from './jobs/ticks.ts';
import { projectRoot } from './project-root.ts';
import { checkDatabase, checkGateway, checkTicks } from './readiness-checks.ts';
import { createClockWatch } from './services/clock-watch.ts';
import { createDeliveryService } from './services/deliveries.ts';
import { openLibrary } from './services/pathway-changes.ts';
import type { Clock } from './services/ports.ts';
import { readOwnPathways } from './services/server-pathways.ts';
import { createServices } from './services/services.ts';
import { databaseFileOf } from './store/database-url.ts';
import { openStore, type OpenStore } from './store/open-store.ts';
import { scheduleBackups, type ScheduledBackups } from './store/scheduled-backups.ts';
import { createTelemetry, type Telemetry } from './telemetry.ts';
import { readVersion } from './version.ts';

export interface BotOptions {
  readonly discord: DiscordConfig;
  readonly databaseUrl: string;
  /** The default, when absent. */
  readonly databasePoolSize?: number;
  /** The pathways that come with the bot, when absent. */
  readonly pathwaysDirectory: string | undefined;
  /** The default, when absent. */
  readonly dmChannelsPerMinute?: number;
  /** Where health and metrics are served; nowhere, when absent. */
  readonly http?: HttpConfig | undefined;
  /** None are made, when absent. */
  readonly backups?: BackupConfig | undefined;
  readonly clock: Clock;
  /** Rests from the minute's work while the database's clock disagrees. For the machine's own, which nobody moves. */
  readonly comparesClock?: boolean;
  /** Draws the pictures in answers and posts, and is closed with the bot; the real one, when absent. */
  readonly cardRenderer?: ThreadedCardRenderer | undefined;
  readonly logger: Logger;
  readonly report?: (report: InteractionReport) => void;
}

export interface Bot {
  /** Sends now what is due now, for whoever moves the clock; otherwise the next minute does. */
  readonly wake: () => Promise<void>;
  /** Resolves when what is under way at this moment has been answered, for whoever moves the clock past its tokens. */
  readonly quiet: () => Promise<void>;
  /** Resolves when Discord will not have one of the shards any more: its servers are without a bot until a new start. */
  readonly turnedAway: Promise<TurnedAwayError>;
  /** Answers and sends what is under way, then closes the client and the database. */
  readonly stop: () => Promise<void>;
}

/** Less than a minute: in each, one of several processes tidies up. */
const HOUSEKEEPING_MS = 50_000;

/** How long a stop waits for what is under way: whoever stops the process must leave it longer than this. */
export const DRAIN_MS = 10_000;

/**
 * Builds the bot and connects it; the promise resolves when it serves commands.
 * @throws {ContentError}, {HttpError}, {StoreError}, {TurnedAwayError} or what discord.js throws; whatever was opened is
 *   closed again.
 */
export async function startBot(options: BotOptions): Promise<Bot> {
  const { discord, clock, logger } = options;
  const started = performance.now();
  const version = readVersion();
  const metrics = createMetrics({ version });
  const telemetry = createTelemetry(metrics, logger);
  const readiness = createReadiness({
    names: ['database', 'gateway', 'ticks'],
    onError: (error, check) => {
      logger.error({ err: error, check }, 'a check of readiness failed');
    },
  });

  /** What is open, to be closed in reverse. */
  const closers: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    readiness.stop();
    for (const close of closers.splice(0).reverse()) await close();
    logger.info('stopped');
  };

  try {
    if (options.http !== undefined) {
      metrics.watchProcess();
      const http = await openHttpServer({ ...options.http, readiness, metrics });
      closers.push(() => http.close());
    }
    const pathways = await loadPathways(options.pathwaysDirectory ?? join(projectRoot(), 'data', 'pathways'));
    const store = await openStore({
      databaseUrl: options.databaseUrl,
      poolSize: options.databasePoolSize ?? DEFAULT_DATABASE_POOL_SIZE,
      migrationsDirectory: join(projectRoot(), 'migrations'),
      now: () => clock.now(),
      onQuery: metrics.query,
    });
    closers.push(() => store.close());
    readiness.provide('database', checkDatabase(store));
    const clockWatch =
      options.comparesClock === true && store.databaseNow !== undefined
        ? createClockWatch(clock, store.databaseNow, telemetry.clock)
        : undefined;
    const backups =
      options.backups &&
      (await startBackups(options.backups, options.databaseUrl, store, clock, metrics, telemetry));
    if (backups !== undefined) closers.push(() => backups.stop());
    const pathwayChangesKnown = await store.pathwayChanges.last();
    const owns = await readOwnPathways(store, pathwayReader, (pathwayId, faults) => {
      // How many, and not which: they quote what stands in it.
      logger.warn(
        { pathwayId, faults: faults.length },
        'a pathway that a server brought cannot be used by this version',
      );
    });
    const library = await openLibrary(store, pathways, clock.now(), owns);
    const takeLease = (name: string, forMs: number) => store.leases.take(name, clock.now(), forMs);
    const client = createDiscordClient(discord.apiUrl, {
      shards: discord.shards && {
        ...discord.shards,
        ...(!hasAllShards(discord.shards) && {
          takeIdentifyTurn: (bucket, forMs) => takeLease(`identify-${bucket}`, forMs),
        }),
      },
      logger,
    });
    logShards(client, logger);
    const turnedAway = untilTurnedAway(client);

    const cardRenderer =
      options.cardRenderer ??
      createCardRenderer({
        onFault: telemetry.cardFault,
        report: telemetry.card,
      });
    closers.push(() => cardRenderer.close());
    const drawView = createViewDrawer(cardRenderer, createAvatarReader({ apiUrl: discord.apiUrl }));
    const registered = createRegisteredCommands(
      commands.map(({ data }) => data),
      { guildId: discord.guildId, isRegistrar: discord.shards?.ids.includes(0) ?? true, logger },
    );
    const notifier = createDiscordNotifier(client, drawView, registered.mention);
    const services = createServices({
      store,
      clock,
      library,
      notifier,
      directory: createDirectory(client),
      roleGiver: createRoleGiver(client),
      chance: randomInt,
      pathwayReader,
      pathwayChangesKnown,
    });
    const deliveries = createDeliveryService({
      store,
      clock,
      library,
      notifier,
      dmChannelsPerMinute: options.dmChannelsPerMinute ?? DEFAULT_DM_CHANNELS_PER_MINUTE,
      report: telemetry.delivery,
    });

    const unlessAstray = (job: () => Promise<void>) => async () => {
      if (clockWatch?.isAstray() !== true) await job();
    };
    const ticks = createTicks({
      jobs: [
        () => services.pathwayFollower.catchUp(),
        async () => clockWatch?.compare(),
        // These claim each thing they do in the database: with several processes, they do it between them.
        unlessAstray(() => deliveries.deliverDue()),
        unlessAstray(() => services.pinnedBoards.refreshDue()),
        unlessAstray(() => services.phaseRoles.syncDue()),
        unlessAstray(async () => {
          if (!(await takeLease('housekeeping', HOUSEKEEPING_MS))) return;
          await services.presence.sweep();
          await services.leaderboards.forgetPast();
          await services.retention.forgetPast();
        }),
        async () => {
          if (client.isReady()) await registered.learn(client);
        },
        () => Promise.resolve(backups?.makeDue()),
      ],
      onError: telemetry.jobFault,
    });

    const dispatcher = createDispatcher({
      commands,
      services,
      logger,
      mention: registered.mention,
      readAttachment: createAttachmentReader({ apiUrl: discord.apiUrl }),
      drawView,
      version,
      report: (report) => {
        metrics.interaction(report);
        options.report?.(report);
      },
    });
    client.on(Events.InteractionCreate, (interaction) => void dispatcher.dispatch(interaction));
    client.on(Events.Error, (error) => {
      logger.error({ err: error }, 'the connection to Discord had an error');
    });
    client.on(Events.Warn, (warning) => {
      logger.warn(warning);
    });
    metrics.watch({
      shards: () => shardsOf(client),
      sinceLastTick: () => ticks.sinceLast(),
      cardsPending: () => cardRenderer.pending(),
      clockAhead: () => clockWatch?.ahead() ?? 0,
      async deliveryLag() {
        const now = clock.now();
        return now - ((await store.deliveries.oldestDueAt(now)) ?? now);
      },
    });
    closers.push(async () => {
      deliveries.stop();
      const underWay = Promise.all([dispatcher.drain(), ticks.stop()]);
      await Promise.race([underWay, delay(DRAIN_MS, undefined, { ref: false })]);
      await client.destroy();
    });

    const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
    // The library's start knows nothing of a shard that it has brought up already.
    const failed = turnedAway.then((error): never => {
      throw error;
    });
    await Promise.race([client.login(discord.token), failed]);
    await registered.learn(await Promise.race([ready, failed]));
    ticks.start();
    readiness.provide('gateway', checkGateway(client));
    readiness.provide('ticks', checkTicks(ticks, clockWatch));
    const milliseconds = Math.round(performance.now() - started);
    const shards = { shards: [...client.ws.shards.keys()], of: client.options.shardCount };
    logger.info({ version, pathways: pathways.length, ...shards, milliseconds }, 'ready');
    return { wake: () => ticks.wake(), quiet: () => dispatcher.quiet(), turnedAway, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startBackups(
  { directory, everyHours, keep }: BackupConfig,
  databaseUrl: string,
  store: Pick<OpenStore, 'check'>,
  clock: Clock,
  metrics: Metrics,
  telemetry: Telemetry,
): Promise<ScheduledBackups> {
  const everyMs = everyHours * 60 * 60 * 1000;
  const backups = await scheduleBackups({
    databaseFile: databaseFileOf(databaseUrl),
    directory,
    keep,
    everyMs,
    now: () => clock.now(),
    check: () => store.check(),
    report: telemetry.backup,
    onError: telemetry.backupFault,
  });
  metrics.backupsPlanned({ everyMs, lastAt: backups.lastAt() });
  return backups;
}
