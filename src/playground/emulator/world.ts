import {
  ChannelType,
  ThreadAutoArchiveDuration,
  type APIAttachment,
  type APIMessage,
  type APIOverwrite,
  type APIRole,
  type APIUser,
  type Locale,
  type RoleFlags,
} from 'discord-api-types/v10';
import { flagSet } from './flags.ts';
import { BOT_ROLE_PERMISSIONS, EVERYONE_PERMISSIONS } from './permissions.ts';

export interface UserRecord {
  readonly user: APIUser;
  readonly locale: Locale;
  allowsDms: boolean;
  /** Installed the app for themselves, so that its commands follow them everywhere. */
  readonly installedApp: boolean;
  readonly guildIds: Set<string>;
}

export interface MemberRecord {
  readonly userId: string;
  readonly nick: string | null;
  readonly roleIds: Set<string>;
  readonly joinedAt: string;
}

export interface GuildRecord {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly roles: Map<string, APIRole>;
  readonly members: Map<string, MemberRecord>;
  readonly channels: Map<string, ChannelRecord>;
}

export interface ChannelRecord {
  readonly id: string;
  readonly type:
    ChannelType.GuildText | ChannelType.DM | ChannelType.PublicThread | ChannelType.PrivateThread;
  readonly name: string;
  readonly guildId: string | null;
  /** The person at the other end of a direct message. */
  readonly recipientId: string | null;
  /** The channel a thread hangs in. */
  readonly parentId: string | null;
  /** Of a thread: minutes of silence until it is archived. */
  readonly autoArchiveMinutes: ThreadAutoArchiveDuration;
  readonly createdAt: string;
  /** Place among the guild's channels. */
  readonly position: number;
  overwrites: readonly APIOverwrite[];
  /** Oldest first; private answers included. */
  readonly messages: Map<string, MessageRecord>;
  lastMessageId: string | null;
}

export interface MessageRecord {
  /** Replaced, never changed, when the message is edited: whoever holds one holds a snapshot. */
  message: APIMessage;
  readonly channel: ChannelRecord;
  /** The only person who sees it; `null`: everyone in the channel. */
  readonly visibleTo: string | null;
  /** All files, those shown by components and embeds included, which `message.attachments` leaves out. */
  files: readonly APIAttachment[];
}

/** Kept per channel; older ones are forgotten. */
const MESSAGES_PER_CHANNEL = 20_000;

export interface World {
  readonly now: () => number;
  readonly nextId: () => string;
  readonly botUser: APIUser;
  readonly users: ReadonlyMap<string, UserRecord>;
  readonly guilds: ReadonlyMap<string, GuildRecord>;
  readonly channels: ReadonlyMap<string, ChannelRecord>;
  readonly messages: ReadonlyMap<string, MessageRecord>;
  addUser(user: NewUser): UserRecord;
  addGuild(name: string, ownerId: string, id?: string): GuildRecord;
  addMember(guild: GuildRecord, userId: string, nick: string | null): MemberRecord;
  removeMember(guild: GuildRecord, userId: string): void;
  addRole(guild: GuildRecord, role: NewRole): APIRole;
  addChannel(channel: NewChannel): ChannelRecord;
  removeChannel(channel: ChannelRecord): void;
  /** The direct-message channel between the user and the bot, made on first use. */
  dmChannel(userId: string): ChannelRecord;
  addMessage(record: MessageRecord): void;
  removeMessage(record: MessageRecord): void;
  guildOf(channel: ChannelRecord): GuildRecord | undefined;
  isBotIn(guild: GuildRecord): boolean;
}

export interface NewUser {
  readonly id: string;
  readonly username: string;
  readonly displayName: string | null;
  /** Its hash. */
  readonly avatar: string | null;
  readonly locale: Locale;
  readonly allowsDms: boolean;
  readonly installedApp: boolean;
}

export type NewRole = Pick<APIRole, 'name' | 'permissions'> & Partial<APIRole>;

export type NewChannel = Pick<ChannelRecord, 'type' | 'name' | 'guildId'> &
  Partial<Pick<ChannelRecord, 'id' | 'recipientId' | 'parentId' | 'autoArchiveMinutes'>>;

export type NewThread = Pick<ChannelRecord, 'name' | 'autoArchiveMinutes'> & {
  readonly type: ChannelType.PublicThread | ChannelType.PrivateThread;
  readonly id?: string;
};

