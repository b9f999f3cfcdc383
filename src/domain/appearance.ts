import { UserError } from './errors.ts';
import type { Member } from './member.ts';

/** On which kind of board somebody stands. */
export type BoardKind = 'server' | 'cohort';

export const ALIAS_LENGTH = { min: 2, max: 32 } as const;

/** How a member stands on a board; `null`: hidden, seen by nobody but themselves. */
export type Appearance = { readonly kind: 'named' | 'alias'; readonly text: string } | null;

/**
 * Until they choose, members are named inside a cohort, which they joined to walk together, and hidden on a server's
 * board, where nobody asked them.
 * @param name as others in the server call them; `null` while it is not known.
 */
export function appearanceOn(
  kind: BoardKind,
  { visibility, alias }: Pick<Member, 'visibility' | 'alias'>,
  name: string | null,
): Appearance {
  switch (visibility ?? (kind === 'cohort' ? 'named' : 'hidden')) {
    case 'named':
      return name === null ? null : { kind: 'named', text: name };
    case 'alias':
      return alias === null ? null : { kind: 'alias', text: alias };
    case 'hidden':
      return null;
  }
}

/** @throws {UserError} `bad-alias` */
export function parseAlias(text: string): string {
  const alias = text.replace(UNSEEN, ' ').trim();
  const hasSubstance = /[\p{L}\p{N}\p{S}]/u.test(alias);
  if (!hasSubstance || alias.length < ALIAS_LENGTH.min || alias.length > ALIAS_LENGTH.max) {
    throw new UserError({ code: 'bad-alias', ...ALIAS_LENGTH });
  }
  return alias;
}

/** What shows as nothing, or as a blank; save the two joiners, which emoji and several scripts need. */
const UNSEEN = /(?:(?![\u200C\u200D])[\p{Cc}\p{Cf}\s\u115F\u1160\u3164\uFFA0\u2800])+/gu;
