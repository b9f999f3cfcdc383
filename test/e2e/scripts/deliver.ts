/**
 * The delivering half of the bot as a process of its own: waits for SIGUSR2, delivers what is due and prints
 * `done`. At the step named by `STOP_AT` (`before deliveries.claim`) it prints `reached` and waits to be killed, or
 * for the signal again. `NOW` sets its clock.
 */
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { loadPathways } from '../../../src/content/load-pathways.ts';
import { createDiscordClient } from '../../../src/discord/client.ts';
import { createDiscordNotifier } from '../../../src/discord/notifier.ts';
import { createTicks } from '../../../src/jobs/ticks.ts';
import { createLogger } from '../../../src/logger.ts';
import { createDeliveryService } from '../../../src/services/deliveries.ts';
import { createPathwayLibrary } from '../../../src/services/pathway-library.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { drawNothing } from '../../support/card-renderers.ts';
import { mentionAsText } from '../../support/mention-as-text.ts';
import { watchPorts } from '../../support/mortal.ts';
import { MIGRATIONS_DIRECTORY } from '../../support/temporary-store.ts';

const PATHWAYS = fileURLToPath(new URL('../../../data/pathways', import.meta.url));
const GO = 'SIGUSR2';
const { API_URL = '', TOKEN = '', DATABASE_URL = '', NOW = '', STOP_AT } = process.env;

/** Synchronous, so that no line waits in a buffer when the kill comes. */
const print = (line: string) => writeSync(process.stdout.fd, `${line}\n`);
/** Listens first: whoever reads the line may answer at once. */
const printAndWait = async (line: string): Promise<void> => {
  const told = once(process, GO);
  print(line);
  await told;
};

const started = performance.now();
const clock = { now: () => Number(NOW) + Math.floor(performance.now() - started) };
const store = await openStore({
  databaseUrl: DATABASE_URL,
  migrationsDirectory: MIGRATIONS_DIRECTORY,
  now: () => clock.now(),
});
const client = createDiscordClient(API_URL, { logger: createLogger('silent') });
await client.login(TOKEN);

const ports = watchPorts(
  { store, notifier: createDiscordNotifier(client, drawNothing, mentionAsText) },
  async ({ name, moment }) => {
    if (`${moment} ${name}` !== STOP_AT) return;
    await printAndWait('reached');
  },
);
const deliveries = createDeliveryService({
  ...ports,
  clock,
  library: createPathwayLibrary(await loadPathways(PATHWAYS)),
  dmChannelsPerMinute: 60,
  report: (report) => print(JSON.stringify(report)),
});
const ticks = createTicks({
  jobs: [() => deliveries.deliverDue()],
  onError: (error) => {
    throw error;
  },
});

process.once('SIGTERM', () => {
  print('stopping');
  deliveries.stop();
  const stop = async () => {
    await ticks.stop();
    await client.destroy();
    await store.close();
  };
  void stop().then(() => print('stopped'));
});

await printAndWait('ready');
ticks.start();
await ticks.wake();
print('done');
