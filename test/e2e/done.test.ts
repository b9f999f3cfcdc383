import { describe, expect } from 'vitest';
import { ClientRefusal } from '../../src/playground/emulator/index.ts';
import { appear } from '../support/appearing.ts';
import { test } from '../support/shared-server.ts';
import {
  addressOf,
  buttonsOf,
  optionsOf,
  shownInPlace,
  shownPrivately,
  shownPublicly,
  textOf,
} from '../support/shown.ts';
import { finishPhase } from '../support/walking.ts';

describe('a task recorded', () => {
  test('is answered with the phase’s bar, the next step and what can be done about it', async ({
    ada,
    channelId,
  }) => {
    await ada.type(channelId, '/join pathway:infrastructure');
    const done = await ada.type(channelId, '/done task:cka-course');
    expect(shownPrivately(done).split('\n')).toEqual([
      '### ✅ Take a CKA prep course (KodeKloud or A Cloud Guru)',
      '▰▰▰▰▰▱▱▱▱▱ 47%',
      '-# Phase 1 · Foundations: Kubernetes and Python in depth: 1 of 4 tasks · 13% of the whole pathway',
      '**Next:** Build a multi-node cluster with kubeadm on cloud VMs',
      expect.stringContaining('about 24 hours, 2 weeks at your pace · begin with [KodeKloud'),
    ]);
    expect(buttonsOf(done.message)).toEqual(['Next step', 'Add a note', 'Share', 'Undo']);
  });

  test('leads on to the next step', async ({ ada, channelId }) => {
    const { message } = await ada.type(channelId, '/done task:cka-course');
    expect(shownInPlace(await ada.press(message, 'Next step'))).toContain('### Build a multi-node cluster');
  });

  test('keeps a note, a link and the day', async ({ ada, channelId }) => {
    const done = await ada.type(
      channelId,
      '/done task:cka-course note:"Passed at the second try" link:https://example.org/cka when:yesterday',
    );
    const text = shownPrivately(done);
    expect(text).toContain('> Passed at the second try');
    expect(text).toContain(`-# Done on <t:${Date.UTC(2026, 2, 1, 12) / 1000}:D>`);
    expect(addressOf(done.message, 'Open your link')).toBe('https://example.org/cka');
  });

  test('joins somebody who has not joined, and says so', async ({ ada, channelId }) => {
    const first = shownPrivately(await ada.type(channelId, '/done task:cka-course'));
    expect(first).toContain(
      'Welcome! You are now on **Backend Developer → AI Infrastructure Engineer**, at 10 hours a week.',
    );
    const second = shownPrivately(await ada.type(channelId, '/done task:gpu-pod'));
    expect(second).not.toContain('Welcome');
  });

  test('twice stays one record, and says when it was made', async ({ ada, channelId }) => {
    await ada.type(channelId, '/done task:cka-course note:"first try"');
    const again = await ada.type(channelId, '/done task:cka-course');
    expect(shownPrivately(again)).toMatch(/was recorded on <t:\d+:D>\. Nothing needed changing\./);
    expect(shownPrivately(again)).toContain('> first try');
    expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('1 of 20 tasks');
  });

  test('twice with something new adds that and keeps the rest', async ({ ada, channelId }) => {
    await ada.type(channelId, '/done task:cka-course note:"first try"');
    const again = await ada.type(channelId, '/done task:cka-course link:https://example.org/');
    expect(shownPrivately(again)).toContain('I have updated what you recorded.');
    expect(shownPrivately(again)).toContain('> first try');
    expect(addressOf(again.message, 'Open your link')).toBe('https://example.org/');
    const undone = await ada.press(again.message, 'Undo');
    expect(shownInPlace(undone)).toContain('What was recorded before it stands again.');
    expect(shownPrivately(await ada.type(channelId, '/done task:cka-course'))).toContain('> first try');
  });

  test('after it was skipped counts as done', async ({ ada, channelId }) => {
    await ada.type(channelId, '/skip task:cka-course');
    expect(shownPrivately(await ada.type(channelId, '/done task:cka-course'))).toContain('### ✅');
  });
});