/** Everything that exists, with the indexes that requests need. Nothing here tells anyone of a change. */
export function createWorld(options: { now: () => number; nextId: () => string; botUser: APIUser }): World {
  const { now, nextId, botUser } = options;
  const users = new Map<string, UserRecord>();
  const guilds = new Map<string, GuildRecord>();
  const channels = new Map<string, ChannelRecord>();
  const messages = new Map<string, MessageRecord>();
  const dmChannels = new Map<string, ChannelRecord>();
  const timestamp = () => new Date(now()).toISOString();

  const world: World = {
    now,
    nextId,
    botUser,
    users,
    guilds,
    channels,
    messages,

    addUser({ id, username, displayName, avatar, locale, allowsDms, installedApp }) {
      const user: APIUser = {
        id,
        username,
        global_name: displayName,
        discriminator: '0',
        avatar,
      };
      const record = { user, locale, allowsDms, installedApp, guildIds: new Set<string>() };
      users.set(user.id, record);
      return record;
    },

    addGuild(name, ownerId, id = nextId()) {
      const guild: GuildRecord = {
        id,
        name,
        ownerId,
        roles: new Map(),
        members: new Map(),
        channels: new Map(),
      };
      guilds.set(guild.id, guild);
      world.addRole(guild, { id: guild.id, name: '@everyone', permissions: EVERYONE_PERMISSIONS.toString() });
      world.addMember(guild, ownerId, null);
      return guild;
    },

    addMember(guild, userId, nick) {
      const record: MemberRecord = { userId, nick, roleIds: new Set(), joinedAt: timestamp() };
      if (userId === botUser.id) {
        const role = world.addRole(guild, {
          name: botUser.username,
          permissions: BOT_ROLE_PERMISSIONS.toString(),
          managed: true,
          tags: { bot_id: botUser.id },
        });
        record.roleIds.add(role.id);
      }
      guild.members.set(userId, record);
      users.get(userId)?.guildIds.add(guild.id);
      return record;
    },

    removeMember(guild, userId) {
      const member = guild.members.get(userId);
      for (const roleId of member?.roleIds ?? []) {
        if (guild.roles.get(roleId)?.tags?.bot_id === userId) guild.roles.delete(roleId);
      }
      guild.members.delete(userId);
      users.get(userId)?.guildIds.delete(guild.id);
    },

    addRole(guild, role) {
      const full: APIRole = {
        id: nextId(),
        ...roleColor(0),
        hoist: false,
        icon: null,
        unicode_emoji: null,
        // New roles, the bot's own included, come in at the bottom.
        position: role.id === guild.id ? 0 : 1,
        managed: false,
        mentionable: false,
        flags: flagSet<RoleFlags>(),
        ...role,
      };
      guild.roles.set(full.id, full);
      return full;
    },

    addChannel({ id = nextId(), type, name, guildId, recipientId = null, parentId = null, ...thread }) {
      const channel: ChannelRecord = {
        id,
        type,
        name,
        guildId,
        recipientId,
        parentId,
        autoArchiveMinutes: thread.autoArchiveMinutes ?? ThreadAutoArchiveDuration.OneDay,
        createdAt: timestamp(),
        position: guilds.get(guildId ?? '')?.channels.size ?? 0,
        overwrites: [],
        messages: new Map(),
        lastMessageId: null,
      };
      channels.set(channel.id, channel);
      if (guildId !== null) guilds.get(guildId)?.channels.set(channel.id, channel);
      return channel;
    },

    removeChannel(channel) {
      channels.delete(channel.id);
      for (const id of channel.messages.keys()) messages.delete(id);
      if (channel.guildId !== null) guilds.get(channel.guildId)?.channels.delete(channel.id);
    },

    dmChannel(userId) {
      const existing = dmChannels.get(userId);
      if (existing !== undefined) return existing;
      const recipient = users.get(userId);
      if (recipient === undefined) throw new Error(`There is no user ${userId}`);
      const channel = world.addChannel({
        type: ChannelType.DM,
        name: recipient.user.username,
        guildId: null,
        recipientId: userId,
      });
      dmChannels.set(userId, channel);
      return channel;
    },

    addMessage(record) {
      const { channel, message } = record;
      channel.messages.set(message.id, record);
      messages.set(message.id, record);
      if (record.visibleTo === null) channel.lastMessageId = message.id;
      if (channel.messages.size <= MESSAGES_PER_CHANNEL) return;
      for (const oldest of channel.messages.values()) {
        world.removeMessage(oldest);
        break;
      }
    },

    removeMessage(record) {
      record.channel.messages.delete(record.message.id);
      messages.delete(record.message.id);
    },

    guildOf(channel) {
      return channel.guildId === null ? undefined : guilds.get(channel.guildId);
    },

    isBotIn(guild) {
      return guild.members.has(botUser.id);
    },
  };
  return world;
}

/** A role's one colour, in the present field and in the one it replaced, which is still sent. */
export function roleColor(color: number) {
  return { color, colors: { primary_color: color, secondary_color: null, tertiary_color: null } };
}
