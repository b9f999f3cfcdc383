import type { ComponentChild } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ExchangeView, MessageView, RequestView } from '../protocol.ts';
import { formatPreciseTime } from './clock.ts';
import { usePlayground } from './playground-context.ts';

/** What the bot was told and what it answered, as JSON. Asked for when it is opened, and again when the message changes. */
export function Exchanges({ message }: { message: MessageView }) {
  const { perform } = usePlayground();
  const [isOpen, setOpen] = useState(false);
  const [exchanges, setExchanges] = useState<readonly ExchangeView[] | null>(null);

  useEffect(() => {
    if (!isOpen) return undefined;
    let isCurrent = true;
    perform({ type: 'inspect', channelId: message.channelId, messageId: message.id }).then(
      (result) => {
        if (isCurrent && result.kind === 'exchanges') setExchanges(result.exchanges);
      },
      () => {
        if (isCurrent) setExchanges([]);
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [isOpen, message]);

  return (
    <div class="exchanges">
      <button
        type="button"
        class="raw-toggle"
        aria-expanded={isOpen}
        onClick={() => {
          setOpen(!isOpen);
        }}
      >
        <span aria-hidden="true">{'{ }'}</span> Raw
      </button>
      {isOpen && exchanges !== null && (
        // What a reader is told of a new message is its text, not this.
        <div class="exchange-list" aria-live="off">
          {exchanges.length === 0 && <p class="empty">Nothing is remembered of this message any more.</p>}
          {exchanges.map((exchange, index) => (
            <Exchange key={index} exchange={exchange} />
          ))}
        </div>
      )}
    </div>
  );
}

function Exchange({ exchange: { origin, interaction, requests } }: { exchange: ExchangeView }) {
  return (
    <section class="exchange">
      {interaction !== null && (
        <Json
          title="INTERACTION_CREATE"
          note={`gateway → bot, ${formatPreciseTime(interaction.at)}`}
          value={interaction.payload}
        />
      )}
      {origin === 'other' && (
        <p class="empty">The interaction is somebody else’s, and theirs alone to see, or long forgotten.</p>
      )}
      {origin === 'bot' && <p class="empty">Nobody asked for this: the bot sent it of its own accord.</p>}
      {requests.map((request, index) => (
        <Request key={index} request={request} />
      ))}
    </section>
  );
}

function Request({ request: { at, method, path, body, status, response } }: { request: RequestView }) {
  return (
    <>
      <Json title={`${method} ${path}`} note={`bot → API, ${formatPreciseTime(at)}`} value={body} />
      <Json title={status === 0 ? 'no answer' : String(status)} note="API → bot" value={response} />
    </>
  );
}

function Json(props: { title: string; note: string; value: unknown }) {
  const { title, note, value } = props;
  const [isCopied, setCopied] = useState(false);
  const text = JSON.stringify(value, null, 2);
  const face = (
    <>
      <code>{title}</code> <small>{note}</small>
    </>
  );
  if (value === null) return <p class="json-empty">{face}</p>;
  return (
    <details class="json">
      <summary>{face}</summary>
      <div class="json-body">
        <button
          type="button"
          class="copy"
          onClick={() => {
            void navigator.clipboard.writeText(text).then(() => {
              setCopied(true);
            });
          }}
        >
          Copy
        </button>
        <span class="copied" role="status">
          {isCopied ? 'Copied' : ''}
        </span>
        <pre tabIndex={0} role="region" aria-label={`${title}, as JSON`}>
          <code>{highlight(text)}</code>
        </pre>
      </div>
    </details>
  );
}

/** A string with what follows it, or a number, `true`, `false`, `null`. */
const jsonToken = /("(?:[^"\\]|\\.)*")(\s*:)?|-?\d[\d.eE+-]*|\b(?:true|false|null)\b/g;

function highlight(text: string): ComponentChild[] {
  const parts: ComponentChild[] = [];
  let end = 0;
  for (const match of text.matchAll(jsonToken)) {
    const [token, string, colon] = match;
    parts.push(text.slice(end, match.index));
    const kind = colon !== undefined ? 'key' : string !== undefined ? 'string' : 'literal';
    parts.push(
      <span class={`json-${kind}`}>{string ?? token}</span>,
      ...(colon === undefined ? [] : [colon]),
    );
    end = match.index + token.length;
  }
  return [...parts, text.slice(end)];
}
