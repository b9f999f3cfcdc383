import { periodSpan } from '../domain/board-period.ts';
import { requireBreak, withBreak, withoutBreak } from '../domain/breaks.ts';
import { paceToFinishBy } from '../domain/cohort-calendar.ts';
import {
  CAPACITY,
  COHORTS_PER_FACILITATOR,
  GOAL_TASKS,
  makeCode,
  nameKey,
  parseCohortName,
  type Cohort,
} from '../domain/cohort.ts';
import { UserError } from '../domain/errors.ts';
import { ASSUMED_TIME_ZONE, localDateOf, type LocalDate } from '../domain/local-time.ts';
import type { Pathway } from '../domain/pathway.ts';
import { HOURS_PER_WEEK, requireHours, requireStart } from '../domain/plan.ts';
import { isSameSlot } from '../domain/weekly-slot.ts';
import { moveBoard, moveMembers } from './board-moves.ts';
import {
  findCohort,
  isActive,
  requireActive,
  requireFacilitator,
  type CohortAsker,
} from './cohort-finder.ts';
import { overviewOf, type CohortOverview } from './cohort-overview.ts';
import { requireSlot } from './nudge-slot.ts';
import type { PathwayLibrary } from './pathway-library.ts';
import type { Chance, Clock, Repositories, Store } from './ports.ts';
import type { ScoreKeeper } from './score-keeper.ts';
import { resolveTimeZone } from './time-zones.ts';
import { rotaOfCohort } from './turn-planner.ts';
import { nextFreeTurn } from './turns.ts';

/** What is absent stays as it is, or takes its default. */
export interface CohortSettings {
  readonly name?: string | undefined;
  readonly startsOn?: LocalDate | undefined;
  readonly hoursPerWeek?: number | undefined;
  /** In place of the hours: the last day. */
  readonly endsOn?: LocalDate | undefined;
  readonly channelId?: string | undefined;
  readonly access?: 'open' | 'code' | undefined;
  /** `null`: no limit. */
  readonly capacity?: number | null | undefined;
  readonly weekday?: number | undefined;
  readonly hour?: number | undefined;
  readonly timeZone?: string | undefined;
}

export interface CreateCohortRequest extends CohortSettings {
  readonly name: string;
  readonly asker: CohortAsker;
  /** What they typed; the server's, or the only one, when absent. */
  readonly pathway?: string | undefined;
  /** Discord locale of the server. */
  readonly locale: string;
  /** Where it speaks when neither a channel is named nor the server has one for summaries. */
  readonly channelHere: string | null;
  /** Who looks after it besides the asker. */
  readonly facilitator?: string | undefined;
}

/** Everything about a cohort that its facilitators, and whoever manages the server, may change. */
export interface CohortSettingsService {
  create(request: CreateCohortRequest): Promise<CohortOverview>;
  edit(asker: CohortAsker, query: string | undefined, settings: CohortSettings): Promise<CohortOverview>;
  /** Its history stays readable; nobody joins or leaves it any more. Harmless twice. */
  archive(asker: CohortAsker, query: string | undefined): Promise<CohortOverview>;
  /** @throws {UserError} `cohort-not-archived`, or `cohort-name-taken` or `too-many-cohorts` meanwhile */
  restore(asker: CohortAsker, query: string): Promise<CohortOverview>;
  /** So many tasks by the end of this week; `null`: none. */
  setGoal(asker: CohortAsker, query: string | undefined, tasks: number | null): Promise<CohortOverview>;
  /** Both days included. */
  addBreak(
    asker: CohortAsker,
    query: string | undefined,
    startsOn: LocalDate,
    endsOn: LocalDate,
  ): Promise<CohortOverview>;
  /** Harmless when there is none that begins then. */
  removeBreak(asker: CohortAsker, query: string | undefined, startsOn: LocalDate): Promise<CohortOverview>;
}

/** Monday morning: the week before is complete, and the new one lies ahead. */
const DEFAULT_SLOT = { weekday: 1, hour: 9 };

interface Dependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly library: PathwayLibrary;
  readonly keeper: ScoreKeeper;
  readonly chance: Chance;
}

