const EXCERPT_MAX_LENGTH = 80;

/** What was found in place of what was expected, cut to a length that a line can hold; never through a character. */
export function excerpt(found: string): string {
  const characters = Array.from(found);
  return characters.length <= EXCERPT_MAX_LENGTH
    ? found
    : `${characters.slice(0, EXCERPT_MAX_LENGTH - 1).join('')}…`;
}
