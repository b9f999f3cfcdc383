import { randomBytes } from 'node:crypto';
import {
  GatewayDispatchEvents,
  InteractionResponseType,
  InteractionType,
  MessageFlags,
  MessageReferenceType,
  MessageType,
  type APIApplicationCommandOptionChoice,
  type APIMessageInteraction,
  type APIMessageInteractionMetadata,
  type APIModalInteractionResponseCallbackData,
} from 'discord-api-types/v10';
import type { BoundedLog } from './bounded-log.ts';
import type { Broadcast } from './broadcast.ts';
import type { InteractionRecord } from './contract.ts';
import type { MessageBody } from './message-composer.ts';
import type { AnswerFields, AnswerParts, Messages, UploadedFiles } from './messages.ts';
import { invalidForm, refusals } from './rest-error.ts';
import type { ChannelRecord, MessageRecord, UserRecord, World } from './world.ts';

/** Discord's limit for apps that only the user installed. */
const FOLLOW_UPS_OF_USER_INSTALL = 5;
const AUTOCOMPLETE_CHOICES = 25;
const TOKEN_BYTES = 96;

export interface InteractionDraft {
  readonly type: InteractionType;
  readonly user: UserRecord;
  readonly channel: ChannelRecord;
  /** What the bot is told besides id and token. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** The message whose component was used, or which a modal was opened from. */
  readonly source: MessageRecord | null;
  /** How the answer tells where it comes from. */
  readonly metadata: APIMessageInteractionMetadata;
  readonly commandName: string | null;
  /** Whether the app works here only because the user installed it. */
  readonly isUserInstallOnly: boolean;
}

/** One interaction, from the person's click to the end of its token. */
export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly type: InteractionType;
  readonly user: UserRecord;
  readonly channel: ChannelRecord;
  readonly source: MessageRecord | null;
  readonly metadata: APIMessageInteractionMetadata;
  /** `missed`: nobody answered in time; the person was told that it failed. */
  state: 'open' | 'answered' | 'missed' | 'expired';
  responseType: InteractionResponseType | null;
  /** What `@original` means: the answer, or after an update the message updated. */
  original: MessageRecord | null;
  /** Whether the deferred answer, or update, still has to come. */
  isPending: boolean;
  readonly followUps: MessageRecord[];
  choices: readonly APIApplicationCommandOptionChoice[];
  modal: APIModalInteractionResponseCallbackData | null;
  /** Resolves once `condition` holds; checked now and at each change. */
  until(condition: () => boolean, timeoutMs?: number): Promise<boolean>;
}

export interface InteractionCallback {
  readonly type: InteractionResponseType;
  readonly data?: unknown;
}

export interface Interactions {
  open(draft: InteractionDraft): Interaction;
  find(id: string): Interaction | undefined;
  /** Of the interaction that a token belongs to, expired or not, as long as it is remembered. */
  idOf(token: string): string | undefined;
  /** The bot's first answer. @throws RestError 10062, 40060, 50035 */
  respond(id: string, token: string, callback: InteractionCallback, files: UploadedFiles): Interaction;
  /** @throws RestError 50027, 10015 */
  followUp(token: string, body: MessageBody, files: UploadedFiles): MessageRecord;
  /** A message the token gives access to; `@original` is the first answer. @throws RestError 50027, 10008 */
  message(token: string, id: string): MessageRecord;
  /** The flags of that message now, if there is one. */
  flags(token: string, id: string): MessageFlags | undefined;
  edit(token: string, id: string, body: MessageBody, files: UploadedFiles): MessageRecord;
  remove(token: string, id: string): void;
  close(): void;
}

interface OpenInteraction extends Interaction {
  readonly createdAt: number;
  readonly fields: Pick<AnswerFields, 'interaction_metadata' | 'interaction'>;
  readonly isUserInstallOnly: boolean;
  timer: NodeJS.Timeout;
  changed(): void;
}

const { Modal, ApplicationCommandAutocompleteResult: Choices } = InteractionResponseType;
const { ChannelMessageWithSource, DeferredChannelMessageWithSource } = InteractionResponseType;
const { UpdateMessage, DeferredMessageUpdate } = InteractionResponseType;

