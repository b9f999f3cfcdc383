import { DeliveryError, type Notifier, type Post } from '../../src/services/ports.ts';

export interface SentMessage {
  readonly id: string;
  readonly channelId: string;
  readonly post: Post;
  readonly nonce: string;
  readonly at: number;
}

/** What goes wrong with a request: Discord refuses it, or does it and the answer is lost. */
export type NotifierFault = { readonly refuse: DeliveryError } | { readonly loseAnswer: DeliveryError };

export interface RecordingNotifier extends Notifier {
  /** What arrived, each once. */
  readonly messages: readonly SentMessage[];
  /** Whose DM was asked to be opened, each time. */
  readonly opened: readonly { readonly userId: string; readonly at: number }[];
  /** Every edit that arrived, in order. */
  readonly edits: readonly { readonly messageId: string; readonly post: Post; readonly at: number }[];
  /** Messages that somebody has deleted; their ids may be added. */
  readonly deleted: Set<string>;
  /** Asked for each request; set to make some fail. */
  fault: (request: { readonly open: string } | { readonly send: string }) => NotifierFault | undefined;
  /** Waited for by each send before it arrives; set to hold sends back. */
  road: () => Promise<void>;
}

/** «A few minutes», at the least that the bot relies on. */
const NONCE_MEMORY_MS = 4 * 60 * 1000;

/** The channel of the DM with a user. */
export function dmOf(userId: string): string {
  return `9${userId}`;
}

/** Discord, as far as the notifier's port goes: remembers each message, and knows a nonce again for a few minutes. */
export function createRecordingNotifier(now: () => number): RecordingNotifier {
  const messages: SentMessage[] = [];
  const opened: { userId: string; at: number }[] = [];
  const edits: { messageId: string; post: Post; at: number }[] = [];
  const deleted = new Set<string>();

  const attempt = <T>(fault: NotifierFault | undefined, work: () => T): T => {
    if (fault !== undefined && 'refuse' in fault) throw fault.refuse;
    const result = work();
    if (fault !== undefined) throw fault.loseAnswer;
    return result;
  };

  const notifier: RecordingNotifier = {
    messages,
    opened,
    edits,
    deleted,
    fault: () => undefined,
    road: () => Promise.resolve(),
    async openDm(userId) {
      opened.push({ userId, at: now() });
      return Promise.resolve(attempt(notifier.fault({ open: userId }), () => dmOf(userId)));
    },
    async send(channelId, post, nonce) {
      await notifier.road();
      return attempt(notifier.fault({ send: channelId }), () => {
        const known = messages.find(
          (message) =>
            message.channelId === channelId &&
            message.nonce === nonce &&
            now() - message.at <= NONCE_MEMORY_MS,
        );
        if (known !== undefined) return known.id;
        const message = { id: String(1000 + messages.length), channelId, post, nonce, at: now() };
        messages.push(message);
        return message.id;
      });
    },
    async edit(channelId, messageId, post) {
      await notifier.road();
      attempt(notifier.fault({ send: channelId }), () => {
        const isThere = messages.some(({ id }) => id === messageId) && !deleted.has(messageId);
        if (!isThere) throw new DeliveryError('message-gone', '10008');
        edits.push({ messageId, post, at: now() });
      });
    },
  };
  return notifier;
}
