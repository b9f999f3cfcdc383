import { describe, expect } from 'vitest';
import { defaultWords } from '../../src/words/words.ts';
import { test } from '../support/shared-server.ts';
import {
  buttonsOf,
  optionsOf,
  shownInPlace,
  shownPrivately,
  shownPublicly,
  textOf,
} from '../support/shown.ts';
import { finishPhase } from '../support/walking.ts';

const { tick } = defaultWords;

const everyView = [
  ['overview', '## Backend Developer → AI Infrastructure Engineer'],
  ['phase', '### Phase 1 of 5 · Foundations: Kubernetes and Python in depth'],
  ['task task:gpu-pod', '### Install the NVIDIA device plugin and schedule a GPU pod'],
  ['skills', '**Kubernetes (advanced)** — Critical, 8 weeks'],
  ['resources', '[NVIDIA NCCL documentation](https://'],
  ['reality', '**What they miss**'],
  ['start', '**This month**'],
  ['faq', '**What difference in salary can I expect?**'],
] as const;

describe('in the channel, for everyone', () => {
  test.for(everyView)('/roadmap %s', async ([view, text], { ada, channelId }) => {
    expect(shownPublicly(await ada.type(channelId, `/roadmap ${view}`))).toContain(text);
  });

  test('the overview lists the phases with their weeks and the facts', async ({ ada, channelId }) => {
    const text = shownPublicly(await ada.type(channelId, '/roadmap overview'));
    expect(text).toContain('**Difficulty** Moderate · **Time** 9–12 months · **Salary** +40%');
    expect(text).toContain('**2 · GPU and storage specialisation** — 6 weeks');
    expect(text).toContain('5 phases · 20 tasks · 28 weeks at full pace');
  });

  test('the FAQ has the salary figures', async ({ ada, channelId }) => {
    const text = shownPublicly(await ada.type(channelId, '/roadmap faq'));
    expect(text).toContain('$140k–$240k');
  });

  test('nobody’s ticks are shown there, the asker’s included', async ({ ada, channelId }) => {
    await ada.type(channelId, '/done task:cka-course');
    const phase = await ada.type(channelId, '/roadmap phase phase:1');
    const task = await ada.type(channelId, '/roadmap task task:cka-course');
    expect(shownPublicly(phase)).not.toMatch(/✅|▰|done$/m);
    expect(shownPublicly(task)).not.toContain('✅');
    expect(buttonsOf(task.message)).toContain('I have done this');
  });
});

describe('a phase', () => {
  test.for([
    ['its number', '2', 'Phase 2 of 5 · GPU and storage specialisation'],
    ['its name', '"Portfolio and job search"', 'Phase 5 of 5'],
    ['a part of its name', 'mlops', 'Phase 4 of 5'],
    ['a name with a slip', 'distribted', 'Phase 3 of 5'],
    ['its id', 'gpu-and-storage', 'Phase 2 of 5'],
  ])('is found by %s', async ([, phase, title], { ada, channelId }) => {
    const outcome = await ada.type(channelId, `/roadmap phase phase:${phase}`);
    expect(shownPublicly(outcome)).toContain(title);
  });

  test('is the asker’s current one when none is named', async ({ ada, channelId }) => {
    await finishPhase(ada, channelId, 1);
    expect(shownPublicly(await ada.type(channelId, '/roadmap phase'))).toContain('Phase 2 of 5');
  });

  test('is the first one again for somebody who has walked them all', async ({ ada, channelId }) => {
    for (const number of [1, 2, 3, 4, 5]) await finishPhase(ada, channelId, number);
    expect(shownPublicly(await ada.type(channelId, '/roadmap phase'))).toContain('Phase 1 of 5');
  });

  test('turns its pages for the asker, from the first to the last', async ({ ada, channelId }) => {
    let { message } = await ada.type(channelId, '/roadmap phase phase:1');
    expect(buttonsOf(message)).toEqual(['(◀)', 'Overview', '▶', 'My ticks']);
    for (const number of [2, 3, 4, 5]) {
      const turned = await ada.press(message, '▶');
      expect(shownInPlace(turned)).toContain(`Phase ${number} of 5`);
      ({ message } = turned);
    }
    expect(buttonsOf(message)).toEqual(['◀', 'Overview', '(▶)', 'My ticks']);
    expect(shownInPlace(await ada.press(message, '◀'))).toContain('Phase 4 of 5');
  });

  test('is shown to another member privately, and the asker’s message stays', async ({
    ada,
    ben,
    channelId,
  }) => {
    await ben.type(channelId, '/done task:gpu-instance');
    const { message } = await ada.type(channelId, '/roadmap phase phase:1');

    const copy = await ben.press(message, '▶');

    expect(shownPrivately(copy)).toContain('✅ **Start an AWS GPU instance');
    expect(ada.messages(channelId).find(({ id }) => id === message.id)).toEqual(message);
    expect(ada.messages(channelId).map(({ id }) => id)).not.toContain(copy.message.id);
    const turned = await ben.press(copy.message, '▶');
    expect(shownInPlace(turned)).toContain('Phase 3 of 5');
    expect(turned.isPrivate).toBe(true);
  });

  test('shows each reader their own ticks, for their eyes only', async ({ ada, ben, channelId }) => {
    await ada.type(channelId, '/done task:cka-course');
    await ada.type(channelId, '/skip task:pandas-pipeline');
    const { message } = await ada.type(channelId, '/roadmap phase phase:1');

    const adas = shownPrivately(await ada.press(message, 'My ticks'));
    expect(adas).toContain('✅ **Take a CKA prep course');
    expect(adas).toContain('⏭️ **Write a Python script');
    expect(adas).toContain('1 of 3 tasks done');
    expect(shownPrivately(await ben.press(message, 'My ticks'))).toContain('0 of 4 tasks done');
    expect(ben.messages(channelId).find(({ id }) => id === message.id)).toEqual(message);
  });

  test('leads to its tasks', async ({ ada, channelId }) => {
    const { message } = await ada.type(channelId, '/roadmap phase phase:1');
    const task = await ada.pick(message, 'Look at a task', ['gpu-pod']);
    expect(shownInPlace(task)).toContain('**Done when** A pod that asks for nvidia.com/gpu: 1');
    expect(shownInPlace(await ada.press(task.message, 'The whole phase'))).toContain('Phase 1 of 5');
  });

  test('of another member leads to a private copy of the task', async ({ ada, ben, channelId }) => {
    const { message } = await ada.type(channelId, '/roadmap phase phase:1');
    const task = await ben.pick(message, 'Look at a task', ['gpu-pod']);
    expect(shownPrivately(task)).toContain(`### ${tick.open} Install the NVIDIA device plugin`);
    expect(buttonsOf(task.message)).toEqual(['I have done this', 'The whole phase', 'Skip']);
  });
});

