import type { APIMessage } from 'discord.js';
import { expect } from 'vitest';
import type { Outcome } from '../../src/playground/emulator/index.ts';

/** What a person sees of an answer: each fails the test on an answer of another kind. */

/** The text of a new message that the asker alone sees. */
export function shownPrivately(outcome: Outcome): string {
  expect({ kind: outcome.kind, isPrivate: outcome.isPrivate }).toEqual({ kind: 'message', isPrivate: true });
  return textOf(outcome.message);
}

/** The text of a new message that everybody sees. */
export function shownPublicly(outcome: Outcome): string {
  expect({ kind: outcome.kind, isPrivate: outcome.isPrivate }).toEqual({ kind: 'message', isPrivate: false });
  return textOf(outcome.message);
}

/** The new text of the message whose component was used. */
export function shownInPlace(outcome: Outcome): string {
  expect(outcome.kind).toBe('update');
  return textOf(outcome.message);
}

/** Every text that a message shows, in order, one a line; commands to click on as the words name them: `/done`. */
export function textOf(message: APIMessage): string {
  return rawTextOf(message).replace(
    /<\/([a-z ]+):\d+>(?: `([a-z]+:)`)?/g,
    (_, name: string, option?: string) => (option === undefined ? `\`/${name}\`` : `\`/${name} ${option}\``),
  );
}

/** The same as the bot sent it. */
export function rawTextOf(message: APIMessage): string {
  return partsOf(message)
    .flatMap((part) => ('content' in part && typeof part.content === 'string' ? [part.content] : []))
    .join('\n');
}

/** The labels of a message's buttons, in order; a disabled one in parentheses. */
export function buttonsOf(message: APIMessage): readonly string[] {
  return partsOf(message).flatMap((part) => {
    if (!('label' in part && typeof part.label === 'string' && 'style' in part)) return [];
    return ['disabled' in part && part.disabled === true ? `(${part.label})` : part.label];
  });
}

/** The address that a link button opens. */
export function addressOf(message: APIMessage, label: string): string | undefined {
  return fieldOf(message, label, 'url');
}

/** The address of the file that a message shows. */
export function addressOfFile(message: APIMessage): string | undefined {
  const file = partsOf(message).find((part) => 'file' in part);
  const shown = file === undefined ? undefined : (file as { readonly file: { readonly url?: string } }).file;
  return shown?.url;
}

/** The picture that a message shows, as Discord tells of it. */
export interface ShownPicture {
  readonly url: string;
  /** What is read out in its place. */
  readonly description: string;
}

/** `undefined` for a message without a picture; fails the test on one that shows several. */
export function pictureOf(message: APIMessage): ShownPicture | undefined {
  const items = partsOf(message).flatMap((part) =>
    'items' in part ? (part.items as readonly { media: { url: string }; description?: string }[]) : [],
  );
  expect(items.length).toBeLessThanOrEqual(1);
  return items.map(({ media, description = '' }) => ({ url: media.url, description }))[0];
}

/** The `custom_id` of the button with this label, or of the select with this placeholder. */
export function customIdOf(message: APIMessage, label: string): string {
  const customId = fieldOf(message, label, 'custom_id');
  if (customId === undefined) throw new Error(`There is no component ${label} in: ${textOf(message)}`);
  return customId;
}

/** The labels that the select with this placeholder offers. */
export function optionsOf(message: APIMessage, placeholder: string): readonly string[] {
  return partsOf(message).flatMap((part) =>
    'placeholder' in part && part.placeholder === placeholder && 'options' in part
      ? (part.options as readonly { readonly label: string }[]).map(({ label }) => label)
      : [],
  );
}

function fieldOf(message: APIMessage, label: string, field: string): string | undefined {
  const part = partsOf(message).find(
    (candidate) =>
      ('label' in candidate && candidate.label === label) ||
      ('placeholder' in candidate && candidate.placeholder === label),
  );
  const value = part === undefined ? undefined : new Map<string, unknown>(Object.entries(part)).get(field);
  return typeof value === 'string' ? value : undefined;
}

/** The message's components and everything within them, in the order of reading. */
function partsOf({ components }: APIMessage): readonly object[] {
  const parts: object[] = [];
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(visit);
    else if (typeof part === 'object' && part !== null) {
      parts.push(part);
      if ('components' in part) visit(part.components);
      if ('accessory' in part) visit(part.accessory);
    }
  };
  visit(components);
  return parts;
}
