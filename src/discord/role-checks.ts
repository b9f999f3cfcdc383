import { PermissionFlagsBits, type Guild, type GuildMember, type Role } from 'discord.js';
import type { Problem } from '../domain/errors.ts';
import type { Pathway } from '../domain/pathway.ts';
import type { PhaseRoleFaults } from './views/phase-roles.ts';

/**
 * What nobody should come by through tasks that they tick off themselves: the permissions for which Discord wants a
 * second factor of moderators, and those that let one disturb or watch everybody.
 */
const POWERS =
  PermissionFlagsBits.Administrator |
  PermissionFlagsBits.ManageGuild |
  PermissionFlagsBits.ManageRoles |
  PermissionFlagsBits.ManageChannels |
  PermissionFlagsBits.ManageMessages |
  PermissionFlagsBits.ManageThreads |
  PermissionFlagsBits.ManageWebhooks |
  PermissionFlagsBits.ManageGuildExpressions |
  PermissionFlagsBits.ManageEvents |
  PermissionFlagsBits.ManageNicknames |
  PermissionFlagsBits.KickMembers |
  PermissionFlagsBits.BanMembers |
  PermissionFlagsBits.ModerateMembers |
  PermissionFlagsBits.MuteMembers |
  PermissionFlagsBits.DeafenMembers |
  PermissionFlagsBits.MoveMembers |
  PermissionFlagsBits.MentionEveryone |
  PermissionFlagsBits.ViewAuditLog |
  PermissionFlagsBits.ViewGuildInsights |
  PermissionFlagsBits.ViewCreatorMonetizationAnalytics;

export function isPowerful({ permissions }: Pick<Role, 'permissions'>): boolean {
  return permissions.any(POWERS);
}

/** What keeps the bot from giving the phases' roles, as far as can be seen beforehand. */
export function phaseRoleFaults(
  guild: Guild,
  pathway: Pathway | undefined,
  roleIds: ReadonlyMap<string, string>,
): PhaseRoleFaults {
  const isForbidden = guild.members.me?.permissions.has(PermissionFlagsBits.ManageRoles) !== true;
  const chosen = (pathway?.phases ?? []).flatMap(({ id }, index) => {
    const roleId = roleIds.get(id);
    return roleId === undefined ? [] : [{ number: index + 1, role: guild.roles.cache.get(roleId) }];
  });
  const roles = new Set(chosen.map(({ role }) => role).filter((role) => role !== undefined));
  const above = [...roles].filter(isAboveBot);
  const powerful = [...roles].filter((role) => isPowerful(role) && !above.includes(role));
  return {
    isForbidden: isForbidden && chosen.length > 0,
    gone: chosen.filter(({ role }) => role === undefined).map(({ number }) => number),
    above: above.map(({ id }) => id),
    powerful: powerful.map(({ id }) => id),
  };
}

function isAboveBot(role: Role): boolean {
  const highest = role.guild.members.me?.roles.highest;
  return highest === undefined || role.comparePositionTo(highest) >= 0;
}

/** Why this member may not have the bot give the role to others; `undefined` when they may. */
export function problemOfRole(guild: Guild, roleId: string, member: GuildMember): Problem | undefined {
  const role = guild.roles.cache.get(roleId);
  if (role === undefined) return { code: 'role-gone' };
  if (role.managed || role.id === guild.id) return { code: 'role-not-for-giving', roleId };
  if (isPowerful(role)) return { code: 'role-powerful', roleId };
  if (isAboveBot(role)) return { code: 'role-above-mine', roleId };
  return mayGive(member, role) ? undefined : { code: 'role-not-yours-to-give', roleId };
}

/** By Discord's own rules. */
function mayGive(member: GuildMember, role: Role): boolean {
  if (member.guild.ownerId === member.id) return true;
  const { highest } = member.roles;
  return member.permissions.has(PermissionFlagsBits.ManageRoles) && role.comparePositionTo(highest) < 0;
}
