import {
  InteractionContextType,
  type APIAttachment,
  type APIAuthorizingIntegrationOwnersMap,
  type APIInteractionGuildMember,
} from 'discord-api-types/v10';
import { apiChannel, apiMember, apiPartialMember, GUILD_LOCALE, userOf } from '../api-objects.ts';
import { ATTACHMENT_SIZE_LIMIT } from '../attachments.ts';
import { appPermissions, channelPermissions } from '../permissions.ts';
import type { ChannelRecord, GuildRecord, MessageRecord, UserRecord, World } from '../world.ts';

/** What every interaction tells of who acts, where, and what the app may do there. */
export function interactionContext(
  world: World,
  user: UserRecord,
  channel: ChannelRecord,
  owners: APIAuthorizingIntegrationOwnersMap,
): Record<string, unknown> {
  const guild = world.guildOf(channel);
  const common = {
    application_id: world.botUser.id,
    version: 1,
    channel_id: channel.id,
    locale: user.locale,
    app_permissions: appPermissions(guild, channel, world.botUser.id).toString(),
    entitlements: [],
    authorizing_integration_owners: owners,
    attachment_size_limit: ATTACHMENT_SIZE_LIMIT,
  };
  if (guild === undefined) {
    return {
      ...common,
      channel: apiChannel(world, channel),
      user: user.user,
      context: InteractionContextType.BotDM,
    };
  }
  const member = interactionMember(world, guild, channel, user.user.id);
  return {
    ...common,
    channel: { ...apiChannel(world, channel), permissions: member?.permissions ?? '0' },
    guild_id: guild.id,
    guild: { id: guild.id, locale: GUILD_LOCALE, features: [] },
    guild_locale: GUILD_LOCALE,
    member,
    context: InteractionContextType.Guild,
  };
}

function interactionMember(
  world: World,
  guild: GuildRecord,
  channel: ChannelRecord,
  userId: string,
): APIInteractionGuildMember | undefined {
  const member = guild.members.get(userId);
  if (member === undefined) return undefined;
  return {
    ...apiMember(member),
    user: userOf(world, userId),
    permissions: channelPermissions(guild, channel, userId).toString(),
  };
}

/** What the ids in an interaction's data stand for. */
export interface Resolved {
  users?: Record<string, unknown>;
  members?: Record<string, unknown>;
  roles?: Record<string, unknown>;
  channels?: Record<string, unknown>;
  messages?: Record<string, unknown>;
  attachments?: Record<string, unknown>;
}

export interface Referenced {
  readonly userIds?: readonly string[];
  readonly roleIds?: readonly string[];
  readonly channelIds?: readonly string[];
  readonly messages?: readonly MessageRecord[];
  readonly attachments?: readonly APIAttachment[];
}

/** Looks up what is referenced, as seen from this channel; empty groups are left out. */
export function resolve(world: World, channel: ChannelRecord, referenced: Referenced): Resolved {
  const guild = world.guildOf(channel);
  const { userIds = [], roleIds = [], channelIds = [], messages = [], attachments = [] } = referenced;
  const groups: Required<Resolved> = {
    users: {},
    members: {},
    roles: {},
    channels: {},
    messages: {},
    attachments: {},
  };
  for (const id of userIds) {
    const user = id === world.botUser.id ? world.botUser : world.users.get(id)?.user;
    if (user === undefined) continue;
    groups.users[id] = user;
    const member = guild?.members.get(id);
    if (guild === undefined || member === undefined) continue;
    const permissions = channelPermissions(guild, channel, id).toString();
    groups.members[id] = { ...apiPartialMember(member), permissions };
  }
  for (const id of roleIds) groups.roles[id] = guild?.roles.get(id);
  for (const id of channelIds) {
    const found = world.channels.get(id);
    if (found === undefined) continue;
    const permissions = channelPermissions(world.guildOf(found), found, world.botUser.id).toString();
    groups.channels[id] = { ...apiChannel(world, found), permissions };
  }
  for (const { message } of messages) groups.messages[message.id] = message;
  for (const attachment of attachments) groups.attachments[attachment.id] = attachment;
  return Object.fromEntries(Object.entries(groups).filter(([, group]) => Object.keys(group).length > 0));
}
