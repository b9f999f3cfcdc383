import { ALIAS_LENGTH, parseAlias } from '../domain/appearance.ts';
import { UserError } from '../domain/errors.ts';
import { ASSUMED_TIME_ZONE, localDateOf, type LocalDate } from '../domain/local-time.ts';
import { newEnrolment, newMember, type Enrolment, type Member, type Visibility } from '../domain/member.ts';
import type { Pathway } from '../domain/pathway.ts';
import { outlinePlan, requireHours, requireStart, type PlanOutline } from '../domain/plan.ts';
import { saveCourse } from './course.ts';
import { moveNudge } from './nudge-slot.ts';
import { unknownPathway, type PathwayLibrary } from './pathway-library.ts';
import type { Clock, Repositories, Store } from './ports.ts';
import type { ScoreKeeper } from './score-keeper.ts';
import { resolveTimeZone } from './time-zones.ts';

/** Somebody who uses a command. */
export interface Asker {
  readonly userId: string;
  /** The server in which they do; absent in direct messages. */
  readonly guildId?: string | null | undefined;
}

/** A member on the pathway that their commands mean. */
export interface Walk {
  readonly member: Member;
  readonly enrolment: Enrolment;
  readonly pathway: Pathway;
}

export interface JoinRequest extends Asker {
  /** What the member typed; the one they mean when they name none, when absent. */
  readonly pathway?: string | undefined;
  readonly hoursPerWeek?: number | undefined;
  readonly startsOn?: LocalDate | undefined;
  readonly timeZone?: string | undefined;
}

export interface Joined extends Walk {
  readonly plan: PlanOutline;
  /** False when the member walked this pathway already and only changed what they named. */
  readonly isNew: boolean;
}

/** Pathways to choose one of, and what was named besides. */
export interface PathwayChoice extends Pick<JoinRequest, 'hoursPerWeek' | 'startsOn'> {
  readonly pathways: readonly Pathway[];
  /** The one that the server walks, if it is among them. */
  readonly ofServer: Pathway | undefined;
  /** IANA name. */
  readonly timeZone: string | undefined;
}

export interface MembershipService {
  /** @throws {UserError} for a pathway, hours, date or zone that is not one. */
  join(request: JoinRequest): Promise<Joined>;
  /**
   * What there is to choose from before this request can be met; `undefined` for one that names a pathway, for who
   * walks one already and where there is only one.
   * @throws {UserError} for hours, a date or a zone that is not one.
   */
  choice(request: JoinRequest): Promise<PathwayChoice | undefined>;
  find(userId: string): Promise<Walk | undefined>;
  /** The day it is where the member lives, or in UTC while that is not known. */
  today(userId: string): Promise<LocalDate>;
  /** What the member chose, as far as the bot knows them. */
  member(userId: string): Promise<Member | undefined>;
  /**
   * How others see the member from now on, on every board.
   * @param alias what they typed; the one they had, when absent.
   * @throws {UserError} `not-joined` or `bad-alias`
   */
  setVisibility(userId: string, visibility: Visibility, alias?: string): Promise<Member>;
}

interface Dependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly library: PathwayLibrary;
  readonly keeper: ScoreKeeper;
}

