import {
  ChannelType,
  GatewayDispatchEvents,
  GatewayIntentBits,
  PermissionFlagsBits,
  type RESTPostAPIChannelThreadsJSONBody,
} from 'discord-api-types/v10';
import { apiChannel, isThread } from '../api-objects.ts';
import type { Broadcast } from '../broadcast.ts';
import type { Messages } from '../messages.ts';
import { refusals } from '../rest-error.ts';
import type { ChannelRecord, World } from '../world.ts';
import type { Access } from './access.ts';
import { answer, noContent, param, type RestApi } from './pipeline.ts';

export function addChannelRoutes(
  api: RestApi,
  context: {
    world: World;
    access: Access;
    broadcast: Broadcast;
    messages: Messages;
    deleteChannel: (channel: ChannelRecord) => void;
  },
): void {
  const { world, access, broadcast, messages, deleteChannel } = context;

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
      deleteChannel(channel);
    }
    return answer(c, described);
  });

  api.post('/channels/:channel/typing', (c) => {
    const channel = access.channel(param(c, 'channel'));
    access.requireIn(channel, PermissionFlagsBits.SendMessages);
    return noContent(c);
  });

  function createThread(
    parent: ChannelRecord,
    thread: Pick<ChannelRecord, 'name'> & { id?: string; isPrivate: boolean },
  ): ChannelRecord {
    if (parent.type !== ChannelType.GuildText) throw refusals.notInDm();
    access.requireIn(
      parent,
      thread.isPrivate ? PermissionFlagsBits.CreatePrivateThreads : PermissionFlagsBits.CreatePublicThreads,
    );
    const channel = world.addChannel({
      ...(thread.id === undefined ? {} : { id: thread.id }),
      type: thread.isPrivate ? ChannelType.PrivateThread : ChannelType.PublicThread,
      name: thread.name,
      guildId: parent.guildId,
      parentId: parent.id,
    });
    broadcast.toPeople({ type: 'channels-changed' });
    broadcast.toBot({
      name: GatewayDispatchEvents.ThreadCreate,
      data: { ...apiChannel(world, channel), newly_created: true },
      guildId: parent.guildId,
      intents: GatewayIntentBits.Guilds,
    });
    return channel;
  }

  api.post('/channels/:channel/threads', (c) => {
    const body = c.get('body') as RESTPostAPIChannelThreadsJSONBody;
    const thread = createThread(access.channel(param(c, 'channel')), {
      name: body.name,
      isPrivate: body.type !== ChannelType.PublicThread,
    });
    return answer(c, apiChannel(world, thread), 201);
  });

  api.post('/channels/:channel/messages/:message/threads', (c) => {
    const parent = access.channel(param(c, 'channel'));
    const starter = messages.find(parent, param(c, 'message'));
    if (world.channels.has(starter.message.id)) throw refusals.threadExists();
    const { name } = c.get('body') as { name: string };
    // A thread on a message carries the message's id.
    const thread = createThread(parent, { id: starter.message.id, name, isPrivate: false });
    return answer(c, apiChannel(world, thread), 201);
  });
}
