import type { BaseInteraction } from 'discord.js';
import type { Services } from '../services/services.ts';

/** Who joins a pathway, or walks it, in a server that the bot is a member of, is counted there. */
export async function joinServer(
  interaction: BaseInteraction,
  { servers }: Pick<Services, 'servers'>,
): Promise<void> {
  if (interaction.inCachedGuild()) await servers.addMember(interaction.guildId, interaction.user.id);
}
