import { UserError } from '../domain/errors.ts';
import type { Pathway } from '../domain/pathway.ts';
import { refreshPathway } from './pathway-changes.ts';
import type { OwnPathway, PathwayLibrary } from './pathway-library.ts';
import type { Chance, Clock, PathwayReader, Repositories, ServerPathway, Store } from './ports.ts';

/** How many pathways of its own a server may have, those that it withdrew and that somebody walks among them. */
export const SERVER_PATHWAYS_MAX = 3;

/** Of a file that a server brings. Several times what the longest pathway takes that the rules allow for. */
export const PATHWAY_FILE_MAX_BYTES = 256 * 1024;

/** A pathway that was brought, for those who brought it to look at. */
export interface PathwayDraft {
  readonly pathway: Pathway;
  /** Tells this draft from a later one; UTC epoch milliseconds. */
  readonly at: number;
  /** What it will take the place of; `undefined` of one that is new here. */
  readonly replaces: DraftComparison | undefined;
}

export interface DraftComparison {
  /** What happens to ids, in an editor's words: one line a change. */
  readonly changes: readonly string[];
  readonly walkers: number;
}

export type Brought = { readonly draft: PathwayDraft } | { readonly faults: readonly string[] };

/** One that a server has. */
export interface ListedPathway {
  readonly id: string;
  /** `undefined`: this version cannot read it. */
  readonly pathway: Pathway | undefined;
  readonly fileId: string;
  readonly isOffered: boolean;
  readonly walkers: number;
}

export interface ServerPathwayService {
  /** Without those that are no more than a draft. */
  list(guildId: string): Promise<readonly ListedPathway[]>;
  /**
   * Keeps what a server brings, to be looked at; a draft that was never offered makes room for it.
   * @throws {UserError} `too-many-pathways`
   */
  bring(guildId: string, text: string): Promise<Brought>;
  /**
   * Has a draft take the place of what there was: whoever is in the server can join it, and whoever walks it sees it
   * as it is now. @throws {UserError} `draft-gone` or `too-many-pathways`
   */
  offer(guildId: string, pathwayId: string, draftAt: number): Promise<Pathway>;
  /** Forgets a draft. Nothing happens when it is gone, or when there is a later one. */
  discard(guildId: string, pathwayId: string, draftAt: number): Promise<void>;
  /** Nobody can join it any more. Where nobody walks it, it goes. @throws {UserError} `pathway-gone` */
  withdraw(guildId: string, pathwayId: string): Promise<'withdrawn' | 'gone'>;
  /** Takes a withdrawal back. @throws {UserError} `pathway-gone` */
  offerAgain(guildId: string, pathwayId: string): Promise<Pathway>;
}

interface Dependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly library: PathwayLibrary;
  readonly chance: Chance;
  readonly pathwayReader: PathwayReader;
}

