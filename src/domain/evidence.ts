import { UserError } from './errors.ts';

/** What a member may say about a task they did. Long enough for a paragraph, short enough to quote in any answer. */
export const NOTE_MAX_LENGTH = 500;

/** A link button's address may have 512 characters. */
export const LINK_MAX_LENGTH = 512;

/** @throws {UserError} `note-too-long` */
export function parseNote(text: string): string | null {
  const note = text.trim();
  if (note.length > NOTE_MAX_LENGTH) {
    throw new UserError({ code: 'note-too-long', length: note.length, max: NOTE_MAX_LENGTH });
  }
  return note === '' ? null : note;
}

/**
 * An http(s) address without credentials, in its normal form.
 * @throws {UserError} `bad-link` or `link-too-long`
 */
export function parseLink(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const url = URL.canParse(trimmed) ? new URL(trimmed) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw new UserError({ code: 'bad-link' });
  }
  if (url.href.length > LINK_MAX_LENGTH) {
    throw new UserError({ code: 'link-too-long', length: url.href.length, max: LINK_MAX_LENGTH });
  }
  return url.href;
}
