import type { ChannelView } from '../protocol.ts';
import { Avatar } from './avatar.tsx';
import { usePlayground } from './playground-context.ts';

interface SidebarProps {
  readonly openChannelId: string;
  readonly onOpenChannel: (channelId: string) => void;
  readonly onSwitchPerson: (userId: string) => void;
}

export function Sidebar({ openChannelId, onOpenChannel, onSwitchPerson }: SidebarProps) {
  const { world, openMenu } = usePlayground();
  const { me } = world;

  const entry = (channel: ChannelView) => (
    <li key={channel.id}>
      <button
        type="button"
        class={`channel ${world.unread.has(channel.id) ? 'unread' : ''}`}
        aria-current={channel.id === openChannelId ? 'page' : undefined}
        onClick={() => {
          onOpenChannel(channel.id);
        }}
      >
        {channel.kind === 'dm' ? (
          <span class={`presence ${world.botOnline ? 'online' : ''}`}>
            <Avatar person={world.bot} isBot size="small" />
          </span>
        ) : (
          <span class="hash" aria-hidden="true">
            #
          </span>
        )}
        <span class="channel-name">{channel.name}</span>
        {world.unread.has(channel.id) && (
          <span class="unread-dot">
            <span class="sr-only">new messages</span>
          </span>
        )}
      </button>
    </li>
  );

  return (
    <nav class="sidebar" id="sidebar" aria-label="Channels">
      <div class="brand">
        <img src="/static/cairn.svg" alt="" width="34" height="34" />
        <div>
          <strong>{world.guildName}</strong>
          <small>Cairn playground</small>
        </div>
      </div>
      <div class="channel-lists">
        <h2>Channels</h2>
        <ul>{world.channels.filter(({ kind }) => kind === 'text').map(entry)}</ul>
        <h2>Direct messages</h2>
        <ul>{world.channels.filter(({ kind }) => kind === 'dm').map(entry)}</ul>
      </div>
      <div class="switcher">
        <button
          type="button"
          aria-haspopup="menu"
          aria-label={`You are ${me.name}. Switch person`}
          onClick={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            openMenu({
              label: 'Be someone else',
              place: { x: box.left, y: box.top - 52 * world.people.length - 12 },
              items: world.people.map((person) => ({
                label: person.name,
                detail: person.id === me.id ? 'you, right now' : `@${person.username}`,
                isChecked: person.id === me.id,
                run: () => {
                  onSwitchPerson(person.id);
                },
              })),
            });
          }}
        >
          <span class="presence online">
            <Avatar person={me} />
          </span>
          <span class="switcher-name">
            <strong>{me.name}</strong>
            <small>Switch person</small>
          </span>
          <span class="chevron up" aria-hidden="true" />
        </button>
      </div>
    </nav>
  );
}

export function MemberList() {
  const { world, openPersonMenu } = usePlayground();
  const members = [
    ...world.people.map((person) => ({ person, isBot: false })),
    { person: world.bot, isBot: true },
  ];
  return (
    <aside class="members" aria-label="Members">
      <h2>Members</h2>
      <ul>
        {members.map(({ person, isBot }) => (
          <li key={person.id}>
            <button
              type="button"
              onClick={(event) => {
                const box = event.currentTarget.getBoundingClientRect();
                openPersonMenu(person, { x: box.left, y: box.bottom + 4 });
              }}
              onContextMenu={(event) => {
                event.preventDefault();
                openPersonMenu(person, { x: event.clientX, y: event.clientY });
              }}
            >
              <span class={`presence ${!isBot || world.botOnline ? 'online' : ''}`}>
                <Avatar person={person} isBot={isBot} />
              </span>
              <span class="member-name">
                {person.name}
                {isBot && <span class="badge">APP</span>}
                {person.id === world.me.id && <small>you</small>}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </aside>
  );
}
