import { parseArgs } from 'node:util';
import { checkPathways } from './content/check-pathways.ts';

/** `npm run pathways:check -- [folder] [--accept]`: the pathway files and their ids, before an edit is published. */
try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { accept: { type: 'boolean', default: false } },
  });
  const [directory = 'data/pathways'] = positionals;
  const { isInStep, report } = await checkPathways(directory, values);
  process.stdout.write(`${report}\n`);
  if (!isInStep) {
    const command = ['npm run pathways:check --', ...positionals, '--accept'].join(' ');
    process.stdout.write(`When all of it is meant: ${command}\n`);
    process.exitCode = 1;
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
