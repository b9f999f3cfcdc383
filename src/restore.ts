import { join } from 'node:path';
import { config as loadEnvironmentFile } from 'dotenv';
import { DEFAULT_DATABASE_URL, parseConfig } from './config.ts';
import { projectRoot } from './project-root.ts';
import { describeStartFailure } from './start-failure.ts';
import { databaseFileOf } from './store/database-url.ts';
import { restoreBackup } from './store/restore.ts';

/** `npm run restore -- <file>`: the database as a backup has it. */
loadEnvironmentFile({ quiet: true });

try {
  const [backupFile, ...others] = process.argv.slice(2);
  if (backupFile === undefined || others.length > 0) {
    process.stderr.write('Say which backup: npm run restore -- <file>\n');
    process.exitCode = 1;
  } else {
    const { databaseUrl = DEFAULT_DATABASE_URL } = parseConfig(process.env);
    const databaseFile = databaseFileOf(databaseUrl);
    const { aside } = await restoreBackup({
      backupFile,
      databaseFile,
      migrationsDirectory: join(projectRoot(), 'migrations'),
      now: Date.now(),
    });
    process.stdout.write(
      `${databaseFile} is as ${backupFile} has it. ` +
        `${aside === undefined ? '' : `What was there before is kept as ${aside}. `}Now start the bot.\n`,
    );
  }
} catch (error) {
  process.stderr.write(`${describeStartFailure(error)}\n`);
  process.exitCode = 1;
}
