import { cohortDay, type CohortDay } from '../domain/cohort-calendar.ts';
import { periodSpan, weekBefore } from '../domain/board-period.ts';
import type { Cohort } from '../domain/cohort.ts';
import { addDays, localDateOf, type LocalDate } from '../domain/local-time.ts';
import { nextTurn } from '../domain/nudge.ts';
import type { Pathway, Phase } from '../domain/pathway.ts';
import { courseOf, goalProgress, togetherOf, type GoalProgress, type Together } from './cohort-overview.ts';
import type { Leaderboard } from './leaderboards.ts';
import type { LocatedTask, PathwayLibrary } from './pathway-library.ts';
import type { Doing, Listing, Repositories, StandingCount } from './ports.ts';

/** What a cohort did in seven days, and where it goes from here. */
export interface CohortSummary {
  readonly cohort: Pick<Cohort, 'id' | 'name'>;
  readonly pathway: Pathway;
  readonly members: number;
  /** Tasks done in the seven days, and by how many. */
  readonly tasks: number;
  readonly doers: number;
  /** Phases that were finished in them, in the pathway's order. */
  readonly finished: readonly PhaseMembers[];
  /** Whom to congratulate: only those whom others may see. Phases first, then most tasks. */
  readonly congratulated: readonly Congratulated[];
  readonly together: Together;
  /** The seven days, the oldest first. */
  readonly days: readonly { readonly date: LocalDate; readonly tasks: number }[];
  /** How many are in each phase by now, in the pathway's order; and how many have nothing left to do. */
  readonly phases: readonly PhaseMembers[];
  readonly walkedAll: number;
  /** The task that most are on now, when it is that of more than one. */
  readonly common: CommonTask | undefined;
  /** Where the calendar has the cohort in the week to come. */
  readonly ahead: CohortDay;
  readonly goal: GoalProgress | undefined;
}

export interface PhaseMembers {
  readonly phase: Phase;
  /** Counted from 1. */
  readonly number: number;
  readonly members: number;
}

export interface Congratulated {
  readonly userId: string;
  readonly listing: Listing;
  readonly tasks: number;
  /** The last of the phases that they finished in these days. */
  readonly finished: { readonly phase: Phase; readonly number: number } | undefined;
}

export interface CommonTask extends LocatedTask {
  readonly members: number;
}

/** What a cohort's one lasting message shows: this week's board, for everybody alike. */
export type CohortBoardView = Leaderboard;

const CONGRATULATED_MAX = 5;

const DAYS_TOLD = 7;

/** Among so many the visible ones are looked for. */
const CANDIDATES_MAX = 50;

/** Of a cohort in which nobody did anything for so long, there is nothing to say every week. */
const QUIET_WEEKS_TOLD = 4;

const DAY_MS = 24 * 60 * 60 * 1000;
const WEEK_MS = 7 * DAY_MS;

/**
 * The seven local days before an instant. `undefined` when its pathway is no longer offered.
 * @param until UTC epoch milliseconds; for a weekly post its planned instant, so that the weeks tile time.
 */
export async function composeSummary(
  repositories: Repositories,
  library: PathwayLibrary,
  cohort: Cohort,
  until: number,
): Promise<CohortSummary | undefined> {
  const course = courseOf(library, cohort, until);
  if (course === undefined) return undefined;
  const { pathway, plan, today } = course;
  const standings = await repositories.standings.countInCohort(cohort.id);
  const from = weekTo(cohort, until);
  const sinceThen = await repositories.cohorts.doings(cohort, from, Number.MAX_SAFE_INTEGER);
  const doings = sinceThen.filter(({ at }) => at < until);
  const doneBy = groupByUser(doings);
  const doneLater = groupByUser(sinceThen.filter(({ at }) => at >= until));
  const finishes = finishesOf(pathway, doneBy, doneLater);
  const doneHours = standings.reduce((sum, standing) => sum + standing.doneHours, 0);
  const members = standings.reduce((sum, standing) => sum + standing.members, 0);
  return {
    cohort: { id: cohort.id, name: cohort.name },
    pathway,
    members,
    tasks: doings.length,
    doers: doneBy.size,
    finished: countFinishes(pathway, finishes),
    congratulated: await congratulate(repositories, cohort, pathway, doneBy, finishes),
    together: togetherOf(course, members, doneHours),
    days: countByDay(cohort, doings, from, until),
    phases: pathway.phases.map((phase, index) => ({
      phase,
      number: index + 1,
      members: membersIn(standings, phase.id),
    })),
    walkedAll: membersIn(standings, null),
    common: commonTask(pathway, standings),
    ahead: cohortDay(plan, addDays(today, 6)),
    goal: await goalOf(repositories, cohort, until),
  };
}

/**
 * Where the seven days to an instant begin; those to a planned one where it was planned a week earlier, which is not
 * the same local time when clocks were put forward over either.
 */
function weekTo(cohort: Cohort, until: number): number {
  const weekAgo = weekBefore(until, cohort.timeZone);
  const isPlanned = nextTurn(cohort, cohort.id, until - 1).at === until;
  return isPlanned ? nextTurn(cohort, cohort.id, weekAgo - DAY_MS).at : weekAgo;
}

/**
 * Nobody wants a post about an empty room, or about themselves alone; nor every week that nothing happened, after a
 * few of them.
 */
