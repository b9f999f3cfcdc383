import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clickableCommands } from '../../src/discord/clickable-commands.ts';
import { actionRows, button, container, section, text } from '../../src/discord/views/elements.ts';

const named = (label: string) => button(label, `1:${label}`);
const labelsIn = (rows: ReturnType<typeof actionRows>) =>
  rows.map(({ components }) => components.map((each) => ('label' in each ? each.label : undefined)));

test('buttons stand in the order of what they are for, however they are given', () => {
  const rows = actionRows({
    away: named('undo'),
    share: named('share'),
    back: named('back'),
    others: [named('note'), undefined, named('link')],
    next: named('next'),
  });
  expect(labelsIn(rows)).toEqual([
    ['next', 'note', 'link'],
    ['share', 'back', 'undo'],
  ]);
});

test('rows are of about the same length, and none is empty', () => {
  expect(actionRows({})).toEqual([]);
  expect(actionRows({ others: [undefined] })).toEqual([]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 15 }), (amount) => {
      const others = Array.from({ length: amount }, (_, index) => named(String(index)));
      const lengths = actionRows({ others }).map(({ components }) => components.length);
      expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(amount);
      expect(Math.max(...lengths)).toBeLessThanOrEqual(3);
      expect(Math.min(...lengths)).toBeGreaterThan(0);
    }),
  );
});

const mention = (command: string) => `</${command}:1>`;

test('a command that a text names can be clicked, wherever the text stands', () => {
  const view = [
    container(
      text('`/done` records, `/cohort join code:` joins; a code block `x /done` and /done alone do not.'),
      section(named('Withdraw'), '`/setup pathway file:` brings it'),
    ),
    text('`/help`'),
  ];
  expect(clickableCommands(view, mention)).toEqual([
    container(
      text(
        '</done:1> records, </cohort join:1> `code:` joins; a code block `x /done` and /done alone do not.',
      ),
      section(named('Withdraw'), '</setup pathway:1> `file:` brings it'),
    ),
    text('</help:1>'),
  ]);
});
