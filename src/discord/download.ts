/** Why a file did not come. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
  readonly reason: 'too-large' | 'unavailable';

  constructor(reason: DownloadError['reason'], options?: ErrorOptions) {
    super(`The file is ${reason}`, options);
    this.reason = reason;
  }
}

/** A file of Discord's. @throws {DownloadError} also for an address that is not one of Discord's: nobody is asked there. */
export type Download = (url: string, maxBytes: number) => Promise<Uint8Array>;

export interface DownloadOptions {
  /** The API the bot is pointed at: a stand-in for Discord serves the files, too. */
  readonly apiUrl: string;
  /** For the whole file. */
  readonly timeoutMs: number;
}

const CDN_ORIGINS = ['https://cdn.discordapp.com', 'https://media.discordapp.net'];
const DISCORD_ORIGIN = 'https://discord.com';

/** Where a stand-in for Discord serves what Discord's CDN does; `undefined` for Discord itself. */
export function cdnBeside(apiUrl: string): string | undefined {
  const { origin } = new URL(apiUrl);
  return origin === DISCORD_ORIGIN ? undefined : `${origin}/cdn`;
}

/** Fetches files from Discord alone, and never more of them than was asked for. */
export function createDownload({ apiUrl, timeoutMs }: DownloadOptions): Download {
  const { origin } = new URL(apiUrl);
  const origins = new Set(origin === DISCORD_ORIGIN ? CDN_ORIGINS : [...CDN_ORIGINS, origin]);

  return async (url, maxBytes) => {
    if (!URL.canParse(url) || !origins.has(new URL(url).origin)) throw new DownloadError('unavailable');
    try {
      return await fetchBytes(url, maxBytes, AbortSignal.timeout(timeoutMs));
    } catch (cause) {
      throw cause instanceof DownloadError ? cause : new DownloadError('unavailable', { cause });
    }
  };
}

async function fetchBytes(url: string, maxBytes: number, signal: AbortSignal): Promise<Uint8Array> {
  // A redirect would lead away from the origins that were checked.
  const answer = await fetch(url, { redirect: 'error', signal });
  const body: ReadableStream<Uint8Array> | null = answer.body;
  if (!answer.ok) {
    await body?.cancel();
    throw new DownloadError('unavailable');
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.byteLength;
    // What was declared is a claim. To throw ends the download.
    if (length > maxBytes) throw new DownloadError('too-large');
    chunks.push(chunk);
  }
  // A buffer may be a part of a larger one, all of which would go along to another thread.
  return new Uint8Array(Buffer.concat(chunks, length));
}
