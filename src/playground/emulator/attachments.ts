import type { APIAttachment } from 'discord-api-types/v10';
import { refusals } from './rest-error.ts';

export interface UploadedFile {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Discord's limit for a file of a server without boosts. */
export const ATTACHMENT_SIZE_LIMIT = 10 * 1024 * 1024;

/** The oldest files are forgotten beyond this many bytes. */
const KEPT_BYTES = 256 * 1024 * 1024;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv; charset=utf-8',
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  json: 'application/json; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  webp: 'image/webp',
};

export interface AttachmentStore {
  /** A file of the bot's, in a message. @throws RestError for one that is too large */
  add(
    channelId: string,
    file: UploadedFile,
    described: { filename?: string; description?: string; title?: string },
  ): APIAttachment;
  /** A file that somebody gives to a command: in no message, and kept for a while only. */
  addEphemeral(channelId: string, file: UploadedFile): APIAttachment;
  /** The file at this address of the local CDN, as its path below `/cdn/`. */
  find(address: string): UploadedFile | undefined;
}

/** What Discord's CDN is to the bot and the people: files, by the address the attachment carries. */
export function createAttachmentStore(options: {
  nextId: () => string;
  baseUrl: () => string;
}): AttachmentStore {
  const files = new Map<string, UploadedFile>();
  let keptBytes = 0;

  function keep(folder: string, filename: string, file: UploadedFile): APIAttachment {
    const size = file.bytes.byteLength;
    const id = options.nextId();
    const address = `${folder}/${id}/${filename}`;
    const url = `${options.baseUrl()}/${folder}/${id}/${encodeURIComponent(filename)}`;
    const contentType = file.contentType === '' ? contentTypeOf(filename) : file.contentType;
    files.set(address, { ...file, contentType });
    keptBytes += size;
    for (const [oldest, { bytes }] of files) {
      if (keptBytes <= KEPT_BYTES) break;
      files.delete(oldest);
      keptBytes -= bytes.byteLength;
    }
    return {
      id,
      filename,
      size,
      url,
      proxy_url: url,
      content_type: contentType,
      ...pngSize(file.bytes),
    };
  }

  return {
    add(channelId, file, { filename = file.name, description, title }) {
      if (file.bytes.byteLength > ATTACHMENT_SIZE_LIMIT) throw refusals.entityTooLarge();
      return {
        ...keep(`attachments/${channelId}`, filename, file),
        ...(description === undefined ? {} : { description }),
        ...(title === undefined ? {} : { title }),
      };
    },

    addEphemeral: (channelId, file) => ({
      ...keep(`ephemeral-attachments/${channelId}`, file.name, file),
      ephemeral: true,
    }),

    find: (address) => files.get(address),
  };
}

/** Text as UTF-8. */
export function bytesOf(content: string | Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}

function contentTypeOf(filename: string): string {
  const extension = filename.slice(filename.lastIndexOf('.') + 1).toLowerCase();
  return CONTENT_TYPES[extension] ?? 'application/octet-stream';
}

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47];
/** Width and height stand in the first chunk, which always comes right after the signature. */
const PNG_SIZE_OFFSET = 16;

function pngSize(bytes: Uint8Array): { width?: number; height?: number } {
  const isPng = PNG_SIGNATURE.every((byte, index) => bytes[index] === byte);
  if (!isPng || bytes.byteLength < PNG_SIZE_OFFSET + 8) return {};
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { width: view.getUint32(PNG_SIZE_OFFSET), height: view.getUint32(PNG_SIZE_OFFSET + 4) };
}
