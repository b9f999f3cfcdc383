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
  stopOnSignal(starting, logger);
  await starting;
} catch (error) {
  process.stderr.write(`${describeStartFailure(error)}\n`);
  process.exitCode = 1;
}

interface Running {
  stop(): Promise<void>;
}

async function start(config: Config, logger: Logger): Promise<Running> {
  if (config.discord !== undefined) {
    return startBot({
      ...config,
      discord: config.discord,
      databaseUrl: config.databaseUrl ?? DEFAULT_DATABASE_URL,
      clock: { now: () => Date.now() },
      logger,
    });
  }
  // Loaded only here: who connects to Discord needs nothing of it.
  const { startPlayground, renderGreeting } = await import('./playground/playground.ts');
  const playground = await startPlayground(config, logger);
  process.stdout.write(renderGreeting(playground.url));
  return playground;
}

/** The first signal stops with care. One during the start, when nothing is under way, or a second one ends at once. */
function stopOnSignal(starting: Promise<Running>, logger: Logger): void {
  let running: Running | undefined;
  starting.then(
    (started) => (running = started),
    () => undefined,
  );
  const onSignal = (signal: NodeJS.Signals) => {
    logger.info({ signal }, 'stopping');
    if (running === undefined) process.exit(1);
    void running
      .stop()
      .catch((error: unknown) => {
        logger.error({ err: error }, 'could not stop cleanly');
        process.exitCode = 1;
      })
      // A request that Discord never answers would keep the process alive until it gives up.
      .finally(() => process.exit());
    running = undefined;
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
