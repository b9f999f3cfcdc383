import type { Pathway, Task } from './pathway.ts';

/**
 * How much of learning a skill falls away for who has it already: half, for the other half of a task is doing it. No
 * source states a figure, so this one is an assumption, and plans call what follows from it an estimate.
 */
const SAVED_BY_OWNING = 0.5;

/**
 * Hours at full pace that a task takes somebody: hours × (1 − ½ × owned ÷ trained), where "trained" are the skills to
 * learn that the task trains, and "owned" those of them that the member has. Transferable skills save nothing, for the
 * pathway's estimates count on them.
 */
export function effortOf(task: Task, pathway: Pathway, ownedSkills: readonly string[]): number {
  const trained = skillsTrained(task, pathway);
  if (trained.length === 0) return task.hours;
  const owned = trained.filter((id) => ownedSkills.includes(id));
  return task.hours * (1 - (SAVED_BY_OWNING * owned.length) / trained.length);
}

/** Of those hours, the ones that fall away for who has one skill: each that the task trains has an equal share. */
export function savingOf(task: Task, pathway: Pathway, skillId: string): number {
  const trained = skillsTrained(task, pathway);
  return trained.includes(skillId) ? (task.hours * SAVED_BY_OWNING) / trained.length : 0;
}

/** Only those to learn; tasks name transferable ones as well. */
function skillsTrained(task: Task, pathway: Pathway): readonly string[] {
  return task.skills.filter((id) => pathway.skills.some((skill) => skill.id === id));
}
