import {
  ChannelType,
  PermissionFlagsBits,
  ThreadAutoArchiveDuration,
  type RESTPostAPIChannelMessagesThreadsJSONBody,
  type RESTPostAPIChannelThreadsJSONBody,
} from 'discord-api-types/v10';
import { apiChannel, isThread } from '../api-objects.ts';
import type { Channels } from '../channels.ts';
import type { Messages } from '../messages.ts';
import { sendPermission } from '../permissions.ts';
import { refusals } from '../rest-error.ts';
import type { ChannelRecord, NewThread, World } from '../world.ts';
import type { Access } from './access.ts';
import { answer, noContent, param, type RestApi } from './pipeline.ts';

export function addChannelRoutes(
  api: RestApi,
  context: {
    world: World;
    access: Access;
    messages: Messages;
    channels: Channels;
  },
): void {
  const { world, access, messages, channels } = context;

  api.get('/channels/:channel', (c) => answer(c, apiChannel(world, access.channel(param(c, 'channel')))));

  api.delete('/channels/:channel', (c) => {
    const channel = access.channel(param(c, 'channel'));
    const described = apiChannel(world, channel);
    // Deleting a direct message only closes it; it opens again with the next one.
    if (channel.guildId !== null) {
      access.requireIn(
        channel,
        isThread(channel) ? PermissionFlagsBits.ManageThreads : PermissionFlagsBits.ManageChannels,
      );
      channels.remove(channel);
    }
    return answer(c, described);
  });

  api.post('/channels/:channel/typing', (c) => {
    const channel = access.channel(param(c, 'channel'));
    access.requireIn(channel, sendPermission(channel));
    return noContent(c);
  });

  /** @throws RestError 50003, 50013, 50024 */
  function createThread(parent: ChannelRecord, thread: NewThread): ChannelRecord {
    if (parent.guildId === null) throw refusals.notInDm();
    if (isThread(parent)) throw refusals.wrongChannelType();
    access.requireIn(
      parent,
      thread.type === ChannelType.PrivateThread
        ? PermissionFlagsBits.CreatePrivateThreads
        : PermissionFlagsBits.CreatePublicThreads,
    );
    return channels.createThread(parent, thread);
  }

  api.post('/channels/:channel/threads', (c) => {
    const body = c.get('body') as RESTPostAPIChannelThreadsJSONBody;
    const thread = createThread(access.channel(param(c, 'channel')), {
      ...describe(body),
      type: body.type === ChannelType.PublicThread ? body.type : ChannelType.PrivateThread,
    });
    return answer(c, apiChannel(world, thread), 201);
  });

  api.post('/channels/:channel/messages/:message/threads', (c) => {
    const parent = access.channel(param(c, 'channel'));
    const { id } = messages.find(parent, param(c, 'message')).message;
    if (world.channels.has(id)) throw refusals.threadExists();
    const body = c.get('body') as RESTPostAPIChannelMessagesThreadsJSONBody;
    // A thread on a message carries the message's id.
    const thread = createThread(parent, { ...describe(body), type: ChannelType.PublicThread, id });
    return answer(c, apiChannel(world, thread), 201);
  });
}

function describe({ name, auto_archive_duration: minutes }: RESTPostAPIChannelMessagesThreadsJSONBody) {
  return { name, autoArchiveMinutes: minutes ?? ThreadAutoArchiveDuration.OneDay };
}
