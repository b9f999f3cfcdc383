import { UserError } from '../domain/errors.ts';
import { ASSUMED_TIME_ZONE } from '../domain/local-time.ts';
import type { Pathway } from '../domain/pathway.ts';
import type { Server } from '../domain/server.ts';
import { requireSlot } from './nudge-slot.ts';
import { pathwayTitle, type PathwayLibrary } from './pathway-library.ts';
import type { Clock, Repositories, Store } from './ports.ts';
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
  readonly weekday?: number | undefined;
  readonly hour?: number | undefined;
  readonly timeZone?: string | undefined;
  /** What the manager typed; the only pathway when absent at first. */
  readonly pathway?: string | undefined;
}

export interface ServerService {
  find(guildId: string): Promise<Server | undefined>;
  /**
   * Whatever was wrong counts as mended: the weekly post goes on.
   * @throws {UserError} `server-pathway-not-chosen`, `unknown-pathway`, `bad-choice` or `unknown-time-zone`
   */
  setUp(request: SetUpRequest): Promise<Server>;
  /** Ends the weekly post; the rest is kept for the next time. */
  switchOff(guildId: string): Promise<Server | undefined>;
  /** Counts a member among those who walk a pathway in this server. Harmless twice. */
  addMember(guildId: string, userId: string): Promise<void>;
}

/** Monday morning, until the managers say otherwise. */
const DEFAULT_SLOT = { weekday: 1, hour: 9 };

interface Dependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly library: PathwayLibrary;
}

export function createServerService({ store, clock, library }: Dependencies): ServerService {
  return {
    find: (guildId) => store.servers.find(guildId),

    async setUp({ guildId, locale, userId, pathway: pathwayNamed, ...request }) {
      requireSlot(request);
      const timeZone = request.timeZone === undefined ? undefined : resolveTimeZone(request.timeZone);
      const pathway = pathwayNamed === undefined ? undefined : library.resolve(pathwayNamed);
      return store.transaction(async (repositories) => {
        const before = await repositories.servers.find(guildId);
        const server = await withNextPost(
          repositories,
          {
            guildId,
            locale,
            timeZone: timeZone ?? before?.timeZone ?? ASSUMED_TIME_ZONE,
            announcementChannelId: request.announcementChannelId ?? before?.announcementChannelId ?? null,
            nudgeChannelId: request.nudgeChannelId ?? before?.nudgeChannelId ?? null,
            weekday: request.weekday ?? before?.weekday ?? DEFAULT_SLOT.weekday,
            hour: request.hour ?? before?.hour ?? DEFAULT_SLOT.hour,
            pathwayId: (pathway ?? pathwayBefore(library, before)).id,
            setUpBy: userId,
            next: null,
            trouble: null,
          },
          clock.now(),
        );
        await repositories.servers.save(server);
        return server;
      });
    },

    switchOff: (guildId) =>
      store.transaction(async ({ servers }) => {
        const server = await servers.find(guildId);
        if (server === undefined) return undefined;
        const silent: Server = { ...server, nudgeChannelId: null, next: null, trouble: null };
        await servers.save(silent);
        return silent;
      }),

    addMember: (guildId, userId) => store.servers.addMember(guildId, userId),
  };
}

async function withNextPost(repositories: Repositories, server: Server, now: number): Promise<Server> {
  const { guildId, nudgeChannelId, weekday, hour, timeZone } = server;
  if (nudgeChannelId === null) return server;
  const rota = { kind: 'server-nudge', recipient: guildId, slot: { weekday, hour, timeZone } } as const;
  return { ...server, next: await nextFreeTurn(repositories, rota, now, now) };
}

/** @throws {UserError} `server-pathway-not-chosen` */
function pathwayBefore(library: PathwayLibrary, before: Server | undefined): Pathway {
  const pathway = (before && library.find(before.pathwayId)) ?? library.only;
  if (pathway !== undefined) return pathway;
  throw new UserError({ code: 'server-pathway-not-chosen', pathways: library.all.map(pathwayTitle) });
}
