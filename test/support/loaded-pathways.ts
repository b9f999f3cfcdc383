import { fileURLToPath } from 'node:url';
import { loadPathways } from '../../src/content/load-pathways.ts';
import type { Pathway } from '../../src/domain/pathway.ts';

/** The pathway that comes with the bot: five phases, twenty tasks, 420 hours. */
export const backendPathway = await loadOnly('../../data/pathways');

/** A short one in several scripts: two phases, four tasks, 30 hours. */
export const accessibilityPathway = await loadOnly('pathways');

async function loadOnly(folder: string): Promise<Pathway> {
  const directory = fileURLToPath(new URL(folder, import.meta.url));
  const [pathway, ...others] = await loadPathways(directory);
  if (pathway === undefined || others.length > 0) throw new Error(`expected one pathway in ${directory}`);
  return pathway;
}
