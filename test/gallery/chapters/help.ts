import { defaultWords as words } from '../../../src/words/words.ts';
import { scene, type Chapter } from '../scene.ts';

export const help: Chapter = {
  title: 'Help',
  async *tell({ people: { Ines }, channelId }) {
    const first = await Ines.type(channelId, '/help');
    yield scene('help', 'Three to begin with, and all the others', Ines, first);
    const picked = await Ines.pick(first.message, words.buttons.moreAbout, [words.help.groups.you]);
    yield scene('help-group', 'One group', Ines, picked);
    const back = await Ines.press(picked.message, words.buttons.back);
    yield scene(
      'help-together',
      'The longest group',
      Ines,
      await Ines.pick(back.message, words.buttons.moreAbout, [words.help.groups.together]),
    );
  },
};
