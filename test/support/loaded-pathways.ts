import { fileURLToPath } from 'node:url';
import { loadPathways } from '../../src/content/load-pathways.ts';
import type { Pathway } from '../../src/domain/pathway.ts';

/** The first pathway that comes with the bot: five phases, twenty tasks, 420 hours. */
export const backendPathway = await load('../../data/pathways', 'backend-to-ai-infrastructure');

/** A short one in several scripts: two phases, four tasks, 30 hours. */
export const accessibilityPathway = await load('pathways', 'frontend-to-accessibility');

async function load(folder: string, id: string): Promise<Pathway> {
  const directory = fileURLToPath(new URL(folder, import.meta.url));
  const pathway = (await loadPathways(directory)).find((candidate) => candidate.id === id);
  if (pathway === undefined) throw new Error(`expected the pathway ${id} in ${directory}`);
  return pathway;
}
