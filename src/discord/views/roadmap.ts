import type { APIComponentInContainer } from 'discord.js';
import {
  isEstimate,
  type Figure,
  type Pathway,
  type Phase,
  type Resource,
  type Task,
} from '../../domain/pathway.ts';
import type { Range } from '../../domain/plan.ts';
import type { PathwayProgress } from '../../domain/progress.ts';
import type { Words } from '../../words/words.ts';
import {
  doneAction,
  endAction,
  roadmapAction,
  roadmapPickAction,
  roadmapTicksAction,
  skipAction,
} from '../actions.ts';
import type { RoadmapPlace, RoadmapViewName } from '../actions.ts';
import {
  actionRows,
  bar,
  button,
  container,
  paginate,
  row,
  select,
  separator,
  text,
  type View,
} from './elements.ts';
import { nextStepButton } from './way-on.ts';

/** The asker's own standing, present only where nobody else will see it. */
export interface OwnStanding {
  readonly progress: PathwayProgress;
  readonly hoursPerWeek: number;
  /** Weeks that others took over the phase shown. */
  readonly othersWeeks?: Range<number> | undefined;
}

export interface RoadmapScene {
  readonly words: Words;
  readonly pathway: Pathway;
  readonly place: RoadmapPlace;
  readonly own: OwnStanding | undefined;
}

/** Characters of one page's blocks: what a phone shows in two screens. A longer block has a page of its own. */
const PAGE_ROOM = 1800;

export function roadmapView(scene: RoadmapScene): View {
  const { words, pathway, place } = scene;
  switch (place.view) {
    case 'overview':
      return overviewView(scene);
    case 'phase': {
      const phase = pathway.phases.find(({ id }) => id === place.item) ?? pathway.phases[0];
      return phase === undefined ? overviewView(scene) : phaseView(scene, phase);
    }
    case 'task': {
      const phase = pathway.phases.find(({ tasks }) => tasks.some(({ id }) => id === place.item));
      const task = phase?.tasks.find(({ id }) => id === place.item);
      return phase === undefined || task === undefined ? overviewView(scene) : taskView(scene, phase, task);
    }
    case 'skills':
      return pagedView(scene, words.roadmap.skillsTitle, skillBlocks(words, pathway));
    case 'resources':
      return pagedView(scene, words.roadmap.resources, resourceBlocks(words, pathway));
    case 'reality':
      return pagedView(scene, words.roadmap.realityTitle, realityBlocks(words, pathway));
    case 'start':
      return pagedView(scene, words.roadmap.startTitle, startBlocks(words, pathway));
    case 'faq':
      return pagedView(
        scene,
        words.roadmap.faqTitle,
        pathway.faq.map(({ question, answer }) => `**${question}**\n${answer}`),
      );
  }
}

function overviewView({ words, pathway }: RoadmapScene): View {
  const weeks = pathway.phases.reduce((sum, phase) => sum + phase.weeks, 0);
  const taskCount = pathway.phases.reduce((sum, phase) => sum + phase.tasks.length, 0);
  return [
    container(
      text(`## ${words.pathwayTitle(pathway.from, pathway.to)}`, `*${pathway.headline}*`),
      text(pathway.overview.join('\n\n')),
      separator(),
      text(
        [
          markEstimate(words, pathway, 'difficulty', words.roadmap.difficulty(pathway.difficulty)),
          markEstimate(words, pathway, 'timeline', words.roadmap.time(pathway.timelineMonths)),
          markEstimate(words, pathway, 'salary', words.roadmap.salary(pathway.salaryChangePercent)),
        ].join(' · '),
        words.roadmap.demand(
          markEstimate(words, pathway, 'demand', words.roadmap.demandTitle),
          pathway.demand,
        ),
      ),
      separator(),
      text(
        ...pathway.phases.map((phase, index) => words.roadmap.phaseLine(index + 1, phase.title, phase.weeks)),
        `-# ${markEstimate(words, pathway, 'hours', words.roadmap.totals(pathway.phases.length, taskCount, weeks))}`,
      ),
      phaseSelect(words, pathway),
      ...actionRows({
        next: nextStepButton(words),
        others: sectionButtons(words, pathway, 'overview'),
      }),
    ),
  ];
}

