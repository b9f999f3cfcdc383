import { expect, test } from 'vitest';
import { effortOf } from '../../src/domain/effort.ts';
import { backendPathway } from '../support/loaded-pathways.ts';

const TASKS = backendPathway.phases.flatMap((phase) => phase.tasks);
const ALL_SKILLS = backendPathway.skills.map(({ id }) => id);

test('a task takes its hours for who has none of its skills, and half of them for who has all', () => {
  const trainers = TASKS.filter(({ skills }) => skills.some((id) => ALL_SKILLS.includes(id)));
  expect(trainers.length).toBeGreaterThan(10);
  for (const task of trainers) {
    expect(effortOf(task, backendPathway, [])).toBe(task.hours);
    expect(effortOf(task, backendPathway, ALL_SKILLS)).toBe(task.hours / 2);
  }
});

test('transferable skills save nothing: the pathway counts on them', () => {
  const transferable = backendPathway.transferableSkills.map(({ id }) => id);
  for (const task of TASKS) {
    expect(effortOf(task, backendPathway, transferable)).toBe(task.hours);
  }
});

test('each skill more saves some, and none costs', () => {
  for (const task of TASKS) {
    let before = task.hours;
    for (const count of ALL_SKILLS.keys()) {
      const effort = effortOf(task, backendPathway, ALL_SKILLS.slice(0, count + 1));
      expect(effort).toBeLessThanOrEqual(before);
      before = effort;
    }
  }
});
