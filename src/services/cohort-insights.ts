import { localDateOf } from '../domain/local-time.ts';
import { measureProgress, type PathwayProgress } from '../domain/progress.ts';
import type { Cohort } from '../domain/cohort.ts';
import type { Pathway, Phase } from '../domain/pathway.ts';
import { cohortById, findCohort, requireFacilitator, type CohortAsker } from './cohort-finder.ts';
import { requirePathway } from './cohort-overview.ts';
import type { LocatedTask, PathwayLibrary } from './pathway-library.ts';
import type { Clock, ConsentingMember, StandingRow, Store } from './ports.ts';

/** What those who look after a cohort see: of members who consented where they are, of all others only numbers. */
export interface CohortInsights {
  readonly cohort: Cohort;
  readonly pathway: Pathway;
  readonly members: number;
  /** How many are in each phase, and how many have finished them all. */
  readonly inPhases: readonly { readonly phase: Phase; readonly number: number; readonly members: number }[];
  readonly finished: number;
  /** One page of those who consented, by name. */
  readonly grid: readonly MemberInPhases[];
  readonly consenting: number;
  readonly page: number;
  readonly pages: number;
  /** Open tasks on which several have been for a fortnight or longer, most of them first. */
  readonly stuck: readonly StuckTask[];
  /** How many have recorded nothing for a fortnight, and those of them who consented. */
  readonly quiet: number;
  readonly quietNames: readonly string[];
}

export interface MemberInPhases {
  readonly userId: string;
  /** As others in the server call them. */
  readonly name: string;
  /** Percent of each phase, in the pathway's order. */
  readonly percents: readonly number[];
  readonly isQuiet: boolean;
}

export interface StuckTask extends LocatedTask {
  readonly members: number;
}

/** One consenting member's line of the export, as text. */
export type ExportRow = Readonly<Record<ExportColumn, string | number>>;
export type ExportColumn =
  | 'name'
  | 'user_id'
  | 'joined'
  | 'last_active'
  | 'tasks_done'
  | 'hours_done'
  | 'percent'
  | 'phase'
  | 'next_task';

export interface CohortExport {
  readonly cohort: Cohort;
  readonly rows: readonly ExportRow[];
  /** All members, those who did not consent included. */
  readonly members: number;
}

export interface CohortInsightsService {
  /** @throws {UserError} `facilitators-only`, or `unknown-pathway` when the cohort's is no longer offered */
  look(asker: CohortAsker, query: string | undefined, page: number): Promise<CohortInsights>;
  /** By the id that a component carries. */
  lookAgain(asker: CohortAsker, cohortId: string, page: number): Promise<CohortInsights>;
  /** Everybody who consented. @throws {UserError} `facilitators-only` */
  exportRows(asker: CohortAsker, cohortId: string): Promise<CohortExport>;
}

const GRID_PAGE = 15;
const QUIET_MS = 14 * 24 * 60 * 60 * 1000;
/** One is somebody who takes their time; several are a task that is hard. */
const STUCK_MEMBERS_MIN = 2;
const STUCK_MAX = 5;
const QUIET_NAMES_MAX = 10;

interface Dependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly library: PathwayLibrary;
}

export function createCohortInsightsService({ store, clock, library }: Dependencies): CohortInsightsService {
  const progressOf = async (pathway: Pathway, userId: string): Promise<PathwayProgress> =>
    measureProgress(pathway, await store.completions.list(userId, pathway.id));

  const read = async (asker: CohortAsker, cohort: Cohort, askedPage: number): Promise<CohortInsights> => {
    await requireFacilitator(store, asker, cohort);
    const pathway = requirePathway(library, cohort);
    const standings = await store.standings.ofCohort(cohort.id);
    const consenting = await store.cohorts.consenting(cohort.id);
    const quietIds = new Set(standings.filter(isQuietAt(clock.now())).map(({ userId }) => userId));
    const pages = Math.max(1, Math.ceil(consenting.length / GRID_PAGE));
    const page = Math.min(askedPage, pages - 1);
    const shown = consenting.slice(page * GRID_PAGE, (page + 1) * GRID_PAGE);
    const inPhase = (phaseId: string | null) =>
      standings.filter((standing) => standing.phaseId === phaseId).length;
    return {
      cohort,
      pathway,
      members: standings.length,
      inPhases: pathway.phases.map((phase, index) => ({
        phase,
        number: index + 1,
        members: inPhase(phase.id),
      })),
      finished: inPhase(null),
      grid: await Promise.all(
        shown.map(async (member) => ({
          userId: member.userId,
          name: nameOf(member),
          percents: (await progressOf(pathway, member.userId)).phases.map(({ percent }) => percent),
          isQuiet: quietIds.has(member.userId),
        })),
      ),
      consenting: consenting.length,
      page,
      pages,
      stuck: stuckTasks(pathway, standings.filter(isQuietAt(clock.now()))),
      quiet: quietIds.size,
      quietNames: consenting
        .filter(({ userId }) => quietIds.has(userId))
        .slice(0, QUIET_NAMES_MAX)
        .map(nameOf),
    };
  };

  return {
    look: async (asker, query, page) => read(asker, await findCohort(store, asker, query), page),
    lookAgain: async (asker, cohortId, page) => read(asker, await cohortById(store, asker, cohortId), page),

    async exportRows(asker, cohortId) {
      const cohort = await cohortById(store, asker, cohortId);
      await requireFacilitator(store, asker, cohort);
      const pathway = requirePathway(library, cohort);
      const standings = new Map(
        (await store.standings.ofCohort(cohort.id)).map((standing) => [standing.userId, standing]),
      );
      const rows: ExportRow[] = [];
      for (const member of await store.cohorts.consenting(cohort.id)) {
        const progress = await progressOf(pathway, member.userId);
        rows.push(exportRow(cohort, member, progress, standings.get(member.userId)));
      }
      return { cohort, rows, members: standings.size };
    },
  };
}

function exportRow(
  { timeZone }: Cohort,
  member: ConsentingMember,
  progress: PathwayProgress,
  standing: StandingRow | undefined,
): ExportRow {
  const dayOf = (instant: number) => localDateOf(instant, timeZone);
  return {
    name: nameOf(member),
    user_id: member.userId,
    joined: dayOf(member.joinedAt),
    last_active: standing === undefined ? '' : dayOf(standing.activeAt),
    tasks_done: progress.done,
    hours_done: progress.doneHours,
    percent: progress.percent,
    phase: progress.currentPhase?.phase.title ?? '',
    next_task: progress.nextStep?.task.title ?? '',
  };
}

function isQuietAt(now: number): (standing: StandingRow) => boolean {
  return ({ activeAt, taskId }) => taskId !== null && now - activeAt >= QUIET_MS;
}

function stuckTasks(pathway: Pathway, quiet: readonly StandingRow[]): readonly StuckTask[] {
  return pathway.phases
    .flatMap((phase) =>
      phase.tasks.map((task) => ({
        task,
        phase,
        members: quiet.filter(({ taskId }) => taskId === task.id).length,
      })),
    )
    .filter(({ members }) => members >= STUCK_MEMBERS_MIN)
    .sort((one, other) => other.members - one.members)
    .slice(0, STUCK_MAX);
}

/** Somebody whose name the bot has not heard yet is known by their id. */
function nameOf({ name, userId }: ConsentingMember): string {
  return name ?? userId;
}
