import { expect } from 'vitest';
import { defaultWords } from '../../src/words/words.ts';
import { test } from '../support/shared-server.ts';
import { buttonsOf, optionsOf, rawTextOf, shownInPlace, shownPrivately } from '../support/shown.ts';
import { finishPhase } from '../support/walking.ts';

const { tick } = defaultWords;

test('shows the first open task with what helps and what it takes, and two others', async ({
  ada,
  channelId,
}) => {
  await ada.type(channelId, '/join pathway:infrastructure hours:8');
  const next = await ada.type(channelId, '/next');
  const text = shownPrivately(next);
  expect(text).toContain('### Take a CKA prep course (KodeKloud or A Cloud Guru)');
  expect(text).toContain('about 56 hours: 7 weeks at your 8 hours a week');
  expect(text).toContain('[KodeKloud: Certified Kubernetes Administrator course](https://kodekloud.com');
  expect(text).toContain('**Why this one** the first open one of your way · trains Kubernetes');
  const times = ['30 minutes', '2 hours', 'A day'];
  expect(buttonsOf(next.message)).toEqual(['Done', 'The whole phase', 'Skip', ...times]);
  expect(optionsOf(next.message, 'Look at a task')).toEqual([
    'Build a multi-node cluster with kubeadm on cloud VMs',
    'Write a Python script that simulates a data pipeline with Pandas and NumPy',
  ]);
});

test('a time brings what fits it, says what it is good for, and can be changed in place', async ({
  ada,
  channelId,
}) => {
  const bite = await ada.type(channelId, '/next time:half-hour');
  expect(shownPrivately(bite)).toContain('### Build a multi-node cluster with kubeadm');
  expect(shownPrivately(bite)).toContain('**30 minutes:** read [KodeKloud');
  expect(shownPrivately(bite)).toContain(
    'there is something to read for it · you have or bring 2 of its 3 skills',
  );
  expect(buttonsOf(bite.message).slice(3)).toEqual(['2 hours', 'A day', 'Any time']);
  const day = await ada.press(bite.message, 'A day');
  expect(shownInPlace(day)).toContain('**A day:** about a quarter of it');
  expect(shownInPlace(day)).toContain('**Why this one** brings 3 skills together');
  const anyTime = await ada.press(day.message, 'Any time');
  expect(shownInPlace(anyTime)).toContain('### Take a CKA prep course');
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
  const task = await ada.pick(message, 'Look at a task', ['kubeadm-cluster']);
  expect(shownInPlace(task)).toContain(`### ${tick.open} Build a multi-node cluster`);
  expect(shownInPlace(await ada.press(task.message, 'I have done this'))).toContain('### ✅ Build');
});

test('before joining shows where the pathway begins, and how to join', async ({ server, ada, channelId }) => {
  const { message } = await ada.type(channelId, '/next');
  const join = server.emulator.commands().find(({ name }) => name === 'join');
  expect(rawTextOf(message)).toContain(
    `This is where the pathway begins. </join:${join?.id}> sets your own pace.`,
  );
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
