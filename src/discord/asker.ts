import type { BaseInteraction } from 'discord.js';
import type { Asker } from '../services/membership.ts';

export function askerOf({ user, guildId }: Pick<BaseInteraction, 'user' | 'guildId'>): Asker {
  return { userId: user.id, guildId };
}
