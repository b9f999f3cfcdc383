/**
 * `npm run bench [-- section… --quick --write --database postgres --rate 200]`: all sections, or those that are
 * named; with `--write` the table also goes into docs/performance.md.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runSections, type Benchmark } from './benchmark.ts';
import { benchmarkBoards } from './boards.bench.ts';
import { benchmarkCards } from './cards.bench.ts';
import { benchmarkEngines } from './engines.bench.ts';
import { benchmarkLatency } from './latency.bench.ts';
import { benchmarkLoad } from './load.bench.ts';
import { benchmarkMemory } from './memory.bench.ts';
import { benchmarkNudges } from './nudges.bench.ts';
import { benchmarkShards } from './shards.bench.ts';
import { benchmarkSize } from './size.bench.ts';
import { benchmarkStartUp } from './start-up.bench.ts';
import { renderTable } from './table.ts';
import { benchmarkUseCases } from './use-cases.bench.ts';
import { projectRoot } from '../../src/project-root.ts';
import { MAIN } from './venue.ts';

const BENCHMARKS = new Map<string, Benchmark>([
  ['latency', benchmarkLatency],
  ['use-cases', benchmarkUseCases],
  ['start-up', benchmarkStartUp],
  ['memory', benchmarkMemory],
  ['engines', benchmarkEngines],
  ['nudges', benchmarkNudges],
  ['boards', benchmarkBoards],
  ['cards', benchmarkCards],
  ['shards', benchmarkShards],
  ['size', benchmarkSize],
  ['load', benchmarkLoad],
]);

const { values, positionals } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    database: { type: 'string', default: 'sqlite' },
    rate: { type: 'string' },
  },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !BENCHMARKS.has(name));
if (unknown.length > 0) {
  throw new Error(
    `There is no section ${unknown.join(', ')}: choose among ${[...BENCHMARKS.keys()].join(', ')}`,
  );
}
const engine = (['sqlite', 'postgres'] as const).find((known) => known === values.database);
if (engine === undefined) throw new Error('Write --database sqlite or --database postgres');
if (!existsSync(MAIN)) throw new Error('The benchmarks run the built bot. Run `npm run build` first.');

const chosen = [...BENCHMARKS].filter(([name]) => positionals.length === 0 || positionals.includes(name));
const sections = await runSections(chosen, {
  isQuick: values.quick,
  engine,
  rate: values.rate === undefined ? undefined : Number(values.rate),
});

const [cpu] = cpus();
const rows = sections.flatMap((section) => ('rows' in section ? section.rows : []));
const report = [
  `Node ${process.version} on ${process.platform}, ${cpus().length} × ${cpu?.model ?? 'unknown'}`,
  renderTable(rows),
].join('\n\n');
console.log(report);
if (values.write) writeReport(report);
if (values.quick) console.log('\nA quick run: the figures mean little.');
for (const { measure, fault } of rows) {
  if (fault === undefined) continue;
  process.exitCode = 1;
  console.error(`\n${measure}:\n${fault}`);
}
for (const section of sections) {
  if (!('failure' in section)) continue;
  process.exitCode = 1;
  console.error(`\nThe section ${section.name} failed:`, section.failure);
}

function writeReport(text: string): void {
  const page = join(projectRoot(), 'docs', 'performance.md');
  const written = readFileSync(page, 'utf8').replace(
    /(?<=<!-- begin: [^\n]* -->\n).*(?=<!-- end -->)/s,
    () => `\n\`\`\`text\n${text}\n\`\`\`\n\n`,
  );
  writeFileSync(page, written);
}
