import type { APIMessage } from 'discord.js';
import { describe, expect } from 'vitest';
import { skillsAction } from '../../src/discord/actions.ts';
import { ALIAS_INPUT } from '../../src/discord/views/appearance.ts';
import { PACE_INPUTS } from '../../src/discord/views/onboarding.ts';
import type { Outcome, Person } from '../../src/playground/emulator/index.ts';
import { defaultWords as words } from '../../src/words/words.ts';
import { backendPathway } from '../support/loaded-pathways.ts';
import { test } from '../support/shared-server.ts';
import { buttonsOf, customIdOf, optionsOf, shownInPlace, shownPrivately, textOf } from '../support/shown.ts';

const PATHWAY = backendPathway.id;
const BROUGHT = words.onboarding.skills.brought;
const OWNED = words.onboarding.skills.owned;
const NOT_JOINED = 'You are not on a pathway yet.';

/** A day as each reader's own client writes it. */
const day = (noon: string) => `<t:${Date.parse(noon) / 1000}:D>`;

async function begin(person: Person, channelId: string): Promise<Outcome> {
  const { message } = await person.type(channelId, `/join pathway:${PATHWAY}`);
  return person.press(message, 'Make it mine');
}

/** The labels that are chosen already in the select with this placeholder. */
function chosenIn(message: APIMessage, placeholder: string): readonly string[] {
  const labels = optionsOf(message, placeholder);
  const chosen = [...JSON.stringify(message.components).matchAll(/\{[^{}]*"default":true[^{}]*\}/g)].map(
    ([option]) => (JSON.parse(option) as { readonly label: string }).label,
  );
  return labels.filter((label) => chosen.includes(label));
}

async function fillInPace(person: Person, message: APIMessage, values: Record<string, string>) {
  const { modal: form } = await person.press(message, 'Fill it in');
  return person.submit(form, values);
}

