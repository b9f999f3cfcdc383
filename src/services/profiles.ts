import type { Cohort } from '../domain/cohort.ts';
import { UserError, type Problem } from '../domain/errors.ts';
import { ASSUMED_TIME_ZONE, localDateOf, type LocalDate } from '../domain/local-time.ts';
import type { Member, Visibility } from '../domain/member.ts';
import { outlinePlan, requireHours, requireStart } from '../domain/plan.ts';
import { measureProgress } from '../domain/progress.ts';
import { isActive } from './cohort-finder.ts';
import { saveCourse } from './course.ts';
import { findWalkOn, type Asker, type Joined, type MembershipService, type Walk } from './membership.ts';
import { moveNudge } from './nudge-slot.ts';
import type { PathwayLibrary } from './pathway-library.ts';
import type { Clock, Repositories, Store } from './ports.ts';
import type { ScoreKeeper } from './score-keeper.ts';
import { resolveTimeZone } from './time-zones.ts';

/** What a member has said of themselves, for their own eyes. */
export interface Profile {
  readonly member: Member;
  /** Those whose pathway there is, the first joined first. */
  readonly walks: readonly MeasuredWalk[];
  /** The one that commands mean; `undefined` while its pathway is not there. */
  readonly current: MeasuredWalk | undefined;
  /** In whichever server, the last joined first; archived ones left out. */
  readonly cohorts: readonly Cohort[];
}

export interface MeasuredWalk extends Walk {
  readonly percent: number;
}

/** What is to be changed; the rest stays. */
export interface PaceChange {
  readonly hoursPerWeek?: number | undefined;
  readonly startsOn?: LocalDate | undefined;
  /** What the member typed. */
  readonly timeZone?: string | undefined;
}

export interface SavedPace {
  readonly walk: Walk;
  /** What is wrong with what was not saved. */
  readonly problems: readonly Problem[];
}

export interface ProfileChange extends Asker, Pick<PaceChange, 'hoursPerWeek' | 'timeZone'> {
  /** What the member typed; makes them appear under it, unless `visibility` says otherwise. */
  readonly alias?: string | undefined;
  readonly visibility?: Visibility | undefined;
}

export interface ProfileService {
  /** @throws {UserError} `not-joined` for who walks no pathway that there is. */
  show(userId: string): Promise<Profile>;
  /** @throws {UserError} `not-joined` */
  walk(userId: string, pathwayId: string): Promise<Walk>;
  /** The member's walk with its plan, for who walks it already. @throws {UserError} `not-joined` */
  plan(userId: string, pathwayId: string): Promise<Joined>;
  /**
   * @param skills ids of the pathway's transferable skills; all that the member brings.
   * @throws {UserError} `not-joined`, or `outdated-button` when the pathway has no such skill.
   */
  setTransferableSkills(userId: string, pathwayId: string, skills: readonly string[]): Promise<Walk>;
  /** The same for the skills to learn that they have already. */
  setOwnedSkills(userId: string, pathwayId: string, skills: readonly string[]): Promise<Walk>;
  /** Saves what is valid and tells what is not. @throws {UserError} `not-joined` */
  setPace(userId: string, pathwayId: string, change: PaceChange): Promise<SavedPace>;
  /** Saves everything or nothing. @throws {UserError} `not-joined`, or for what is not valid. */
  edit(change: ProfileChange): Promise<void>;
  /** Makes one of the member's pathways the current one. @throws {UserError} `not-joined` when they do not walk it. */
  switchTo(asker: Asker, pathwayId: string): Promise<void>;
}

interface Dependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly library: PathwayLibrary;
  readonly membership: MembershipService;
  readonly keeper: ScoreKeeper;
}

