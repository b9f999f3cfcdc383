import type { PathwayLibrary } from './pathway-library.ts';
import type { PathwayReader, Store } from './ports.ts';

/** Keeps the library in step with what other processes change of the pathways that servers brought. */
export interface PathwayFollower {
  /** Takes in what has changed by now. To be called before every command: most times it looks at one row. */
  catchUp(): Promise<void>;
}

interface Dependencies {
  readonly store: Store;
  readonly library: PathwayLibrary;
  readonly pathwayReader: PathwayReader;
  /** The number of the last change that the library has; absent: whatever is still known of is taken in again. */
  readonly pathwayChangesKnown?: number;
}

export function createPathwayFollower(dependencies: Dependencies): PathwayFollower {
  const { store, library, pathwayReader, pathwayChangesKnown: known = 0 } = dependencies;
  let last = known;
  let reading: Promise<void> | undefined;

  const newest = () => store.pathwayChanges.last();

  const readChanges = async (upTo: number): Promise<void> => {
    const changes = await store.pathwayChanges.after(last);
    const revisions = await store.pathwayRevisions.latest();
    const tasks = await store.tasks.list();
    for (const pathwayId of new Set(changes.map((change) => change.pathwayId))) {
      const row = await store.serverPathways.find(pathwayId);
      const reading = pathwayReader.parse(row?.content ?? '');
      if (row === undefined || 'faults' in reading) {
        library.remove(pathwayId);
        continue;
      }
      const { guildId, offeredAt } = row;
      const former = tasks.filter((task) => task.pathwayId === pathwayId && task.position === null);
      library.put({ pathway: reading.pathway, guildId, isOffered: offeredAt !== null }, former);
      library.revise(pathwayId, revisions.get(pathwayId) ?? 0);
    }
    last = changes.at(-1)?.number ?? upTo;
  };

  return {
    async catchUp() {
      // Whoever has waited for a reading that began too early looks once more.
      for (let upTo = await newest(); upTo > last; upTo = await newest()) {
        await (reading ??= readChanges(upTo).finally(() => {
          reading = undefined;
        }));
      }
    },
  };
}