describe('the overview', () => {
  test('leads to a phase', async ({ ada, channelId }) => {
    const { message } = await ada.type(channelId, '/roadmap overview');
    expect(optionsOf(message, 'Look at a phase')).toHaveLength(5);
    const phase = await ada.pick(message, 'Look at a phase', ['4 · MLOps and orchestration']);
    expect(shownInPlace(phase)).toContain('Phase 4 of 5');
    expect(shownInPlace(await ada.press(phase.message, 'Overview'))).toContain('5 phases · 20 tasks');
  });

  test('leads to every other view, and each of them to all others', async ({ ada, channelId }) => {
    const sections = ['Overview', 'Skills', 'Resources', 'Reality check', 'How to start', 'FAQ'];
    let { message } = await ada.type(channelId, '/roadmap overview');
    for (const label of ['Skills', 'Resources', 'Reality check', 'How to start', 'FAQ', 'Overview']) {
      const turned = await ada.press(message, label);
      expect(turned.kind).toBe('update');
      const others = sections.filter((section) => section !== label);
      const leading = buttonsOf(turned.message).filter((each) => !/[◀▶]/.test(each));
      expect(leading).toEqual(label === 'Overview' ? ['Next step', ...others] : others);
      expect(textOf(turned.message)).not.toBe(textOf(message));
      ({ message } = turned);
    }
  });
});

describe('private:true', () => {
  test.for(everyView)('/roadmap %s', async ([view, text], { ada, channelId }) => {
    const shown = shownPrivately(await ada.type(channelId, `/roadmap ${view} private:true`));
    expect(shown.replace(`${tick.open} `, '')).toContain(text);
  });

  test('a phase shows the asker’s ticks and how far they are', async ({ ada, channelId }) => {
    await ada.type(channelId, '/done task:cka-course');
    const phase = await ada.type(channelId, '/roadmap phase private:true');
    expect(shownPrivately(phase)).toContain('▰▰▰▰▰▱▱▱▱▱ 47%');
    expect(shownPrivately(phase)).toContain('✅ **Take a CKA prep course');
    expect(buttonsOf(phase.message)).toEqual(['(◀)', 'Overview', '▶']);
  });

  test('a task is estimated at the asker’s own pace', async ({ ada, channelId }) => {
    await ada.type(channelId, '/join pathway:infrastructure hours:4');
    const task = await ada.type(channelId, '/roadmap task task:gpu-pod private:true');
    expect(shownPrivately(task)).toContain('about 16 hours: 4 weeks at your 4 hours a week');
  });
});

describe('while typing', () => {
  test('phases are offered with their numbers', async ({ ada, channelId }) => {
    const phases = await ada.autocomplete(channelId, 'roadmap phase', { name: 'phase', value: '' });
    expect(phases.map(({ name }) => name)).toEqual([
      '1 · Foundations: Kubernetes and Python in depth',
      '2 · GPU and storage specialisation',
      '3 · Distributed systems and networking',
      '4 · MLOps and orchestration',
      '5 · Portfolio and job search',
    ]);
  });

  test('open tasks of the current phase come first, recorded ones last and ticked', async ({
    ada,
    channelId,
  }) => {
    await finishPhase(ada, channelId, 1);
    await ada.type(channelId, '/skip task:gpu-instance');
    const tasks = await ada.autocomplete(channelId, 'roadmap task', { name: 'task', value: '' });
    expect(tasks).toHaveLength(20);
    expect(tasks[0]?.value).toBe('pytorch-container');
    expect(tasks.slice(-5).map(({ name }) => name.slice(0, 3))).toEqual([
      expect.stringMatching('✅'),
      expect.stringMatching('✅'),
      expect.stringMatching('✅'),
      expect.stringMatching('✅'),
      expect.stringMatching('⏭'),
    ]);
  });

  test('what is typed narrows the tasks down', async ({ ada, channelId }) => {
    const tasks = await ada.autocomplete(channelId, 'roadmap task', { name: 'task', value: 'nccl' });
    expect(tasks.map(({ value }) => value)).toEqual(['nccl-tests']);
  });

  test('pathways are offered by their names', async ({ ada, channelId }) => {
    const focused = { name: 'pathway', value: 'infrastructure' };
    const pathways = await ada.autocomplete(channelId, 'roadmap overview', focused);
    expect(pathways).toEqual([
      {
        name: 'Backend Developer → AI Infrastructure Engineer',
        value: 'backend-to-ai-infrastructure',
      },
    ]);
  });
});
