import {
  SITTINGS,
  type Bite,
  type Reason,
  type Recommendation,
  type Sitting,
} from '../../domain/recommendation.ts';
import type { Pathway } from '../../domain/pathway.ts';
import type { NextSteps } from '../../services/recommendations.ts';
import type { Mention } from '../command.ts';
import type { Words } from '../../words/words.ts';
import {
  doneAction,
  nextForAction,
  nextStepAction,
  roadmapAction,
  roadmapPickAction,
  skipAction,
} from '../actions.ts';
import { actionRows, button, container, row, select, separator, text, type View } from './elements.ts';
import { markEstimate, othersTook, resourceLine, resourceName, weeksAtPace } from './roadmap.ts';
import { ownProgressButton } from './way-on.ts';

const ALTERNATIVES = 2;
/** As many as read at a glance. */
const REASONS = 2;

export interface NextStepScene extends Pick<
  NextSteps,
  'pathway' | 'hoursPerWeek' | 'hasJoined' | 'sitting' | 'recommendations' | 'othersWeeks'
> {
  readonly words: Words;
  readonly mention: Mention;
}

/** The one best next step, and two others for a day on which it does not fit. */
export function nextStepView(scene: NextStepScene): View {
  const { words, pathway, sitting, recommendations } = scene;
  const [next, ...others] = recommendations;
  if (next === undefined) {
    return [
      container(
        text(words.next.finished(words.pathwayTitle(pathway.from, pathway.to))),
        ...actionRows({
          next: ownProgressButton(words),
        }),
      ),
    ];
  }
  const { task, phase } = next;
  const key = { pathway: pathway.id, task: task.id };
  const resources = pathway.phases
    .flatMap((candidate) => candidate.resources)
    .filter(({ id }) => task.resources.includes(id));
  return [
    container(
      text(
        `-# ${sitting === undefined ? words.next.title : words.next.titleFor[sitting]}`,
        `### ${task.title}`,
        `-# ${words.roadmap.taskPlace(pathway.phases.indexOf(phase) + 1, phase.title)}`,
        sitting !== undefined && next.bite !== undefined && biteLine(words, sitting, next.bite),
        task.about,
      ),
      text(
        words.roadmap.doneWhen(task.done),
        takes(scene, next),
        next.reasons.length > 0 && words.next.because(reasonTexts(words, next)),
        ...othersTook(words, scene.othersWeeks),
      ),
      ...(resources.length === 0 ? [] : [text(`**${words.roadmap.helps}**`, ...resources.map(resourceLine))]),
      ...(scene.hasJoined ? [] : [text(`-# ${words.next.notJoined(scene.mention('join'))}`)]),
      ...actionRows({
        next: button(words.buttons.done, doneAction.customId(key), { weight: 'success' }),
        others: [
          button(
            words.buttons.backToPhase,
            roadmapAction.customId({ view: 'phase', pathway: pathway.id, item: phase.id, page: 0 }),
          ),
        ],
        away: button(words.buttons.skip, skipAction.customId(key)),
      }),
      ...otherSteps(words, pathway, others.slice(0, ALTERNATIVES)),
      separator(),
      text(`-# ${words.next.howLong}`),
      timeButtons(words, sitting),
    ),
  ];
}

function takes({ words, pathway, hoursPerWeek }: NextStepScene, { task, hours, owned }: Recommendation) {
  const rounded = Math.max(1, Math.round(hours));
  const weeks = weeksAtPace(hours, hoursPerWeek);
  const line =
    hours < task.hours
      ? words.next.takesKnowing(rounded, owned.count, owned.of, weeks, hoursPerWeek)
      : words.roadmap.estimateAtPace(rounded, weeks, hoursPerWeek);
  return markEstimate(words, pathway, 'hours', line);
}

function biteLine(words: Words, sitting: Sitting, bite: Bite): string {
  return words.next.bite(
    words.next.sittings[sitting],
    bite.kind === 'read' ? { kind: 'read', resource: resourceName(bite.resource) } : bite,
  );
}

function reasonTexts(words: Words, { reasons }: Recommendation): readonly string[] {
  return reasons.slice(0, REASONS).map((reason) => reasonText(words, reason));
}

function reasonText({ next: { reasons } }: Words, reason: Reason): string {
  switch (reason.kind) {
    case 'familiar':
      return reasons.familiar(reason.known, reason.of);
    case 'brings-together':
      return reasons['brings-together'](reason.skills);
    case 'cohort':
      return reasons.cohort(reason.others);
    case 'priority':
      return reasons.priority(reason.skill.name, reason.skill.priority);
    default:
      return reasons[reason.kind];
  }
}

function otherSteps(words: Words, pathway: Pathway, alternatives: readonly Recommendation[]) {
  if (alternatives.length === 0) return [];
  return [
    separator(),
    text(
      `-# ${words.next.alternatives}`,
      ...alternatives.flatMap((alternative) => [
        words.roadmap.taskLine(
          words.tick.open,
          alternative.task.title,
          Math.max(1, Math.round(alternative.hours)),
        ),
        alternative.reasons.length > 0 && `-# ${reasonTexts(words, alternative).join(' · ')}`,
      ]),
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

/** The other times that somebody might have. */
function timeButtons(words: Words, current: Sitting | undefined) {
  return row(
    ...SITTINGS.filter((sitting) => sitting !== current).map((sitting) =>
      button(words.next.sittings[sitting], nextForAction.customId({ sitting })),
    ),
    current === undefined ? undefined : button(words.buttons.anyTime, nextStepAction.customId({})),
  );
}