export async function isWorthPosting(
  repositories: Repositories,
  cohort: Cohort,
  { members, tasks, ahead }: CohortSummary,
  now: number,
): Promise<boolean> {
  if (members < 2) return false;
  if (tasks > 0) return true;
  if (ahead.state !== 'under-way') return false;
  const lately = await repositories.cohorts.doings(cohort, now - QUIET_WEEKS_TOLD * WEEK_MS, now);
  return lately.length > 0;
}

/** A finish counts for the days in which something of its phase was done. */
interface Finish {
  readonly userId: string;
  /** Index in the pathway. */
  readonly phase: number;
}

/**
 * Whoever did a task of a phase that lies behind them now finished it with that task or a later one: within these
 * days, unless something of it was done after them, which the next summary tells.
 */
function finishesOf(
  pathway: Pathway,
  doneBy: ReadonlyMap<string, readonly Doing[]>,
  doneLater: ReadonlyMap<string, readonly Doing[]>,
): readonly Finish[] {
  const phaseOfTask = new Map(
    pathway.phases.flatMap(({ tasks }, index) => tasks.map(({ id }) => [id, index] as const)),
  );
  return [...doneBy].flatMap(([userId, doings]) => {
    const at = pathway.phases.findIndex(({ id }) => id === doings[0]?.phaseId);
    const current = at === -1 ? pathway.phases.length : at;
    const phasesOf = (some: readonly Doing[] = []) =>
      new Set(some.map(({ taskId }) => phaseOfTask.get(taskId)));
    const later = phasesOf(doneLater.get(userId));
    return [...phasesOf(doings)].flatMap((phase) =>
      phase !== undefined && phase < current && !later.has(phase) ? [{ userId, phase }] : [],
    );
  });
}

function countFinishes(pathway: Pathway, finishes: readonly Finish[]): readonly PhaseMembers[] {
  return pathway.phases.flatMap((phase, index) => {
    const members = finishes.filter((finish) => finish.phase === index).length;
    return members === 0 ? [] : [{ phase, number: index + 1, members }];
  });
}

/** The days run from the hour at which the week began; each is called by the day that holds its middle. */
function countByDay(
  { timeZone }: Cohort,
  doings: readonly Doing[],
  from: number,
  until: number,
): CohortSummary['days'] {
  const length = (until - from) / DAYS_TOLD;
  const dayOf = ({ at }: Doing) => Math.floor((at - from) / length);
  return Array.from({ length: DAYS_TOLD }, (_, day) => ({
    date: localDateOf(Math.round(from + (day + 0.5) * length), timeZone),
    tasks: doings.filter((doing) => dayOf(doing) === day).length,
  }));
}

function membersIn(standings: readonly StandingCount[], phaseId: string | null): number {
  return standings
    .filter((standing) => standing.phaseId === phaseId)
    .reduce((sum, { members }) => sum + members, 0);
}

async function congratulate(
  { scores }: Repositories,
  { id }: Cohort,
  pathway: Pathway,
  doneBy: ReadonlyMap<string, readonly Doing[]>,
  finishes: readonly Finish[],
): Promise<readonly Congratulated[]> {
  const inOrder = finishes.toSorted((one, other) => one.phase - other.phase);
  const lastFinish = new Map(inOrder.map(({ userId, phase }) => [userId, phase]));
  const candidates = [...doneBy]
    .map(([userId, { length: tasks }]) => ({ userId, tasks, finish: lastFinish.get(userId) ?? -1 }))
    .sort((a, b) => b.finish - a.finish || b.tasks - a.tasks || (a.userId < b.userId ? -1 : 1))
    .slice(0, CANDIDATES_MAX);
  const listings = await scores.listings(
    { boardId: id, period: 'all' },
    candidates.map(({ userId }) => userId),
  );
  return candidates
    .flatMap(({ userId, tasks, finish }): readonly Congratulated[] => {
      const listing = listings.get(userId);
      const phase = pathway.phases[finish];
      const finished = phase && { phase, number: finish + 1 };
      return listing === undefined ? [] : [{ userId, listing, tasks, finished }];
    })
    .slice(0, CONGRATULATED_MAX);
}

/** The earliest of equals, by the pathway's order. */
function commonTask(pathway: Pathway, standings: readonly StandingCount[]): CommonTask | undefined {
  const counts = new Map(standings.map(({ taskId, members }) => [taskId, members]));
  const common = pathway.phases
    .flatMap((phase) => phase.tasks.map((task) => ({ task, phase, members: counts.get(task.id) ?? 0 })))
    .reduce<CommonTask | undefined>(
      (most, next) => (next.members > (most?.members ?? 1) ? next : most),
      undefined,
    );
  return common;
}

/** The goal of the week that these days were, or else of the one that has begun. */
async function goalOf(
  repositories: Repositories,
  cohort: Cohort,
  until: number,
): Promise<GoalProgress | undefined> {
  const { goal, timeZone } = cohort;
  const lastWeek = periodSpan('week', timeZone, weekBefore(until, timeZone));
  if (goal?.week !== lastWeek.name) return goalProgress(repositories, cohort, until);
  const doings = await repositories.cohorts.doings(cohort, lastWeek.from, lastWeek.to);
  return { tasks: goal.tasks, done: doings.length };
}

function groupByUser(doings: readonly Doing[]): ReadonlyMap<string, readonly Doing[]> {
  const groups = new Map<string, Doing[]>();
  for (const doing of doings) {
    const group = groups.get(doing.userId);
    if (group === undefined) groups.set(doing.userId, [doing]);
    else group.push(doing);
  }
  return groups;
}
