import { describe, expect } from 'vitest';
import { appear } from '../support/appearing.ts';
import { MONDAY } from '../support/server.ts';
import { test } from '../support/shared-server.ts';
import { buttonsOf, shownInPlace, shownPrivately, shownPublicly } from '../support/shown.ts';
import { finishPhase } from '../support/walking.ts';

describe('one’s own', () => {
  test('shows every phase, the whole way, the pace and the next step', async ({ ada, channelId }) => {
    await finishPhase(ada, channelId, 1);
    const progress = await ada.type(channelId, '/progress');
    const text = shownPrivately(progress);
    expect(text).toContain('▰▰▰▱▱▱▱▱▱▱ 29%\n-# 4 of 20 tasks · 10 hours a week');
    expect(text).toContain(
      '✅ **1 · Foundations: Kubernetes and Python in depth**\n🧭 **2 · GPU and storage specialisation**',
    );
    expect(text).toContain('**Next:** Start an AWS GPU instance');
    expect(text).toContain('Only you see this.');
    expect(buttonsOf(progress.message)).toEqual(['Next step', 'How I appear', 'Share']);
  });

  test('counts weeks in a row, and is silent about less than two', async ({ server, ada, channelId }) => {
    await ada.type(channelId, '/done task:cka-course');
    expect(shownPrivately(await ada.type(channelId, '/progress'))).not.toContain('in a row');
    await ada.slash(channelId, 'done', { task: 'gpu-pod', when: '2026-02-25' });
    await ada.slash(channelId, 'done', { task: 'nccl-tests', when: '2026-02-18' });
    expect(server.clock.now()).toBe(MONDAY);
    expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('3 weeks in a row');
  });

  test('named is the same as not named', async ({ ada, channelId }) => {
    await ada.type(channelId, '/join pathway:infrastructure');
    const own = shownPrivately(await ada.type(channelId, '/progress'));
    const named = await ada.slash(channelId, 'progress', { member: ada.user.id });
    expect(shownPrivately(named)).toBe(own);
  });

  test('before joining says how to join', async ({ ada, channelId }) => {
    expect(shownPrivately(await ada.type(channelId, '/progress'))).toBe(
      'You are not on a pathway yet. `/join` puts you on one; `/roadmap overview` shows where it leads.',
    );
  });

  test('is posted for everyone by Share, without pace, next step or ping', async ({ ada, channelId }) => {
    await ada.type(channelId, '/done task:cka-course');
    const { message } = await ada.type(channelId, '/progress');
    const shared = await ada.press(message, 'Share');
    const text = shownPublicly(shared);
    expect(text).toContain(`### How far <@${ada.user.id}> has come`);
    expect(text).toContain('▰▱▱▱▱▱▱▱▱▱ 13%');
    expect(text).not.toMatch(/hours a week|Next/);
    expect(buttonsOf(shared.message)).toEqual(['My progress']);
    expect(shared.message.mentions).toEqual([]);
  });

  test('leads to the next step', async ({ ada, channelId }) => {
    await ada.type(channelId, '/join pathway:infrastructure');
    const { message } = await ada.type(channelId, '/progress');
    expect(shownInPlace(await ada.press(message, 'Next step'))).toContain('### Take a CKA prep course');
  });
});

describe('another member’s', () => {
  test('is theirs alone until they choose otherwise', async ({ ada, ben, channelId }) => {
    await ada.type(channelId, '/done task:cka-course');
    const look = async () => shownPrivately(await ben.slash(channelId, 'progress', { member: ada.user.id }));
    const hidden = `<@${ada.user.id}> keeps their progress to themselves. \`/progress\` shows yours.`;
    expect(await look()).toBe(hidden);

    expect(shownInPlace(await appear(ada, channelId, 'By name'))).toContain('You appear **by name**.');
    expect(await look()).toContain('▰▱▱▱▱▱▱▱▱▱ 13%');

    expect(shownInPlace(await appear(ada, channelId, 'Not at all'))).toContain('You appear **not at all**.');
    expect(await look()).toBe(hidden);
  });

  test('shows how far they are, and neither notes, pace nor next step', async ({ ada, ben, channelId }) => {
    await ada.type(channelId, '/done task:cka-course note:"between us"');
    await appear(ada, channelId, 'By name');
    const seen = await ben.slash(channelId, 'progress', { member: ada.user.id });
    expect(shownPrivately(seen)).toContain(`### How far <@${ada.user.id}> has come`);
    expect(shownPrivately(seen)).not.toMatch(/between us|hours a week|Next/);
    expect(buttonsOf(seen.message)).toEqual(['My progress']);
  });

  test('who never joined is answered like one who is hidden', async ({ ada, ben, channelId }) => {
    expect(shownPrivately(await ben.slash(channelId, 'progress', { member: ada.user.id }))).toBe(
      `<@${ada.user.id}> keeps their progress to themselves. \`/progress\` shows yours.`,
    );
  });

  test('is not a bot’s', async ({ server, ada, channelId }) => {
    const member = server.emulator.botUser.id;
    expect(shownPrivately(await ada.slash(channelId, 'progress', { member }))).toContain('That is a bot.');
  });
});

describe('the user menu', () => {
  test('shows one’s own with its buttons', async ({ ada, channelId }) => {
    await ada.type(channelId, '/done task:cka-course');
    const own = shownPrivately(await ada.type(channelId, '/progress'));
    const menu = await ada.userMenu(channelId, 'Progress', ada.user.id);
    expect(shownPrivately(menu)).toBe(own);
    expect(buttonsOf(menu.message)).toEqual(['Next step', 'How I appear', 'Share']);
  });

  test('shows another member’s as far as they are visible', async ({ ada, ben, channelId }) => {
    await ada.type(channelId, '/done task:cka-course');
    const look = async () => shownPrivately(await ben.userMenu(channelId, 'Progress', ada.user.id));
    expect(await look()).toContain('keeps their progress to themselves');
    await appear(ada, channelId, 'By name');
    expect(await look()).toContain('▰▱▱▱▱▱▱▱▱▱ 13%');
  });

  test('knows a bot', async ({ server, ada, channelId }) => {
    const menu = await ada.userMenu(channelId, 'Progress', server.emulator.botUser.id);
    expect(shownPrivately(menu)).toContain('That is a bot.');
  });
});