describe('making a pathway one’s own', () => {
  test('takes four steps in one message, and keeps every answer', async ({ ada, channelId }) => {
    const first = await begin(ada, channelId);
    expect(shownInPlace(first)).toContain(`### ${BROUGHT.title}\n-# 1 of 4`);
    expect(buttonsOf(first.message)).toEqual(['None of these', 'Back', 'Skip']);
    const all = backendPathway.transferableSkills.map(({ name }) => name);
    expect(chosenIn(first.message, BROUGHT.choose)).toEqual(all);

    const second = await ada.pick(first.message, BROUGHT.choose, all.slice(0, 2));
    expect(shownInPlace(second)).toContain(`### ${OWNED.title}\n-# 2 of 4`);
    expect(chosenIn(second.message, OWNED.choose)).toEqual([]);
    const python = backendPathway.skills[1]?.name ?? '';

    const third = await ada.pick(second.message, OWNED.choose, [python]);
    expect(shownInPlace(third)).toContain('-# 3 of 4');
    expect(shownInPlace(third)).toContain('10 hours a week');

    const fourth = await fillInPace(ada, third.message, {
      [PACE_INPUTS.hours]: '6',
      [PACE_INPUTS.start]: 'tomorrow',
      [PACE_INPUTS.timeZone]: 'berlin',
    });
    expect(shownInPlace(fourth)).toContain('-# 4 of 4');

    const end = await ada.press(fourth.message, 'By name');
    expect(shownInPlace(end)).toContain('### Your pathway is set');
    expect(shownInPlace(end)).toContain('6 hours a week');
    expect(buttonsOf(end.message)).toEqual(['Next step', 'First phase', 'Remind me weekly', 'Make it mine']);

    const profile = shownPrivately(await ada.type(channelId, '/profile show'));
    expect(profile).toContain(`**You bring** ${all.slice(0, 2).join(', ')}`);
    expect(profile).toContain(`**You know already** ${python}`);
    expect(profile).toContain(`6 hours a week · from ${day('2026-03-03T11:00Z')} · Berlin time`);
    expect(profile).toContain('You appear **by name**.');

    const again = await ada.press(end.message, 'Make it mine');
    expect(chosenIn(again.message, BROUGHT.choose)).toEqual(all.slice(0, 2));
  });

  test('can be left at any step: what is skipped stays as it was', async ({ ada, channelId }) => {
    let { message } = await begin(ada, channelId);
    for (const step of [2, 3, 4]) {
      const next = await ada.press(message, 'Skip');
      expect(shownInPlace(next)).toContain(`-# ${step} of 4`);
      ({ message } = next);
    }
    const end = await ada.press(message, 'Skip');
    expect(shownInPlace(end)).toContain('10 hours a week: about 42–51 weeks');
    const profile = shownPrivately(await ada.type(channelId, '/profile show'));
    expect(profile).toContain(words.profile.brought(words.profile.all));
    expect(profile).toContain(words.profile.owned(words.profile.none));
  });

  test('leads back step by step to the plan', async ({ ada, channelId }) => {
    let { message } = await begin(ada, channelId);
    for (let step = 1; step < 4; step += 1) ({ message } = await ada.press(message, 'Skip'));
    for (const step of [3, 2, 1]) {
      const before = await ada.press(message, 'Back');
      expect(shownInPlace(before)).toContain(`-# ${step} of 4`);
      ({ message } = before);
    }
    expect(shownInPlace(await ada.press(message, 'Back'))).toContain('### Your pathway is set');
  });

  test('none is an answer too', async ({ ada, channelId }) => {
    const first = await begin(ada, channelId);
    const second = await ada.press(first.message, 'None of these');
    await ada.pick(second.message, OWNED.choose, []);
    const profile = shownPrivately(await ada.type(channelId, '/profile show'));
    expect(profile).toContain(words.profile.brought(words.profile.none));
    expect(profile).toContain(words.profile.owned(words.profile.none));
  });

  test('an alias may be chosen on the way', async ({ ada, channelId }) => {
    let { message } = await begin(ada, channelId);
    for (let step = 1; step < 4; step += 1) ({ message } = await ada.press(message, 'Skip'));
    const { modal: form } = await ada.press(message, 'Under an alias');
    const refused = await ada.submit(form, { [ALIAS_INPUT]: '...' });
    expect(shownPrivately(refused)).toContain('An alias has from 2 to 32 characters');
    const { modal: formAgain } = await ada.press(message, 'Under an alias');
    expect(shownInPlace(await ada.submit(formAgain, { [ALIAS_INPUT]: 'Hiker' }))).toContain(
      'Your pathway is set',
    );
    expect(shownPrivately(await ada.type(channelId, '/profile show'))).toContain('🎭 **Hiker**');
  });
});

describe('hours, start and zone', () => {
  const toPace = async (person: Person, channelId: string) => {
    let { message } = await begin(person, channelId);
    for (let step = 1; step < 3; step += 1) ({ message } = await person.press(message, 'Skip'));
    return message;
  };

  test('what is valid is saved, and what is not is told', async ({ ada, channelId }) => {
    const message = await toPace(ada, channelId);
    const wrong = await fillInPace(ada, message, {
      [PACE_INPUTS.hours]: 'ten',
      [PACE_INPUTS.start]: 'some**day**',
      [PACE_INPUTS.timeZone]: 'Tokyo',
    });
    const text = shownInPlace(wrong);
    expect(text).toContain('-# 3 of 4');
    expect(text).toContain(`10 hours a week · from ${day('2026-03-02T03:00Z')} · Tokyo time`);
    expect(text).toContain(`${words.onboarding.someSaved}\n- Hours a week go from 1 to 80`);
    expect(text).toContain('I cannot read “some\\*\\*day\\*\\*” as a day.');

    const mended = await fillInPace(ada, wrong.message, { [PACE_INPUTS.hours]: '3' });
    expect(shownInPlace(mended)).toContain('-# 4 of 4');
    expect(shownPrivately(await ada.type(channelId, '/profile show'))).toContain('3 hours a week');
  });

  test('the form begins with what holds now, and empty inputs change nothing', async ({ ada, channelId }) => {
    await ada.type(channelId, `/join pathway:${PATHWAY} hours:7 timezone:Europe/Berlin`);
    const message = await toPace(ada, channelId);
    const asItWas = await fillInPace(ada, message, {});
    expect(shownInPlace(asItWas)).toContain('-# 4 of 4');
    const { message: paceAgain } = await ada.press(asItWas.message, 'Back');
    await fillInPace(ada, paceAgain, {
      [PACE_INPUTS.hours]: '',
      [PACE_INPUTS.start]: ' ',
      [PACE_INPUTS.timeZone]: '',
    });
    expect(shownPrivately(await ada.type(channelId, '/profile show'))).toContain(
      `7 hours a week · from ${day('2026-03-02T11:00Z')} · Berlin time`,
    );
  });
});

