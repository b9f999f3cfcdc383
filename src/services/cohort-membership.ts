import { afterHit, afterMiss, parseCode, requireGuessesLeft, type Cohort } from '../domain/cohort.ts';
import { UserError } from '../domain/errors.ts';
import {
  cohortById,
  findCohort,
  isActive,
  looksAfter,
  ownCohorts,
  requireActive,
  requireFacilitator,
  type CohortAsker,
} from './cohort-finder.ts';
import { overviewOf, requirePathway, type CohortOverview } from './cohort-overview.ts';
import { findOrStartWalk } from './membership.ts';
import type { PathwayLibrary } from './pathway-library.ts';
import type { Clock, Repositories, Store } from './ports.ts';
import type { ScoreKeeper } from './score-keeper.ts';

export interface JoinCohortRequest {
  readonly asker: CohortAsker;
  /** As others in the server call them. */
  readonly name: string;
  /** An id or what they typed; not needed with a code. */
  readonly cohort?: string | undefined;
  readonly code?: string | undefined;
}

export interface JoinedCohort extends CohortOverview {
  /** False for somebody who was in it already. */
  readonly isNew: boolean;
  /** The member was joined to its pathway by this. */
  readonly joinedPathway: boolean;
}

/** Who is in a cohort and who looks after it. */
export interface CohortMembershipService {
  /** Joins the cohort's pathway as well, as a further one for who walks another. */
  join(request: JoinCohortRequest): Promise<JoinedCohort>;
  /** What they recorded stays. Who looks after it does so no more. @throws {UserError} `not-in-cohort` or `last-facilitator` */
  leave(asker: CohortAsker, query: string | undefined): Promise<CohortOverview>;
  /** @throws {UserError} `remove-yourself` or `not-a-member` */
  remove(asker: CohortAsker, query: string | undefined, userId: string): Promise<CohortOverview>;
  /** Another one looks after it from now on, in place of the asker. */
  transfer(asker: CohortAsker, query: string | undefined, userId: string): Promise<CohortOverview>;
  addFacilitator(asker: CohortAsker, query: string | undefined, userId: string): Promise<CohortOverview>;
  /** @throws {UserError} `last-facilitator` */
  removeFacilitator(asker: CohortAsker, query: string | undefined, userId: string): Promise<CohortOverview>;
  /** Whether the facilitators may see where the asker is. @throws {UserError} `not-in-cohort` */
  setSharing(asker: CohortAsker, cohortId: string, sharesDetails: boolean): Promise<CohortOverview>;
  show(asker: CohortAsker, query: string | undefined): Promise<CohortOverview>;
  /** Every cohort of the server, the asker's own first; archived ones at the end. */
  list(asker: CohortAsker): Promise<readonly ListedCohort[]>;
}

export interface ListedCohort {
  readonly cohort: Cohort;
  readonly members: number;
  readonly isOwn: boolean;
}

interface Dependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly library: PathwayLibrary;
  readonly keeper: ScoreKeeper;
}

