import { access, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ContentError } from './content-error.ts';
import { describeIdChanges } from './describe-id-changes.ts';
import { compareLedgers, idLedgerSchema, recordIds, type IdLedger } from './id-ledger.ts';
import { loadPathways } from './load-pathways.ts';
import { readJson, reason } from './read-json.ts';

export interface PathwayCheck {
  /** Whether the ledger knows of everything that the files do to ids. */
  readonly isInStep: boolean;
  /** For whoever edits the files. */
  readonly report: string;
}

/**
 * Reads the pathway files as the bot does, and holds their ids against the ledger of what was published, a file
 * `pathway-ids.json` beside the directory. `accept` writes what is new into the ledger.
 *
 * @throws {ContentError} when the files or the ledger break their rules.
 */
export async function checkPathways(
  directory: string,
  { accept }: { readonly accept: boolean },
): Promise<PathwayCheck> {
  const pathways = await loadPathways(directory);
  const file = path.join(directory, '..', 'pathway-ids.json');
  const before = await readLedger(file);
  const after = recordIds(before, pathways);
  const changes = compareLedgers(before, after);
  if (changes.length === 0) {
    const ids = pathways.map(({ id }) => id).join(', ');
    return {
      isInStep: true,
      report: `No id changes. The files are in order, and ${file} is in step: ${ids}`,
    };
  }
  if (accept) await writeFile(file, `${JSON.stringify(after, null, 2)}\n`);
  const isRenamingLikely = changes.some((pathway) => pathway.changes.some(({ kind }) => kind === 'left'));
  return {
    isInStep: accept,
    report: [
      'The files are in order. Their ids change:',
      ...describeIdChanges(changes),
      ...(isRenamingLikely
        ? ['An id that only got another name leaves and arrives: put the old one back.']
        : []),
      accept ? `${file} is written; commit it with the files.` : `${file} does not know of this yet.`,
    ].join('\n'),
  };
}

/** Empty where nothing has been published. */
async function readLedger(file: string): Promise<IdLedger> {
  const isMissing = await access(file).then(
    () => false,
    (error: unknown) => reason(error) === 'ENOENT',
  );
  if (isMissing) return {};
  const { value, faults } = await readJson(file, idLedgerSchema);
  if (value === undefined) throw new ContentError(faults.map((fault) => `${file}: ${fault}`));
  return value;
}
