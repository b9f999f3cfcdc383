import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { StoreError } from './store-error.ts';

export interface Migration {
  readonly version: number;
  /** The file's name, which holds the version too. */
  readonly name: string;
  readonly script: string;
  /** SHA-256 of the script, in hex. */
  readonly checksum: string;
}

/**
 * The migrations of a folder in the order of their versions, which run from 1 without a gap. Files that do not
 * end in `.sql` are not migrations.
 *
 * @throws {StoreError} naming the file that is amiss.
 */
export async function readMigrations(directory: string): Promise<readonly Migration[]> {
  const names = await listScripts(directory);
  if (names.length === 0) {
    throw new StoreError(`${directory} holds no migrations. Point the bot at its own "migrations" folder.`);
  }
  const migrations = await Promise.all(names.map((name) => readMigration(directory, name)));
  migrations.forEach((migration, index) => {
    const previous = migrations[index - 1];
    if (migration.version === previous?.version) {
      throw new StoreError(
        `Two migrations have number ${migration.version}: ${previous.name} and ${migration.name}. ` +
          'Give the one that was never released the next free number.',
      );
    }
    if (migration.version !== index + 1) {
      throw new StoreError(
        `Migration ${index + 1} is missing: expected it before ${migration.name}. ` +
          'Restore the file, or renumber those after it if they were never released.',
      );
    }
  });
  return migrations;
}

async function listScripts(directory: string): Promise<string[]> {
  try {
    const names = await readdir(directory);
    return names.filter((name) => name.toLowerCase().endsWith('.sql')).sort();
  } catch (cause) {
    throw new StoreError(`The folder of migrations, ${directory}, cannot be read.`, { cause });
  }
}

async function readMigration(directory: string, name: string): Promise<Migration> {
  const [, version] = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(name) ?? [];
  if (version === undefined) {
    throw new StoreError(
      `The migration ${name} has a name that cannot be ordered. ` +
        'Name it with four digits and lower-case words, for example 0002_add_cohorts.sql.',
    );
  }
  const text = await readFile(join(directory, name), 'utf8');
  // A checkout on Windows may end lines with CR LF: the same migration all the same.
  const script = text.replaceAll('\r\n', '\n');
  refuseTransactionControl(name, script);
  return {
    version: Number(version),
    name,
    script,
    checksum: createHash('sha256').update(script).digest('hex'),
  };
}

/** A script that commits by itself would part the migration from its row in the ledger. */
function refuseTransactionControl(name: string, script: string): void {
  const [statement] = /^\s*(begin|start\s+transaction|commit|rollback|savepoint)\b/im.exec(script) ?? [];
  if (statement === undefined) return;
  throw new StoreError(
    `The migration ${name} has a line that starts with ${statement.trim().toUpperCase()}. ` +
      'Take it out: the migrator runs every script in a transaction of its own.',
  );
}
