import type { Cohort } from '../../src/domain/cohort.ts';
import type { Delivery } from '../../src/domain/delivery.ts';
import { newEnrolment, type Enrolment, type Member } from '../../src/domain/member.ts';
import { nextTurn, type Nudge } from '../../src/domain/nudge.ts';
import type { Server } from '../../src/domain/server.ts';
import type { WeeklySlot } from '../../src/domain/weekly-slot.ts';
import {
  createDeliveryService,
  type DeliveryDependencies,
  type DeliveryReport,
  type DeliveryService,
} from '../../src/services/deliveries.ts';
import { findWalkOn } from '../../src/services/membership.ts';
import { createPathwayLibrary } from '../../src/services/pathway-library.ts';
import type { Store } from '../../src/services/ports.ts';
import { createProgressService, type ProgressService } from '../../src/services/progress.ts';
import { createScoreKeeper } from '../../src/services/score-keeper.ts';
import { nextFreeTurn } from '../../src/services/turns.ts';
import { backendPathway } from './loaded-pathways.ts';
import { createRecordingNotifier, type RecordingNotifier } from './recording-notifier.ts';
import { openTemporaryStore } from './temporary-store.ts';

export const MINUTE_MS = 60 * 1000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
export const WEEK_MS = 7 * DAY_MS;

/** Monday of 2026-W10, midnight in UTC. */
export const MONDAY = Date.UTC(2026, 2, 2);

export interface NudgeWorld extends AsyncDisposable {
  readonly store: Store;
  readonly url: string;
  /** `time` may be set. */
  readonly clock: { time: number; now(): number };
  readonly notifier: RecordingNotifier;
  readonly reports: readonly DeliveryReport[];
  /** A process of its own: what one remembers, another does not know. */
  createService(overrides?: Partial<DeliveryDependencies>): DeliveryService;
  /** Somebody on the first pathway, with the nudge on; Mondays at 09:00 in UTC unless said otherwise. */
  addWalker(userId: string, options?: { slot?: Partial<WeeklySlot>; nudge?: Partial<Nudge> }): Promise<Nudge>;
  /** A server with weekly posts, Mondays at 09:00 in UTC. */
  addServer(guildId: string, overrides?: Partial<Server>): Promise<Server>;
  /** A cohort with a channel, Mondays at 09:00 in UTC; looked after by `FACILITATOR`. */
  addCohort(id: string, overrides?: Partial<Cohort>): Promise<Cohort>;
  /** Somebody new on its pathway, without a nudge, unless the world knows them already. */
  joinCohort(userId: string, cohort: Cohort): Promise<void>;
  /** Records and takes back, as commands do. */
  readonly progress: ProgressService;
  /** Counts somebody in a server, with what is recorded of them by now. */
  joinServer(userId: string, guildId: string): Promise<void>;
  /** As a command does it: the next turn is found anew. */
  moveSlot(userId: string, slot: WeeklySlot): Promise<void>;
  nudge(userId: string): Promise<Nudge>;
  delivery(recipient: string, occurrence: string, kind?: Delivery['kind']): Promise<Delivery | undefined>;
  /** Sets the clock and lets the service do what is due then. */
  at(instant: number, service: DeliveryService): Promise<void>;
}

export const FACILITATOR = '43';

