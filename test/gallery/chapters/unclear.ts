import { scene, type Chapter } from '../scene.ts';

export const unclear: Chapter = {
  title: 'When something is unclear',
  async *tell({ people: { Aiko, Mira, Noor }, channelId }) {
    yield scene('unknown-task', 'No such task', Aiko, await Aiko.type(channelId, '/done task:juggling'));
    yield scene(
      'ambiguous-task',
      'Several tasks, and more was said',
      Aiko,
      await Aiko.type(channelId, '/done task:kubernetes note:"It runs"'),
    );
    yield scene(
      'bad-link',
      'A link that is none',
      Aiko,
      await Aiko.type(channelId, '/done task:cka-course link:my-notes'),
    );
    yield scene('unknown-phase', 'No such phase', Aiko, await Aiko.type(channelId, '/roadmap phase phase:9'));
    yield scene(
      'unknown-zone',
      'No such time zone',
      Aiko,
      await Aiko.type(channelId, '/profile edit timezone:Atlantis'),
    );
    yield scene('not-joined', 'Not on a pathway yet', Mira, await Mira.type(channelId, '/progress'));
    yield scene(
      'managers-only',
      'Not yours to change',
      Noor,
      await Noor.slash(channelId, 'setup server', {}, { unchecked: true }),
    );
    const guess = () => Noor.type(channelId, '/cohort join code:AAAAAAAA');
    yield scene('unknown-code', 'A code that opens nothing', Noor, await guess());
  },
};
