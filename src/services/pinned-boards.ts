import { periodSpan } from '../domain/board-period.ts';
import type { Cohort } from '../domain/cohort.ts';
import { UserError } from '../domain/errors.ts';
import { extraTurn } from '../domain/nudge.ts';
import { findCohort, requireActive, requireFacilitator, type CohortAsker } from './cohort-finder.ts';
import { readCohortBoard } from './leaderboards.ts';
import type { PathwayLibrary } from './pathway-library.ts';
import {
  DeliveryError,
  type Clock,
  type Notifier,
  type PinnedBoard,
  type Post,
  type Store,
} from './ports.ts';

/** A cohort's one message that shows how things stand, and stays. */
export interface PinnedBoardService {
  /**
   * Posts it to the cohort's channel, anew when there was one before.
   * @throws {UserError} `facilitators-only`, `no-cohort-channel`, `channel-unusable` or `channel-unavailable`
   */
  pin(asker: CohortAsker, query: string | undefined): Promise<{ cohort: Cohort; board: PinnedBoard }>;
  /** It stays where it is, and is not kept up any more. */
  unpin(asker: CohortAsker, query: string | undefined): Promise<Cohort>;
  /** Brings those up to date that may not be. To be called every minute: no board changes more often. */
  refreshDue(): Promise<void>;
}

/** So many in one minute: the rest has its turn in the next. */
const REFRESHED_AT_ONCE = 20;

/** While a board is being brought up to date, and before it is tried again. */
const LEASE_MS = 50 * 1000;

/** After Discord asked for less, or did not answer. */
const HOLD_MS = 5 * 60 * 1000;

interface Dependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly library: PathwayLibrary;
  readonly notifier: Notifier;
}

export function createPinnedBoardService(dependencies: Dependencies): PinnedBoardService {
  const { store, clock, library, notifier } = dependencies;

  const find = async (asker: CohortAsker, query: string | undefined): Promise<Cohort> => {
    const cohort = await findCohort(store, asker, query);
    await requireFacilitator(store, asker, cohort);
    requireActive(cohort);
    return cohort;
  };

  const compose = async (cohort: Cohort): Promise<Post> => ({
    kind: 'cohort-board',
    locale: cohort.locale,
    board: await readCohortBoard(store, library, cohort, { period: 'week', page: 0 }, clock.now()),
  });

  /** Edits the message, or posts it where there is none any more. @returns its id. @throws {DeliveryError} */
  const put = async (board: PinnedBoard, cohort: Cohort): Promise<string> => {
    const post = await compose(cohort);
    if (board.messageId !== null) {
      try {
        await notifier.edit(board.channelId, board.messageId, post);
        return board.messageId;
      } catch (error) {
        if (!(error instanceof DeliveryError && error.reason === 'message-gone')) throw error;
      }
    }
    return notifier.send(board.channelId, post, nonceOf(board));
  };

  /** Its week ends even when nothing happens. */
  const nextLook = (cohort: Cohort): number => periodSpan('week', cohort.timeZone, clock.now()).to;

  /** Read anew: it may have been pinned elsewhere, or not be kept up any more, since it was found to be due. */
  const claim = (cohortId: string): Promise<PinnedBoard | undefined> =>
    store.transaction(async ({ pinnedBoards }) => {
      const board = await pinnedBoards.find(cohortId);
      if (board === undefined) return undefined;
      if (board.dueAt > clock.now()) return undefined;
      const claimed = { ...board, dueAt: clock.now() + LEASE_MS };
      await pinnedBoards.save(claimed);
      return claimed;
    });

  /** Unless it has been posted anew meanwhile: that message may be somewhere else. */
  const giveUp = (claimed: PinnedBoard): Promise<void> =>
    store.transaction(async ({ pinnedBoards }) => {
      const board = await pinnedBoards.find(claimed.cohortId);
      if (board?.messageId === claimed.messageId) await pinnedBoards.remove(claimed.cohortId);
    });

  const refresh = async (cohortId: string): Promise<void> => {
    const claimed = await claim(cohortId);
    if (claimed === undefined) return;
    const cohort = await store.cohorts.find(cohortId);
    if (cohort?.archivedAt !== null) return store.pinnedBoards.remove(cohortId);
    try {
      const dueAt = nextLook(cohort);
      const messageId = await put(claimed, cohort);
      await store.pinnedBoards.settle(claimed, { ...claimed, messageId, dueAt });
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      if (error.reason === 'gone' || error.reason === 'forbidden') return giveUp(claimed);
      const dueAt = clock.now() + (error.retryAfterMs ?? HOLD_MS);
      await store.pinnedBoards.settle(claimed, { ...claimed, dueAt });
    }
  };

  return {
    async pin(asker, query) {
      const cohort = await find(asker, query);
      const { channelId } = cohort;
      if (channelId === null) throw new UserError({ code: 'no-cohort-channel', cohort: cohort.name });
      const board = { cohortId: cohort.id, channelId, messageId: null, dueAt: clock.now() };
      try {
        const dueAt = nextLook(cohort);
        const pinned = { ...board, messageId: await put(board, cohort), dueAt };
        await store.pinnedBoards.save(pinned);
        return { cohort, board: pinned };
      } catch (error) {
        if (!(error instanceof DeliveryError)) throw error;
        const isShut = error.reason === 'gone' || error.reason === 'forbidden';
        throw new UserError(
          isShut ? { code: 'channel-unusable', channelId } : { code: 'channel-unavailable' },
        );
      }
    },

    async unpin(asker, query) {
      const cohort = await find(asker, query);
      await store.pinnedBoards.remove(cohort.id);
      return cohort;
    },

    async refreshDue() {
      const due = await store.pinnedBoards.due(clock.now(), REFRESHED_AT_ONCE);
      for (const { cohortId } of due) await refresh(cohortId);
    },
  };
}

/** The same for every try at one message: a process that died after sending it is given it back. */
function nonceOf({ cohortId, messageId, dueAt }: PinnedBoard): string {
  return messageId === null
    ? `b${BigInt(cohortId).toString(36)}${extraTurn(dueAt).occurrence}`
    : `b${BigInt(messageId).toString(36)}`;
}
