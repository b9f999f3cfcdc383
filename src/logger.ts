import { pino, stdSerializers, type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from './config.ts';

/**
 * JSON lines. Whatever might carry a secret is cut out, wherever a library put it.
 *
 * @param destination standard output, when absent.
 */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: null,
      serializers: { err: serializeError },
      redact: {
        paths: ['token', 'headers.authorization'].flatMap((path) => [path, `*.${path}`, `*.*.${path}`]),
        censor: '[redacted]',
      },
    },
    destination,
  );
}

/**
 * Only what an error says and where it arose: libraries attach more, and discord.js attaches the request, whose
 * address holds an interaction's token.
 */
function serializeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { type, message, stack } = stdSerializers.err(error);
  return { type, message, stack };
}
