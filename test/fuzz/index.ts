/** `npm run fuzz -- --cases 1000000 [--seed N]` */
import { parseArgs } from 'node:util';
import { fuzz } from './run.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
});
const [cases, seed] = [Number(values.cases), Number(values.seed)];
if (!Number.isSafeInteger(cases) || cases < 1 || !Number.isSafeInteger(seed)) {
  throw new Error('Write --cases and --seed as whole numbers');
}

console.log(`${cases.toLocaleString('en')} cases from seed ${seed}`);
const { interactions, outcomes, failureCount, failures, milliseconds } = await fuzz({
  cases,
  seed,
  onRound: (so) => {
    const rate = Math.round((so.cases / so.milliseconds) * 1000);
    console.log(`${so.cases.toLocaleString('en')} cases, ${rate} a second, ${so.failureCount} failures`);
  },
});
console.log(
  `\n${Math.round((cases / milliseconds) * 1000)} cases a second; ${interactions.toLocaleString('en')} of them whole interactions`,
);
for (const [outcome, count] of [...outcomes].toSorted(([one], [other]) => one.localeCompare(other))) {
  console.log(`${count.toLocaleString('en').padStart(12)}  ${outcome}`);
}
for (const { seed: roundSeed, faults, input } of failures) {
  console.log(`\nseed ${roundSeed}: ${faults.join('\n  ')}\n  ${JSON.stringify(input)}`);
}
if (failureCount > 0) {
  console.log(`\n${failureCount} failures`);
  process.exitCode = 1;
}
