import { isIPv6 } from 'node:net';
import { config as loadEnvironmentFile } from 'dotenv';
import { parseConfig } from './config.ts';

/** For Docker's HEALTHCHECK: ends with 0 when the bot of the same environment says that it is up. */
loadEnvironmentFile({ quiet: true });

const EVERY_ADDRESS: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };
const TIMEOUT_MS = 3_000;

const { http } = parseConfig(process.env);
if (http === undefined) {
  process.stdout.write('HTTP_PORT is off: nobody can ask the bot how it is.\n');
} else {
  const address = EVERY_ADDRESS[http.host] ?? http.host;
  const host = isIPv6(address) ? `[${address}]` : address;
  try {
    const answer = await fetch(`http://${host}:${http.port}/healthz`, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  } catch (error) {
    process.stderr.write(
      `The bot does not answer: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exitCode = 1;
  }
}
