/**
 * The bot as `main.ts` runs it, with a clock that is `AHEAD_MS` ahead. On SIGUSR2 it moves on by `STEP_MS`, the bot does
 * what is due by then, and `woken` is printed.
 */
import { writeSync } from 'node:fs';

import { startBot } from '../../../src/bot.ts';
import { parseConfig } from '../../../src/config.ts';
import { createLogger } from '../../../src/logger.ts';

const print = (line: string) => void writeSync(process.stdout.fd, `${line}\n`);

const { discord, databaseUrl, ...config } = parseConfig(process.env);
if (discord === undefined || databaseUrl === undefined) throw new Error('There is no Discord to connect to');
let ahead = Number(process.env['AHEAD_MS']);
let wakings = 0;
const bot = await startBot({
  ...config,
  discord,
  databaseUrl,
  clock: { now: () => Date.now() + ahead },
  logger: createLogger('debug', { write: (line) => writeSync(process.stdout.fd, line) }),
});
process.on('SIGUSR2', () => {
  ahead += Number(process.env['STEP_MS']);
  void bot.wake().then(() => {
    print(`woken ${(wakings += 1)}`);
  });
});
// What was due at the start is done: another process whose clock moves on now is not taken for one from the future.
await bot.wake();
print('serving');
