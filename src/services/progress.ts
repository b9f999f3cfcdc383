import { nextRecordedAt, restoreReplaced, reviseCompletion } from '../domain/completion.ts';
import { UserError } from '../domain/errors.ts';
import { parseLink, parseNote } from '../domain/evidence.ts';
import { addDays, ASSUMED_TIME_ZONE, localDateOf, noonOf, type LocalDate } from '../domain/local-time.ts';
import { resolveCandidate } from '../domain/matching.ts';
import type { Completion, CompletionStatus } from '../domain/member.ts';
import type { Pathway, Task } from '../domain/pathway.ts';
import { isFinished, measureProgress, type PathwayProgress, type PhaseProgress } from '../domain/progress.ts';
import { weekStreak } from '../domain/streak.ts';
import { planCelebrations } from './cohort-goals.ts';
import {
  findOrStartWalk,
  findWalk,
  findWalkOn,
  meantPathway,
  timeZoneOf,
  type Asker,
  type Walk,
} from './membership.ts';
import {
  ambiguousTask,
  locateTask,
  resolveTask,
  taskCandidates,
  type LocatedTask,
  type PathwayLibrary,
} from './pathway-library.ts';
import type { Clock, Repositories, Store } from './ports.ts';
import type { ScoreKeeper } from './score-keeper.ts';

export interface Standing {
  readonly walk: Walk;
  readonly progress: PathwayProgress;
}

/** A standing with what takes longer to work out: a calendar in the member's zone for each record. */
export interface Overview extends Standing {
  /** Consecutive weeks with a task done. */
  readonly weekStreak: number;
}

export interface RecordRequest extends Asker {
  /** What the member typed, or a task's id. */
  readonly task: string;
  /** The one they mean when they name none, when absent. */
  readonly pathwayId?: string | undefined;
  readonly note?: string | undefined;
  readonly link?: string | undefined;
  /** The local day on which it was done; now when absent. */
  readonly when?: LocalDate | undefined;
}

export interface Outlook {
  readonly pathway: Pathway;
  readonly progress: PathwayProgress;
  /** The member's own, or the pathway's default. */
  readonly hoursPerWeek: number;
  readonly timeZone: string;
  readonly hasJoined: boolean;
}

export interface AnnotateRequest {
  readonly userId: string;
  readonly pathwayId: string;
  readonly taskId: string;
  readonly note: string;
  /** Kept as it is when absent. */
  readonly link?: string | undefined;
}

export interface Recorded extends Standing, LocatedTask {
  readonly completion: Completion;
  /** The member was joined to the pathway by this. */
  readonly joinedNow: boolean;
  /** `unchanged`: it was recorded already and nothing new was said about it. */
  readonly change: 'new' | 'changed' | 'unchanged';
  /** The phase that this record finished. */
  readonly finishedPhase: PhaseProgress | undefined;
}

export interface Undone extends Standing, LocatedTask {
  readonly removed: Completion;
  /** What the removed record had replaced, if anything. */
  readonly restored: Completion | undefined;
}

export interface ProgressService {
  /** Records a task as done; on a task recorded before, adds what is new and keeps the rest. */
  complete(request: RecordRequest): Promise<Recorded>;
  /**
   * Sets the note and the link of a task that is done, to nothing when they are empty.
   * @throws {UserError} `task-not-recorded` when it is not, or not any more.
   */
  annotate(request: AnnotateRequest): Promise<Recorded>;
  /** @throws {UserError} `done-already`, so that a slip does not hide work that was done. */
  skip(request: Pick<RecordRequest, keyof Asker | 'task' | 'pathwayId'>): Promise<Recorded>;
  /** Takes back the member's last record, or the one of the task named; on their current pathway, unless told. */
  undo(userId: string, task?: string, pathwayId?: string): Promise<Undone>;
  /** Takes back exactly one record: nothing when the member has recorded something newer for that task. */
  undoRecord(userId: string, record: RecordKey): Promise<Undone>;
  /** @throws {UserError} `not-joined` */
  standing(userId: string): Promise<Overview>;
  /** The standing that goes with one record, to share it. @throws {UserError} when that record is gone. */
  standingAt(userId: string, record: RecordKey): Promise<Standing>;
  /**
   * Another member's, as far as they are visible, and as far as those who ask in this server may see the pathway.
   * @throws {UserError} `progress-hidden`
   */
  standingOf(userId: string, guildId?: string | null): Promise<Overview>;
  /**
   * A pathway as this person sees it, whether they joined it or not; nothing is written.
   * @param pathway what they typed or an id; the one they mean when they name none, when absent.
   * @throws {UserError} `unknown-pathway`
   */
  outlook(asker: Asker, pathway?: string): Promise<Outlook>;
}

export type RecordKey = Pick<Completion, 'pathwayId' | 'taskId' | 'recordedAt'>;

