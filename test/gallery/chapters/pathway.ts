import { defaultWords as words } from '../../../src/words/words.ts';
import { scene, type Chapter } from '../scene.ts';

export const pathway: Chapter = {
  title: words.help.groups.look,
  async *tell({ people: { Mira, Aiko }, channelId }) {
    const look = (line: string) => Mira.type(channelId, `/roadmap ${line}`);
    yield scene('roadmap-overview', 'Where the pathway leads', Mira, await look('overview'));
    yield scene('roadmap-phase', 'One phase: its tasks and resources', Mira, await look('phase phase:2'));
    yield scene('roadmap-task', 'One task, and what helps', Mira, await look('task task:gpu-pod'));
    yield scene('roadmap-skills', 'What you bring, and what you learn', Mira, await look('skills'));
    yield scene('roadmap-resources', 'Every course, guide and page', Mira, await look('resources'));
    yield scene('roadmap-reality', 'What people love, miss and find hard', Mira, await look('reality'));
    yield scene(
      'roadmap-start',
      'What to do this week, this month and in 90 days',
      Mira,
      await look('start'),
    );
    yield scene('roadmap-faq', 'Questions people ask', Mira, await look('faq'));

    await Aiko.type(channelId, '/done task:cka-course');
    yield scene(
      'roadmap-phase-private',
      'With your own ticks, for you alone',
      Aiko,
      await Aiko.type(channelId, '/roadmap phase private:true'),
    );
    yield scene(
      'roadmap-task-private',
      'A task that is open, for you alone',
      Aiko,
      await Aiko.type(channelId, '/roadmap task task:kubeadm-cluster private:true'),
    );
  },
};
