import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { View } from '../../src/discord/views/elements.ts';
import {
  erasedView,
  eraseQuestionView,
  keptView,
  personalExportView,
} from '../../src/discord/views/privacy.ts';
import { violations } from '../../src/playground/emulator/rules/index.ts';
import { defaultWords as words } from '../../src/words/words.ts';

const MESSAGE = { method: 'POST', path: '/channels/1/messages' };
const COMPONENTS_V2 = 1 << 15;

function expectAccepted(view: View): void {
  expect(violations({ ...MESSAGE, body: { flags: COMPONENTS_V2, components: view } })).toEqual([]);
}

const holdings = fc.record({
  isKnown: fc.boolean(),
  pathways: fc.nat(),
  records: fc.nat(),
  hasReminder: fc.boolean(),
  deliveries: fc.nat(),
  servers: fc.nat(),
  serversSetUp: fc.nat(),
  cohorts: fc.nat(),
  cohortsLookedAfter: fc.nat(),
  codeGuesses: fc.nat(),
  leftAlone: fc.array(fc.string({ unit: 'binary', maxLength: 60 }), { maxLength: 40 }),
});

test('Discord accepts what is said of an erasure, however much there is', () => {
  fc.assert(
    fc.property(holdings, fc.nat(), (held, rolesLeft) => {
      expectAccepted(eraseQuestionView(words, held));
      expectAccepted(erasedView(words, { holdings: held, rolesLeft }));
    }),
  );
  expectAccepted(keptView(words));
});

test('and of an export', () => {
  for (const isKnown of [true, false])
    expectAccepted(personalExportView(words, 'cairn-2026-03-02.json', isKnown));
});
