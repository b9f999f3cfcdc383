import {
  GatewayDispatchEvents,
  GatewayIntentBits,
  MessageFlags,
  MessageReferenceType,
  MessageType,
  PermissionFlagsBits,
  type APIAttachment,
  type APIMessage,
  type APIMessageInteraction,
  type APIUser,
} from 'discord-api-types/v10';
import { apiMember, userOf } from './api-objects.ts';
import type { AttachmentStore, UploadedFile } from './attachments.ts';
import type { Broadcast } from './broadcast.ts';
import { flagSet } from './flags.ts';
import { defaultMentions, mentionsIn } from './mentions.ts';
import { composeContent, type MessageBody, type MessageContent } from './message-composer.ts';
import { channelPermissions, has } from './permissions.ts';
import { refusals } from './rest-error.ts';
import type { ChannelRecord, MessageRecord, World } from './world.ts';

export type UploadedFiles = ReadonlyMap<number, UploadedFile>;

const NO_FILES: UploadedFiles = new Map();

/** Long enough to pass for Discord's «past few minutes». */
const NONCE_MEMORY_MS = 5 * 60_000;

const FILES_PER_MESSAGE = 10;

export interface Draft {
  readonly channel: ChannelRecord;
  readonly author: APIUser;
  readonly body: MessageBody;
  readonly files?: UploadedFiles;
  /** Only for answers to interactions. */
  readonly answer?: AnswerParts;
}

/** What makes a message the answer to an interaction. */
export interface AnswerParts {
  readonly visibleTo: string | null;
  readonly isLoading: boolean;
  readonly fields: AnswerFields;
}

export interface AnswerFields extends Pick<
  APIMessage,
  'type' | 'interaction_metadata' | 'message_reference'
> {
  /** Superseded by the metadata; still sent, and the only place that names the command. */
  readonly interaction?: APIMessageInteraction;
}

export interface Messages {
  post(draft: Draft): MessageRecord;
  edit(record: MessageRecord, body: MessageBody, files?: UploadedFiles): MessageRecord;
  remove(record: MessageRecord): void;
  /** Takes a private answer off the person's screen; the bot does not hear of it. */
  dismiss(record: MessageRecord): void;
  /** Sets or clears the pin. */
  pin(record: MessageRecord, pinned: boolean): void;
  /** A message anyone in the channel sees. @throws RestError 10008 */
  find(channel: ChannelRecord, messageId: string): MessageRecord;
}

