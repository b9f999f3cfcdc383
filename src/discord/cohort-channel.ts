import {
  ChannelType,
  DiscordAPIError,
  ThreadAutoArchiveDuration,
  type AnyThreadChannel,
  type BaseInteraction,
  type GuildBasedChannel,
  type GuildMember,
  type PermissionsString,
} from 'discord.js';
import { UserError } from '../domain/errors.ts';
import { DeliveryError } from '../services/ports.ts';
import { memberOf } from './cohort-asker.ts';
import { ellipsize, plainTyped } from './escape.ts';
import { orDeliveryError } from './notifier.ts';

const THREAD_NAME_MAX_LENGTH = 100;

/**
 * A channel in which the bot may speak for somebody: both of them may write there. Nobody makes the bot say what they
 * could not say themselves.
 * @throws {UserError} `channel-unusable` or `channel-not-yours`
 */
export function requireUsable(interaction: BaseInteraction, channelId: string): GuildBasedChannel {
  const member = memberOf(interaction);
  const channel = member.guild.channels.cache.get(channelId);
  const { me } = member.guild.members;
  // A forged option may name another server's channel, which discord.js then takes for one of this server's.
  const isHere = channel?.guildId === member.guild.id;
  if (!isHere || me === null || !maySpeak(channel, me)) {
    throw new UserError({ code: 'channel-unusable', channelId });
  }
  if (!maySpeak(channel, member)) throw new UserError({ code: 'channel-not-yours', channelId });
  return channel;
}

/** The channel of the interaction, if it is one in which the bot may speak for the asker; else `null`. */
export function usableHere(interaction: BaseInteraction): string | null {
  const { channelId } = interaction;
  if (channelId === null) return null;
  try {
    return requireUsable(interaction, channelId).id;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/**
 * Checks that a thread can be made in a channel, and returns what makes it, or finds that Discord makes none after all.
 * @throws {UserError} `no-thread-here`: the channel has no threads, or the bot or the asker may not make any.
 */
export function threadMaker(interaction: BaseInteraction, channelId: string) {
  const channel = requireUsable(interaction, channelId);
  const member = memberOf(interaction);
  const { me } = member.guild.members;
  const hasThreads = channel.type === ChannelType.GuildText || channel.type === ChannelType.GuildAnnouncement;
  const needed: readonly PermissionsString[] = ['CreatePublicThreads', 'SendMessagesInThreads'];
  if (!hasThreads || me === null || !has(channel, me, needed) || !has(channel, member, needed)) {
    throw new UserError({ code: 'no-thread-here' });
  }
  return async (name: string): Promise<string | undefined> => {
    const options = {
      name: ellipsize(plainTyped(name), THREAD_NAME_MAX_LENGTH),
      autoArchiveDuration: ThreadAutoArchiveDuration.OneWeek,
    };
    try {
      const thread = await orDeliveryError<AnyThreadChannel>(
        channel.type === ChannelType.GuildText
          ? channel.threads.create({ ...options, type: ChannelType.PublicThread })
          : channel.threads.create(options),
      );
      return thread.id;
    } catch (error) {
      // A channel can have too many of them, too.
      if (error instanceof DeliveryError || error instanceof DiscordAPIError) return undefined;
      throw error;
    }
  };
}

function maySpeak(channel: GuildBasedChannel, member: GuildMember): boolean {
  return has(channel, member, ['ViewChannel', channel.isThread() ? 'SendMessagesInThreads' : 'SendMessages']);
}

function has(
  channel: GuildBasedChannel,
  member: GuildMember,
  permissions: readonly PermissionsString[],
): boolean {
  return channel.permissionsFor(member).has([...permissions]);
}
