// The built bot on a clock that another process sets: CLOCK_FILE holds a number and a time, and on SIGUSR2 the bot
// takes that time for the present, does what is due by then and prints `woken`, with the number and its memory, which
// it cleans up first where Node lets it (--expose-gc).
import { readFileSync, writeSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { startBot } from '../../dist/src/bot.js';
import { createLogger } from '../../dist/src/logger.js';

const { CLOCK_FILE, DATABASE_URL, DISCORD_API_URL, DISCORD_TOKEN } = process.env;
const read = () => readFileSync(CLOCK_FILE, 'utf8').split(' ').map(Number);
// Synchronous, so that no line waits in a buffer when the kill comes.
const print = (line) => writeSync(process.stdout.fd, `${line}\n`);

let [, time] = read();
let since = performance.now();
const bot = await startBot({
  discord: { token: DISCORD_TOKEN, apiUrl: DISCORD_API_URL, guildId: undefined },
  databaseUrl: DATABASE_URL,
  pathwaysDirectory: undefined,
  dmChannelsPerMinute: 60,
  clock: { now: () => time + Math.floor(performance.now() - since) },
  cardRenderer: { draw: () => Promise.resolve(undefined), pending: () => 0, close: () => Promise.resolve() },
  logger: createLogger('warn'),
});
process.on('SIGUSR2', () => {
  const [number, present] = read();
  time = present;
  since = performance.now();
  void bot.wake().then(() => {
    globalThis.gc?.();
    print(`woken ${number}; ${JSON.stringify(process.memoryUsage())}`);
  });
});
print('at work');
