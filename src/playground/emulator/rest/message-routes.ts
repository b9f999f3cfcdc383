import { PermissionFlagsBits } from 'discord-api-types/v10';
import type { MessageBody } from '../message-composer.ts';
import type { Messages } from '../messages.ts';
import { channelPermissions, has, sendPermission } from '../permissions.ts';
import { refusals } from '../rest-error.ts';
import type { ChannelRecord, MessageRecord, World } from '../world.ts';
import type { Access } from './access.ts';
import { answer, noContent, param, type RestApi, type RestContext } from './pipeline.ts';

const MESSAGES_PER_PAGE = 100;
const DEFAULT_PAGE = 50;

export function addMessageRoutes(
  api: RestApi,
  context: {
    world: World;
    access: Access;
    messages: Messages;
    /** Told of each direct message the bot sends by itself, not as an answer. */
    onDm: (userId: string, record: MessageRecord) => void;
  },
): void {
  const { world, access, messages } = context;
  const botId = world.botUser.id;
  const channelOf = (c: RestContext) => access.channel(param(c, 'channel'));
  const messageOf = (c: RestContext) => {
    c.set('messageId', param(c, 'message'));
    return messages.find(channelOf(c), param(c, 'message'));
  };

  function requireSendable(channel: ChannelRecord, body: MessageBody, hasFiles: boolean): void {
    if (channel.recipientId !== null) {
      const recipient = world.users.get(channel.recipientId);
      if (recipient === undefined) throw refusals.unknownUser();
      const isReachable =
        recipient.installedApp ||
        [...recipient.guildIds].some((id) => world.guilds.get(id)?.members.has(botId) ?? false);
      if (!isReachable) throw refusals.noMutualGuild();
      if (!recipient.allowsDms) throw refusals.dmsClosed();
      return;
    }
    access.requireIn(channel, sendPermission(channel));
    if (hasFiles) access.requireIn(channel, PermissionFlagsBits.AttachFiles);
    if ((body.embeds ?? []).length > 0) access.requireIn(channel, PermissionFlagsBits.EmbedLinks);
  }

  api.post('/channels/:channel/messages', (c) => {
    const channel = channelOf(c);
    const body = (c.get('body') ?? {}) as MessageBody;
    const files = c.get('files');
    requireSendable(channel, body, files.size > 0);
    const before = channel.lastMessageId;
    const record = messages.post({ channel, author: world.botUser, body, files });
    c.set('messageId', record.message.id);
    const isNew = channel.lastMessageId !== before;
    if (isNew && channel.recipientId !== null) context.onDm(channel.recipientId, record);
    return answer(c, record.message);
  });

  api.get('/channels/:channel/messages', (c) => {
    const channel = channelOf(c);
    if (!mayReadHistory(channel)) return answer(c, []);
    const limit = Math.min(Number(c.req.query('limit') ?? DEFAULT_PAGE), MESSAGES_PER_PAGE);
    const all = [...channel.messages.values()].filter(({ visibleTo }) => visibleTo === null);
    return answer(c, page(all, limit, c).reverse());
  });

  api.get('/channels/:channel/messages/:message', (c) => {
    if (!mayReadHistory(channelOf(c))) throw refusals.missingAccess();
    return answer(c, messageOf(c).message);
  });

  api.patch('/channels/:channel/messages/:message', (c) => {
    const record = messageOf(c);
    if (record.message.author.id !== botId) throw refusals.anothersMessage();
    const body = (c.get('body') ?? {}) as MessageBody;
    return answer(c, messages.edit(record, body, c.get('files')).message);
  });

  api.delete('/channels/:channel/messages/:message', (c) => {
    const record = messageOf(c);
    if (record.message.author.id !== botId) requireManage(record.channel);
    messages.remove(record);
    return noContent(c);
  });

  for (const path of ['/channels/:channel/pins/:message', '/channels/:channel/messages/pins/:message']) {
    const pin = (c: RestContext, isPinned: boolean) => {
      const record = messageOf(c);
      if (record.channel.guildId !== null) access.requireIn(record.channel, PermissionFlagsBits.PinMessages);
      messages.pin(record, isPinned);
      return noContent(c);
    };
    api.put(path, (c) => pin(c, true));
    api.delete(path, (c) => pin(c, false));
  }

  function requireManage(channel: ChannelRecord): void {
    if (channel.guildId === null) throw refusals.notInDm();
    access.requireIn(channel, PermissionFlagsBits.ManageMessages);
  }

  function mayReadHistory(channel: ChannelRecord): boolean {
    const permissions = channelPermissions(world.guildOf(channel), channel, botId);
    return has(permissions, PermissionFlagsBits.ReadMessageHistory);
  }
}

/** The newest messages, or those before, after or around one; oldest first. */
function page(records: readonly MessageRecord[], limit: number, c: RestContext) {
  const { before, after, around } = c.req.query();
  const messages = records.map(({ message }) => message);
  if (before !== undefined) return messages.filter(({ id }) => BigInt(id) < BigInt(before)).slice(-limit);
  if (after !== undefined) return messages.filter(({ id }) => BigInt(id) > BigInt(after)).slice(0, limit);
  if (around !== undefined) {
    const middle = messages.findIndex(({ id }) => BigInt(id) >= BigInt(around));
    const start = Math.max(0, middle - Math.floor(limit / 2));
    return messages.slice(start, start + limit);
  }
  return messages.slice(-limit);
}
