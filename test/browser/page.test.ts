import { readFile } from 'node:fs/promises';
import type { Browser, FileChooser, Page } from 'playwright-core';
import { Temporal } from 'temporal-polyfill';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createMovableClock, type MovableClock } from '../../src/playground/clock.ts';
import { startEmulator, type Emulator } from '../../src/playground/emulator/index.ts';
import { createPlaygroundServer, type PlaygroundServer } from '../../src/playground/web/server.ts';
import { startScratchBot, table, type ScratchBot } from './scratch-bot.ts';
import {
  fillModal,
  lastMessage,
  launchBrowser,
  messageBox,
  messages,
  messageSaying,
  missingBrowser,
  openChannel,
  openPlayground,
  pickOptions,
  pressButton,
  say,
  switchPerson,
  timeButton,
  typeCommand,
  useMessageMenu,
  type OpenPlayground,
} from './support.ts';

describe.skipIf(missingBrowser !== null)(`the chat page in a browser ${missingBrowser ?? ''}`, () => {
  let browser: Browser;
  let clock: MovableClock;
  let emulator: Emulator;
  let bot: ScratchBot;
  let server: PlaygroundServer;
  let open: OpenPlayground;

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    clock = createMovableClock();
    emulator = await startEmulator({ now: () => clock.now(), deadlines: { firstResponseMs: 1_000 } });
    const people = ['Ada Okafor', 'Linus Weber'].map((displayName) =>
      emulator.createUser({ username: displayName.split(' ')[0]?.toLowerCase() ?? '', displayName }),
    );
    const guild = emulator.createGuild({ name: 'Trailhead', ownerId: people[0]?.id ?? '' });
    for (const { id } of people) emulator.addMember(guild.id, id);
    bot = await startScratchBot(emulator);
    server = await createPlaygroundServer({
      emulator,
      port: 0,
      people: people.map(({ id }) => ({ userId: id })),
      guildId: guild.id,
      clock,
      moveTime: (to, onMoved) => {
        clock.moveTo(to);
        onMoved();
        return Promise.resolve();
      },
    });
    open = await openPlayground(browser, server.url);
  });
  afterEach(async () => {
    // Holds for every test: nothing went wrong in the console, and nothing was asked of another host.
    expect(open.troubles).toEqual([]);
    await open.close();
    await server.close();
    await bot.stop();
    await emulator.close();
  });

  it('welcomes a first visitor with commands to try, and puts the one clicked in the message box', async () => {
    const { page } = open;
    await page.getByRole('button', { name: /\/done/ }).click();
    const task = page.getByRole('combobox', { name: /^task:/ });
    await task.waitFor();
    expect(await page.evaluate('document.activeElement.ariaLabel')).toMatch(/^task:/);
  });

  it('completes a command and its live choices from the keyboard alone', async () => {
    const { page } = open;
    await messageBox(page).focus();
    await page.keyboard.type('/do');
    await page.getByRole('option', { name: /^\/done/ }).waitFor();
    await page.keyboard.press('Tab');
    await page.getByRole('option', { name: 'Serve a model with vLLM' }).waitFor();
    await page.keyboard.type('cka');
    await page.getByRole('option', { name: 'Serve a model' }).waitFor({ state: 'detached' });
    await page.locator('input[aria-label^="task:"][aria-busy=false]').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    const answer = messageSaying(page, 'One more stone on the cairn');
    await answer.waitFor();
    expect(await answer.textContent()).toContain('Ada Okafor used /done');
    expect(await answer.textContent()).toContain('CKA exam');

    await answer.getByRole('button', { name: 'Undo' }).focus();
    await page.keyboard.press('Enter');
    await messageSaying(page, 'Taken back, without a trace.').waitFor();
    expect(await messages(page).count()).toBe(1);
    expect(await lastMessage(page).textContent()).toContain('(edited)');
  });

  it('says what is missing before anything is sent, and keeps what was typed', async () => {
    const { page } = open;
    await messageBox(page).fill('/done ');
    await page.getByRole('combobox', { name: /^Add an option/ }).press('Enter');
    expect(await page.getByRole('alert').textContent()).toBe('This option is required.');
    await page.keyboard.press('Escape');
    await messageBox(page).fill('/nonsense now');
    await messageBox(page).press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await messageBox(page).inputValue()).toBe('/nonsense now');
    expect(await messages(page).count()).toBe(0);
  });

  it('picks a subcommand, a choice and a boolean', async () => {
    const { page } = open;
    await typeCommand(page, '/roadmap phase', { phase: 'Phase 2', private: 'True' });
    const answer = messageSaying(page, 'Phase 2: Serving models');
    await answer.waitFor();
    expect(await answer.textContent()).toContain('Only you can see this');
  });

  it('shows text, links, times, pictures and controls of a message as what they are', async () => {
    const { page } = open;
    await typeCommand(page, '/roadmap phase', { phase: 'Phase 1' });
    const answer = messageSaying(page, 'Phase 1: Foundations');
    await answer.getByRole('heading', { name: 'Phase 1: Foundations' }).waitFor();
    expect(await answer.getByRole('link', { name: 'Helm chart' }).getAttribute('rel')).toContain('noopener');
    expect(await answer.getByText('in 12 days').getAttribute('datetime')).toMatch(/^\d{4}-/);
    expect(await answer.textContent()).toContain('*always*');
    expect(await answer.getByRole('button', { name: 'Previous' }).isDisabled()).toBe(true);
    expect(await answer.getByRole('link', { name: 'Course' }).getAttribute('href')).toBe(
      'https://example.org/course',
    );
    await answer.getByRole('img', { name: 'Phase card: 48 % of the way' }).waitFor();
    const naturalWidth = 'document.querySelector(\'[alt^="Phase card"]\').naturalWidth';
    await expect.poll(() => page.evaluate(naturalWidth)).toBe(3);

    await answer.getByRole('button', { name: '/done' }).click();
    await page.getByRole('combobox', { name: /^task:/ }).waitFor();
  });

  it('shows a picture larger, and gives the focus back', async () => {
    const { page } = open;
    await typeCommand(page, '/roadmap phase', { phase: 'Phase 1' });
    const picture = messageSaying(page, 'Phase 1: Foundations').getByRole('button', { name: /^Phase card/ });
    await picture.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Picture' });
    await dialog.getByRole('img', { name: 'Phase card: 48 % of the way' }).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.className')).toMatch(/^picture/);
  });

  it('shows what went over the wire where that is asked for, and copies it', async () => {
    const { page } = open;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await typeCommand(page, '/roadmap phase', { phase: 'Phase 1' });
    const answer = messageSaying(page, 'Phase 1: Foundations');
    await answer.waitFor();
    expect(await answer.getByRole('button', { name: 'Raw' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Raw requests' }).click();
    await answer.getByRole('button', { name: 'Raw' }).press('Enter');
    await answer.locator('summary', { hasText: 'INTERACTION_CREATE' }).press('Enter');
    const json = answer.getByRole('region', { name: 'INTERACTION_CREATE, as JSON' });
    await json.waitFor();
    await answer.getByRole('button', { name: 'Copy' }).press('Enter');
    await answer.getByText('Copied').waitFor();
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(copied).toBe(await json.textContent());
    expect(JSON.parse(copied)).toMatchObject({ token: ':token', data: { name: 'roadmap' } });
    await page.reload();
    await page.getByRole('button', { name: 'Raw requests', pressed: true }).waitFor();
  });

  it('presses buttons and picks several options in a select', async () => {
    const { page } = open;
    await typeCommand(page, '/roadmap phase', { phase: 'Phase 1' });
    await messageSaying(page, 'Phase 1: Foundations').waitFor();
    await pressButton(page, 'Next');
    await messageSaying(page, 'Phase 2: Serving models').waitFor();
    await pickOptions(page, 'Skills you have', ['Docker', 'Python']);
    await messageSaying(page, 'You picked docker and python.').waitFor();
  });

  it('fills in a modal, which holds the focus and says what is wrong', async () => {
    const { page } = open;
    await typeCommand(page, '/join');
    const dialog = page.getByRole('dialog', { name: 'Join the pathway' });
    await dialog.getByRole('button', { name: 'Submit' }).click();
    await dialog.getByText('Please fill this in.').waitFor();
    await fillModal(page, { 'Hours a week': '6', 'Why are you here?': 'GPUs' });
    await dialog.getByText('Please write at least 10 characters.').waitFor();
    for (let presses = 0; presses < 12; presses += 1) {
      await page.keyboard.press('Tab');
      const place = await page.evaluate(
        "document.activeElement === document.body || document.activeElement.closest('dialog') !== null",
      );
      expect(place).toBe(true);
    }
    await fillModal(page, { 'Why are you here?': 'To run models on GPUs' });
    await messageSaying(page, '@Ada Okafor joined with 6 hours a week').waitFor();
    expect(await dialog.count()).toBe(0);
  });

  it('closes a modal with Esc and gives the focus back', async () => {
    const { page } = open;
    await typeCommand(page, '/join');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.type('still here');
    expect(await messageBox(page).inputValue()).toBe('still here');
  });

  it('keeps a private answer from the other person, until its owner dismisses it', async () => {
    const { page } = open;
    await say(page, 'Hello, all');
    await typeCommand(page, '/secret');
    await messageSaying(page, 'The summit is behind the clouds.').waitFor();
    expect(await lastMessage(page).textContent()).toContain('Only you can see this');

    await switchPerson(page, 'Linus Weber');
    await messageSaying(page, 'Hello, all').waitFor();
    expect(await messages(page).count()).toBe(1);
    expect(await page.content()).not.toContain('The summit is');

    await switchPerson(page, 'Ada Okafor');
    await messageSaying(page, 'The summit is behind the clouds.').waitFor();
    await lastMessage(page).getByRole('button', { name: 'Dismiss' }).click();
    await expect.poll(() => messages(page).count()).toBe(1);
  });

  it('shows a deferred answer as thinking, then as it is', async () => {
    const { page } = open;
    await typeCommand(page, '/slow');
    await messageSaying(page, /is thinking…/).waitFor();
    expect(await messages(page).count()).toBe(1);
    bot.finishSlowAnswer();
    await messageSaying(page, 'Here at last.').waitFor();
    expect(await messages(page).count()).toBe(1);
  });

  it('says so when the bot does not answer', async () => {
    const { page } = open;
    await typeCommand(page, '/silent');
    const failure = messageSaying(page, 'This interaction failed');
    await failure.waitFor();
    await failure.getByRole('button', { name: 'Dismiss' }).click();
    await expect.poll(() => messages(page).count()).toBe(0);
  });

  it('offers the context-menu commands for a message and for a person', async () => {
    const { page } = open;
    await say(page, 'My notes: https://example.org/notes');
    await useMessageMenu(page, lastMessage(page), 'Record as done');
    await messageSaying(page, 'Recorded with the evidence: My notes').waitFor();

    const members = page.getByRole('complementary', { name: 'Members' });
    await members.getByRole('button', { name: 'Linus Weber' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Progress' }).press('Enter');
    await messageSaying(page, 'Linus Weber is on phase 2.').waitFor();
  });

  it('shows others’ messages as they come, and where something new is', async () => {
    const { page } = open;
    const [guild] = emulator.guilds();
    const [general] = emulator.channels(guild?.id ?? '');
    const linus = await openPlayground(browser, server.url);
    await switchPerson(linus.page, 'Linus Weber');
    await openChannel(page, 'Cairn');
    await say(linus.page, 'Anyone here?');
    const entry = page.getByRole('navigation').getByRole('button', { name: /general/ });
    await entry.getByText('new messages').waitFor({ state: 'attached' });
    await openChannel(page, general?.name ?? '');
    await messageSaying(page, 'Anyone here?').waitFor();
    expect(await entry.getByText('new messages').count()).toBe(0);
    expect(linus.troubles).toEqual([]);
    await linus.close();
  });

  it('moves time forward from the keyboard, and all that is dated follows', async () => {
    const { page } = open;
    await typeCommand(page, '/roadmap phase', { phase: 'Phase 1' });
    const phase = messageSaying(page, 'Phase 1: Foundations');
    await phase.getByText('in 12 days').waitFor();

    await timeButton(page).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menu', { name: 'Move time forward' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');

    await phase.getByText('in 5 days').waitFor();
    expect(await page.evaluate('document.activeElement.title')).toBe('Move time forward');
    await page.getByRole('status').getByText('It is now ').waitFor({ state: 'attached' });
    await expect.poll(() => shownMinute(page)).toBe(minuteOf(clock.now()));
    await page.getByRole('log').getByText('A week later · ').waitFor();

    await say(page, 'A week already?');
    expect(clock.now() - Date.now()).toBeGreaterThan(6 * 86_400_000);
    const sentAt = await lastMessage(page).getByRole('time').getAttribute('datetime');
    expect(Date.parse(sentAt ?? '')).toBeGreaterThanOrEqual(clock.leaps()[0]?.to ?? Infinity);

    await page.reload();
    await messageSaying(page, 'Phase 1: Foundations').getByText('in 5 days').waitFor();
    await expect.poll(() => shownMinute(page)).toBe(minuteOf(clock.now()));
    await page.getByRole('log').getByText('A week later · ').waitFor();
    await lastMessage(page).getByText('A week already?').waitFor();
  });

  it('moves time to the viewer’s own Monday morning, on every page that is open', async () => {
    const { page } = open;
    const linus = await openPlayground(browser, server.url);
    await timeButton(page).click();
    await page.getByRole('menuitem', { name: 'To next Monday, 09:00' }).click();
    for (const { page: seen } of [open, linus]) {
      await seen
        .getByRole('status')
        .getByText(/^It is now Monday .* 09:00$/)
        .waitFor({ state: 'attached' });
    }
    expect(await timeButton(page).textContent()).toMatch(/Mon.* 09:0\d/);
    const [leap] = clock.leaps();
    expect(minuteOf(leap?.to ?? 0)).toBe(minuteOf(nextMondayInBerlin(leap?.from ?? 0)));
    expect(linus.troubles).toEqual([]);
    await linus.close();
  });

  it('opens a thread under its channel, to write in and use commands in', async () => {
    const { page } = open;
    await typeCommand(page, '/cohort');
    const answer = messageSaying(page, 'Your place: #Spring cohort');
    await answer.waitFor();
    const channels = page.getByRole('navigation', { name: 'Channels' }).getByRole('listitem');
    await expect
      .poll(() => channels.allTextContents())
      .toEqual(['#general', expect.stringContaining('↳Spring cohort'), expect.stringContaining('Cairn')]);
    await answer.getByRole('button', { name: '#Spring cohort' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Spring cohort' }).waitFor();
    await messageSaying(page, 'This is where you meet.').waitFor();
    await say(page, 'Hello, group');
    await typeCommand(page, '/secret');
    await messageSaying(page, 'The summit is behind the clouds.').waitFor();

    await openChannel(page, 'general');
    expect(await messages(page).filter({ hasText: 'Hello, group' }).count()).toBe(0);
    const [guild] = emulator.guilds();
    const thread = emulator.channels(guild?.id ?? '').find(({ kind }) => kind === 'thread');
    emulator.deleteChannel(thread?.id ?? '');
    await expect.poll(() => channels.count()).toBe(2);
    await messageSaying(page, 'Your place: #unknown').waitFor();
  });

  it('offers people, roles and threads as options, and names them in messages', async () => {
    const { page } = open;
    const guildId = emulator.guilds()[0]?.id ?? '';
    const { id: roleId } = emulator.createRole(guildId, { name: 'Phase 2' });
    await typeCommand(page, '/cohort');
    await messageSaying(page, 'Your place').waitFor();
    await typeCommand(page, '/assign', { member: 'Linus', role: 'Phase', channel: 'cohort' });
    await messageSaying(page, '@Linus Weber gets @Phase 2 in #Spring cohort').waitFor();
    emulator.deleteRole(guildId, roleId);
    await messageSaying(page, '@Linus Weber gets @deleted-role').waitFor();
  });

  it('picks people and roles in their selects', async () => {
    const { page } = open;
    emulator.createRole(emulator.guilds()[0]?.id ?? '', { name: 'Phase 2' });
    await typeCommand(page, '/choose');
    await messageSaying(page, 'Whom and what?').waitFor();
    await pickOptions(page, 'People', ['Linus Weber', 'Ada Okafor']);
    await messageSaying(page, 'Chosen: @Linus Weber @Ada Okafor').waitFor();
    await pickOptions(page, 'Role', ['Phase 2']);
    await messageSaying(page, 'Chosen: @Phase 2').waitFor();
  });

  it('shows a file beside the text, to download from this page', async () => {
    const { page } = open;
    await typeCommand(page, '/table');
    const answer = messageSaying(page, 'The week as a table');
    await answer.getByText('17 bytes').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      answer.getByRole('link', { name: 'week.csv' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('week.csv');
    expect(await readFile(await download.path(), 'utf8')).toBe(table);
  });

  it('lets a person leave the server and come back, and not its owner', async () => {
    const { page } = open;
    const members = page.getByRole('complementary', { name: 'Members' });
    await members.getByRole('button', { name: 'Ada Okafor' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Progress' }).waitFor();
    expect(await page.getByRole('menuitem', { name: 'Leave the server' }).count()).toBe(0);
    await page.keyboard.press('Escape');
    await say(page, 'Hello, all');

    const linus = await openPlayground(browser, server.url);
    await switchPerson(linus.page, 'Linus Weber');
    await linus.page
      .getByRole('complementary', { name: 'Members' })
      .getByRole('button', { name: 'Linus Weber' })
      .press('Enter');
    await linus.page.getByRole('menuitem', { name: 'Leave the server' }).press('Enter');
    await linus.page.getByText('You have left Trailhead.').waitFor();
    await linus.page.getByRole('heading', { level: 1, name: 'Cairn' }).waitFor();
    await members.getByRole('button', { name: 'Linus Weber has left' }).waitFor();
    expect(await messages(linus.page).count()).toBe(0);

    await linus.page.reload();
    await linus.page.getByRole('button', { name: 'Join again' }).press('Enter');
    await openChannel(linus.page, 'general');
    await messageSaying(linus.page, 'Hello, all').waitFor();
    await members.getByRole('button', { name: 'Linus Weber', exact: true }).waitFor();
    expect(linus.troubles).toEqual([]);
    await linus.close();
  });

  it('deletes one’s own messages, and as the owner anybody’s', async () => {
    const { page } = open;
    const linus = await openPlayground(browser, server.url);
    await switchPerson(linus.page, 'Linus Weber');
    await say(linus.page, 'A slip of the keys');
    await useMessageMenu(linus.page, lastMessage(linus.page), 'Delete message');
    await expect.poll(() => messages(linus.page).count()).toBe(0);

    await typeCommand(page, '/roadmap phase', { phase: 'Phase 1' });
    await messageSaying(linus.page, 'Phase 1: Foundations').waitFor();
    await messages(linus.page)
      .getByRole('button', { name: /^More for the message/ })
      .press('Enter');
    await linus.page.getByRole('menuitem', { name: 'Copy text' }).waitFor();
    expect(await linus.page.getByRole('menuitem', { name: 'Delete message' }).count()).toBe(0);
    await linus.page.keyboard.press('Escape');

    await messages(page)
      .getByRole('button', { name: /^More for the message/ })
      .press('Enter');
    await page.getByRole('menuitem', { name: 'Delete message' }).press('Enter');
    await expect.poll(() => messages(linus.page).count()).toBe(0);
    expect(await messages(page).count()).toBe(0);
    expect(linus.troubles).toEqual([]);
    await linus.close();
  });

  it('takes a file for a command, from the keyboard and with the mouse', async () => {
    const { page } = open;
    // Listening begins long before the first one opens, or Chromium would show its own.
    const choosers: FileChooser[] = [];
    page.on('filechooser', (chooser) => choosers.push(chooser));
    const choose = async (file: typeof plan) => {
      await expect.poll(() => choosers.length, { timeout: 10_000 }).toBeGreaterThan(0);
      await choosers.shift()?.setFiles(file);
    };
    const plan = { name: 'my plan.json', mimeType: 'application/json', buffer: Buffer.from('{"wörter":1}') };
    await messageBox(page).fill('/import ');
    const input = page.getByLabel(/^file: What to read/);
    await expect.poll(() => page.evaluate('document.activeElement.type')).toBe('file');
    expect(await input.getAttribute('aria-required')).toBe('true');

    await page.getByRole('combobox', { name: /^Add an option/ }).press('Enter');
    expect(await page.getByRole('alert').textContent()).toBe('This option is required.');
    expect(await messages(page).count()).toBe(0);

    await page.keyboard.press('Enter');
    await choose({ ...plan, name: 'mistaken.json' });
    await page.getByText('mistaken.json', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Remove mistaken.json' }).press('Enter');
    await page.getByText('Choose a file', { exact: true }).waitFor();
    await page.getByText('Choose a file', { exact: true }).click();
    await choose(plan);
    await expect.poll(() => input.getAttribute('aria-label')).toContain('Chosen: my plan.json');
    await page.keyboard.press('Enter');

    const answer = messageSaying(page, 'my plan.json has 13 bytes: {"wörter":1}');
    await answer.waitFor();
    expect(await answer.textContent()).toContain('Ada Okafor used /import');
  });

  it('keeps the file that could not be sent, and refuses one that is too large', async () => {
    const { page } = open;
    await messageBox(page).fill('/import ');
    const input = page.getByLabel(/^file: What to read/);
    await input.waitFor({ state: 'attached' });
    await page.evaluate(
      `(() => {
        const files = new DataTransfer();
        files.items.add(new File([new Uint8Array(10 * 1024 * 1024 + 1)], 'huge.bin'));
        const input = document.querySelector('input[type=file]');
        input.files = files.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));
      })()`,
    );
    await page.getByRole('button', { name: 'Remove huge.bin' }).waitFor();
    await page.getByRole('combobox', { name: /^Add an option/ }).press('Enter');
    expect(await page.getByRole('alert').textContent()).toContain('10 MiB at most');
    await input.press('Backspace');
    await page.getByText('Choose a file', { exact: true }).waitFor();

    await input.setInputFiles({ name: 'plan.txt', mimeType: 'text/plain', buffer: Buffer.from('words') });
    await page.route('**/uploads?*', (route) => route.fulfill({ status: 413, body: 'Too much of it.' }));
    await page.getByRole('combobox', { name: /^Add an option/ }).press('Enter');
    await page.getByRole('alert').getByText('Too much of it.').waitFor();
    // The browser itself notes the refusal in its console.
    expect(open.troubles.splice(0)).toEqual([expect.stringContaining('413')]);
    await page.unroute('**/uploads?*');
    await page.getByRole('button', { name: 'Send' }).click();
    await messageSaying(page, 'plan.txt has 5 bytes: words').waitFor();
  });

  it('begins a select of several with what is chosen, lets go of all, and shows what the bot made of it', async () => {
    const { page } = open;
    await typeCommand(page, '/interests');
    const select = page.getByRole('button', { name: 'Your interests' });
    await expect.poll(() => select.textContent()).toBe('GPU');
    await pickOptions(page, 'Your interests', ['Kubernetes', 'Python']);
    await messageSaying(page, 'Here for: gpu and kubernetes and python.').waitFor();
    await expect.poll(() => select.textContent()).toBe('GPU, Kubernetes, Python');
    await pickOptions(page, 'Your interests', ['GPU', 'Kubernetes', 'Python']);
    await messageSaying(page, 'Here for: a look around.').waitFor();
    await expect.poll(() => select.textContent()).toBe('Your interests');
  });

  it('begins a form with what is filled in, and sends what was changed, chosen and emptied', async () => {
    const { page } = open;
    await typeCommand(page, '/profile');
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByLabel('Name').inputValue()).toBe('Ada');
    const box = (name: string) => dialog.getByRole('group', { name: /^Skills/ }).getByLabel(name);
    const boxes = ['GPU', 'Kubernetes', 'Python'].map(box);
    expect(await Promise.all(boxes.map((one) => one.isChecked()))).toEqual([true, true, false]);

    await box('GPU').uncheck();
    await fillModal(page, { Goal: '', City: 'Lagos' });
    await dialog.getByText('Please pick at least 2.').waitFor();
    await box('Python').check();
    await dialog.getByRole('button', { name: 'Submit' }).click();
    await messageSaying(page, '[Ada] [] [Lagos] [kubernetes and python]').waitFor();

    await typeCommand(page, '/profile');
    for (const name of ['GPU', 'Kubernetes']) await box(name).uncheck();
    await fillModal(page, {});
    await messageSaying(page, '[Ada] [To learn] [] []').waitFor();
  });

  it('works on a phone, with the channel list out of the way', async () => {
    const phone = await openPlayground(browser, server.url, { viewport: { width: 390, height: 844 } });
    const { page } = phone;
    await typeCommand(page, '/roadmap phase', { phase: 'Phase 1' });
    await messageSaying(page, 'Phase 1: Foundations').waitFor();
    await messageBox(page).fill('/import ');
    const file = {
      name: `${'long-name-'.repeat(12)}.txt`,
      mimeType: 'text/plain',
      buffer: Buffer.from('words'),
    };
    await page.getByLabel(/^file: What to read/).setInputFiles(file);
    const remove = page.getByRole('button', { name: /^Remove long-name/ });
    const place = await remove.boundingBox();
    expect((place?.x ?? 0) + (place?.width ?? Infinity)).toBeLessThan(390);
    await page.getByRole('combobox', { name: /^Add an option/ }).press('Enter');
    await messageSaying(page, /has 5 bytes: words/).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(await page.getByRole('navigation').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Channels', exact: true }).click();
    await openChannel(page, 'Cairn');
    await expect.poll(() => page.getByRole('navigation').isVisible()).toBe(false);
    expect(phone.troubles).toEqual([]);
    await phone.close();
  });
});

function minuteOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 16);
}

/** What the header says, as `minuteOf` writes it. */
async function shownMinute(page: Page): Promise<string | undefined> {
  const shown = await timeButton(page).getByRole('time').getAttribute('datetime');
  return shown?.slice(0, 16);
}

/** The first Monday, 09:00, after an instant, where the tests' visitors live. */
function nextMondayInBerlin(instant: number): number {
  const from = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO('Europe/Berlin');
  const thisWeek = from.subtract({ days: from.dayOfWeek - 1 }).withPlainTime('09:00');
  const monday = Temporal.ZonedDateTime.compare(thisWeek, from) > 0 ? thisWeek : thisWeek.add({ weeks: 1 });
  return monday.epochMilliseconds;
}
