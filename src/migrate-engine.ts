import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { projectRoot } from './project-root.ts';
import { moveDatabase } from './store/move-database.ts';

/** `npm run migrate:engine -- --from sqlite:path --to postgres://…`: moves all records to another database. */
try {
  const {
    values: { from, to },
  } = parseArgs({ options: { from: { type: 'string' }, to: { type: 'string' } } });
  if (from === undefined || to === undefined) {
    throw new Error(
      'Say from where to where: npm run migrate:engine -- --from sqlite:path --to postgres://user:password@host:5432/database',
    );
  }
  const moved = await moveDatabase({
    from,
    to,
    migrationsDirectory: join(projectRoot(), 'migrations'),
    now: () => Date.now(),
  });
  for (const { table, rows } of moved) process.stdout.write(`${String(rows).padStart(9)}  ${table}\n`);
  process.stdout.write(
    'All of it arrived as it was. Set DATABASE_URL to the new database, and start the bot.\n',
  );
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
