import type { Action, ActionResult, ServerFrame } from '../protocol.ts';

export interface Connection {
  /** Throws `Refused` with words for the visitor. */
  perform(action: Action): Promise<ActionResult>;
  close(): void;
}

export class Refused extends Error {}

type Settle = { resolve: (result: ActionResult) => void; reject: (reason: Refused) => void };

const lostWords = 'The connection was lost before the answer came. Please try again.';
const longestPauseMs = 5_000;

/** Speaks as one person until closed, and connects again by itself whenever the server goes away. */
export function openConnection(options: {
  userId: string | null;
  onFrame: (frame: ServerFrame) => void;
  onStatus: (isConnected: boolean) => void;
}): Connection {
  const waiting = new Map<number, Settle>();
  let nextId = 0;
  let pauseMs = 250;
  let retry: number | undefined;
  let isClosed = false;
  let socket = connect();

  function connect(): WebSocket {
    const address = new URL('/live', location.href);
    address.protocol = 'ws:';
    if (options.userId !== null) address.searchParams.set('as', options.userId);
    const opened = new WebSocket(address);

    opened.addEventListener('open', () => {
      pauseMs = 250;
      options.onStatus(true);
    });
    opened.addEventListener('message', (event) => {
      if (isClosed) return;
      const frame = JSON.parse(String(event.data)) as ServerFrame;
      if (frame.type === 'done' || frame.type === 'refused') settle(frame);
      else options.onFrame(frame);
    });
    opened.addEventListener('close', () => {
      for (const { reject } of waiting.values()) reject(new Refused(lostWords));
      waiting.clear();
      if (isClosed) return;
      options.onStatus(false);
      retry = setTimeout(() => {
        socket = connect();
      }, pauseMs);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    });
    return opened;
  }

  function settle(frame: Extract<ServerFrame, { type: 'done' | 'refused' }>): void {
    const settling = waiting.get(frame.requestId);
    waiting.delete(frame.requestId);
    if (frame.type === 'done') settling?.resolve(frame.result);
    else settling?.reject(new Refused(frame.reason));
  }

  return {
    perform(action) {
      return new Promise((resolve, reject) => {
        if (socket.readyState !== WebSocket.OPEN) {
          reject(new Refused('The playground is not connected right now. It keeps trying.'));
          return;
        }
        const requestId = nextId++;
        waiting.set(requestId, { resolve, reject });
        socket.send(JSON.stringify({ requestId, action }));
      });
    },
    close() {
      isClosed = true;
      clearTimeout(retry);
      socket.close();
    },
  };
}