describe('the task', () => {
  test.for([
    ['a part of its name', 'cka', 'Take a CKA prep course'],
    ['its whole name', '"Apply to AI infrastructure roles"', 'Apply to AI infrastructure roles'],
    ['words of its name', '"nccl tests"', 'Learn NCCL'],
    ['a name with a slip', 'kubefow', 'Build a Kubeflow pipeline'],
    ['other capitals', 'MLFLOW', 'Set up MLflow'],
  ])('is found by %s', async ([, task, title], { ada, channelId }) => {
    expect(shownPrivately(await ada.type(channelId, `/done task:${task}`))).toContain(`### ✅ ${title}`);
  });

  test('is asked for when the text fits several', async ({ ada, channelId }) => {
    const which = await ada.type(channelId, '/done task:terraform');
    expect(shownPrivately(which)).toContain('### ✅ Write Terraform scripts');

    const question = await ada.type(channelId, '/done task:kubernetes');
    expect(shownPrivately(question)).toBe('“kubernetes” fits several tasks. Which one do you mean?');
    const options = optionsOf(question.message, 'Choose the task');
    expect(options).toEqual([
      'Run MinIO on Kubernetes with persistent volumes',
      'Deploy a FastAPI inference service on Kubernetes',
    ]);
    const done = await ada.pick(question.message, 'Choose the task', [options[1] ?? '']);
    expect(shownInPlace(done)).toContain('### ✅ Deploy a FastAPI inference service');
    expect(done.isPrivate).toBe(true);
  });

  test('has to be named again when a note was given beside a text that fits several', async ({
    ada,
    channelId,
  }) => {
    const refused = shownPrivately(await ada.type(channelId, '/done task:kubernetes note:"hard work"'));
    expect(refused).toContain('“kubernetes” fits several tasks: **Run MinIO on Kubernetes');
    expect(refused).toContain('Pick one of them in the `task` field.');
    expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('not on a pathway yet');
  });

  test('that is none is answered with what to do', async ({ ada, channelId }) => {
    expect(shownPrivately(await ada.type(channelId, '/done task:xyzzy'))).toBe(
      'I know no task like “xyzzy”. Start typing in the `task` field and pick one from the list; `/roadmap phase` shows them all.',
    );
  });

  test('is offered while typing, open ones of the current phase first', async ({ ada, channelId }) => {
    await ada.type(channelId, '/done task:cka-course');
    const tasks = await ada.autocomplete(channelId, 'done', { name: 'task', value: '' });
    expect(tasks).toHaveLength(20);
    expect(tasks.slice(0, 3).map(({ value }) => value)).toEqual([
      'kubeadm-cluster',
      'gpu-pod',
      'pandas-pipeline',
    ]);
    expect(tasks.at(-1)).toEqual({
      name: '✅ Take a CKA prep course (KodeKloud or A Cloud Guru)',
      value: 'cka-course',
    });
  });

  test('chosen from the list with its tick is found as well', async ({ ada, channelId }) => {
    await ada.type(channelId, '/done task:cka-course');
    const again = await ada.slash(channelId, 'done', {
      task: '✅ Take a CKA prep course (KodeKloud or A Cloud Guru)',
    });
    expect(shownPrivately(again)).toContain('Nothing needed changing');
  });
});

describe('the day', () => {
  test('is offered from today backwards', async ({ ada, channelId }) => {
    const days = await ada.autocomplete(channelId, 'done', { name: 'when', value: '' });
    expect(days).toHaveLength(15);
    expect(days.slice(0, 3)).toEqual([
      { name: 'Today, Monday 2 March', value: '2026-03-02' },
      { name: 'Yesterday, Sunday 1 March', value: '2026-03-01' },
      { name: 'Saturday 28 February', value: '2026-02-28' },
    ]);
  });

  test.for([
    ['saturday 28', '2026-02-28'],
    ['yester', '2026-03-01'],
    ['2025-12-24', '2025-12-24'],
  ] as const)('is found while typing “%s”', async ([value, date], { ada, channelId }) => {
    const days = await ada.autocomplete(channelId, 'done', { name: 'when', value });
    expect(days.map((choice) => choice.value)).toEqual([date]);
  });

  test.for([
    ['2026-03-03', 'That day is out of reach. Choose one from'],
    ['2019-01-01', 'That day is out of reach. Choose one from'],
    ['2026-02-30', 'I cannot read “2026'],
    ['soon', 'I cannot read “soon” as a day. Write it like `2026-03-31`, or pick one where I offer a list.'],
  ] as const)('“%s” is refused, and nothing is recorded', async ([when, problem], { ada, channelId }) => {
    expect(shownPrivately(await ada.slash(channelId, 'done', { task: 'cka-course', when }))).toContain(
      problem,
    );
    expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('not on a pathway yet');
  });

  test('counts in the member’s own zone', async ({ ada, channelId }) => {
    await ada.type(channelId, '/join pathway:infrastructure timezone:Pacific/Kiritimati');
    const done = await ada.slash(channelId, 'done', { task: 'cka-course', when: '2026-03-03' });
    expect(shownPrivately(done)).toContain('### ✅');
  });
});

