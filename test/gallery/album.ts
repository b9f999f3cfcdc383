import { setTimeout } from 'node:timers/promises';
import { ComponentType, type APIMessage } from 'discord.js';
import type { Browser, Locator, Page } from 'playwright-core';
import type { Person } from '../../src/playground/emulator/index.ts';
import type { Scene } from './scene.ts';
import type { GalleryWorld } from './world.ts';

/** A phone's screen, in CSS pixels. */
export const PHONE = { width: 390, height: 844 };

/** A page for each person and channel that is looked at. */
export interface Album extends AsyncDisposable {
  /** What must stay empty: errors and warnings of the pages. */
  readonly troubles: readonly string[];
  /** The scene as the page shows it, once all of it is there. */
  show(scene: Scene): Promise<Shown>;
}

export interface Shown {
  readonly page: Page;
  /** Of the message, or the form. */
  readonly selector: string;
  /** Takes the form away again. */
  readonly leave: () => Promise<void>;
}

/** @param height of the pages: for pictures as tall as the longest answer, so that each shows all of it. */
export function openAlbum(browser: Browser, world: GalleryWorld, height = PHONE.height): Album {
  const pages = new Map<string, Promise<Page>>();
  const troubles: string[] = [];

  async function open(viewer: Person, channelId: string): Promise<Page> {
    const page = await browser.newPage({
      viewport: { width: PHONE.width, height },
      colorScheme: 'dark',
      reducedMotion: 'reduce',
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
    });
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) troubles.push(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => troubles.push(`page error: ${error.message}`));
    await page.clock.setFixedTime(world.now());
    await page.addInitScript(`sessionStorage.setItem('cairn-playground-person', '${viewer.user.id}')`);
    await page.goto(world.url);
    await page.getByText(/ is here$/).waitFor({ state: 'attached' });
    const name = channelName(world, viewer, channelId);
    if ((await page.getByRole('heading', { level: 1 }).textContent())?.endsWith(name) !== true) {
      await page.getByRole('button', { name: 'Channels', exact: true }).click();
      await page.getByRole('navigation', { name: 'Channels' }).getByRole('button', { name }).click();
      await page.getByRole('heading', { level: 1, name }).waitFor();
    }
    return page;
  }

  return {
    troubles,
    async show({ viewer, message, form }) {
      const key = `${viewer.user.id} ${message.channel_id}`;
      const opening = pages.get(key) ?? open(viewer, message.channel_id);
      pages.set(key, opening);
      const page = await opening;
      await page.clock.setFixedTime(world.now());
      const selector = `article[data-message-id="${message.id}"]`;
      const article = page.locator(selector);
      await untilShown(article, plainParts(message));
      if (form === undefined) return { page, selector, leave: () => Promise.resolve() };
      await article.getByRole('button', { name: form, exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.waitFor();
      return {
        page,
        selector: 'dialog[open]',
        async leave() {
          await page.keyboard.press('Escape');
          await dialog.waitFor({ state: 'detached' });
        },
      };
    },
    async [Symbol.asyncDispose]() {
      for (const page of pages.values()) await (await page).close();
    },
  };
}

/** Cards, faces and emoji are pictures of their own, which come a moment later. */
export async function untilDrawn({ page }: Pick<Shown, 'page'>): Promise<void> {
  await page.evaluate('Promise.all([...document.images].map((picture) => picture.decode()))');
  await page.waitForLoadState('networkidle');
}

const PATIENCE_MS = 10_000;
const PAUSE_MS = 15;

async function untilShown(article: Locator, parts: readonly string[]): Promise<void> {
  let missing = parts;
  for (let waited = 0; waited < PATIENCE_MS; waited += PAUSE_MS) {
    const shown = (await article.count()) === 0 ? '' : await article.textContent();
    missing = parts.filter((part) => shown?.includes(part) !== true);
    if (shown !== '' && missing.length === 0) return;
    await setTimeout(PAUSE_MS);
  }
  throw new Error(`The page does not show ${JSON.stringify(missing)}`);
}

function channelName({ emulator, guildId }: GalleryWorld, { user }: Person, channelId: string): string {
  if (emulator.dmChannel(user.id).id === channelId) return emulator.botUser.username;
  return emulator.channels(guildId).find(({ id }) => id === channelId)?.name ?? '';
}

/** Shorter ones say little: an arrow, a dash. */
const PLAIN_MIN_LENGTH = 6;

/** Everything of a message that the page shows letter for letter: between markup, mentions and addresses. */
function plainParts({ components = [] }: APIMessage): readonly string[] {
  return textsOf(components).flatMap((text) =>
    text
      .replace(/\]\([^)]*\)/g, '\n')
      .split(/<[^>]*>|[*_~`|\\[\]\n]|^-?#+ |^[->•] /gm)
      .map((part) => part.trim())
      .filter((part) => part.length >= PLAIN_MIN_LENGTH),
  );
}

function textsOf(part: unknown): readonly string[] {
  if (Array.isArray(part)) return part.flatMap(textsOf);
  if (typeof part !== 'object' || part === null) return [];
  if ('content' in part && typeof part.content === 'string') return [part.content];
  if ('type' in part && part.type === ComponentType.Button && 'label' in part) return [String(part.label)];
  return [
    ...('components' in part ? textsOf(part.components) : []),
    ...('accessory' in part ? textsOf(part.accessory) : []),
  ];
}
