import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import type { Benchmark } from './benchmark.ts';
import { benchmarkBoards } from './boards.bench.ts';
import { benchmarkCards } from './cards.bench.ts';
import { benchmarkLatency } from './latency.bench.ts';
import { benchmarkMemory } from './memory.bench.ts';
import { benchmarkNudges } from './nudges.bench.ts';
import { benchmarkShards } from './shards.bench.ts';
import { benchmarkSize } from './size.bench.ts';
import { benchmarkStartUp } from './start-up.bench.ts';
import { renderTable } from './table.ts';
import { benchmarkUseCases } from './use-cases.bench.ts';
import { MAIN } from './venue.ts';

const BENCHMARKS: readonly Benchmark[] = [
  benchmarkLatency,
  benchmarkUseCases,
  benchmarkStartUp,
  benchmarkMemory,
  benchmarkNudges,
  benchmarkBoards,
  benchmarkCards,
  benchmarkShards,
  benchmarkSize,
];

if (!existsSync(MAIN)) throw new Error('The benchmarks run the built bot. Run `npm run build` first.');

const isQuick = process.argv.includes('--quick');
const rows = [];
for (const benchmark of BENCHMARKS) rows.push(...(await benchmark({ isQuick })));

const [cpu] = cpus();
console.log(
  `Node ${process.version} on ${process.platform}, ${cpus().length} × ${cpu?.model ?? 'unknown'}\n`,
);
console.log(renderTable(rows));
if (isQuick) console.log('\nA quick run: the figures mean little.');
