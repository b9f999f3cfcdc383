import { appearanceOn } from '../domain/appearance.ts';
import { BOARD_PERIODS, periodSpan, type BoardPeriod, type PeriodSpan } from '../domain/board-period.ts';
import { sortKey } from '../domain/leaderboard.ts';
import { ASSUMED_TIME_ZONE } from '../domain/local-time.ts';
import type { Completion, Member } from '../domain/member.ts';
import { phaseDays } from '../domain/pace-peers.ts';
import { measureProgress, type PathwayProgress } from '../domain/progress.ts';
import { timeZoneOf, type Walk } from './membership.ts';
import type { PathwayLibrary } from './pathway-library.ts';
import type { Credit, Listing, Repositories, Score, Seat } from './ports.ts';

/**
 * Keeps what boards and summaries read in step with what members recorded: to be called in the very transaction that
 * changes it. Everything is worked out anew from the records, so doing it twice is harmless and nothing can drift.
 */
export interface ScoreKeeper {
  /** After the member joined the pathway, moved their first day there, recorded something or took it back. */
  walked(
    repositories: Repositories,
    walk: Walk,
    completions: readonly Completion[],
    now: number,
  ): Promise<void>;
  /** After the member came, went, or chose another appearance: their lines on all boards. */
  moved(repositories: Repositories, userId: string, now: number): Promise<void>;
  /** After something changed about one board, or who stands on it: the others stay as they are. */
  movedOn(repositories: Repositories, userId: string, boardId: string, now: number): Promise<void>;
}

export function createScoreKeeper(library: PathwayLibrary): ScoreKeeper {
  const spanAt = createSpans();

  const linesOn = (
    seat: Seat,
    member: Member,
    completions: readonly Completion[],
    now: number,
  ): readonly Score[] => {
    const listing = listingOn(seat, member);
    const counted = completions.filter(
      ({ status, pathwayId }) => status === 'done' && (seat.pathwayId ?? pathwayId) === pathwayId,
    );
    return BOARD_PERIODS.flatMap((period) => {
      const span = spanAt(period, seat.timeZone ?? ASSUMED_TIME_ZONE, now);
      const credit = sumUp(counted.filter(({ at }) => at >= span.from && at < span.to));
      if (credit.tasks === 0) return [];
      const endsAt = period === 'all' ? null : span.to;
      return [
        { boardId: seat.boardId, period: span.name, userId: member.userId, ...credit, listing, endsAt },
      ];
    });
  };

  const sumUp = (completions: readonly Completion[]): Credit => ({
    tasks: completions.length,
    hours: completions.reduce((sum, { pathwayId, taskId }) => sum + library.creditOf(pathwayId, taskId), 0),
  });

  /** @returns the boards on which the member has a seat. */
  const replaceLines = async (
    { members, completions, scores }: Repositories,
    userId: string,
    now: number,
  ): Promise<readonly string[]> => {
    const member = await members.find(userId);
    if (member === undefined) return [];
    const seats = await scores.seats(userId);
    const records = seats.length === 0 ? [] : await completions.listAll(userId);
    await scores.replace(
      userId,
      seats.flatMap((seat) => linesOn(seat, member, records, now)),
    );
    return seats.map(({ boardId }) => boardId);
  };

  const moved: ScoreKeeper['moved'] = async (repositories, userId, now) => {
    const before = await repositories.scores.boardIds(userId);
    const after = await replaceLines(repositories, userId, now);
    await repositories.pinnedBoards.setDue([...new Set([...before, ...after])], now);
  };

  return {
    async walked(repositories, { member, enrolment, pathway }, completions, now) {
      const { standings, serverMembers } = repositories;
      const { userId } = member;
      const before = await standings.find(userId, pathway.id);
      const progress = measureProgress(pathway, completions);
      const phaseId = progress.currentPhase?.phase.id ?? null;
      await standings.save({
        userId,
        pathwayId: pathway.id,
        phaseId,
        taskId: progress.nextStep?.task.id ?? null,
        doneHours: progress.doneHours,
        activeAt: Math.max(enrolment.joinedAt, ...completions.map(({ recordedAt }) => recordedAt)),
      });
      await keepDurations(repositories, { member, enrolment, pathway }, progress);
      if (before?.phaseId !== phaseId) await serverMembers.setPhaseRoleDue(userId, now);
      await moved(repositories, userId, now);
    },
    moved,
    async movedOn(repositories, userId, boardId, now) {
      await replaceLines(repositories, userId, now);
      await repositories.pinnedBoards.setDue([boardId], now);
    },
  };
}

async function keepDurations(
  { phaseDurations }: Repositories,
  { member, enrolment, pathway }: Walk,
  progress: PathwayProgress,
): Promise<void> {
  const key = { userId: member.userId, pathwayId: pathway.id };
  const before = await phaseDurations.list(member.userId, pathway.id);
  const after = phaseDays(progress, enrolment, timeZoneOf(member));
  for (const [phaseId, days] of after) {
    if (before.get(phaseId) !== days) await phaseDurations.save({ ...key, phaseId }, days);
  }
  for (const phaseId of before.keys()) {
    if (!after.has(phaseId)) await phaseDurations.remove({ ...key, phaseId });
  }
}

function listingOn({ kind, name }: Seat, member: Member): Listing | null {
  const appearance = appearanceOn(kind, member, name);
  if (appearance === null) return null;
  return { appearance: appearance.kind, label: appearance.text, sortKey: sortKey(appearance.text) };
}

/** A calendar takes longer to ask than a line to write, and a period lasts for days: each zone's are kept until they end. */
function createSpans() {
  const known = new Map<string, PeriodSpan>();
  return (period: BoardPeriod, timeZone: string, now: number): PeriodSpan => {
    const key = `${period} ${timeZone}`;
    const kept = known.get(key);
    if (kept !== undefined && now >= kept.from && now < kept.to) return kept;
    const span = periodSpan(period, timeZone, now);
    known.set(key, span);
    return span;
  };
}
