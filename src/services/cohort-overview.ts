import {
  cohortDay,
  plannedHours,
  stepWith,
  type CohortDay,
  type CohortPlan,
  type Step,
} from '../domain/cohort-calendar.ts';
import { periodSpan } from '../domain/board-period.ts';
import type { Cohort } from '../domain/cohort.ts';
import { UserError } from '../domain/errors.ts';
import { localDateOf } from '../domain/local-time.ts';
import type { Pathway } from '../domain/pathway.ts';
import { looksAfter, type CohortAsker } from './cohort-finder.ts';
import { pathwayTitle, type PathwayLibrary } from './pathway-library.ts';
import type { PinnedBoard, Repositories } from './ports.ts';

/** A cohort as one of its server sees it. */
export interface CohortOverview {
  readonly cohort: Cohort;
  /** `undefined` when its pathway is no longer offered. */
  readonly course: CohortCourse | undefined;
  /** Members who are in the server. */
  readonly members: number;
  /** User ids. */
  readonly facilitators: readonly string[];
  readonly board: PinnedBoard | undefined;
  /** This week's, if the cohort has set itself one. */
  readonly goal: GoalProgress | undefined;
  readonly asker: AskerInCohort;
}

/** Where a cohort is on its pathway today. */
export interface CohortCourse {
  readonly pathway: Pathway;
  readonly plan: CohortPlan;
  /** The local day it is for the cohort. */
  readonly today: string;
  readonly day: CohortDay;
}

export interface AskerInCohort {
  readonly isMember: boolean;
  readonly looksAfterIt: boolean;
  /** Lets the facilitators see where they are. */
  readonly sharesDetails: boolean;
  /** Where they are, seen from the cohort's plan; of a member, once the cohort is under way. */
  readonly step: Step | undefined;
}

/** What all of a cohort's members have done, and what its plan has by today. */
export interface Together {
  readonly doneHours: number;
  readonly plannedHours: number;
  /** Of all members to the end of the pathway. */
  readonly totalHours: number;
  /** A week at the pathway's full pace: what a "week of work" is. */
  readonly weekHours: number;
}

/** How far a goal of this week is. */
export interface GoalProgress {
  readonly tasks: number;
  readonly done: number;
}

export async function overviewOf(
  repositories: Repositories,
  library: PathwayLibrary,
  asker: CohortAsker,
  cohort: Cohort,
  now: number,
): Promise<CohortOverview> {
  const { cohorts, pinnedBoards, standings } = repositories;
  const course = courseOf(library, cohort, now);
  const membership = await cohorts.membership(cohort.id, asker.userId);
  const standing = membership && (await standings.find(asker.userId, cohort.pathwayId));
  return {
    cohort,
    course,
    members: await cohorts.countMembers(cohort.id),
    facilitators: await cohorts.facilitators(cohort.id),
    board: await pinnedBoards.find(cohort.id),
    goal: await goalProgress(repositories, cohort, now),
    asker: {
      isMember: membership !== undefined,
      looksAfterIt: await looksAfter(repositories, asker, cohort),
      sharesDetails: membership?.sharesDetails ?? false,
      step:
        course?.day.state === 'under-way' && standing !== undefined
          ? stepWith(course.plan, course.today, standing.doneHours)
          : undefined,
    },
  };
}

/** `undefined` when the cohort's pathway is no longer offered. */
export function courseOf(library: PathwayLibrary, cohort: Cohort, now: number): CohortCourse | undefined {
  const pathway = library.find(cohort.pathwayId);
  if (pathway === undefined) return undefined;
  const plan = planOf(cohort, pathway);
  const today = localDateOf(now, cohort.timeZone);
  return { pathway, plan, today, day: cohortDay(plan, today) };
}

/** @throws {UserError} `unknown-pathway` when it is no longer offered: one that is called alike is another. */
export function requirePathway(library: PathwayLibrary, { pathwayId, guildId }: Cohort): Pathway {
  const pathway = library.find(pathwayId);
  if (pathway !== undefined) return pathway;
  throw new UserError({
    code: 'unknown-pathway',
    query: pathwayId,
    pathways: library.offeredIn(guildId).map(pathwayTitle),
  });
}

export function planOf({ startsOn, hoursPerWeek, breaks }: Cohort, pathway: Pathway): CohortPlan {
  return { pathway, startsOn, hoursPerWeek, breaks };
}

export function togetherOf(
  { pathway, plan, today }: CohortCourse,
  members: number,
  doneHours: number,
): Together {
  const weeks = pathway.phases.reduce((sum, phase) => sum + phase.weeks, 0);
  return {
    doneHours,
    plannedHours: members * plannedHours(plan, today),
    totalHours: members * weeks * pathway.fullPaceHoursPerWeek,
    weekHours: pathway.fullPaceHoursPerWeek,
  };
}

/** `undefined` without a goal for this week. */
export async function goalProgress(
  { scores }: Pick<Repositories, 'scores'>,
  { id, goal, timeZone }: Cohort,
  now: number,
): Promise<GoalProgress | undefined> {
  const week = periodSpan('week', timeZone, now).name;
  if (goal?.week !== week) return undefined;
  const { tasks: done } = await scores.totals({ boardId: id, period: week });
  return { tasks: goal.tasks, done };
}
