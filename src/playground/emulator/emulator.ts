import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import {
  ChannelType,
  GatewayDispatchEvents,
  GatewayIntentBits,
  Locale,
  OverwriteType,
  type APIOverwrite,
  type APIRole,
  type APIUser,
} from 'discord-api-types/v10';
import { Hono } from 'hono';
import { apiMemberWithUser, isThread, userOf } from './api-objects.ts';
import { createAttachmentStore } from './attachments.ts';
import { createAvatarStore } from './avatars.ts';
import { createBoundedLog } from './bounded-log.ts';
import type { Broadcast } from './broadcast.ts';
import { createCdn } from './cdn.ts';
import { channelsInOrder, createChannels } from './channels.ts';
import { createDmInbox } from './client/dm-inbox.ts';
import { createPerson } from './client/person.ts';
import { createCommandRegistry } from './commands.ts';
import type {
  EmulatedChannel,
  EmulatedGuild,
  EmulatedRole,
  Emulator,
  EmulatorOptions,
  FileFault,
  InteractionRecord,
  Person,
  RequestRecord,
  WorldEvent,
} from './contract.ts';
import { createFaultRules } from './faults.ts';
import { createGateway } from './gateway/gateway.ts';
import { createSessionStarts } from './gateway/session-starts.ts';
import { createInteractions } from './interactions.ts';
import { createMessages } from './messages.ts';
import { ALL_PERMISSIONS } from './permissions.ts';
import { createAccess } from './rest/access.ts';
import { addApplicationRoutes } from './rest/application-routes.ts';
import { addChannelRoutes } from './rest/channel-routes.ts';
import { addGatewayRoutes } from './rest/gateway-routes.ts';
import { addGuildRoutes } from './rest/guild-routes.ts';
import { addInteractionRoutes } from './rest/interaction-routes.ts';
import { addMessageRoutes } from './rest/message-routes.ts';
import { createRestApi } from './rest/pipeline.ts';
import { addUserRoutes } from './rest/user-routes.ts';
import { createRoles, rolesByRank } from './roles.ts';
import { createSnowflakes } from './snowflakes.ts';
import { createWorld, type ChannelRecord, type GuildRecord } from './world.ts';

const HOST = '127.0.0.1';
const FIRST_RESPONSE_MS = 3_000;
const TOKEN_MS = 15 * 60_000;
const HEARTBEAT_INTERVAL_MS = 41_250;
const IDENTIFY_WINDOW_MS = 5_000;
const IDENTIFIES_PER_DAY = 1_000;
/** Of a shard that Discord recommends; it may have more. */
const GUILDS_PER_RECOMMENDED_SHARD = 1_000;
const READY_TIMEOUT_MS = 10_000;
const REQUESTS_KEPT = 4_000;
const INTERACTIONS_KEPT = 500;

