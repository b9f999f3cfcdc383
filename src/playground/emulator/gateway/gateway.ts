import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  GatewayCloseCodes,
  GatewayDispatchEvents,
  GatewayIntentBits,
  GatewayOpcodes,
  type GatewayIdentifyData,
  type GatewayRequestGuildMembersData,
  type GatewayResumeData,
} from 'discord-api-types/v10';
import { WebSocketServer, type WebSocket } from 'ws';
import { apiMemberWithUser, applicationFlags, gatewayGuild } from '../api-objects.ts';
import type { BotEvent } from '../broadcast.ts';
import type { GatewayControl } from '../contract.ts';
import { shardOf } from '../snowflakes.ts';
import type { GuildRecord, World } from '../world.ts';
import { areDisallowed, areKnownIntents } from './intents.ts';
import type { SessionStarts } from './session-starts.ts';
import { createSession, type Session } from './session.ts';

/** With more guilds, Discord turns the shard away. */
const GUILDS_PER_SHARD = 2_500;
/** A connection that stays silent for this many heartbeats is dead. */
const MISSED_HEARTBEATS = 1.5;
const ARRIVAL_CHECK_MS = 5;
const PATH = '/gateway';

export interface Gateway {
  readonly control: GatewayControl;
  readonly path: string;
  dispatch(event: BotEvent): void;
  /** Tells the bot of a guild, to each session with its own share of members. */
  dispatchGuild(guild: GuildRecord): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Resolves once every shard of the bot has had, and taken in, READY and its guilds. */
  waitForReady(timeoutMs: number): Promise<void>;
  close(): void;
}

export interface GatewayOptions {
  readonly world: World;
  readonly token: string;
  readonly privilegedIntents: number;
  readonly heartbeatIntervalMs: number;
  readonly sessionStarts: SessionStarts;
  readonly url: () => string;
  readonly onStatus: (online: boolean) => void;
}

interface Connection {
  readonly socket: WebSocket;
  session: Session | undefined;
  /** What the bot must have seen before it counts as ready: set by READY, met by its heartbeat. */
  readyAt: number;
  isReady: boolean;
  zombieTimer: NodeJS.Timeout;
}

