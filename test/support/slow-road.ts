import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { close, listen } from './ports.ts';

/** Stands between a bot and Discord's REST API, and keeps some of what passes back until `release`. */
export interface SlowRoad extends AsyncDisposable {
  readonly apiUrl: string;
  /** Resolves when the first is kept back. */
  readonly arrived: Promise<unknown>;
  release(): void;
}

/**
 * @param holds what is kept back of a request: itself, or no more than the answer, once Discord has done what was
 *   asked. `undefined`: nothing.
 */
export async function openSlowRoad(
  apiUrl: string,
  holds: (request: { readonly method: string; readonly path: string }) => 'request' | 'answer' | undefined,
): Promise<SlowRoad> {
  const events = new EventEmitter();
  const arrived = once(events, 'arrived');
  const released = once(events, 'released');
  const wait = async () => {
    events.emit('arrived');
    await released;
  };
  const server = createServer((request, response) => {
    const pass = async () => {
      const body = await text(request);
      const { url: path = '', method = 'GET' } = request;
      const held = holds({ method, path });
      if (held === 'request') await wait();
      const { authorization = '', 'content-type': type = '' } = request.headers;
      const answer = await fetch(new URL(path, apiUrl), {
        method,
        headers: { authorization, 'content-type': type },
        ...(body !== '' && { body }),
      });
      const answered = await answer.text();
      if (held === 'answer') await wait();
      response.writeHead(answer.status, answered === '' ? {} : { 'content-type': 'application/json' });
      response.end(answered);
    };
    pass().catch(() => response.destroy());
  });
  const port = await listen(server);
  return {
    apiUrl: `http://127.0.0.1:${port}/api`,
    arrived,
    release: () => events.emit('released'),
    [Symbol.asyncDispose]: () => close(server),
  };
}
