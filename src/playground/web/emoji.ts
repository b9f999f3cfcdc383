import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

interface Twemoji {
  /** Names by code points, in hexadecimal with hyphens, without variation selectors. */
  readonly names: Readonly<Record<string, string>>;
  readonly icons: Readonly<Record<string, { readonly body: string }>>;
}

/** Code points in hexadecimal, as many as the longest sequence has. */
const sequence = /^[\da-f]{1,6}(?:-[\da-f]{1,6}){0,11}$/;

/** Draws an emoji as Discord does, whichever fonts the visitor has. The pictures are read when the first is asked for. */
export function createEmojiPictures(): (codePoints: string) => Promise<string | null> {
  let reading: Promise<Twemoji> | undefined;
  return async (codePoints) => {
    if (!sequence.test(codePoints)) return null;
    const { names, icons } = await (reading ??= read());
    const name = names[codePoints] ?? names[codePoints.replaceAll('-fe0f', '')];
    const icon = name === undefined ? undefined : icons[name];
    const open = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36">';
    if (icon !== undefined) return `${open}${icon.body}</svg>`;
    const text = String.fromCodePoint(
      ...codePoints.split('-').map((code) => Math.min(parseInt(code, 16), 0x10ffff)),
    );
    return `${open}<text x="18" y="30" font-size="30" text-anchor="middle">${text.replace(/[<&]/g, '')}</text></svg>`;
  };
}

async function read(): Promise<Twemoji> {
  const file = async (name: string): Promise<unknown> =>
    JSON.parse(
      await readFile(fileURLToPath(import.meta.resolve(`@iconify-json/twemoji/${name}.json`)), 'utf8'),
    );
  const [names, { icons }] = (await Promise.all([file('chars'), file('icons')])) as [
    Twemoji['names'],
    Pick<Twemoji, 'icons'>,
  ];
  return { names, icons };
}
