import { defaultWords as words } from '../../../src/words/words.ts';
import { scene, type Chapter } from '../scene.ts';

export const showing: Chapter = {
  title: words.help.groups.yours,
  async *tell({ people: { Aiko, Tomás, Noor, Mira }, channelId }) {
    const { buttons } = words;
    const profile = await Tomás.type(channelId, '/profile show');
    yield scene('profile', 'What I know of you', Tomás, profile);
    yield scene(
      'profile-skills',
      'Your skills, looked at again',
      Tomás,
      await Tomás.press(profile.message, buttons.mySkills),
    );
    const edited = await Aiko.type(channelId, '/profile edit hours:6 timezone:Asia/Tokyo visibility:named');
    yield scene('profile-edit', 'Saved', Aiko, edited);
    const appearance = await Aiko.press(edited.message, buttons.appearance);
    yield scene('appearance', 'How you appear', Aiko, appearance);
    await Noor.type(channelId, '/join pathway:platform');
    yield scene('profile-two', 'On two pathways', Noor, await Noor.type(channelId, '/profile show'));

    yield scene('portfolio', 'What you have done, as a file', Aiko, await Aiko.type(channelId, '/portfolio'));
    yield scene('portfolio-empty', 'Before the first task', Tomás, await Tomás.type(channelId, '/portfolio'));

    yield scene(
      'privacy-export',
      'Everything I keep on you',
      Aiko,
      await Aiko.type(channelId, '/privacy export'),
    );
    const question = await Noor.type(channelId, '/privacy delete');
    yield scene('privacy-delete', 'One question first', Noor, question);
    yield scene('privacy-kept', 'Kept', Noor, await Noor.press(question.message, buttons.keepEverything));
    const meant = await Noor.type(channelId, '/privacy delete');
    yield scene('privacy-erased', 'Erased', Noor, await Noor.press(meant.message, buttons.eraseEverything));
    yield scene(
      'privacy-nothing',
      'Of whom I know nothing',
      Mira,
      await Mira.type(channelId, '/privacy delete'),
    );
  },
};