function phaseView({ words, pathway, own }: RoadmapScene, phase: Phase): View {
  const number = pathway.phases.indexOf(phase) + 1;
  const progress = own?.progress.phases.find((candidate) => candidate.phase.id === phase.id);
  const hours = phase.tasks.reduce((sum, task) => sum + task.hours, 0);
  const tickOf = (task: Task) => {
    const state = progress?.tasks.find((candidate) => candidate.task.id === task.id)?.state ?? 'open';
    return words.tick[state];
  };
  return [
    container(
      text(
        `### ${words.roadmap.phaseTitle(number, pathway.phases.length, phase.title)}`,
        phase.summary,
        `-# ${markEstimate(words, pathway, 'hours', words.roadmap.phaseLength(phase.weeks, hours))}`,
        progress && bar(progress.percent, words.percent(progress.percent)),
        progress && `-# ${words.roadmap.extent(progress.done, progress.done + progress.open)}`,
        ...othersTook(words, own?.othersWeeks),
      ),
      separator(),
      text(
        ...phase.tasks.flatMap((task) => [
          words.roadmap.taskLine(tickOf(task), task.title, task.hours),
          `-# ${words.roadmap.doneWhen(task.done)}`,
        ]),
      ),
      ...resourceSection(words.roadmap.resources, phase.resources),
      select(
        words.buttons.chooseTask,
        roadmapPickAction.customId({ view: 'task', pathway: pathway.id }),
        phase.tasks.map((task) => ({ label: task.title, value: task.id, description: task.done })),
      ),
      row(
        turnButton(words, pathway, 'first', pathway.phases[number - 2]),
        roadmapButton(words.buttons.overview, {
          view: 'overview',
          pathway: pathway.id,
          item: pathway.id,
          page: 0,
        }),
        turnButton(words, pathway, 'last', pathway.phases[number]),
        own === undefined
          ? button(
              words.buttons.myTicks,
              roadmapTicksAction.customId({ pathway: pathway.id, item: phase.id }),
            )
          : undefined,
      ),
    ),
  ];
}

function taskView({ words, pathway, own }: RoadmapScene, phase: Phase, task: Task): View {
  const number = pathway.phases.indexOf(phase) + 1;
  const state = own?.progress.phases
    .flatMap(({ tasks }) => tasks)
    .find((candidate) => candidate.task.id === task.id)?.state;
  const skillNames = new Map(
    [...pathway.skills, ...pathway.transferableSkills].map(({ id, name }) => [id, name]),
  );
  const resources = pathway.phases
    .flatMap((candidate) => candidate.resources)
    .filter(({ id }) => task.resources.includes(id));
  const key = { pathway: pathway.id, task: task.id };
  return [
    container(
      text(
        `### ${state === undefined ? '' : `${words.tick[state]} `}${task.title}`,
        `-# ${words.roadmap.taskPlace(number, phase.title)}`,
        task.about,
      ),
      text(
        words.roadmap.doneWhen(task.done),
        markEstimate(
          words,
          pathway,
          'hours',
          own === undefined
            ? words.roadmap.estimate(task.hours)
            : words.roadmap.estimateAtPace(
                task.hours,
                weeksAtPace(task.hours, own.hoursPerWeek),
                own.hoursPerWeek,
              ),
        ),
        words.roadmap.trains(task.skills.map((id) => skillNames.get(id) ?? id)),
      ),
      ...resourceSection(words.roadmap.helps, resources),
      ...actionRows({
        next:
          state === 'done'
            ? undefined
            : button(words.buttons.recordDone, doneAction.customId(key), { weight: 'success' }),
        others: [
          roadmapButton(words.buttons.backToPhase, {
            view: 'phase',
            pathway: pathway.id,
            item: phase.id,
            page: 0,
          }),
        ],
        away:
          own !== undefined && state === 'open'
            ? button(words.buttons.skip, skipAction.customId(key))
            : undefined,
      }),
    ),
  ];
}

/** Marks what shows a figure that is an estimate; where a view shows parts and their sum, the sum alone. */
export function markEstimate(words: Words, pathway: Pathway, figure: Figure, shown: string): string {
  return isEstimate(pathway, figure) ? words.roadmap.estimated(shown) : shown;
}

/** A small line, or none while there are too few others. */
export function othersTook(words: Words, others: Range<number> | undefined): readonly string[] {
  return others === undefined ? [] : [`-# ${words.next.othersTook(others.from, others.to)}`];
}

/** Whole weeks, rounded; 0 for less than one. */
export function weeksAtPace(hours: number, hoursPerWeek: number): number {
  return hours < hoursPerWeek ? 0 : Math.round(hours / hoursPerWeek);
}

