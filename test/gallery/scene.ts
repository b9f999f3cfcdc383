import { setTimeout } from 'node:timers/promises';
import type { APIMessage } from 'discord.js';
import type { Outcome, Person } from '../../src/playground/emulator/index.ts';
import type { GalleryWorld } from './world.ts';

/** One answer of the bot, at the moment at which it is given. */
export interface Scene {
  /** Of the picture, without its ending. */
  readonly name: string;
  readonly caption: string;
  /** Through whose eyes it is seen. */
  readonly viewer: Person;
  readonly message: APIMessage;
  /** The label of the message's button whose form is shown in its place. */
  readonly form?: string;
}

/** Scenes that belong together. Chapters are told in order, and each goes on where the one before it ended. */
export interface Chapter {
  readonly title: string;
  readonly tell: (world: GalleryWorld) => AsyncGenerator<Scene>;
}

export function scene(
  name: string,
  caption: string,
  viewer: Person,
  shown: Outcome | APIMessage,
  form?: string,
): Scene {
  const message = 'interactionId' in shown ? shown.message : shown;
  return { name, caption, viewer, message, ...(form === undefined ? {} : { form }) };
}

const PATIENCE_MS = 5_000;
const PAUSE_MS = 10;

/** The newest message in a channel that says this: what the bot says without being asked may come a moment later. */
export async function said(viewer: Person, channelId: string, text: string): Promise<APIMessage> {
  for (let waited = 0; waited < PATIENCE_MS; waited += PAUSE_MS) {
    const found = viewer
      .messages(channelId)
      .findLast(({ components }) => JSON.stringify(components).includes(JSON.stringify(text).slice(1, -1)));
    if (found !== undefined) return found;
    await setTimeout(PAUSE_MS);
  }
  throw new Error(`Nobody has said ${text}`);
}
