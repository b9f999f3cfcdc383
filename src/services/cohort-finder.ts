import type { Cohort } from '../domain/cohort.ts';
import { UserError } from '../domain/errors.ts';
import { resolveCandidate } from '../domain/matching.ts';
import type { Repositories } from './ports.ts';

/** Who asks something about cohorts, and where. */
export interface CohortAsker {
  readonly userId: string;
  readonly guildId: string;
  /** Has the permission *Manage Server* there, which counts as looking after every cohort. */
  readonly managesServer: boolean;
}

type Cohorts = Pick<Repositories, 'cohorts'>;

/**
 * The cohort of the asker's server that they mean.
 * @param query an id or what they typed; the only one they are in or look after, when absent.
 * @throws {UserError} `no-cohorts`, `unknown-cohort`, `cohort-gone`, `ambiguous-cohort` or `cohort-not-chosen`
 */
export async function findCohort(
  { cohorts }: Cohorts,
  asker: CohortAsker,
  query: string | undefined,
): Promise<Cohort> {
  const all = await cohorts.list(asker.guildId);
  if (all.length === 0) throw new UserError({ code: 'no-cohorts' });
  if (query === undefined) return onlyOwn({ cohorts }, asker);
  const byId = all.find(({ id }) => id === query);
  if (byId !== undefined) return byId;
  if (isId(query)) throw new UserError({ code: 'cohort-gone' });
  // Those that are under way first: an archived one gives up its name.
  for (const pool of [all.filter(isActive), all.filter((cohort) => !isActive(cohort))]) {
    const resolution = resolveCandidate(
      query,
      pool.map((cohort) => ({ item: cohort, names: [cohort.name] })),
    );
    if (resolution.kind === 'one') return resolution.item;
    if (resolution.kind === 'several') {
      throw new UserError({ code: 'ambiguous-cohort', query, matches: resolution.items.map(nameOf) });
    }
  }
  throw new UserError({ code: 'unknown-cohort', query, cohorts: all.filter(isActive).map(nameOf) });
}

/** @throws {UserError} `cohort-not-chosen` */
async function onlyOwn(repositories: Cohorts, asker: CohortAsker): Promise<Cohort> {
  const own = (await ownCohorts(repositories, asker)).filter(isActive);
  const [first, second] = own;
  if (first !== undefined && second === undefined) return first;
  const choice = own.length > 0 ? own : (await repositories.cohorts.list(asker.guildId)).filter(isActive);
  throw new UserError({ code: 'cohort-not-chosen', cohorts: choice.map(nameOf) });
}

/** Those of this server in which the asker is a member, and then those they look after. */
export async function ownCohorts({ cohorts }: Cohorts, asker: CohortAsker): Promise<readonly Cohort[]> {
  const both = [...(await cohorts.ofMember(asker.userId)), ...(await cohorts.ofFacilitator(asker.userId))];
  const byId = new Map(both.filter(({ guildId }) => guildId === asker.guildId).map((own) => [own.id, own]));
  return [...byId.values()];
}

/** By the id that a component carries. @throws {UserError} `cohort-gone`, of another server's as well */
export async function cohortById(
  { cohorts }: Cohorts,
  asker: CohortAsker,
  cohortId: string,
): Promise<Cohort> {
  const cohort = await cohorts.find(cohortId);
  if (cohort?.guildId !== asker.guildId) throw new UserError({ code: 'cohort-gone' });
  return cohort;
}

export async function looksAfter({ cohorts }: Cohorts, asker: CohortAsker, cohort: Cohort): Promise<boolean> {
  return asker.managesServer || (await cohorts.facilitators(cohort.id)).includes(asker.userId);
}

/** @throws {UserError} `facilitators-only` */
export async function requireFacilitator(
  repositories: Cohorts,
  asker: CohortAsker,
  cohort: Cohort,
): Promise<void> {
  if (await looksAfter(repositories, asker, cohort)) return;
  throw new UserError({ code: 'facilitators-only', cohort: cohort.name });
}

/** What the members of a cohort show each other is theirs. @throws {UserError} `not-in-cohort` */
export async function requireInside(
  repositories: Cohorts,
  asker: CohortAsker,
  cohort: Cohort,
): Promise<void> {
  if ((await repositories.cohorts.membership(cohort.id, asker.userId)) !== undefined) return;
  if (await looksAfter(repositories, asker, cohort)) return;
  throw new UserError({ code: 'not-in-cohort', cohort: cohort.name });
}

/** @throws {UserError} `cohort-archived` */
export function requireActive(cohort: Cohort): void {
  if (!isActive(cohort)) throw new UserError({ code: 'cohort-archived', cohort: cohort.name });
}

export function isActive({ archivedAt }: Cohort): boolean {
  return archivedAt === null;
}

/** A component, or the list of choices, named one that is not there, or not in this server. */
function isId(query: string): boolean {
  return /^\d{17,20}$/.test(query);
}

function nameOf({ name }: Cohort): string {
  return name;
}