describe('Add a note', () => {
  test('asks for a note and a link, saves them, and offers them again', async ({ ada, channelId }) => {
    const { message } = await ada.type(channelId, '/done task:cka-course');
    const form = await ada.press(message, 'Add a note');
    const saved = await ada.submit(form.modal, {
      note: 'Two weeks of evenings.\nThe labs are the best part.',
      link: 'https://example.org/cka',
    });
    expect(shownInPlace(saved)).toContain('> Two weeks of evenings\\.\n> The labs are the best part\\.');
    expect(addressOf(saved.message, 'Open your link')).toBe('https://example.org/cka');

    const again = await ada.press(saved.message, 'Add a note');
    const resent = await ada.submit(again.modal, { note: 'Three weeks.' });
    expect(shownInPlace(resent)).toContain('> Three weeks\\.');
    expect(addressOf(resent.message, 'Open your link')).toBe('https://example.org/cka');
  });

  test('emptied takes note and link away', async ({ ada, channelId }) => {
    const { message } = await ada.type(
      channelId,
      '/done task:cka-course note:hello link:https://example.org',
    );
    const form = await ada.press(message, 'Add a note');
    const saved = await ada.submit(form.modal, { note: '', link: '' });
    expect(shownInPlace(saved)).not.toMatch(/^>/m);
    expect(buttonsOf(saved.message)).not.toContain('Open your link');
  });

  test('keeps the note when the link cannot be kept, and says so', async ({ ada, channelId }) => {
    const { message } = await ada.type(channelId, '/done task:cka-course');
    const form = await ada.press(message, 'Add a note');
    const saved = await ada.submit(form.modal, { note: 'Worth it', link: 'example.org' });
    expect(shownInPlace(saved)).toContain('> Worth it');
    expect(shownInPlace(saved)).toContain('Your note is saved, the link is not.');
    expect(shownInPlace(saved)).toContain('It should begin with `https://`');
    expect(buttonsOf(saved.message)).not.toContain('Open your link');
  });

  test('keeps the link there was when the new one cannot be kept', async ({ ada, channelId }) => {
    const { message } = await ada.type(channelId, '/done task:cka-course link:https://example.org/old');
    const form = await ada.press(message, 'Add a note');
    const saved = await ada.submit(form.modal, { note: 'Worth it', link: 'ftp://example.org/new' });
    expect(addressOf(saved.message, 'Open your link')).toBe('https://example.org/old');
  });

  test('to a record that was taken back says so before anything is typed', async ({ ada, channelId }) => {
    const { message } = await ada.type(channelId, '/done task:cka-course');
    await ada.type(channelId, '/undo');
    expect(shownPrivately(await ada.press(message, 'Add a note'))).toContain(
      'This record was taken back or changed since.',
    );
  });

  test('typed while the record is taken back is refused, and leaves no record behind', async ({
    ada,
    channelId,
  }) => {
    const { message } = await ada.type(channelId, '/done task:cka-course');
    const form = await ada.press(message, 'Add a note');
    await ada.type(channelId, '/undo');
    const refused = await ada.submit(form.modal, { note: 'too late' });
    expect(shownPrivately(refused)).toContain('is not recorded for you');
    expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('0 of 20 tasks');
  });
});

describe('Share', () => {
  test('posts the task and the way for everyone, without note, link or ping', async ({
    ada,
    ben,
    channelId,
  }) => {
    const { message } = await ada.type(
      channelId,
      '/done task:cka-course note:"only for me" link:https://example.org/mine',
    );
    const shared = await ada.press(message, 'Share');
    expect(shownPublicly(shared)).toContain(
      `<@${ada.user.id}> has done **Take a CKA prep course (KodeKloud or A Cloud Guru)**`,
    );
    expect(shownPublicly(shared)).toContain('13% of the whole pathway');
    expect(JSON.stringify(shared.message.components)).not.toMatch(/only for me|example\.org/);
    expect(shared.message.mentions).toEqual([]);
    expect(ben.messages(channelId).map(({ id }) => id)).toContain(shared.message.id);
  });

  test('of a record that was taken back posts nothing', async ({ ada, channelId }) => {
    const { message } = await ada.type(channelId, '/done task:cka-course');
    await ada.type(channelId, '/undo');
    expect(shownPrivately(await ada.press(message, 'Share'))).toContain('This record was taken back');
  });
});

