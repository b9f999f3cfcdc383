import { z } from 'zod';

/**
 * Lengths are what the views need so that every text fits Discord: a task title stands in an autocomplete
 * choice (100) behind a tick and a space, a skill name in a select option, a paragraph in a message of 4,000
 * characters together with its neighbours.
 */
const oneLine = z
  .string()
  .trim()
  .regex(/^[^\r\n]*$/, 'expected one line');
const title = oneLine.min(1).max(90);
const line = oneLine.min(1).max(200);
const paragraph = z.string().trim().min(1).max(600);

/** Stable for ever once published: members' records point at these. */
const slug = z
  .string()
  .max(40)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected a slug: lower-case letters, digits and single hyphens');

const httpsUrl = z
  .url({ protocol: /^https$/, error: 'expected an https:// address', abort: true })
  .regex(/^https:\/\/[^/\s]/, 'expected an https:// address')
  .max(300);

/**
 * Characters of running text that one view may show: a message holds 4,000, and headings, figures and markup stand
 * between the pathway's own texts.
 */
export const VIEW_TEXT_MAX_LENGTH = 3200;

const resourceSchema = z.strictObject({ id: slug, title, url: httpsUrl.optional() });

const taskSchema = z.strictObject({
  id: slug,
  title,
  /** Hours at the pathway's full pace; a phase's tasks add up to its weeks. */
  hours: z.int().min(1).max(500),
  about: paragraph,
  /** What "done" looks like, in one line. */
  done: line,
  skills: z.array(slug).min(1).max(6),
  resources: z.array(slug).max(5),
});

const phaseSchema = z.strictObject({
  id: slug,
  title,
  weeks: z.int().min(1).max(52),
  summary: paragraph,
  /** What this phase asks of a member; read when the phase before it is finished. */
  asks: line,
  /** Reality-check items that a member should hear on entering this phase. */
  realityCheck: z.array(slug).min(1).max(4),
  tasks: z.array(taskSchema).min(1).max(12),
  resources: z.array(resourceSchema).max(10),
});

const transferableSkillSchema = z.strictObject({
  id: slug,
  name: title,
  /** What the member did with it so far. */
  did: paragraph,
  /** What it becomes in the new role. */
  becomes: paragraph,
});

export const SKILL_PRIORITIES = ['critical', 'important', 'nice-to-have'] as const;

const skillSchema = z.strictObject({
  id: slug,
  name: title,
  priority: z.enum(SKILL_PRIORITIES),
  weeks: z.int().min(1).max(52),
  what: paragraph,
  study: line,
  practice: line,
});

const realityItemSchema = z.strictObject({ id: slug, text: line });
const realityItems = z.array(realityItemSchema).min(1).max(8);
const actionItems = z.array(line).min(1).max(6);

/** Figures of a pathway that its author may have had to estimate. `hours` are those of tasks and the weeks they make. */
export const FIGURES = ['difficulty', 'timeline', 'salary', 'demand', 'hours', 'skillWeeks'] as const;

export type Figure = (typeof FIGURES)[number];

const pathwayShape = z.strictObject({
  id: slug,
  from: title,
  to: title,
  headline: line,
  difficulty: line,
  /** Beside a job, at the default pace. */
  timelineMonths: z.strictObject({ min: z.int().min(1), max: z.int().min(1) }),
  salaryChangePercent: z.int().min(-100).max(1000),
  demand: paragraph,
  /** The figures that have no source. */
  estimates: z.array(z.enum(FIGURES)).min(1).max(FIGURES.length).optional(),
  overview: z.array(paragraph).min(1).max(4),
  fullPaceHoursPerWeek: z.int().min(1).max(80),
  defaultHoursPerWeek: z.int().min(1).max(80),
  transferableSkills: z.array(transferableSkillSchema).min(1).max(12),
  skills: z.array(skillSchema).min(1).max(12),
  phases: z.array(phaseSchema).min(1).max(20),
  realityCheck: z.strictObject({ loved: realityItems, missed: realityItems, challenges: realityItems }),
  actionPlan: z.strictObject({ thisWeek: actionItems, thisMonth: actionItems, next90Days: actionItems }),
  faq: z
    .array(z.strictObject({ id: slug, question: line, answer: paragraph }))
    .min(1)
    .max(10),
});

export type Pathway = z.infer<typeof pathwayShape>;
export type Phase = Pathway['phases'][number];
export type Task = Phase['tasks'][number];
export type Resource = Phase['resources'][number];
export type Skill = Pathway['skills'][number];
export type SkillPriority = Skill['priority'];

export function isEstimate({ estimates = [] }: Pick<Pathway, 'estimates'>, figure: Figure): boolean {
  return estimates.includes(figure);
}

