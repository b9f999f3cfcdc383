import { setImmediate } from 'node:timers/promises';

import { changesBetween, type TaskChange } from '../domain/pathway-changes.ts';
import type { Pathway } from '../domain/pathway.ts';
import { findWalkOn } from './membership.ts';
import {
  createPathwayLibrary,
  taskCreditsOf,
  type OwnPathway,
  type PathwayLibrary,
} from './pathway-library.ts';
import type { Store, TaskCredit } from './ports.ts';
import { createScoreKeeper } from './score-keeper.ts';

/** So many members in one transaction. */
const BATCH = 200;

/**
 * Makes a library of the pathways that are offered. Where a pathway's tasks are not those of the last time, everybody's
 * standing and scores are worked out anew first.
 */
export async function openLibrary(
  store: Store,
  pathways: readonly Pathway[],
  now: number,
  owns: readonly OwnPathway[] = [],
): Promise<PathwayLibrary> {
  const before = await store.tasks.list();
  const comparison = compareTasks(before, [...pathways, ...owns.map(({ pathway }) => pathway)]);
  const library = createPathwayLibrary(pathways, {
    formerTasks: comparison.former,
    revisions: await store.pathwayRevisions.latest(),
    owns,
  });
  await settle(store, library, comparison, now);
  return library;
}

/** The same for one pathway that has changed while the bot runs: the library holds what it is by now. */
export async function refreshPathway(
  store: Store,
  library: PathwayLibrary,
  pathwayId: string,
  now: number,
): Promise<void> {
  const before = (await store.tasks.list()).filter((task) => task.pathwayId === pathwayId);
  const pathway = library.find(pathwayId);
  await settle(store, library, compareTasks(before, pathway === undefined ? [] : [pathway]), now);
}

interface Comparison {
  /** The tasks that have left. */
  readonly former: readonly TaskCredit[];
  /** All that are not as they were the last time. */
  readonly changed: readonly TaskCredit[];
  /** The pathways on which members may stand elsewhere by now: a title moves nobody. */
  readonly moved: ReadonlySet<string>;
  /** What is to be told to those who walk. */
  readonly edits: readonly PathwayEdit[];
}

interface PathwayEdit {
  readonly pathwayId: string;
  readonly changes: readonly TaskChange[];
}

function compareTasks(before: readonly TaskCredit[], pathways: readonly Pathway[]): Comparison {
  const current = new Map(pathways.flatMap(taskCreditsOf).map((task) => [keyOf(task), task]));
  const former = before
    .filter((task) => !current.has(keyOf(task)))
    .map((task): TaskCredit => ({ ...task, position: null }));
  const known = new Map(before.map((task) => [keyOf(task), task]));
  const tasks = [...current.values(), ...former].map((task) => ({ task, was: known.get(keyOf(task)) }));
  const hasMoved = ({ task, was }: (typeof tasks)[number]) => was === undefined || isElsewhere(was, task);
  return {
    former,
    changed: tasks
      .filter((each) => hasMoved(each) || each.was?.title !== each.task.title)
      .map(({ task }) => task),
    moved: new Set(tasks.filter(hasMoved).map(({ task }) => task.pathwayId)),
    edits: pathways.flatMap((pathway) => editOf(pathway, before) ?? []),
  };
}

/** `undefined` for a pathway that is new, or whose tasks are where they were: there is nothing to tell. */
function editOf(pathway: Pathway, before: readonly TaskCredit[]): PathwayEdit | undefined {
  const known = before.filter(({ pathwayId }) => pathwayId === pathway.id);
  if (known.length === 0) return undefined;
  const offered = known
    .filter(({ position }) => position !== null)
    .map((task) => ({ ...task, title: task.title ?? task.taskId }));
  const changes = changesBetween(offered, taskCreditsOf(pathway));
  return changes.length === 0 ? undefined : { pathwayId: pathway.id, changes };
}

async function settle(
  store: Store,
  library: PathwayLibrary,
  { changed, moved, edits }: Comparison,
  now: number,
): Promise<void> {
  for (const pathwayId of moved) {
    await refreshWalks(store, library, pathwayId, now);
  }
  if (changed.length === 0) return;
  const revisions = edits.map((edit) => ({ ...edit, revision: library.revisionOf(edit.pathwayId) + 1 }));
  // Last, so that a start that was interrupted begins again.
  await store.transaction(async ({ tasks, pathwayRevisions, pathwayChanges }) => {
    await tasks.save(changed);
    for (const { pathwayId, revision, changes } of revisions) {
      await pathwayRevisions.add(pathwayId, revision, now, changes);
      await pathwayChanges.add(pathwayId, now);
    }
  });
  for (const { pathwayId, revision } of revisions) library.revise(pathwayId, revision);
}

async function refreshWalks(
  store: Store,
  library: PathwayLibrary,
  pathwayId: string,
  now: number,
): Promise<void> {
  const keeper = createScoreKeeper(library);
  let after = '';
  for (;;) {
    const last = await store.transaction(async (repositories) => {
      const enrolments = await repositories.enrolments.listOn(pathwayId, after, BATCH);
      for (const { userId } of enrolments) {
        const walk = await findWalkOn(repositories, library, userId, pathwayId);
        if (walk === undefined) await keeper.moved(repositories, userId, now);
        else
          await keeper.walked(
            repositories,
            walk,
            await repositories.completions.list(userId, pathwayId),
            now,
          );
      }
      return enrolments.at(-1)?.userId;
    });
    if (last === undefined) return;
    after = last;
    await setImmediate();
  }
}

function keyOf({ pathwayId, taskId }: TaskCredit): string {
  return `${pathwayId} ${taskId}`;
}

function isElsewhere(was: TaskCredit, task: TaskCredit): boolean {
  return (
    was.phaseId !== task.phaseId ||
    was.position !== task.position ||
    was.hours !== task.hours ||
    // A version that kept no titles kept nothing of how long phases took either.
    (was.title === null && task.position !== null)
  );
}
