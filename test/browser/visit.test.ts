import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startPlayground, type Playground } from '../../src/playground/playground.ts';
import {
  launchBrowser,
  messageBox,
  messageSaying,
  messages,
  missingBrowser,
  openChannel,
  openPlayground,
  switchPerson,
  timeButton,
  typeCommand,
} from './support.ts';

// A whole tour, or every state of the page looked through, takes longer than one command.
vi.setConfig({ testTimeout: 60_000 });

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const PHONE = { width: 390, height: 844 };

describe.skipIf(missingBrowser !== null)(`a visit to the playground ${missingBrowser ?? ''}`, () => {
  let browser: Browser;
  let playground: Playground;

  beforeAll(async () => {
    browser = await launchBrowser();
    playground = await startPlayground(
      { databaseUrl: undefined, databasePoolSize: 1, httpPort: undefined, pathwaysDirectory: undefined },
      pino({ level: 'silent' }),
    );
    await playground.ready;
  });

  afterAll(async () => {
    await browser.close();
    await playground.stop();
  });

  test('finds a cohort that has been under way for weeks, and a visitor who has joined nothing', async () => {
    const { page, troubles, close } = await openPlayground(browser, playground.url);
    await timeButton(page).waitFor();
    const shown = await timeButton(page).getByRole('time').getAttribute('datetime');
    expect(Math.abs(Date.parse(shown ?? '') - Date.now())).toBeLessThan(120_000);

    await typeCommand(page, '/leaderboard', { period: 'All' });
    const board = messageSaying(page, 'Lena Fischer');
    await board.waitFor();
    const text = (await board.textContent()) ?? '';
    for (const name of ['Ravi Menon', 'Kofi Mensah', 'Yuki Tanaka', 'Jonas Berg', 'Quiet Summit']) {
      expect(text).toContain(name);
    }
    for (const name of ['Sofía', 'Noor', 'Amara']) expect(text).not.toContain(name);
    await typeCommand(page, '/progress');
    await messageSaying(page, '/join').waitFor();

    await openChannel(page, 'backend-to-ai');
    await messageSaying(page, 'A cohort to walk with').waitFor();
    expect(await page.getByRole('log').getByText(' later · ').count()).toBe(0);
    expect(await messages(page).filter({ hasText: 'Well done' }).count()).toBeGreaterThan(1);
    expect(troubles).toEqual([]);
    await close();
  });

  test('is led from joining to the leaderboard, a click for each step, and never loses the focus', async () => {
    const { page, troubles, close } = await openPlayground(browser, playground.url, {
      isFirstVisit: true,
      isSlow: true,
      viewport: PHONE,
    });
    const tour = page.getByRole('complementary', { name: /step|tour/i });
    const take = async (button: string) => {
      await tour.getByRole('button', { name: button }).waitFor();
      expect(await focused(page)).toBe(button);
      await page.keyboard.press('Enter');
      await tour.getByRole('button', { name: button }).waitFor({ state: 'detached' });
    };
    await tour.getByRole('button', { name: 'Start the tour' }).press('Enter');
    await take('Join the pathway');
    await messageSaying(page, /used \/join/).waitFor();
    await take('See the roadmap');
    await messageSaying(page, 'Phase 1 of 5').waitFor();

    // It can be left where it is, and taken up there again.
    await page.keyboard.press('Escape');
    await expect.poll(() => tour.count()).toBe(0);
    await page.reload();
    await page.getByRole('button', { name: 'Channels', exact: true }).click();
    await page.getByRole('button', { name: 'Tour' }).click();
    await take('Record a task');
    await messageSaying(page, '1 of 4 tasks').waitFor();
    await take('Skip to the reminder');
    await page.getByRole('heading', { level: 1, name: 'Cairn' }).waitFor();
    await messageSaying(page, 'Your week').waitFor();
    await take('Open the leaderboard');
    await messageSaying(page, 'Lena Fischer').waitFor();
    await take('Finish');
    await expect.poll(() => tour.count()).toBe(0);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PHONE.width);
    expect(troubles).toEqual([]);
    await close();
  });

  test('needs no mouse: a command with options, buttons, a select, a form, menus and channels', async () => {
    const { page, troubles, close } = await openPlayground(browser, playground.url, { isSlow: true });
    const keys = async (...pressed: string[]) => {
      for (const key of pressed) await page.keyboard.press(key);
    };
    await switchPerson(page, 'Tomás');
    await keys('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await keys('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    expect(await focused(page)).toContain('Tomás');

    await keys('/');
    expect(await messageBox(page).inputValue()).toBe('/');
    await page.keyboard.type('done ');
    await page.keyboard.type('kubeadm');
    await page.getByRole('option', { name: /kubeadm/ }).waitFor();
    await page.locator('input[aria-label^="task:"][aria-busy=false]').waitFor();
    await keys('Enter');
    await page.keyboard.type('when:');
    await page.getByRole('option', { name: /yesterday/i }).waitFor();
    await keys('ArrowDown', 'Enter', 'Enter');
    const record = messageSaying(page, '1 of 4 tasks');
    await record.waitFor();

    // From the message box back to the messages, and along them to the newest one's buttons.
    await page.getByRole('log').focus();
    await keys('End');
    expect(await page.evaluate('document.activeElement.tagName')).toBe('ARTICLE');
    await tabTo(page, 'Add a note');
    await keys('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('etcd has a quorum');
    await keys('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    expect(await focused(page)).toBe('Add a note');
    await keys('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('etcd has a quorum');
    await tabTo(page, 'Submit');
    await keys('Enter');
    await messageSaying(page, 'etcd has a quorum').waitFor();
    await expect
      .poll(() => page.evaluate('document.activeElement.closest("article, form") !== null'))
      .toBe(true);

    await keys('Escape');
    await messageBox(page).focus();
    await page.keyboard.type('/roadmap phase ');
    await page.getByRole('combobox', { name: /^Add an option/ }).waitFor();
    await keys('Enter');
    await messageSaying(page, 'Phase 1 of 5').waitFor();
    await page.getByRole('log').focus();
    await keys('End');
    await tabTo(page, 'Look at a task');
    await keys('Enter');
    await page.getByRole('listbox', { name: 'Look at a task' }).waitFor();
    expect(await page.evaluate('document.activeElement.role')).toBe('listbox');
    await keys('ArrowDown', 'Enter');
    await messageSaying(page, 'Done when kubectl get nodes').waitFor();

    await page.getByRole('log').focus();
    await keys('End');
    await tabTo(page, /^More for the message/);
    await keys('Enter', 'End', 'Home', 'Escape');
    expect(await focused(page)).toMatch(/^More for the message/);

    await keys('Alt+ArrowUp');
    await page.getByRole('heading', { level: 1, name: 'Cairn' }).waitFor();
    await page.getByRole('complementary', { name: 'Members' }).getByRole('button').first().focus();
    await keys('ArrowDown', 'ArrowDown');
    expect(await focused(page)).toContain('Aiko');
    expect(troubles).toEqual([]);
    await close();
  });

  // The themes differ in nothing but their colours.
  test.for([
    { theme: 'dark', rules: 'all' },
    { theme: 'light', rules: 'colours' },
  ] as const)(
    'has nothing in the way of anybody’s reading, in the $theme theme',
    async ({ theme, rules }) => {
      const { page, troubles, close } = await openPlayground(browser, playground.url, {
        isFirstVisit: true,
        colorScheme: theme,
      });
      // By the debugger's way in: the page's own policy lets no foreign script run.
      await page.evaluate(await readFile(axePath, 'utf8'));
      await switchPerson(page, 'Aiko');
      const faults: unknown[] = [];
      const clear = async (state: string, within = 'body') => {
        faults.push(...(await graveFaults(page, within, rules)).map((fault) => ({ state, ...fault })));
      };

      await clear('an empty channel, and the offer of a tour');
      await messageBox(page).fill('/');
      await page.getByRole('listbox', { name: 'Suggestions' }).waitFor();
      await clear('suggestions', '.composer');
      await messageBox(page).fill('');
      await page.getByRole('button', { name: 'Start the tour' }).click();
      await clear('the tour', '.tour');
      await page.keyboard.press('Escape');

      await openChannel(page, 'backend-to-ai');
      await clear('a channel full of messages');
      await page.getByRole('log').locator('button.picture').last().click();
      await page.getByRole('dialog', { name: 'Picture' }).getByRole('img').waitFor();
      await clear('a picture', 'dialog');
      await page.keyboard.press('Escape');
      await typeCommand(page, '/roadmap phase');
      const phase = messageSaying(page, 'Phase 1 of 5');
      await phase.getByRole('button', { name: 'Look at a task' }).click();
      await clear('an open select', '.message:has(.select-popup)');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Raw requests' }).click();
      await phase.getByRole('button', { name: 'Raw' }).click();
      await phase.locator('summary').first().click();
      await clear('what went over the wire', '.exchanges');
      await page.getByRole('button', { name: 'Raw requests' }).click();

      await typeCommand(page, '/done', { task: 'CKA' });
      await messageSaying(page, 'Take a CKA prep course').getByRole('button', { name: 'Add a note' }).click();
      await page.getByRole('dialog').waitFor();
      await clear('a form', 'dialog');
      await page.keyboard.press('Escape');
      await timeButton(page).click();
      await clear('a menu', '[role=menu]');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Keys: keyboard shortcuts' }).click();
      await clear('the shortcuts', 'dialog');
      await page.keyboard.press('Escape');

      await openChannel(page, 'Cairn');
      await page.setViewportSize(PHONE);
      await clear('a phone');
      await page.getByRole('button', { name: 'Channels', exact: true }).click();
      const sidebar = page.locator('.sidebar');
      await expect.poll(async () => (await sidebar.boundingBox())?.x).toBe(0);
      await clear('the channels on a phone', '.sidebar');
      expect(faults).toEqual([]);
      expect(troubles).toEqual([]);
      await close();
    },
  );

  test('keeps the theme that was chosen, whatever the system’s', async () => {
    const { page, troubles, close } = await openPlayground(browser, playground.url, { colorScheme: 'dark' });
    const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const dark = await ground();
    await page.getByRole('button', { name: 'Theme: As the system' }).click();
    await page.getByRole('menuitemradio', { name: 'Light' }).click();
    await page.getByRole('button', { name: 'Theme: Light' }).waitFor();
    await expect.poll(ground).not.toBe(dark);
    await page.reload();
    await page.getByRole('button', { name: 'Theme: Light' }).waitFor();
    const light = await ground();
    expect(light).not.toBe(dark);
    await page.getByRole('button', { name: 'Theme: Light' }).click();
    await page.getByRole('menuitemradio', { name: 'As the system' }).click();
    await expect.poll(ground).toBe(dark);
    await page.emulateMedia({ colorScheme: 'light' });
    await expect.poll(ground).toBe(light);
    expect(troubles).toEqual([]);
    await close();
  });
});

/** The name of what has the focus; `null` when nothing has it. */
function focused(page: Page): Promise<unknown> {
  return page.evaluate(
    '(({ activeElement: it, body }) => it === body ? null : (it.ariaLabel ?? it.textContent))(document)',
  );
}

/** Tab after Tab, as somebody would who has no mouse. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab');
    const here = String(await focused(page));
    if (typeof name === 'string' ? here === name : name.test(here)) return;
  }
  throw new Error(`Tab does not lead to ${String(name)}`);
}

/** What axe holds to be serious or critical in the page as it stands. */
async function graveFaults(page: Page, within: string, rules: 'all' | 'colours') {
  // What is still moving has colours in between.
  await page.evaluate('Promise.allSettled(document.getAnimations().map(({ finished }) => finished))');
  const options = rules === 'all' ? {} : { runOnly: ['color-contrast', 'link-in-text-block'] };
  const { violations, passes, incomplete } = await page.evaluate<AxeResults>(
    `axe.run(${JSON.stringify(within)}, ${JSON.stringify(options)})`,
  );
  expect([...violations, ...passes, ...incomplete].map(({ id }) => id)).toContain('color-contrast');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => ({
      id,
      where: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary ?? ''}`),
    }));
}