function pagedView({ words, pathway, place }: RoadmapScene, title: string, blocks: readonly string[]): View {
  const pages = paginate(blocks, PAGE_ROOM);
  const page = Math.min(place.page, pages.length - 1);
  const turnTo = (target: number, side: 'first' | 'last') => {
    const label = side === 'first' ? words.buttons.previous : words.buttons.next;
    return pages[target] === undefined
      ? button(label, endAction.customId({ side }), { disabled: true })
      : roadmapButton(label, { ...place, page: target });
  };
  const body: APIComponentInContainer[] = [
    text(
      `### ${title}`,
      `-# ${words.pathwayTitle(pathway.from, pathway.to)}${pages.length > 1 ? ` · ${words.page(page + 1, pages.length)}` : ''}`,
    ),
    text(pages[page]?.join('\n\n') ?? words.nothing),
  ];
  if (pages.length > 1) body.push(row(turnTo(page - 1, 'first'), turnTo(page + 1, 'last')));
  return [container(...body, ...actionRows({ others: sectionButtons(words, pathway, place.view) }))];
}

function skillBlocks(words: Words, pathway: Pathway): readonly string[] {
  const weeks = pathway.skills.reduce((sum, skill) => sum + skill.weeks, 0);
  return [
    ...titled(
      words.roadmap.transferable,
      pathway.transferableSkills.map(({ name, did, becomes }) =>
        words.roadmap.transferableSkill(name, did, becomes),
      ),
    ),
    ...titled(
      markEstimate(words, pathway, 'skillWeeks', words.roadmap.toLearn(weeks)),
      pathway.skills.map(({ name, priority, weeks, what, study, practice }) =>
        words.roadmap.skill(name, priority, weeks, what, study, practice),
      ),
    ),
  ];
}

function resourceBlocks(words: Words, pathway: Pathway): readonly string[] {
  return pathway.phases
    .filter(({ resources }) => resources.length > 0)
    .map((phase) =>
      [
        `**${words.roadmap.taskPlace(pathway.phases.indexOf(phase) + 1, phase.title)}**`,
        ...phase.resources.map(resourceLine),
      ].join('\n'),
    );
}

function realityBlocks(words: Words, pathway: Pathway): readonly string[] {
  const { loved, missed, challenges } = pathway.realityCheck;
  const block = (title: string, items: Pathway['realityCheck']['loved']) =>
    [`**${title}**`, ...items.map((item) => `- ${item.text}`)].join('\n');
  return [
    words.roadmap.realityIntro,
    block(words.roadmap.loved, loved),
    block(words.roadmap.missed, missed),
    block(words.roadmap.challenges, challenges),
  ];
}

function startBlocks(words: Words, pathway: Pathway): readonly string[] {
  const { thisWeek, thisMonth, next90Days } = pathway.actionPlan;
  const block = (title: string, items: readonly string[]) =>
    [`**${title}**`, ...items.map((item) => `- ${item}`)].join('\n');
  return [
    block(words.roadmap.thisWeek, thisWeek),
    block(words.roadmap.thisMonth, thisMonth),
    block(words.roadmap.next90Days, next90Days),
  ];
}

/** A heading that stays with the first block after it, whatever the pages. */
function titled(title: string, blocks: readonly string[]): readonly string[] {
  return blocks.map((block, index) => (index === 0 ? `__${title}__\n\n${block}` : block));
}

export function resourceLine(resource: Resource): string {
  return `- ${resourceName(resource)}`;
}

export function resourceName({ title, url }: Resource): string {
  return url === undefined ? title : `[${title}](${url})`;
}

function resourceSection(title: string, resources: readonly Resource[]): readonly APIComponentInContainer[] {
  return resources.length === 0 ? [] : [separator(), text(`**${title}**`, ...resources.map(resourceLine))];
}

function phaseSelect(words: Words, pathway: Pathway) {
  return select(
    words.buttons.choosePhase,
    roadmapPickAction.customId({ view: 'phase', pathway: pathway.id }),
    pathway.phases.map((phase, index) => ({
      label: `${index + 1} · ${phase.title}`,
      value: phase.id,
      description: phase.asks,
    })),
  );
}

function roadmapButton(label: string, place: RoadmapPlace) {
  return button(label, roadmapAction.customId(place));
}

function turnButton(words: Words, pathway: Pathway, side: 'first' | 'last', phase: Phase | undefined) {
  const label = side === 'first' ? words.buttons.previous : words.buttons.next;
  return phase === undefined
    ? button(label, endAction.customId({ side }), { disabled: true })
    : roadmapButton(label, { view: 'phase', pathway: pathway.id, item: phase.id, page: 0 });
}

/** The other views of the whole pathway, always in the same order. */
function sectionButtons(words: Words, pathway: Pathway, current: RoadmapViewName) {
  const views = ['overview', 'skills', 'resources', 'reality', 'start', 'faq'] as const;
  return views
    .filter((view) => view !== current)
    .map((view) =>
      roadmapButton(words.buttons[view], { view, pathway: pathway.id, item: pathway.id, page: 0 }),
    );
}
