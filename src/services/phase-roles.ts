import { UserError } from '../domain/errors.ts';
import type { Pathway } from '../domain/pathway.ts';
import type { RoleTrouble } from '../domain/server.ts';
import type { PathwayLibrary } from './pathway-library.ts';
import {
  DeliveryError,
  type Clock,
  type Repositories,
  type RoleGiver,
  type ServerMember,
  type Store,
} from './ports.ts';
import type { ScoreKeeper } from './score-keeper.ts';

/** A role that a server has. */
export interface ServerRole {
  readonly id: string;
  readonly name: string;
  /** Whether whoever asks may have the bot give it. */
  readonly isUsable: boolean;
}

export interface CreateRolesRequest {
  readonly guildId: string;
  /** All there are. */
  readonly roles: readonly ServerRole[];
  /** What the role of a phase is called; its number counts from 1. */
  readonly nameOf: (phaseNumber: number, phaseTitle: string) => string;
}

export interface RoleChoice {
  readonly guildId: string;
  readonly pathwayId: string;
  readonly phaseId: string;
  /** One that the bot may give, and whoever chooses it too; `null`: the phase has none any more. */
  readonly roleId: string | null;
}

/**
 * A role for each phase of a server's pathway, which members who appear by name have while they are in it. The bot
 * gives and takes these roles and no others, and takes only what it gave.
 */
export interface PhaseRoleService {
  /** By the phase's id; empty where no phase has one. */
  list(guildId: string): Promise<ReadonlyMap<string, string>>;
  /**
   * Makes the roles that are missing: a role that is remembered and still there stays, and one of the right name, such
   * as an earlier request left, is used. Everybody's role is looked at anew.
   * @throws {UserError} `roles-not-managed`, `too-many-roles` or `roles-unavailable`; what was made until then stays.
   */
  create(request: CreateRolesRequest): Promise<void>;
  /** @throws {UserError} `outdated-button` when the server walks another pathway by now. */
  choose(choice: RoleChoice): Promise<void>;
  /** Forgets the roles: members lose those that the bot gave, bit by bit; the roles themselves stay. */
  switchOff(guildId: string): Promise<void>;
  /** Brings the roles of a few members in step with where they are. To be called every minute. */
  syncDue(): Promise<void>;
}

/** Members for whom Discord is asked in one minute: a large server that begins must not take all it lets the bot ask. */
const CHANGED_AT_ONCE = 10;

/** Of most who are due, nothing has to be asked: they have no role, and need none. */
const LOOKED_AT_ONCE = 100;

/** While a member's roles are being changed, and before a change of which nothing was heard is tried again. */
const LEASE_MS = 50 * 1000;

/** After Discord asked for less, or did not answer. */
const HOLD_MS = 5 * 60 * 1000;

interface Dependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly library: PathwayLibrary;
  readonly keeper: ScoreKeeper;
  readonly roleGiver: RoleGiver;
}

/** What has to be done about a member's roles. */
interface Change {
  /** As the store has them while it is being done. */
  readonly member: ServerMember;
  readonly give: string | null;
  readonly take: string | null;
}

