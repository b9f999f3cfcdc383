import {
  ChannelType,
  GatewayDispatchEvents,
  GatewayIntentBits,
  type APIOverwrite,
} from 'discord-api-types/v10';
import { apiChannel, isThread } from './api-objects.ts';
import type { Broadcast } from './broadcast.ts';
import type { ChannelRecord, GuildRecord, NewThread, World } from './world.ts';

export interface Channels {
  create(guild: GuildRecord, name: string, id?: string): ChannelRecord;
  createThread(parent: ChannelRecord, thread: NewThread): ChannelRecord;
  overwrite(channel: ChannelRecord, overwrites: readonly APIOverwrite[]): void;
  /** A channel takes its threads with it. */
  remove(channel: ChannelRecord): void;
}

/** Guild channels and threads as they come to be, change and go, and the telling of it to the bot and the people. */
export function createChannels(world: World, broadcast: Broadcast): Channels {
  function tell(name: GatewayDispatchEvents, { guildId }: ChannelRecord, data: unknown): void {
    broadcast.toPeople({ type: 'channels-changed' });
    broadcast.toBot({ name, data, guildId, intents: GatewayIntentBits.Guilds });
  }

  return {
    create(guild, name, id) {
      const channel = world.addChannel({
        type: ChannelType.GuildText,
        name,
        guildId: guild.id,
        ...(id !== undefined && { id }),
      });
      tell(GatewayDispatchEvents.ChannelCreate, channel, apiChannel(world, channel));
      return channel;
    },

    createThread(parent, thread) {
      const channel = world.addChannel({ ...thread, guildId: parent.guildId, parentId: parent.id });
      const data = { ...apiChannel(world, channel), newly_created: true };
      tell(GatewayDispatchEvents.ThreadCreate, channel, data);
      return channel;
    },

    overwrite(channel, overwrites) {
      channel.overwrites = overwrites;
      tell(GatewayDispatchEvents.ChannelUpdate, channel, apiChannel(world, channel));
    },

    remove(channel) {
      // Of the threads that go with it, Discord says nothing.
      for (const thread of threadsOf(world.guildOf(channel), channel)) world.removeChannel(thread);
      world.removeChannel(channel);
      if (isThread(channel)) {
        const { id, type, guildId, parentId } = channel;
        const data = { id, type, guild_id: guildId, parent_id: parentId };
        tell(GatewayDispatchEvents.ThreadDelete, channel, data);
      } else {
        tell(GatewayDispatchEvents.ChannelDelete, channel, apiChannel(world, channel));
      }
    },
  };
}

/** A guild's channels in their order, each followed by its threads. */
export function channelsInOrder(guild: GuildRecord): ChannelRecord[] {
  return [...guild.channels.values()]
    .filter((channel) => !isThread(channel))
    .flatMap((channel) => [channel, ...threadsOf(guild, channel)]);
}

function threadsOf(guild: GuildRecord | undefined, { id }: ChannelRecord): ChannelRecord[] {
  return [...(guild?.channels.values() ?? [])].filter(({ parentId }) => parentId === id);
}
