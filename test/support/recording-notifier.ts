import type { DeliveryError, Notifier, Post } from '../../src/services/ports.ts';

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

  const attempt = <T>(fault: NotifierFault | undefined, work: () => T): T => {
    if (fault !== undefined && 'refuse' in fault) throw fault.refuse;
    const result = work();
    if (fault !== undefined) throw fault.loseAnswer;
    return result;
  };

  const notifier: RecordingNotifier = {
    messages,
    opened,
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
  };
  return notifier;
}