/** Starts a Discord of one's own on loopback: REST and gateway for the bot, people for the tests. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { now = Date.now, port = 0, deadlines = {}, privilegedIntents = 0 } = options;
  const {
    firstResponseMs = FIRST_RESPONSE_MS,
    tokenMs = TOKEN_MS,
    identifyWindowMs = IDENTIFY_WINDOW_MS,
  } = deadlines;
  const nextId = createSnowflakes(now);
  const botUser: APIUser = {
    id: nextId(),
    username: 'Cairn',
    global_name: null,
    discriminator: '0001',
    avatar: null,
    bot: true,
  };
  const token = [Buffer.from(botUser.id).toString('base64url'), random(6), random(27)].join('.');

  let address = '';
  const gatewayUrl = () => `ws://${address}${gateway.path}`;
  const world = createWorld({ now, nextId, botUser });
  const listeners = new Set<(event: WorldEvent) => void>();
  const broadcast: Broadcast = {
    toBot: (event) => {
      gateway.dispatch(event);
    },
    toPeople: (event) => {
      for (const listener of listeners) listener(event);
    },
  };
  const sessionStarts = createSessionStarts({
    total: options.sessionStarts ?? IDENTIFIES_PER_DAY,
    maxConcurrency: options.maxConcurrency ?? 1,
    windowMs: identifyWindowMs,
  });
  const gateway = createGateway({
    world,
    token,
    sessionStarts,
    privilegedIntents,
    heartbeatIntervalMs: options.heartbeatIntervalMs ?? HEARTBEAT_INTERVAL_MS,
    url: gatewayUrl,
    onStatus: (online) => {
      broadcast.toPeople({ type: 'bot-status', online });
    },
  });
  const attachments = createAttachmentStore({ nextId, baseUrl: () => `http://${address}/cdn` });
  const avatars = createAvatarStore();
  const messages = createMessages(world, attachments, broadcast);
  const channels = createChannels(world, broadcast);
  const roles = createRoles(world, broadcast);
  const interactionLog = createBoundedLog<InteractionRecord>(INTERACTIONS_KEPT);
  const interactions = createInteractions({
    world,
    messages,
    broadcast,
    log: interactionLog,
    firstResponseMs,
    tokenMs,
  });
  const commands = createCommandRegistry({
    applicationId: botUser.id,
    nextId,
    onChange: () => {
      broadcast.toPeople({ type: 'commands-changed' });
    },
  });
  const inbox = createDmInbox();
  const faults = createFaultRules();
  const fileFaults = createFaultRules<FileFault>();
  const requests = createBoundedLog<RequestRecord>(REQUESTS_KEPT);
  const access = createAccess(world);
  const api = createRestApi({
    token,
    faults,
    log: requests,
    now,
    currentFlags: (path) => flagsOfEdited(path),
    checkRequest: options.checkRequest,
  });
  const recommendedShards = () => Math.max(1, Math.ceil(world.guilds.size / GUILDS_PER_RECOMMENDED_SHARD));
  addGatewayRoutes(api, {
    url: gatewayUrl,
    recommendedShards: () => options.recommendedShards ?? recommendedShards(),
    sessionStarts,
  });
  addUserRoutes(api, { world });
  addApplicationRoutes(api, { world, access, commands, privilegedIntents });
  addGuildRoutes(api, { world, access, broadcast, roles, privilegedIntents });
  addChannelRoutes(api, { world, access, messages, channels });
  addMessageRoutes(api, {
    world,
    access,
    messages,
    onDm: (userId, record) => {
      inbox.deliver(userId, record);
    },
  });
  addInteractionRoutes(api, { world, interactions });

  const site = new Hono();
  site.route('/api/v10', api);
  site.route('/cdn', createCdn({ attachments, avatars, faults: fileFaults }));
  const answerRequest = getRequestListener(site.fetch, { overrideGlobalObjects: false });
  const server = createServer((request, response) => void answerRequest(request, response));
  server.on('upgrade', (request, socket, head) => {
    gateway.upgrade(request, socket, head);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, HOST, resolve);
  });
  address = `${HOST}:${(server.address() as AddressInfo).port}`;

  const people = new Map<string, Person>();

  function flagsOfEdited(path: string): number | undefined {
    const [, resource, first = '', second = '', third = ''] = path.split('/');
    if (resource === 'channels') return world.messages.get(third)?.message.flags;
    if (resource === 'webhooks') return interactions.flags(second, path.split('/').at(-1) ?? '');
    if (resource === 'interactions') return interactions.find(first)?.source?.message.flags;
    return undefined;
  }

  function guildOf(guildId: string): GuildRecord {
    const guild = world.guilds.get(guildId);
    if (guild === undefined) throw new Error(`There is no guild ${guildId}`);
    return guild;
  }

  function channelOf(channelId: string): ChannelRecord {
    const channel = world.channels.get(channelId);
    if (channel === undefined) throw new Error(`There is no channel ${channelId}`);
    return channel;
  }

  function roleOf(guild: GuildRecord, roleId: string): APIRole {
    const role = guild.roles.get(roleId);
    if (role === undefined) throw new Error(`There is no role ${roleId}`);
    return role;
  }

  /** Joining or leaving; the bot hears of itself through the guild as a whole. */
  function tellMember(joined: boolean, guild: GuildRecord, userId: string): void {
    const { id } = guild;
    broadcast.toPeople({ type: 'member-changed', guildId: id, userId });
    if (userId === botUser.id) {
      if (joined) gateway.dispatchGuild(guild);
      else {
        broadcast.toBot({
          name: GatewayDispatchEvents.GuildDelete,
          data: { id },
          guildId: id,
          intents: GatewayIntentBits.Guilds,
        });
      }
      return;
    }
    if (!world.isBotIn(guild)) return;
    const member = guild.members.get(userId);
    broadcast.toBot({
      name: joined ? GatewayDispatchEvents.GuildMemberAdd : GatewayDispatchEvents.GuildMemberRemove,
      data: {
        guild_id: id,
        ...(member === undefined ? { user: userOf(world, userId) } : apiMemberWithUser(world, member)),
      },
      guildId: id,
      intents: GatewayIntentBits.GuildMembers,
    });
  }

  return {
    apiUrl: `http://${address}/api`,
    token,
    applicationId: botUser.id,
    botUser,
    faults,
    fileFaults,
    gateway: gateway.control,
    requests: requests.entries,
    interactions: interactionLog.entries,

    createUser({ id = nextId(), username, displayName, avatar, locale, allowsDms, installedApp }) {
      return world.addUser({
        id,
        username,
        avatar: avatar === undefined ? null : avatars.add(id, avatar),
        displayName: displayName ?? null,
        locale: locale ?? Locale.EnglishUS,
        allowsDms: allowsDms ?? true,
        installedApp: installedApp ?? false,
      }).user;
    },

    createGuild({ id, name, ownerId, withBot = true }) {
      const guild = world.addGuild(name, ownerId, id);
      world.addChannel({ type: ChannelType.GuildText, name: 'general', guildId: guild.id });
      if (withBot) {
        world.addMember(guild, botUser.id, null);
        tellMember(true, guild, botUser.id);
      }
      broadcast.toPeople({ type: 'channels-changed' });
      return describeGuild(guild);
    },

    createChannel: (guildId, { id, name }) => describeChannel(channels.create(guildOf(guildId), name, id)),

    deleteChannel(channelId) {
      channels.remove(channelOf(channelId));
    },

    addMember(guildId, userId, { nick, permissions } = {}) {
      const guild = guildOf(guildId);
      const member = world.addMember(guild, userId, nick ?? null);
      if (permissions !== undefined) {
        const name = `${userOf(world, userId).username}'s role`;
        const role = roles.create(guild, { name, permissions: permissions.toString() });
        member.roleIds.add(role.id);
      }
      tellMember(true, guild, userId);
    },

    removeMember(guildId, userId) {
      const guild = guildOf(guildId);
      world.removeMember(guild, userId);
      tellMember(false, guild, userId);
    },

    isMember: (guildId, userId) => guildOf(guildId).members.has(userId),

    createRole(guildId, { name, position, permissions = 0n }) {
      const guild = guildOf(guildId);
      const role = roles.create(guild, { name, permissions: permissions.toString() });
      if (position !== undefined) roles.move(guild, role, position);
      return describeRole(roleOf(guild, role.id));
    },

    deleteRole(guildId, roleId) {
      const guild = guildOf(guildId);
      const role = roleOf(guild, roleId);
      if (role.managed || role.id === guildId) throw new Error(`The role ${role.name} cannot be deleted`);
      roles.remove(guild, role);
    },

    moveRole(guildId, roleId, position) {
      const guild = guildOf(guildId);
      const role = roleOf(guild, roleId);
      if (role.id === guildId || position < 1) throw new Error('@everyone is always the lowest role');
      roles.move(guild, role, position);
    },

    roles: (guildId) => rolesByRank(guildOf(guildId)).map(describeRole),
    memberRoles: (guildId, userId) => [...(guildOf(guildId).members.get(userId)?.roleIds ?? [])],

    setBotGuildPermissions(guildId, permissions) {
      const guild = guildOf(guildId);
      const own = [...guild.roles.values()].find(({ tags }) => tags?.bot_id === botUser.id);
      if (own === undefined) throw new Error(`The bot is not in the guild ${guildId}`);
      roles.edit(guild, own, { permissions: permissions.toString() });
    },

    setBotPermissions(channelId, permissions) {
      const channel = channelOf(channelId);
      if (channel.guildId === null) throw new Error('A direct message has no permissions');
      if (isThread(channel)) throw new Error('A thread has the permissions of its channel');
      const others = channel.overwrites.filter(({ id }) => id !== botUser.id);
      const own = (allowed: bigint): APIOverwrite => ({
        id: botUser.id,
        type: OverwriteType.Member,
        allow: allowed.toString(),
        deny: (ALL_PERMISSIONS & ~allowed).toString(),
      });
      channels.overwrite(channel, permissions === null ? others : [...others, own(permissions)]);
    },

    deleteMessage(messageId) {
      const record = world.messages.get(messageId);
      if (record?.visibleTo !== null) throw new Error(`There is no message ${messageId} that others see`);
      messages.remove(record);
    },

    setAllowsDms(userId, allows) {
      const user = world.users.get(userId);
      if (user === undefined) throw new Error(`There is no user ${userId}`);
      user.allowsDms = allows;
    },

    guilds: () => [...world.guilds.values()].map(describeGuild),
    channels: (guildId) => channelsInOrder(guildOf(guildId)).map(describeChannel),
    commands: (guildId) => [...commands.list(null), ...(guildId === undefined ? [] : commands.list(guildId))],

    person(userId) {
      const existing = people.get(userId);
      if (existing !== undefined) return existing;
      const user = world.users.get(userId);
      if (user === undefined) throw new Error(`There is no user ${userId}`);
      const person = createPerson(
        { world, commands, interactions, messages, attachments, inbox, settleMs: firstResponseMs },
        user,
      );
      people.set(userId, person);
      return person;
    },

    dmChannel: (userId) => describeChannel(world.dmChannel(userId)),

    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },

    waitForReady: (timeoutMs = READY_TIMEOUT_MS) => gateway.waitForReady(timeoutMs),

    async close() {
      interactions.close();
      gateway.close();
      const closed = new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
      server.closeAllConnections();
      await closed;
    },
  };
}

function describeGuild({ id, name, ownerId }: GuildRecord): EmulatedGuild {
  return { id, name, ownerId };
}

function describeChannel(channel: ChannelRecord): EmulatedChannel {
  const { id, name, type, guildId, parentId } = channel;
  const kind = type === ChannelType.DM ? 'dm' : isThread(channel) ? 'thread' : 'text';
  return { id, name, kind, guildId, parentId };
}

function describeRole({ id, name, position, managed }: APIRole): EmulatedRole {
  return { id, name, position, managed };
}

function random(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}
