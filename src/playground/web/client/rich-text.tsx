import type { ComponentChild } from 'preact';
import { useState } from 'preact/hooks';
import type { MessageView } from '../protocol.ts';
import { formatTimestamp } from './clock.ts';
import { withEmoji } from './emoji.tsx';
import { parseMarkdown, type Inline, type ListItem, type MarkdownBlock } from './markdown.ts';
import { placeBelow, usePlayground } from './playground-context.ts';
import { useNow } from './use-now.ts';
import { knownPeople } from './world.ts';

export function RichText(props: { source: string; message?: MessageView | undefined }) {
  return (
    <div class="rich-text">
      {parseMarkdown(props.source).map((block) => renderBlock(block, props.message))}
    </div>
  );
}

function renderBlock(block: MarkdownBlock, message: MessageView | undefined): ComponentChild {
  switch (block.kind) {
    case 'heading': {
      // The page's own headings come first: a message's `#` is the third level of the document.
      const Tag = (['h3', 'h4', 'h5'] as const)[block.level - 1] ?? 'h5';
      return <Tag>{renderInline(block.children, message)}</Tag>;
    }
    case 'subtext':
      return <p class="subtext">{renderInline(block.children, message)}</p>;
    case 'paragraph':
      return <p>{renderInline(block.children, message)}</p>;
    case 'quote':
      return <blockquote>{block.blocks.map((inner) => renderBlock(inner, message))}</blockquote>;
    case 'code-block':
      return (
        <pre>
          <code>{block.text}</code>
        </pre>
      );
    case 'list':
      return <ul class="list">{block.items.map((item) => renderItem(item, message))}</ul>;
  }
}

function renderItem(item: ListItem, message: MessageView | undefined): ComponentChild {
  const marker = item.number === null ? (item.depth % 2 === 0 ? '•' : '◦') : `${item.number}.`;
  return (
    <li class={`depth-${item.depth}`}>
      <span class="marker">{marker}</span>
      <span>{renderInline(item.children, message)}</span>
    </li>
  );
}

function renderInline(inlines: readonly Inline[], message: MessageView | undefined): ComponentChild[] {
  return inlines.map((inline) => {
    switch (inline.kind) {
      case 'text':
        return withEmoji(inline.text);
      case 'bold':
        return <strong>{renderInline(inline.children, message)}</strong>;
      case 'italic':
        return <em>{renderInline(inline.children, message)}</em>;
      case 'underline':
        return <u>{renderInline(inline.children, message)}</u>;
      case 'strike':
        return <s>{renderInline(inline.children, message)}</s>;
      case 'spoiler':
        return <Spoiler>{renderInline(inline.children, message)}</Spoiler>;
      case 'code':
        return <code>{inline.text}</code>;
      case 'link':
        return (
          <a href={inline.href} target="_blank" rel="noopener noreferrer">
            {renderInline(inline.children, message)}
          </a>
        );
      case 'time':
        return <Timestamp at={inline.at} style={inline.style} />;
      case 'user':
        return <UserMention id={inline.id} message={message} />;
      case 'channel':
        return <ChannelMention id={inline.id} />;
      case 'role':
        return <RoleMention id={inline.id} />;
      case 'everyone':
        return <span class="mention">{inline.text}</span>;
      case 'command':
        return <CommandMention path={inline.path} />;
      case 'emoji':
        return `:${inline.name}:`;
    }
  });
}

function Spoiler(props: { children: ComponentChild }) {
  const [isShown, setShown] = useState(false);
  if (isShown) return <span class="spoiler shown">{props.children}</span>;
  return (
    <button
      type="button"
      class="spoiler"
      aria-label="Show hidden text"
      onClick={() => {
        setShown(true);
      }}
    >
      <span aria-hidden="true">{props.children}</span>
    </button>
  );
}

function Timestamp(props: { at: number; style: string }) {
  const now = useNow();
  const date = new Date(props.at);
  if (Number.isNaN(date.getTime())) return <span class="time">an unknown date</span>;
  return (
    <time class="time" dateTime={date.toISOString()} title={formatTimestamp(props.at, 'F', now)}>
      {formatTimestamp(props.at, props.style, now)}
    </time>
  );
}

function UserMention(props: { id: string; message: MessageView | undefined }) {
  const { world, openPersonMenu } = usePlayground();
  const person = knownPeople(world, props.message).find(({ id }) => id === props.id);
  if (person === undefined) return <span class="mention">@unknown</span>;
  return (
    <button
      type="button"
      class="mention"
      onClick={(event) => {
        openPersonMenu(person, placeBelow(event.currentTarget));
      }}
    >
      @{person.name}
    </button>
  );
}

function ChannelMention(props: { id: string }) {
  const { world, openChannel } = usePlayground();
  const channel = world.channels.find(({ id }) => id === props.id);
  if (channel === undefined) return <span class="mention">#unknown</span>;
  return (
    <button
      type="button"
      class="mention"
      onClick={() => {
        openChannel(channel.id);
      }}
    >
      #{channel.name}
    </button>
  );
}

function RoleMention(props: { id: string }) {
  const { world } = usePlayground();
  const role = world.roles.find(({ id }) => id === props.id);
  return <span class="mention">@{role?.name.replace(/^@/, '') ?? 'deleted-role'}</span>;
}

export function CommandMention(props: { path: string }) {
  const { compose } = usePlayground();
  return (
    <button
      type="button"
      class="mention command-mention"
      title="Put this command in the message box"
      onClick={() => {
        compose(props.path);
      }}
    >
      /{props.path}
    </button>
  );
}