/** A real store, a clock that is set by hand, and nobody on the other side of the notifier's port but a record. */
export async function openNudgeWorld(start = MONDAY): Promise<NudgeWorld> {
  const temporary = await openTemporaryStore();
  const { store, url } = temporary;
  const clock = { time: start, now: () => clock.time };
  const notifier = createRecordingNotifier(() => clock.time);
  const reports: DeliveryReport[] = [];
  const library = createPathwayLibrary([backendPathway]);
  const keeper = createScoreKeeper(library);

  const world: NudgeWorld = {
    store,
    url,
    clock,
    notifier,
    reports,
    createService: (overrides) =>
      createDeliveryService({
        store,
        clock,
        library,
        notifier,
        dmChannelsPerMinute: 1000,
        report: (report) => reports.push(report),
        ...overrides,
      }),

    async addWalker(userId, { slot, nudge: overrides } = {}) {
      const { weekday, hour, timeZone } = { weekday: 1, hour: 9, timeZone: 'Etc/UTC', ...slot };
      const nudge: Nudge = {
        userId,
        weekday,
        hour,
        locale: 'en-GB',
        state: 'on',
        pausedUntil: null,
        activeSince: clock.time,
        next: nextTurn({ weekday, hour, timeZone }, userId, clock.time),
        dmChannelId: null,
        notice: null,
        ...overrides,
      };
      await store.transaction(async ({ members, enrolments, nudges }) => {
        await members.save(memberOf(userId, timeZone, clock.time));
        await enrolments.save(enrolmentOf(userId, clock.time));
        await nudges.save(nudge);
      });
      return nudge;
    },

    async addServer(guildId, overrides) {
      const slot = { weekday: 1, hour: 9, timeZone: 'Etc/UTC' };
      const server: Server = {
        guildId,
        locale: 'en-GB',
        ...slot,
        announcementChannelId: null,
        nudgeChannelId: `5${guildId}`,
        summaryChannelId: null,
        pathwayId: backendPathway.id,
        next: nextTurn(slot, guildId, clock.time),
        setUpBy: '42',
        trouble: null,
        roleTrouble: null,
        ...overrides,
      };
      await store.servers.save(server);
      return server;
    },

    async addCohort(id, overrides) {
      const slot = { weekday: 1, hour: 9, timeZone: 'Etc/UTC' };
      const cohort: Cohort = {
        id,
        guildId: '201',
        name: `Cohort ${id}`,
        pathwayId: backendPathway.id,
        startsOn: '2026-03-02',
        hoursPerWeek: 10,
        breaks: [],
        locale: 'en-GB',
        ...slot,
        next: nextTurn({ ...slot, ...overrides }, id, clock.time),
        channelId: `6${id}`,
        code: null,
        capacity: null,
        goal: null,
        createdAt: clock.time,
        archivedAt: null,
        trouble: null,
        ...overrides,
      };
      await store.transaction(async ({ cohorts }) => {
        await cohorts.save(cohort);
        await cohorts.addFacilitator(id, FACILITATOR, clock.time);
      });
      return cohort;
    },

    async joinCohort(userId, { id: cohortId, guildId }) {
      await store.transaction(async ({ members, enrolments, cohorts }) => {
        if ((await members.find(userId)) === undefined) {
          await members.save(memberOf(userId, 'Etc/UTC', clock.time));
          await enrolments.save(enrolmentOf(userId, clock.time));
        }
        await cohorts.saveMembership({ cohortId, userId, sharesDetails: false, joinedAt: clock.time });
      });
      await world.joinServer(userId, guildId);
    },

    progress: createProgressService({ store, clock, library, keeper }),

    joinServer: (userId, guildId) =>
      store.transaction(async (repositories) => {
        await repositories.serverMembers.save({
          guildId,
          userId,
          name: `Walker ${userId}`,
          seenAt: clock.time,
          leftAt: null,
          phaseRoleId: null,
          phaseRoleDueAt: null,
        });
        const walk = await findWalkOn(repositories, library, userId, backendPathway.id);
        if (walk === undefined) return;
        const completions = await repositories.completions.list(userId, backendPathway.id);
        await keeper.walked(repositories, walk, completions, clock.time);
      }),

    moveSlot: (userId, slot) =>
      store.transaction(async (repositories) => {
        const member = await repositories.members.find(userId);
        const nudge = await repositories.nudges.find(userId);
        if (member === undefined || nudge === undefined) throw new Error(`Nobody is ${userId}`);
        const { weekday, hour, timeZone } = slot;
        const rota = { kind: 'member-nudge', recipient: userId, slot } as const;
        const next = await nextFreeTurn(repositories, rota, clock.time, clock.time);
        await repositories.members.save({ ...member, timeZone });
        await repositories.nudges.save({ ...nudge, weekday, hour, next });
      }),

    async nudge(userId) {
      const nudge = await store.nudges.find(userId);
      if (nudge === undefined) throw new Error(`${userId} has no nudge`);
      return nudge;
    },

    delivery: (recipient, occurrence, kind = 'member-nudge') =>
      store.deliveries.find({ kind, recipient, occurrence }),

    async at(instant, service) {
      clock.time = instant;
      await service.deliverDue();
    },

    [Symbol.asyncDispose]: () => temporary[Symbol.asyncDispose](),
  };
  return world;
}

function memberOf(userId: string, timeZone: string, createdAt: number): Member {
  return {
    userId,
    timeZone,
    visibility: null,
    alias: null,
    portfolioParts: null,
    currentPathwayId: backendPathway.id,
    createdAt,
  };
}

function enrolmentOf(userId: string, joinedAt: number): Enrolment {
  return newEnrolment({
    userId,
    pathwayId: backendPathway.id,
    hoursPerWeek: 10,
    startsOn: '2026-03-02',
    joinedAt,
  });
}
