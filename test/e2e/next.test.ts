import { expect } from 'vitest';
import { defaultWords } from '../../src/words/words.ts';
import { test } from '../support/shared-server.ts';
import { buttonsOf, optionsOf, shownInPlace, shownPrivately } from '../support/shown.ts';
import { finishPhase } from '../support/walking.ts';

const { tick } = defaultWords;

test('shows the first open task with what helps and what it takes, and two others', async ({
  ada,
  channelId,
}) => {
  await ada.type(channelId, '/join hours:8');
  const next = await ada.type(channelId, '/next');
  const text = shownPrivately(next);
  expect(text).toContain('### Take a CKA prep course (KodeKloud or A Cloud Guru)');
  expect(text).toContain('about 56 hours: 7 weeks at your 8 hours a week');
  expect(text).toContain('[KodeKloud: Certified Kubernetes Administrator course](https://kodekloud.com');
  expect(buttonsOf(next.message)).toEqual(['Done', 'Skip', 'The whole phase']);
  expect(optionsOf(next.message, 'Look at a task')).toEqual([
    'Build a multi-node cluster with kubeadm on cloud VMs',
    'Install the NVIDIA device plugin and schedule a GPU pod',
  ]);
});

test('Done records the task in place, and leads on', async ({ ada, channelId }) => {
  const { message } = await ada.type(channelId, '/next');
  const done = await ada.press(message, 'Done');
  expect(shownInPlace(done)).toContain('### ✅ Take a CKA prep course');
  const next = await ada.press(done.message, 'Next step');
  expect(shownInPlace(next)).toContain('### Build a multi-node cluster');
});

test('Skip leaves the task out, and Undo brings it back as the next step', async ({ ada, channelId }) => {
  const { message } = await ada.type(channelId, '/next');
  const skipped = await ada.press(message, 'Skip');
  expect(shownInPlace(skipped)).toContain('### ⏭️ Left out: Take a CKA prep course');
  expect(shownInPlace(skipped)).toContain('**Next:** Build a multi-node cluster');
  const undone = await ada.press(skipped.message, 'Undo');
  const next = await ada.press(undone.message, 'Next step');
  expect(shownInPlace(next)).toContain('### Take a CKA prep course');
});

test('an alternative can be looked at and recorded', async ({ ada, channelId }) => {
  const { message } = await ada.type(channelId, '/next');
  const task = await ada.pick(message, 'Look at a task', ['gpu-pod']);
  expect(shownInPlace(task)).toContain(`### ${tick.open} Install the NVIDIA device plugin`);
  expect(shownInPlace(await ada.press(task.message, 'I have done this'))).toContain('### ✅ Install');
});

test('before joining shows where the pathway begins, and how to join', async ({ server, ada, channelId }) => {
  const text = shownPrivately(await ada.type(channelId, '/next'));
  const join = server.emulator.commands().find(({ name }) => name === 'join');
  expect(text).toContain(`This is where the pathway begins. </join:${join?.id}> sets your own pace.`);
});

test('alternatives run out before the next step does', async ({ ada, channelId }) => {
  for (const number of [1, 2, 3, 4]) await finishPhase(ada, channelId, number);
  for (const task of ['open-source-contribution', 'gpu-cluster-post', 'resume-keywords']) {
    await ada.type(channelId, `/done task:${task}`);
  }
  const { message } = await ada.type(channelId, '/next');
  expect(optionsOf(message, 'Look at a task')).toEqual([]);
  expect(shownInPlace(await ada.press(message, 'Done'))).toContain('You have walked the whole way');

  const finished = await ada.type(channelId, '/next');
  expect(shownPrivately(finished)).toContain('Nothing is open: you have walked the whole way');
  expect(shownInPlace(await ada.press(finished.message, 'My progress'))).toContain('100%');
});
