import { PermissionFlagsBits, type BaseInteraction, type Guild, type GuildMember } from 'discord.js';
import { UserError } from '../domain/errors.ts';

export interface ServerManager {
  readonly guild: Guild;
  readonly member: GuildMember;
}

/**
 * Discord hides `/setup` from everybody else, but what it sends may be forged, and a server may lend the command to
 * others.
 * @throws {UserError} `server-only` or `managers-only`
 */
export function requireManager(interaction: BaseInteraction): ServerManager {
  if (!interaction.inCachedGuild()) throw new UserError({ code: 'server-only' });
  if (!interaction.memberPermissions.has(PermissionFlagsBits.ManageGuild)) {
    throw new UserError({ code: 'managers-only' });
  }
  return interaction;
}
