import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type {
  Action,
  ActionResult,
  ChannelView,
  MessageView,
  ModalView,
  PersonView,
  PictureView,
  ServerFrame,
} from '../protocol.ts';
import { dayAfter } from './clock.ts';
import { Composer, type ComposerHandle } from './composer.tsx';
import { openConnection, Refused, type Connection } from './connection.ts';
import { Menu } from './menu.tsx';
import { MessageLog, type PendingCommand } from './message-log.tsx';
import { Modal } from './modal.tsx';
import { PictureDialog } from './picture.tsx';
import {
  PlaygroundContext,
  type MenuItem,
  type MenuPlace,
  type OpenMenu,
  type Playground,
} from './playground-context.ts';
import { usePreference } from './preferences.ts';
import { ShortcutHelp, useShortcuts } from './shortcuts.tsx';
import { MemberList, Sidebar } from './sidebar.tsx';
import { TimeControl } from './time-control.tsx';
import { Toolbar } from './toolbar.tsx';
import { canTour, readTourPlace, writeTourPlace, type TourPlace, type TourStep } from './tour-steps.ts';
import { Tour } from './tour.tsx';
import { uploadAll } from './upload.ts';
import { nowAfter } from './use-now.ts';
import { applyFrame, channelSigns, isMember, markRead, type World } from './world.ts';

/** Which person this tab is, so that a reload, or a second tab, keeps its own. */
const personKey = 'cairn-playground-person';

