import {
  InteractionResponseType,
  InteractionType,
  MessageFlags,
  MessageType,
  type APIUser,
  type Client,
} from 'discord.js';
import { violations } from '../../src/playground/emulator/rules/index.ts';

/** Where the client's requests leave the process: those that answer a made-up interaction are taken down and go no further. */
export interface Edge {
  /** Every `custom_id` that an answer brought; no more than a few thousand. */
  readonly customIds: readonly string[];
  harvest(message: unknown): void;
  open(interactionId: string): void;
  /** What Discord would have refused, or cut off. */
  judge(interactionId: string, interaction: Readonly<Record<string, unknown>>): readonly string[];
  shown(interactionId: string): readonly Shown[];
  close(interactionId: string): void;
  restore(): void;
}

export interface Shown {
  readonly text: string;
  readonly isPrivate: boolean;
  /** Takes the place of the message that was pressed. */
  readonly isUpdate: boolean;
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

const CUSTOM_IDS_KEPT = 4_000;
const { Ephemeral } = MessageFlags;
const {
  ApplicationCommandAutocompleteResult: Choices,
  ChannelMessageWithSource: Message,
  DeferredChannelMessageWithSource: DeferredMessage,
  DeferredMessageUpdate: DeferredUpdate,
  Modal,
  UpdateMessage,
} = InteractionResponseType;

/** What each kind of interaction may be answered with first; an update needs a message. */
const FIRST_RESPONSES: Readonly<Record<number, readonly InteractionResponseType[]>> = {
  [InteractionType.ApplicationCommand]: [Message, DeferredMessage, Modal],
  [InteractionType.MessageComponent]: [Message, DeferredMessage, UpdateMessage, DeferredUpdate, Modal],
  [InteractionType.ModalSubmit]: [Message, DeferredMessage, UpdateMessage, DeferredUpdate],
  [InteractionType.ApplicationCommandAutocomplete]: [Choices],
};

export function openEdge(client: Client, botUser: APIUser): Edge {
  const { options } = client.rest;
  const original = { ...options };
  const byInteraction = new Map<string, Sent[]>();
  const customIds: string[] = [];
  const known = new Set<string>();

  const harvest = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    for (const [key, value] of Object.entries(part)) {
      if (key !== 'custom_id') harvest(value);
      else if (typeof value === 'string' && !known.has(value) && known.size < CUSTOM_IDS_KEPT) {
        known.add(value);
        customIds.push(value);
      }
    }
  };

  options.makeRequest = async (address, init) => {
    const url = new URL(address);
    const path = url.pathname.replace(/^\/api\/v\d+/, '');
    const id = /^\/(?:interactions\/|webhooks\/\d+\/token-)(\d+)/.exec(path)?.[1];
    const sent = id === undefined ? undefined : byInteraction.get(id);
    if (sent === undefined) return original.makeRequest(address, init);
    const body = bodyOf(init.body);
    sent.push({ method: init.method ?? 'GET', path, body });
    harvest(body);
    if (path.startsWith('/interactions/') || init.method === 'DELETE')
      return new Response(null, { status: 204 });
    const message = {
      id: `8${String(id).slice(1)}`,
      channel_id: '0',
      author: botUser,
      content: '',
      type: MessageType.Default,
      timestamp: new Date().toISOString(),
      edited_timestamp: null,
      tts: false,
      mention_everyone: false,
      mentions: [],
      mention_roles: [],
      attachments: [],
      embeds: [],
      pinned: false,
      ...(body as object),
    };
    return new Response(JSON.stringify(message), { headers: { 'Content-Type': 'application/json' } });
  };

  const sentFor = (id: string): readonly Sent[] => byInteraction.get(id) ?? [];
  return {
    customIds,
    harvest,
    open: (id) => void byInteraction.set(id, []),

    judge(id, { type, message }) {
      const faults: string[] = [];
      const first = sentFor(id).filter(({ path }) => path.startsWith('/interactions/'));
      if (first.length !== 1) faults.push(`${first.length} first responses`);
      for (const { body } of first) {
        const response = (body as { type?: InteractionResponseType }).type;
        const allowed = FIRST_RESPONSES[Number(type)] ?? [];
        if (response === undefined || !allowed.includes(response)) {
          faults.push(`an interaction of type ${String(type)} answered with ${String(response)}`);
        }
        if ((response === UpdateMessage || response === DeferredUpdate) && message === undefined) {
          faults.push('an update of no message');
        }
      }
      for (const { method, path, body } of sentFor(id)) {
        if (body === undefined) continue;
        // Nothing here makes a message of the old kind, so an edit is held to the new kind's rules.
        const request = { method, path, body, currentFlags: MessageFlags.IsComponentsV2 };
        const broken = violations(request);
        if (broken.length > 0) faults.push(`${method} ${path} would be refused: ${JSON.stringify(broken)}`);
      }
      return faults;
    },

    shown: (id) =>
      sentFor(id).flatMap(({ method, path, body }) => {
        if (body === undefined) return [];
        const { type, data } = path.startsWith('/interactions/')
          ? (body as { type: InteractionResponseType; data?: { flags?: number } })
          : { type: method === 'PATCH' ? UpdateMessage : Message, data: body as { flags?: number } };
        if (type !== Message && type !== UpdateMessage) return [];
        // An edit of the answer itself is seen by whom its deferral was for.
        const deferral = sentFor(id).find(
          (sent) => (sent.body as { type?: number } | undefined)?.type === DeferredMessage,
        );
        const { data: deferred } = (deferral?.body ?? {}) as { data?: { flags?: number } };
        const isAnswer = method === 'PATCH' && deferral !== undefined;
        const flags = (isAnswer ? deferred : data)?.flags ?? 0;
        return [
          {
            text: JSON.stringify(data),
            isPrivate: (flags & Ephemeral) !== 0,
            isUpdate: type === UpdateMessage && !isAnswer,
          },
        ];
      }),

    close: (id) => void byInteraction.delete(id),
    restore() {
      options.makeRequest = (address, init) => original.makeRequest(address, init);
    },
  };
}

function bodyOf(body: unknown): unknown {
  if (body instanceof FormData) {
    const payload = body.get('payload_json');
    return typeof payload === 'string' ? JSON.parse(payload) : undefined;
  }
  return typeof body === 'string' && body !== '' ? JSON.parse(body) : undefined;
}
