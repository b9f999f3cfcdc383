import { expect, test } from 'vitest';
import { createTally } from '../../src/discord/tally.ts';

test('counts each name by outcome, and begins with nothing', () => {
  const tally = createTally();
  expect(tally.totals()).toEqual({});
  for (const [name, outcome] of [
    ['done', 'ok'],
    ['done', 'refused'],
    ['done', 'ok'],
    ['undo', 'failed'],
  ] as const) {
    tally.count({ name, outcome, milliseconds: 1 });
  }
  expect(tally.totals()).toEqual({ done: { ok: 2, refused: 1 }, undo: { failed: 1 } });
});