export function createMembershipService({ store, clock, library, keeper }: Dependencies): MembershipService {
  const begin = async (repositories: Repositories, walk: Walk, now: number): Promise<Walk> => {
    await saveWalk(repositories, walk);
    await keeper.walked(repositories, walk, [], now);
    return walk;
  };

  const goOn = async (
    repositories: Repositories,
    before: Walk,
    enrolment: Enrolment,
    now: number,
  ): Promise<Walk> => {
    await repositories.members.save(before.member);
    const { hoursPerWeek, startsOn } = before.enrolment;
    if (enrolment.hoursPerWeek === hoursPerWeek && enrolment.startsOn === startsOn) return before;
    return saveCourse(repositories, keeper, before, enrolment, now);
  };

  return {
    async join(request) {
      const timeZone = request.timeZone === undefined ? undefined : resolveTimeZone(request.timeZone);
      if (request.hoursPerWeek !== undefined) requireHours(request.hoursPerWeek);
      return store.transaction(async (repositories) => {
        const now = clock.now();
        const member = await repositories.members.find(request.userId);
        const pathway = await meantPathway(repositories, library, request, member, request.pathway);
        const memberZone = timeZone ?? member?.timeZone ?? null;
        const today = localDateOf(now, memberZone ?? ASSUMED_TIME_ZONE);
        if (request.startsOn !== undefined) requireStart(request.startsOn, today);
        const enrolment = await repositories.enrolments.find(request.userId, pathway.id);
        const before: Walk = {
          pathway,
          member: {
            ...(member ?? newMember(request.userId, pathway.id, now)),
            timeZone: memberZone,
            currentPathwayId: pathway.id,
          },
          enrolment: enrolment ?? newWalk(library, request.userId, pathway, today, now),
        };
        const walk = await (enrolment === undefined
          ? begin(repositories, { ...before, enrolment: changedWalk(before.enrolment, request) }, now)
          : goOn(repositories, before, changedWalk(enrolment, request), now));
        if (memberZone !== null && memberZone !== member?.timeZone) {
          await moveNudge(repositories, request.userId, memberZone, now);
        }
        return { ...walk, plan: outlinePlan(pathway, walk.enrolment), isNew: enrolment === undefined };
      });
    },

    async choice(request) {
      const { userId, guildId, pathway, hoursPerWeek, startsOn } = request;
      const pathways = library.offeredIn(guildId);
      if (pathway !== undefined || pathways.length < 2) return undefined;
      if ((await findWalk(store, library, userId)) !== undefined) return undefined;
      const timeZone = request.timeZone === undefined ? undefined : resolveTimeZone(request.timeZone);
      if (hoursPerWeek !== undefined) requireHours(hoursPerWeek);
      if (startsOn !== undefined)
        requireStart(startsOn, localDateOf(clock.now(), timeZone ?? ASSUMED_TIME_ZONE));
      const server = isPresent(guildId) ? await store.servers.find(guildId) : undefined;
      const ofServer = pathways.find(({ id }) => id === server?.pathwayId);
      return { pathways, ofServer, hoursPerWeek, startsOn, timeZone };
    },

    find: (userId) => findWalk(store, library, userId),

    async today(userId) {
      const member = await store.members.find(userId);
      return localDateOf(clock.now(), member?.timeZone ?? ASSUMED_TIME_ZONE);
    },

    member: (userId) => store.members.find(userId),

    async setVisibility(userId, visibility, typed) {
      const chosen = typed === undefined ? undefined : parseAlias(typed);
      return store.transaction(async (repositories) => {
        const member = await repositories.members.find(userId);
        if (member === undefined) throw new UserError({ code: 'not-joined' });
        const alias = chosen ?? member.alias;
        if (visibility === 'alias' && alias === null)
          throw new UserError({ code: 'bad-alias', ...ALIAS_LENGTH });
        const changed = { ...member, visibility, alias };
        await repositories.members.save(changed);
        await keeper.moved(repositories, userId, clock.now());
        // A phase's role shows where somebody is, as looking them up does.
        await repositories.serverMembers.setPhaseRoleDue(userId, clock.now());
        return changed;
      });
    },
  };
}

/** Where the member walks; `undefined` before they join, or when their pathway is no longer offered. */
export async function findWalk(
  repositories: Repositories,
  library: PathwayLibrary,
  userId: string,
): Promise<Walk | undefined> {
  const member = await repositories.members.find(userId);
  return member === undefined
    ? undefined
    : completeWalk(repositories, library, member, member.currentPathwayId);
}

/** The member's walk on one pathway, whichever of theirs is the current one. */
export async function findWalkOn(
  repositories: Repositories,
  library: PathwayLibrary,
  userId: string,
  pathwayId: string,
): Promise<Walk | undefined> {
  const member = await repositories.members.find(userId);
  return member === undefined ? undefined : completeWalk(repositories, library, member, pathwayId);
}

async function completeWalk(
  repositories: Repositories,
  library: PathwayLibrary,
  member: Member,
  pathwayId: string,
): Promise<Walk | undefined> {
  const pathway = library.find(pathwayId);
  const enrolment = pathway && (await repositories.enrolments.find(member.userId, pathwayId));
  return pathway === undefined || enrolment === undefined ? undefined : { member, enrolment, pathway };
}

