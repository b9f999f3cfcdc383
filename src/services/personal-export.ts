import type { Cohort } from '../domain/cohort.ts';
import type { ReplacedCompletion } from '../domain/member.ts';
import type { PlannedTurn } from '../domain/nudge.ts';
import type { PersonalExport } from '../domain/personal-export.ts';
import { locateTask, pathwayTitle, type PathwayLibrary } from './pathway-library.ts';
import type { PersonalData, TaskCredit } from './ports.ts';

interface Names {
  readonly library: PathwayLibrary;
  /** All there are and were. */
  readonly tasks: readonly TaskCredit[];
}

/** @param now UTC epoch milliseconds. */
export function exportOf(
  userId: string,
  data: PersonalData,
  { library, tasks }: Names,
  now: number,
): PersonalExport {
  const pathwayOf = (id: string) => {
    const pathway = library.find(id);
    return { id, title: pathway === undefined ? null : pathwayTitle(pathway) };
  };
  const phaseOf = (pathwayId: string, id: string) => {
    const phase = library.find(pathwayId)?.phases.find((one) => one.id === id);
    return { id, title: phase?.title ?? null };
  };
  const taskOf = (pathwayId: string, id: string) => {
    const pathway = library.find(pathwayId);
    const current = pathway && locateTask(pathway, id)?.task;
    const kept = tasks.find((task) => task.pathwayId === pathwayId && task.taskId === id);
    return { id, title: current?.title ?? kept?.title ?? null };
  };
  const { member, nudge } = data;
  return {
    format: 'cairn-personal-data',
    version: 1,
    exportedAt: toIso(now),
    userId,
    member:
      member === undefined
        ? null
        : {
            timeZone: member.timeZone,
            visibility: member.visibility,
            alias: member.alias,
            portfolioParts: member.portfolioParts && [...member.portfolioParts],
            currentPathway: pathwayOf(member.currentPathwayId),
            createdAt: toIso(member.createdAt),
          },
    pathways: data.enrolments.map((walk) => ({
      pathway: pathwayOf(walk.pathwayId),
      hoursPerWeek: walk.hoursPerWeek,
      startsOn: walk.startsOn,
      transferableSkills: walk.transferableSkills && [...walk.transferableSkills],
      ownedSkills: walk.ownedSkills && [...walk.ownedSkills],
      breaks: walk.breaks.map(({ startsOn, endsOn }) => ({ startsOn, endsOn })),
      agreedEndsOn: walk.agreedEndsOn,
      toldRevision: walk.toldRevision,
      joinedAt: toIso(walk.joinedAt),
    })),
    records: data.completions.map(({ pathwayId, taskId, replaced, ...completion }) => ({
      pathway: pathwayOf(pathwayId),
      task: taskOf(pathwayId, taskId),
      ...recordOf(completion),
      replaced: replaced && recordOf(replaced),
    })),
    standings: data.standings.map(({ pathwayId, phaseId, taskId, doneHours, activeAt }) => ({
      pathway: pathwayOf(pathwayId),
      phase: phaseId === null ? null : phaseOf(pathwayId, phaseId),
      task: taskId === null ? null : taskOf(pathwayId, taskId),
      doneHours,
      activeAt: toIso(activeAt),
    })),
    phaseDurations: data.phaseDurations.map(({ pathwayId, phaseId, days }) => ({
      pathway: pathwayOf(pathwayId),
      phase: phaseOf(pathwayId, phaseId),
      days,
    })),
    reminder:
      nudge === undefined
        ? null
        : {
            weekday: nudge.weekday,
            hour: nudge.hour,
            locale: nudge.locale,
            state: nudge.state,
            pausedUntil: orNull(nudge.pausedUntil),
            activeSince: toIso(nudge.activeSince),
            next: turnOf(nudge.next),
            dmChannelId: nudge.dmChannelId,
            notice: nudge.notice,
          },
    deliveries: data.deliveries.map((delivery) => ({
      kind: delivery.kind,
      occurrence: delivery.occurrence,
      state: delivery.state,
      dueAt: toIso(delivery.dueAt),
      notBefore: toIso(delivery.notBefore),
      firstSentAt: orNull(delivery.firstSentAt),
      claimedAt: orNull(delivery.claimedAt),
      attempts: delivery.attempts,
      messageId: delivery.messageId,
      reason: delivery.reason,
    })),
    servers: data.serverMembers.map((seen) => ({
      serverId: seen.guildId,
      name: seen.name,
      seenAt: toIso(seen.seenAt),
      leftAt: orNull(seen.leftAt),
      phaseRoleId: seen.phaseRoleId,
      phaseRoleDueAt: orNull(seen.phaseRoleDueAt),
    })),
    scores: data.scores.map(({ boardId, period, hours, tasks: done, listing, endsAt }) => ({
      boardId,
      period,
      hours,
      tasks: done,
      listing,
      endsAt: orNull(endsAt),
    })),
    cohorts: data.cohortMemberships.map(({ cohort: joined, sharesDetails, joinedAt }) => ({
      cohort: cohortOf(joined),
      sharesDetails,
      joinedAt: toIso(joinedAt),
    })),
    cohortsLookedAfter: data.facilitations.map(({ cohort: lookedAfter, since }) => ({
      cohort: cohortOf(lookedAfter),
      since: toIso(since),
    })),
    codeGuesses: data.codeGuesses.map(({ guildId, misses, since }) => ({
      serverId: guildId,
      misses,
      since: toIso(since),
    })),
    serversSetUp: data.servers.map((server) => ({
      serverId: server.guildId,
      locale: server.locale,
      timeZone: server.timeZone,
      announcementChannelId: server.announcementChannelId,
      nudgeChannelId: server.nudgeChannelId,
      summaryChannelId: server.summaryChannelId,
      weekday: server.weekday,
      hour: server.hour,
      pathway: pathwayOf(server.pathwayId),
      next: turnOf(server.next),
      trouble: server.trouble,
      roleTrouble: server.roleTrouble,
    })),
  };
}

function recordOf({ status, at, recordedAt, note, link }: ReplacedCompletion) {
  return { status, at: toIso(at), recordedAt: toIso(recordedAt), note, link };
}

function cohortOf({ id, name, guildId }: Cohort) {
  return { id, name, serverId: guildId };
}

function turnOf(next: PlannedTurn | null) {
  return next && { occurrence: next.occurrence, at: toIso(next.at) };
}

function toIso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function orNull(milliseconds: number | null): string | null {
  return milliseconds === null ? null : toIso(milliseconds);
}
