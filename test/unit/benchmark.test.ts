import { expect, test } from 'vitest';
import { runSections, summarise } from '../bench/benchmark.ts';
import { renderTable } from '../bench/table.ts';

test('a section that fails loses nothing of the others', async () => {
  const fault = new Error('no disk');
  const row = { measure: 'an answer', unit: 'ms', figures: summarise([3, 1, 2]) } as const;
  const sections = await runSections(
    [
      ['first', () => Promise.resolve([row])],
      ['second', () => Promise.reject(fault)],
      ['third', () => Promise.resolve([{ ...row, comparison: '1.00 × first' }])],
    ],
    { isQuick: true, engine: 'sqlite' },
  );
  expect(sections).toEqual([
    { name: 'first', rows: [row] },
    { name: 'second', failure: fault },
    { name: 'third', rows: [{ ...row, comparison: '1.00 × first' }] },
  ]);
  const table = renderTable(sections.flatMap((section) => ('rows' in section ? section.rows : [])));
  expect(table.match(/an answer\s+3\s+2\.00/g)).toHaveLength(2);
});
