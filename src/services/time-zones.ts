import { UserError } from '../domain/errors.ts';
import { parseTimeZone } from '../domain/local-time.ts';
import { resolveCandidate, searchCandidates } from '../domain/matching.ts';

/** Names of today that a runtime understands but may list under the older ones: Calcutta, Kiev, Saigon … */
const CURRENT_NAMES = [
  'Africa/Asmara',
  'America/Nuuk',
  'Asia/Ho_Chi_Minh',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Yangon',
  'Atlantic/Faroe',
  'Europe/Kyiv',
  'Pacific/Chuuk',
  'Pacific/Kanton',
  'Pacific/Pohnpei',
];
const currentNames = new Map(CURRENT_NAMES.map((name) => [parseTimeZone(name), name]));

// The runtime's list leaves UTC out.
const candidates = [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])].map((listed) => {
  const current = currentNames.get(listed) ?? listed;
  return { item: current, names: [current, listed].flatMap((zone) => [zone, cityOf(zone)]) };
});

function cityOf(zone: string): string {
  return zone.slice(zone.lastIndexOf('/') + 1);
}

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
