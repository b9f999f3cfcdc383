import type { Nudge } from '../domain/nudge.ts';
import { nudgeTone } from '../domain/nudge.ts';
import { measureProgress } from '../domain/progress.ts';
import type { Server } from '../domain/server.ts';
import { findWalk } from './membership.ts';
import type { PathwayLibrary } from './pathway-library.ts';
import type { Post, Repositories } from './ports.ts';

export type MemberPost = Extract<Post, { kind: 'member-nudge' }>;
type ServerPost = Extract<Post, { kind: 'server-nudge' }>;

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/** The weekly message as it would be at an instant; `undefined` for somebody who walks no pathway. */
export async function composeMemberNudge(
  repositories: Repositories,
  library: PathwayLibrary,
  { userId, locale, activeSince }: Pick<Nudge, 'userId' | 'locale' | 'activeSince'>,
  now: number,
): Promise<MemberPost | undefined> {
  const walk = await findWalk(repositories, library, userId);
  if (walk === undefined) return undefined;
  const completions = await repositories.completions.list(userId, walk.pathway.id);
  const progress = measureProgress(walk.pathway, completions);
  const doneLastWeek = progress.phases
    .flatMap(({ tasks }) => tasks)
    .flatMap(({ task, completion }) =>
      completion?.status === 'done' && completion.at > now - WEEK_MS
        ? [{ title: task.title, at: completion.at }]
        : [],
    )
    .sort((a, b) => a.at - b.at)
    .map(({ title }) => title);
  return {
    kind: 'member-nudge',
    locale,
    tone: nudgeTone(Math.max(activeSince, ...completions.map(({ recordedAt }) => recordedAt)), now),
    standing: { walk, progress },
    doneLastWeek,
  };
}

/**
 * The phase in which most of a server's members are, the earliest of equals, and the first while there are none.
 * `undefined` when the server's pathway is no longer offered.
 * @param occurrence gives each week another of the phase's resources.
 */
export async function composeServerNudge(
  repositories: Repositories,
  library: PathwayLibrary,
  { guildId, locale, pathwayId }: Pick<Server, 'guildId' | 'locale' | 'pathwayId'>,
  occurrence: string,
): Promise<ServerPost | undefined> {
  const pathway = library.find(pathwayId);
  const [firstPhase] = pathway?.phases ?? [];
  if (pathway === undefined || firstPhase === undefined) return undefined;
  const inPhases = await repositories.serverMembers.countInPhases(guildId, pathwayId);
  const walkers = pathway.phases.map((phase) => [phase, inPhases.get(phase.id) ?? 0] as const);
  const [phase, count] = walkers.reduce((most, next) => (next[1] > most[1] ? next : most));
  return {
    kind: 'server-nudge',
    locale,
    pathway,
    phase,
    phaseNumber: pathway.phases.indexOf(phase) + 1,
    resource: phase.resources[weekNumber(occurrence) % Math.max(1, phase.resources.length)],
    walkers: count,
    week: weekNumber(occurrence),
  };
}

function weekNumber(occurrence: string): number {
  return Number(/\d+$/.exec(occurrence)?.[0] ?? 0);
}
