import { pino, type DestinationStream, type Logger } from 'pino';
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
 * What an error says and where it arose, of its causes too, and nothing that libraries attach: discord.js attaches the
 * request, whose address holds an interaction's token, and databases the row that they refused.
 */
function serializeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: withoutQuotes(String(error)) };
  const { cause, stack = '' } = error;
  return {
    type: error.constructor.name,
    ...('code' in error && { code: error.code }),
    message: error instanceof SyntaxError ? 'a text that does not parse' : withoutQuotes(error.message),
    stack: stack
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
    ...(cause instanceof Error && { cause: serializeError(cause) }),
  };
}

/**
 * Some messages quote what they are about, which somebody typed: Discord's after the field that it refuses, a
 * database's at the end. The code beside the field says enough.
 */
function withoutQuotes(message: string): string {
  return message.replace(/^(\S+\[[A-Z0-9_]+\]): .*$/gm, '$1').replace(/: ".*"/gs, ': "…"');
}
