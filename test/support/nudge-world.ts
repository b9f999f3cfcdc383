import type { Delivery } from '../../src/domain/delivery.ts';
import type { Member } from '../../src/domain/member.ts';
import { nextTurn, type Nudge } from '../../src/domain/nudge.ts';
import type { Server } from '../../src/domain/server.ts';
import type { WeeklySlot } from '../../src/domain/weekly-slot.ts';
import {
  createDeliveryService,
  type DeliveryDependencies,
  type DeliveryReport,
  type DeliveryService,
} from '../../src/services/deliveries.ts';
import { createPathwayLibrary } from '../../src/services/pathway-library.ts';
import type { Store } from '../../src/services/ports.ts';
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
  readonly path: string;
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
  /** As a command does it: the next turn is found anew. */
  moveSlot(userId: string, slot: WeeklySlot): Promise<void>;
  nudge(userId: string): Promise<Nudge>;
  delivery(recipient: string, occurrence: string, kind?: Delivery['kind']): Promise<Delivery | undefined>;
  /** Sets the clock and lets the service do what is due then. */
  at(instant: number, service: DeliveryService): Promise<void>;
}

/** A real store, a clock that is set by hand, and nobody on the other side of the notifier's port but a record. */
export async function openNudgeWorld(start = MONDAY): Promise<NudgeWorld> {
  const { store, path, ...temporary } = await openTemporaryStore();
  const clock = { time: start, now: () => clock.time };
  const notifier = createRecordingNotifier(() => clock.time);
  const reports: DeliveryReport[] = [];
  const library = createPathwayLibrary([backendPathway]);

  const world: NudgeWorld = {
    store,
    path,
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
        await enrolments.save({
          userId,
          pathwayId: backendPathway.id,
          hoursPerWeek: 10,
          startsOn: '2026-03-02',
          joinedAt: clock.time,
        });
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
        pathwayId: backendPathway.id,
        next: nextTurn(slot, guildId, clock.time),
        setUpBy: '42',
        trouble: null,
        ...overrides,
      };
      await store.servers.save(server);
      return server;
    },

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
  return { userId, timeZone, visibility: 'hidden', currentPathwayId: backendPathway.id, createdAt };
}
