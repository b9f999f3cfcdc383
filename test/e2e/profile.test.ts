import { describe, expect } from 'vitest';
import { defaultWords as words } from '../../src/words/words.ts';
import { accessibilityPathway, backendPathway } from '../support/loaded-pathways.ts';
import { test } from '../support/shared-server.ts';
import { buttonsOf, optionsOf, shownInPlace, shownPrivately, textOf } from '../support/shown.ts';

const PLATFORM = 'backend-to-ai-platform';
const GO_ON = words.buttons.goOnWith;

/** A day as each reader's own client writes it. */
const day = (noon: string) => `<t:${Date.parse(noon) / 1000}:D>`;

describe('/profile show', () => {
  test('tells whoever has not joined how to', async ({ ada, channelId }) => {
    for (const line of ['/profile show', '/profile edit hours:3']) {
      expect(shownPrivately(await ada.type(channelId, line))).toContain('You are not on a pathway yet.');
    }
  });

  test('shows pathways, pace, skills and appearance, and leads on', async ({ ada, channelId }) => {
    await ada.type(channelId, `/join pathway:${backendPathway.id} hours:5`);
    await ada.type(channelId, '/done task:cka-course');
    await ada.type(channelId, '/cohort create name:"Spring *walkers*"');
    await ada.type(channelId, '/cohort join cohort:"Spring *walkers*"');
    const shown = await ada.type(channelId, '/profile show');
    const text = shownPrivately(shown);
    expect(text).toContain('👣 **Backend Developer → AI Infrastructure Engineer**');
    expect(text).toMatch(/▰▱+ \d+%/);
    expect(text).toContain(`5 hours a week · from ${day('2026-03-02T12:00Z')} · ${words.profile.noZone}`);
    expect(text).toContain(words.appearance.now.unset);
    expect(text).toContain('**You walk with** **Spring \\*walkers\\***');
    expect(buttonsOf(shown.message)).toEqual([
      'Next step',
      'My progress',
      'My plan',
      'My skills',
      'How I appear',
    ]);
    expect(shownInPlace(await ada.press(shown.message, 'My plan'))).toContain('Your plan');
    expect(optionsOf(shown.message, GO_ON)).toEqual([]);
  });

  test('leads to the skills, without numbers, and back', async ({ ada, channelId }) => {
    await ada.type(channelId, `/join pathway:${backendPathway.id}`);
    const profile = await ada.type(channelId, '/profile show');
    const brought = await ada.press(profile.message, 'My skills');
    expect(shownInPlace(brought)).not.toContain('of 4');
    expect(shownInPlace(await ada.press(brought.message, 'Back'))).toBe(textOf(profile.message));
    const again = await ada.press(profile.message, 'My skills');
    const owned = await ada.press(again.message, 'Skip');
    const [, python] = backendPathway.skills;
    const after = await ada.pick(owned.message, words.onboarding.skills.owned.choose, [python?.id ?? '']);
    expect(shownInPlace(after)).toContain(`**You know already** ${python?.name}`);
  });

  test('switches between pathways', async ({ ada, ben, channelId }) => {
    await ada.type(channelId, `/join pathway:${backendPathway.id}`);
    await ada.type(channelId, `/join pathway:${PLATFORM} hours:4`);
    const { message } = await ada.type(channelId, '/profile show');
    expect(optionsOf(message, GO_ON)).toEqual(['Backend Developer → AI Infrastructure Engineer']);
    const switched = await ada.pick(message, GO_ON, [backendPathway.id]);
    expect(shownInPlace(switched)).toContain('👣 **Backend Developer → AI Infrastructure Engineer**');
    expect(shownInPlace(switched)).toContain('10 hours a week');
    expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('of 20 tasks');

    // Somebody else's press is theirs, and they do not walk it.
    await ben.type(channelId, `/join pathway:${PLATFORM}`);
    await ben.type(channelId, `/join pathway:${backendPathway.id}`);
    const bens = await ben.type(channelId, '/profile show');
    expect(shownInPlace(await ben.pick(bens.message, GO_ON, [PLATFORM]))).toContain(
      '👣 **Backend Developer → AI Platform Engineer**',
    );
    expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('of 20 tasks');
  });
});

describe('/profile edit', () => {
  test('changes what is named and nothing else', async ({ ada, channelId }) => {
    await ada.type(channelId, `/join pathway:${backendPathway.id} hours:5`);
    const edited = shownPrivately(
      await ada.type(channelId, '/profile edit name:"Night **Owl**" hours:12 timezone:Asia/Tokyo'),
    );
    expect(edited).toContain('✅ Saved');
    expect(edited).toContain(`12 hours a week · from ${day('2026-03-02T03:00Z')} · Tokyo time`);
    expect(edited).toContain('alias 🎭 **Night \\*\\*Owl\\*\\***');

    const hidden = shownPrivately(
      await ada.type(channelId, '/profile edit name:Hiker visibility:"Not at all"'),
    );
    expect(hidden).toContain(words.appearance.now.hidden);
    expect(hidden).toContain('12 hours a week');
    expect(shownPrivately(await ada.type(channelId, '/profile edit visibility:alias'))).toContain(
      '🎭 **Hiker**',
    );
  });

  test('saves nothing when something is wrong', async ({ ada, channelId }) => {
    await ada.type(channelId, `/join pathway:${backendPathway.id}`);
    for (const [options, problem] of [
      [{ name: 'Owl', timezone: 'Atlantis' }, 'I know no time zone “Atlantis”'],
      [{ name: 'Owl', hours: 81 }, 'Hours a week go from 1 to 80'],
      [{ name: '....', hours: 3 }, 'An alias has from 2 to 32 characters'],
      [{ visibility: 'alias', hours: 3 }, 'An alias has from 2 to 32 characters'],
      [{ visibility: 'everyone', hours: 3 }, 'not one of the choices'],
    ] as const) {
      const refused = await ada.slash(channelId, 'profile edit', options, { unchecked: true });
      expect(shownPrivately(refused)).toContain(problem);
    }
    const profile = shownPrivately(await ada.type(channelId, '/profile show'));
    expect(profile).toContain('10 hours a week');
    expect(profile).toContain(words.appearance.now.unset);
  });

  test('a pathway that is not one’s own cannot be switched to', async ({ ada, channelId }) => {
    await ada.type(channelId, `/join pathway:${backendPathway.id}`);
    await ada.type(channelId, `/join pathway:${PLATFORM}`);
    const { message } = await ada.type(channelId, '/profile show');
    await expect(ada.pick(message, GO_ON, [accessibilityPathway.id])).rejects.toThrow('no option');
    expect(textOf((await ada.forge(message, '1:current', 3)).message)).toContain('earlier version');
  });
});
