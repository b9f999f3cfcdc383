import { UserError } from '../domain/errors.ts';
import { createDownload, DownloadError, type DownloadOptions } from './download.ts';

/** A file given to a command, as Discord tells of it; discord.js's `Attachment` is one. */
export interface GivenAttachment {
  readonly url: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * The file as text: strict UTF-8, a byte order mark taken away, since some editors write one.
 * @throws {UserError} `attachment-too-large` beyond `maxBytes`, `attachment-not-text`, or `attachment-unavailable`
 */
export type ReadAttachment = (attachment: GivenAttachment, maxBytes: number) => Promise<string>;

/** Small files of a near CDN take milliseconds; the member is waiting. */
const TIMEOUT_MS = 5_000;

/** Reads what members give to commands. */
export function createAttachmentReader({
  timeoutMs = TIMEOUT_MS,
  ...options
}: Pick<DownloadOptions, 'apiUrl'> & Partial<DownloadOptions>): ReadAttachment {
  const download = createDownload({ ...options, timeoutMs });

  return async ({ url, size }, maxBytes) => {
    if (size > maxBytes) throw tooLarge(maxBytes);
    try {
      return decode(await download(url, maxBytes));
    } catch (error) {
      if (!(error instanceof DownloadError)) throw error;
      throw error.reason === 'too-large'
        ? tooLarge(maxBytes)
        : new UserError({ code: 'attachment-unavailable' });
    }
  };
}

function decode(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UserError({ code: 'attachment-not-text' });
  }
  // Valid in UTF-8 and in no text: so look pictures with few bytes, and UTF-16 without its mark.
  if (text.includes('\0')) throw new UserError({ code: 'attachment-not-text' });
  return text;
}

function tooLarge(max: number): UserError {
  return new UserError({ code: 'attachment-too-large', max });
}
