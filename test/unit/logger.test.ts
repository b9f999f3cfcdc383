import { expect, test } from 'vitest';
import { z } from 'zod';
import { createLogger } from '../../src/logger.ts';

const SECRET = 'hunter2';

function logged(error: unknown): string {
  const lines: string[] = [];
  createLogger('trace', { write: (line) => void lines.push(line) }).error({ err: error }, 'failed');
  return lines.join('');
}

/** What `work` throws. */
function caught(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('It should have thrown');
}

test.each([
  [
    'what Discord refused',
    Object.assign(
      new Error(`Invalid Form Body\ncomponents[0].content[BASE_TYPE_BAD]: "${SECRET}" is not one of ("a")`),
      { code: 50035, requestBody: { json: { content: SECRET } }, url: `https://discord.com/${SECRET}` },
    ),
    /Invalid Form Body\\ncomponents\[0\]\.content\[BASE_TYPE_BAD\]".*"code":50035|"code":50035.*components\[0\]/,
  ],
  [
    'the row that a database refused',
    Object.assign(new Error(`invalid input syntax for type bigint: "${SECRET}"`), {
      code: '22P02',
      detail: `Failing row contains (${SECRET}).`,
      parameters: [SECRET],
    }),
    /"code":"22P02".*invalid input syntax for type bigint/,
  ],
  ['JSON that does not parse', caught(() => JSON.parse(`${SECRET} {`) as unknown), /SyntaxError/],
  [
    'JSON of another shape, behind words of ours',
    new Error('The column cannot be read.', {
      cause: caught(() => z.array(z.string()).parse([{ [SECRET]: 1 }])),
    }),
    /The column cannot be read\..*"cause":\{"type":"ZodError"/,
  ],
  [
    'an error whose name it was given, in its own stack',
    new Error(`outside: "${SECRET}"`, {
      cause: new SyntaxError(`Unexpected token, "${SECRET}" is not valid JSON`),
    }),
    /outside: .*"cause"/,
  ],
  ['no error at all', `a text: "${SECRET}"`, /a text: /],
])('an error in the log says what happened and where, and nothing of %s', (_, error, told) => {
  const line = logged(error);
  expect(line).not.toContain(SECRET);
  expect(line).toMatch(told);
  if (error instanceof Error) expect(line).toMatch(/"stack":"\s+at /);
});

test('a token is cut out, wherever it stands', () => {
  const lines: string[] = [];
  const logger = createLogger('trace', { write: (line) => void lines.push(line) });
  logger.info({ token: SECRET, a: { token: SECRET, headers: { authorization: SECRET } } }, 'odd');
  expect(lines.join('')).not.toContain(SECRET);
});
