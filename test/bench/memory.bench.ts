import { ratio, summarise, type Benchmark } from './benchmark.ts';
import type { BotProcess } from '../support/bot-process.ts';
import { BARE_CLIENT, MAIN, openVenue, type Venue } from './venue.ts';

const RUNS = 3;
const IDLE_MS = 1_000;
const BYTES_PER_MB = 2 ** 20;

/** Loaded before the bot, with `--expose-gc`: on a signal it collects what the start left behind, rests, and says what is still held. */
export const REPORTER = `data:text/javascript,${encodeURIComponent(`
  process.on('SIGUSR2', () => {
    gc();
    setTimeout(() => {
      gc();
      process.stdout.write('at rest ' + JSON.stringify(process.memoryUsage()) + '\\n');
    }, ${IDLE_MS});
  });
`)}`;

/** What the process takes when it is ready and nobody asks anything of it. */
export const benchmarkMemory: Benchmark = async ({ isQuick }) => {
  await using venue = await openVenue();
  await using bareVenue = await openVenue();
  const usages: { bare: Usage; bot: Usage }[] = [];
  for (let run = 0; run < (isQuick ? 1 : RUNS); run += 1) {
    usages.push({ bare: await measureAtRest(bareVenue, BARE_CLIENT), bot: await measureAtRest(venue, MAIN) });
  }
  const bare = summarise(usages.map((usage) => usage.bare.rss / BYTES_PER_MB));
  const bot = summarise(usages.map((usage) => usage.bot.rss / BYTES_PER_MB));
  const heap = summarise(usages.map((usage) => usage.bot.heapUsed / BYTES_PER_MB));
  return [
    { measure: 'memory at rest: bare client, resident', unit: 'MB', figures: bare },
    {
      measure: 'memory at rest: bot, resident',
      unit: 'MB',
      figures: bot,
      comparison: ratio(bot, bare, 'bare client'),
    },
    { measure: '  of which live JavaScript objects', unit: 'MB', figures: heap },
  ];
};

export interface Usage {
  readonly rss: number;
  readonly heapUsed: number;
}

async function measureAtRest(venue: Venue, script: string): Promise<Usage> {
  await using running = await venue.start(['--expose-gc', '--import', REPORTER, script]);
  return await usageAtRest(running.process);
}

/** Of a process that was started with the `REPORTER`. */
export async function usageAtRest(process: BotProcess): Promise<Usage> {
  process.child.kill('SIGUSR2');
  const line = await process.printed('at rest');
  return JSON.parse(line.slice(line.indexOf('{'))) as Usage;
}
