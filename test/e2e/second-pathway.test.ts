import { copyFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { openServer, type TestServer } from '../support/server.ts';
import { buttonsOf, shownInPlace, shownPrivately, shownPublicly } from '../support/shown.ts';
import { makeTemporaryFolder } from '../support/temporary-store.ts';

const BACKEND = fileURLToPath(
  new URL('../../data/pathways/backend-to-ai-infrastructure.json', import.meta.url),
);
const ACCESSIBILITY = fileURLToPath(
  new URL('../support/pathways/frontend-to-accessibility.json', import.meta.url),
);

/** Runs the test against a bot with exactly these pathways. */
async function withPathways(
  files: readonly string[],
  use: (server: TestServer) => Promise<void>,
): Promise<void> {
  await using folder = await makeTemporaryFolder();
  for (const file of files) await copyFile(file, join(folder.path, basename(file)));
  await using server = await openServer({ pathwaysDirectory: folder.path });
  await use(server);
  expect(server.pings).toEqual([]);
}

describe('with another pathway alone', () => {
  test('every view shows that one', () =>
    withPathways([ACCESSIBILITY], async ({ ada, channelId }) => {
      for (const [line, text] of [
        ['overview', '2 phases · 4 tasks · 5 weeks at full pace'],
        ['phase', 'Phase 1 of 2 · Listen: hören, 聞く, écouter'],
        ['phase phase:audit', 'Phase 2 of 2 · Audit'],
        ['phase phase:ecouter', 'Phase 1 of 2'],
        ['task task:"qué te frena"', 'Talk to someone who uses a screen reader'],
        ['skills', '**WCAG 2.2 — naïveté not required** — Important, 2 weeks'],
        ['resources', 'Blindenverein in Ihrer Nähe'],
        ['reality', 'People write to say thank you.'],
        ['start', 'Unplug the mouse for an hour.'],
        ['faq', 'Do I need a certificate?'],
      ] as const) {
        expect(shownPublicly(await ada.type(channelId, `/roadmap ${line}`))).toContain(text);
      }
      const overview = shownPublicly(await ada.type(channelId, '/roadmap overview'));
      expect(overview).toContain('**Salary** −5%');
      expect(overview).not.toContain('AI Infrastructure');
    }));

  test('the whole way can be walked', () =>
    withPathways([ACCESSIBILITY], async ({ ada, channelId }) => {
      expect(shownPrivately(await ada.type(channelId, '/join'))).toContain('4 hours a week: about 8–9 weeks');
      let { message } = await ada.type(channelId, '/next');
      const shown: string[] = [];
      for (let task = 1; task <= 4; task += 1) {
        const done = await ada.press(message, 'Done');
        shown.push(shownInPlace(done));
        ({ message } = await ada.press(done.message, task < 4 ? 'Next step' : 'My progress'));
      }
      expect(shown[2]).toContain('### 🎉 Phase 1 is finished: Listen');
      expect(shown[2]).toContain('**Phase 2 · Audit** opens. A site whose team wants to know.');
      expect(shown[2]).toContain('*The same faults come back.*');
      expect(shown[3]).toContain('Accessibility Specialist (障害者支援)**.');
      expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain('4 of 4 tasks');
    }));

  test('the first pathway is not known', () =>
    withPathways([ACCESSIBILITY], async ({ ada, channelId }) => {
      const refused = await ada.type(channelId, '/join pathway:backend-to-ai-infrastructure');
      expect(shownPrivately(refused)).toContain('You can choose **Frontend Developer → Accessibility');
    }));
});

describe('with two pathways', () => {
  const both = [BACKEND, ACCESSIBILITY];

  test('both are offered', () =>
    withPathways(both, async ({ ada, channelId }) => {
      const offered = await ada.autocomplete(channelId, 'join', { name: 'pathway', value: '' });
      expect(offered.map(({ value }) => value)).toEqual([
        'backend-to-ai-infrastructure',
        'frontend-to-accessibility',
      ]);
      const found = await ada.autocomplete(channelId, 'roadmap faq', { name: 'pathway', value: '障害' });
      expect(found.map(({ value }) => value)).toEqual(['frontend-to-accessibility']);
    }));

  test('whoever has not chosen sees the first, and may go on with it', () =>
    withPathways(both, async ({ ada, ben, channelId }) => {
      for (const line of ['/roadmap overview', '/roadmap phase', '/next']) {
        const { message } = await ada.type(channelId, line);
        expect(JSON.stringify(message)).toMatch(/AI Infrastructure|Kubernetes/);
      }
      const offered = await ada.autocomplete(channelId, 'done', { name: 'task', value: 'cka' });
      expect(offered.map(({ value }) => value)).toEqual(['cka-course']);
      const done = await ben.type(channelId, '/done task:cka-course');
      expect(shownPrivately(done)).toContain('You are now on **Backend Developer');
    }));

  test('whoever has not chosen sees the one that the server walks, if it walks one', () =>
    withPathways(both, async ({ ada, ben, channelId }) => {
      await ada.type(channelId, '/setup server pathway:accessibility');
      expect(shownPublicly(await ben.type(channelId, '/roadmap overview'))).toContain('2 phases · 4 tasks');
    }));

  test('one can be looked at by its name, and its buttons stay with it', () =>
    withPathways(both, async ({ ada, channelId }) => {
      await ada.type(channelId, '/join pathway:backend');
      const overview = await ada.type(channelId, '/roadmap overview pathway:accessibility');
      expect(shownPublicly(overview)).toContain('2 phases · 4 tasks');
      const phase = await ada.pick(overview.message, 'Look at a phase', ['audit']);
      expect(shownInPlace(phase)).toContain('Phase 2 of 2 · Audit');
      const tasks = await ada.autocomplete(
        channelId,
        'roadmap task',
        { name: 'task', value: '' },
        { pathway: 'frontend-to-accessibility' },
      );
      expect(tasks).toHaveLength(4);
    }));

  test('/join switches, and both walks are kept', () =>
    withPathways(both, async ({ ada, channelId }) => {
      await ada.type(channelId, '/join pathway:backend hours:7');
      await ada.type(channelId, '/done task:cka-course');
      expect(shownPrivately(await ada.type(channelId, '/join pathway:accessibility'))).toContain(
        '### You are on your way',
      );
      expect(shownPrivately(await ada.type(channelId, '/next'))).toContain('### Live a week without a mouse');
      await ada.type(channelId, '/done task:keyboard-week');
      expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain(
        '1 of 4 tasks · 4 hours a week',
      );

      expect(shownPrivately(await ada.type(channelId, '/join pathway:backend'))).toContain(
        '### Your pathway is set',
      );
      expect(shownPrivately(await ada.type(channelId, '/progress'))).toContain(
        '1 of 20 tasks · 7 hours a week',
      );
    }));

  test('buttons of the one work after switching to the other', () =>
    withPathways(both, async ({ ada, channelId }) => {
      await ada.type(channelId, '/join pathway:backend');
      const done = await ada.type(channelId, '/done task:cka-course');
      await ada.type(channelId, '/join pathway:accessibility');
      expect(shownPublicly(await ada.press(done.message, 'Share'))).toContain('has done **Take a CKA');
      expect(shownInPlace(await ada.press(done.message, 'Undo'))).toContain('### Taken back: Take a CKA');
    }));

  test('recording on a pathway not joined joins it, and says so', () =>
    withPathways(both, async ({ ada, channelId }) => {
      await ada.type(channelId, '/join pathway:backend');
      const task = await ada.type(channelId, '/roadmap task task:first-audit pathway:accessibility');
      const done = await ada.press(task.message, 'I have done this');
      expect(shownPrivately(done)).toContain('You are now on **Frontend Developer → Accessibility');
      expect(buttonsOf(done.message)).toContain('Undo');
    }));
});