export function createPhaseRoleService(dependencies: Dependencies): PhaseRoleService {
  const { store, clock, library, keeper, roleGiver } = dependencies;
  /** Asked for twice in a moment, the roles are made once. */
  const underWay = new Map<string, Promise<void>>();
  /** Until when a server's members wait because Discord asked for that. */
  const heldUntil = new Map<string, number>();

  const makeRole = async (guildId: string, name: string): Promise<string> => {
    try {
      const made = await roleGiver.create(guildId, name);
      if (made === 'full') throw new UserError({ code: 'too-many-roles' });
      return made.roleId;
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      throw new UserError({ code: isOverload(error) ? 'roles-unavailable' : 'roles-not-managed' });
    }
  };

  const createMissing = async ({ guildId, roles, nameOf }: CreateRolesRequest): Promise<void> => {
    const pathway = await pathwayOf(guildId);
    const remembered = await store.phaseRoles.list(guildId);
    for (const [index, { id: phaseId, title }] of pathway.phases.entries()) {
      if (roles.some(({ id }) => id === remembered.get(phaseId))) continue;
      const name = nameOf(index + 1, title);
      const left = roles.find((role) => role.isUsable && role.name === name);
      const roleId = left?.id ?? (await makeRole(guildId, name));
      await remember({ guildId, pathwayId: pathway.id, phaseId, roleId });
    }
    await store.transaction((repositories) => lookAgain(repositories, guildId, clock.now()));
  };

  /** @throws {UserError} `outdated-button` where nothing is set up, or no longer offered. */
  const pathwayOf = async (guildId: string): Promise<Pathway> => {
    const server = await store.servers.find(guildId);
    const pathway = server && library.find(server.pathwayId);
    if (pathway === undefined) throw new UserError({ code: 'outdated-button' });
    return pathway;
  };

  const remember = ({ guildId, pathwayId, phaseId, roleId }: RoleChoice): Promise<void> =>
    store.transaction(async (repositories) => {
      const { servers, phaseRoles } = repositories;
      const server = await servers.find(guildId);
      const isPhase = library.find(pathwayId)?.phases.some(({ id }) => id === phaseId) === true;
      if (server?.pathwayId !== pathwayId || !isPhase) throw new UserError({ code: 'outdated-button' });
      const roles = new Map(await phaseRoles.list(guildId));
      if (roleId === null) roles.delete(phaseId);
      else roles.set(phaseId, roleId);
      await phaseRoles.replace(guildId, roles);
      await lookAgain(repositories, guildId, clock.now());
    });

  /** Decides about a member, and writes it down: whatever happens after that makes them due anew. */
  const takeUp = (due: ServerMember): Promise<Change | null> =>
    store.transaction(async (repositories) => {
      const { serverMembers } = repositories;
      const now = clock.now();
      const member = await serverMembers.find(due.guildId, due.userId);
      if (member?.phaseRoleDueAt !== due.phaseRoleDueAt) return null;
      const server = await repositories.servers.find(member.guildId);
      // Once that is mended, everybody is looked at again.
      const isPaused = server !== undefined && server.roleTrouble !== null;
      const held = heldUntil.get(member.guildId) ?? -Infinity;
      const wanted = await wantedRole(repositories, member, server?.pathwayId);
      const before = member.leftAt === null ? member.phaseRoleId : null;
      if (isPaused || (wanted === null && before === null)) {
        await serverMembers.save({ ...member, phaseRoleId: before, phaseRoleDueAt: null });
        return null;
      }
      const claimed = { ...member, phaseRoleDueAt: now < held ? held : now + LEASE_MS };
      await serverMembers.save(claimed);
      return now < held ? null : { member: claimed, give: wanted, take: before === wanted ? null : before };
    });

  const carryOut = async ({ member, give, take }: Change): Promise<void> => {
    const { guildId, userId } = member;
    try {
      // In this order, so that nobody is without a role between two phases.
      const given = give === null ? 'done' : await roleGiver.give(guildId, userId, give);
      const taken = given === 'done' && take !== null ? await roleGiver.take(guildId, userId, take) : given;
      if (given === 'role-gone') await pause(member, 'role-gone');
      else if (taken === 'member-gone') await leave(member);
      else if (!(await settle(member, give)) && give !== null) {
        // Somebody who had themselves erased while the role was on its way keeps nothing that tells of them.
        await roleGiver.take(guildId, userId, give);
      }
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      await (isOverload(error) ? hold(member, error) : pause(member, 'permission-lost'));
    }
  };

  /** Whoever became due again meanwhile stays so. @returns false for somebody who is not known any more. */
  const settle = (claimed: ServerMember, phaseRoleId: string | null): Promise<boolean> =>
    store.transaction(async ({ serverMembers }) => {
      const member = await serverMembers.find(claimed.guildId, claimed.userId);
      if (member === undefined) return false;
      const { phaseRoleDueAt } = member;
      const isSettled = phaseRoleDueAt === claimed.phaseRoleDueAt;
      await serverMembers.save({
        ...member,
        phaseRoleId,
        phaseRoleDueAt: isSettled ? null : phaseRoleDueAt,
      });
      return true;
    });

  /** Nothing of this server is tried until its managers have mended it. */
  const pause = (claimed: ServerMember, roleTrouble: RoleTrouble): Promise<void> =>
    unlessDueAgain(claimed, { phaseRoleDueAt: null }, async ({ servers }) => {
      const server = await servers.find(claimed.guildId);
      if (server !== undefined) await servers.save({ ...server, roleTrouble });
    });

  const hold = (claimed: ServerMember, { retryAfterMs }: DeliveryError): Promise<void> => {
    const until = clock.now() + (retryAfterMs ?? HOLD_MS);
    heldUntil.set(claimed.guildId, until);
    return unlessDueAgain(claimed, { phaseRoleDueAt: until });
  };

  const leave = (claimed: ServerMember): Promise<void> => {
    const now = clock.now();
    const gone = { leftAt: now, phaseRoleId: null, phaseRoleDueAt: null };
    return unlessDueAgain(claimed, gone, (repositories) => keeper.moved(repositories, claimed.userId, now));
  };

  /** Whoever became due again has changed, or their server has: what was found out before says nothing any more. */
  const unlessDueAgain = (
    claimed: ServerMember,
    changes: Partial<ServerMember>,
    consequence?: (repositories: Repositories) => Promise<void>,
  ): Promise<void> =>
    store.transaction(async (repositories) => {
      const { serverMembers } = repositories;
      const member = await serverMembers.find(claimed.guildId, claimed.userId);
      if (member?.phaseRoleDueAt !== claimed.phaseRoleDueAt) return;
      await serverMembers.save({ ...member, ...changes });
      await consequence?.(repositories);
    });

  return {
    list: (guildId) => store.phaseRoles.list(guildId),

    create(request) {
      const { guildId } = request;
      const made =
        underWay.get(guildId) ?? createMissing(request).finally(() => void underWay.delete(guildId));
      underWay.set(guildId, made);
      return made;
    },

    choose: remember,

    switchOff: (guildId) =>
      store.transaction(async (repositories) => {
        await repositories.phaseRoles.replace(guildId, new Map());
        await lookAgain(repositories, guildId, clock.now());
      }),

    async syncDue() {
      let changed = 0;
      for (const due of await store.serverMembers.phaseRoleDue(clock.now(), LOOKED_AT_ONCE)) {
        if (changed === CHANGED_AT_ONCE) return;
        const change = await takeUp(due);
        if (change === null) continue;
        await carryOut(change);
        changed += 1;
      }
    },
  };
}

/** Whatever was wrong counts as mended, and the role of each of the server's members may be the wrong one. */
async function lookAgain(
  { servers, serverMembers }: Repositories,
  guildId: string,
  now: number,
): Promise<void> {
  const server = await servers.find(guildId);
  if (server !== undefined && server.roleTrouble !== null)
    await servers.save({ ...server, roleTrouble: null });
  await serverMembers.setPhaseRolesDue(guildId, now);
}

/** Everybody sees a role: only those have one whom others may look up. */
async function wantedRole(
  { members, standings, phaseRoles }: Repositories,
  { guildId, userId, leftAt }: ServerMember,
  pathwayId: string | undefined,
): Promise<string | null> {
  if (leftAt !== null || pathwayId === undefined) return null;
  if ((await members.find(userId))?.visibility !== 'named') return null;
  const phaseId = (await standings.find(userId, pathwayId))?.phaseId ?? null;
  return phaseId === null ? null : ((await phaseRoles.list(guildId)).get(phaseId) ?? null);
}

function isOverload({ reason }: DeliveryError): boolean {
  return reason === 'slow-down' || reason === 'unreachable';
}