export function createCohortSettingsService(dependencies: Dependencies): CohortSettingsService {
  const { store, clock, library, chance } = dependencies;

  /** Changes a cohort in the name of one who may, and looks at it again. */
  const change = async (
    asker: CohortAsker,
    query: string | undefined,
    apply: (repositories: Repositories, cohort: Cohort) => Cohort | Promise<Cohort>,
  ): Promise<CohortOverview> => {
    const { before, overview } = await store.transaction(async (repositories) => {
      const before = await findCohort(repositories, asker, query);
      await requireFacilitator(repositories, asker, before);
      const changed = await apply(repositories, before);
      // A turn that has come already is not passed over, as finding the next one anew would.
      const after = isPlannedAlike(before, changed)
        ? changed
        : await withNextSummary(repositories, changed, clock.now());
      await repositories.cohorts.save(after);
      await repositories.pinnedBoards.setDue([after.id], clock.now());
      return { before, overview: await overviewOf(repositories, library, asker, after, clock.now()) };
    });
    await moveLines(before, overview.cohort);
    return overview;
  };

  /** An archived cohort has no board: its members' lines go, and come back when it is restored. */
  const moveLines = async (before: Cohort, after: Cohort): Promise<void> => {
    if (isActive(before) !== isActive(after)) {
      await moveMembers(dependencies, after.id, await store.cohorts.memberIds(after.id));
    } else if (before.timeZone !== after.timeZone) await moveBoard(dependencies, after.id);
  };

  return {
    async create({ asker, pathway: pathwayNamed, ...request }) {
      requireSlot(request);
      const name = parseCohortName(request.name);
      if (typeof request.capacity === 'number') requireCapacity(request.capacity);
      return store.transaction(async (repositories) => {
        const now = clock.now();
        await requireRoomForMore(repositories, asker);
        await requireNameFree(repositories, asker.guildId, name);
        const server = await repositories.servers.find(asker.guildId);
        const creator = await repositories.members.find(asker.userId);
        const pathway =
          pathwayNamed === undefined
            ? ((server && library.findOffered(server.pathwayId, asker.guildId)) ?? library.first)
            : library.resolve(pathwayNamed, asker.guildId);
        const timeZone =
          request.timeZone === undefined
            ? (server?.timeZone ?? creator?.timeZone ?? ASSUMED_TIME_ZONE)
            : resolveTimeZone(request.timeZone);
        const startsOn = request.startsOn ?? localDateOf(now, timeZone);
        requireStart(startsOn, localDateOf(now, timeZone));
        const cohort = await withNextSummary(
          repositories,
          {
            id: makeId(now, chance),
            guildId: asker.guildId,
            name,
            pathwayId: pathway.id,
            startsOn,
            hoursPerWeek: paceAsked(pathway, { ...request, startsOn }, []) ?? pathway.defaultHoursPerWeek,
            breaks: [],
            locale: request.locale,
            timeZone,
            weekday: request.weekday ?? DEFAULT_SLOT.weekday,
            hour: request.hour ?? DEFAULT_SLOT.hour,
            next: null,
            channelId: request.channelId ?? server?.summaryChannelId ?? request.channelHere,
            code: request.access === 'code' ? await freeCode(repositories, asker.guildId, chance) : null,
            capacity: request.capacity ?? null,
            goal: null,
            createdAt: now,
            archivedAt: null,
            trouble: null,
          },
          now,
        );
        await repositories.cohorts.save(cohort);
        await repositories.cohorts.addFacilitator(cohort.id, asker.userId, now);
        if (request.facilitator !== undefined) {
          await repositories.cohorts.addFacilitator(cohort.id, request.facilitator, now + 1);
        }
        return overviewOf(repositories, library, asker, cohort, now);
      });
    },

    async edit(asker, query, settings) {
      requireSlot(settings);
      const name = settings.name === undefined ? undefined : parseCohortName(settings.name);
      if (typeof settings.capacity === 'number') requireCapacity(settings.capacity);
      return change(asker, query, async (repositories, cohort) => {
        requireActive(cohort);
        const now = clock.now();
        if (name !== undefined) await requireNameFree(repositories, cohort.guildId, name, cohort.id);
        if (typeof settings.capacity === 'number') {
          const members = await repositories.cohorts.countMembers(cohort.id);
          if (settings.capacity < members) throw new UserError({ code: 'capacity-below-members', members });
        }
        const timeZone =
          settings.timeZone === undefined ? cohort.timeZone : resolveTimeZone(settings.timeZone);
        if (settings.startsOn !== undefined) requireStart(settings.startsOn, localDateOf(now, timeZone));
        const startsOn = settings.startsOn ?? cohort.startsOn;
        const pathway = library.find(cohort.pathwayId);
        const pace = pathway && paceAsked(pathway, { ...settings, startsOn }, cohort.breaks);
        return {
          ...cohort,
          name: name ?? cohort.name,
          startsOn,
          hoursPerWeek: pace ?? cohort.hoursPerWeek,
          channelId: settings.channelId ?? cohort.channelId,
          code: await codeAsked(repositories, cohort, settings.access, chance),
          capacity: settings.capacity === undefined ? cohort.capacity : settings.capacity,
          weekday: settings.weekday ?? cohort.weekday,
          hour: settings.hour ?? cohort.hour,
          timeZone,
          // Whoever looks at the settings again has seen to what was wrong.
          trouble: null,
        };
      });
    },

    archive: (asker, query) =>
      change(asker, query, async (repositories, cohort) => {
        await repositories.pinnedBoards.remove(cohort.id);
        return { ...cohort, archivedAt: cohort.archivedAt ?? clock.now(), goal: null, trouble: null };
      }),

    restore: (asker, query) =>
      change(asker, query, async (repositories, cohort) => {
        if (isActive(cohort)) throw new UserError({ code: 'cohort-not-archived', cohort: cohort.name });
        await requireRoomForMore(repositories, asker);
        await requireNameFree(repositories, cohort.guildId, cohort.name);
        return { ...cohort, archivedAt: null };
      }),

    async setGoal(asker, query, tasks) {
      if (tasks !== null && !isWithin(tasks, GOAL_TASKS))
        throw new UserError({ code: 'bad-goal', ...GOAL_TASKS });
      return change(asker, query, (_, cohort) => {
        requireActive(cohort);
        const { name: week } = periodSpan('week', cohort.timeZone, clock.now());
        return { ...cohort, goal: tasks === null ? null : { week, tasks } };
      });
    },

    async addBreak(asker, query, startsOn, endsOn) {
      requireBreak({ startsOn, endsOn });
      return change(asker, query, (_, cohort) => {
        requireActive(cohort);
        requireStart(startsOn, localDateOf(clock.now(), cohort.timeZone));
        return { ...cohort, breaks: withBreak(cohort.breaks, { startsOn, endsOn }) };
      });
    },

    removeBreak: (asker, query, startsOn) =>
      change(asker, query, (_, cohort) => {
        requireActive(cohort);
        return { ...cohort, breaks: withoutBreak(cohort.breaks, startsOn) };
      }),
  };
}

