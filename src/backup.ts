import { config as loadEnvironmentFile } from 'dotenv';
import { DEFAULT_DATABASE_URL, parseConfig } from './config.ts';
import { describeStartFailure } from './start-failure.ts';
import { makeBackup } from './store/backup.ts';
import { databaseFileOf } from './store/database-url.ts';

/** `npm run backup`: a backup now, beside those that the bot makes by itself. */
loadEnvironmentFile({ quiet: true });

try {
  const { databaseUrl = DEFAULT_DATABASE_URL, backups } = parseConfig(process.env);
  const databaseFile = databaseFileOf(databaseUrl);
  if (backups === undefined) {
    process.stderr.write('BACKUP_DIR is not set: say there which folder backups belong in.\n');
    process.exitCode = 1;
  } else {
    const { file, bytes } = await makeBackup({ ...backups, databaseFile, at: Date.now() });
    process.stdout.write(`${file} (${Math.ceil(bytes / 1024)} KiB) is whole and proved sound.\n`);
  }
} catch (error) {
  process.stderr.write(`${describeStartFailure(error)}\n`);
  process.exitCode = 1;
}
