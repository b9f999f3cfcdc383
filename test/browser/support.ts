import { existsSync } from 'node:fs';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';

const chromiumPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** Why the browser tests cannot run here; `null` when they can. */
export const missingBrowser: string | null = existsSync(chromiumPath)
  ? null
  : `skipped: no Chromium at ${chromiumPath} (set CHROMIUM_PATH)`;

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface OpenPlayground {
  readonly page: Page;
  /** What must stay empty: errors in the console or the page, and requests that leave this server. */
  readonly troubles: string[];
  readonly close: () => Promise<void>;
}

/** A fresh visitor on the page, once it has loaded and the bot is there. */
export async function openPlayground(
  browser: Browser,
  url: string,
  settings: {
    viewport?: { width: number; height: number };
    colorScheme?: 'dark' | 'light';
    /** Has never been here: the page offers its tour. Otherwise that was turned down before. */
    isFirstVisit?: boolean;
    /** Whatever the page puts off comes late, as on a machine that has much else to do; no key may meet it half done. */
    isSlow?: boolean;
  } = {},
): Promise<OpenPlayground> {
  const context = await browser.newContext({
    viewport: settings.viewport ?? { width: 1280, height: 800 },
    colorScheme: settings.colorScheme ?? 'dark',
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  });
  if (settings.isFirstVisit !== true) {
    await context.addInitScript(
      "localStorage.getItem('cairn-playground-tour') ?? localStorage.setItem('cairn-playground-tour', 'away 0')",
    );
  }
  if (settings.isSlow === true) {
    await context.addInitScript(
      '{ const { setTimeout } = window; window.setTimeout = (work, ms = 0, ...rest) => setTimeout(work, ms + 500, ...rest); }',
    );
  }
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`page error: ${error.message}`));
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== 'data:' && origin !== new URL(url).origin) troubles.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  await page.getByText(/ is here$/).waitFor();
  return { page, troubles, close: () => context.close() };
}

export function messageBox(page: Page): Locator {
  return page.getByRole('combobox', { name: /^Message / });
}

/** The playground's clock in the header, which opens the way forward in time. */
export function timeButton(page: Page): Locator {
  return page.getByRole('button', { name: /^Move time forward/ });
}

/** All messages of the open channel, private ones included, oldest first. */
export function messages(page: Page): Locator {
  return page.getByRole('log').getByRole('article');
}

export function lastMessage(page: Page): Locator {
  return messages(page).last();
}

/** The newest message that says this. */
export function messageSaying(page: Page, text: string | RegExp): Locator {
  return messages(page).filter({ hasText: text }).last();
}

export async function say(page: Page, text: string): Promise<void> {
  await messageBox(page).fill(text);
  await messageBox(page).press('Enter');
  await messageSaying(page, text).waitFor();
}

/**
 * Uses a command through the message box (`/roadmap phase`); of what is offered for an option, takes the first.
 * Returns once it is sent: the answer is the caller's to wait for.
 */
export async function typeCommand(
  page: Page,
  command: string,
  options: Readonly<Record<string, string>> = {},
): Promise<void> {
  await messageBox(page).fill(`${command} `);
  const tail = page.getByRole('combobox', { name: /^Add an option/ });
  await tail.waitFor();
  for (const [name, value] of Object.entries(options)) {
    const field = page.getByRole('combobox', { name: new RegExp(`^${name}:`) });
    if ((await field.count()) === 0) await tail.fill(`${name}:`);
    await field.fill(value);
    await page.locator(`input[aria-label^="${name}:"][aria-busy=false]`).waitFor();
    if ((await field.getAttribute('aria-expanded')) === 'true') await field.press('Enter');
  }
  await tail.press('Enter');
  await tail.waitFor({ state: 'detached' });
}

/** Presses the newest enabled button with this label. */
export async function pressButton(page: Page, label: string): Promise<void> {
  await messages(page).getByRole('button', { name: label, disabled: false }).last().click();
}

/** Picks in the newest select with this placeholder. */
export async function pickOptions(page: Page, placeholder: string, labels: readonly string[]): Promise<void> {
  const select = messages(page).getByRole('button', { name: placeholder }).last();
  await select.click();
  const list = page.getByRole('listbox', { name: placeholder });
  for (const label of labels) await list.getByRole('option', { name: label }).click();
  const confirm = page.getByRole('button', { name: /^Confirm/ });
  if (await confirm.isVisible()) await confirm.click();
}

/** Fills in the open modal by its labels and sends it. */
export async function fillModal(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  const dialog = page.getByRole('dialog');
  for (const [label, value] of Object.entries(values)) await dialog.getByLabel(label).fill(value);
  await dialog.getByRole('button', { name: 'Submit' }).click();
}

export async function switchPerson(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /Switch person/ }).click();
  await page.getByRole('menuitemradio', { name }).click();
  await page.getByRole('button', { name: `You are ${name}. Switch person` }).waitFor();
}

export async function openChannel(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Channels' }).getByRole('button', { name }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

/** Uses a context-menu command on a message. */
export async function useMessageMenu(page: Page, message: Locator, command: string): Promise<void> {
  await message.click({ button: 'right' });
  await page.getByRole('menuitem', { name: command }).click();
}
