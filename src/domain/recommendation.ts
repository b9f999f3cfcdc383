import { effortOf } from './effort.ts';
import { SKILL_PRIORITIES, type Pathway, type Resource, type Skill, type Task } from './pathway.ts';
import type { PathwayProgress, TaskProgress } from './progress.ts';

/** How long somebody can sit down for. */
export const SITTINGS = ['half-hour', 'two-hours', 'day'] as const;
export type Sitting = (typeof SITTINGS)[number];

/** A day of learning has breaks in it. */
const SITTING_HOURS = { 'half-hour': 0.5, 'two-hours': 2, day: 6 } as const satisfies Record<Sitting, number>;

/** From three others up, so that "others are on this too" tells nobody where one person is. */
export const COHORT_PEERS_MIN = 3;

/** Two skills are a task; three or more are a piece of work in which they come together. */
const BROUGHT_TOGETHER_MIN = 3;

/** What is known of somebody, besides what they have done. */
export interface Walker {
  /** Ids of the skills to learn that they have already. */
  readonly ownedSkills: readonly string[];
  /** Ids of the transferable skills that they bring; `null`: not asked yet, and the pathway counts on all. */
  readonly transferableSkills: readonly string[] | null;
  /** How many others of their cohort have a task before them, by its id. */
  readonly cohortPeers: ReadonlyMap<string, number>;
}

/** Why a task stands where it does; each is a fact about the task and the walker. */
export type Reason =
  | { readonly kind: 'next-in-order' }
  | { readonly kind: 'next-phase' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'familiar'; readonly known: number; readonly of: number }
  | { readonly kind: 'least-work' }
  | { readonly kind: 'brings-together'; readonly skills: number }
  | { readonly kind: 'cohort'; readonly others: number }
  | { readonly kind: 'priority'; readonly skill: Skill };

/** What a sitting gets done of a task. */
export type Bite =
  | { readonly kind: 'all' }
  | { readonly kind: 'read'; readonly resource: Resource }
  /** One in so many. */
  | { readonly kind: 'share'; readonly of: number }
  | { readonly kind: 'begin' };

export interface Recommendation extends TaskProgress {
  /** Hours at full pace, after what the walker has already. */
  readonly hours: number;
  /** Of the skills to learn that the task trains, how many the walker has. */
  readonly owned: { readonly count: number; readonly of: number };
  /** The strongest first. */
  readonly reasons: readonly Reason[];
  /** With a sitting only. */
  readonly bite: Bite | undefined;
}

/**
 * The open tasks of the current phase and of the one after it, the best one first. Whatever the time, the current phase
 * comes before the next, and what is left equal stands in the pathway's order. Within a phase:
 *
 * - **No time named**: the next step comes first, for the order is what a pathway is for. After it, what the cohort is
 *   on too; what trains the most important skill that the walker has not got; what they know the most of.
 * - **Half an hour, or two**: what there is to read for; what is mostly known already; what is the least work: a bite of
 *   such a task is a sensible one. Then cohort and importance.
 * - **A day**: what takes a day or longer; what brings the most skills together, for that is hands-on work; what is the
 *   most work. Then cohort and importance.
 */
export function recommend(
  progress: PathwayProgress,
  walker: Walker,
  sitting?: Sitting,
): readonly Recommendation[] {
  const candidates = candidatesOf(progress, walker);
  return candidates
    .sort(byKeys(sitting === undefined ? IN_ORDER : sitting === 'day' ? FOR_A_DAY : FOR_A_BITE))
    .map((candidate) => ({
      ...candidate.step,
      hours: candidate.hours,
      owned: candidate.owned,
      reasons: reasonsFor(candidate, candidates, sitting),
      bite: sitting === undefined ? undefined : biteOf(candidate, sitting),
    }));
}

/** An open task with all that decides about it. */
interface Candidate {
  readonly step: TaskProgress;
  /** Its place in the pathway. */
  readonly position: number;
  readonly isNextStep: boolean;
  readonly isInNextPhase: boolean;
  readonly hours: number;
  readonly owned: { readonly count: number; readonly of: number };
  /** Of all the skills that the task trains, how many the walker has or brings. */
  readonly known: number;
  readonly skills: number;
  readonly resource: Resource | undefined;
  readonly peers: number;
  /** The most important skill to learn that the task trains and the walker has not got. */
  readonly newSkill: Skill | undefined;
}

/** Less stands first. */
type Key = (candidate: Candidate) => number;

const phase: Key = ({ isInNextPhase }) => Number(isInNextPhase);
const cohort: Key = ({ peers }) => -peers;
const importance: Key = ({ newSkill }) =>
  newSkill === undefined ? SKILL_PRIORITIES.length : SKILL_PRIORITIES.indexOf(newSkill.priority);
const order: Key = ({ position }) => position;

