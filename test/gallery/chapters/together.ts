import { defaultWords as words } from '../../../src/words/words.ts';
import { said, scene, type Chapter } from '../scene.ts';

const MINUTE_MS = 60 * 1000;
const DAY_MS = 24 * 60 * MINUTE_MS;

export const together: Chapter = {
  title: words.help.groups.together,
  async *tell({ people: { Mira, Tomás, Aiko, Noor, Levi, Ines }, channelId, den, now, moveTo }) {
    const { buttons } = words;
    const name = 'Spring walkers';
    yield scene(
      'cohort-list-empty',
      'Before the first cohort',
      Ines,
      await Ines.type(channelId, '/cohort list'),
    );
    const created = await Mira.type(
      channelId,
      `/cohort create name:"${name}" channel:#den hours:8 access:code`,
    );
    yield scene('cohort-create', 'A cohort begins', Mira, created);
    const announced = await said(Ines, channelId, words.cohort.announcementHint);
    yield scene('cohort-announced', 'And everybody may come along', Ines, announced);
    yield scene('cohort-code-form', 'The code that you were given', Ines, announced, buttons.joinWithCode);
    await Mira.type(channelId, '/cohort edit access:open');
    await Noor.type(channelId, '/join pathway:infrastructure');
    await Noor.type(channelId, '/profile edit name:"Quiet fern"');
    yield scene(
      'cohort-join',
      'You are in',
      Ines,
      await Ines.type(channelId, `/cohort join cohort:"${name}"`),
    );
    for (const person of [Tomás, Aiko, Noor, Levi])
      await person.type(channelId, `/cohort join cohort:"${name}"`);
    const shown = await Aiko.type(channelId, '/cohort show');
    yield scene('cohort-show', 'Its calendar and its people', Aiko, shown);
    yield scene(
      'cohort-sharing',
      'Letting facilitators see where you are',
      Aiko,
      await Aiko.press(shown.message, buttons.shareDetails),
    );
    yield scene('cohort-list', 'Cohorts of the server', Ines, await Ines.type(channelId, '/cohort list'));
    yield scene(
      'cohort-leaderboard-empty',
      'A fresh week',
      Ines,
      await Ines.type(channelId, '/cohort leaderboard'),
    );
    yield scene(
      'cohort-goal',
      'A goal for the week',
      Mira,
      await Mira.type(channelId, '/cohort goal tasks:5'),
    );

    await moveTo(now() + 2 * DAY_MS);
    await Aiko.type(channelId, '/done task:gpu-instance');
    await Aiko.type(channelId, '/done task:pytorch-container');
    await Noor.type(channelId, '/done task:cka-course');
    yield scene('board-hidden', 'Your line is there for you alone', Tomás, await hiddenBoard());
    await Tomás.type(channelId, '/done task:kubeadm-cluster');
    yield scene(
      'cohort-leaderboard',
      'By name, under an alias, or not at all',
      Aiko,
      await Aiko.type(channelId, '/cohort leaderboard'),
    );
    const pinned = await Mira.type(channelId, '/cohort board');
    yield scene('cohort-board', 'The board goes to its channel', Mira, pinned);
    yield scene(
      'cohort-board-pinned',
      'Where it keeps itself up to date',
      Noor,
      await said(Noor, den, words.board.upToDate),
    );
    yield scene(
      'leaderboard',
      'The server’s board',
      Aiko,
      await Aiko.slash(channelId, 'leaderboard', { scope: 'server', period: 'all' }),
    );
    yield scene('cohort-summary', 'The week so far', Aiko, await Aiko.type(channelId, '/cohort summary'));
    await Ines.type(channelId, '/done task:cka-course');
    await moveTo(now() + MINUTE_MS);
    yield scene(
      'cohort-goal-reached',
      'The goal is reached',
      Noor,
      await said(Noor, den, words.cohortPosts.goalReached(name)),
    );

    await Tomás.press((await Tomás.type(channelId, '/cohort show')).message, buttons.shareDetails);
    const insights = await Mira.type(channelId, '/cohort insights');
    yield scene('cohort-insights', 'Where people are', Mira, insights);
    yield scene('cohort-export', 'As a table', Mira, await Mira.press(insights.message, buttons.exportCsv));
    await moveTo(now() + 5 * DAY_MS);
    yield scene(
      'cohort-summary-posted',
      'The week, posted by itself',
      Noor,
      await said(Noor, den, words.summary.post),
    );

    const change = (line: string) => Mira.type(channelId, `/cohort ${line}`);
    yield scene('cohort-edit', 'Changed', Mira, await change('edit capacity:12 day:Friday'));
    yield scene(
      'cohort-break',
      'Days on which nobody walks',
      Mira,
      await change('break from:2026-04-06 until:2026-04-12'),
    );
    yield scene(
      'cohort-facilitator',
      'A second pair of hands',
      Mira,
      await change('facilitator member:@aiko'),
    );
    yield scene('cohort-remove', 'Somebody is taken out', Mira, await change('remove member:@levi'));
    yield scene('cohort-transfer', 'Handed on', Mira, await change('transfer member:@aiko'));
    yield scene('cohort-archive', 'Put to rest', Mira, await change(`archive cohort:"${name}"`));
    yield scene('cohort-restore', 'And back again', Mira, await change(`restore cohort:"${name}"`));
    yield scene('cohort-leave', 'Somebody goes', Noor, await Noor.type(channelId, '/cohort leave'));

    async function hiddenBoard() {
      await Tomás.type(channelId, '/done task:gpu-pod');
      await Tomás.type(channelId, '/profile edit visibility:hidden');
      const board = await Tomás.type(channelId, '/cohort leaderboard');
      await Tomás.type(channelId, '/profile edit visibility:named');
      return board;
    }
  },
};
