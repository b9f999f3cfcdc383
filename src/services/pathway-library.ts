import { UserError } from '../domain/errors.ts';
import { resolveCandidate, searchCandidates, type Candidate } from '../domain/matching.ts';
import type { PlacedTask } from '../domain/pathway-changes.ts';
import type { Pathway, Phase, Task } from '../domain/pathway.ts';
import type { TaskCredit } from './ports.ts';

/** In which server something is asked; neither in direct messages. */
type Place = string | null | undefined;

/** The pathways there are, and how a member's words find their parts. */
export interface PathwayLibrary {
  /** Those that can be joined there. */
  offeredIn(guildId?: Place): readonly Pathway[];
  /** For who has not chosen one: the first in the order of their files. */
  readonly first: Pathway;
  /** Any there is, offered where it is asked or not. */
  find(pathwayId: string): Pathway | undefined;
  /** Among those that can be joined there. @throws {UserError} `unknown-pathway` */
  resolve(query: string, guildId?: Place): Pathway;
  search(query: string, guildId?: Place): readonly Pathway[];
  /** What a task counts for who has done it: its hours at full pace, as they were last if it has left its file. */
  creditOf(pathwayId: string, taskId: string): number;
  /** How often the pathway's tasks were edited since the bot first knew it. */
  revisionOf(pathwayId: string): number;
  /** What a task is called, or was last; `null` of one that left before titles were kept. */
  titleOf(pathwayId: string, taskId: string): string | null;
}

/**
 * @param formerTasks those that have left the pathways' files.
 * @param revisions the last of each pathway that has been edited.
 * @throws {RangeError} when there is no pathway.
 */
export function createPathwayLibrary(
  all: readonly Pathway[],
  formerTasks: readonly TaskCredit[] = [],
  revisions: ReadonlyMap<string, number> = new Map(),
): PathwayLibrary {
  const credits = new Map(
    [...formerTasks, ...all.flatMap(taskCreditsOf)].map((task) => [
      creditKey(task.pathwayId, task.taskId),
      task,
    ]),
  );
  const byId = new Map(all.map((pathway) => [pathway.id, pathway]));
  const candidates = all.map((pathway) => ({
    item: pathway,
    names: [pathwayTitle(pathway), pathway.to, pathway.id],
  }));
  const [first] = all;
  if (first === undefined) throw new RangeError('A library has at least one pathway');
  return {
    offeredIn: () => all,
    first,
    find: (pathwayId) => byId.get(pathwayId),
    resolve(query) {
      const named = byId.get(query);
      if (named !== undefined) return named;
      const resolution = resolveCandidate(query, candidates);
      if (resolution.kind === 'one') return resolution.item;
      throw new UserError({ code: 'unknown-pathway', query, pathways: all.map(pathwayTitle) });
    },
    search: (query) => searchCandidates(query, candidates),
    revisionOf: (pathwayId) => revisions.get(pathwayId) ?? 0,
    creditOf: (pathwayId, taskId) => credits.get(creditKey(pathwayId, taskId))?.hours ?? 0,
    titleOf: (pathwayId, taskId) => credits.get(creditKey(pathwayId, taskId))?.title ?? null,
  };
}

/** The pathway's tasks as the store keeps them. */
export function taskCreditsOf(pathway: Pathway): readonly (TaskCredit & PlacedTask)[] {
  return pathway.phases
    .flatMap((phase) => phase.tasks.map((task) => ({ task, phase })))
    .map(({ task, phase }, position) => ({
      pathwayId: pathway.id,
      taskId: task.id,
      phaseId: phase.id,
      position,
      hours: task.hours,
      title: task.title,
    }));
}

function creditKey(pathwayId: string, taskId: string): string {
  return `${pathwayId} ${taskId}`;
}

export function pathwayTitle(pathway: Pathway): string {
  return `${pathway.from} → ${pathway.to}`;
}

export interface LocatedTask {
  readonly task: Task;
  readonly phase: Phase;
}

export function locateTask(pathway: Pathway, taskId: string): LocatedTask | undefined {
  for (const phase of pathway.phases) {
    const task = phase.tasks.find(({ id }) => id === taskId);
    if (task !== undefined) return { task, phase };
  }
  return undefined;
}

/**
 * An id means its task, whatever titles resemble it, for components carry ids.
 * @throws {UserError} `unknown-task` or `ambiguous-task`
 */
export function resolveTask(pathway: Pathway, query: string): LocatedTask {
  const located = locateTask(pathway, query);
  if (located !== undefined) return located;
  const resolution = resolveCandidate(query, taskCandidates(pathway.phases));
  switch (resolution.kind) {
    case 'one':
      return resolution.item;
    case 'several':
      throw ambiguousTask(pathway, query, resolution.items);
    case 'none':
      throw new UserError({ code: 'unknown-task', query });
  }
}

export function ambiguousTask(pathway: Pathway, query: string, matches: readonly LocatedTask[]): UserError {
  return new UserError({
    code: 'ambiguous-task',
    query,
    pathwayId: pathway.id,
    matches: matches.map(({ task }) => ({ id: task.id, title: task.title })),
  });
}

export function taskCandidates(phases: readonly Phase[]): readonly Candidate<LocatedTask>[] {
  return phases.flatMap((phase) =>
    phase.tasks.map((task) => ({ item: { task, phase }, names: [task.title, task.id] })),
  );
}

/**
 * A phase by its id, its number, counted from 1, or its name.
 * @throws {UserError} `unknown-phase` or `ambiguous-phase`
 */
export function resolvePhase(pathway: Pathway, query: string): Phase {
  const byNumber = /^\d+$/.test(query.trim()) ? pathway.phases[Number(query) - 1] : undefined;
  const exact = pathway.phases.find(({ id }) => id === query) ?? byNumber;
  if (exact !== undefined) return exact;
  const resolution = resolveCandidate(query, phaseCandidates(pathway));
  switch (resolution.kind) {
    case 'one':
      return resolution.item;
    case 'several':
      throw new UserError({
        code: 'ambiguous-phase',
        query,
        matches: resolution.items.map(({ title }) => title),
      });
    case 'none':
      throw new UserError({
        code: 'unknown-phase',
        query,
        phaseCount: pathway.phases.length,
        phases: pathway.phases.map(({ title }) => title),
      });
  }
}

export function phaseCandidates(pathway: Pathway): readonly Candidate<Phase>[] {
  return pathway.phases.map((phase, index) => ({
    item: phase,
    names: [phase.title, phase.id, String(index + 1)],
  }));
}