/** In the pathway's order, those to learn first. */
export function skillsTrainedIn(
  { skills, transferableSkills }: Pathway,
  { tasks }: Phase,
): readonly (Skill | Pathway['transferableSkills'][number])[] {
  const trained = new Set(tasks.flatMap((task) => task.skills));
  return [...skills, ...transferableSkills].filter(({ id }) => trained.has(id));
}

interface Located {
  readonly id: string;
  readonly path: readonly (string | number)[];
}

function locate(items: readonly { readonly id: string }[], ...path: (string | number)[]): Located[] {
  return items.map(({ id }, index) => ({ id, path: [...path, index, 'id'] }));
}

/**
 * One pathway file, with the rules that a shape alone cannot state: ids unique within their kind, references
 * that resolve, hours that add up to each phase's weeks at full pace.
 */
export const pathwaySchema = pathwayShape.superRefine((pathway, context) => {
  const fault = (path: readonly (string | number)[], message: string) => {
    context.addIssue({ code: 'custom', path: [...path], message });
  };

  const requireUnique = (items: readonly Located[]) => {
    const seen = new Set<string>();
    for (const { id, path } of items) {
      if (seen.has(id)) fault(path, `expected a unique id, but "${id}" stands earlier in this file`);
      seen.add(id);
    }
    return seen;
  };
  const requireOnce = (names: readonly string[], kind: string, path: (string | number)[]) => {
    names.forEach((name, index) => {
      if (names.indexOf(name) !== index)
        fault([...path, index], `expected each ${kind} once, but "${name}" repeats`);
    });
  };
  const requireKnown = (
    ids: readonly string[],
    known: ReadonlySet<string>,
    kind: string,
    path: (string | number)[],
  ) => {
    ids.forEach((id, index) => {
      if (!known.has(id)) fault([...path, index], `expected the id of a ${kind} in this file, got "${id}"`);
    });
    requireOnce(ids, kind, path);
  };

  requireOnce(pathway.estimates ?? [], 'figure', ['estimates']);
  requireUnique(locate(pathway.phases, 'phases'));
  requireUnique(pathway.phases.flatMap((phase, index) => locate(phase.tasks, 'phases', index, 'tasks')));
  requireUnique(locate(pathway.faq, 'faq'));
  const skills = requireUnique([
    ...locate(pathway.skills, 'skills'),
    ...locate(pathway.transferableSkills, 'transferableSkills'),
  ]);
  const resources = requireUnique(
    pathway.phases.flatMap((phase, index) => locate(phase.resources, 'phases', index, 'resources')),
  );
  const realityItems = requireUnique(
    (['loved', 'missed', 'challenges'] as const).flatMap((kind) =>
      locate(pathway.realityCheck[kind], 'realityCheck', kind),
    ),
  );

  pathway.phases.forEach((phase, phaseIndex) => {
    const at = ['phases', phaseIndex];
    requireKnown(phase.realityCheck, realityItems, 'reality-check item', [...at, 'realityCheck']);
    phase.tasks.forEach((task, taskIndex) => {
      requireKnown(task.skills, skills, 'skill', [...at, 'tasks', taskIndex, 'skills']);
      requireKnown(task.resources, resources, 'resource', [...at, 'tasks', taskIndex, 'resources']);
    });
    const hours = phase.tasks.reduce((sum, task) => sum + task.hours, 0);
    const expected = phase.weeks * pathway.fullPaceHoursPerWeek;
    if (hours !== expected) {
      fault(
        [...at, 'tasks'],
        `expected hours that add up to ${expected} (${phase.weeks} weeks of ${pathway.fullPaceHoursPerWeek}), got ${hours}`,
      );
    }
  });

  const requireRoom = (path: (string | number)[], what: string, texts: readonly string[]) => {
    const length = texts.reduce((sum, text) => sum + text.length, 0);
    if (length > VIEW_TEXT_MAX_LENGTH) {
      fault(path, `expected at most ${VIEW_TEXT_MAX_LENGTH} characters in ${what} together, got ${length}`);
    }
  };
  requireRoom(['overview'], 'the overview, the facts beside it and the titles of the phases', [
    pathway.from,
    pathway.to,
    pathway.headline,
    pathway.difficulty,
    pathway.demand,
    ...pathway.overview,
    ...pathway.phases.map((phase) => phase.title),
  ]);
  pathway.phases.forEach((phase, index) => {
    requireRoom(['phases', index], "the phase's summary, its tasks' titles and ends, and its resources", [
      phase.title,
      phase.summary,
      ...phase.tasks.flatMap((task) => [task.title, task.done]),
      ...phase.resources.flatMap((resource) => [resource.title, resource.url ?? '']),
    ]);
  });

  if (pathway.timelineMonths.min > pathway.timelineMonths.max) {
    fault(['timelineMonths', 'max'], `expected at least ${pathway.timelineMonths.min} (the minimum)`);
  }
});
