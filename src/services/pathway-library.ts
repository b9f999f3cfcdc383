import { UserError } from '../domain/errors.ts';
import { resolveCandidate, searchCandidates, type Candidate } from '../domain/matching.ts';
import type { PlacedTask } from '../domain/pathway-changes.ts';
import type { Pathway, Phase, Task } from '../domain/pathway.ts';
import type { TaskCredit } from './ports.ts';

/** In which server something is asked; neither in direct messages. */
type Place = string | null | undefined;

/** A pathway that a server brought for itself. */
export interface OwnPathway {
  readonly pathway: Pathway;
  readonly guildId: string;
  /** Whether it can be joined there; who walks it goes on, either way. */
  readonly isOffered: boolean;
}

/** The pathways there are, and how a member's words find their parts. */
export interface PathwayLibrary {
  /** Those that can be joined there. */
  offeredIn(guildId?: Place): readonly Pathway[];
  /** The one of this id, if it can be joined there. */
  findOffered(pathwayId: string, guildId?: Place): Pathway | undefined;
  /** Whether it comes with the bot: every server has it, and none can withdraw it. */
  isEverywhere(pathwayId: string): boolean;
  /** Whether everybody there may see it: another server's own is not for their eyes. */
  isAtHome(pathwayId: string, guildId?: Place): boolean;
  /** For who has not chosen one: the first in the order of their files. */
  readonly first: Pathway;
  /** Any there is, offered where it is asked or not. */
  find(pathwayId: string): Pathway | undefined;
  /** Among those that can be joined there. @throws {UserError} `unknown-pathway` */
  resolve(query: string, guildId?: Place): Pathway;
  search(query: string, guildId?: Place): readonly Pathway[];
  /** What a task counts for who has done it: its hours at full pace, as they were last if it has left its file. */
  creditOf(pathwayId: string, taskId: string): number;
  /** What a task is called, or was last; `null` of one that left before titles were kept. */
  titleOf(pathwayId: string, taskId: string): string | null;
  /** How often the pathway's tasks were edited since the bot first knew it. */
  revisionOf(pathwayId: string): number;
  /** Takes notice of an edit that is kept. */
  revise(pathwayId: string, revision: number): void;
  /**
   * Takes in a server's own pathway, or what it is by now.
   * @param formerTasks those that have left it, where another process saw them leave.
   */
  put(own: OwnPathway, formerTasks?: readonly TaskCredit[]): void;
  /** Forgets a server's own pathway; what was done on it stays credit. */
  remove(pathwayId: string): void;
}

/** What a library knows beyond the files. */
interface Known {
  /** Tasks that have left their pathways. */
  readonly formerTasks?: readonly TaskCredit[];
  /** The last revision of each pathway that has been edited. */
  readonly revisions?: ReadonlyMap<string, number>;
  readonly owns?: readonly OwnPathway[];
}

/**
 * @param files those that every server has.
 * @throws {RangeError} when there is no file.
 */
export function createPathwayLibrary(
  files: readonly Pathway[],
  { formerTasks = [], revisions: known = new Map(), owns = [] }: Known = {},
): PathwayLibrary {
  const revisions = new Map(known);
  const credits = new Map<string, TaskCredit>();
  const keepCredits = (tasks: readonly TaskCredit[]) => {
    for (const task of tasks) credits.set(creditKey(task.pathwayId, task.taskId), task);
  };
  keepCredits([...formerTasks, ...files.flatMap(taskCreditsOf)]);
  const fileById = new Map(files.map((pathway) => [pathway.id, pathway]));
  const ownById = new Map<string, OwnPathway>();
  const put = (own: OwnPathway, former: readonly TaskCredit[] = []) => {
    ownById.set(own.pathway.id, own);
    keepCredits([...former, ...taskCreditsOf(own.pathway)]);
  };
  for (const own of owns) put(own);
  const [first] = files;
  if (first === undefined) throw new RangeError('A library has at least one pathway');

  const offeredIn = (guildId: Place): readonly Pathway[] => [
    ...files,
    ...[...ownById.values()]
      .filter((own) => own.isOffered && own.guildId === guildId)
      .map(({ pathway }) => pathway),
  ];
  const findOffered = (pathwayId: string, guildId: Place) =>
    offeredIn(guildId).find(({ id }) => id === pathwayId);
  return {
    offeredIn,
    findOffered,
    isEverywhere: (pathwayId) => fileById.has(pathwayId),
    isAtHome(pathwayId, guildId) {
      const own = ownById.get(pathwayId);
      return own === undefined || own.guildId === guildId;
    },
    first,
    find: (pathwayId) => fileById.get(pathwayId) ?? ownById.get(pathwayId)?.pathway,
    resolve(query, guildId) {
      const named = findOffered(query, guildId);
      if (named !== undefined) return named;
      const offered = offeredIn(guildId);
      const resolution = resolveCandidate(query, candidatesOf(offered));
      if (resolution.kind === 'one') return resolution.item;
      throw unknownPathway(query, offered);
    },
    search: (query, guildId) => searchCandidates(query, candidatesOf(offeredIn(guildId))),
    put,
    remove: (pathwayId) => void ownById.delete(pathwayId),
    revisionOf: (pathwayId) => revisions.get(pathwayId) ?? 0,
    revise: (pathwayId, revision) => void revisions.set(pathwayId, revision),
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

export function unknownPathway(query: string, offered: readonly Pathway[]): UserError {
  return new UserError({ code: 'unknown-pathway', query, pathways: offered.map(pathwayTitle) });
}

function candidatesOf(pathways: readonly Pathway[]): readonly Candidate<Pathway>[] {
  return pathways.map((pathway) => ({
    item: pathway,
    names: [pathwayTitle(pathway), pathway.to, pathway.id],
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