export function App() {
  const [userId, setUserId] = useState(() => sessionStorage.getItem(personKey));
  const [world, setWorld] = useState<World | null>(null);
  const [isConnected, setConnected] = useState(true);
  const [wantedChannelId, setWantedChannelId] = useState<string | null>(null);
  const [pending, setPending] = useState<readonly PendingCommand[]>([]);
  const [modal, setModal] = useState<ModalView | null>(null);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const [isSidebarOpen, setSidebarOpen] = useState(false);
  const [notice, setNotice] = useState<string | null>(null);
  const [picture, setPicture] = useState<PictureView | null>(null);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [developer, setDeveloper] = usePreference('developer');
  const [tourText, setTourText] = usePreference('tour');
  const burger = useRef<HTMLButtonElement>(null);
  const connection = useRef<Connection | null>(null);
  const composer = useRef<ComposerHandle>(null);
  const openChannelId = useRef<string | null>(null);
  const nextPendingId = useRef(0);
  const isDeveloper = developer === 'on';
  const tour = readTourPlace(tourText);
  const latestWorld = useRef(world);
  latestWorld.current = world;

  const channel = world?.channels.find(({ id }) => id === wantedChannelId) ?? world?.channels[0];
  openChannelId.current = channel?.id ?? null;

  useEffect(() => {
    const onFrame = (frame: ServerFrame): void => {
      setWorld((now) => applyFrame(now, frame, openChannelId.current));
      if (frame.type === 'message' && frame.isNew)
        setPending((now) => withoutAnswered(now, frame.message.usedCommand));
    };
    connection.current = openConnection({ userId, onFrame, onStatus: setConnected });
    return () => {
      connection.current?.close();
    };
  }, [userId]);

  useEffect(() => {
    document.title = channel === undefined ? 'Cairn playground' : `${channel.name} — Cairn playground`;
    if (channel !== undefined) setWorld((now) => markRead(now, channel.id));
  }, [channel?.id, world?.unread]);

  const hadModal = useRef(false);
  useLayoutEffect(() => {
    // The dialog gave the focus back to what had it before, unless that has left the page with the answer.
    const isFocusLost = document.activeElement === document.body;
    if (hadModal.current && modal === null && isFocusLost) composer.current?.focus();
    hadModal.current = modal !== null;
  }, [modal]);

  const perform = useCallback(async (action: Action): Promise<ActionResult> => {
    if (connection.current === null) throw new Refused('The playground is not connected yet.');
    const result = await connection.current.perform(action);
    if (result.kind === 'modal') setModal(result.modal);
    return result;
  }, []);

  const send = async (
    action: Action,
    line: string,
    files: Readonly<Record<string, File>>,
  ): Promise<boolean> => {
    if (action.type === 'say') {
      await perform(action);
      return true;
    }
    if (world === null || channel === undefined) return false;
    const id = nextPendingId.current++;
    const path = action.type === 'slash' ? action.command : line.slice(1);
    const forget = (): void => {
      setPending((now) => now.filter((command) => command.id !== id));
    };
    setPending((now) => [
      ...now,
      { id, userId: world.me.id, channelId: channel.id, line, path, state: 'sending' },
    ]);
    try {
      const result = await perform(
        action.type === 'slash' ? { ...action, files: await uploadAll(files) } : action,
      );
      if (result.kind !== 'failed') forget();
      else
        setPending((now) =>
          now.map((command) => (command.id === id ? { ...command, state: 'failed' } : command)),
        );
      return result.kind !== 'failed';
    } catch (error) {
      forget();
      throw error;
    }
  };

  /** For what has no place of its own on the page to say that it went wrong. */
  const performNoticed = (action: Action): void => {
    setNotice(null);
    perform(action).then(
      (result) => {
        if (result.kind === 'failed') setNotice('This interaction failed');
      },
      (error: unknown) => {
        setNotice(error instanceof Refused ? error.message : 'This interaction failed');
      },
    );
  };

  const openPersonMenu = (person: PersonView, place: MenuPlace): void => {
    if (world === null || channel === undefined) return;
    const isDm = channel.kind === 'dm';
    const commands = world.commands.userMenu.filter((command) => (isDm ? command.inDm : command.inGuild));
    setMenu({
      label: person.name,
      place,
      items: [
        ...commands.map(({ name }) => ({
          label: name,
          detail: world.bot.name,
          run: () => {
            performNoticed({
              type: 'user-menu',
              channelId: channel.id,
              command: name,
              targetUserId: person.id,
            });
          },
        })),
        ...membershipItems(world, person, performNoticed),
      ],
    });
  };

  const openChannel = (id: string): void => {
    setWantedChannelId(id);
    // On a narrow screen, the button that had the focus slides away with the list.
    if (isSidebarOpen) burger.current?.focus();
    setSidebarOpen(false);
  };

  const playground = useMemo((): Playground | null => {
    if (world === null) return null;
    const compose = (path: string): void => {
      composer.current?.compose(path);
    };
    return {
      world,
      perform,
      compose,
      openChannel,
      openMenu: setMenu,
      openPersonMenu,
      openPicture: setPicture,
      isDeveloper,
    };
  }, [world, channel, isDeveloper, isSidebarOpen]);

  const closeSidebar = (): void => {
    setSidebarOpen(false);
    burger.current?.focus();
  };

  useShortcuts(
    world === null || channel === undefined
      ? null
      : {
          focusComposer: () => composer.current?.focus(),
          showHelp: () => {
            setHelpOpen(true);
          },
          stepChannel: (step) => {
            const { channels } = world;
            const index = channels.findIndex(({ id }) => id === channel.id);
            const next = channels[(index + step + channels.length) % channels.length];
            if (next !== undefined) openChannel(next.id);
          },
        },
  );

  const moveTour = (place: TourPlace): void => {
    setTourText(writeTourPlace(place));
  };

  /** In a channel of the server, where all that the tour shows can be used. */
  const takeTourStep = async ({ command, options, leadsToReminder }: TourStep): Promise<void> => {
    const { current: before } = latestWorld;
    const stage =
      channel?.kind === 'dm' ? before?.channels.find(({ kind }) => kind === 'text') : (channel ?? undefined);
    if (before === null || stage === undefined)
      throw new Refused('There is no channel for this to happen in.');
    if (stage.id !== channel?.id) {
      setWantedChannelId(stage.id);
      await rendered();
    }
    await composer.current?.play(command, options);
    if (leadsToReminder !== true) return;
    await rendered();
    const now = nowAfter(latestWorld.current?.leaps ?? []);
    const seen = new Set(before.messages.map(({ id }) => id));
    const fresh = (latestWorld.current?.messages ?? []).filter(({ id }) => !seen.has(id));
    await perform({ type: 'move-time', to: timeToCome(fresh, now) ?? dayAfter(now, 7) });
    const dm = latestWorld.current?.channels.find(({ kind }) => kind === 'dm');
    if (dm !== undefined) openChannel(dm.id);
  };

  const closeMenu = useCallback(() => {
    setMenu(null);
  }, []);
  const closeModal = useCallback(() => {
    setModal(null);
  }, []);

  const switchPerson = (id: string): void => {
    if (id === world?.me.id) return;
    sessionStorage.setItem(personKey, id);
    setPending([]);
    setModal(null);
    setNotice(null);
    setUserId(id);
    setSidebarOpen(false);
  };

  if (playground === null || channel === undefined) {
    return (
      <main class="loading">
        <img src="/static/cairn.svg" alt="" width="72" height="72" />
        <p role="status">{isConnected ? 'Gathering stones…' : 'Looking for the playground…'}</p>
      </main>
    );
  }

  const { bot, botOnline } = playground.world;
  return (
    <PlaygroundContext.Provider value={playground}>
      <a
        class="skip-link"
        href="#message-box"
        onClick={(event) => {
          event.preventDefault();
          composer.current?.focus();
        }}
      >
        Skip to the message box
      </a>
      <div
        class={`shell ${isSidebarOpen ? 'sidebar-open' : ''}`}
        data-person={playground.world.me.id}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && isSidebarOpen && menu === null) closeSidebar();
        }}
      >
        <Sidebar
          openChannelId={channel.id}
          toolbar={
            <Toolbar
              isDeveloper={isDeveloper}
              onDeveloper={(isOn) => {
                setDeveloper(isOn ? 'on' : 'off');
              }}
              onHelp={() => {
                setHelpOpen(true);
              }}
              onTour={
                canTour(playground.world)
                  ? () => {
                      moveTour({ state: 'walking', step: tour.step });
                      setSidebarOpen(false);
                    }
                  : null
              }
            />
          }
          onSwitchPerson={switchPerson}
          onJoin={() => {
            performNoticed({ type: 'join-server' });
          }}
        />
        <button
          type="button"
          class="scrim"
          aria-label="Close the channel list"
          tabIndex={isSidebarOpen ? 0 : -1}
          onClick={closeSidebar}
        />
        <main class="chat">
          <header class="chat-header">
            <button
              ref={burger}
              type="button"
              class="burger"
              aria-label="Channels"
              aria-expanded={isSidebarOpen}
              aria-controls="sidebar"
              onClick={() => {
                setSidebarOpen(!isSidebarOpen);
              }}
            >
              <span aria-hidden="true">☰</span>
            </button>
            <h1>
              <span class="hash" aria-hidden="true">
                {channelSigns[channel.kind]}
              </span>
              {channel.name}
            </h1>
            <p class="topic">{topicOf(channel, playground.world)}</p>
            <p class={`status ${isConnected && botOnline ? 'online' : ''}`} role="status">
              <span>
                {!isConnected ? 'Reconnecting…' : botOnline ? `${bot.name} is here` : `${bot.name} is away`}
              </span>
            </p>
            <TimeControl
              onMove={(to) => {
                performNoticed({ type: 'move-time', to });
              }}
            />
          </header>
          <MessageLog
            channel={channel}
            pending={pending.filter(({ channelId }) => channelId === channel.id)}
            onForget={(id) => {
              setPending((now) => now.filter((command) => command.id !== id));
            }}
          />
          {notice !== null && (
            <p class="notice" role="alert">
              {notice}
              <button
                type="button"
                class="text-button"
                onClick={() => {
                  setNotice(null);
                }}
              >
                Dismiss
              </button>
            </p>
          )}
          {canTour(playground.world) && <Tour place={tour} onMove={moveTour} perform={takeTourStep} />}
          <Composer
            key={`${playground.world.me.id} ${channel.id}`}
            channel={channel}
            handle={composer}
            send={send}
          />
        </main>
        <MemberList />
      </div>
      {menu !== null && <Menu menu={menu} onClose={closeMenu} />}
      {modal !== null && <Modal key={modal.interactionId} modal={modal} onClose={closeModal} />}
      {picture !== null && (
        <PictureDialog
          picture={picture}
          onClose={() => {
            setPicture(null);
          }}
        />
      )}
      {isHelpOpen && (
        <ShortcutHelp
          onClose={() => {
            setHelpOpen(false);
          }}
        />
      )}
    </PlaygroundContext.Provider>
  );
}

