import { defaultWords as words } from '../../../src/words/words.ts';
import { backendPathway } from '../../support/loaded-pathways.ts';
import { finishPhase } from '../../support/walking.ts';
import { said, scene, type Chapter } from '../scene.ts';

export const records: Chapter = {
  title: words.help.groups.record,
  async *tell({ people: { Aiko, Noor, Levi }, channelId }) {
    const { buttons, record } = words;
    const first = await Noor.type(channelId, '/done task:cka-course');
    yield scene('done-first', 'The first record joins the pathway on the spot', Noor, first);
    yield scene('done-note-form', 'A note and a link', Noor, first, buttons.addNote);
    const note = 'What finally helped: draw the control plane on paper, then break it and mend it.';
    const noted = await Aiko.type(
      channelId,
      `/done task:kubeadm-cluster note:"${note}" link:https://example.org/my-cluster when:2026-02-27`,
    );
    yield scene('done-note', 'With a note, a link and a day', Aiko, noted);
    const shared = await Aiko.press(noted.message, buttons.share);
    yield scene('done-shared', 'What Share posts for everybody', Noor, shared);
    yield scene(
      'done-again',
      'Twice is harmless',
      Aiko,
      await Aiko.type(channelId, '/done task:kubeadm-cluster'),
    );
    yield scene('skip', 'A task that is not for you', Aiko, await Aiko.type(channelId, '/skip task:gpu-pod'));
    yield scene('undo', 'Taken back', Aiko, await Aiko.type(channelId, '/undo'));

    const shot = Levi.say(channelId, 'My cluster runs: three nodes Ready, and the dashboards are green.');
    const asked = await Levi.messageMenu(channelId, words.menus.recordAsDone, shot.id);
    yield scene('record-as-done', 'Right-click a message: it becomes the evidence', Levi, asked);
    const kubeadm = backendPathway.phases[0]?.tasks[1]?.title ?? '';
    yield scene(
      'record-as-done-recorded',
      'Recorded, with its link',
      Levi,
      await Levi.pick(asked.message, buttons.chooseMeant, [kubeadm]),
    );
    await Levi.type(channelId, '/profile edit visibility:named');
    const phaseFinished = record.sharedPhase(Levi.user.id, 1, backendPathway.phases[0]?.title ?? '');
    const wayFinished = record.sharedPathway(
      Levi.user.id,
      words.pathwayTitle(backendPathway.from, backendPathway.to),
    );
    yield scene('done-phase', 'Between two phases', Levi, await finishPhase(Levi, channelId, 1));
    yield scene(
      'phase-announced',
      'A finished phase, where everybody sees it',
      Noor,
      await said(Noor, channelId, phaseFinished),
    );
    for (const number of [2, 3, 4]) await finishPhase(Levi, channelId, number);
    yield scene('done-all', 'The whole way is walked', Levi, await finishPhase(Levi, channelId, 5));
    yield scene('way-announced', 'And everybody hears of it', Noor, await said(Noor, channelId, wayFinished));
    yield scene('done-which', 'Several tasks fit', Noor, await Noor.type(channelId, '/done task:kubernetes'));
    const message = Levi.say(channelId, 'Anybody up for pair work on the next phase?');
    const nothing = await Levi.messageMenu(channelId, words.menus.recordAsDone, message.id);
    if (!JSON.stringify(nothing.message.components).includes(record.nothingOpen.slice(0, 20)))
      throw new Error('Levi has walked the whole way');
    yield scene('record-as-done-nothing', 'Nothing is open any more', Levi, nothing);
  },
};
