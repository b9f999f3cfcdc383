import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPlayground, type Playground } from '../../src/playground/playground.ts';
import { makeTemporaryFolder, type TemporaryFolder } from '../support/temporary-store.ts';
import {
  fillModal,
  launchBrowser,
  messageSaying,
  messages,
  missingBrowser,
  openChannel,
  openPlayground,
  pickOptions,
  pressButton,
  switchPerson,
  timeButton,
  typeCommand,
  useMessageMenu,
  say,
} from './support.ts';

describe.skipIf(missingBrowser !== null)(`the real bot on the page ${missingBrowser ?? ''}`, () => {
  let browser: Browser;
  let folder: TemporaryFolder;
  let playground: Playground;

  beforeAll(async () => {
    browser = await launchBrowser();
    folder = await makeTemporaryFolder();
    playground = await startPlayground(
      {
        databaseUrl: `sqlite:${join(folder.path, 'playground.db')}`,
        databasePoolSize: 1,
        httpPort: undefined,
        pathwaysDirectory: undefined,
      },
      pino({ level: 'silent' }),
    );
    await playground.ready;
  });

  afterAll(async () => {
    await browser.close();
    await playground.stop();
    await folder[Symbol.asyncDispose]();
  });

  test('a newcomer looks at a phase, records a task, adds a note and takes it back', async () => {
    const { page, troubles, close } = await openPlayground(browser, playground.url);

    await typeCommand(page, '/roadmap phase');
    const phase = messageSaying(page, 'Phase 1 of 5');
    await phase.waitFor();
    await phase.getByRole('button', { name: 'Overview' }).click();
    await messageSaying(page, '5 phases · 20 tasks · 28 weeks at full pace').waitFor();

    await typeCommand(page, '/done', { task: 'CKA' });
    const record = messageSaying(page, '1 of 4 tasks');
    await record.waitFor();
    expect(await record.textContent()).toContain('Only you can see this');
    expect(await record.textContent()).toContain('Welcome! You are now on');

    await pressButton(page, 'Add a note');
    await fillModal(page, { 'Note: what you learned or built': 'etcd *matters* @everyone' });
    await messageSaying(page, 'etcd *matters* @everyone').waitFor();

    await pressButton(page, 'Share');
    const shared = messageSaying(page, 'has done Take a CKA prep course');
    await shared.waitFor();
    expect(await shared.textContent()).not.toContain('etcd');

    // One step back is the record without the note; the next removes it.
    await messages(page).getByRole('button', { name: 'Undo' }).last().click();
    await messageSaying(page, 'What was recorded before it stands again').waitFor();
    await typeCommand(page, '/undo');
    await messageSaying(page, 'nothing of the record is left').waitFor();

    expect(troubles).toEqual([]);
    await close();
  });

  test('somebody else sees the public answers and none of the private ones', async () => {
    const { page, troubles, close } = await openPlayground(browser, playground.url);
    await typeCommand(page, '/roadmap faq');
    await messageSaying(page, '$150k–$180k').waitFor();
    await typeCommand(page, '/next');
    await messageSaying(page, 'Your next step').waitFor();

    await switchPerson(page, 'Aiko');
    await messageSaying(page, '$150k–$180k').waitFor();
    expect(await messages(page).filter({ hasText: 'Your next step' }).count()).toBe(0);
    expect(troubles).toEqual([]);
    await close();
  });

  test('a message becomes the evidence of a task', async () => {
    const { page, troubles, close } = await openPlayground(browser, playground.url);
    await say(page, 'My cluster runs: three nodes Ready');
    await useMessageMenu(page, messageSaying(page, 'three nodes Ready'), 'Record as done');
    await messageSaying(page, 'Which task does this message show?').waitFor();
    await pickOptions(page, 'Choose the task', ['Build a multi-node cluster with kubeadm on cloud VMs']);
    await messageSaying(page, '✅ Build a multi-node cluster').waitFor();
    await page.getByRole('link', { name: 'Open your link' }).waitFor();
    expect(troubles).toEqual([]);
    await close();
  });

  test('the bot lives in the time that the page moves to', async () => {
    const { page, troubles, close } = await openPlayground(browser, playground.url);
    await switchPerson(page, 'Tomás');
    await typeCommand(page, '/done', { task: 'CKA' });
    await messageSaying(page, '1 of 4 tasks').waitFor();

    await timeButton(page).click();
    await page.getByRole('menuitem', { name: 'A week' }).click();
    await page.getByRole('log').getByText('A week later · ').waitFor();

    await typeCommand(page, '/done', { task: 'kubeadm' });
    await messageSaying(page, '2 of 4 tasks').waitFor();
    await typeCommand(page, '/progress');
    await messageSaying(page, '2 weeks in a row').waitFor();
    expect(troubles).toEqual([]);
    await close();
  });

  test('a week’s reminder arrives in the DM when the page moves time, and its buttons work', async () => {
    const { page, troubles, close } = await openPlayground(browser, playground.url);
    await switchPerson(page, 'Aiko');
    await typeCommand(page, '/nudge on');
    await messageSaying(page, 'test message').waitFor();
    await timeButton(page).click();
    await page.getByRole('menuitem', { name: 'A week' }).click();

    await openChannel(page, 'Cairn');
    const letter = messageSaying(page, 'Your week');
    await letter.waitFor();
    await pressButton(page, 'Snooze');
    await letter.getByRole('button', { name: 'Back' }).click();
    await pressButton(page, 'Done');
    await messageSaying(page, '1 of 4 tasks').waitFor();
    expect(troubles).toEqual([]);
    await close();
  });

  test('the residents of a kept database have lived their weeks once', async () => {
    const again = await startPlayground(
      {
        databaseUrl: `sqlite:${join(folder.path, 'playground.db')}`,
        databasePoolSize: 1,
        httpPort: undefined,
        pathwaysDirectory: undefined,
      },
      pino({ level: 'silent' }),
    );
    await again.ready;
    const { page, troubles, close } = await openPlayground(browser, again.url);
    await typeCommand(page, '/leaderboard', { period: 'All' });
    await messageSaying(page, /Lena Fischer — .* · 7 tasks/).waitFor();
    await openChannel(page, 'backend-to-ai');
    expect(await messages(page).count()).toBe(0);
    expect(troubles).toEqual([]);
    await close();
    await again.stop();
  });
});
