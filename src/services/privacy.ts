import type { PersonalExport } from '../domain/personal-export.ts';
import { isActive } from './cohort-finder.ts';
import type { PathwayLibrary } from './pathway-library.ts';
import { exportOf } from './personal-export.ts';
import type { Clock, PersonalData, Repositories, RoleGiver, ServerMember, Store } from './ports.ts';

/** How much is kept on somebody. */
export interface Holdings {
  /** False for somebody of whom there is nothing at all. */
  readonly isKnown: boolean;
  readonly pathways: number;
  readonly records: number;
  readonly hasReminder: boolean;
  /** Reminders that went out, or are to. */
  readonly deliveries: number;
  /** Servers in which they were seen. */
  readonly servers: number;
  /** Servers that they set up last. */
  readonly serversSetUp: number;
  readonly cohorts: number;
  readonly cohortsLookedAfter: number;
  /** Servers in which they tried wrong codes of cohorts. */
  readonly codeGuesses: number;
  /** The names of those under way that nobody else looks after. */
  readonly leftAlone: readonly string[];
}

export interface Erased {
  /** What there was. */
  readonly holdings: Holdings;
  /** Phase roles that Discord did not let the bot take back. */
  readonly rolesLeft: number;
}

/** What somebody may ask about themselves, and about nobody else. */
export interface PrivacyService {
  holdings(userId: string): Promise<Holdings>;
  /** Everything that is kept on them. */
  export(userId: string): Promise<PersonalExport>;
  /** Erases all of it, for good. A cohort that they alone look after stays, for its server's managers to look after. */
  erase(userId: string): Promise<Erased>;
}

interface Dependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly library: PathwayLibrary;
  readonly roleGiver: RoleGiver;
}

export function createPrivacyService({ store, clock, library, roleGiver }: Dependencies): PrivacyService {
  /** @returns those that could not be taken: whatever is wrong with Discord, it keeps nobody from being erased. */
  const takeRoles = async (held: readonly HeldRole[]): Promise<readonly HeldRole[]> => {
    const taken = await Promise.allSettled(
      held.map(({ guildId, userId, phaseRoleId }) => roleGiver.take(guildId, userId, phaseRoleId)),
    );
    return held.filter((_, index) => taken[index]?.status === 'rejected');
  };

  return {
    holdings: (userId) =>
      store.transaction(async (repositories) =>
        holdingsOf(repositories, await repositories.personalData.of(userId)),
      ),

    async export(userId) {
      const { data, tasks } = await store.transaction(async (repositories) => ({
        data: await repositories.personalData.of(userId),
        tasks: await repositories.tasks.list(),
      }));
      return exportOf(userId, data, { library, tasks }, clock.now());
    },

    async erase(userId) {
      const before = heldRoles(await store.personalData.of(userId));
      const refused = await takeRoles(before);
      const { data, holdings } = await store.transaction(async (repositories) => {
        const { personalData, scores, pinnedBoards } = repositories;
        const data = await personalData.of(userId);
        const holdings = await holdingsOf(repositories, data);
        await scores.replace(userId, []);
        await pinnedBoards.setDue(
          data.cohortMemberships.map(({ cohortId }) => cohortId),
          clock.now(),
        );
        await personalData.erase(userId);
        return { data, holdings };
      });
      // Roles are kept in step all the time: one may have been given while the others were taken.
      const since = heldRoles(data).filter((role) => !before.some((known) => isUnchanged(known, role)));
      const rolesLeft = new Set([...refused, ...(await takeRoles(since))].map(({ guildId }) => guildId)).size;
      return { holdings, rolesLeft };
    },
  };
}

type HeldRole = ServerMember & { readonly phaseRoleId: string };

/** Whoever leaves a server leaves its roles. */
function heldRoles({ serverMembers }: PersonalData): readonly HeldRole[] {
  return serverMembers.flatMap((member) => {
    const { phaseRoleId, leftAt } = member;
    return phaseRoleId === null || leftAt !== null ? [] : [{ ...member, phaseRoleId }];
  });
}

function isUnchanged(before: HeldRole, after: HeldRole): boolean {
  return (
    before.guildId === after.guildId &&
    before.phaseRoleId === after.phaseRoleId &&
    before.phaseRoleDueAt === after.phaseRoleDueAt
  );
}

async function holdingsOf({ cohorts }: Repositories, data: PersonalData): Promise<Holdings> {
  const leftAlone: string[] = [];
  for (const { cohort } of data.facilitations) {
    if (!isActive(cohort)) continue;
    if ((await cohorts.facilitators(cohort.id)).length === 1) leftAlone.push(cohort.name);
  }
  return {
    isKnown: Object.values(data).some((kept) => (Array.isArray(kept) ? kept.length > 0 : kept !== undefined)),
    pathways: data.enrolments.length,
    records: data.completions.length,
    hasReminder: data.nudge !== undefined,
    deliveries: data.deliveries.length,
    servers: data.serverMembers.length,
    serversSetUp: data.servers.length,
    cohorts: data.cohortMemberships.length,
    cohortsLookedAfter: data.facilitations.length,
    codeGuesses: data.codeGuesses.length,
    leftAlone,
  };
}
