import { config as loadEnvironmentFile } from 'dotenv';
import type { Logger } from 'pino';
import { startBot } from './bot.ts';
import { DEFAULT_DATABASE_URL, parseConfig, type Config } from './config.ts';
import { createLogger } from './logger.ts';
import { describeStartFailure } from './start-failure.ts';

loadEnvironmentFile({ quiet: true });

try {
  const config = parseConfig(process.env);
  const logger = createLogger(config.logLevel);
  endOnFault(logger);
  const starting = start(config, logger);
  stopInTime(starting, logger);
  await starting;
} catch (error) {
  process.stderr.write(`${describeStartFailure(error)}\n`);
  process.exitCode = 1;
}

interface Running {
  stop(): Promise<void>;
  /** Resolves when it cannot go on for good. */
  readonly turnedAway?: Promise<Error>;
}

async function start(config: Config, logger: Logger): Promise<Running> {
  if (config.discord !== undefined) {
    return startBot({
      ...config,
      discord: config.discord,
      databaseUrl: config.databaseUrl ?? DEFAULT_DATABASE_URL,
      clock: { now: () => Date.now() },
      comparesClock: true,
      logger,
    });
  }
  // Loaded only here: who connects to Discord needs nothing of it.
  const { startPlayground, renderGreeting } = await import('./playground/playground.ts');
  const playground = await startPlayground(config, logger);
  process.stdout.write(renderGreeting(playground.url));
  return playground;
}

/**
 * The first signal stops with care. One during the start, when nothing is under way, or a second one ends at once. Whom
 * Discord turns away stops with care too, and as a failure, so that whoever looks after the process starts it again: that
 * mends it, or says in words what has to be mended.
 */
function stopInTime(starting: Promise<Running>, logger: Logger): void {
  let running: Running | undefined;
  const stop = (toStop: Running): void => {
    running = undefined;
    void toStop
      .stop()
      .catch((error: unknown) => {
        logger.error({ err: error }, 'could not stop cleanly');
        process.exitCode = 1;
      })
      // A request that Discord never answers would keep the process alive until it gives up.
      .finally(() => process.exit());
  };
  const onTurnedAway = (error: Error): void => {
    if (running === undefined) return;
    process.stderr.write(`${describeStartFailure(error)}\n`);
    process.exitCode = 1;
    stop(running);
  };
  starting.then(
    (started) => {
      running = started;
      void started.turnedAway?.then(onTurnedAway);
    },
    () => undefined,
  );
  const onSignal = (signal: NodeJS.Signals) => {
    logger.info({ signal }, 'stopping');
    if (running === undefined) process.exit(1);
    stop(running);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}

/** Node's own report of an uncaught error would show all that a library attached to it, tokens included. */
function endOnFault(logger: Logger): void {
  process.on('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'a fault that nothing caught');
    process.exit(1);
  });
}
