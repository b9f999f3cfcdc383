/**
 * PostgreSQL keeps every character in a text but this one, which nobody types and nobody sees. SQLite would keep it, and
 * the database could not be moved.
 */
const NUL = '\0';

/** A parameter as both engines keep it. */
export function storable(parameter: unknown): unknown {
  return typeof parameter === 'string' && parameter.includes(NUL) ? parameter.replaceAll(NUL, '') : parameter;
}
