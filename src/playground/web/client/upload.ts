import type { Upload } from '../protocol.ts';
import { Refused } from './connection.ts';

/** Sends the files to the playground, each under the name of its option. Throws `Refused` with words for the visitor. */
export async function uploadAll(files: Readonly<Record<string, File>>): Promise<Record<string, string>> {
  const uploaded = Object.entries(files).map(async ([option, file]) => [option, await upload(file)] as const);
  return Object.fromEntries(await Promise.all(uploaded));
}

async function upload(file: File): Promise<string> {
  const address = `/uploads?${new URLSearchParams({ name: file.name }).toString()}`;
  // A file that was moved or changed since it was chosen cannot be read any more.
  const answer = await fetch(address, { method: 'POST', body: file }).catch(() => {
    throw new Refused(`${file.name} could not be sent. Please choose it again.`);
  });
  if (!answer.ok) throw new Refused(await answer.text());
  const { key } = (await answer.json()) as Upload;
  return key;
}
