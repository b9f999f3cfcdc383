import {
  GatewayDispatchEvents,
  GatewayIntentBits,
  type APIRole,
  type GatewayGuildRoleDeleteDispatchData,
  type GatewayGuildRoleModifyDispatchData,
} from 'discord-api-types/v10';
import type { Broadcast } from './broadcast.ts';
import { refusals } from './rest-error.ts';
import type { GuildRecord, NewRole, World } from './world.ts';

/** Discord's limit, @everyone included. */
const ROLES_PER_GUILD = 250;

export interface Roles {
  /** @throws RestError 30005 */
  create(guild: GuildRecord, role: NewRole): APIRole;
  edit(guild: GuildRecord, role: APIRole, changes: Partial<APIRole>): APIRole;
  /** Puts the role at this position, 1 being the lowest above @everyone; the others make room. */
  move(guild: GuildRecord, role: APIRole, position: number): void;
  /** Members and channels lose it too. */
  remove(guild: GuildRecord, role: APIRole): void;
}

/** Roles as they come to be, change and go, and the telling of it to the bot and the people. */
export function createRoles(world: World, broadcast: Broadcast): Roles {
  function tell(
    guild: GuildRecord,
    name:
      | GatewayDispatchEvents.GuildRoleCreate
      | GatewayDispatchEvents.GuildRoleUpdate
      | GatewayDispatchEvents.GuildRoleDelete,
    data: GatewayGuildRoleModifyDispatchData | GatewayGuildRoleDeleteDispatchData,
  ): void {
    broadcast.toPeople({ type: 'roles-changed' });
    if (!world.isBotIn(guild)) return;
    broadcast.toBot({ name, data, guildId: guild.id, intents: GatewayIntentBits.Guilds });
  }

  const roles: Roles = {
    create(guild, given) {
      if (guild.roles.size >= ROLES_PER_GUILD) throw refusals.tooManyRoles();
      const role = world.addRole(guild, given);
      tell(guild, GatewayDispatchEvents.GuildRoleCreate, { guild_id: guild.id, role });
      return role;
    },

    edit(guild, role, changes) {
      const changed = { ...role, ...changes };
      guild.roles.set(role.id, changed);
      tell(guild, GatewayDispatchEvents.GuildRoleUpdate, { guild_id: guild.id, role: changed });
      return changed;
    },

    move(guild, role, position) {
      const upwards = rolesByRank(guild)
        .filter(({ id }) => id !== guild.id && id !== role.id)
        .reverse();
      upwards.splice(position - 1, 0, role);
      for (const [index, each] of upwards.entries()) {
        if (each.position !== index + 1) roles.edit(guild, each, { position: index + 1 });
      }
    },

    remove(guild, role) {
      guild.roles.delete(role.id);
      for (const { roleIds } of guild.members.values()) roleIds.delete(role.id);
      for (const channel of guild.channels.values()) {
        channel.overwrites = channel.overwrites.filter(({ id }) => id !== role.id);
      }
      tell(guild, GatewayDispatchEvents.GuildRoleDelete, { guild_id: guild.id, role_id: role.id });
    },
  };
  return roles;
}

/** Highest first. */
export function rolesByRank(guild: GuildRecord): APIRole[] {
  return [...guild.roles.values()].sort((one, other) => (isAbove(one, other) ? -1 : 1));
}

/**
 * Positions need not differ: a new role shares the lowest with whatever stands there until somebody moves one, and
 * of two at the same position the older is the higher.
 */
export function isAbove(one: APIRole, other: APIRole): boolean {
  if (one.position !== other.position) return one.position > other.position;
  return BigInt(one.id) < BigInt(other.id);
}
