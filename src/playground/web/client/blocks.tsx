import type { ComponentChild } from 'preact';
import { useState } from 'preact/hooks';
import type { Block, ButtonView, EmbedView, FileBlock, MessageView, SelectView } from '../protocol.ts';
import { withEmoji } from './emoji.tsx';
import { Picture } from './picture.tsx';
import { RichText } from './rich-text.tsx';
import { SelectMenu } from './select-menu.tsx';

/** What a message's buttons and selects do; resolves when the bot has answered. */
export interface MessageActions {
  readonly press: (customId: string) => Promise<void>;
  readonly pick: (customId: string, values: string[]) => Promise<void>;
}

interface BlockProps {
  readonly message: MessageView;
  readonly actions: MessageActions;
}

export function Blocks(props: BlockProps & { blocks: readonly Block[] }) {
  return <>{props.blocks.map((block) => renderBlock(block, props))}</>;
}

function renderBlock(block: Block, props: BlockProps): ComponentChild {
  switch (block.kind) {
    case 'text':
      return <RichText source={block.content} message={props.message} />;
    case 'section':
      return (
        <div class="section">
          <div class="section-text">
            {block.texts.map((text) => (
              <RichText source={text} message={props.message} />
            ))}
          </div>
          {block.accessory.kind === 'thumbnail' ? (
            <Picture picture={block.accessory.picture} class="thumbnail" />
          ) : (
            <MessageButton button={block.accessory} actions={props.actions} />
          )}
        </div>
      );
    case 'separator':
      return <hr class={`separator ${block.hasLine ? 'line' : ''} ${block.isLarge ? 'large' : ''}`} />;
    case 'gallery':
      return (
        <div class={`gallery count-${Math.min(block.pictures.length, 3)}`}>
          {block.pictures.map((picture) => (
            <Picture picture={picture} />
          ))}
        </div>
      );
    case 'file':
      return <FileCard file={block} />;
    case 'row':
      return (
        <div class="row">
          {block.controls.map((control) =>
            control.kind === 'button' ? (
              <MessageButton
                key={control.customId ?? control.href}
                button={control}
                actions={props.actions}
              />
            ) : (
              <MessageSelect key={control.customId} select={control} actions={props.actions} />
            ),
          )}
        </div>
      );
    case 'container':
      return (
        <div
          class={`container ${block.accent === null ? '' : 'accented'}`}
          {...(block.accent === null ? {} : { style: { '--container-accent': block.accent } })}
        >
          <Blocks {...props} blocks={block.blocks} />
        </div>
      );
  }
}

function MessageButton(props: { button: ButtonView; actions: MessageActions }) {
  const { button, actions } = props;
  const [isBusy, setBusy] = useState(false);
  const face = (
    <>
      {button.emoji !== null && (
        <span class="emoji" aria-hidden="true">
          {withEmoji(button.emoji)}
        </span>
      )}
      {button.label === '' ? <span class="sr-only">{button.emoji}</span> : withEmoji(button.label)}
      {button.href !== null && <OutwardIcon />}
    </>
  );
  if (button.href !== null && !button.isDisabled) {
    return (
      <a class="button link" href={button.href} target="_blank" rel="noopener noreferrer">
        {face}
      </a>
    );
  }
  const { customId } = button;
  return (
    <button
      type="button"
      class={`button ${button.style} ${isBusy ? 'busy' : ''}`}
      disabled={button.isDisabled || customId === null}
      aria-busy={isBusy}
      onClick={() => {
        if (isBusy || customId === null) return;
        setBusy(true);
        void actions.press(customId).finally(() => {
          setBusy(false);
        });
      }}
    >
      {face}
    </button>
  );
}

function OutwardIcon() {
  return (
    <svg class="outward" viewBox="0 0 12 12" width="11" height="11" aria-hidden="true">
      <path fill="none" stroke="currentColor" stroke-width="1.600" d="M4 2h6v6M10 2 2 10" />
    </svg>
  );
}

function MessageSelect(props: { select: SelectView; actions: MessageActions }) {
  const { select, actions } = props;
  return (
    <SelectMenu
      label={select.placeholder}
      options={select.options}
      min={select.min}
      max={select.max}
      isDisabled={select.isDisabled}
      onPick={(values) => actions.pick(select.customId, values)}
    />
  );
}

export function FileCard(props: { file: FileBlock }) {
  const { name, url, size, picture } = props.file;
  if (picture !== null) return <Picture picture={picture} class="attached" />;
  return (
    <div class="file">
      <span class="file-icon" aria-hidden="true">
        ⬇
      </span>
      <span class="file-text">
        {url === null ? (
          <span>{name}</span>
        ) : (
          <a href={url} download={name}>
            {name}
          </a>
        )}
        {size !== null && <small>{formatSize(size)}</small>}
      </span>
    </div>
  );
}

function formatSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KiB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

export function Embed(props: { embed: EmbedView; message: MessageView }) {
  const { embed, message } = props;
  return (
    <div
      class="container accented"
      {...(embed.accent === null ? {} : { style: { '--container-accent': embed.accent } })}
    >
      {embed.author !== null && <p class="subtext">{embed.author}</p>}
      {embed.title !== null && (
        <p class="embed-title">
          {embed.href === null ? (
            embed.title
          ) : (
            <a href={embed.href} target="_blank" rel="noopener noreferrer">
              {embed.title}
            </a>
          )}
        </p>
      )}
      {embed.description !== null && <RichText source={embed.description} message={message} />}
      {embed.fields.length > 0 && (
        <dl class="embed-fields">
          {embed.fields.map((field) => (
            <div class={field.isInline ? 'inline' : ''}>
              <dt>{field.name}</dt>
              <dd>
                <RichText source={field.value} message={message} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {embed.picture !== null && <Picture picture={embed.picture} class="attached" />}
      {embed.footer !== null && <p class="subtext">{embed.footer}</p>}
    </div>
  );
}
