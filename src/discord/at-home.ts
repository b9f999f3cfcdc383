import { InteractionContextType, type BaseInteraction } from 'discord.js';
import { UserError } from '../domain/errors.ts';
import type { Pathway } from '../domain/pathway.ts';
import type { Context } from './command.ts';

/** Whether others may see this pathway here: what a server brought for itself stays with it. */
export function isAtHome(
  { services }: Context,
  { context, guildId }: Pick<BaseInteraction, 'context' | 'guildId'>,
  { id }: Pathway,
): boolean {
  return context === InteractionContextType.BotDM || services.library.isAtHome(id, guildId);
}

/** For what others will see. @throws {UserError} `pathway-elsewhere` */
export function requireAtHome(
  context: Context,
  interaction: Pick<BaseInteraction, 'context' | 'guildId'>,
  pathway: Pathway,
): void {
  if (!isAtHome(context, interaction, pathway)) throw new UserError({ code: 'pathway-elsewhere' });
}
