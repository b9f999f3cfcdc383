import {
  ApplicationFlags,
  ChannelType,
  GatewayIntentBits,
  GuildDefaultMessageNotifications,
  GuildExplicitContentFilter,
  GuildMFALevel,
  GuildNSFWLevel,
  GuildPremiumTier,
  GuildVerificationLevel,
  Locale,
  type APIDMChannel,
  type APIGuild,
  type APIGuildMember,
  type APITextChannel,
  type APIThreadChannel,
  type APIUser,
  type ChannelFlags,
  type GuildMemberFlags,
  type GuildSystemChannelFlags,
} from 'discord-api-types/v10';
import { flagSet } from './flags.ts';
import type { ChannelRecord, GuildRecord, MemberRecord, World } from './world.ts';

export const GUILD_LOCALE = Locale.EnglishUS;

/** A member as interactions resolve them: without what belongs to voice. */
export function apiPartialMember(member: MemberRecord): Omit<APIGuildMember, 'user' | 'deaf' | 'mute'> {
  return {
    flags: flagSet<GuildMemberFlags>(),
    avatar: null,
    banner: null,
    communication_disabled_until: null,
    joined_at: member.joinedAt,
    nick: member.nick,
    pending: false,
    premium_since: null,
    roles: [...member.roleIds],
  };
}

export function apiMember(member: MemberRecord): Omit<APIGuildMember, 'user'> {
  return { ...apiPartialMember(member), deaf: false, mute: false };
}

export function apiMemberWithUser(world: World, member: MemberRecord): APIGuildMember {
  return { ...apiMember(member), user: userOf(world, member.userId) };
}

export function userOf(world: World, userId: string): APIUser {
  if (userId === world.botUser.id) return world.botUser;
  const record = world.users.get(userId);
  if (record === undefined) throw new Error(`There is no user ${userId}`);
  return record.user;
}

export function apiChannel(
  world: World,
  channel: ChannelRecord,
): APITextChannel | APIDMChannel | APIThreadChannel {
  const common = { id: channel.id, flags: flagSet<ChannelFlags>(), last_message_id: channel.lastMessageId };
  if (channel.type === ChannelType.DM) {
    const recipients = channel.recipientId === null ? [] : [userOf(world, channel.recipientId)];
    return { ...common, type: channel.type, name: null, recipients };
  }
  const guildId = channel.guildId ?? '';
  if (channel.type === ChannelType.GuildText) {
    return {
      ...common,
      type: channel.type,
      name: channel.name,
      guild_id: guildId,
      position: channel.position,
      parent_id: null,
      topic: null,
      nsfw: false,
      rate_limit_per_user: 0,
      permission_overwrites: [...channel.overwrites],
    };
  }
  return {
    ...common,
    type: channel.type,
    name: channel.name,
    guild_id: guildId,
    ...(channel.parentId !== null && { parent_id: channel.parentId }),
    owner_id: world.botUser.id,
    applied_tags: [],
    message_count: channel.messages.size,
    member_count: 1,
    rate_limit_per_user: 0,
    thread_metadata: {
      archived: false,
      archive_timestamp: channel.createdAt,
      auto_archive_duration: channel.autoArchiveMinutes,
      create_timestamp: channel.createdAt,
      locked: false,
    },
  };
}

export function isThread(channel: ChannelRecord): boolean {
  return channel.type === ChannelType.PublicThread || channel.type === ChannelType.PrivateThread;
}

export function apiGuild(guild: GuildRecord): APIGuild {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    splash: null,
    discovery_splash: null,
    owner_id: guild.ownerId,
    afk_channel_id: null,
    afk_timeout: 300,
    verification_level: GuildVerificationLevel.None,
    default_message_notifications: GuildDefaultMessageNotifications.OnlyMentions,
    explicit_content_filter: GuildExplicitContentFilter.Disabled,
    roles: [...guild.roles.values()],
    emojis: [],
    stickers: [],
    features: [],
    mfa_level: GuildMFALevel.None,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: flagSet<GuildSystemChannelFlags>(),
    rules_channel_id: null,
    max_members: 500_000,
    vanity_url_code: null,
    description: null,
    banner: null,
    premium_tier: GuildPremiumTier.None,
    premium_subscription_count: 0,
    preferred_locale: GUILD_LOCALE,
    public_updates_channel_id: null,
    nsfw_level: GuildNSFWLevel.Default,
    premium_progress_bar_enabled: false,
    hub_type: null,
    safety_alerts_channel_id: null,
    incidents_data: null,
  };
}

/** The guild as GUILD_CREATE tells it: members other than the bot only with the members intent. */
export function gatewayGuild(world: World, guild: GuildRecord, withMembers: boolean) {
  const bot = guild.members.get(world.botUser.id);
  const members = withMembers ? [...guild.members.values()] : bot === undefined ? [] : [bot];
  const channels = [...guild.channels.values()];
  return {
    ...apiGuild(guild),
    joined_at: bot?.joinedAt ?? new Date(world.now()).toISOString(),
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
    members: members.map((member) => apiMemberWithUser(world, member)),
    channels: channels.filter((channel) => !isThread(channel)).map((channel) => apiChannel(world, channel)),
    threads: channels.filter(isThread).map((channel) => apiChannel(world, channel)),
  };
}

/** The flags that say which privileged intents a (small) application was granted. */
export function applicationFlags(privilegedIntents: number): number {
  let flags = 0;
  if ((privilegedIntents & GatewayIntentBits.GuildPresences) !== 0)
    flags |= ApplicationFlags.GatewayPresenceLimited;
  if ((privilegedIntents & GatewayIntentBits.GuildMembers) !== 0)
    flags |= ApplicationFlags.GatewayGuildMembersLimited;
  if ((privilegedIntents & GatewayIntentBits.MessageContent) !== 0)
    flags |= ApplicationFlags.GatewayMessageContentLimited;
  return flags;
}
