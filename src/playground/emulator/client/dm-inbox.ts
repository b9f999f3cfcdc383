import type { APIMessage } from 'discord-api-types/v10';
import type { MessageRecord } from '../world.ts';

/** Kept per person; older ones nobody asked for are forgotten. */
const UNREAD = 1_000;

/** The direct messages that the bot sent by itself, each handed out once. */
export interface DmInbox {
  deliver(userId: string, record: MessageRecord): void;
  next(userId: string, timeoutMs: number): Promise<APIMessage>;
}

interface Mailbox {
  readonly unread: MessageRecord[];
  readonly waiting: ((message: APIMessage) => void)[];
}

export function createDmInbox(): DmInbox {
  const mailboxes = new Map<string, Mailbox>();

  function mailboxOf(userId: string): Mailbox {
    const existing = mailboxes.get(userId);
    if (existing !== undefined) return existing;
    const created: Mailbox = { unread: [], waiting: [] };
    mailboxes.set(userId, created);
    return created;
  }

  return {
    deliver(userId, record) {
      const { unread, waiting } = mailboxOf(userId);
      const first = waiting.shift();
      if (first !== undefined) {
        first(record.message);
        return;
      }
      unread.push(record);
      if (unread.length > UNREAD) unread.shift();
    },

    next(userId, timeoutMs) {
      const { unread, waiting } = mailboxOf(userId);
      const oldest = unread.shift();
      if (oldest !== undefined) return Promise.resolve(oldest.message);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.splice(waiting.indexOf(arrived), 1);
          reject(new Error(`No direct message came within ${timeoutMs} ms`));
        }, timeoutMs);
        const arrived = (message: APIMessage) => {
          clearTimeout(timer);
          resolve(message);
        };
        waiting.push(arrived);
      });
    },
  };
}
