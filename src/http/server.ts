import { once } from 'node:events';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { HttpError } from './http-error.ts';
import type { Metrics } from './metrics.ts';
import type { Readiness } from './readiness.ts';

export interface HttpServerOptions {
  readonly host: string;
  readonly port: number;
  readonly readiness: Readiness;
  readonly metrics: Metrics;
}

export interface HttpServer {
  close(): Promise<void>;
}

/**
 * Tells whoever runs the bot how it is: `/healthz`, `/readyz`, `/metrics`. All of it is read-only and names nobody, so
 * there is no guard against other sites' pages, as the playground has.
 *
 * @throws {HttpError} if nobody can listen there.
 */
export async function openHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { host, port } = options;
  const listener = getRequestListener(createApp(options).fetch);
  const server = createServer((request, response) => void listener(request, response));
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new HttpError(explainListenFault(cause, host, port), { cause });
  }
  return {
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function createApp({ readiness, metrics }: HttpServerOptions): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    context.header('Cache-Control', 'no-store');
  });
  app.get('/healthz', (context) => context.json({ up: true }));
  app.get('/readyz', async (context) => {
    const report = await readiness.report();
    return context.json(report, report.ready ? 200 : 503);
  });
  app.get('/metrics', async (context) =>
    context.body(await metrics.render(), 200, { 'Content-Type': metrics.contentType }),
  );
  return app;
}

function explainListenFault(cause: unknown, host: string, port: number): string {
  if (!(cause instanceof Error)) return String(cause);
  switch ('code' in cause ? cause.code : undefined) {
    case 'EADDRINUSE':
      return `HTTP_PORT: port ${port} is in use by another program. Choose another for health and metrics, or off.`;
    case 'EACCES':
      return `HTTP_PORT: port ${port} needs more rights than this user has. Choose one above 1023, or off.`;
    case 'EADDRNOTAVAIL':
      return `HTTP_HOST: this machine has no address ${host}.`;
    default:
      return `Health and metrics cannot be served: ${cause.message}`;
  }
}
