import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Shown } from './album.ts';

interface Icons {
  readonly icons: Readonly<Record<string, { readonly body: string }>>;
}

const EMOJI = /\p{Emoji_Presentation}|\p{Emoji}\uFE0F/gu;
const VARIATION_SELECTOR = '\uFE0F';

const readPackageFile = (file: string): unknown =>
  JSON.parse(readFileSync(createRequire(import.meta.url).resolve(file), 'utf8'));

/**
 * Has Twemoji's drawings in place of an element's emoji while `use` looks at it: a machine that draws the gallery may
 * have no font for them, and members see them as Discord draws them, with Twemoji.
 */
export async function withDrawnEmoji({ page, selector }: Shown, use: () => Promise<void>): Promise<void> {
  const emoji = new Set((await page.locator(selector).textContent())?.match(EMOJI) ?? []);
  const drawings = Object.fromEntries([...emoji].map((each) => [each, drawingOf(each)]));
  // The page's own nodes stay where they are, emptied, so that it can go on changing them.
  await page.evaluate(`((root) => {
    const drawings = ${JSON.stringify(drawings)};
    const emoji = ${String(EMOJI)};
    const texts = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (walker.currentNode.data.match(emoji)) texts.push(walker.currentNode);
    window.undrawEmoji = texts.map((text) => {
      const source = text.data;
      let end = 0;
      const parts = [];
      for (const { 0: each, index } of source.matchAll(emoji)) {
        const picture = new Image();
        picture.src = drawings[each];
        picture.width = picture.height = 17;
        picture.style.verticalAlign = '-3px';
        parts.push(source.slice(end, index), picture);
        end = index + each.length;
      }
      const added = [...parts, source.slice(end)].map((part) =>
        typeof part === 'string' ? document.createTextNode(part) : part,
      );
      text.before(...added);
      text.data = '';
      return () => {
        added.forEach((node) => node.remove());
        text.data = source;
      };
    });
    return Promise.all([...root.querySelectorAll('img')].map((picture) => picture.decode()));
  })(document.querySelector('${selector}'))`);
  await use();
  await page.evaluate('window.undrawEmoji.forEach((undraw) => undraw())');
}

let set: { readonly icons: Icons['icons']; readonly names: Readonly<Record<string, string>> } | undefined;

function drawingOf(emoji: string): string {
  set ??= {
    icons: (readPackageFile('@iconify-json/twemoji/icons.json') as Icons).icons,
    names: readPackageFile('@iconify-json/twemoji/chars.json') as Readonly<Record<string, string>>,
  };
  const code = emoji.replaceAll(VARIATION_SELECTOR, '').codePointAt(0)?.toString(16) ?? '';
  const icon = set.icons[set.names[code] ?? ''];
  if (icon === undefined) throw new Error(`Twemoji has no drawing of ${emoji}`);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36">${icon.body}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