export function createServerPathwayService(dependencies: Dependencies): ServerPathwayService {
  const { store, clock, library, chance, pathwayReader } = dependencies;
  const oneAtATime = createQueue();

  const bringDraft = (guildId: string, parsed: Pathway) =>
    store.transaction(async (repositories) => {
      const { serverPathways } = repositories;
      const all = await serverPathways.list(guildId);
      const known = all.find(({ fileId }) => fileId === parsed.id);
      if (known === undefined || known.content === null) requireRoom(all);
      for (const other of all) {
        if (other !== known && other.content === null) await serverPathways.remove(other.pathwayId);
      }
      const id = known?.pathwayId ?? (await newId(repositories, library, chance));
      const pathway = { ...parsed, id };
      // Later than the draft before it, whatever the clock says: a button must not offer what nobody looked at.
      const at = Math.max(clock.now(), (known?.draft?.at ?? 0) + 1);
      await serverPathways.save({
        ...(known ?? { pathwayId: id, guildId, fileId: parsed.id, content: null, offeredAt: null }),
        draft: { content: JSON.stringify(pathway), at },
      });
      return { pathway, at };
    });

  const readContent = ({ content }: ServerPathway): Pathway | undefined =>
    content === null ? undefined : parsedOrNothing(pathwayReader, content);

  /** Everybody's standing follows what the database says by now. */
  const apply = async ({ pathwayId, guildId, offeredAt }: ServerPathway, pathway: Pathway | undefined) => {
    if (pathway === undefined) library.remove(pathwayId);
    else library.put({ pathway, guildId, isOffered: offeredAt !== null });
    await refreshPathway(store, library, pathwayId, clock.now());
  };

  return {
    async list(guildId) {
      const brought = (await store.serverPathways.list(guildId)).filter(({ content }) => content !== null);
      return Promise.all(
        brought.map(async ({ pathwayId, fileId, offeredAt }) => ({
          id: pathwayId,
          pathway: library.find(pathwayId),
          fileId,
          isOffered: offeredAt !== null,
          walkers: await store.enrolments.countOn(pathwayId),
        })),
      );
    },

    async bring(guildId, text) {
      const reading = pathwayReader.parse(text);
      if ('faults' in reading) return reading;
      const { pathway, at } = await bringDraft(guildId, reading.pathway);
      const before = library.find(pathway.id);
      if (before === undefined) return { draft: { pathway, at, replaces: undefined } };
      const former = (await store.tasks.list()).filter(
        ({ pathwayId, position }) => pathwayId === pathway.id && position === null,
      );
      const replaces = {
        changes: pathwayReader.compare(before, pathway, former),
        walkers: await store.enrolments.countOn(pathway.id),
      };
      return { draft: { pathway, at, replaces } };
    },

    offer: (guildId, pathwayId, draftAt) =>
      oneAtATime(async () => {
        const { saved, pathway } = await store.transaction(async ({ serverPathways, pathwayChanges }) => {
          const known = await serverPathways.find(pathwayId);
          const { draft } = known ?? {};
          const pathway = draft?.at === draftAt ? parsedOrNothing(pathwayReader, draft.content) : undefined;
          if (known?.guildId !== guildId || !draft || pathway === undefined) {
            throw new UserError({ code: 'draft-gone' });
          }
          if (known.content === null) requireRoom(await serverPathways.list(guildId));
          const saved = { ...known, content: draft.content, offeredAt: clock.now(), draft: null };
          await serverPathways.save(saved);
          await pathwayChanges.add(pathwayId, clock.now());
          return { saved, pathway };
        });
        await apply(saved, pathway);
        return pathway;
      }),

    discard: (guildId, pathwayId, draftAt) =>
      store.transaction(async ({ serverPathways }) => {
        const known = await serverPathways.find(pathwayId);
        if (known?.guildId !== guildId || known.draft?.at !== draftAt) return;
        if (known.content === null) await serverPathways.remove(pathwayId);
        else await serverPathways.save({ ...known, draft: null });
      }),

    withdraw: (guildId, pathwayId) =>
      oneAtATime(async () => {
        const { saved, isWalked } = await store.transaction(async (repositories) => {
          const { serverPathways, pathwayChanges, enrolments } = repositories;
          const known = await requireBrought(serverPathways, guildId, pathwayId);
          const isWalked = (await enrolments.countOn(pathwayId)) > 0;
          const saved = { ...known, offeredAt: null };
          if (isWalked) await serverPathways.save(saved);
          else await serverPathways.remove(pathwayId);
          await pathwayChanges.add(pathwayId, clock.now());
          return { saved, isWalked };
        });
        await apply(saved, isWalked ? readContent(saved) : undefined);
        return isWalked ? 'withdrawn' : 'gone';
      }),

    offerAgain: (guildId, pathwayId) =>
      oneAtATime(async () => {
        const { saved, pathway } = await store.transaction(async ({ serverPathways, pathwayChanges }) => {
          const known = await requireBrought(serverPathways, guildId, pathwayId);
          const pathway = readContent(known);
          if (pathway === undefined) throw new UserError({ code: 'pathway-gone' });
          const saved = { ...known, offeredAt: known.offeredAt ?? clock.now() };
          await serverPathways.save(saved);
          await pathwayChanges.add(pathwayId, clock.now());
          return { saved, pathway };
        });
        await apply(saved, pathway);
        return pathway;
      }),
  };
}

/**
 * What servers have brought, for the start of the bot.
 * @param onUnreadable is told of each that this version cannot read: it is left out, and the bot starts.
 */
export async function readOwnPathways(
  { serverPathways }: Repositories,
  reader: PathwayReader,
  onUnreadable: (pathwayId: string, faults: readonly string[]) => void,
): Promise<readonly OwnPathway[]> {
  const brought = await serverPathways.listBrought();
  return brought.flatMap(({ pathwayId, guildId, content, offeredAt }): readonly OwnPathway[] => {
    const reading = reader.parse(content ?? '');
    if ('pathway' in reading) return [{ pathway: reading.pathway, guildId, isOffered: offeredAt !== null }];
    onUnreadable(pathwayId, reading.faults);
    return [];
  });
}

function parsedOrNothing(reader: PathwayReader, content: string): Pathway | undefined {
  const reading = reader.parse(content);
  return 'pathway' in reading ? reading.pathway : undefined;
}

/** @throws {UserError} `too-many-pathways` */
function requireRoom(all: readonly ServerPathway[]): void {
  if (all.filter(({ content }) => content !== null).length >= SERVER_PATHWAYS_MAX) {
    throw new UserError({ code: 'too-many-pathways', max: SERVER_PATHWAYS_MAX });
  }
}

/** @throws {UserError} `pathway-gone` also of another server's, of which nobody here need know. */
async function requireBrought(
  serverPathways: Repositories['serverPathways'],
  guildId: string,
  pathwayId: string,
): Promise<ServerPathway> {
  const known = await serverPathways.find(pathwayId);
  if (known?.guildId !== guildId || known.content === null) throw new UserError({ code: 'pathway-gone' });
  return known;
}

/** So many that no id can be guessed from another server, and none is met twice. */
const ID_LETTERS = 20;

async function newId(
  { serverPathways }: Repositories,
  library: PathwayLibrary,
  chance: Chance,
): Promise<string> {
  for (;;) {
    const letters = Array.from({ length: ID_LETTERS }, () => String.fromCharCode(97 + chance(26)));
    const id = `own-${letters.join('')}`;
    const isTaken = library.find(id) !== undefined || (await serverPathways.find(id)) !== undefined;
    if (!isTaken) return id;
  }
}

/** Two changes of one pathway at a time would each compare its tasks with what the other has not written yet. */
function createQueue() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
}
