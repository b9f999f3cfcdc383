import { PermissionFlagsBits, type APIRole } from 'discord-api-types/v10';
import { channelPermissions, guildPermissions, has } from '../permissions.ts';
import { refusals } from '../rest-error.ts';
import { isAbove, rolesByRank } from '../roles.ts';
import type { ChannelRecord, GuildRecord, MemberRecord, World } from '../world.ts';

/** What the bot may reach: each function returns the thing or throws the refusal Discord would give. */
export interface Access {
  /** @throws RestError 10003, 50001 */
  channel(id: string): ChannelRecord;
  /** @throws RestError 50001, 50013 */
  requireIn(channel: ChannelRecord, permission: bigint): void;
  /** @throws RestError 10004, 50001 */
  guild(id: string): GuildRecord;
  requireInGuild(guild: GuildRecord, permission: bigint): void;
  /** @throws RestError 10007, 10013 */
  member(guild: GuildRecord, userId: string): MemberRecord;
  /** @throws RestError 10011 */
  role(guild: GuildRecord, roleId: string): APIRole;
  /** A role that the bot may change: it stands below the bot's own highest. @throws RestError 10011, 50013 */
  lowerRole(guild: GuildRecord, roleId: string): APIRole;
}

export function createAccess(world: World): Access {
  const botId = world.botUser.id;
  return {
    channel(id) {
      const channel = world.channels.get(id);
      if (channel === undefined) throw refusals.unknownChannel();
      const permissions = channelPermissions(world.guildOf(channel), channel, botId);
      if (!has(permissions, PermissionFlagsBits.ViewChannel)) throw refusals.missingAccess();
      return channel;
    },

    requireIn(channel, permission) {
      const permissions = channelPermissions(world.guildOf(channel), channel, botId);
      if (!has(permissions, permission)) throw refusals.missingPermissions();
    },

    guild(id) {
      const guild = world.guilds.get(id);
      if (guild === undefined) throw refusals.unknownGuild();
      if (!world.isBotIn(guild)) throw refusals.missingAccess();
      return guild;
    },

    requireInGuild(guild, permission) {
      if (!has(guildPermissions(guild, botId), permission)) throw refusals.missingPermissions();
    },

    member(guild, userId) {
      const member = guild.members.get(userId);
      if (member !== undefined) return member;
      throw world.users.has(userId) ? refusals.unknownMember() : refusals.unknownUser();
    },

    role,

    lowerRole(guild, roleId) {
      const wanted = role(guild, roleId);
      const own = guild.members.get(botId)?.roleIds ?? new Set();
      const highest = rolesByRank(guild).find(({ id }) => own.has(id));
      if (highest === undefined || !isAbove(highest, wanted)) throw refusals.missingPermissions();
      return wanted;
    },
  };

  function role(guild: GuildRecord, roleId: string): APIRole {
    const found = guild.roles.get(roleId);
    if (found === undefined) throw refusals.unknownRole();
    return found;
  }
}
