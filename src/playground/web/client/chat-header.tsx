import type { RefObject } from 'preact';
import type { ChannelView } from '../protocol.ts';
import { usePlayground } from './playground-context.ts';
import { TimeControl } from './time-control.tsx';
import { channelSigns, type World } from './world.ts';

/** Where one is, whether the bot is there, and what time it is; on a narrow screen, also the way to the channels. */
export function ChatHeader(props: {
  channel: ChannelView;
  isConnected: boolean;
  isSidebarOpen: boolean;
  burger: RefObject<HTMLButtonElement | null>;
  onToggleSidebar: () => void;
  onMoveTime: (to: number) => void;
}) {
  const { channel, isConnected, isSidebarOpen } = props;
  const { world } = usePlayground();
  const { bot, botOnline } = world;
  return (
    <header class="chat-header">
      <button
        ref={props.burger}
        type="button"
        class="burger"
        aria-label="Channels"
        aria-expanded={isSidebarOpen}
        aria-controls="sidebar"
        onClick={props.onToggleSidebar}
      >
        <span aria-hidden="true">☰</span>
      </button>
      <h1>
        <span class="hash" aria-hidden="true">
          {channelSigns[channel.kind]}
        </span>
        {channel.name}
      </h1>
      <p class="topic">{topicOf(channel, world)}</p>
      <p class={`status ${isConnected && botOnline ? 'online' : ''}`} role="status">
        <span>
          {!isConnected ? 'Reconnecting…' : botOnline ? `${bot.name} is here` : `${bot.name} is away`}
        </span>
      </p>
      <TimeControl onMove={props.onMoveTime} />
    </header>
  );
}

function topicOf(channel: ChannelView, world: World): string {
  if (channel.kind === 'dm') return 'Just you and the bot';
  const parent = world.channels.find(({ id }) => id === channel.parentId);
  return parent === undefined
    ? 'Try the commands; everyone here sees the answers'
    : `A thread in #${parent.name}`;
}
