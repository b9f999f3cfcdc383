import type { ChannelView, MessageView, PersonView, ServerFrame, Snapshot } from '../protocol.ts';

/** What the page knows: the last snapshot, kept up to date by the frames since. */
export interface World extends Snapshot {
  /** Channels with something new in them that the person has not looked at. */
  readonly unread: ReadonlySet<string>;
}

export function applyFrame(
  world: World | null,
  frame: ServerFrame,
  openChannelId: string | null,
): World | null {
  if (frame.type === 'snapshot') return { ...frame.snapshot, unread: new Set() };
  if (world === null) return null;
  switch (frame.type) {
    case 'message': {
      const messages = withMessage(world.messages, frame.message);
      const isUnread = frame.isNew && frame.message.channelId !== openChannelId;
      return isUnread
        ? { ...world, messages, unread: new Set([...world.unread, frame.message.channelId]) }
        : { ...world, messages };
    }
    case 'message-deleted':
      return { ...world, messages: world.messages.filter(({ id }) => id !== frame.messageId) };
    case 'commands':
      return { ...world, commands: frame.commands };
    case 'channels':
      return { ...world, channels: frame.channels };
    case 'roles':
      return { ...world, roles: frame.roles };
    case 'members':
      return { ...world, memberIds: frame.memberIds };
    case 'bot-status':
      return { ...world, botOnline: frame.online };
    case 'time':
      return { ...world, leaps: frame.leaps };
    case 'done':
    case 'refused':
      return world;
  }
}

export function markRead(world: World | null, channelId: string): World | null {
  if (world?.unread.has(channelId) !== true) return world;
  return { ...world, unread: new Set([...world.unread].filter((id) => id !== channelId)) };
}

function withMessage(messages: readonly MessageView[], message: MessageView): readonly MessageView[] {
  return messages.some(({ id }) => id === message.id)
    ? messages.map((old) => (old.id === message.id ? message : old))
    : [...messages, message];
}

export function isMember(world: World, personId: string): boolean {
  return world.memberIds.includes(personId);
}

/** What stands before a channel's name. */
export const channelSigns = { text: '#', thread: '↳', dm: '@' } as const satisfies Record<
  ChannelView['kind'],
  string
>;

/** Those the visitor can be, and those they can meet. */
export function everybody({ people, others }: World): readonly PersonView[] {
  return [...people, ...others];
}

/** Everyone a mention may name. */
export function knownPeople(world: World, message?: MessageView): readonly PersonView[] {
  return [...everybody(world), world.bot, ...(message?.mentioned ?? [])];
}
