import {
  ApplicationCommandType,
  ComponentType,
  InteractionType,
  PermissionFlagsBits,
  type APIApplicationCommand,
  type APIMessage,
  type APIMessageInteractionMetadata,
} from 'discord-api-types/v10';
import type { AttachmentStore } from '../attachments.ts';
import type { CommandRegistry } from '../commands.ts';
import type { Outcome, Person } from '../contract.ts';
import type { Interaction, Interactions } from '../interactions.ts';
import type { Messages } from '../messages.ts';
import { channelPermissions, has, sendPermission } from '../permissions.ts';
import type { ChannelRecord, MessageRecord, UserRecord, World } from '../world.ts';
import { ClientRefusal } from './client-refusal.ts';
import { parseCommandLine, readOptionValues } from './command-line.ts';
import {
  authorizingOwners,
  findCommand,
  findSubcommand,
  requireUsable,
  type RunnableCommand,
} from './command-lookup.ts';
import type { DmInbox } from './dm-inbox.ts';
import { uploadFiles } from './given-files.ts';
import { interactionContext, resolve, type Referenced } from './interaction-payload.ts';
import { commandData, referencedBy } from './command-data.ts';
import { findButton, findSelect, selectValues } from './message-components.ts';
import { fillModal } from './modal-form.ts';
import {
  checkOptions,
  guessOptions,
  type GivenOption,
  type GivenValue,
  type OptionValue,
  type SentOption,
} from './option-values.ts';
import { awaitOutcome } from './outcome.ts';

const DM_TIMEOUT_MS = 5_000;
const MESSAGE_LENGTH = 2_000;

export interface PersonContext {
  readonly world: World;
  readonly commands: CommandRegistry;
  readonly interactions: Interactions;
  readonly messages: Messages;
  readonly attachments: AttachmentStore;
  readonly inbox: DmInbox;
  /** How long a silent acknowledgement is watched for something to see. */
  readonly settleMs: number;
}