const IN_ORDER: readonly Key[] = [
  phase,
  ({ isNextStep }) => Number(!isNextStep),
  cohort,
  importance,
  ({ known, skills }) => -known / skills,
  order,
];
const FOR_A_BITE: readonly Key[] = [
  phase,
  ({ resource }) => Number(resource === undefined),
  (candidate) => Number(!isFamiliar(candidate)),
  ({ hours }) => hours,
  cohort,
  importance,
  order,
];
const FOR_A_DAY: readonly Key[] = [
  phase,
  ({ hours }) => Number(hours < SITTING_HOURS.day),
  ({ skills }) => -skills,
  ({ hours }) => -hours,
  cohort,
  importance,
  order,
];

function byKeys(keys: readonly Key[]): (one: Candidate, other: Candidate) => number {
  return (one, other) => {
    const deciding = keys.find((key) => key(one) !== key(other));
    return deciding === undefined ? 0 : deciding(one) - deciding(other);
  };
}

function candidatesOf({ pathway, phases, nextStep }: PathwayProgress, walker: Walker): Candidate[] {
  const current = phases.findIndex((each) => each.open > 0);
  const reachable = current < 0 ? [] : phases.slice(current, current + 2);
  return reachable
    .flatMap(({ tasks }) => tasks)
    .filter(({ state }) => state === 'open')
    .map((step, position) => ({
      step,
      position,
      isNextStep: step === nextStep,
      isInNextPhase: step.phase.id !== nextStep?.phase.id,
      hours: effortOf(step.task, pathway, walker.ownedSkills),
      ...skillsOf(step.task, pathway, walker),
      resource: resourceOf(step.task, pathway),
      peers: peersOn(step.task, walker),
    }));
}

function skillsOf({ skills }: Task, pathway: Pathway, { ownedSkills, transferableSkills }: Walker) {
  const toLearn = pathway.skills.filter(({ id }) => skills.includes(id));
  const missing = toLearn.filter(({ id }) => !ownedSkills.includes(id));
  const brought = pathway.transferableSkills.filter(
    ({ id }) => skills.includes(id) && (transferableSkills?.includes(id) ?? true),
  );
  const owned = toLearn.length - missing.length;
  return {
    owned: { count: owned, of: toLearn.length },
    known: owned + brought.length,
    skills: skills.length,
    newSkill: SKILL_PRIORITIES.flatMap((priority) =>
      missing.filter((skill) => skill.priority === priority),
    ).at(0),
  };
}

/** The first that somebody can open; else the first there is. */
function resourceOf({ resources }: Task, pathway: Pathway): Resource | undefined {
  const helping = pathway.phases.flatMap((each) => each.resources).filter(({ id }) => resources.includes(id));
  return helping.find(({ url }) => url !== undefined) ?? helping[0];
}

function peersOn({ id }: Task, { cohortPeers }: Walker): number {
  const others = cohortPeers.get(id) ?? 0;
  return others >= COHORT_PEERS_MIN ? others : 0;
}

function isFamiliar({ known, skills }: Candidate): boolean {
  return known > 0 && known * 2 >= skills;
}

/** In the order in which the keys of that sitting decide. */
function reasonsFor(
  candidate: Candidate,
  candidates: readonly Candidate[],
  sitting: Sitting | undefined,
): readonly Reason[] {
  const { isNextStep, isInNextPhase, resource, known, skills, hours, peers, newSkill } = candidate;
  const inPhase = candidates.filter((other) => other.isInNextPhase === isInNextPhase);
  const isLeastWork = inPhase.length > 1 && inPhase.every((other) => hours <= other.hours);
  const isForBites = sitting === 'half-hour' || sitting === 'two-hours';
  const reasons: readonly (Reason | false)[] = [
    isNextStep && { kind: 'next-in-order' },
    isInNextPhase && { kind: 'next-phase' },
    isForBites && resource !== undefined && { kind: 'reading' },
    isForBites && isFamiliar(candidate) && { kind: 'familiar', known, of: skills },
    isForBites && isLeastWork && { kind: 'least-work' },
    sitting === 'day' && skills >= BROUGHT_TOGETHER_MIN && { kind: 'brings-together', skills },
    peers > 0 && { kind: 'cohort', others: peers },
    newSkill !== undefined && newSkill.priority !== 'nice-to-have' && { kind: 'priority', skill: newSkill },
    sitting === undefined && isFamiliar(candidate) && { kind: 'familiar', known, of: skills },
  ];
  return reasons.filter((reason) => reason !== false);
}

function biteOf({ hours, resource }: Candidate, sitting: Sitting): Bite {
  const sittings = hours / SITTING_HOURS[sitting];
  if (sittings <= 1) return { kind: 'all' };
  if (sitting === 'day') return { kind: 'share', of: Math.max(2, Math.round(sittings)) };
  return resource === undefined ? { kind: 'begin' } : { kind: 'read', resource };
}
