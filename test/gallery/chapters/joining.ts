import { PACE_INPUTS } from '../../../src/discord/views/onboarding.ts';
import { ALIAS_INPUT } from '../../../src/discord/views/appearance.ts';
import { defaultWords as words } from '../../../src/words/words.ts';
import { scene, type Chapter } from '../scene.ts';

export const joining: Chapter = {
  title: 'Begin',
  async *tell({ people: { Tomás }, channelId }) {
    const { buttons, onboarding } = words;
    const { brought, owned } = onboarding.skills;
    yield scene('join-choose', 'Which pathway?', Tomás, await Tomás.type(channelId, '/join'));
    const joined = await Tomás.type(channelId, '/join pathway:infrastructure hours:8');
    yield scene('join', 'On the way, with dates', Tomás, joined);

    const first = await Tomás.press(joined.message, buttons.makeItMine);
    yield scene('join-brought', 'What do you bring along?', Tomás, first);
    const second = await Tomás.pick(first.message, brought.choose, ['api-development', 'databases']);
    yield scene('join-owned', 'What do you know already?', Tomás, second);
    const third = await Tomás.pick(second.message, owned.choose, ['python-for-ml']);
    yield scene('join-pace', 'How much time do you have?', Tomás, third);
    yield scene('join-pace-form', 'Hours, start and time zone', Tomás, third, buttons.fillInPace);
    const form = await Tomás.press(third.message, buttons.fillInPace);
    const wrong = await Tomás.submit(form.modal, {
      [PACE_INPUTS.hours]: '6',
      [PACE_INPUTS.timeZone]: 'Atlantis',
    });
    yield scene('join-pace-unclear', 'One of the answers could not be read', Tomás, wrong);
    const again = await Tomás.press(wrong.message, buttons.fillInPace);
    const fourth = await Tomás.submit(again.modal, { [PACE_INPUTS.timeZone]: 'Berlin' });
    yield scene('join-appearance', 'How will others see you?', Tomás, fourth);
    yield scene('join-alias-form', 'An alias for the boards', Tomás, fourth, buttons.byAlias);
    const aliasForm = await Tomás.press(fourth.message, buttons.byAlias);
    const ready = await Tomás.submit(aliasForm.modal, { [ALIAS_INPUT]: 'Night owl' });
    yield scene('join-again', 'The plan that came of it', Tomás, ready);
    yield scene(
      'join-changed',
      'Joining again changes your pace',
      Tomás,
      await Tomás.type(channelId, '/join pathway:infrastructure hours:10'),
    );
  },
};
