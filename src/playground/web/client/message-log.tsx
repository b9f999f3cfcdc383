import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ChannelView } from '../protocol.ts';
import { Avatar } from './avatar.tsx';
import { useFocusKeeper } from './focus-keeper.ts';
import { Message } from './message.tsx';
import type { PendingCommand } from './pending-commands.ts';
import { usePlayground } from './playground-context.ts';
import { arrowTarget } from './roving-focus.ts';
import { timelineOf } from './timeline.ts';
import { Welcome } from './welcome.tsx';

export function MessageLog(props: {
  channel: ChannelView;
  pending: readonly PendingCommand[];
  onForget: (pendingId: number) => void;
}) {
  const { channel, pending, onForget } = props;
  const { world } = usePlayground();
  const messages = world.messages.filter(({ channelId }) => channelId === channel.id);
  const log = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const scrolledTo = useRef(0);
  const [hasNewBelow, setNewBelow] = useState(false);

  useFocusKeeper(log);

  const toEnd = (): void => {
    if (log.current !== null) log.current.scrollTop = log.current.scrollHeight;
  };

  useLayoutEffect(() => {
    isAtEnd.current = true;
    toEnd();
  }, [channel.id]);

  const newest = messages.at(-1)?.id;
  useLayoutEffect(() => {
    if (isAtEnd.current) toEnd();
    else setNewBelow(true);
  }, [newest, pending.length]);

  useEffect(() => {
    // Pictures and menus change the height after the fact; the end stays in view for those who are at it.
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) toEnd();
    });
    if (content.current !== null) observer.observe(content.current);
    if (log.current !== null) observer.observe(log.current);
    return () => {
      observer.disconnect();
    };
  }, []);

  return (
    <div class="log-frame">
      <div
        ref={log}
        class="log"
        role="log"
        aria-live="polite"
        aria-label={`Messages in ${channel.name}`}
        tabIndex={0}
        onKeyDown={(event) => {
          // Within a message, the arrows belong to its own controls.
          const { target, currentTarget, key } = event;
          const messageOn = target instanceof Element && target.matches('article') ? target : null;
          if (messageOn === null && target !== currentTarget) return;
          if (event.altKey || event.ctrlKey || event.metaKey) return;
          const articles = [...currentTarget.querySelectorAll<HTMLElement>('article')];
          const next = arrowTarget(key, articles, messageOn);
          if (next === undefined) return;
          event.preventDefault();
          next.focus();
        }}
        onScroll={(event) => {
          const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
          if (scrollHeight - scrollTop - clientHeight < 40) {
            isAtEnd.current = true;
            setNewBelow(false);
          } else if (scrollTop < scrolledTo.current) {
            // Only the visitor goes up; a window that has become smaller leaves them at the end.
            isAtEnd.current = false;
          }
          scrolledTo.current = scrollTop;
        }}
      >
        <div ref={content} class="log-content">
          <Welcome channel={channel} />
          {timelineOf(messages, world.leaps).map((entry) =>
            entry.kind === 'message' ? (
              <Message key={entry.message.id} message={entry.message} isContinued={entry.isContinued} />
            ) : (
              // The clock in the header says that time has moved; once is enough.
              <p
                key={entry.at}
                class={`day ${entry.isLeap ? 'leap' : ''}`}
                aria-live={entry.isLeap ? 'off' : undefined}
              >
                <span>{entry.words}</span>
              </p>
            ),
          )}
          {pending.map((command) => (
            <Pending key={command.id} command={command} onForget={onForget} />
          ))}
        </div>
      </div>
      {hasNewBelow && (
        <button type="button" class="new-below" onClick={toEnd}>
          New messages ↓
        </button>
      )}
    </div>
  );
}

function Pending(props: { command: PendingCommand; onForget: (pendingId: number) => void }) {
  const { command, onForget } = props;
  const { world } = usePlayground();
  const hasFailed = command.state === 'failed';
  return (
    <article class="message pending" tabIndex={-1} aria-label={`${command.line}, on its way`}>
      <p class="used-command">
        <Avatar person={world.me} size="small" />
        <strong>{world.me.name}</strong> used <span class="used-name">{command.line}</span>
      </p>
      <Avatar person={world.bot} isBot />
      <div class="message-body">
        <header>
          <span class="author bot">{world.bot.name}</span>
          <span class="badge">APP</span>
        </header>
        {hasFailed ? (
          <>
            <p class="problem" role="alert">
              This interaction failed
            </p>
            <p class="private-note">
              Only you can see this
              <span aria-hidden="true"> · </span>
              <button
                type="button"
                class="text-button"
                onClick={() => {
                  onForget(command.id);
                }}
              >
                Dismiss
              </button>
            </p>
          </>
        ) : (
          <p class="thinking">
            <span class="dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            Sending…
          </p>
        )}
      </div>
    </article>
  );
}
