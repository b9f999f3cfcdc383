import type { BaseInteraction, User } from 'discord.js';
import { UserError } from '../domain/errors.ts';
import type { Answer, Context } from './command.ts';
import type { Person } from './person.ts';
import { othersProgressView, ownProgressView } from './views/progress.ts';

/** The answer to "how far is this person?", from the slash command and from the right-click menu alike. */
export async function progressAnswer(
  { user: asker, guildId }: Pick<BaseInteraction, 'user' | 'guildId'>,
  target: User,
  person: Person,
  { services, words }: Context,
): Promise<Answer> {
  if (target.id === asker.id)
    return { view: ownProgressView(words, await services.progress.standing(asker.id), person) };
  if (target.bot) throw new UserError({ code: 'bots-do-not-learn' });
  return { view: othersProgressView(words, await services.progress.standingOf(target.id, guildId), person) };
}