function topicOf(channel: ChannelView, world: World): string {
  if (channel.kind === 'dm') return 'Just you and the bot';
  const parent = world.channels.find(({ id }) => id === channel.parentId);
  return parent === undefined
    ? 'Try the commands; everyone here sees the answers'
    : `A thread in #${parent.name}`;
}

/** Coming and going is for oneself alone, and not for the owner. */
function membershipItems(
  world: World,
  person: PersonView,
  perform: (action: Action) => void,
): readonly MenuItem[] {
  if (person.id !== world.me.id || person.id === world.ownerId) return [];
  const [label, type] = isMember(world, person.id)
    ? (['Leave the server', 'leave-server'] as const)
    : (['Join again', 'join-server'] as const);
  return [
    {
      label,
      detail: world.guildName,
      run: () => {
        perform({ type });
      },
    },
  ];
}

/** The bot's first answer, «thinking…» included, takes the place of the command on its way. */
function withoutAnswered(
  pending: readonly PendingCommand[],
  used: MessageView['usedCommand'],
): readonly PendingCommand[] {
  if (used === null) return pending;
  const index = pending.findIndex(
    ({ userId, path, state }) => state === 'sending' && userId === used.by.id && path.startsWith(used.name),
  );
  return index === -1 ? pending : pending.filter((_, position) => position !== index);
}

/** The next time that the messages speak of, and a minute; `undefined` where they speak of none. */
function timeToCome(messages: readonly MessageView[], now: number): number | undefined {
  const times = [...JSON.stringify(messages).matchAll(/<t:(\d+)(?::\w)?>/g)].map(
    ([, seconds]) => Number(seconds) * 1_000,
  );
  const ahead = times.filter((time) => time > now);
  return ahead.length === 0 ? undefined : Math.min(...ahead) + 60_000;
}

/** When what was set last is on the page. */
function rendered(): Promise<unknown> {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}
