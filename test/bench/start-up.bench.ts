import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { startBotProcess } from '../support/bot-process.ts';
import { ratio, summarise, type Benchmark } from './benchmark.ts';
import { BARE_CLIENT, MAIN, openVenue, type Venue } from './venue.ts';

const RUNS = 5;
const TIME_LIMIT_MS = 15_000;

/** From starting the process until it says that it is ready, with its commands already known to Discord. */
export const benchmarkStartUp: Benchmark = async ({ isQuick }) => {
  await using venue = await openVenue();
  await using bareVenue = await openVenue();
  const subjects = {
    node: timeEmptyProcess,
    bare: () => timeToReady(bareVenue, BARE_CLIENT),
    bot: () => timeToReady(venue, MAIN),
    modules: () => timeModules(venue.folder),
  };
  const samples: Record<keyof typeof subjects, number[]> = { node: [], bare: [], bot: [], modules: [] };
  // The first run of each makes the database, registers the commands and fills the disk's cache: it does not count.
  const deadline = performance.now() + TIME_LIMIT_MS;
  const runs = isQuick ? 1 : RUNS;
  for (let run = 0; run <= 1 || (run <= runs && performance.now() < deadline); run += 1) {
    for (const [name, measure] of Object.entries(subjects) as [
      keyof typeof subjects,
      () => Promise<number>,
    ][]) {
      const milliseconds = await measure();
      if (run > 0) samples[name].push(milliseconds);
    }
  }
  const node = summarise(samples.node);
  const bare = summarise(samples.bare);
  const bot = summarise(samples.bot);
  const modules = summarise(samples.modules);
  return [
    { measure: 'start-up: Node alone, to its end', unit: 'ms', figures: node },
    { measure: 'start-up: bare client to ready', unit: 'ms', figures: bare },
    {
      measure: 'start-up: bot to ready',
      unit: 'ms',
      figures: bot,
      comparison: ratio(bot, bare, 'bare client'),
    },
    {
      measure: '  of which loading its modules',
      unit: 'ms',
      figures: modules,
      comparison: `${((modules.p50 / bot.p50) * 100).toFixed(0)} % of it`,
    },
  ];
};

async function timeToReady(venue: Venue, script: string): Promise<number> {
  const started = performance.now();
  await using running = await venue.start([script]);
  const milliseconds = performance.now() - started;
  running.process.child.kill('SIGTERM');
  await running.process.ended;
  return milliseconds;
}

async function timeEmptyProcess(): Promise<number> {
  const started = performance.now();
  await once(spawn(process.execPath, ['--eval', '']), 'close');
  return performance.now() - started;
}

/** What the bot is made of is all that `bot.js` and `logger.js` import. */
async function timeModules(workingDirectory: string): Promise<number> {
  const urls = ['bot.js', 'logger.js'].map((name) => new URL(name, pathToFileURL(MAIN)).href);
  const script = `
    const started = performance.now();
    for (const url of ${JSON.stringify(urls)}) await import(url);
    console.log('loaded in', performance.now() - started);
  `;
  await using loading = startBotProcess({
    nodeArguments: ['--input-type=module', '--eval', script],
    workingDirectory,
    env: {},
  });
  return Number((await loading.printed('loaded in')).split(' ').at(-1));
}
