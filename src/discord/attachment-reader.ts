import { UserError } from '../domain/errors.ts';

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

export interface AttachmentReaderOptions {
  /** The API the bot is pointed at: a stand-in for Discord serves the files, too. */
  readonly apiUrl: string;
  /** For the whole file. */
  readonly timeoutMs?: number;
}

const CDN_ORIGINS = ['https://cdn.discordapp.com', 'https://media.discordapp.net'];
const DISCORD_ORIGIN = 'https://discord.com';

/** Small files of a near CDN take milliseconds; the member is waiting. */
const TIMEOUT_MS = 5_000;

/** Reads what members give to commands, from Discord alone, and never more of it than was asked for. */
export function createAttachmentReader({
  apiUrl,
  timeoutMs = TIMEOUT_MS,
}: AttachmentReaderOptions): ReadAttachment {
  const { origin } = new URL(apiUrl);
  const origins = new Set(origin === DISCORD_ORIGIN ? CDN_ORIGINS : [...CDN_ORIGINS, origin]);

  return async ({ url, size }, maxBytes) => {
    if (size > maxBytes) throw tooLarge(maxBytes);
    if (!URL.canParse(url) || !origins.has(new URL(url).origin)) throw unavailable();
    return decode(await download(url, maxBytes, AbortSignal.timeout(timeoutMs)));
  };
}

async function download(url: string, maxBytes: number, signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    // A redirect would lead away from the origins that were checked.
    const answer = await fetch(url, { redirect: 'error', signal });
    const body: ReadableStream<Uint8Array> | null = answer.body;
    if (!answer.ok) {
      await body?.cancel();
      throw unavailable();
    }
    for await (const chunk of body ?? []) {
      length += chunk.byteLength;
      // What was declared is a claim. To throw ends the download.
      if (length > maxBytes) throw tooLarge(maxBytes);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof UserError ? error : unavailable();
  }
  return Buffer.concat(chunks, length);
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

function unavailable(): UserError {
  return new UserError({ code: 'attachment-unavailable' });
}