export function createInteractions(options: {
  world: World;
  messages: Messages;
  broadcast: Broadcast;
  log: BoundedLog<InteractionRecord>;
  firstResponseMs: number;
  tokenMs: number;
}): Interactions {
  const { world, messages, broadcast, log, firstResponseMs, tokenMs } = options;
  const byId = new Map<string, OpenInteraction>();
  const byToken = new Map<string, OpenInteraction>();

  /** An open one has its own, real deadline: it must be missed before it can expire, even when the clock leaps. */
  const isExpired = (interaction: OpenInteraction) =>
    interaction.state === 'expired' ||
    (interaction.state !== 'open' && world.now() - interaction.createdAt >= tokenMs);

  function forgetExpired(): void {
    for (const interaction of byId.values()) {
      if (!isExpired(interaction)) break;
      clearTimeout(interaction.timer);
      byId.delete(interaction.id);
      byToken.delete(interaction.token);
      expire(interaction);
    }
  }

  function expire(interaction: OpenInteraction): void {
    if (interaction.state === 'answered') interaction.state = 'expired';
    interaction.changed();
  }

  function reach(interaction: OpenInteraction, id: string): MessageRecord | null {
    const { original, source, followUps } = interaction;
    if (id === '@original') return original;
    return [original, source, ...followUps].find((record) => record?.message.id === id) ?? null;
  }

  /** The interaction a webhook token stands for, which must have been answered first. */
  function answered(token: string): OpenInteraction {
    const interaction = byToken.get(token);
    if (interaction === undefined || isExpired(interaction)) throw refusals.invalidWebhookToken();
    if (interaction.state !== 'answered') throw refusals.unknownWebhook();
    return interaction;
  }

  function post(
    interaction: OpenInteraction,
    body: MessageBody,
    files: UploadedFiles,
    { isPrivate = isEphemeral(body), isLoading = false } = {},
  ): MessageRecord {
    const { channel, fields, original, source, user } = interaction;
    if (!world.channels.has(channel.id)) throw refusals.unknownChannel();
    const repliedTo = original ?? source;
    const parts: AnswerParts = {
      visibleTo: isPrivate ? user.user.id : null,
      isLoading,
      fields: {
        ...fields,
        type: answerType(interaction, repliedTo),
        ...(repliedTo && {
          message_reference: {
            type: MessageReferenceType.Default,
            channel_id: channel.id,
            message_id: repliedTo.message.id,
            ...(channel.guildId === null ? {} : { guild_id: channel.guildId }),
          },
        }),
      },
    };
    return messages.post({ channel, author: world.botUser, body, files, answer: parts });
  }

  function respondWith(
    interaction: OpenInteraction,
    { type, data }: InteractionCallback,
    files: UploadedFiles,
  ): void {
    switch (type) {
      case ChannelMessageWithSource:
        interaction.original = post(interaction, data ?? {}, files);
        break;
      case DeferredChannelMessageWithSource: {
        const body = (data ?? {}) as MessageBody;
        refuseUnless(
          ((body.flags ?? 0) & ~MessageFlags.Ephemeral) === 0,
          ['data', 'flags'],
          'A deferred answer may only be made ephemeral',
        );
        interaction.original = post(interaction, {}, files, {
          isPrivate: isEphemeral(body),
          isLoading: true,
        });
        interaction.isPending = true;
        break;
      }
      case DeferredMessageUpdate:
        interaction.original = existing(interaction.source);
        interaction.isPending = true;
        break;
      case UpdateMessage:
        interaction.original = messages.edit(existing(interaction.source), data ?? {}, files);
        break;
      case Choices: {
        const { choices = [] } = (data ?? {}) as { choices?: APIApplicationCommandOptionChoice[] };
        refuseUnless(
          choices.length <= AUTOCOMPLETE_CHOICES,
          ['data', 'choices'],
          `Must be ${AUTOCOMPLETE_CHOICES} or fewer in length.`,
        );
        interaction.choices = choices;
        break;
      }
      case Modal: {
        const modal = data as APIModalInteractionResponseCallbackData;
        interaction.modal = modal;
        broadcast.toPeople({
          type: 'modal-opened',
          userId: interaction.user.user.id,
          interactionId: interaction.id,
          modal,
          channelId: interaction.channel.id,
        });
        break;
      }
      default:
        throw new Error(`Interaction response type ${type} is not supported`);
    }
  }

  function existing(record: MessageRecord | null): MessageRecord {
    if (record === null || !world.messages.has(record.message.id)) throw refusals.unknownMessage();
    return record;
  }

  const interactions: Interactions = {
    open(draft) {
      forgetExpired();
      const { type, user, channel, source, metadata, commandName, isUserInstallOnly } = draft;
      const id = world.nextId();
      const own = { ...metadata, id };
      const legacy: APIMessageInteraction | undefined =
        commandName === null ? undefined : { id, type, name: commandName, user: user.user };
      const watchers = new Set<() => void>();
      const interaction: OpenInteraction = {
        id,
        token: randomBytes(TOKEN_BYTES).toString('base64url'),
        createdAt: world.now(),
        type,
        user,
        channel,
        source,
        metadata: own,
        fields: { interaction_metadata: own, ...(legacy && { interaction: legacy }) },
        isUserInstallOnly,
        state: 'open',
        responseType: null,
        original: null,
        isPending: false,
        followUps: [],
        choices: [],
        modal: null,
        timer: setTimeout(() => {
          interaction.state = 'missed';
          interaction.changed();
        }, firstResponseMs).unref(),
        changed() {
          for (const watcher of watchers) watcher();
        },
        until(condition, timeoutMs) {
          if (condition()) return Promise.resolve(true);
          return new Promise((resolve) => {
            const finish = (holds: boolean) => {
              clearTimeout(timer);
              watchers.delete(check);
              resolve(holds);
            };
            const check = () => {
              if (condition()) finish(true);
            };
            const timer =
              timeoutMs === undefined
                ? undefined
                : setTimeout(() => {
                    finish(false);
                  }, timeoutMs);
            watchers.add(check);
          });
        },
      };
      byId.set(interaction.id, interaction);
      byToken.set(interaction.token, interaction);
      if (type !== InteractionType.ApplicationCommandAutocomplete) {
        log.add({
          id,
          userId: user.user.id,
          at: world.now(),
          payload: { ...draft.payload, id, token: ':token', type },
        });
      }
      broadcast.toBot({
        name: GatewayDispatchEvents.InteractionCreate,
        data: { ...draft.payload, id: interaction.id, token: interaction.token, type },
        guildId: channel.guildId,
        intents: 0,
      });
      return interaction;
    },

    find: (id) => byId.get(id),
    idOf: (token) => byToken.get(token)?.id,

    respond(id, token, callback, files) {
      const interaction = byId.get(id);
      if (interaction?.token !== token || interaction.state === 'missed' || isExpired(interaction)) {
        throw refusals.unknownInteraction();
      }
      if (interaction.state !== 'open') throw refusals.alreadyAcknowledged();
      refuseUnless(
        allowedResponses(interaction).includes(callback.type),
        ['type'],
        `Interaction of type ${interaction.type} cannot be answered with type ${callback.type}`,
      );
      respondWith(interaction, callback, files);
      interaction.state = 'answered';
      interaction.responseType = callback.type;
      clearTimeout(interaction.timer);
      interaction.timer = setTimeout(() => {
        expire(interaction);
      }, tokenMs).unref();
      interaction.changed();
      return interaction;
    },

    followUp(token, body, files) {
      const interaction = answered(token);
      const { original } = interaction;
      // As in Discord, the first follow-up after a defer is the deferred answer itself.
      if (
        interaction.isPending &&
        interaction.responseType === DeferredChannelMessageWithSource &&
        original !== null &&
        world.messages.has(original.message.id)
      ) {
        return interactions.edit(token, '@original', body, files);
      }
      if (interaction.isUserInstallOnly && interaction.followUps.length >= FOLLOW_UPS_OF_USER_INSTALL) {
        throw refusals.tooManyFollowUps();
      }
      const record = post(interaction, body, files);
      interaction.followUps.push(record);
      interaction.changed();
      return record;
    },

    message: (token, id) => existing(reach(answered(token), id)),

    flags(token, id) {
      const interaction = byToken.get(token);
      return interaction === undefined ? undefined : reach(interaction, id)?.message.flags;
    },

    edit(token, id, body, files) {
      const record = interactions.message(token, id);
      messages.edit(record, body, files);
      const interaction = answered(token);
      if (record === interaction.original) interaction.isPending = false;
      interaction.changed();
      return record;
    },

    remove(token, id) {
      const record = interactions.message(token, id);
      messages.remove(record);
      const interaction = answered(token);
      if (record === interaction.original) interaction.isPending = false;
      interaction.changed();
    },

    close() {
      for (const interaction of byId.values()) clearTimeout(interaction.timer);
      byId.clear();
      byToken.clear();
    },
  };
  return interactions;
}

