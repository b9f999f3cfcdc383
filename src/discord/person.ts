import type { BaseInteraction, GuildMember, User } from 'discord.js';
import { AVATAR_SIZE } from './avatar-reader.ts';

/** Somebody as pictures show them. */
export interface Person {
  /** As others here call them. */
  readonly name: string;
  /** `undefined` for somebody without an avatar of their own. */
  readonly avatarUrl?: string | undefined;
}

/** A member of the server in which something is asked, as far as Discord tells; it tells it in several shapes. */
type MemberHere = Pick<GuildMember, 'nickname'> | { readonly nick?: string | null | undefined } | null;

export function personOf(user: User, member: MemberHere): Person {
  return {
    name: nicknameOf(member) ?? user.displayName,
    avatarUrl: user.avatarURL({ extension: 'png', size: AVATAR_SIZE, forceStatic: true }) ?? undefined,
  };
}

export function askingPerson({ user, member }: Pick<BaseInteraction, 'user' | 'member'>): Person {
  return personOf(user, member);
}

function nicknameOf(member: MemberHere): string | undefined {
  if (member === null) return undefined;
  return ('nickname' in member ? member.nickname : member.nick) ?? undefined;
}
