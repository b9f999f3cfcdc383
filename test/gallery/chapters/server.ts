import { defaultWords as words } from '../../../src/words/words.ts';
import { accessibilityPathway } from '../../support/loaded-pathways.ts';
import { said, scene, type Chapter } from '../scene.ts';

/** A machine that draws the gallery may have no letters but Latin ones. */
const brought = {
  ...accessibilityPathway,
  to: 'Accessibility Specialist',
  phases: accessibilityPathway.phases.map((phase) => ({ ...phase, title: phase.title.replace(/:.*/, '') })),
};

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

export const server: Chapter = {
  title: words.help.groups.server,
  async *tell({ emulator, people: { Mira, Aiko }, channelId, den, now, moveTo }) {
    const { buttons, serverPathways } = words;
    yield scene(
      'setup-nothing',
      'Before anything is set up',
      Mira,
      await Mira.type(channelId, '/setup server'),
    );
    yield scene(
      'setup-saved',
      'Set up',
      Mira,
      await Mira.type(
        channelId,
        '/setup server channel:#general announcements:#general summaries:#den timezone:Europe/Berlin',
      ),
    );
    const roles = await Mira.slash(channelId, 'setup server', { roles: 'create' });
    yield scene('setup-roles', 'A role for each phase', Mira, roles);
    const phaseRoles = await Mira.press(roles.message, buttons.phaseRoles);
    yield scene('setup-phase-roles', 'Which role belongs to which phase', Mira, phaseRoles);
    yield scene(
      'setup-phase-role',
      'Another role for one of them',
      Mira,
      await Mira.pick(phaseRoles.message, buttons.choosePhaseOfRole, ['foundations']),
    );
    await moveTo(now() + WEEK_MS);
    const posted = await said(Aiko, channelId, words.server.asks('').trim());
    yield scene('server-post', 'The weekly post', Aiko, posted);

    emulator.setBotPermissions(den, 0n);
    yield scene(
      'setup-missing',
      'When a permission is missing',
      Mira,
      await Mira.type(channelId, '/setup server'),
    );
    emulator.setBotPermissions(den, null);

    const give = (content: string) =>
      Mira.type(channelId, '/setup pathway', { file: { name: 'accessibility.json', content } });
    yield scene(
      'setup-pathway-none',
      'No pathway of its own yet',
      Mira,
      await Mira.type(channelId, '/setup pathway'),
    );
    yield scene('setup-pathway-faults', 'A file with faults', Mira, await give('{ "id": 1, "phases": [] }'));
    const draft = await give(JSON.stringify(brought));
    yield scene('setup-pathway-draft', 'A look before it is offered', Mira, draft);
    const offered = await Mira.press(draft.message, serverPathways.offer);
    yield scene('setup-pathway-offered', 'Offered', Mira, offered);
  },
};
