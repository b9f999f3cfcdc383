import type { Outcome, Person } from '../../src/playground/emulator/index.ts';
import { backendPathway } from './loaded-pathways.ts';

/** Records every task of a phase, counted from 1, and returns what the last one was answered with. */
export async function finishPhase(person: Person, channelId: string, number: number): Promise<Outcome> {
  const tasks = backendPathway.phases[number - 1]?.tasks ?? [];
  const outcomes: Outcome[] = [];
  for (const { id } of tasks) outcomes.push(await person.type(channelId, `/done task:${id}`));
  const last = outcomes.at(-1);
  if (last === undefined) throw new Error(`There is no phase ${number}`);
  return last;
}