describe('Undo', () => {
  test('leaves no trace', async ({ ada, channelId }) => {
    await ada.type(channelId, '/join pathway:infrastructure');
    const before = shownPrivately(await ada.type(channelId, '/progress'));
    const { message } = await ada.type(
      channelId,
      '/done task:cka-course note:"a slip" link:https://example.org/slip when:yesterday',
    );
    const undone = await ada.press(message, 'Undo');
    expect(shownInPlace(undone)).toContain('The task is open again, and nothing of the record is left.');
    expect(shownPrivately(await ada.type(channelId, '/progress'))).toBe(before);

    const anew = await ada.type(channelId, '/done task:cka-course');
    expect(shownPrivately(anew)).not.toContain('a slip');
    expect(buttonsOf(anew.message)).not.toContain('Open your link');
  });
});

describe('the last task of a phase', () => {
  test('shows the gate: what the next phase asks, and a piece of the reality check', async ({
    ada,
    channelId,
  }) => {
    const text = shownPrivately(await finishPhase(ada, channelId, 1));
    expect(text).toContain('▰▰▰▰▰▰▰▰▰▰ 100%');
    expect(text).toContain('### 🎉 Phase 1 is finished: Foundations: Kubernetes and Python in depth');
    expect(text).toContain('**Phase 2 · GPU and storage specialisation** opens.');
    expect(text).toContain('Good to know on the way: *State-of-the-art hardware');
    expect(text).toContain('**Next:** Start an AWS GPU instance');
  });

  test('is announced for a member who is visible, and pings nobody', async ({ ada, ben, channelId }) => {
    await ada.type(channelId, '/join pathway:infrastructure');
    await appear(ada, channelId, 'By name');
    const last = await finishPhase(ada, channelId, 1);
    const [announcement] = await last.followUps();
    expect(announcement && textOf(announcement)).toContain(
      `🎉 <@${ada.user.id}> has finished phase 1: **Foundations: Kubernetes and Python in depth**`,
    );
    expect(announcement?.mentions).toEqual([]);
    expect(ben.messages(channelId).map(({ id }) => id)).toContain(announcement?.id);
  });

  test('is not announced for a member who is hidden', async ({ server, ada, ben, channelId }) => {
    const before = ben.messages(channelId).length;
    await server.settled(await finishPhase(ada, channelId, 1));
    expect(ben.messages(channelId)).toHaveLength(before);
  });

  test('is not announced in a direct message, where nobody else is', async ({ server, ada }) => {
    const dm = server.emulator.dmChannel(ada.user.id).id;
    await ada.type(dm, '/join pathway:infrastructure');
    await appear(ada, dm, 'By name');
    const last = await finishPhase(ada, dm, 1);
    await server.settled(last);
    expect(textOf(last.message)).toContain('🎉 Phase 1 is finished');
    expect(ada.messages(dm).at(-1)?.id).toBe(last.message.id);
  });

  test('of the whole pathway says that the way is walked', async ({ ada, channelId }) => {
    for (const number of [1, 2, 3, 4]) await finishPhase(ada, channelId, number);
    const last = await finishPhase(ada, channelId, 5);
    expect(shownPrivately(last)).toContain(
      '🏔️ That was the last open task. You have walked the whole way: **Backend Developer → AI Infrastructure Engineer**.',
    );
    expect(buttonsOf(last.message)).toEqual(['My progress', 'Add a note', 'Share', 'Undo']);
    expect(shownInPlace(await ada.press(last.message, 'My progress'))).toContain('▰▰▰▰▰▰▰▰▰▰ 100%');
  });

  test('of the whole pathway is announced as such', async ({ ada, channelId }) => {
    await ada.type(channelId, '/join pathway:infrastructure');
    await appear(ada, channelId, 'By name');
    for (const number of [1, 2, 3, 4]) await finishPhase(ada, channelId, number);
    const last = await finishPhase(ada, channelId, 5);
    const [announcement] = await last.followUps();
    expect(announcement && textOf(announcement)).toContain(`🏔️ <@${ada.user.id}> has walked the whole way`);
  });
});

test('a note of more than 500 characters is refused by the client and by the bot', async ({
  ada,
  channelId,
}) => {
  const options = { task: 'cka-course', note: 'x'.repeat(4000) };
  await expect(ada.slash(channelId, 'done', options)).rejects.toThrow(ClientRefusal);
  const forged = await ada.slash(channelId, 'done', options, { unchecked: true });
  expect(shownPrivately(forged)).toBe(
    'That note has 4,000 characters; up to 500 fit. Shorten it, or put the long version behind a link. Nothing was changed.',
  );
  expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('not on a pathway yet');
});
