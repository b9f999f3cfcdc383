import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { ATTACHMENT_SIZE_LIMIT, type Emulator } from '../emulator/index.ts';
import { loadAssets, type Assets } from './assets.ts';
import { createEmojiPictures } from './emoji.ts';
import { serveLiveConnection } from './live-connection.ts';
import { createPersonSession, type PageClock, type PersonSession } from './person-session.ts';
import type { ServerFrame, Upload } from './protocol.ts';
import { isFromOwnPage } from './request-guard.ts';
import { createUploads } from './uploads.ts';

export interface PlaygroundServerOptions {
  readonly emulator: Emulator;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Take any free port when `port` is taken, instead of throwing. */
  readonly fallbackToFreePort?: boolean;
  /** Whom the visitor can be; the first one to begin with. */
  readonly people: readonly { readonly userId: string }[];
  /** Members of the server whom the visitor can meet, and not be. */
  readonly others?: readonly string[];
  /** A page that is open before waits until then. */
  readonly ready?: Promise<unknown>;
  readonly guildId: string;
  readonly clock: PageClock;
  /** Resolves when the bot has answered all that it was asked: what a leap leaves behind has no token any more. */
  readonly quiet?: () => Promise<void>;
  /**
   * Moves the clock, at once or in strides, and tells of each before anything comes of it. Resolves when what has
   * thereby come due has been done.
   */
  readonly moveTime: (to: number, onMoved: () => void) => Promise<void>;
  /** Told of failures the visitor only sees as «something went wrong». */
  readonly onError?: (error: unknown) => void;
}

export interface PlaygroundServer {
  /** Where a browser finds the page. */
  readonly url: string;
  close(): Promise<void>;
}

const loopback = '127.0.0.1';

/** The page sends small JSON, files apart; the largest is a modal of five full text inputs. */
const maxFrameBytes = 128 * 1024;