function isEphemeral(body: MessageBody): boolean {
  return ((body.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
}

function answerType({ type, metadata }: Interaction, repliedTo: MessageRecord | null): AnswerFields['type'] {
  if (repliedTo !== null) return MessageType.Reply;
  if (type !== InteractionType.ApplicationCommand) return MessageType.Default;
  const isMenu = 'target_user' in metadata || 'target_message_id' in metadata;
  return isMenu ? MessageType.ContextMenuCommand : MessageType.ChatInputCommand;
}

function allowedResponses({ type, source }: Interaction): readonly InteractionResponseType[] {
  const onMessage = source === null ? [] : [UpdateMessage, DeferredMessageUpdate];
  const anew = [ChannelMessageWithSource, DeferredChannelMessageWithSource];
  switch (type) {
    case InteractionType.ApplicationCommand:
      return [...anew, Modal];
    case InteractionType.MessageComponent:
      return [...anew, ...onMessage, Modal];
    case InteractionType.ModalSubmit:
      return [...anew, ...onMessage];
    case InteractionType.ApplicationCommandAutocomplete:
      return [Choices];
    default:
      return [InteractionResponseType.Pong];
  }
}

function refuseUnless(holds: boolean, path: readonly (string | number)[], message: string): void {
  if (!holds) throw invalidForm([{ path, code: 'BASE_TYPE_BAD_VALUE', message }]);
}