/**
 * Somebody who records a task before joining is joined on the spot, with every default.
 * @param pathwayId where the task is; the one they mean when they name none, when absent.
 */
export async function findOrStartWalk(
  repositories: Repositories,
  { library, keeper }: { readonly library: PathwayLibrary; readonly keeper: ScoreKeeper },
  asker: Asker,
  now: number,
  pathwayId?: string,
): Promise<Walk & { readonly joinedNow: boolean }> {
  const { userId } = asker;
  const member = await repositories.members.find(userId);
  const current = member && library.find(member.currentPathwayId);
  const pathway = await meantPathway(repositories, library, asker, member, pathwayId);
  const enrolment = await repositories.enrolments.find(userId, pathway.id);
  if (member !== undefined && current !== undefined && enrolment !== undefined) {
    return { member, enrolment, pathway, joinedNow: false };
  }
  const started = await saveWalk(repositories, {
    pathway,
    member: {
      ...(member ?? newMember(userId, pathway.id, now)),
      currentPathwayId: (current ?? pathway).id,
    },
    enrolment:
      enrolment ??
      newWalk(library, userId, pathway, localDateOf(now, member?.timeZone ?? ASSUMED_TIME_ZONE), now),
  });
  if (enrolment === undefined) await keeper.walked(repositories, started, [], now);
  return { ...started, joinedNow: enrolment === undefined };
}

export function timeZoneOf(member: Member): string {
  return member.timeZone ?? ASSUMED_TIME_ZONE;
}

/**
 * The pathway that somebody means: the one they name; else the one they walk; else, for who has not chosen yet, the
 * one that the server walks, or the first there is.
 * @param member what is known of them.
 * @param named what they typed, or an id.
 * @throws {UserError} `unknown-pathway`
 */
export async function meantPathway(
  repositories: Repositories,
  library: PathwayLibrary,
  { userId, guildId }: Asker,
  member: Member | undefined,
  named?: string,
): Promise<Pathway> {
  if (named !== undefined) {
    const walked = library.find(named);
    const isWalked =
      walked !== undefined && (await repositories.enrolments.find(userId, named)) !== undefined;
    if (isWalked) return walked;
    const pathway = library.resolve(named, guildId);
    if (await isStillOffered(repositories, library, pathway)) return pathway;
    throw unknownPathway(
      named,
      library.offeredIn(guildId).filter(({ id }) => id !== pathway.id),
    );
  }
  const current = member && library.find(member.currentPathwayId);
  if (current !== undefined) return current;
  const server = isPresent(guildId) ? await repositories.servers.find(guildId) : undefined;
  const offered = server && library.findOffered(server.pathwayId, guildId);
  return offered !== undefined && (await isStillOffered(repositories, library, offered))
    ? offered
    : library.first;
}

/**
 * A server may have withdrawn its pathway a moment ago, of which the library hears later: to be asked in the very
 * transaction that enrols somebody, so that nobody walks a pathway that is gone.
 */
async function isStillOffered(
  { serverPathways }: Repositories,
  library: PathwayLibrary,
  { id }: Pathway,
): Promise<boolean> {
  if (library.isEverywhere(id)) return true;
  return typeof (await serverPathways.find(id))?.offeredAt === 'number';
}

function isPresent<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

function newWalk(
  library: PathwayLibrary,
  userId: string,
  pathway: Pathway,
  today: LocalDate,
  now: number,
): Enrolment {
  const enrolment = newEnrolment({
    userId,
    pathwayId: pathway.id,
    hoursPerWeek: pathway.defaultHoursPerWeek,
    startsOn: today,
    joinedAt: now,
  });
  // Whoever comes after an edit never knew it otherwise.
  return { ...enrolment, toldRevision: library.revisionOf(pathway.id) };
}

function changedWalk(enrolment: Enrolment, { hoursPerWeek, startsOn }: JoinRequest): Enrolment {
  return {
    ...enrolment,
    hoursPerWeek: hoursPerWeek ?? enrolment.hoursPerWeek,
    startsOn: startsOn ?? enrolment.startsOn,
  };
}

async function saveWalk(repositories: Repositories, walk: Walk): Promise<Walk> {
  await repositories.members.save(walk.member);
  await repositories.enrolments.save(walk.enrolment);
  return walk;
}
