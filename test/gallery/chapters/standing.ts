import { defaultWords as words } from '../../../src/words/words.ts';
import { scene, type Chapter } from '../scene.ts';

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

export const standing: Chapter = {
  title: words.help.groups.you,
  async *tell({ people: { Mira, Tomás, Aiko, Levi, Noor }, channelId, now, moveTo }) {
    const { buttons } = words;
    const next = await Aiko.type(channelId, '/next');
    yield scene('next', 'The one best next step', Aiko, next);
    yield scene(
      'next-half-hour',
      'For thirty minutes',
      Aiko,
      await Aiko.press(next.message, words.next.sittings['half-hour']),
    );
    yield scene('next-day', 'For a day', Aiko, await Aiko.slash(channelId, 'next', { time: 'day' }));
    yield scene('next-newcomer', 'Before you have joined', Mira, await Mira.type(channelId, '/next'));
    yield scene('next-nothing', 'When nothing is open', Levi, await Levi.type(channelId, '/next'));

    yield scene('plan', 'Your plan, in ranges', Tomás, await Tomás.type(channelId, '/plan show'));
    const edited = await Tomás.type(channelId, '/plan edit hours:6');
    yield scene('plan-edit', 'Another pace', Tomás, edited);
    yield scene(
      'plan-what-if',
      'What another pace would do',
      Tomás,
      await Tomás.press(edited.message, words.plan.tryPace(8)),
    );
    yield scene(
      'plan-break',
      'Days on which you do not walk',
      Tomás,
      await Tomás.type(channelId, '/plan break from:2026-03-16 until:2026-03-22'),
    );
    yield scene(
      'plan-calendar',
      'A file for your calendar',
      Tomás,
      await Tomás.type(channelId, '/plan calendar'),
    );
    yield scene('plan-walked', 'When all is walked', Levi, await Levi.type(channelId, '/plan show'));

    const own = await Aiko.type(channelId, '/progress');
    yield scene('progress', 'How far you have come', Aiko, own);
    const shared = await Aiko.press(own.message, buttons.share);
    yield scene('progress-shared', 'What Share posts', Noor, shared);
    yield scene(
      'progress-other',
      'Somebody else, as far as they show it',
      Aiko,
      await Aiko.type(channelId, '/progress member:@levi'),
    );
    yield scene(
      'progress-menu',
      'The same by a right-click on a person',
      Noor,
      await Noor.userMenu(channelId, words.menus.progress, Levi.user.id),
    );
    yield scene(
      'progress-hidden',
      'Somebody who keeps it to themselves',
      Aiko,
      await Aiko.type(channelId, '/progress member:@noor'),
    );

    await Noor.type(channelId, '/plan edit hours:40');
    await moveTo(now() + 3 * WEEK_MS);
    yield scene('plan-moved', 'When life came in between', Noor, await Noor.type(channelId, '/plan show'));
    await Aiko.type(channelId, '/done task:gpu-pod');
    await Aiko.type(channelId, '/done task:pandas-pipeline');
    yield scene('progress-phase-two', 'A phase further', Aiko, await Aiko.type(channelId, '/progress'));
  },
};