/** The next weekly summary, found anew; none for a cohort that is archived, has nowhere to speak or may not. */
async function withNextSummary(repositories: Repositories, cohort: Cohort, now: number): Promise<Cohort> {
  if (!speaks(cohort)) return { ...cohort, next: null };
  return { ...cohort, next: await nextFreeTurn(repositories, rotaOfCohort(cohort), now, now) };
}

function speaks(cohort: Cohort): boolean {
  return isActive(cohort) && cohort.channelId !== null && cohort.trouble === null;
}

function isPlannedAlike(one: Cohort, other: Cohort): boolean {
  return isSameSlot(one, other) && speaks(one) && speaks(other);
}

/** @throws {UserError} `pace-and-end`, `bad-hours` or `end-out-of-reach` */
function paceAsked(
  pathway: Pathway,
  { hoursPerWeek, endsOn, startsOn }: CohortSettings & { readonly startsOn: LocalDate },
  breaks: Cohort['breaks'],
): number | undefined {
  if (hoursPerWeek !== undefined && endsOn !== undefined) throw new UserError({ code: 'pace-and-end' });
  if (hoursPerWeek !== undefined) requireHours(hoursPerWeek);
  if (endsOn === undefined) return hoursPerWeek;
  const pace = paceToFinishBy(pathway, startsOn, endsOn, breaks);
  if (pace === undefined) throw new UserError({ code: 'end-out-of-reach', ...HOURS_PER_WEEK });
  return pace;
}

/** Whoever may create one may fill a server with them: the server's managers say when that is wanted. */
async function requireRoomForMore({ cohorts }: Repositories, asker: CohortAsker): Promise<void> {
  if (asker.managesServer) return;
  const own = await cohorts.ofFacilitator(asker.userId);
  if (
    own.filter((cohort) => isActive(cohort) && cohort.guildId === asker.guildId).length <
    COHORTS_PER_FACILITATOR
  )
    return;
  throw new UserError({ code: 'too-many-cohorts', max: COHORTS_PER_FACILITATOR });
}

async function requireNameFree(
  { cohorts }: Repositories,
  guildId: string,
  name: string,
  ownId?: string,
): Promise<void> {
  const namesake = await cohorts.findByNameKey(guildId, nameKey(name));
  if (namesake !== undefined && namesake.id !== ownId)
    throw new UserError({ code: 'cohort-name-taken', name });
}

async function codeAsked(
  repositories: Repositories,
  cohort: Cohort,
  access: 'open' | 'code' | undefined,
  chance: Chance,
): Promise<string | null> {
  if (access === undefined) return cohort.code;
  return access === 'open' ? null : freeCode(repositories, cohort.guildId, chance);
}

async function freeCode({ cohorts }: Repositories, guildId: string, chance: Chance): Promise<string> {
  for (;;) {
    const code = makeCode(chance);
    if ((await cohorts.findByCode(guildId, code)) === undefined) return code;
  }
}

/** In the form of a snowflake, as nonces, buttons and the spread of turns over the hour know recipients. */
function makeId(now: number, chance: Chance): string {
  return String((BigInt(now) << 22n) | BigInt(chance(2 ** 22)));
}

function requireCapacity(capacity: number): void {
  if (!isWithin(capacity, CAPACITY)) throw new UserError({ code: 'bad-capacity', ...CAPACITY });
}

function isWithin(value: number, { min, max }: { readonly min: number; readonly max: number }): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}
