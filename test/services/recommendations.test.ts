import { expect, test } from 'vitest';
import { backendPathway as pathway } from '../support/loaded-pathways.ts';
import {
  askerOf,
  createCohort,
  createSetting,
  finish,
  joinCohort,
  MIRA,
  people,
  type Setting,
} from './setting.ts';

async function reasonsOf({ recommendations }: Setting, userId: string, task: string) {
  const { recommendations: steps } = await recommendations.next(askerOf(userId));
  return steps.find((step) => step.task.id === task)?.reasons.filter(({ kind }) => kind === 'cohort');
}

test('what three others of the cohort are on is told, and what two are on is not', async () => {
  await using setting = await createSetting(pathway);
  const cohort = await createCohort(setting);
  const [one = '', two = '', three = '', four = ''] = people(4);
  for (const userId of [MIRA, one, two]) await joinCohort(setting, userId, cohort);
  // Mira and two others: of others, there are two.
  expect(await reasonsOf(setting, MIRA, 'cka-course')).toEqual([]);
  await joinCohort(setting, three, cohort);
  expect(await reasonsOf(setting, MIRA, 'cka-course')).toEqual([{ kind: 'cohort', others: 3 }]);
  // Whoever is not on it themselves is told of everybody who is.
  await joinCohort(setting, four, cohort);
  await finish(setting, MIRA, 'cka-course');
  for (const userId of [one, two, three, four]) await finish(setting, userId, 'cka-course');
  for (const userId of [two, three, four]) await finish(setting, userId, 'kubeadm-cluster');
  expect(await reasonsOf(setting, MIRA, 'kubeadm-cluster')).toEqual([]);
  expect(await reasonsOf(setting, MIRA, 'gpu-pod')).toEqual([{ kind: 'cohort', others: 3 }]);
});

test('nobody outside the cohort is told, nor who has left it', async () => {
  await using setting = await createSetting(pathway);
  const cohort = await createCohort(setting);
  for (const userId of [MIRA, ...people(4)]) await joinCohort(setting, userId, cohort);
  const stranger = '90351110224099999';
  await setting.membership.join({ userId: stranger });
  expect(await reasonsOf(setting, stranger, 'cka-course')).toEqual([]);
  expect(await reasonsOf(setting, MIRA, 'cka-course')).toEqual([{ kind: 'cohort', others: 4 }]);
  await setting.store.cohorts.removeMembership(cohort.id, MIRA);
  expect(await reasonsOf(setting, MIRA, 'cka-course')).toEqual([]);
});

test('skills that a member said they have make tasks shorter', async () => {
  await using setting = await createSetting(pathway);
  const { enrolment } = await setting.membership.join({ userId: MIRA });
  await setting.store.enrolments.save({ ...enrolment, ownedSkills: ['kubernetes'] });
  const { recommendations } = await setting.recommendations.next(askerOf(MIRA));
  expect(recommendations[0]).toMatchObject({
    task: { id: 'cka-course' },
    hours: 28,
    owned: { count: 1, of: 1 },
  });
});