/** Discord's gateway, version 10, uncompressed JSON. */
export function createGateway(options: GatewayOptions): Gateway {
  const { world, heartbeatIntervalMs, sessionStarts } = options;
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const connections = new Set<Connection>();
  const sessions = new Map<string, Session>();
  const readyWaiters = new Set<() => void>();
  let refusals = 0;
  let wasOnline = false;

  const identified = () => [...connections].filter(({ session }) => session !== undefined);

  function updateStatus(): void {
    const isOnline = identified().length > 0;
    if (isOnline !== wasOnline) {
      wasOnline = isOnline;
      options.onStatus(isOnline);
    }
  }

  function isReady(): boolean {
    const ready = [...connections].filter((connection) => connection.isReady);
    const shards = new Set(ready.map(({ session }) => session?.shard[0]));
    const count = ready.at(-1)?.session?.shard[1];
    return count !== undefined && shards.size >= count;
  }

  function send(socket: WebSocket, op: GatewayOpcodes, d: unknown): void {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify({ op, d, s: null, t: null }));
  }

  function accept(socket: WebSocket, query: URLSearchParams): void {
    if (query.get('v') !== '10') {
      socket.close(GatewayCloseCodes.InvalidAPIVersion, 'Invalid API version: this gateway speaks v10.');
      return;
    }
    if (query.has('compress') || (query.get('encoding') ?? 'json') !== 'json') {
      socket.close(GatewayCloseCodes.DecodeError, 'This gateway speaks uncompressed JSON only.');
      return;
    }
    const connection: Connection = {
      socket,
      session: undefined,
      readyAt: Infinity,
      isReady: false,
      zombieTimer: setTimeout(() => {
        socket.close(GatewayCloseCodes.SessionTimedOut, 'Session timed out.');
      }, heartbeatIntervalMs * MISSED_HEARTBEATS).unref(),
    };
    connections.add(connection);
    socket.on('message', (data: Buffer) => {
      receive(connection, data.toString());
    });
    socket.on('close', (code) => {
      clearTimeout(connection.zombieTimer);
      connections.delete(connection);
      const { session } = connection;
      session?.detach();
      // A normal close ends the session, any other leaves it to be resumed.
      if (session !== undefined && (code === 1000 || code === 1001)) sessions.delete(session.id);
      updateStatus();
    });
    // A cut connection is told through `close`.
    socket.on('error', () => undefined);
    send(socket, GatewayOpcodes.Hello, { heartbeat_interval: heartbeatIntervalMs });
  }

  function receive(connection: Connection, text: string): void {
    const { socket } = connection;
    let payload: { op?: unknown; d?: unknown };
    try {
      payload = JSON.parse(text) as typeof payload;
    } catch {
      socket.close(GatewayCloseCodes.DecodeError, 'Error while decoding payload.');
      return;
    }
    switch (payload.op) {
      case GatewayOpcodes.Heartbeat:
        heartbeat(connection, payload.d as number | null);
        break;
      case GatewayOpcodes.Identify:
        identify(connection, payload.d as GatewayIdentifyData);
        break;
      case GatewayOpcodes.Resume:
        resume(connection, payload.d as GatewayResumeData);
        break;
      case GatewayOpcodes.RequestGuildMembers:
        sendMembers(connection, payload.d as GatewayRequestGuildMembersData);
        break;
      case GatewayOpcodes.PresenceUpdate:
      case GatewayOpcodes.VoiceStateUpdate:
        if (connection.session === undefined)
          socket.close(GatewayCloseCodes.NotAuthenticated, 'Not authenticated.');
        break;
      default:
        socket.close(GatewayCloseCodes.UnknownOpcode, 'Unknown opcode.');
    }
  }

  function heartbeat(connection: Connection, sequence: number | null): void {
    connection.zombieTimer.refresh();
    send(connection.socket, GatewayOpcodes.HeartbeatAck, undefined);
    if (connection.isReady || connection.readyAt === Infinity) return;
    if ((sequence ?? 0) < connection.readyAt) {
      // The bot answered before it had worked through what came earlier.
      setTimeout(() => {
        send(connection.socket, GatewayOpcodes.Heartbeat, null);
      }, ARRIVAL_CHECK_MS).unref();
      return;
    }
    connection.isReady = true;
    for (const check of readyWaiters) check();
  }

  /** Asks for a heartbeat, whose sequence number tells when all sent before it has arrived. */
  function awaitArrival(connection: Connection, session: Session): void {
    connection.readyAt = session.sequence;
    send(connection.socket, GatewayOpcodes.Heartbeat, null);
  }

  function identify(connection: Connection, data: GatewayIdentifyData): void {
    const { socket } = connection;
    if (connection.session !== undefined) {
      socket.close(GatewayCloseCodes.AlreadyAuthenticated, 'Already authenticated.');
      return;
    }
    const shard = data.shard ?? [0, 1];
    const own = isShard(shard) ? guildsOf(shard) : [];
    const refusal = refuseIdentify(data, shard, own.length);
    if (refusal !== undefined) {
      socket.close(...refusal);
      return;
    }
    switch (sessionStarts.take(shard[0])) {
      case 'too-soon':
        send(socket, GatewayOpcodes.InvalidSession, false);
        return;
      case 'used-up':
        // Discord resets the token of a bot that goes on beyond its limit.
        socket.close(GatewayCloseCodes.AuthenticationFailed, 'Authentication failed.');
        return;
      case 'granted':
    }
    for (const [id, other] of sessions) {
      if (!other.isConnected && isSameShard(other.shard, shard)) sessions.delete(id);
    }
    const session = createSession(data.intents, shard);
    sessions.set(session.id, session);
    bind(connection, session);
    session.dispatch(GatewayDispatchEvents.Ready, {
      v: 10,
      user: world.botUser,
      guilds: own.map(({ id }) => ({ id, unavailable: true })),
      session_id: session.id,
      session_type: 'normal',
      resume_gateway_url: options.url(),
      shard,
      application: { id: world.botUser.id, flags: applicationFlags(options.privilegedIntents) },
      private_channels: [],
      relationships: [],
      presences: [],
      guild_join_requests: [],
      user_settings: {},
    });
    if ((data.intents & GatewayIntentBits.Guilds) !== 0) {
      for (const guild of own) sendGuild(session, guild);
    }
    awaitArrival(connection, session);
    updateStatus();
  }

  function guildsOf([id, count]: Session['shard']): readonly GuildRecord[] {
    return [...world.guilds.values()].filter(
      (guild) => world.isBotIn(guild) && shardOf(guild.id, count) === id,
    );
  }

  function refuseIdentify(
    data: GatewayIdentifyData,
    shard: Session['shard'],
    guilds: number,
  ): [number, string] | undefined {
    if (data.token !== options.token)
      return [GatewayCloseCodes.AuthenticationFailed, 'Authentication failed.'];
    if (!isShard(shard)) return [GatewayCloseCodes.InvalidShard, 'Invalid shard.'];
    if (guilds > GUILDS_PER_SHARD) return [GatewayCloseCodes.ShardingRequired, 'Sharding required.'];
    if (!areKnownIntents(data.intents)) return [GatewayCloseCodes.InvalidIntents, 'Invalid intent(s).'];
    if (areDisallowed(data.intents, options.privilegedIntents))
      return [GatewayCloseCodes.DisallowedIntents, 'Disallowed intent(s).'];
    return undefined;
  }

  function resume(connection: Connection, data: GatewayResumeData): void {
    const { socket } = connection;
    if (data.token !== options.token) {
      socket.close(GatewayCloseCodes.AuthenticationFailed, 'Authentication failed.');
      return;
    }
    const session = sessions.get(data.session_id);
    if (session === undefined) {
      send(socket, GatewayOpcodes.InvalidSession, false);
      return;
    }
    for (const other of connections) {
      if (other === connection || other.session !== session) continue;
      other.session = undefined;
      other.socket.terminate();
    }
    bind(connection, session);
    if (!session.replay(data.seq)) {
      connection.session = undefined;
      session.detach();
      sessions.delete(session.id);
      send(socket, GatewayOpcodes.InvalidSession, false);
      return;
    }
    session.dispatch(GatewayDispatchEvents.Resumed, { _trace: [] });
    awaitArrival(connection, session);
    updateStatus();
  }

  function bind(connection: Connection, session: Session): void {
    connection.session = session;
    session.attach((frame) => {
      if (connection.socket.readyState === connection.socket.OPEN) connection.socket.send(frame);
    });
  }

  function sendGuild(session: Session, guild: GuildRecord): void {
    const withMembers = (session.intents & GatewayIntentBits.GuildMembers) !== 0;
    session.dispatch(GatewayDispatchEvents.GuildCreate, gatewayGuild(world, guild, withMembers));
  }

  function sendMembers(connection: Connection, data: GatewayRequestGuildMembersData): void {
    const { session, socket } = connection;
    if (session === undefined) {
      socket.close(GatewayCloseCodes.NotAuthenticated, 'Not authenticated.');
      return;
    }
    const guild = world.guilds.get(data.guild_id);
    if (guild === undefined || !world.isBotIn(guild)) return;
    const ids = 'user_ids' in data ? new Set([data.user_ids].flat()) : undefined;
    const query = 'query' in data ? data.query.toLowerCase() : '';
    const mayListAll = (session.intents & GatewayIntentBits.GuildMembers) !== 0;
    if (ids === undefined && query === '' && !mayListAll) {
      socket.close(GatewayCloseCodes.DisallowedIntents, 'Disallowed intent(s).');
      return;
    }
    const members = [...guild.members.values()]
      .map((member) => apiMemberWithUser(world, member))
      .filter(({ user, nick }) =>
        ids === undefined
          ? user.username.toLowerCase().startsWith(query) || (nick ?? '').toLowerCase().startsWith(query)
          : ids.has(user.id),
      );
    session.dispatch(GatewayDispatchEvents.GuildMembersChunk, {
      guild_id: guild.id,
      members,
      chunk_index: 0,
      chunk_count: 1,
      not_found: [...(ids ?? [])].filter((id) => !guild.members.has(id)),
      ...(data.nonce === undefined ? {} : { nonce: data.nonce }),
    });
  }

  const control: GatewayControl = {
    get connections() {
      return identified().length;
    },
    get tooSoon() {
      return sessionStarts.tooSoon;
    },
    drop(shardId) {
      for (const { socket, session } of connections) {
        if (shardId === undefined || session?.shard[0] === shardId) socket.terminate();
      }
    },
    requestReconnect() {
      for (const { socket } of identified()) send(socket, GatewayOpcodes.Reconnect, null);
    },
    invalidateSessions(resumable) {
      for (const connection of identified()) {
        const { session, socket } = connection;
        if (session === undefined) continue;
        session.detach();
        connection.session = undefined;
        connection.isReady = false;
        if (!resumable) sessions.delete(session.id);
        send(socket, GatewayOpcodes.InvalidSession, resumable);
      }
      if (!resumable) sessions.clear();
      updateStatus();
    },
    turnAway(code, shardId) {
      for (const { socket, session } of identified()) {
        if (session === undefined || (shardId !== undefined && session.shard[0] !== shardId)) continue;
        sessions.delete(session.id);
        socket.close(code);
      }
    },
    refuseConnections() {
      refusals += 1;
      let isActive = true;
      return () => {
        if (isActive) refusals -= 1;
        isActive = false;
      };
    },
  };

  return {
    control,
    path: PATH,
    dispatch(event) {
      for (const session of sessions.values()) {
        if (session.wants(event)) session.dispatch(event.name, event.data, event.withoutContent);
      }
    },

    dispatchGuild(guild) {
      const share = { name: GatewayDispatchEvents.GuildCreate, guildId: guild.id, data: undefined };
      for (const session of sessions.values()) {
        if (session.wants({ ...share, intents: GatewayIntentBits.Guilds })) sendGuild(session, guild);
      }
    },

    upgrade(request, socket, head) {
      const url = new URL(request.url ?? '/', 'http://127.0.0.1');
      if (refusals > 0 || url.pathname !== PATH) {
        socket.destroy();
        return;
      }
      server.handleUpgrade(request, socket, head, (webSocket) => {
        accept(webSocket, url.searchParams);
      });
    },

    waitForReady(timeoutMs) {
      if (isReady()) return Promise.resolve();
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          readyWaiters.delete(check);
          reject(new Error(`The bot was not ready within ${timeoutMs} ms`));
        }, timeoutMs);
        const check = () => {
          if (!isReady()) return;
          clearTimeout(timer);
          readyWaiters.delete(check);
          resolve();
        };
        readyWaiters.add(check);
      });
    },

    close() {
      control.drop();
      server.close();
    },
  };
}

function isShard([id, count]: Session['shard']): boolean {
  return Number.isInteger(id) && Number.isInteger(count) && id >= 0 && id < count;
}

function isSameShard([id, count]: Session['shard'], [otherId, otherCount]: Session['shard']): boolean {
  return id === otherId && count === otherCount;
}