export function createCohortMembershipService(dependencies: Dependencies): CohortMembershipService {
  const { store, clock, library, keeper } = dependencies;

  const look = (repositories: Repositories, asker: CohortAsker, cohort: Cohort): Promise<CohortOverview> =>
    overviewOf(repositories, library, asker, cohort, clock.now());

  /** Does something that only those may who look after the cohort. */
  const asFacilitator = (
    asker: CohortAsker,
    query: string | undefined,
    work: (repositories: Repositories, cohort: Cohort) => Promise<void>,
  ): Promise<CohortOverview> =>
    store.transaction(async (repositories) => {
      const cohort = await findCohort(repositories, asker, query);
      await requireFacilitator(repositories, asker, cohort);
      requireActive(cohort);
      await work(repositories, cohort);
      return look(repositories, asker, cohort);
    });

  const takeOut = async (repositories: Repositories, cohort: Cohort, userId: string): Promise<void> => {
    await repositories.cohorts.removeMembership(cohort.id, userId);
    await keeper.movedOn(repositories, userId, cohort.id, clock.now());
  };

  /** A miss is counted in a transaction of its own: the refusal undoes everything else. */
  const findByCode = async (
    asker: CohortAsker,
    typed: string,
    query: string | undefined,
  ): Promise<Cohort> => {
    const { guildId, userId } = asker;
    const code = parseCode(typed);
    const meant = query === undefined ? undefined : await findCohort(store, asker, query);
    const found = await store.transaction(async ({ cohorts }) => {
      const guesses = await cohorts.guesses(guildId, userId);
      requireGuessesLeft(guesses, clock.now());
      const coded = code === undefined ? undefined : await cohorts.findByCode(guildId, code);
      // The code of another cohort does not open the one that is named.
      const cohort = meant === undefined || coded?.id === meant.id ? coded : undefined;
      await cohorts.saveGuesses(
        guildId,
        userId,
        cohort === undefined ? afterMiss(guesses, clock.now()) : afterHit(guesses, clock.now()),
      );
      return cohort;
    });
    if (found === undefined) throw new UserError({ code: 'unknown-code' });
    return found;
  };

  return {
    async join({ asker, name, cohort: query, code }) {
      const { userId, guildId } = asker;
      const byCode = code === undefined ? undefined : await findByCode(asker, code, query);
      return store.transaction(async (repositories) => {
        const now = clock.now();
        const cohort =
          byCode === undefined
            ? await findCohort(repositories, asker, query)
            : await cohortById(repositories, asker, byCode.id);
        const { cohorts, serverMembers } = repositories;
        const existing = await cohorts.membership(cohort.id, userId);
        if (existing === undefined) {
          requireActive(cohort);
          const isInvited = cohort.code === null || cohort.code === byCode?.code;
          // Whoever looks after a cohort needs no code to walk along.
          if (!isInvited && !(await looksAfter(repositories, asker, cohort))) {
            throw new UserError({ code: 'cohort-needs-code', cohort: cohort.name });
          }
          await requireRoom(repositories, cohort);
        }
        const { id: pathwayId } = requirePathway(library, cohort);
        const walk = await findOrStartWalk(
          repositories,
          { library, keeper },
          { userId, guildId },
          now,
          pathwayId,
        );
        const known = await serverMembers.find(guildId, userId);
        await serverMembers.save({
          guildId,
          userId,
          phaseRoleId: known?.phaseRoleId ?? null,
          name,
          seenAt: now,
          leftAt: null,
          phaseRoleDueAt: now,
        });
        if (existing === undefined) {
          await cohorts.saveMembership({ cohortId: cohort.id, userId, sharesDetails: false, joinedAt: now });
        }
        await keeper.moved(repositories, userId, now);
        return {
          ...(await look(repositories, asker, cohort)),
          isNew: existing === undefined,
          joinedPathway: walk.joinedNow,
        };
      });
    },

    leave: (asker, query) =>
      store.transaction(async (repositories) => {
        const cohort = await findCohort(repositories, asker, query);
        requireActive(cohort);
        const { cohorts } = repositories;
        const facilitators = await cohorts.facilitators(cohort.id);
        const isFacilitator = facilitators.includes(asker.userId);
        const membership = await cohorts.membership(cohort.id, asker.userId);
        if (membership === undefined && !isFacilitator) {
          throw new UserError({ code: 'not-in-cohort', cohort: cohort.name });
        }
        if (isFacilitator) await removeFacilitator(repositories, cohort, asker.userId);
        await takeOut(repositories, cohort, asker.userId);
        return look(repositories, asker, cohort);
      }),

    remove: (asker, query, userId) =>
      asFacilitator(asker, query, async (repositories, cohort) => {
        if (userId === asker.userId) throw new UserError({ code: 'remove-yourself' });
        if ((await repositories.cohorts.membership(cohort.id, userId)) === undefined) {
          throw new UserError({ code: 'not-a-member', userId, cohort: cohort.name });
        }
        await takeOut(repositories, cohort, userId);
      }),

    transfer: (asker, query, userId) =>
      asFacilitator(asker, query, async ({ cohorts }, cohort) => {
        await cohorts.addFacilitator(cohort.id, userId, clock.now());
        if (userId !== asker.userId) await cohorts.removeFacilitator(cohort.id, asker.userId);
      }),

    addFacilitator: (asker, query, userId) =>
      asFacilitator(asker, query, ({ cohorts }, cohort) =>
        cohorts.addFacilitator(cohort.id, userId, clock.now()),
      ),

    removeFacilitator: (asker, query, userId) =>
      asFacilitator(asker, query, (repositories, cohort) => removeFacilitator(repositories, cohort, userId)),

    setSharing: (asker, cohortId, sharesDetails) =>
      store.transaction(async (repositories) => {
        const cohort = await cohortById(repositories, asker, cohortId);
        const membership = await repositories.cohorts.membership(cohort.id, asker.userId);
        if (membership === undefined) throw new UserError({ code: 'not-in-cohort', cohort: cohort.name });
        await repositories.cohorts.saveMembership({ ...membership, sharesDetails });
        return look(repositories, asker, cohort);
      }),

    async show(asker, query) {
      return look(store, asker, await findCohort(store, asker, query));
    },

    async list(asker) {
      const own = new Set((await ownCohorts(store, asker)).map(({ id }) => id));
      const all = await store.cohorts.list(asker.guildId);
      const order = ({ cohort, isOwn }: ListedCohort) => (isActive(cohort) ? (isOwn ? 0 : 1) : 2);
      const listed = await Promise.all(
        all.map(async (cohort) => ({
          cohort,
          members: await store.cohorts.countMembers(cohort.id),
          isOwn: own.has(cohort.id),
        })),
      );
      return listed.toSorted((one, other) => order(one) - order(other));
    },
  };
}

async function requireRoom({ cohorts }: Repositories, { id, name, capacity }: Cohort): Promise<void> {
  if (capacity === null || (await cohorts.countMembers(id)) < capacity) return;
  throw new UserError({ code: 'cohort-full', cohort: name, capacity });
}

/** @throws {UserError} `last-facilitator`: somebody has to look after it. */
async function removeFacilitator({ cohorts }: Repositories, cohort: Cohort, userId: string): Promise<void> {
  const facilitators = await cohorts.facilitators(cohort.id);
  if (facilitators.length === 1 && facilitators.includes(userId)) {
    throw new UserError({ code: 'last-facilitator', cohort: cohort.name });
  }
  await cohorts.removeFacilitator(cohort.id, userId);
}
