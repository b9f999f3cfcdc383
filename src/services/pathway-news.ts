import { combineChanges, type TaskChange } from '../domain/pathway-changes.ts';
import type { Pathway, Phase } from '../domain/pathway.ts';
import { measureProgress } from '../domain/progress.ts';
import type { PathwayLibrary } from './pathway-library.ts';
import type { Store } from './ports.ts';

/** What edits of a pathway's file changed for a member who walks it. */
export interface PathwayNews {
  readonly pathway: Pathway;
  readonly added: readonly MovedTask[];
  readonly moved: readonly MovedTask[];
  readonly left: readonly DepartedTask[];
  /** Where the member stands now, among today's tasks. */
  readonly percent: number;
}

export interface MovedTask {
  readonly title: string;
  readonly phase: Phase;
}

export interface DepartedTask {
  readonly title: string;
  /** The member has done it, and keeps the credit. */
  readonly isDone: boolean;
}

export interface PathwayNewsService {
  /** Tells each edit once: what is taken counts as told. */
  take(userId: string): Promise<readonly PathwayNews[]>;
}

interface Dependencies {
  readonly store: Store;
  readonly library: PathwayLibrary;
}

export function createPathwayNewsService({ store, library }: Dependencies): PathwayNewsService {
  return {
    async take(userId) {
      if (!(await isAnythingNew(userId))) return [];
      return store.transaction(async ({ enrolments, pathwayRevisions, completions }) => {
        const news: PathwayNews[] = [];
        for (const enrolment of await enrolments.listOf(userId)) {
          const { pathwayId, toldRevision } = enrolment;
          const pathway = library.find(pathwayId);
          const revision = library.revisionOf(pathwayId);
          if (pathway === undefined || toldRevision >= revision) continue;
          const changes = combineChanges(await pathwayRevisions.after(pathwayId, toldRevision));
          await enrolments.save({ ...enrolment, toldRevision: revision });
          if (changes.length === 0) continue;
          const records = await completions.list(userId, pathwayId);
          const done = new Set(records.filter(({ status }) => status === 'done').map(({ taskId }) => taskId));
          news.push({
            pathway,
            ...sortOut(pathway, changes, done),
            percent: measureProgress(pathway, records).percent,
          });
        }
        return news;
      });
    },
  };

  /** Asked at every command: a look at one or two rows, and no lock. */
  async function isAnythingNew(userId: string): Promise<boolean> {
    const walks = await store.enrolments.listOf(userId);
    return walks.some(({ pathwayId, toldRevision }) => toldRevision < library.revisionOf(pathwayId));
  }
}

function sortOut(
  pathway: Pathway,
  changes: readonly TaskChange[],
  done: ReadonlySet<string>,
): Pick<PathwayNews, 'added' | 'moved' | 'left'> {
  const arrived = changes.flatMap((change) => {
    const phase = pathway.phases.find(({ id }) => id === change.to);
    return phase === undefined ? [] : [{ title: change.title, phase, isNew: change.from === null }];
  });
  return {
    added: arrived.filter(({ isNew }) => isNew),
    moved: arrived.filter(({ isNew }) => !isNew),
    left: changes
      .filter(({ to }) => to === null)
      .map(({ taskId, title }) => ({ title, isDone: done.has(taskId) })),
  };
}
