import { ASSUMED_TIME_ZONE } from '../domain/local-time.ts';
import type { Server } from '../domain/server.ts';
import { isSameSlot } from '../domain/weekly-slot.ts';
import { moveBoard } from './board-moves.ts';
import { requireSlot } from './nudge-slot.ts';
import type { PathwayLibrary } from './pathway-library.ts';
import type { Clock, Repositories, Store } from './ports.ts';
import type { ScoreKeeper } from './score-keeper.ts';
import { resolveTimeZone } from './time-zones.ts';
import { nextFreeTurn } from './turns.ts';

export interface SetUpRequest {
  readonly guildId: string;
  /** Discord locale of the server. */
  readonly locale: string;
  /** Who asks for it, to be told of trouble. */
  readonly userId: string;
  /** What is absent stays as it is. */
  readonly nudgeChannelId?: string | undefined;
  readonly announcementChannelId?: string | undefined;
  readonly summaryChannelId?: string | undefined;
  readonly weekday?: number | undefined;
  readonly hour?: number | undefined;
  readonly timeZone?: string | undefined;
  /** What the manager typed; the first pathway there is when absent at first. */
  readonly pathway?: string | undefined;
}

export interface ServerService {
  find(guildId: string): Promise<Server | undefined>;
  /**
   * Whatever was wrong counts as mended: the weekly post goes on, and so do the roles of phases. Those of another
   * pathway are given up.
   * @throws {UserError} `unknown-pathway`, `bad-choice` or `unknown-time-zone`
   */
  setUp(request: SetUpRequest): Promise<Server>;
  /** Ends the weekly post; the rest is kept for the next time. */
  switchOff(guildId: string): Promise<Server | undefined>;
}

/** Monday morning, until the managers say otherwise. */
const DEFAULT_SLOT = { weekday: 1, hour: 9 };

interface Dependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly library: PathwayLibrary;
  readonly keeper: ScoreKeeper;
}

export function createServerService({ store, clock, library, keeper }: Dependencies): ServerService {
  return {
    find: (guildId) => store.servers.find(guildId),

    async setUp({ guildId, locale, userId, pathway: pathwayNamed, ...request }) {
      requireSlot(request);
      const timeZone = request.timeZone === undefined ? undefined : resolveTimeZone(request.timeZone);
      const pathway = pathwayNamed === undefined ? undefined : library.resolve(pathwayNamed, guildId);
      const { before, server } = await store.transaction(async (repositories) => {
        const before = await repositories.servers.find(guildId);
        const server = await withNextPost(
          repositories,
          before,
          {
            guildId,
            locale,
            timeZone: timeZone ?? before?.timeZone ?? ASSUMED_TIME_ZONE,
            announcementChannelId: request.announcementChannelId ?? before?.announcementChannelId ?? null,
            nudgeChannelId: request.nudgeChannelId ?? before?.nudgeChannelId ?? null,
            summaryChannelId: request.summaryChannelId ?? before?.summaryChannelId ?? null,
            weekday: request.weekday ?? before?.weekday ?? DEFAULT_SLOT.weekday,
            hour: request.hour ?? before?.hour ?? DEFAULT_SLOT.hour,
            pathwayId: (pathway ?? (before && library.find(before.pathwayId)) ?? library.first).id,
            setUpBy: userId,
            next: null,
            trouble: null,
            roleTrouble: null,
          },
          clock.now(),
        );
        await repositories.servers.save(server);
        if (before !== undefined) await keepRolesInStep(repositories, before, server, clock.now());
        return { before, server };
      });
      if (server.timeZone !== (before?.timeZone ?? ASSUMED_TIME_ZONE)) {
        await moveBoard({ store, clock, keeper }, guildId);
      }
      return server;
    },

    switchOff: (guildId) =>
      store.transaction(async ({ servers }) => {
        const server = await servers.find(guildId);
        if (server === undefined) return undefined;
        const silent: Server = { ...server, nudgeChannelId: null, next: null, trouble: null };
        await servers.save(silent);
        return silent;
      }),
  };
}

async function withNextPost(
  repositories: Repositories,
  before: Server | undefined,
  server: Server,
  now: number,
): Promise<Server> {
  const { guildId, nudgeChannelId, weekday, hour, timeZone } = server;
  if (nudgeChannelId === null) return server;
  // A post whose moment has come, and which no tick has seen yet, must not be passed over.
  if (before?.next && isSameSlot(before, server)) {
    return { ...server, next: before.next };
  }
  const rota = { kind: 'server-nudge', recipient: guildId, slot: { weekday, hour, timeZone } } as const;
  return { ...server, next: await nextFreeTurn(repositories, rota, now, now) };
}

/** The roles of another pathway's phases say nothing about this one's: members lose them. */
async function keepRolesInStep(
  { phaseRoles, serverMembers }: Repositories,
  before: Server,
  { guildId, pathwayId }: Server,
  now: number,
): Promise<void> {
  const isMoved = before.pathwayId !== pathwayId;
  if (isMoved) await phaseRoles.replace(guildId, new Map());
  if (isMoved || before.roleTrouble !== null) await serverMembers.setPhaseRolesDue(guildId, now);
}
