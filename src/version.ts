import { createRequire } from 'node:module';
import { z } from 'zod';

/** The bot's own version: what `package.json` says. */
export function readVersion(): string {
  const read: unknown = createRequire(import.meta.url)('#package.json');
  return z.object({ version: z.string() }).parse(read).version;
}