export function createProfileService({
  store,
  clock,
  library,
  membership,
  keeper,
}: Dependencies): ProfileService {
  const requireWalk = async (
    repositories: Repositories,
    userId: string,
    pathwayId: string,
  ): Promise<Walk> => {
    const walk = await findWalkOn(repositories, library, userId, pathwayId);
    if (walk === undefined) throw new UserError({ code: 'not-joined' });
    return walk;
  };

  const setSkills = (
    userId: string,
    pathwayId: string,
    change: (walk: Walk) => Partial<Walk['enrolment']>,
  ): Promise<Walk> =>
    store.transaction(async (repositories) => {
      const walk = await requireWalk(repositories, userId, pathwayId);
      return saveCourse(repositories, keeper, walk, { ...walk.enrolment, ...change(walk) }, clock.now());
    });

  return {
    async show(userId) {
      const member = await store.members.find(userId);
      if (member === undefined) throw new UserError({ code: 'not-joined' });
      const completions = await store.completions.listAll(userId);
      const walks = (await store.enrolments.listOf(userId)).flatMap((enrolment): readonly MeasuredWalk[] => {
        const pathway = library.find(enrolment.pathwayId);
        if (pathway === undefined) return [];
        const records = completions.filter(({ pathwayId }) => pathwayId === pathway.id);
        return [{ member, enrolment, pathway, percent: measureProgress(pathway, records).percent }];
      });
      if (walks.length === 0) throw new UserError({ code: 'not-joined' });
      return {
        member,
        walks,
        current: walks.find(({ pathway }) => pathway.id === member.currentPathwayId),
        cohorts: (await store.cohorts.ofMember(userId)).filter(isActive),
      };
    },

    walk: (userId, pathwayId) => requireWalk(store, userId, pathwayId),

    async plan(userId, pathwayId) {
      const walk = await requireWalk(store, userId, pathwayId);
      return { ...walk, plan: outlinePlan(walk.pathway, walk.enrolment), isNew: false };
    },

    setTransferableSkills: (userId, pathwayId, skills) =>
      setSkills(userId, pathwayId, ({ pathway }) => ({
        transferableSkills: requireSkills(pathway.transferableSkills, skills),
      })),

    setOwnedSkills: (userId, pathwayId, skills) =>
      setSkills(userId, pathwayId, ({ pathway }) => ({
        ownedSkills: requireSkills(pathway.skills, skills),
      })),

    setPace: (userId, pathwayId, change) =>
      store.transaction(async (repositories) => {
        const now = clock.now();
        const { member, enrolment, pathway } = await requireWalk(repositories, userId, pathwayId);
        const problems: Problem[] = [];
        const validOr = <T>(before: T, read: () => T): T => {
          try {
            return read();
          } catch (error) {
            if (!(error instanceof UserError)) throw error;
            problems.push(error.problem);
            return before;
          }
        };
        const hoursPerWeek = validOr(enrolment.hoursPerWeek, () => {
          const { hoursPerWeek = enrolment.hoursPerWeek } = change;
          requireHours(hoursPerWeek);
          return hoursPerWeek;
        });
        const timeZone = validOr(member.timeZone, () =>
          change.timeZone === undefined ? member.timeZone : resolveTimeZone(change.timeZone),
        );
        const startsOn = validOr(enrolment.startsOn, () => {
          const { startsOn = enrolment.startsOn } = change;
          // One that was within reach when it was chosen may stay.
          if (startsOn !== enrolment.startsOn)
            requireStart(startsOn, localDateOf(now, timeZone ?? ASSUMED_TIME_ZONE));
          return startsOn;
        });
        const before = { pathway, member: { ...member, timeZone }, enrolment };
        await repositories.members.save(before.member);
        const changed = { ...enrolment, hoursPerWeek, startsOn };
        const walk = await saveCourse(repositories, keeper, before, changed, now);
        if (timeZone !== null && timeZone !== member.timeZone)
          await moveNudge(repositories, userId, timeZone, now);
        return { walk, problems };
      }),

    async edit({ alias, visibility, hoursPerWeek, timeZone, ...asker }) {
      const walk = await membership.find(asker.userId);
      if (walk === undefined) throw new UserError({ code: 'not-joined' });
      // Checked before anything is saved, so that what follows the new appearance cannot be refused.
      if (hoursPerWeek !== undefined) requireHours(hoursPerWeek);
      const zone = timeZone === undefined ? undefined : resolveTimeZone(timeZone);
      const appearance = visibility ?? (alias === undefined ? undefined : 'alias');
      if (appearance !== undefined) await membership.setVisibility(asker.userId, appearance, alias);
      if (hoursPerWeek === undefined && zone === undefined) return;
      await membership.join({ ...asker, pathway: walk.pathway.id, hoursPerWeek, timeZone: zone });
    },

    async switchTo(asker, pathwayId) {
      await requireWalk(store, asker.userId, pathwayId);
      await membership.join({ ...asker, pathway: pathwayId });
    },
  };
}

/** The chosen ids, each once and in the pathway's order. @throws {UserError} `outdated-button` */
function requireSkills(
  offered: readonly { readonly id: string }[],
  chosen: readonly string[],
): readonly string[] {
  const ids = offered.map(({ id }) => id);
  if (!chosen.every((id) => ids.includes(id))) throw new UserError({ code: 'outdated-button' });
  return ids.filter((id) => chosen.includes(id));
}