/** Work from before the bot knew the member counts, within reason. */
const EARLIEST_DAYS = 2 * 366;

interface Dependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly library: PathwayLibrary;
  readonly keeper: ScoreKeeper;
}

export function createProgressService({ store, clock, library, keeper }: Dependencies): ProgressService {
  const standingOn = (walk: Walk, completions: readonly Completion[]): Standing => ({
    walk,
    progress: measureProgress(walk.pathway, completions),
  });

  const overviewOf = async (walk: Walk): Promise<Overview> => {
    const completions = await store.completions.list(walk.member.userId, walk.pathway.id);
    return {
      ...standingOn(walk, completions),
      weekStreak: weekStreak(completions, timeZoneOf(walk.member), clock.now()),
    };
  };

  const record = async (request: RecordRequest, status: CompletionStatus): Promise<Recorded> => {
    const note = request.note === undefined ? null : parseNote(request.note);
    const link = request.link === undefined ? null : parseLink(request.link);
    return store.transaction(async (repositories) => {
      const now = clock.now();
      const { joinedNow, ...walk } = await findOrStartWalk(
        repositories,
        { library, keeper },
        request,
        now,
        request.pathwayId,
      );
      const { task, phase } = resolveTask(walk.pathway, request.task);
      const before = await repositories.completions.list(request.userId, walk.pathway.id);
      const existing = before.find(({ taskId }) => taskId === task.id);
      if (status === 'skipped' && existing?.status === 'done') {
        throw new UserError({ code: 'done-already', task: task.title });
      }
      const repeats = existing?.status === status ? existing : undefined;
      const completion = reviseCompletion(existing, {
        userId: request.userId,
        pathwayId: walk.pathway.id,
        taskId: task.id,
        status,
        at: instantSaid(request.when, timeZoneOf(walk.member), now, repeats?.at),
        note: note ?? existing?.note ?? null,
        link: link ?? existing?.link ?? null,
        recordedAt: nextRecordedAt(before, now),
      });
      return saveRecord(repositories, walk, before, completion, { task, phase, joinedNow });
    });
  };

  const saveRecord = async (
    repositories: Repositories,
    walk: Walk,
    before: readonly Completion[],
    completion: Completion,
    circumstances: LocatedTask & Pick<Recorded, 'joinedNow'>,
  ): Promise<Recorded> => {
    const existing = before.find(({ taskId }) => taskId === completion.taskId);
    const after = [...before.filter((other) => other !== existing), completion];
    if (completion !== existing) {
      await repositories.completions.save(completion);
      await keeper.walked(repositories, walk, after, clock.now());
      await planCelebrations(repositories, walk.member.userId, clock.now());
    }
    const standing = standingOn(walk, after);
    const change = existing?.status === completion.status ? 'changed' : 'new';
    return {
      ...standing,
      ...circumstances,
      completion,
      change: completion === existing ? 'unchanged' : change,
      finishedPhase: newlyFinished(
        measureProgress(walk.pathway, before),
        standing.progress,
        circumstances.phase.id,
      ),
    };
  };

  const takeBack = async (repositories: Repositories, walk: Walk, removed: Completion): Promise<Undone> => {
    const located = locateTask(walk.pathway, removed.taskId);
    if (located === undefined) throw new UserError({ code: 'record-changed' });
    const restored = restoreReplaced(removed);
    if (restored === undefined) {
      await repositories.completions.remove(removed.userId, removed.pathwayId, removed.taskId);
    } else {
      await repositories.completions.save(restored);
    }
    const left = await repositories.completions.list(removed.userId, removed.pathwayId);
    await keeper.walked(repositories, walk, left, clock.now());
    return { ...standingOn(walk, left), ...located, removed, restored };
  };

  const standing = async (userId: string): Promise<Overview> => {
    const walk = await findWalk(store, library, userId);
    if (walk === undefined) throw new UserError({ code: 'not-joined' });
    return overviewOf(walk);
  };

  return {
    complete: (request) => record(request, 'done'),
    skip: (request) => record(request, 'skipped'),

    annotate: async ({ userId, pathwayId, taskId, ...said }) => {
      const note = parseNote(said.note);
      const link = said.link === undefined ? undefined : parseLink(said.link);
      return store.transaction(async (repositories) => {
        const walk = await findWalkOn(repositories, library, userId, pathwayId);
        const located = walk && locateTask(walk.pathway, taskId);
        if (walk === undefined || located === undefined) throw new UserError({ code: 'record-changed' });
        const before = await repositories.completions.list(userId, pathwayId);
        const existing = before.find((completion) => completion.taskId === taskId);
        if (existing?.status !== 'done')
          throw new UserError({ code: 'task-not-recorded', task: located.task.title });
        const completion = reviseCompletion(existing, {
          ...existing,
          note,
          link: link === undefined ? existing.link : link,
          recordedAt: nextRecordedAt(before, clock.now()),
        });
        return saveRecord(repositories, walk, before, completion, { ...located, joinedNow: false });
      });
    },

    undo: (userId, query, pathwayId) =>
      store.transaction(async (repositories) => {
        const walk = await (pathwayId === undefined
          ? findWalk(repositories, library, userId)
          : findWalkOn(repositories, library, userId, pathwayId));
        if (walk === undefined) throw new UserError({ code: 'nothing-recorded' });
        const recorded = (await repositories.completions.list(userId, walk.pathway.id)).filter(
          ({ taskId }) => locateTask(walk.pathway, taskId) !== undefined,
        );
        const removed = query === undefined ? recorded.at(-1) : findRecorded(walk, recorded, query);
        if (removed === undefined) throw new UserError({ code: 'nothing-recorded' });
        return takeBack(repositories, walk, removed);
      }),

    undoRecord: (userId, { pathwayId, taskId, recordedAt }) =>
      store.transaction(async (repositories) => {
        const walk = await findWalkOn(repositories, library, userId, pathwayId);
        const removed = await repositories.completions.find(userId, pathwayId, taskId);
        if (walk === undefined || removed?.recordedAt !== recordedAt) {
          throw new UserError({ code: 'record-changed' });
        }
        return takeBack(repositories, walk, removed);
      }),

    standing,

    async standingAt(userId, { pathwayId, taskId, recordedAt }) {
      const walk = await findWalkOn(store, library, userId, pathwayId);
      const completions = await store.completions.list(userId, pathwayId);
      const record = completions.find((completion) => completion.taskId === taskId);
      const isOffered = walk !== undefined && locateTask(walk.pathway, taskId) !== undefined;
      if (!isOffered || record?.recordedAt !== recordedAt) throw new UserError({ code: 'record-changed' });
      return standingOn(walk, completions);
    },

    async standingOf(userId, guildId) {
      const walk = await findWalk(store, library, userId);
      // Somebody who never joined is answered for as somebody hidden, so that the answer tells nothing.
      if (walk?.member.visibility !== 'named' || !library.isAtHome(walk.pathway.id, guildId)) {
        throw new UserError({ code: 'progress-hidden', userId });
      }
      return overviewOf(walk);
    },

    async outlook(asker, query) {
      const { userId } = asker;
      const member = await store.members.find(userId);
      const pathway = await meantPathway(store, library, asker, member, query);
      const enrolment = await store.enrolments.find(userId, pathway.id);
      return {
        pathway,
        progress: measureProgress(pathway, await store.completions.list(userId, pathway.id)),
        hoursPerWeek: enrolment?.hoursPerWeek ?? pathway.defaultHoursPerWeek,
        timeZone: member?.timeZone ?? ASSUMED_TIME_ZONE,
        hasJoined: enrolment !== undefined,
      };
    },
  };
}