/** A person at a Discord client. */
export function createPerson(context: PersonContext, user: UserRecord): Person {
  const { world, commands, interactions, messages, attachments, inbox, settleMs } = context;
  const userId = user.user.id;

  const may = (channel: ChannelRecord, permission: bigint) =>
    has(channelPermissions(world.guildOf(channel), channel, userId), permission);

  const sees = (channel: ChannelRecord) =>
    channel.guildId === null ? channel.recipientId === userId : may(channel, PermissionFlagsBits.ViewChannel);

  function channelOf(channelId: string): ChannelRecord {
    const channel = world.channels.get(channelId);
    if (channel === undefined) throw new ClientRefusal('The channel does not exist (any more)');
    if (!sees(channel)) throw new ClientRefusal(`${user.user.username} cannot see #${channel.name}`);
    return channel;
  }

  const isVisible = (record: MessageRecord) => record.visibleTo === null || record.visibleTo === userId;

  function messageOf(messageId: string): MessageRecord {
    const record = world.messages.get(messageId);
    if (record === undefined || !isVisible(record))
      throw new ClientRefusal('The message does not exist (any more), or is not for this person');
    channelOf(record.channel.id);
    return record;
  }

  function open(draft: {
    type: InteractionType;
    channel: ChannelRecord;
    owners: ReturnType<typeof authorizingOwners>;
    data: unknown;
    source?: MessageRecord | null;
    extra?: Record<string, unknown>;
    commandName?: string;
    metadata: Record<string, unknown>;
  }): Interaction {
    const { type, channel, owners, data, source = null, extra = {}, commandName = null } = draft;
    return interactions.open({
      type,
      user,
      channel,
      source,
      commandName,
      isUserInstallOnly: !('0' in owners),
      // Which of the shapes it is follows from the type; the id comes with the interaction.
      metadata: {
        id: '',
        type,
        user: user.user,
        authorizing_integration_owners: owners,
        ...draft.metadata,
      } as unknown as APIMessageInteractionMetadata,
      payload: { ...interactionContext(world, user, channel, owners), data, ...extra },
    });
  }

  const settle = (interaction: Interaction): Promise<Outcome> => awaitOutcome(world, interaction, settleMs);

  function runnable(channel: ChannelRecord, words: readonly string[]): RunnableCommand {
    const [name = '', ...rest] = words;
    const command = findCommand(commands, channel, ApplicationCommandType.ChatInput, name);
    const found = findSubcommand(command, rest);
    const surplus = rest.slice(found.path.length);
    if (surplus.length > 0)
      throw new ClientRefusal(`/${[name, ...found.path].join(' ')} has no subcommand ${surplus.join(' ')}`);
    return found;
  }

  /** A command nobody registered, as only a forged client could send it. */
  function forged(words: readonly string[]): RunnableCommand {
    const [name = '', ...path] = words;
    const command = { id: world.nextId(), name, type: ApplicationCommandType.ChatInput };
    return { command: command as APIApplicationCommand, path, options: [] };
  }

  function run(
    channel: ChannelRecord,
    found: RunnableCommand,
    given: readonly GivenOption[],
    isChecked: boolean,
  ) {
    const owners = isChecked
      ? requireUsable(world, found.command, user, channel)
      : authorizingOwners(world, user, channel);
    const uploaded = uploadFiles(given, (file) => attachments.addEphemeral(channel.id, file));
    const referenced = {
      ...referencedBy(uploaded.sent, world.guildOf(channel)),
      attachments: uploaded.attachments,
    };
    return settle(
      open({
        type: InteractionType.ApplicationCommand,
        channel,
        owners,
        data: commandData(found, uploaded.sent, resolve(world, channel, referenced)),
        commandName: [found.command.name, ...found.path].join(' '),
        metadata: {},
      }),
    );
  }

  async function menu(
    channelId: string,
    name: string,
    type: ApplicationCommandType.User | ApplicationCommandType.Message,
    target: (channel: ChannelRecord) => {
      id: string;
      referenced: Referenced;
      metadata: Record<string, unknown>;
    },
  ): Promise<Outcome> {
    const channel = channelOf(channelId);
    const command = findCommand(commands, channel, type, name);
    const owners = requireUsable(world, command, user, channel);
    const { id, referenced, metadata } = target(channel);
    return settle(
      open({
        type: InteractionType.ApplicationCommand,
        channel,
        owners,
        data: {
          ...commandData({ command, path: [], options: [] }, [], resolve(world, channel, referenced)),
          target_id: id,
        },
        commandName: command.name,
        metadata,
      }),
    );
  }

  function useComponent(record: MessageRecord, data: Record<string, unknown>): Promise<Outcome> {
    const { channel, message } = record;
    return settle(
      open({
        type: InteractionType.MessageComponent,
        channel,
        owners:
          message.interaction_metadata?.authorizing_integration_owners ??
          authorizingOwners(world, user, channel),
        data,
        source: record,
        extra: { message },
        metadata: { interacted_message_id: message.id },
      }),
    );
  }

  return {
    user: user.user,

    async type(channelId, text, files = {}) {
      const channel = channelOf(channelId);
      const line = parseCommandLine(text);
      const command = findCommand(commands, channel, ApplicationCommandType.ChatInput, line.name);
      const found = findSubcommand(
        command,
        line.words.map((word) => word.text),
      );
      const typed = readOptionValues(
        line.words.slice(found.path.length),
        found.options.map(({ name }) => name),
      );
      const values = new Map<string, GivenValue>([...typed, ...Object.entries(files)]);
      return run(channel, found, checkOptions(world, channel, found.options, values), true);
    },

    async slash(channelId, command, options = {}, { unchecked = false } = {}) {
      const channel = channelOf(channelId);
      const words = command.replace(/^\//, '').split(/\s+/);
      const values = new Map(Object.entries(options));
      if (!unchecked) {
        const found = runnable(channel, words);
        return run(channel, found, checkOptions(world, channel, found.options, values), true);
      }
      const found = attempt(() => runnable(channel, words)) ?? forged(words);
      return run(channel, found, guessOptions(found.options, values), false);
    },

    async autocomplete(channelId, command, focused, options = {}) {
      const channel = channelOf(channelId);
      const found = runnable(channel, command.replace(/^\//, '').split(/\s+/));
      const owners = requireUsable(world, found.command, user, channel);
      const target = found.options.find(({ name }) => name === focused.name);
      if (target === undefined) throw new ClientRefusal(`The command has no option ${focused.name}`);
      if (!('autocomplete' in target && target.autocomplete))
        throw new ClientRefusal(`The option ${focused.name} offers no choices while typing`);
      const others = new Map<string, OptionValue>(
        Object.entries(options).filter(([name]) => name !== focused.name),
      );
      const sent: SentOption[] = [
        ...guessOptions(found.options, others),
        { name: focused.name, type: target.type, value: focused.value, focused: true },
      ];
      const interaction = open({
        type: InteractionType.ApplicationCommandAutocomplete,
        channel,
        owners,
        // Half-typed values stand for nothing yet.
        data: commandData(found, sent, {}),
        metadata: {},
      });
      await interaction.until(() => interaction.state !== 'open');
      if (interaction.state === 'missed') throw new Error('Loading options failed: no answer in time');
      return interaction.choices;
    },

    userMenu: (channelId, command, targetUserId) =>
      menu(channelId, command, ApplicationCommandType.User, () => {
        const target =
          targetUserId === world.botUser.id ? world.botUser : world.users.get(targetUserId)?.user;
        if (target === undefined) throw new ClientRefusal('There is no such user');
        return { id: target.id, referenced: { userIds: [target.id] }, metadata: { target_user: target } };
      }),

    messageMenu: (channelId, command, targetMessageId) =>
      menu(channelId, command, ApplicationCommandType.Message, () => {
        const target = messageOf(targetMessageId);
        const { id } = target.message;
        return { id, referenced: { messages: [target] }, metadata: { target_message_id: id } };
      }),

    async press(message, labelOrCustomId) {
      const record = messageOf(message.id);
      const { custom_id, id } = findButton(record.message, labelOrCustomId);
      return useComponent(record, { component_type: ComponentType.Button, custom_id, id });
    },

    async pick(message, placeholderOrCustomId, choices) {
      const record = messageOf(message.id);
      const select = findSelect(record.message, placeholderOrCustomId);
      const { values, referenced } = selectValues(world, record.channel, select, choices);
      const resolved = resolve(world, record.channel, referenced);
      return useComponent(record, {
        component_type: select.type,
        custom_id: select.custom_id,
        id: select.id,
        values,
        ...(select.type !== ComponentType.StringSelect && { resolved }),
      });
    },

    async submit({ interactionId, modal }, values) {
      const opener = interactions.find(interactionId);
      if (opener?.modal !== modal || opener.user !== user)
        throw new ClientRefusal('The modal is not open (any more)');
      const { channel, source } = opener;
      const { referenced, ...data } = fillModal(world, channel, modal, values);
      const resolved = resolve(world, channel, referenced);
      return settle(
        open({
          type: InteractionType.ModalSubmit,
          channel,
          owners: opener.metadata.authorizing_integration_owners,
          data: { ...data, ...(Object.keys(resolved).length > 0 && { resolved }) },
          source,
          ...(source !== null && { extra: { message: source.message } }),
          metadata: { triggering_interaction_metadata: opener.metadata },
        }),
      );
    },

    async forge(message, customId, componentType = ComponentType.Button) {
      const record = messageOf(message.id);
      return useComponent(record, {
        component_type: componentType,
        custom_id: customId,
        id: 1,
        ...(componentType !== (ComponentType.Button as number) && { values: [], resolved: {} }),
      });
    },

    say(channelId, content) {
      const channel = channelOf(channelId);
      if (!may(channel, sendPermission(channel)))
        throw new ClientRefusal(`You may not write in #${channel.name}`);
      if (content.trim() === '' || content.length > MESSAGE_LENGTH)
        throw new ClientRefusal(`A message has 1 to ${MESSAGE_LENGTH} characters`);
      return messages.post({ channel, author: user.user, body: { content } }).message;
    },

    delete(messageId) {
      const record = messageOf(messageId);
      const { channel, message, visibleTo } = record;
      if (visibleTo !== null) throw new ClientRefusal('A private answer can only be dismissed');
      const isOwn = message.author.id === userId;
      const isModerator = channel.guildId !== null && may(channel, PermissionFlagsBits.ManageMessages);
      if (!isOwn && !isModerator) throw new ClientRefusal('You may not delete this message');
      messages.remove(record);
    },

    sees(channelId) {
      const channel = world.channels.get(channelId);
      return channel !== undefined && sees(channel);
    },

    messages(channelId) {
      const visible: APIMessage[] = [];
      for (const record of channelOf(channelId).messages.values()) {
        if (isVisible(record)) visible.push(record.message);
      }
      return visible;
    },

    waitForDm: (timeoutMs = DM_TIMEOUT_MS) => inbox.next(userId, timeoutMs),

    dismiss(messageId) {
      const record = messageOf(messageId);
      if (record.visibleTo !== userId) throw new ClientRefusal('Only private answers can be dismissed');
      messages.dismiss(record);
    },
  };
}

function attempt<T>(find: () => T): T | undefined {
  try {
    return find();
  } catch (error) {
    if (error instanceof ClientRefusal) return undefined;
    throw error;
  }
}
