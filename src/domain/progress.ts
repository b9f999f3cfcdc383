import type { Completion, CompletionStatus } from './member.ts';
import type { Pathway, Phase, Task } from './pathway.ts';

export interface TaskProgress {
  readonly task: Task;
  readonly phase: Phase;
  readonly state: CompletionStatus | 'open';
  readonly completion: Completion | undefined;
}

/** How far along a stretch of work is. */
export interface Extent {
  readonly done: number;
  readonly open: number;
  readonly skipped: number;
  readonly doneHours: number;
  readonly openHours: number;
  /** Whole percent of the hours that are not skipped; 100 only when nothing is open, 0 while nothing is done. */
  readonly percent: number;
}

export interface PhaseProgress extends Extent {
  readonly phase: Phase;
  /** Counted from 1, as members do. */
  readonly number: number;
  readonly tasks: readonly TaskProgress[];
}

export interface PathwayProgress extends Extent {
  readonly pathway: Pathway;
  readonly phases: readonly PhaseProgress[];
  /** The first phase with an open task; `undefined` when the pathway is finished. */
  readonly currentPhase: PhaseProgress | undefined;
  /** The first open task of the current phase. */
  readonly nextStep: TaskProgress | undefined;
}

/**
 * Where a member stands on a pathway. Only today's tasks count: a record of a task that has left the file keeps
 * its place in the store and changes no figure here.
 */
export function measureProgress(pathway: Pathway, completions: readonly Completion[]): PathwayProgress {
  const byTask = new Map(completions.map((completion) => [completion.taskId, completion]));
  const phases = pathway.phases.map((phase, index): PhaseProgress => {
    const tasks = phase.tasks.map((task): TaskProgress => {
      const completion = byTask.get(task.id);
      return { task, phase, state: completion?.status ?? 'open', completion };
    });
    return { phase, number: index + 1, tasks, ...measureExtent(tasks) };
  });
  const currentPhase = phases.find((phase) => phase.open > 0);
  return {
    pathway,
    phases,
    currentPhase,
    nextStep: currentPhase?.tasks.find((task) => task.state === 'open'),
    ...measureExtent(phases.flatMap((phase) => phase.tasks)),
  };
}

/** Open tasks in the pathway's order. */
export function openTasks(progress: PathwayProgress): readonly TaskProgress[] {
  return progress.phases.flatMap((phase) => phase.tasks.filter((task) => task.state === 'open'));
}

/** A phase is finished when nothing of it is open and something of it was done. */
export function isFinished(extent: Extent): boolean {
  return extent.open === 0 && extent.done > 0;
}

/** When the last task of a phase was done, in UTC epoch milliseconds; `undefined` while none is. */
export function lastDoneAt({ tasks }: PhaseProgress): number | undefined {
  const done = tasks.flatMap(({ completion }) => (completion?.status === 'done' ? [completion.at] : []));
  return done.length === 0 ? undefined : Math.max(...done);
}

function measureExtent(tasks: readonly TaskProgress[]): Extent {
  const inState = (state: TaskProgress['state']) => tasks.filter((task) => task.state === state);
  const hours = (some: readonly TaskProgress[]) => some.reduce((sum, { task }) => sum + task.hours, 0);
  const done = inState('done');
  const open = inState('open');
  const doneHours = hours(done);
  const openHours = hours(open);
  return {
    done: done.length,
    open: open.length,
    skipped: inState('skipped').length,
    doneHours,
    openHours,
    percent: percentOf(doneHours, doneHours + openHours),
  };
}

/** Whole percent: never rounded up to 100 while something is missing, nor down to 0 once something is there. */
export function percentOf(part: number, whole: number): number {
  if (part <= 0) return 0;
  if (part >= whole) return 100;
  return Math.min(99, Math.max(1, Math.round((100 * part) / whole)));
}