/**
 * When the work was done: on the day named, else when an earlier record says, else now.
 * @throws {UserError} `date-out-of-range`
 */
function instantSaid(
  day: LocalDate | undefined,
  timeZone: string,
  now: number,
  earlier: number | undefined,
): number {
  if (day === undefined) return earlier ?? now;
  const latest = localDateOf(now, timeZone);
  const earliest = addDays(latest, -EARLIEST_DAYS);
  if (day < earliest || day > latest) throw new UserError({ code: 'date-out-of-range', earliest, latest });
  if (earlier !== undefined && day === localDateOf(earlier, timeZone)) return earlier;
  return day === latest ? now : noonOf(day, timeZone);
}

function findRecorded(walk: Walk, recorded: readonly Completion[], query: string): Completion {
  const byTask = new Map(recorded.map((completion) => [completion.taskId, completion]));
  const named = locateTask(walk.pathway, query)?.task;
  // What is meant exactly is never taken for something like it.
  if (named !== undefined) return byTask.get(named.id) ?? notRecorded(named);
  const candidates = taskCandidates(walk.pathway.phases).filter(({ item }) => byTask.has(item.task.id));
  const among = resolveCandidate(query, candidates);
  if (among.kind === 'several') {
    throw ambiguousTask(walk.pathway, query, among.items);
  }
  // A task that exists but was never recorded is named as such; one that does not exist is unknown.
  const { task } = among.kind === 'one' ? among.item : resolveTask(walk.pathway, query);
  return byTask.get(task.id) ?? notRecorded(task);
}

function notRecorded({ title }: Task): never {
  throw new UserError({ code: 'task-not-recorded', task: title });
}

function newlyFinished(
  before: PathwayProgress,
  after: PathwayProgress,
  phaseId: string,
): PhaseProgress | undefined {
  const inPhase = (progress: PathwayProgress) => progress.phases.find(({ phase }) => phase.id === phaseId);
  const now = inPhase(after);
  const then = inPhase(before);
  if (now === undefined || then === undefined) return undefined;
  return isFinished(now) && !isFinished(then) ? now : undefined;
}
