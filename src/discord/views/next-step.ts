import type { Pathway } from '../../domain/pathway.ts';
import { openTasks, type PathwayProgress, type TaskProgress } from '../../domain/progress.ts';
import type { Mention } from '../command.ts';
import type { Words } from '../../words/words.ts';
import { doneAction, progressAction, roadmapAction, roadmapPickAction, skipAction } from '../actions.ts';
import { button, container, row, select, separator, text, type View } from './elements.ts';
import { markEstimate, resourceLine, weeksAtPace } from './roadmap.ts';

const ALTERNATIVES = 2;

export interface NextStepScene {
  readonly words: Words;
  readonly pathway: Pathway;
  readonly progress: PathwayProgress;
  readonly hoursPerWeek: number;
  readonly hasJoined: boolean;
  readonly mention: Mention;
}

/** The one best next step, and two others for a day on which it does not fit. */
export function nextStepView(scene: NextStepScene): View {
  const { words, pathway, progress, hoursPerWeek } = scene;
  const [next, ...others] = openTasks(progress);
  if (next === undefined) {
    return [
      container(
        text(words.next.finished(words.pathwayTitle(pathway.from, pathway.to))),
        row(button(words.buttons.progress, progressAction.customId({}), { weight: 'primary' })),
      ),
    ];
  }
  const { task, phase } = next;
  const key = { pathway: pathway.id, task: task.id };
  const resources = pathway.phases
    .flatMap((candidate) => candidate.resources)
    .filter(({ id }) => task.resources.includes(id));
  const alternatives = others.slice(0, ALTERNATIVES);
  const takes = (hours: number) =>
    markEstimate(
      words,
      pathway,
      'hours',
      words.roadmap.estimateAtPace(hours, weeksAtPace(hours, hoursPerWeek), hoursPerWeek),
    );
  return [
    container(
      text(
        `-# ${words.next.title}`,
        `### ${task.title}`,
        `-# ${words.roadmap.taskPlace(pathway.phases.indexOf(phase) + 1, phase.title)}`,
        task.about,
      ),
      text(
        words.roadmap.doneWhen(task.done),
        takes(task.hours),
        ...(resources.length === 0 ? [] : [`**${words.roadmap.helps}**`, ...resources.map(resourceLine)]),
        !scene.hasJoined && `-# ${words.next.notJoined(scene.mention('join'))}`,
      ),
      row(
        button(words.buttons.done, doneAction.customId(key), { weight: 'success' }),
        button(words.buttons.skip, skipAction.customId(key)),
        button(
          words.buttons.backToPhase,
          roadmapAction.customId({ view: 'phase', pathway: pathway.id, item: phase.id, page: 0 }),
        ),
      ),
      ...otherSteps(words, pathway, alternatives),
    ),
  ];
}

function otherSteps(words: Words, pathway: Pathway, alternatives: readonly TaskProgress[]) {
  if (alternatives.length === 0) return [];
  return [
    separator(),
    text(
      `-# ${words.next.alternatives}`,
      ...alternatives.map(({ task }) => words.roadmap.taskLine(words.tick.open, task.title, task.hours)),
    ),
    select(
      words.buttons.chooseTask,
      roadmapPickAction.customId({ view: 'task', pathway: pathway.id }),
      alternatives.map(({ task, phase }) => ({
        label: task.title,
        value: task.id,
        description: phase.title,
      })),
    ),
  ];
}
