import {
  PermissionFlagsBits,
  type BaseInteraction,
  type ChatInputCommandInteraction,
  type GuildMember,
} from 'discord.js';
import { UserError } from '../domain/errors.ts';
import type { CohortAsker } from '../services/cohort-finder.ts';

/** Who asks, by what Discord says of them with each interaction. @throws {UserError} `server-only` */
export function askerOf(interaction: BaseInteraction): CohortAsker {
  if (!interaction.inCachedGuild()) throw new UserError({ code: 'server-only' });
  const { user, guildId, memberPermissions } = interaction;
  return { userId: user.id, guildId, managesServer: memberPermissions.has(PermissionFlagsBits.ManageGuild) };
}

/** As others in the server call the asker. @throws {UserError} `server-only` */
export function memberOf(interaction: BaseInteraction): GuildMember {
  if (!interaction.inCachedGuild()) throw new UserError({ code: 'server-only' });
  return interaction.member;
}

/**
 * The id of a person named in an option who may look after something.
 * @throws {UserError} `not-in-server` or `bots-do-not-learn`
 */
export function personNamed(
  { options }: Pick<ChatInputCommandInteraction, 'options'>,
  name: string,
): string | undefined {
  const user = options.getUser(name);
  if (user === null) return undefined;
  if (user.bot) throw new UserError({ code: 'bots-do-not-learn' });
  if (options.getMember(name) === null) throw new UserError({ code: 'not-in-server', userId: user.id });
  return user.id;
}