describe('a press', () => {
  test('acts on whoever presses, and on nobody who has not joined', async ({ ada, ben, channelId }) => {
    const first = await begin(ada, channelId);
    const none = customIdOf(first.message, 'None of these');
    const help = await ben.type(channelId, '/help');
    expect(shownPrivately(await ben.forge(help.message, none))).toContain(NOT_JOINED);
    await ben.type(channelId, `/join pathway:${PATHWAY}`);
    expect(shownInPlace(await ben.forge(help.message, none))).toContain('-# 2 of 4');
    expect(shownPrivately(await ada.type(channelId, '/profile show'))).toContain(words.profile.all);
    expect(shownPrivately(await ben.type(channelId, '/profile show'))).toContain(
      words.profile.brought(words.profile.none),
    );
  });

  test('on a pathway that is not walked or is not there changes nothing', async ({ ada, channelId }) => {
    const { message } = await begin(ada, channelId);
    for (const id of [
      '1:no-skills:join:brought:backend-to-ai-platform',
      '1:mine:join:plan:no-such-pathway',
      '1:pace:backend-to-ai-platform',
      '1:show-me:named:backend-to-ai-platform',
    ]) {
      expect(textOf((await ada.forge(message, id)).message)).toContain(NOT_JOINED);
    }
    for (const id of [
      '1:mine:elsewhere:brought:backend-to-ai-infrastructure',
      skillsAction.customId({ way: 'join', kind: 'brought', pathway: PATHWAY }),
      '1:paced:backend-to-ai-infrastructure',
    ]) {
      expect(textOf((await ada.forge(message, id)).message)).toContain('earlier version');
    }
    expect(shownPrivately(await ada.type(channelId, '/profile show'))).toContain(words.appearance.now.unset);
  });
});

describe('where several pathways can be joined', () => {
  const CHOOSE = words.buttons.choosePathway;

  test('/join shows each with its time and difficulty, and picking one joins it', async ({
    ada,
    channelId,
  }) => {
    const asked = await ada.type(channelId, '/join');
    const text = shownPrivately(asked);
    expect(text).toContain('**Backend Developer → AI Infrastructure Engineer** — ');
    expect(text).toContain('**Time** 9–12 months · **Difficulty**');
    expect(text).toContain('**Time** 6–9 months (an estimate) · **Difficulty** Moderate (an estimate)');
    expect(optionsOf(asked.message, CHOOSE)).toHaveLength(2);
    expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain(NOT_JOINED);

    const joined = await ada.pick(asked.message, CHOOSE, ['backend-to-ai-platform']);
    expect(shownInPlace(joined)).toContain('### You are on your way');
    expect(shownInPlace(joined)).toContain('AI Platform Engineer');
    expect(buttonsOf(joined.message)[0]).toBe('Make it mine');
    // Who walks one keeps it.
    expect(shownPrivately(await ada.type(channelId, '/join hours:9'))).toContain('AI Platform Engineer');
  });

  test('what was named with the command is not lost', async ({ ada, channelId }) => {
    const asked = await ada.type(channelId, '/join hours:5 start:2026-03-09 timezone:berlin');
    const joined = await ada.pick(asked.message, CHOOSE, [PATHWAY]);
    expect(shownInPlace(joined)).toContain('5 hours a week: about 84–101 weeks');
    expect(shownPrivately(await ada.type(channelId, '/profile show'))).toContain(
      `5 hours a week · from ${day('2026-03-09T11:00Z')} · Berlin time`,
    );
  });
});