/** Messages as they come to be, change and go, and the telling of it to the bot and the people. */
export function createMessages(world: World, attachments: AttachmentStore, broadcast: Broadcast): Messages {
  const byNonce = new Map<string, { at: number; messageId: string }>();
  const timestamp = () => new Date(world.now()).toISOString();

  function resolveMentions(channel: ChannelRecord, author: APIUser, body: MessageBody, isAnswer: boolean) {
    return (text: string) => {
      const { userIds, roleIds, everyone } = mentionsIn(
        text,
        body.allowed_mentions ?? defaultMentions(isAnswer),
      );
      const guild = world.guildOf(channel);
      const mayPingAll = has(
        channelPermissions(guild, channel, author.id),
        PermissionFlagsBits.MentionEveryone,
      );
      return {
        mentions: userIds
          .filter((id) => world.users.has(id) || id === world.botUser.id)
          .map((id) => userOf(world, id)),
        roleIds: roleIds.filter((id) => mayPingAll || (guild?.roles.get(id)?.mentionable ?? false)),
        everyone: everyone && mayPingAll,
      };
    };
  }

  function storeFiles(
    channel: ChannelRecord,
    before: readonly APIAttachment[],
    body: MessageBody,
    uploaded: UploadedFiles,
  ): readonly APIAttachment[] {
    const described = body.attachments;
    const kept =
      described === undefined
        ? before
        : before.filter(({ id }) => described?.some((entry) => String(entry.id) === id) ?? false);
    if (kept.length + uploaded.size > FILES_PER_MESSAGE) throw refusals.tooManyAttachments();
    const added = [...uploaded].map(([number, file]) => {
      const { filename, description, title } =
        described?.find(({ id }) => String(id) === String(number)) ?? {};
      return attachments.add(channel.id, file, {
        ...(filename === undefined ? {} : { filename }),
        ...(description === undefined ? {} : { description }),
        ...(title === undefined ? {} : { title }),
      });
    });
    return [...kept, ...added];
  }

  function rememberedNonce(key: string): MessageRecord | undefined {
    for (const [oldest, { at }] of byNonce) {
      if (world.now() - at < NONCE_MEMORY_MS) break;
      byNonce.delete(oldest);
    }
    const seen = byNonce.get(key);
    return seen === undefined ? undefined : world.messages.get(seen.messageId);
  }

  function tellBot(
    name: GatewayDispatchEvents.MessageCreate | GatewayDispatchEvents.MessageUpdate,
    record: MessageRecord,
  ): void {
    const { channel, message, visibleTo } = record;
    // Discord tells private answers as if they stood in a direct message: without a guild.
    const guild = visibleTo === null ? world.guildOf(channel) : undefined;
    const member = guild?.members.get(message.author.id);
    const data = {
      ...message,
      channel_type: channel.type,
      ...(guild && { guild_id: guild.id }),
      ...(member && { member: apiMember(member) }),
    };
    const isBotsBusiness =
      guild === undefined ||
      message.author.id === world.botUser.id ||
      message.mentions.some(({ id }) => id === world.botUser.id);
    broadcast.toBot({
      name,
      data,
      ...(isBotsBusiness
        ? {}
        : { withoutContent: { ...data, content: '', embeds: [], attachments: [], components: [] } }),
      guildId: guild?.id ?? null,
      intents: guild === undefined ? GatewayIntentBits.DirectMessages : GatewayIntentBits.GuildMessages,
    });
  }

  function tell(type: 'message-created' | 'message-updated', record: MessageRecord): void {
    const { message, channel, visibleTo } = record;
    broadcast.toPeople({ type, message, channelId: channel.id, visibleTo });
    tellBot(
      type === 'message-created' ? GatewayDispatchEvents.MessageCreate : GatewayDispatchEvents.MessageUpdate,
      record,
    );
  }

  const messages: Messages = {
    post({ channel, author, body, files = NO_FILES, answer }) {
      const nonce = body.nonce ?? undefined;
      const nonceKey = nonce === undefined ? undefined : `${channel.id}/${author.id}/${nonce}`;
      const earlier = nonceKey === undefined ? undefined : rememberedNonce(nonceKey);
      if (earlier !== undefined && body.enforce_nonce === true) return earlier;

      const nothing: MessageContent = {
        content: '',
        embeds: [],
        components: [],
        attachments: [],
        mentions: [],
        mention_roles: [],
        mention_everyone: false,
        flags: flagSet<MessageFlags>(),
      };
      const stored = storeFiles(channel, [], body, files);
      const composed = answer?.isLoading
        ? nothing
        : composeContent(nothing, body, stored, resolveMentions(channel, author, body, answer !== undefined));
      const visibleTo = answer?.visibleTo ?? null;
      const flags = flagSet(
        composed.flags,
        ...(answer?.isLoading === true ? [MessageFlags.Loading] : []),
        ...(visibleTo === null ? [] : [MessageFlags.Ephemeral]),
      );
      const record: MessageRecord = {
        channel,
        visibleTo,
        files: stored,
        message: {
          id: world.nextId(),
          channel_id: channel.id,
          author,
          timestamp: timestamp(),
          edited_timestamp: null,
          tts: body.tts ?? false,
          pinned: false,
          type: MessageType.Default,
          ...composed,
          flags,
          ...(nonce === undefined ? {} : { nonce }),
          ...reference(channel, body),
          ...(answer && {
            ...answer.fields,
            application_id: world.botUser.id,
            webhook_id: world.botUser.id,
          }),
        },
      };
      world.addMessage(record);
      if (nonceKey !== undefined) {
        byNonce.delete(nonceKey);
        byNonce.set(nonceKey, { at: world.now(), messageId: record.message.id });
      }
      tell('message-created', record);
      return record;
    },

    edit(record, body, files = NO_FILES) {
      const { message, channel } = record;
      const isFilling = ((message.flags ?? 0) & MessageFlags.Loading) !== 0;
      const stored = storeFiles(channel, record.files, body, files);
      const { attachments: shownFiles, ...composed } = composeContent(
        {
          content: message.content,
          embeds: message.embeds,
          components: message.components ?? [],
          attachments: message.attachments,
          mentions: message.mentions,
          mention_roles: message.mention_roles,
          mention_everyone: message.mention_everyone,
          flags: message.flags ?? flagSet<MessageFlags>(),
        },
        body,
        stored,
        resolveMentions(channel, message.author, body, message.webhook_id !== undefined),
      );
      record.files = stored;
      record.message = {
        ...message,
        ...composed,
        attachments: shownFiles,
        edited_timestamp: isFilling ? null : timestamp(),
      };
      tell('message-updated', record);
      return record;
    },

    dismiss(record) {
      const { channel, message, visibleTo } = record;
      world.removeMessage(record);
      broadcast.toPeople({
        type: 'message-deleted',
        messageId: message.id,
        channelId: channel.id,
        visibleTo,
      });
    },

    remove(record) {
      const { channel, message, visibleTo } = record;
      messages.dismiss(record);
      const guildId = visibleTo === null ? channel.guildId : null;
      broadcast.toBot({
        name: GatewayDispatchEvents.MessageDelete,
        data: { id: message.id, channel_id: channel.id, ...(guildId !== null && { guild_id: guildId }) },
        guildId,
        intents: guildId === null ? GatewayIntentBits.DirectMessages : GatewayIntentBits.GuildMessages,
      });
    },

    pin(record, pinned) {
      if (record.message.pinned === pinned) return;
      record.message = { ...record.message, pinned };
      tell('message-updated', record);
      const { channel } = record;
      broadcast.toBot({
        name: GatewayDispatchEvents.ChannelPinsUpdate,
        data: {
          channel_id: channel.id,
          last_pin_timestamp: pinned ? timestamp() : null,
          ...(channel.guildId !== null && { guild_id: channel.guildId }),
        },
        guildId: channel.guildId,
        intents: channel.guildId === null ? GatewayIntentBits.DirectMessages : GatewayIntentBits.Guilds,
      });
    },

    find(channel, messageId) {
      const record = channel.messages.get(messageId);
      if (record?.visibleTo !== null) throw refusals.unknownMessage();
      return record;
    },
  };
  return messages;

  function reference(
    channel: ChannelRecord,
    { message_reference: given }: MessageBody,
  ): Pick<APIMessage, 'message_reference' | 'referenced_message' | 'type'> | Record<string, never> {
    if (given?.message_id === undefined) return {};
    const referenced = channel.messages.get(given.message_id);
    if (referenced === undefined && given.fail_if_not_exists !== false) throw refusals.unknownMessage();
    return {
      type: MessageType.Reply,
      message_reference: {
        type: MessageReferenceType.Default,
        message_id: given.message_id,
        channel_id: channel.id,
        ...(channel.guildId === null ? {} : { guild_id: channel.guildId }),
      },
      referenced_message: referenced?.message ?? null,
    };
  }
}
