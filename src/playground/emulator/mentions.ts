import { AllowedMentionsTypes, type APIAllowedMentions } from 'discord-api-types/v10';

export interface Mentions {
  readonly userIds: readonly string[];
  readonly roleIds: readonly string[];
  readonly everyone: boolean;
}

const CODE = /```[\s\S]*?```|`[^`\n]*`/g;

/** Who is pinged by the text: what stands in it (code does not count) and is allowed besides. */
export function mentionsIn(text: string, allowed: APIAllowedMentions): Mentions {
  const plain = text.replace(CODE, '');
  const all = (pattern: RegExp) => [...new Set([...plain.matchAll(pattern)].map(([, id]) => id ?? ''))];
  const may = (type: AllowedMentionsTypes) => allowed.parse?.includes(type) ?? false;
  return {
    userIds: all(/<@!?(\d+)>/g).filter(
      (id) => may(AllowedMentionsTypes.User) || (allowed.users?.includes(id) ?? false),
    ),
    roleIds: all(/<@&(\d+)>/g).filter(
      (id) => may(AllowedMentionsTypes.Role) || (allowed.roles?.includes(id) ?? false),
    ),
    everyone: may(AllowedMentionsTypes.Everyone) && /@(?:everyone|here)\b/.test(plain),
  };
}

/** What counts when a message names no `allowed_mentions`: everything, or for interaction answers users only. */
export function defaultMentions(isInteractionAnswer: boolean): APIAllowedMentions {
  return {
    parse: isInteractionAnswer
      ? [AllowedMentionsTypes.User]
      : [AllowedMentionsTypes.User, AllowedMentionsTypes.Role, AllowedMentionsTypes.Everyone],
  };
}