/** Serves the chat page on loopback. Throws when the port is taken, or the page has not been compiled. */
export async function createPlaygroundServer(options: PlaygroundServerOptions): Promise<PlaygroundServer> {
  const { emulator, people, others = [], guildId, clock, onError = () => undefined } = options;
  const cdn = cdnOf(emulator);
  const uploads = createUploads();
  const emojiPicture = createEmojiPictures();
  const app = createApp(await loadAssets());
  const listener = getRequestListener(app.fetch);
  const server = createServer((request, response) => void listener(request, response));
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes });

  server.on('upgrade', (request, socket, head) => {
    const target = new URL(request.url ?? '/', 'http://playground');
    if (!isOwn(request.headers) || target.pathname !== '/live') {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (live) => {
      void greet(live, target.searchParams.get('as'));
    });
  });

  const port = await listen(options.port).catch((error: unknown) => {
    if (options.fallbackToFreePort !== true || !isPortTaken(error)) throw error;
    return listen(0);
  });

  return {
    url: `http://${loopback}:${port}`,
    async close() {
      for (const live of sockets.clients) live.terminate();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };

  async function listen(wanted: number): Promise<number> {
    server.listen(wanted, loopback);
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  function isOwn(headers: IncomingHttpHeaders): boolean {
    const secFetchSite = headers['sec-fetch-site'];
    return isFromOwnPage(
      {
        host: headers.host,
        origin: headers.origin,
        secFetchSite: typeof secFetchSite === 'string' ? secFetchSite : undefined,
      },
      port,
    );
  }

  async function greet(socket: WebSocket, askedFor: string | null): Promise<void> {
    await options.ready;
    if (socket.readyState !== WebSocket.OPEN) return;
    serveLiveConnection({ socket, session: openSession(askedFor), emulator, onError });
  }

  /** Somebody the page may not be, or no longer knows, becomes the first person. */
  function openSession(askedFor: string | null): PersonSession {
    const asked = people.find(({ userId }) => userId === askedFor) ?? people[0];
    if (asked === undefined) throw new Error('The playground needs at least one person to be.');
    return createPersonSession({
      emulator,
      guildId,
      userId: asked.userId,
      people: people.map(({ userId }) => emulator.person(userId).user),
      others: others.map((userId) => emulator.person(userId).user),
      localUrl: cdn.localUrl,
      clock,
      moveTime,
      uploads,
    });
  }

  async function moveTime(to: number): Promise<void> {
    await options.quiet?.();
    await options.moveTime(to, () => {
      // The pages hear of the new time first: the messages that have come due are dated by it.
      const frame: ServerFrame = { type: 'time', leaps: clock.leaps() };
      for (const live of sockets.clients) {
        if (live.readyState === WebSocket.OPEN) live.send(JSON.stringify(frame));
      }
    });
  }

  function createApp({ files, inlineScriptHashes }: Assets): Hono<{ Bindings: HttpBindings }> {
    const policy = contentSecurityPolicy(inlineScriptHashes);
    const hono = new Hono<{ Bindings: HttpBindings }>();

    hono.use(async (context, next) => {
      if (!isOwn(context.env.incoming.headers))
        return context.text('This page answers only its own tab.', 403);
      await next();
      const { headers } = context.res;
      headers.set('X-Content-Type-Options', 'nosniff');
      headers.set('Referrer-Policy', 'no-referrer');
      headers.set('Cross-Origin-Resource-Policy', 'same-origin');
      headers.set('Cross-Origin-Opener-Policy', 'same-origin');
      if (!headers.has('Content-Security-Policy')) headers.set('Content-Security-Policy', policy);
      return undefined;
    });

    hono.get('/cdn/*', async (context) => {
      const address = cdn.originalUrl(context.req.path);
      const found = address === null ? null : await fetch(address);
      if (found?.ok !== true || found.body === null) return context.notFound();
      return context.body(found.body, 200, {
        'Content-Type': found.headers.get('content-type') ?? 'application/octet-stream',
        // A file opened in a tab of its own runs nothing, whatever it holds.
        'Content-Security-Policy': "default-src 'none'; sandbox",
        'Cache-Control': 'private, max-age=3600',
      });
    });

    hono.get('/emoji/:name{.+\\.svg}', async (context) => {
      const picture = await emojiPicture(context.req.param('name').replace(/\.svg$/, ''));
      if (picture === null) return context.notFound();
      return context.body(picture, 200, {
        'Content-Type': 'image/svg+xml',
        'Cache-Control': 'private, max-age=86400',
      });
    });

    hono.post(
      '/uploads',
      bodyLimit({
        maxSize: ATTACHMENT_SIZE_LIMIT,
        onError: (context) => context.text('A file can have 10 MiB at most.', 413),
      }),
      async (context) => {
        const name = context.req.query('name') ?? '';
        const contentType = context.req.header('Content-Type');
        const content = new Uint8Array(await context.req.arrayBuffer());
        const key = uploads.keep({ name, content, ...(contentType !== undefined && { contentType }) });
        return context.json({ key } satisfies Upload);
      },
    );

    hono.get('*', (context) => {
      const asset = files.get(context.req.path);
      if (asset === undefined) return context.notFound();
      const caching = { 'Cache-Control': 'no-cache', ETag: asset.tag };
      if (context.req.header('If-None-Match') === asset.tag) return context.body(null, 304, caching);
      return context.body(asset.body, 200, { 'Content-Type': asset.contentType, ...caching });
    });

    hono.onError((error, context) => {
      onError(error);
      return context.text('Something went wrong in the playground.', 500);
    });
    return hono;
  }
}

interface LocalFiles {
  /** `null` for what the emulator does not store. */
  readonly localUrl: (url: string) => string | null;
  /** `null` for anything but a file: the bot's API lives on the same origin. */
  readonly originalUrl: (localPath: string) => URL | null;
}

/** The emulator's files under addresses of this server, so that the page loads pictures from nowhere else. */
function cdnOf(emulator: Emulator): LocalFiles {
  const { origin } = new URL(emulator.apiUrl);
  const isFile = (url: URL): boolean => url.origin === origin && url.pathname.startsWith('/cdn/');
  return {
    localUrl: (url) => {
      if (!URL.canParse(url)) return null;
      const original = new URL(url);
      return isFile(original) ? original.pathname : null;
    },
    originalUrl: (localPath) => {
      const original = new URL(localPath, origin);
      return isFile(original) ? original : null;
    },
  };
}

function contentSecurityPolicy(inlineScriptHashes: readonly string[]): string {
  return [
    "default-src 'none'",
    `script-src 'self' ${inlineScriptHashes.join(' ')}`,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
