import { describe, expect } from 'vitest';
import { test } from '../support/shared-server.ts';
import { buttonsOf, customIdOf, optionsOf, shownInPlace, shownPrivately } from '../support/shown.ts';
import { finishPhase } from '../support/walking.ts';

describe('/skip', () => {
  test('leaves a task out: it counts as neither done nor open', async ({ ada, channelId }) => {
    await ada.type(channelId, '/join pathway:infrastructure');
    const skipped = await ada.type(channelId, '/skip task:cka-course');
    expect(shownPrivately(skipped).split('\n').slice(0, 4)).toEqual([
      '### ⏭️ Left out: Take a CKA prep course (KodeKloud or A Cloud Guru)',
      'It counts as neither done nor open. *Undo* brings it back, and so does doing it one day.',
      '▱▱▱▱▱▱▱▱▱▱ 0%',
      '-# Phase 1 · Foundations: Kubernetes and Python in depth: 0 of 3 tasks · 0% of the whole pathway',
    ]);
    expect(buttonsOf(skipped.message)).toEqual(['Next step', 'Undo']);
    expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('0 of 19 tasks, 1 left out');
  });

  test('is taken back by its button', async ({ ada, channelId }) => {
    const { message } = await ada.type(channelId, '/skip task:cka-course');
    expect(shownInPlace(await ada.press(message, 'Undo'))).toContain('The task is open again');
    expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('0 of 20 tasks ·');
  });

  test('does not hide what was done', async ({ ada, channelId }) => {
    await ada.type(channelId, '/done task:cka-course');
    expect(shownPrivately(await ada.type(channelId, '/skip task:cka-course'))).toBe(
      '**Take a CKA prep course \\(KodeKloud or A Cloud Guru\\)** is recorded as done. To skip it instead, take that back first with `/undo`.',
    );
  });

  test('asks which task is meant', async ({ ada, channelId }) => {
    const question = await ada.type(channelId, '/skip task:kubernetes');
    expect(shownPrivately(question)).toBe('“kubernetes” fits several tasks. Which one do you mean?');
    const skipped = await ada.pick(question.message, 'Choose the task', ['minio-on-kubernetes']);
    expect(shownInPlace(skipped)).toContain('### ⏭️ Left out: Run MinIO');
  });

  test('of the last open task finishes a phase in which something was done', async ({ ada, channelId }) => {
    for (const task of ['kubeadm-cluster', 'gpu-pod', 'pandas-pipeline']) {
      await ada.type(channelId, `/skip task:${task}`);
    }
    const last = shownPrivately(await ada.type(channelId, '/done task:cka-course'));
    expect(last).toContain('### 🎉 Phase 1 is finished');
    expect(last).toContain('1 of 1 task');
  });

  test('offers tasks while typing', async ({ ada, channelId }) => {
    const tasks = await ada.autocomplete(channelId, 'skip', { name: 'task', value: 'gpu pod' });
    expect(tasks.map(({ value }) => value)).toEqual(['gpu-pod']);
  });

  test('twice says nothing new', async ({ ada, channelId }) => {
    await ada.type(channelId, '/skip task:cka-course');
    const again = shownPrivately(await ada.type(channelId, '/skip task:cka-course'));
    expect(again).toContain('### ⏭️ Left out');
    expect(again).not.toContain('updated');
  });
});

describe('/undo', () => {
  test('takes back the last record', async ({ ada, channelId }) => {
    await ada.type(channelId, '/done task:gpu-pod');
    await ada.type(channelId, '/done task:cka-course');
    expect(shownPrivately(await ada.type(channelId, '/undo'))).toContain('### Taken back: Take a CKA');
    expect(shownPrivately(await ada.type(channelId, '/undo'))).toContain('### Taken back: Install');
    expect(shownPrivately(await ada.type(channelId, '/undo'))).toBe(
      'There is nothing to take back: no task is recorded for you. `/done` records one.',
    );
  });

  test('takes back the record that is named', async ({ ada, channelId }) => {
    await ada.type(channelId, '/done task:gpu-pod');
    await ada.type(channelId, '/done task:cka-course');
    const undone = shownPrivately(await ada.type(channelId, '/undo task:"gpu pod"'));
    expect(undone).toContain('### Taken back: Install the NVIDIA device plugin');
    expect(undone).toContain('1 of 4 tasks');
  });

  test('opens a finished phase again', async ({ ada, channelId }) => {
    const last = await finishPhase(ada, channelId, 1);
    const undone = shownInPlace(await ada.press(last.message, 'Undo'));
    expect(undone).toContain('3 of 4 tasks');
    expect(undone).toContain('**Next:** Write a Python script');
  });

  test('asks which record is meant, among those there are', async ({ ada, channelId }) => {
    for (const task of ['gpu-pod', 'gpu-monitoring', 'cka-course']) {
      await ada.type(channelId, `/done task:${task}`);
    }
    const question = await ada.type(channelId, '/undo task:gpu');
    expect(shownPrivately(question)).toContain('Which one do you mean?');
    expect(optionsOf(question.message, 'Choose the task')).toHaveLength(2);
    const undone = await ada.pick(question.message, 'Choose the task', ['gpu-monitoring']);
    expect(shownInPlace(undone)).toContain('### Taken back: Watch GPU utilisation');
  });

  test('says so when the task was never recorded', async ({ ada, channelId }) => {
    await ada.type(channelId, '/done task:gpu-pod');
    expect(shownPrivately(await ada.type(channelId, '/undo task:cka-course'))).toBe(
      '**Take a CKA prep course \\(KodeKloud or A Cloud Guru\\)** is not recorded for you. `/done` records it.',
    );
  });

  test('before anything was recorded says what to do', async ({ ada, channelId }) => {
    expect(shownPrivately(await ada.type(channelId, '/undo'))).toContain('There is nothing to take back');
  });

  test('offers what is recorded while typing, the latest first', async ({ ada, channelId }) => {
    await ada.type(channelId, '/done task:gpu-pod');
    await ada.type(channelId, '/skip task:cka-course');
    const records = await ada.autocomplete(channelId, 'undo', { name: 'task', value: '' });
    expect(records.map(({ name }) => name)).toEqual([
      '⏭️ Take a CKA prep course (KodeKloud or A Cloud Guru)',
      '✅ Install the NVIDIA device plugin and schedule a GPU pod',
    ]);
  });
});

describe('the Undo button', () => {
  test('pressed twice takes back once', async ({ ada, channelId }) => {
    const { message } = await ada.type(channelId, '/done task:cka-course');
    const undo = customIdOf(message, 'Undo');
    const [first, second] = await Promise.all([ada.press(message, undo), ada.press(message, undo)]);
    expect([first.kind, second.kind].sort()).toEqual(['message', 'update']);
    expect(shownPrivately(first.kind === 'message' ? first : second)).toContain(
      'This record was taken back or changed since.',
    );
    expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('0 of 20 tasks');
  });

  test('of an older record does not touch a newer one of the same task', async ({
    server,
    ada,
    channelId,
  }) => {
    const { message } = await ada.type(channelId, '/done task:cka-course');
    await ada.type(channelId, '/undo');
    server.clock.time += 1000;
    await ada.type(channelId, '/done task:cka-course note:"the second time"');
    expect(shownPrivately(await ada.press(message, 'Undo'))).toContain('taken back or changed since');
    expect(shownPrivately(await ada.type(channelId, '/done task:cka-course'))).toContain('the second time');
  });
});
