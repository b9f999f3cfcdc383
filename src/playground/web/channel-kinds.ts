import { ChannelType } from 'discord-api-types/v10';
import type { ChannelView } from './protocol.ts';

/** Which of a server's channels a select or an option offers that names these types; without any, all of them. */
export function channelKinds(types: readonly ChannelType[] | undefined): readonly ChannelView['kind'][] {
  if (types === undefined || types.length === 0) return ['text', 'thread'];
  const isThread = types.includes(ChannelType.PublicThread) || types.includes(ChannelType.PrivateThread);
  return [
    ...(types.includes(ChannelType.GuildText) ? ['text' as const] : []),
    ...(isThread ? ['thread' as const] : []),
  ];
}
