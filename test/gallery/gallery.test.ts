import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ApplicationCommandOptionType,
  ButtonStyle,
  ComponentType,
  MessageFlags,
  type APIActionRowComponent,
  type APIComponentInMessageActionRow,
  type APIMessage,
} from 'discord.js';
import type { Browser } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../commands/index.ts';
import type { Command } from '../../src/discord/command.ts';
import { careContainer } from '../../src/discord/views/elements.ts';
import { projectRoot } from '../../src/project-root.ts';
import { defaultWords as words } from '../../src/words/words.ts';
import { launchBrowser, missingBrowser } from '../browser/support.ts';
import { openAlbum, PHONE, type Shown } from './album.ts';
import { chapters } from './chapters.ts';
import { renderGalleryPage, type GallerySection } from './page.ts';
import type { Scene } from './scene.ts';
import { openGalleryWorld } from './world.ts';

const DOCS = join(projectRoot(), 'docs');
const STORY_TIMEOUT_MS = 300_000;

describe(`the gallery ${missingBrowser ?? ''}`, () => {
  const sections: GallerySection[] = [];
  const messages = new Map<string, APIMessage>();
  /** By the scene's name: what of it stands outside a phone's width. */
  const wide = new Map<string, readonly string[]>();
  let troubles: readonly string[] = [];

  beforeAll(async () => {
    const browser: Browser | undefined = missingBrowser === null ? await launchBrowser() : undefined;
    try {
      await using world = await openGalleryWorld();
      await using album = browser && openAlbum(browser, world);
      for (const { title, tell } of chapters) {
        const scenes: Scene[] = [];
        for await (const scene of tell(world)) {
          scenes.push(scene);
          messages.set(scene.name, structuredClone(scene.message));
          if (album === undefined) continue;
          const shown = await album.show(scene);
          const outside = await outsideOf(shown);
          if (outside.length > 0) wide.set(scene.name, outside);
          await shown.leave();
        }
        sections.push({ title, scenes });
      }
      troubles = album?.troubles ?? [];
    } finally {
      await browser?.close();
    }
  }, STORY_TIMEOUT_MS);

  test('shows every scene on a phone, whole and without an error', () => {
    expect(troubles).toEqual([]);
    expect(Object.fromEntries(wide)).toEqual({});
  });

  test('shows every command there is', () => {
    const used = new Set([...messages.values()].map(usedCommand));
    expect(commands.flatMap(invocationsOf).filter((name) => !used.has(name))).toEqual([]);
  });

  test('is the page in docs, and each of its pictures is there', async () => {
    expect(await readFile(join(DOCS, 'gallery.md'), 'utf8')).toBe(renderGalleryPage(sections));
    const names = sections.flatMap(({ scenes }) => scenes.map(({ name }) => `${name}.png`));
    expect((await readdir(join(DOCS, 'gallery'))).sort()).toEqual(names.toSorted());
  });

  test('has its buttons in one order everywhere, and no more in a row than a phone has room for', () => {
    const faults = [...messages].flatMap(([name, { components }]) =>
      buttonGroupsOf(components).flatMap((rows) => {
        const labels = rows.map((row) => row.components.map(labelOf));
        const ranks = rows.flatMap((row) => row.components.map(rankOf));
        const isOrdered = ranks.every((rank, index) => index === 0 || rank >= (ranks[index - 1] ?? 0));
        const hasOneLead = ranks.filter((rank) => rank === LEAD).length <= 1;
        const areShort = labels.every((row) => row.length <= 3 || row.join('').length <= SHORT_ROW);
        return isOrdered && hasOneLead && areShort ? [] : [{ name, labels }];
      }),
    );
    expect(faults).toEqual([]);
  });

  test('leads on from every private answer that is not a refusal', () => {
    const care = careContainer().accent_color ?? 0;
    const ends = [...messages].filter(([, message]) => {
      const isPrivate = ((message.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
      const shown = JSON.stringify(message.components);
      const leadsOn = /"custom_id"|<\/[a-z]/.test(shown);
      return isPrivate && !leadsOn && !shown.includes(`"accent_color":${care}`);
    });
    expect(ends.map(([name]) => name)).toEqual([]);
  });
});

async function outsideOf({ page, selector }: Shown): Promise<readonly string[]> {
  const pageWidth = await page.evaluate<number>('document.documentElement.scrollWidth');
  // What scrolls by itself, such as a block of code, may be wider than its frame.
  const outside: string[] = await page.evaluate(
    `[...document.querySelectorAll('${selector} *')]
      .filter((part) => part.closest('pre') === null)
      .filter((part) => part.getBoundingClientRect().right > ${PHONE.width} + 0.5)
      .map((part) => part.outerHTML.slice(0, 80))`,
  );
  return pageWidth > PHONE.width ? [`the page: ${pageWidth}`, ...outside] : outside;
}

/** As somebody types them: a command with subcommands is used by one of these alone. */
function invocationsOf({ data }: Command): readonly string[] {
  const options = 'options' in data ? (data.options ?? []) : [];
  const subcommands = options.filter(({ type }) => type === ApplicationCommandOptionType.Subcommand);
  return subcommands.length === 0 ? [data.name] : subcommands.map(({ name }) => `${data.name} ${name}`);
}

function usedCommand(message: APIMessage): string | undefined {
  // Only the older of Discord's two fields has the name, and the library's types leave it out.
  const used = Reflect.get(message, 'interaction') as { readonly name?: string } | undefined;
  return used?.name;
}

/** The order of docs/design.md, by what each button is for. */
const LEAD = 0;
const OTHER = 1;
const SHARE = 2;
const BACK = 3;
const AWAY = 4;
const RANKS = new Map([
  [words.buttons.share, SHARE],
  [words.buttons.back, BACK],
  [words.buttons.skip, AWAY],
  [words.buttons.undo, AWAY],
  [words.buttons.stop, AWAY],
  [words.buttons.switchOff, AWAY],
  [words.buttons.eraseEverything, AWAY],
  [words.serverPathways.discard, AWAY],
]);
/** Characters of more than three labels that stand in one row of a phone. */
const SHORT_ROW = 30;

type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/** Rows of buttons that stand together. */
function buttonGroupsOf(components: APIMessage['components'] = []): readonly (readonly Row[])[] {
  const groups: Row[][] = [];
  let group: Row[] | undefined;
  for (const component of components) {
    if (component.type === ComponentType.Container) {
      groups.push(...buttonGroupsOf(component.components).map((rows) => [...rows]));
    }
    const isRow =
      component.type === ComponentType.ActionRow &&
      component.components.every(({ type }) => type === ComponentType.Button);
    if (!isRow) group = undefined;
    else if (group === undefined) groups.push((group = [component]));
    else group.push(component);
  }
  return groups;
}

function labelOf(component: APIComponentInMessageActionRow): string {
  return 'label' in component ? (component.label ?? '') : '';
}

function rankOf(component: APIComponentInMessageActionRow): number {
  if (component.type !== ComponentType.Button) return OTHER;
  if (component.style === ButtonStyle.Primary || component.style === ButtonStyle.Success) return LEAD;
  return RANKS.get(labelOf(component)) ?? OTHER;
}
