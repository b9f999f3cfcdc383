import { createEmojiSet, EMOJI_SIDE } from '../../src/cards/emoji.ts';
import type { Shown } from './album.ts';

const EMOJI = /\p{Emoji_Presentation}|\p{Emoji}\uFE0F/gu;
const twemoji = createEmojiSet();

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

function drawingOf(emoji: string): string {
  const drawing = twemoji.find(emoji);
  if (drawing === undefined) throw new Error(`Twemoji has no drawing of ${emoji}`);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${EMOJI_SIDE} ${drawing.height}">${drawing.body}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
