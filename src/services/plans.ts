import { breaksFrom, requireBreak, withBreak, withoutBreak, type Break } from '../domain/breaks.ts';
import { UserError } from '../domain/errors.ts';
import { addDays, localDateOf, type LocalDate } from '../domain/local-time.ts';
import type { Enrolment } from '../domain/member.ts';
import { planCalendar, type PlanCalendar } from '../domain/plan-calendar.ts';
import {
  agreedEnd,
  clampHours,
  planWalk,
  requireHours,
  requireStart,
  START_RANGE_DAYS,
  type Plan,
} from '../domain/plan.ts';
import { measureProgress } from '../domain/progress.ts';
import { saveCourse } from './course.ts';
import { findWalk, timeZoneOf } from './membership.ts';
import { DEFAULT_SLOT } from './nudge-slot.ts';
import type { PathwayLibrary } from './pathway-library.ts';
import type { Clock, Repositories, Store } from './ports.ts';
import type { Standing } from './progress.ts';
import type { ScoreKeeper } from './score-keeper.ts';

/** A member's plan as it is on a day of theirs. */
export interface Planned extends Standing {
  readonly plan: Plan;
  readonly today: LocalDate;
  /** Even its earliest end lies after the one that the member went along with. */
  readonly hasMoved: boolean;
}

/** What would follow from another pace, before it is taken. */
export interface Considered extends Planned {
  readonly hoursPerWeek: number;
  readonly whatIf: Plan;
}

/** What is absent stays as it is. */
export interface PlanEdit {
  readonly hoursPerWeek?: number | undefined;
  readonly startsOn?: LocalDate | undefined;
}

export interface PlannedCalendar extends Planned {
  readonly calendar: PlanCalendar;
}

/**
 * The dated plan of the pathway that a member walks now. Whatever changes it makes its new end the agreed one. What
 * buttons ask for carries the pathway that they stood by: on another one they are outdated.
 * Each throws {UserError} `not-joined` or `outdated-button`.
 */
export interface PlanService {
  show(userId: string): Promise<Planned>;
  /** @throws {UserError} `bad-hours` or `date-out-of-range` */
  edit(userId: string, edit: PlanEdit): Promise<Planned>;
  /** In place of one that begins on the same day. @throws {UserError} for days that make no break, or too many of them. */
  addBreak(userId: string, added: Break): Promise<Planned>;
  /** Harmless when there is none that begins then. */
  removeBreak(userId: string, pathwayId: string, startsOn: LocalDate): Promise<Planned>;
  /** Nothing is written. */
  consider(userId: string, pathwayId: string, hoursPerWeek: number): Promise<Considered>;
  /** Sets a pace that was offered; doing it twice is doing it once. */
  take(userId: string, pathwayId: string, hoursPerWeek: number): Promise<Planned>;
  /** Goes along with the plan as it is now. */
  shift(userId: string, pathwayId: string): Promise<Planned>;
  calendar(userId: string): Promise<PlannedCalendar>;
}

interface Dependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly library: PathwayLibrary;
  readonly keeper: ScoreKeeper;
}

export function createPlanService({ store, clock, library, keeper }: Dependencies): PlanService {
  const standingOf = async (
    repositories: Repositories,
    userId: string,
    pathwayId?: string,
  ): Promise<Standing & Pick<Planned, 'today'>> => {
    const walk = await findWalk(repositories, library, userId);
    if (walk === undefined) throw new UserError({ code: 'not-joined' });
    const { member, pathway } = walk;
    if (pathwayId !== undefined && pathway.id !== pathwayId) throw new UserError({ code: 'outdated-button' });
    const completions = await repositories.completions.list(userId, pathway.id);
    return {
      walk,
      progress: measureProgress(pathway, completions),
      today: localDateOf(clock.now(), timeZoneOf(member)),
    };
  };

  const look = async (userId: string, pathwayId?: string): Promise<Planned> =>
    planned(await standingOf(store, userId, pathwayId));

  const change = (
    userId: string,
    pathwayId: string | undefined,
    apply: (enrolment: Enrolment, today: LocalDate) => Enrolment,
  ): Promise<Planned> =>
    store.transaction(async (repositories) => {
      const { walk, progress, today } = await standingOf(repositories, userId, pathwayId);
      const enrolment = apply(walk.enrolment, today);
      return planned({
        walk: await saveCourse(repositories, keeper, walk, enrolment, clock.now()),
        progress,
        today,
      });
    });

  return {
    show: (userId) => look(userId),

    edit: (userId, { hoursPerWeek, startsOn }) =>
      change(userId, undefined, (enrolment, today) => {
        if (hoursPerWeek !== undefined) requireHours(hoursPerWeek);
        if (startsOn !== undefined) requireStart(startsOn, today);
        return {
          ...enrolment,
          hoursPerWeek: hoursPerWeek ?? enrolment.hoursPerWeek,
          startsOn: startsOn ?? enrolment.startsOn,
        };
      }),

    addBreak: (userId, added) =>
      change(userId, undefined, (enrolment, today) => {
        requireBreak(added);
        requireStart(added.startsOn, today);
        if (added.endsOn < today) {
          throw new UserError({
            code: 'date-out-of-range',
            earliest: today,
            latest: addDays(today, START_RANGE_DAYS),
          });
        }
        // Those that are over change nothing any more and only take up room.
        return { ...enrolment, breaks: withBreak(breaksFrom(today, enrolment.breaks), added) };
      }),

    removeBreak: (userId, pathwayId, startsOn) =>
      change(userId, pathwayId, (enrolment) => ({
        ...enrolment,
        breaks: withoutBreak(enrolment.breaks, startsOn),
      })),

    async consider(userId, pathwayId, asked) {
      const current = await look(userId, pathwayId);
      const hoursPerWeek = clampHours(asked);
      const course = { ...current.walk.enrolment, hoursPerWeek };
      return { ...current, hoursPerWeek, whatIf: planWalk(current.progress, course, current.today) };
    },

    take: (userId, pathwayId, hoursPerWeek) =>
      change(userId, pathwayId, (enrolment) => {
        requireHours(hoursPerWeek);
        return { ...enrolment, hoursPerWeek };
      }),

    shift: (userId, pathwayId) => change(userId, pathwayId, (enrolment) => enrolment),

    async calendar(userId) {
      const current = await look(userId);
      const slot = (await store.nudges.find(userId)) ?? DEFAULT_SLOT;
      return { ...current, calendar: planCalendar(current.plan, current.walk.enrolment.breaks, slot) };
    },
  };
}

function planned({ walk, progress, today }: Standing & Pick<Planned, 'today'>): Planned {
  const plan = planWalk(progress, walk.enrolment, today);
  const hasMoved = plan.hoursLeft > 0 && plan.endsOn.from > agreedEnd(walk.pathway, walk.enrolment);
  return { walk, progress, today, plan, hasMoved };
}
