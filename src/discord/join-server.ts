import type { BaseInteraction } from 'discord.js';
import type { Sighting } from '../services/presence.ts';
import type { Services } from '../services/services.ts';

/** Who joins a pathway, or walks it, in a server that the bot is a member of, is counted there. */
export async function joinServer(
  interaction: BaseInteraction,
  { presence }: Pick<Services, 'presence'>,
): Promise<void> {
  const sighting = sightingOf(interaction);
  if (sighting !== undefined) await presence.join(sighting);
}

/** `undefined` where the bot is not a member itself. */
export function sightingOf(interaction: BaseInteraction): Sighting | undefined {
  if (!interaction.inCachedGuild()) return undefined;
  const { guildId, user, member } = interaction;
  return { guildId, userId: user.id, name: member.displayName };
}
