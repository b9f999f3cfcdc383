import type { BaseInteraction } from 'discord.js';
import type { Answer, Context } from './command.ts';
import { profileView } from './views/profile.ts';

/** The asker's own profile. @throws {UserError} `not-joined` */
export async function profileAnswer(
  { user }: Pick<BaseInteraction, 'user'>,
  { services, words, mention }: Context,
  news: { readonly isSaved?: boolean } = {},
): Promise<Answer> {
  return { view: profileView(words, await services.profiles.show(user.id), mention, news) };
}
