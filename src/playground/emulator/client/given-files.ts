import type { APIAttachment } from 'discord-api-types/v10';
import { ATTACHMENT_SIZE_LIMIT, bytesOf, type UploadedFile } from '../attachments.ts';
import type { GivenFile } from '../contract.ts';
import type { ClientRefusal } from './client-refusal.ts';
import type { GivenOption, GivenValue, SentOption } from './option-values.ts';

export function isGivenFile(value: GivenValue): value is GivenFile {
  return typeof value === 'object';
}

/** @throws ClientRefusal for what the client would not let through */
export function checkFile(file: GivenFile, refuse: (why: string) => ClientRefusal): void {
  if (file.name.trim() === '') throw refuse('needs a file with a name');
  if (bytesOf(file.content).byteLength > ATTACHMENT_SIZE_LIMIT)
    throw refuse('takes a file of at most 10 MiB');
}

/** Sends the files up; each option then holds the id of its attachment. */
export function uploadFiles(
  given: readonly GivenOption[],
  upload: (file: UploadedFile) => APIAttachment,
): { readonly sent: readonly SentOption[]; readonly attachments: readonly APIAttachment[] } {
  const attachments: APIAttachment[] = [];
  const sent = given.map(({ value, ...option }): SentOption => {
    if (!isGivenFile(value)) return { ...option, value };
    const { name, content, contentType = '' } = value;
    const attachment = upload({ name, contentType, bytes: bytesOf(content) });
    attachments.push(attachment);
    return { ...option, value: attachment.id };
  });
  return { sent, attachments };
}
