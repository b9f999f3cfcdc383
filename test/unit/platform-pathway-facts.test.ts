import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadPathways } from '../../src/content/load-pathways.ts';
import { addDays } from '../../src/domain/local-time.ts';
import { FIGURES, SKILL_PRIORITIES, type Pathway } from '../../src/domain/pathway.ts';
import { outlinePlan } from '../../src/domain/plan.ts';

const directory = fileURLToPath(new URL('../../data/pathways', import.meta.url));

let pathway: Pathway;
let others: readonly Pathway[];
beforeAll(async () => {
  const all = await loadPathways(directory);
  const found = all.find(({ id }) => id === 'backend-to-ai-platform');
  if (found === undefined) throw new Error('the pathway to the AI platform is missing');
  pathway = found;
  others = all.filter((other) => other !== pathway);
});

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const tasksOf = ({ phases }: Pathway) => phases.flatMap(({ tasks }) => tasks);
const sorted = (ids: Iterable<string>) => [...ids].sort();

test('from where to where, and how long', () => {
  expect(pathway).toMatchObject({
    from: 'Backend Developer',
    to: 'AI Platform Engineer',
    difficulty: 'Moderate',
    timelineMonths: { min: 6, max: 9 },
  });
});

test('five phases, 20 tasks, 300 hours: 20 weeks at full pace', () => {
  expect(pathway.phases.map(({ weeks, tasks }) => [weeks, tasks.length])).toEqual([
    [4, 4],
    [5, 5],
    [4, 5],
    [4, 3],
    [3, 3],
  ]);
  expect(sum(tasksOf(pathway).map(({ hours }) => hours))).toBe(300);
  expect(sum(pathway.phases.map(({ weeks }) => weeks)) * pathway.fullPaceHoursPerWeek).toBe(300);
});

test('at the default pace both ends of the plan lie inside the months that it states', () => {
  const startsOn = '2027-01-04';
  const { endsOn } = outlinePlan(pathway, { hoursPerWeek: pathway.defaultHoursPerWeek, startsOn });
  const { min, max } = pathway.timelineMonths;
  const after = (months: number) => addDays(startsOn, Math.round((months * 365.25) / 12));
  expect(endsOn.from >= after(min)).toBe(true);
  expect(endsOn.to <= after(max)).toBe(true);
  expect(endsOn.from < endsOn.to).toBe(true);
});

test('every skill to learn is trained by some task, and every skill that is brought is used', () => {
  expect(pathway.transferableSkills).toHaveLength(6);
  expect(pathway.skills).toHaveLength(7);
  const trained = new Set(tasksOf(pathway).flatMap(({ skills }) => skills));
  const all = [...pathway.skills, ...pathway.transferableSkills].map(({ id }) => id);
  expect(sorted(trained)).toEqual(sorted(all));
});

test('skills to learn stand in the order of their priority, and each priority has some', () => {
  const ranks = pathway.skills.map(({ priority }) => SKILL_PRIORITIES.indexOf(priority));
  expect(ranks).toEqual(ranks.toSorted());
  expect(new Set(ranks).size).toBe(SKILL_PRIORITIES.length);
});

test('every resource helps with some task', () => {
  const helping = new Set(tasksOf(pathway).flatMap(({ resources }) => resources));
  const all = pathway.phases.flatMap(({ resources }) => resources.map(({ id }) => id));
  expect(sorted(helping)).toEqual(sorted(all));
});

test('every reality-check item is heard on entering some phase', () => {
  const heard = new Set(pathway.phases.flatMap(({ realityCheck }) => realityCheck));
  const all = Object.values(pathway.realityCheck).flatMap((items) => items.map(({ id }) => id));
  expect(sorted(heard)).toEqual(sorted(all));
});

describe('figures', () => {
  test('every one is marked as an estimate', () => {
    expect(sorted(pathway.estimates ?? [])).toEqual(sorted(FIGURES));
  });

  test('whatever answers with money says in words that it estimates', () => {
    const onMoney = pathway.faq.filter(({ answer }) => answer.includes('$'));
    expect(onMoney.map(({ id }) => id)).toContain('pay');
    for (const { answer } of onMoney) expect(answer).toMatch(/\bestimate\b/);
  });

  test('the overview says the same as the facts beside it', () => {
    const overview = pathway.overview.join('\n');
    expect(overview).toContain('20 weeks');
    expect(overview).toContain(`${pathway.timelineMonths.min}–${pathway.timelineMonths.max} months`);
    expect(overview).toContain('six skills and learn seven');
    expect(overview).toContain('five phases');
  });
});

describe('beside the other pathways', () => {
  const shared = (idsOf: (pathway: Pathway) => readonly string[]) => {
    const taken = new Set(others.flatMap(idsOf));
    return idsOf(pathway).filter((id) => taken.has(id));
  };

  test('no id of a task, a phase or a skill means two things', () => {
    expect(others.length).toBeGreaterThan(0);
    expect(shared((each) => tasksOf(each).map(({ id }) => id))).toEqual([]);
    expect(shared(({ phases }) => phases.map(({ id }) => id))).toEqual([]);
    expect(
      shared(({ skills, transferableSkills }) => [...skills, ...transferableSkills].map(({ id }) => id)),
    ).toEqual([]);
  });

  test('no task or phase is called as another is', () => {
    const titles = (each: Pathway) =>
      [...each.phases, ...tasksOf(each)].map(({ title }) => title.toLowerCase());
    expect(shared(titles)).toEqual([]);
  });
});
