import { MessageFlags, MessageReferenceType } from 'discord-api-types/v10';
import { checkAllowedMentions } from './allowed-mentions.ts';
import { checkEmbeds } from './embeds.ts';
import type { Field } from './field.ts';
import { checkMessageComponents, needsV2, type Layout } from './message-components.ts';

/** Discord answers this one with error 50006 rather than with «Invalid Form Body» (50035). */
export const emptyMessageCode = 'EMPTY_MESSAGE';

const channelFlags =
  MessageFlags.SuppressEmbeds |
  MessageFlags.SuppressNotifications |
  MessageFlags.IsVoiceMessage |
  MessageFlags.IsComponentsV2;
const interactionFlags = channelFlags | MessageFlags.Ephemeral;

/** A new message in a channel, where nothing can be private. */
export function checkChannelMessage(message: Field): void {
  checkFlags(message.at('flags'), channelFlags);
  checkNewMessage(message);
}

/** A new message that answers an interaction, at first or as a follow-up. */
export function checkInteractionMessage(message: Field): void {
  checkFlags(message.at('flags'), interactionFlags);
  checkNewMessage(message);
}

/**
 * A change to a message. Its flags may be left out, and then stay what they were; `currentFlags` are those
 * of the message before the change. Where neither is known, the components tell which layout is meant.
 */
export function checkMessageEdit(message: Field, currentFlags: number | undefined): void {
  const flags = message.at('flags').integer({ min: 0 }) ?? currentFlags;
  const isV2 =
    flags === undefined ? components(message).some(needsV2) : (flags & MessageFlags.IsComponentsV2) !== 0;
  checkFields(message, isV2 ? 'v2' : 'legacy');
}

export function checkFlags(field: Field, allowed: number): void {
  const flags = field.integer({ min: 0 });
  if (flags !== undefined && (flags & ~allowed) !== 0) {
    field.refuse('MESSAGE_FLAGS_INVALID', `Only flags of ${allowed} can be set here`);
  }
}

function checkNewMessage(message: Field): void {
  const flags = message.at('flags').value;
  const isV2 = typeof flags === 'number' && (flags & MessageFlags.IsComponentsV2) !== 0;
  checkNonce(message);
  checkFields(message, isV2 ? 'v2' : 'legacy');
  if (isEmpty(message, isV2)) message.refuse(emptyMessageCode, 'Cannot send an empty message');
}

function checkFields(message: Field, layout: Layout): void {
  message.at('tts').boolean();
  message.at('content').text({ max: 2000 });
  checkEmbeds(message.at('embeds'));
  checkAllowedMentions(message.at('allowed_mentions'));
  checkAttachments(message.at('attachments'));
  checkMessageComponents(message.at('components'), layout);
  if (layout === 'v2') refuseLegacyFields(message);
}

function refuseLegacyFields(message: Field): void {
  for (const key of ['content', 'embeds', 'poll', 'sticker_ids']) {
    const field = message.at(key);
    // An edit may empty these fields, which is how an older message is turned into one of components.
    if (!hasContent(field)) continue;
    field.refuse(
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
      `The '${key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
    );
  }
}

function checkNonce(message: Field): void {
  const nonce = message.at('nonce');
  if (typeof nonce.value === 'number') nonce.integer();
  else nonce.text({ max: 25 });
  if (message.at('enforce_nonce').boolean() === true) nonce.require();
}

function checkAttachments(list: Field): void {
  for (const attachment of list.list({ max: 10 })) {
    if (!attachment.require() || !attachment.record()) continue;
    // Files of this request are numbered from 0 (as text or number); kept ones go by their snowflake.
    if (typeof attachment.at('id').value !== 'number') attachment.at('id').snowflake({ required: true });
    attachment.at('description').text({ max: 1024 });
    attachment.at('filename').text({ min: 1, max: 1024 });
  }
}

function isEmpty(message: Field, isV2: boolean): boolean {
  // In a legacy message the buttons belong to something: alone they are an empty message.
  if (isV2) return components(message).length === 0;
  return !(
    ['content', 'embeds', 'poll', 'sticker_ids', 'attachments'].some((key) => hasContent(message.at(key))) ||
    message.at('message_reference').at('type').value === MessageReferenceType.Forward
  );
}

function hasContent(field: Field): boolean {
  if (typeof field.value === 'string') return field.value.trim() !== '';
  return Array.isArray(field.value) ? field.value.length > 0 : field.isPresent;
}

function components(message: Field): readonly Field[] {
  const field = message.at('components');
  return Array.isArray(field.value) ? field.list() : [];
}
