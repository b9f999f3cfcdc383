import { UserError } from '../domain/errors.ts';
import { parseTimeZone } from '../domain/local-time.ts';
import { resolveCandidate, searchCandidates } from '../domain/matching.ts';

const candidates = Intl.supportedValuesOf('timeZone').map((zone) => ({
  item: zone,
  names: [zone, zone.slice(zone.lastIndexOf('/') + 1)],
}));

/** IANA names, best match first: "berlin", "europe/ber" and "Europe/Berlin" all find Europe/Berlin. */
export function searchTimeZones(query: string): readonly string[] {
  return searchCandidates(query, candidates);
}

/** @throws {UserError} `unknown-time-zone` */
export function resolveTimeZone(query: string): string {
  const exact = parseTimeZone(query.trim());
  if (exact !== undefined) return exact;
  const resolution = resolveCandidate(query, candidates);
  if (resolution.kind === 'one') return resolution.item;
  throw new UserError({ code: 'unknown-time-zone', query });
}
