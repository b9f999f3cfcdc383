/** `npm run chaos -- [--steps 500] [--rounds 10] [--seed N] [--database postgres]` */
import { parseArgs } from 'node:util';
import { chaos, openPostgresChaos, openSqliteChaos } from './chaos.ts';

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    database: { type: 'string', default: 'sqlite' },
  },
});
for (let round = 0; round < Number(values.rounds); round += 1) {
  const seed = Number(values.seed) + round;
  await using database = await (values.database === 'postgres' ? openPostgresChaos() : openSqliteChaos());
  const { events, acknowledged, ledger, faults } = await chaos({
    seed,
    steps: Number(values.steps),
    database,
  });
  console.log(`seed ${seed}: ${acknowledged} answers acknowledged; ${listed(ledger)}\n  ${listed(events)}`);
  for (const fault of faults) console.log(`  FAULT ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
}

function listed(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([name, count]) => `${count} × ${name}`).join(', ');
}
