import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Action, ActionResult, ModalView, PersonView, PictureView } from '../protocol.ts';
import { ChatHeader } from './chat-header.tsx';
import { Composer, type ComposerHandle } from './composer.tsx';
import { Refused } from './connection.ts';
import { useLiveWorld } from './live-world.ts';
import { Menu } from './menu.tsx';
import { MessageLog } from './message-log.tsx';
import { Modal } from './modal.tsx';
import { usePendingCommands } from './pending-commands.ts';
import { personMenuItems } from './person-menu.ts';
import { PictureDialog } from './picture.tsx';
import { PlaygroundContext, type MenuPlace, type OpenMenu, type Playground } from './playground-context.ts';
import { usePreference } from './preferences.ts';
import { ShortcutHelp, useShortcuts } from './shortcuts.tsx';
import { MemberList, Sidebar } from './sidebar.tsx';
import { takeTourStep } from './take-tour-step.ts';
import { Toolbar } from './toolbar.tsx';
import { canTour, readTourPlace, writeTourPlace, type TourPlace } from './tour-steps.ts';
import { Tour } from './tour.tsx';

/** Which person this tab is, so that a reload, or a second tab, keeps its own. */
const personKey = 'cairn-playground-person';

export function App() {
  const [userId, setUserId] = useState(() => sessionStorage.getItem(personKey));
  const [wantedChannelId, setWantedChannelId] = useState<string | null>(null);
  const [modal, setModal] = useState<ModalView | null>(null);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const [isSidebarOpen, setSidebarOpen] = useState(false);
  const [notice, setNotice] = useState<string | null>(null);
  const [picture, setPicture] = useState<PictureView | null>(null);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [developer, setDeveloper] = usePreference('developer');
  const [tourText, setTourText] = usePreference('tour');
  const burger = useRef<HTMLButtonElement>(null);
  const composer = useRef<ComposerHandle>(null);
  const openChannelId = useRef<string | null>(null);
  const isDeveloper = developer === 'on';
  const tour = readTourPlace(tourText);

  const live = useLiveWorld({
    userId,
    openChannelId,
    onNewMessage: (message) => {
      commands.settle(message);
    },
  });
  const { world, isConnected } = live;

  const channel = world?.channels.find(({ id }) => id === wantedChannelId) ?? world?.channels[0];
  openChannelId.current = channel?.id ?? null;

  useEffect(() => {
    document.title = channel === undefined ? 'Cairn playground' : `${channel.name} — Cairn playground`;
    if (channel !== undefined) live.markChannelRead(channel.id);
  }, [channel?.id, world?.unread]);

  const hadModal = useRef(false);
  useLayoutEffect(() => {
    // The dialog gave the focus back to what had it before, unless that has left the page with the answer.
    const isFocusLost = document.activeElement === document.body;
    if (hadModal.current && modal === null && isFocusLost) composer.current?.focus();
    hadModal.current = modal !== null;
  }, [modal]);

  const perform = useCallback(async (action: Action): Promise<ActionResult> => {
    const result = await live.perform(action);
    if (result.kind === 'modal') setModal(result.modal);
    return result;
  }, []);
  const commands = usePendingCommands(perform);

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
    const items = personMenuItems(world, channel, person, performNoticed);
    setMenu({ label: person.name, place, items });
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

  const closeMenu = useCallback(() => {
    setMenu(null);
  }, []);
  const closeModal = useCallback(() => {
    setModal(null);
  }, []);

  const switchPerson = (id: string): void => {
    if (id === world?.me.id) return;
    sessionStorage.setItem(personKey, id);
    commands.forgetAll();
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

  const { me } = playground.world;
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
        data-person={me.id}
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
          <ChatHeader
            channel={channel}
            isConnected={isConnected}
            isSidebarOpen={isSidebarOpen}
            burger={burger}
            onToggleSidebar={() => {
              setSidebarOpen(!isSidebarOpen);
            }}
            onMoveTime={(to) => {
              performNoticed({ type: 'move-time', to });
            }}
          />
          <MessageLog
            channel={channel}
            pending={commands.pending.filter(({ channelId }) => channelId === channel.id)}
            onForget={commands.forget}
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
          {canTour(playground.world) && (
            <Tour
              place={tour}
              onMove={moveTour}
              perform={(step) =>
                takeTourStep(step, {
                  channel,
                  openChannel,
                  composer: () => composer.current,
                  latestWorld: live.latestWorld,
                  perform,
                })
              }
            />
          )}
          <Composer
            key={`${me.id} ${channel.id}`}
            channel={channel}
            handle={composer}
            send={(action, line, files) => commands.send(me.id, action, line, files)}
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
