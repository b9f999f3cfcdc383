import { defaultWords as words } from '../../../src/words/words.ts';
import { scene, type Chapter } from '../scene.ts';

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

export const reminders: Chapter = {
  title: words.help.groups.nudges,
  async *tell({ people: { Ines, Levi, Tomás }, channelId, now, moveTo }) {
    const { buttons } = words;
    const untilNextLetter = async () => {
      await moveTo(now() + WEEK_MS);
      return Ines.waitForDm();
    };
    yield scene('nudge-never', 'Before you have asked', Ines, await Ines.type(channelId, '/nudge status'));
    yield scene('nudge-on', 'Switched on', Ines, await Ines.type(channelId, '/nudge on'));
    yield scene('nudge-test', 'The test message', Ines, await Ines.waitForDm());
    yield scene(
      'nudge-when',
      'At an hour of your own',
      Ines,
      await Ines.type(channelId, '/nudge when day:Monday hour:09:00 timezone:Europe/Berlin'),
    );
    yield scene('nudge-preview', 'The next one, now', Ines, await Ines.type(channelId, '/nudge preview'));
    await Ines.type(channelId, '/done task:kubeadm-cluster');
    const letter = await untilNextLetter();
    yield scene('nudge-letter', 'The weekly message', Ines, letter);
    yield scene('nudge-snooze', 'Later, but when?', Ines, await Ines.press(letter, buttons.snooze));
    yield scene('nudge-snoozed', 'Snoozed', Ines, await Ines.press(letter, buttons.snoozes[1]));
    await Ines.press(letter, buttons.somethingElse);
    yield scene('nudge-pause-menu', 'Quiet for how long?', Ines, await Ines.press(letter, buttons.pause));
    yield scene('nudge-paused', 'Paused', Ines, await Ines.press(letter, buttons.pauses.week));
    yield scene(
      'nudge-pause',
      'The same as a command',
      Ines,
      await Ines.slash(channelId, 'nudge pause', { until: 'month' }),
    );
    yield scene('nudge-off', 'Switched off', Ines, await Ines.type(channelId, '/nudge off'));
    await Ines.type(channelId, '/nudge on');
    await Ines.waitForDm();
    let gentle = await untilNextLetter();
    while (!JSON.stringify(gentle.components).includes(words.nudge.gentle)) gentle = await untilNextLetter();
    yield scene('nudge-gentle', 'After some quiet weeks', Ines, gentle);
    yield scene('nudge-slower', 'A lower pace', Ines, await Ines.press(gentle, buttons.slowDown));
    let last = await untilNextLetter();
    while (!JSON.stringify(last.components).includes(words.nudge.farewell)) last = await untilNextLetter();
    yield scene('nudge-farewell', 'The last one, all by itself', Ines, last);
    const back = await Ines.type(channelId, '/next');
    const [news] = await back.followUps();
    if (news !== undefined) yield scene('nudge-stopped', 'What happened while you were away', Ines, news);
    yield scene(
      'nudge-finished',
      'When the way is walked',
      Levi,
      await Levi.type(channelId, '/nudge preview'),
    );
    const farewellLetter = await Tomás.type(channelId, '/nudge preview');
    yield scene('nudge-quiet', 'A quiet week', Tomás, farewellLetter);
  },
};
