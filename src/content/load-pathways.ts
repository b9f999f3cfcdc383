import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type Pathway, pathwaySchema } from '../domain/pathway.ts';
import { ContentError } from './content-error.ts';
import { readJson, reason } from './read-json.ts';

/**
 * Reads every `*.json` of the directory, in the order of the file names.
 *
 * @throws {ContentError} with every fault of every file, so that an editor can mend them in one go.
 */
export async function loadPathways(directory: string): Promise<readonly Pathway[]> {
  const files = await listPathwayFiles(directory);
  const readings = await Promise.all(files.map(readPathwayFile));
  const faults = readings.flatMap((reading, index) =>
    [...reading.faults, ...findIdFaults(reading, readings.slice(0, index))].map(
      (fault) => `${reading.file}: ${fault}`,
    ),
  );
  if (faults.length > 0) throw new ContentError(faults);
  return readings.flatMap(({ pathway }) => pathway ?? []);
}

interface Reading {
  readonly file: string;
  /** As far as the file could be read, which may be further than its rules allow. */
  readonly id?: string | undefined;
  readonly pathway?: Pathway | undefined;
  readonly faults: readonly string[];
}

async function listPathwayFiles(directory: string): Promise<string[]> {
  let names: string[];
  try {
    names = await readdir(directory);
  } catch (error) {
    throw new ContentError([`${directory}: expected a readable directory, got ${reason(error)}`]);
  }
  const files = names.filter((name) => name.endsWith('.json')).sort();
  if (files.length === 0)
    throw new ContentError([`${directory}: expected at least one .json file, got none`]);
  return files.map((name) => path.join(directory, name));
}

async function readPathwayFile(file: string): Promise<Reading> {
  const { content, value: pathway, faults } = await readJson(file, pathwaySchema);
  return { file, id: idOf(content), pathway, faults };
}

function findIdFaults({ file, id }: Reading, earlier: readonly Reading[]): string[] {
  if (id === undefined) return [];
  const faults: string[] = [];
  const name = path.basename(file, '.json');
  if (id !== name) {
    faults.push(`id: expected ${JSON.stringify(name)} (the file's name), got ${JSON.stringify(id)}`);
  }
  const twin = earlier.find((other) => other.id === id);
  if (twin !== undefined) {
    faults.push(
      `id: expected a pathway id of its own, but ${JSON.stringify(id)} is also the id of ${twin.file}`,
    );
  }
  return faults;
}

function idOf(content: unknown): string | undefined {
  const hasId = typeof content === 'object' && content !== null && 'id' in content;
  return hasId && typeof content.id === 'string' ? content.id : undefined;
}
