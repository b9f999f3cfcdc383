import { PermissionFlagsBits } from 'discord-api-types/v10';
import { channelPermissions, guildPermissions, has } from '../permissions.ts';
import { refusals } from '../rest-error.ts';
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
  /** A role the bot may give: it stands below the bot's own highest. @throws RestError 10011, 50013 */
  assignableRole(guild: GuildRecord, roleId: string): string;
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

    assignableRole(guild, roleId) {
      const role = guild.roles.get(roleId);
      if (role === undefined) throw refusals.unknownRole();
      const own = [...(guild.members.get(botId)?.roleIds ?? [])];
      const highest = Math.max(0, ...own.map((id) => guild.roles.get(id)?.position ?? 0));
      if (role.managed || role.id === guild.id || role.position >= highest)
        throw refusals.missingPermissions();
      return roleId;
    },
  };
}
