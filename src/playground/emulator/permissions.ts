import { OverwriteType, PermissionFlagsBits as Bits } from 'discord-api-types/v10';
import { isThread } from './api-objects.ts';
import type { ChannelRecord, GuildRecord } from './world.ts';

export const ALL_PERMISSIONS = Object.values(Bits).reduce((all, bit) => all | bit, 0n);

/** What @everyone may do in a new guild. */
export const EVERYONE_PERMISSIONS =
  Bits.ViewChannel |
  Bits.SendMessages |
  Bits.SendMessagesInThreads |
  Bits.CreatePublicThreads |
  Bits.EmbedLinks |
  Bits.AttachFiles |
  Bits.ReadMessageHistory |
  Bits.AddReactions |
  Bits.UseExternalEmojis |
  Bits.UseApplicationCommands |
  Bits.ChangeNickname |
  Bits.CreateInstantInvite |
  Bits.Connect |
  Bits.Speak;

/** What the bot's own role may do: the permissions that its invitation asked for. */
export const BOT_ROLE_PERMISSIONS =
  Bits.ViewChannel |
  Bits.SendMessages |
  Bits.SendMessagesInThreads |
  Bits.CreatePublicThreads |
  Bits.EmbedLinks |
  Bits.AttachFiles |
  Bits.ReadMessageHistory |
  Bits.PinMessages |
  Bits.ManageRoles;

/** What anyone may do in a direct message. */
const DM_PERMISSIONS =
  Bits.ViewChannel |
  Bits.SendMessages |
  Bits.EmbedLinks |
  Bits.AttachFiles |
  Bits.ReadMessageHistory |
  Bits.AddReactions |
  Bits.UseExternalEmojis |
  Bits.MentionEveryone;

/** What an interaction says the app may do where its bot is not a member: in direct messages, or elsewhere. */
const NON_MEMBER_PERMISSIONS = Bits.EmbedLinks | Bits.AttachFiles | Bits.MentionEveryone;

export function guildPermissions(guild: GuildRecord, userId: string): bigint {
  if (guild.ownerId === userId) return ALL_PERMISSIONS;
  const member = guild.members.get(userId);
  if (member === undefined) return 0n;
  let permissions = BigInt(guild.roles.get(guild.id)?.permissions ?? 0);
  for (const roleId of member.roleIds) permissions |= BigInt(guild.roles.get(roleId)?.permissions ?? 0);
  return (permissions & Bits.Administrator) === 0n ? permissions : ALL_PERMISSIONS;
}

/** In a guild channel: the guild's permissions, then the overwrites for @everyone, roles and the member. */
export function channelPermissions(
  guild: GuildRecord | undefined,
  channel: ChannelRecord,
  userId: string,
): bigint {
  if (channel.guildId === null) return DM_PERMISSIONS;
  if (guild === undefined) return 0n;
  const base = guildPermissions(guild, userId);
  const member = guild.members.get(userId);
  if (member === undefined || base === ALL_PERMISSIONS) return base;
  const parent = channel.parentId === null ? undefined : guild.channels.get(channel.parentId);
  const overwrites = (parent ?? channel).overwrites;
  const everyone = overwrites.find(({ id }) => id === guild.id);
  const own = overwrites.find(({ type, id }) => type === OverwriteType.Member && id === userId);
  const ofRoles = overwrites.filter(({ type, id }) => type === OverwriteType.Role && member.roleIds.has(id));
  const roles = {
    allow: ofRoles.reduce((bits, { allow }) => bits | BigInt(allow), 0n),
    deny: ofRoles.reduce((bits, { deny }) => bits | BigInt(deny), 0n),
  };
  return [everyone, roles, own].reduce(
    (bits, overwrite) =>
      overwrite === undefined ? bits : (bits & ~BigInt(overwrite.deny)) | BigInt(overwrite.allow),
    base,
  );
}

/** What it takes to write in the channel. */
export function sendPermission(channel: ChannelRecord): bigint {
  return isThread(channel) ? Bits.SendMessagesInThreads : Bits.SendMessages;
}

/** What the app may do in the channel, as interactions tell it. */
export function appPermissions(
  guild: GuildRecord | undefined,
  channel: ChannelRecord,
  botId: string,
): bigint {
  if (guild === undefined) return NON_MEMBER_PERMISSIONS | Bits.UseExternalEmojis;
  return guild.members.has(botId) ? channelPermissions(guild, channel, botId) : NON_MEMBER_PERMISSIONS;
}

export function has(permissions: bigint, required: bigint): boolean {
  return (permissions & required) === required;
}
