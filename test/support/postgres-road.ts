import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Stands between a store and its PostgreSQL server, where connections can be cut and kept waiting. */
export interface PostgresRoad extends AsyncDisposable {
  /** Of the same database. */
  readonly url: string;
  /** How many connections there are. */
  connections(): number;
  /** How often somebody has sent this. */
  sent(text: string): number;
  /** Cuts the next connection on which somebody sends this: `unsent` before it passes, `unanswered` once it is answered. */
  cutAt(text: string, moment: 'unsent' | 'unanswered'): void;
  /** From now on nothing passes, and nothing is refused, until `release`. */
  hold(): void;
  release(): void;
}

export async function openPostgresRoad(databaseUrl: string): Promise<PostgresRoad> {
  const { hostname, port } = new URL(databaseUrl);
  const ways = new Set<readonly [Socket, Socket]>();
  const passed: Buffer[] = [];
  let cut: { readonly text: string; readonly moment: 'unsent' | 'unanswered' } | undefined;
  let isHeld = false;

  const server = createServer((client) => {
    const database = connect(Number(port), hostname);
    const way = [client, database] as const;
    const end = () => {
      ways.delete(way);
      for (const socket of way) socket.destroy();
    };
    ways.add(way);
    client.on('data', (chunk) => {
      const isCut = cut !== undefined && chunk.includes(cut.text);
      if (isCut && cut?.moment === 'unsent') end();
      else {
        if (isCut) database.removeAllListeners('data').once('data', end);
        passed.push(chunk);
        database.write(chunk);
      }
      if (isCut) cut = undefined;
    });
    database.on('data', (chunk) => client.write(chunk));
    for (const socket of way) {
      socket.on('close', end);
      // A cut is what this road is for.
      socket.on('error', end);
      if (isHeld) socket.pause();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);

  return {
    url: url.href,
    connections: () => ways.size,
    sent: (text) => passed.filter((chunk) => chunk.includes(text)).length,
    cutAt(text, moment) {
      cut = { text, moment };
    },
    hold() {
      isHeld = true;
      for (const socket of [...ways].flat()) socket.pause();
    },
    release() {
      isHeld = false;
      for (const socket of [...ways].flat()) socket.resume();
    },
    async [Symbol.asyncDispose]() {
      for (const socket of [...ways].flat()) socket.destroy();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}
