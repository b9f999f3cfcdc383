import type { APIAttachment } from 'discord-api-types/v10';
import { refusals } from './rest-error.ts';

export interface UploadedFile {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Discord's limit for a file of a server without boosts. */
export const ATTACHMENT_SIZE_LIMIT = 10 * 1024 * 1024;

/** Files of the oldest messages are forgotten beyond this many bytes. */
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
  add(
    channelId: string,
    file: UploadedFile,
    described: { filename?: string; description?: string; title?: string },
  ): APIAttachment;
  /** The file at this address of the local CDN. */
  find(channelId: string, attachmentId: string, name: string): UploadedFile | undefined;
}

/** What Discord's CDN is to the bot and the people: files, by the address the attachment carries. */
export function createAttachmentStore(options: {
  nextId: () => string;
  baseUrl: () => string;
}): AttachmentStore {
  const files = new Map<string, UploadedFile>();
  let keptBytes = 0;

  return {
    add(channelId, file, { filename = file.name, description, title }) {
      const size = file.bytes.byteLength;
      if (size > ATTACHMENT_SIZE_LIMIT) throw refusals.entityTooLarge();
      const id = options.nextId();
      const address = `${channelId}/${id}/${encodeURIComponent(filename)}`;
      const url = `${options.baseUrl()}/attachments/${address}`;
      const contentType = file.contentType === '' ? contentTypeOf(filename) : file.contentType;
      files.set(`${channelId}/${id}/${filename}`, { ...file, contentType });
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
        ...(description === undefined ? {} : { description }),
        ...(title === undefined ? {} : { title }),
      };
    },

    find: (channelId, attachmentId, name) => files.get(`${channelId}/${attachmentId}/${name}`),
  };
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
