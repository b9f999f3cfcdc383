import type { ComponentChildren } from 'preact';
import type { ChannelView } from '../protocol.ts';
import { Avatar } from './avatar.tsx';
import { placeAbove, usePlayground } from './playground-context.ts';
import { moveWithArrows } from './roving-focus.ts';
import { channelSigns, everybody, isMember } from './world.ts';

interface SidebarProps {
  readonly openChannelId: string;
  /** What stands above the person switcher. */
  readonly toolbar: ComponentChildren;
  readonly onSwitchPerson: (userId: string) => void;
  readonly onJoin: () => void;
}

export function Sidebar({ openChannelId, toolbar, onSwitchPerson, onJoin }: SidebarProps) {
  const { world, openChannel, openMenu } = usePlayground();
  const { me } = world;

  const entry = (channel: ChannelView) => (
    <li key={channel.id}>
      <button
        type="button"
        class={`channel ${channel.kind} ${world.unread.has(channel.id) ? 'unread' : ''}`}
        aria-current={channel.id === openChannelId ? 'page' : undefined}
        onClick={() => {
          openChannel(channel.id);
        }}
      >
        {channel.kind === 'dm' ? (
          <span class={`presence ${world.botOnline ? 'online' : ''}`}>
            <Avatar person={world.bot} isBot size="small" />
          </span>
        ) : (
          <span class="hash" aria-hidden="true">
            {channelSigns[channel.kind]}
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
      <div class="channel-lists" onKeyDown={moveWithArrows}>
        <h2>Channels</h2>
        {isMember(world, me.id) ? (
          <ul>{world.channels.filter(({ kind }) => kind !== 'dm').map(entry)}</ul>
        ) : (
          <div class="outside">
            <p>You have left {world.guildName}.</p>
            <button type="button" class="button secondary" onClick={onJoin}>
              Join again
            </button>
          </div>
        )}
        <h2>Direct messages</h2>
        <ul>{world.channels.filter(({ kind }) => kind === 'dm').map(entry)}</ul>
      </div>
      {toolbar}
      <div class="switcher">
        <button
          type="button"
          aria-haspopup="menu"
          aria-label={`You are ${me.name}. Switch person`}
          onClick={(event) => {
            openMenu({
              label: 'Be someone else',
              place: placeAbove(event.currentTarget),
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
            <strong>{me.name}</strong> <small>Switch person</small>
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
    ...everybody(world).map((person) => ({ person, isBot: false, isHere: isMember(world, person.id) })),
    { person: world.bot, isBot: true, isHere: true },
  ];
  return (
    <aside class="members" aria-label="Members">
      <h2>Members</h2>
      <ul onKeyDown={moveWithArrows}>
        {members.map(({ person, isBot, isHere }, index) => (
          <li key={person.id} class={isHere ? '' : 'left'}>
            <button
              type="button"
              // One stop for Tab; the arrows lead on.
              tabIndex={index === 0 ? 0 : -1}
              onClick={(event) => {
                const box = event.currentTarget.getBoundingClientRect();
                openPersonMenu(person, { x: box.left, y: box.bottom + 4 });
              }}
              onContextMenu={(event) => {
                event.preventDefault();
                openPersonMenu(person, { x: event.clientX, y: event.clientY });
              }}
            >
              <span class={`presence ${isHere && (!isBot || world.botOnline) ? 'online' : ''}`}>
                <Avatar person={person} isBot={isBot} />
              </span>
              <span class="member-name">
                {person.name}
                {isBot && <span class="badge">APP</span>}
                {person.id === world.me.id && <small>you</small>}
                {!isHere && <small>has left</small>}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </aside>
  );
}
