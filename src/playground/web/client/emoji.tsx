import type { ComponentChild } from 'preact';

/** Built from text because the compiler knows the flag only for younger targets than the rest of the bot needs. */
const emoji = new RegExp('\\p{RGI_Emoji}', 'gv');

/** A text whose emoji look the same everywhere. They stay text beneath, to be copied and read out. */
export function withEmoji(text: string): ComponentChild[] {
  const parts: ComponentChild[] = [];
  let end = 0;
  for (const { 0: glyph, index } of text.matchAll(emoji)) {
    parts.push(text.slice(end, index), <Emoji text={glyph} />);
    end = index + glyph.length;
  }
  return [...parts, text.slice(end)];
}

function Emoji({ text }: { text: string }) {
  const codePoints = Array.from(text, (character) =>
    character.codePointAt(0)?.toString(16).padStart(4, '0'),
  ).join('-');
  return (
    <span class="emoji-picture" style={{ backgroundImage: `url(/emoji/${codePoints}.svg)` }}>
      {text}
    </span>
  );
}
