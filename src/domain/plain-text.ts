/** What Discord brings to life wherever it stands: mentions, timestamps, custom emoji, commands, addresses, fences. */
const LIVELY =
  /<(?:@|#|\/|:|a:|t:|id:|sound:|mailto:|tel:)|@everyone|@here|\]\(|```|https?:\/\/|discord\.gg|discord(?:app)?\.com\/invite/i;

/** Hides, reorders or cannot be written: control and format characters and halves of pairs, save line ends and joiners. */
const UNSEEN = /(?![\n\r\t\u200C-\u200F\u061C])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** What would end a link early or say something else than where it leads. */
const UNLIKE_ADDRESS = /[\s<>()[\]"'`\\|*]/;

/**
 * What in a text from outside would come alive in Discord or lead away, as it stands there; `undefined` of plain text.
 */
export function livelyPart(text: string): string | undefined {
  return LIVELY.exec(text)?.[0];
}

/** The first invisible character that has no place in plain text, such as `U+202E`. */
export function unseenCharacter(text: string): string | undefined {
  const found = UNSEEN.exec(text)?.[0].codePointAt(0);
  return found === undefined ? undefined : `U+${found.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Whether an address can stand in a link without ending it or pretending to be another. */
export function isPlainAddress(address: string): boolean {
  if (!URL.canParse(address) || UNLIKE_ADDRESS.test(address)) return false;
  const { username, password } = new URL(address);
  return username === '' && password === '';
}
