import type { WebSocket } from 'ws';
import { ClientRefusal, type Emulator } from '../emulator/index.ts';
import { ActionRefusal, type PersonSession } from './person-session.ts';
import { parseClientFrame, type ClientFrame, type ServerFrame } from './protocol.ts';

/** WebSocket close code for a peer that breaks the rules (RFC 6455, 7.4.1). */
const policyViolation = 1008;

/** Keeps one open page up to date, and does what it asks, until it closes. */
export function serveLiveConnection(options: {
  socket: WebSocket;
  session: PersonSession;
  emulator: Emulator;
  onError: (error: unknown) => void;
}): void {
  const { socket, session, emulator, onError } = options;

  const send = (frame: ServerFrame): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame));
  };

  const unsubscribe = emulator.subscribe((event) => {
    const frame = session.frameFor(event);
    if (frame !== null) send(frame);
  });
  socket.on('close', unsubscribe);
  socket.on('error', onError);
  socket.on('message', (data: Buffer) => {
    const frame = readFrame(data);
    if (frame === null) socket.close(policyViolation, 'Not a message of this page');
    else void answer(frame).then(send);
  });
  send({ type: 'snapshot', snapshot: session.snapshot() });

  async function answer({ requestId, action }: ClientFrame): Promise<ServerFrame> {
    try {
      return { type: 'done', requestId, result: await session.perform(action) };
    } catch (error) {
      if (error instanceof ClientRefusal || error instanceof ActionRefusal) {
        return { type: 'refused', requestId, reason: error.message };
      }
      onError(error);
      return {
        type: 'refused',
        requestId,
        reason: 'Something went wrong in the playground. Please try again.',
      };
    }
  }
}

function readFrame(data: Buffer): ClientFrame | null {
  try {
    return parseClientFrame(data.toString('utf8'));
  } catch {
    return null;
  }
}
