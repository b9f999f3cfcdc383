import type { Row } from './benchmark.ts';

const HEAD = ['', 'samples', 'p50', 'p95', 'p99', 'unit', 'compared'] as const;
const LEFT_ALIGNED = new Set([0, 5, 6]);

export function renderTable(rows: readonly Row[]): string {
  const cells = rows.map(({ measure, figures, unit, comparison = '' }) => [
    measure,
    figures.samples === 0 ? '' : String(figures.samples),
    ...[figures.p50, figures.p95, figures.p99].map((value) => (value === undefined ? '' : shown(value))),
    unit,
    comparison,
  ]);
  const widths = HEAD.map((title, column) =>
    Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return LEFT_ALIGNED.has(column) ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd();
  return [line(HEAD), line(widths.map((width) => '─'.repeat(width))), ...cells.map(line)].join('\n');
}

/** Three significant digits. */
function shown(value: number): string {
  const decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
  return value.toFixed(decimals);
}
