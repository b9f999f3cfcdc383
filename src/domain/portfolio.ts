import { appearanceOn } from './appearance.ts';
import { localDateOf, type LocalDate } from './local-time.ts';
import type { Completion, Member, PortfolioPart } from './member.ts';
import type { Pathway, Phase, Task } from './pathway.ts';
import { measureProgress } from './progress.ts';

/** Until a member chooses: notes are written for oneself, and what is open is nobody's business. */
const DEFAULT_PARTS: readonly PortfolioPart[] = ['dates', 'links', 'skills'];

export function portfolioParts({ portfolioParts: chosen }: Pick<Member, 'portfolioParts'>) {
  return chosen ?? DEFAULT_PARTS;
}

/** What a member shows of what they have done. A part that they leave out is empty or `null`. */
export interface Portfolio {
  /** As others see the member; `null`: they do not. */
  readonly name: string | null;
  readonly parts: readonly PortfolioPart[];
  readonly ways: readonly PortfolioWay[];
}

/** What they have done on one pathway. */
export interface PortfolioWay {
  /** `undefined` when the bot has that pathway no more. */
  readonly pathway: Pathway | undefined;
  readonly phases: readonly PortfolioPhase[];
  /** Tasks that have left the pathway's file. */
  readonly former: readonly PortfolioEntry[];
  readonly skills: readonly { readonly name: string; readonly tasks: readonly string[] }[];
  /** Titles of the tasks that are open. */
  readonly open: readonly string[];
}

export interface PortfolioPhase {
  readonly phase: Phase;
  /** Counted from 1. */
  readonly number: number;
  readonly entries: readonly PortfolioEntry[];
}

export interface PortfolioEntry {
  /** `null` of a task that left before its title was kept. */
  readonly title: string | null;
  readonly on: LocalDate | null;
  readonly link: string | null;
  readonly note: string | null;
}

export interface PortfolioSources {
  readonly member: Member;
  /** As Discord shows the member where they ask. */
  readonly displayName: string;
  readonly timeZone: string;
  /** All of the member's, on whichever pathway. */
  readonly completions: readonly Completion[];
  readonly pathwayOf: (pathwayId: string) => Pathway | undefined;
  /** What a task was called last. */
  readonly formerTitleOf: (pathwayId: string, taskId: string) => string | null;
}

/** Of each pathway on which something is done; the one that the member walks now comes first, the others by their ids. */
export function composePortfolio(sources: PortfolioSources): Portfolio {
  const { member, displayName, completions, pathwayOf } = sources;
  const parts = portfolioParts(member);
  const done = completions.filter(({ status }) => status === 'done');
  const rank = (pathwayId: string) => `${pathwayId === member.currentPathwayId ? 0 : 1} ${pathwayId}`;
  const pathwayIds = [...new Set(done.map(({ pathwayId }) => pathwayId))].sort((one, other) =>
    rank(one) < rank(other) ? -1 : 1,
  );
  return {
    // A file that anybody may read is like a server's board: on it stands who chose to.
    name: appearanceOn('server', member, displayName)?.text ?? null,
    parts,
    ways: pathwayIds.map((pathwayId) =>
      composeWay(
        pathwayOf(pathwayId),
        completions.filter((completion) => completion.pathwayId === pathwayId),
        parts,
        sources,
      ),
    ),
  };
}

function composeWay(
  pathway: Pathway | undefined,
  completions: readonly Completion[],
  parts: readonly PortfolioPart[],
  { timeZone, formerTitleOf }: PortfolioSources,
): PortfolioWay {
  const entryOf = (title: string | null, { at, link, note }: Completion): PortfolioEntry => ({
    title,
    on: parts.includes('dates') ? localDateOf(at, timeZone) : null,
    link: parts.includes('links') ? link : null,
    note: parts.includes('notes') ? note : null,
  });
  const phases = pathway === undefined ? [] : measureProgress(pathway, completions).phases;
  const tasks = phases.flatMap((phase) => phase.tasks);
  const doneTasks = tasks.filter(({ state }) => state === 'done').map(({ task }) => task);
  const known = new Set(tasks.map(({ task }) => task.id));
  return {
    pathway,
    phases: phases
      .map(({ phase, number, tasks: ofPhase }) => ({
        phase,
        number,
        entries: ofPhase.flatMap(({ task, state, completion }) =>
          state === 'done' && completion !== undefined ? [entryOf(task.title, completion)] : [],
        ),
      }))
      .filter(({ entries }) => entries.length > 0),
    former: completions
      .filter(({ status, taskId }) => status === 'done' && !known.has(taskId))
      .sort((one, other) => one.at - other.at || (one.taskId < other.taskId ? -1 : 1))
      .map((completion) => entryOf(formerTitleOf(completion.pathwayId, completion.taskId), completion)),
    skills: pathway !== undefined && parts.includes('skills') ? skillsOf(pathway, doneTasks) : [],
    open: parts.includes('open')
      ? tasks.filter(({ state }) => state === 'open').map(({ task }) => task.title)
      : [],
  };
}

/** Those that somebody has trained: the ones to learn first, then the ones brought along. */
function skillsOf(pathway: Pathway, done: readonly Task[]): PortfolioWay['skills'] {
  return [...pathway.skills, ...pathway.transferableSkills]
    .map(({ id, name }) => ({
      name,
      tasks: done.filter(({ skills }) => skills.includes(id)).map(({ title }) => title),
    }))
    .filter(({ tasks }) => tasks.length > 0);
}
