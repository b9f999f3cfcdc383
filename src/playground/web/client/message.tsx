import { useState } from 'preact/hooks';
import type { ActionResult, MessageView } from '../protocol.ts';
import { Avatar } from './avatar.tsx';
import { Blocks, Embed, FileCard, type MessageActions } from './blocks.tsx';
import { formatMessageTime } from './clock.ts';
import { Refused } from './connection.ts';
import { Exchanges } from './exchanges.tsx';
import { placeBelow, usePlayground, type MenuItem, type MenuPlace } from './playground-context.ts';
import { RichText } from './rich-text.tsx';

export function Message(props: { message: MessageView; isContinued: boolean }) {
  const { message, isContinued } = props;
  const { perform, openMenu, openPersonMenu, world, isDeveloper } = usePlayground();
  const [problem, setProblem] = useState<string | null>(null);
  const { id: messageId, channelId } = message;

  const attempt = async (work: () => Promise<ActionResult>): Promise<void> => {
    setProblem(null);
    try {
      const result = await work();
      if (result.kind === 'failed') setProblem('This interaction failed');
    } catch (error) {
      setProblem(error instanceof Refused ? error.message : 'This interaction failed');
    }
  };
  const actions: MessageActions = {
    press: (customId) => attempt(() => perform({ type: 'press', channelId, messageId, customId })),
    pick: (customId, values) =>
      attempt(() => perform({ type: 'pick', channelId, messageId, customId, values })),
  };
  const dismiss = (): void => {
    void attempt(() => perform({ type: 'dismiss', channelId, messageId }));
  };
  const remove = (): void => {
    void attempt(() => perform({ type: 'delete-message', channelId, messageId }));
  };

  const menuItems = (): MenuItem[] => {
    const isDm = world.channels.find(({ id }) => id === channelId)?.kind === 'dm';
    const isOwner = !isDm && world.me.id === world.ownerId;
    const mayDelete = !message.isPrivate && (isOwner || world.me.id === message.author.id);
    const commands = message.isPrivate
      ? []
      : world.commands.messageMenu.filter((command) => (isDm ? command.inDm : command.inGuild));
    return [
      ...commands.map(({ name }) => ({
        label: name,
        detail: world.bot.name,
        run: () => {
          void attempt(() =>
            perform({ type: 'message-menu', channelId, command: name, targetMessageId: messageId }),
          );
        },
      })),
      ...(message.isPrivate ? [{ label: 'Dismiss', run: dismiss }] : []),
      ...(mayDelete ? [{ label: 'Delete message', run: remove }] : []),
      {
        label: 'Copy text',
        run: () => {
          void navigator.clipboard.writeText(plainText(message));
        },
      },
    ];
  };
  const open = (place: MenuPlace): void => {
    openMenu({ label: `Message by ${message.author.name}`, items: menuItems(), place });
  };
  const openAuthor = (place: MenuPlace): void => {
    openPersonMenu(message.author, place);
  };

  return (
    <article
      class={`message ${isContinued ? 'continued' : ''} ${message.isPrivate ? 'private' : ''}`}
      data-message-id={message.id}
      tabIndex={-1}
      aria-label={`${message.author.name}, ${formatMessageTime(message.sentAt)}`}
      onContextMenu={(event) => {
        // A link or selected text keeps the browser's own menu.
        if (event.target instanceof Element && event.target.closest('a, input') !== null) return;
        event.preventDefault();
        open({ x: event.clientX, y: event.clientY });
      }}
    >
      {message.usedCommand !== null && (
        <p class="used-command">
          <Avatar person={message.usedCommand.by} size="small" />
          <strong>{message.usedCommand.by.name}</strong> used{' '}
          <span class="used-name">
            {message.usedCommand.isMenu ? '' : '/'}
            {message.usedCommand.name}
          </span>
        </p>
      )}
      {isContinued ? (
        <time class="gutter-time" aria-hidden="true">
          {formatMessageTime(message.sentAt)}
        </time>
      ) : (
        <Avatar person={message.author} isBot={message.isBot} />
      )}
      <div class="message-body">
        {!isContinued && (
          <header>
            <button
              type="button"
              class={`author ${message.isBot ? 'bot' : ''}`}
              onClick={(event) => {
                openAuthor(placeBelow(event.currentTarget));
              }}
              onContextMenu={(event) => {
                event.preventDefault();
                event.stopPropagation();
                openAuthor({ x: event.clientX, y: event.clientY });
              }}
            >
              {message.author.name}
            </button>
            {message.isBot && <span class="badge">APP</span>}
            <time dateTime={new Date(message.sentAt).toISOString()}>{formatMessageTime(message.sentAt)}</time>
          </header>
        )}
        {message.isThinking ? (
          <p class="thinking">
            <span class="dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            {message.author.name} is thinking…
          </p>
        ) : (
          <>
            {message.content !== '' && <RichText source={message.content} message={message} />}
            {message.embeds.map((embed) => (
              <Embed embed={embed} message={message} />
            ))}
            <Blocks blocks={message.blocks} message={message} actions={actions} />
            {message.files.map((file) => (
              <FileCard file={file} />
            ))}
            {message.isEdited && <small class="edited">(edited)</small>}
          </>
        )}
        {problem !== null && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        {message.isPrivate && (
          <p class="private-note">
            <EyeIcon />
            Only you can see this
            <span aria-hidden="true"> · </span>
            <button type="button" class="text-button" onClick={dismiss}>
              Dismiss
            </button>
          </p>
        )}
        {isDeveloper && message.isBot && <Exchanges message={message} />}
      </div>
      <button
        type="button"
        class="more"
        aria-label={`More for the message by ${message.author.name}`}
        aria-haspopup="menu"
        onClick={(event) => {
          open(placeBelow(event.currentTarget));
        }}
      >
        ⋯
      </button>
    </article>
  );
}

function EyeIcon() {
  return (
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <path
        fill="none"
        stroke="currentColor"
        stroke-width="1.500"
        d="M1.500 8S4 3.500 8 3.500 14.500 8 14.500 8 12 12.500 8 12.500 1.500 8 1.500 8Z"
      />
      <circle cx="8" cy="8" r="2" fill="currentColor" />
    </svg>
  );
}

function plainText(message: MessageView): string {
  const texts = (blocks: MessageView['blocks']): string[] =>
    blocks.flatMap((block) => {
      if (block.kind === 'text') return [block.content];
      if (block.kind === 'section') return block.texts;
      return block.kind === 'container' ? texts(block.blocks) : [];
    });
  return [message.content, ...texts(message.blocks)].filter((text) => text !== '').join('\n');
}
