import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export async function listen(server: Server, port = 0): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

export async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

export async function portNobodyListensOn(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await close(server);
  return port;
}

/** Holds an HTTP port for as long as it is not disposed of. */
export async function occupy(port = 0): Promise<AsyncDisposable & { readonly port: number }> {
  const server = createServer();
  return { port: await listen(server, port), [Symbol.asyncDispose]: () => close(server) };
}
