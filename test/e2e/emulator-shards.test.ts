import { once } from 'node:events';
import { Events, GatewayIntentBits, type Client, type Message } from 'discord.js';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Emulator } from '../../src/playground/emulator/index.ts';
import { guildIdOn } from '../support/shard-ids.ts';
import { connect, createClient, generalOf, startWorld } from './emulator-bot.ts';

const { Guilds, GuildMessages, DirectMessages } = GatewayIntentBits;

interface GatewayBot {
  readonly url: string;
  readonly shards: number;
  readonly session_start_limit: Readonly<Record<string, number>>;
}

async function gatewayBot({ apiUrl, token }: Emulator): Promise<GatewayBot> {
  const headers = { authorization: `Bot ${token}` };
  return (await (await fetch(`${apiUrl}/v10/gateway/bot`, { headers })).json()) as GatewayBot;
}

/** What the gateway makes of an IDENTIFY: the dispatch or the opcode that follows, or the code it closes with. */
async function identify(emulator: Emulator, shard: readonly [number, number]): Promise<unknown> {
  const { url } = await gatewayBot(emulator);
  const socket = new WebSocket(`${url}?v=10&encoding=json`);
  onTestFinished(() => {
    socket.terminate();
  });
  await once(socket, 'message');
  const outcome = new Promise((resolve) => {
    socket.on('close', resolve);
    socket.on('message', (data: Buffer) => {
      const { op, t, d } = JSON.parse(data.toString()) as { op: number; t: string | null; d: unknown };
      resolve(t ?? { op, d });
    });
  });
  socket.send(JSON.stringify({ op: 2, d: { token: emulator.token, intents: 1, properties: {}, shard } }));
  return outcome;
}

const INVALID_SESSION = { op: 9, d: false };

function received(client: Client): string[] {
  const ids: string[] = [];
  client.on(Events.MessageCreate, (message: Message) => ids.push(message.id));
  return ids;
}

test('what Discord recommends and allows is told beforehand', async () => {
  const { emulator, ada } = await startWorld();
  expect(await gatewayBot(emulator)).toMatchObject({
    shards: 1,
    session_start_limit: { total: 1_000, remaining: 1_000, max_concurrency: 1 },
  });
  for (let index = 0; index < 1_000; index += 1) {
    emulator.createGuild({ name: `Guild ${index}`, ownerId: ada.user.id });
  }
  expect((await gatewayBot(emulator)).shards).toBe(2);

  const large = await startWorld({ recommendedShards: 32, maxConcurrency: 16, sessionStarts: 2_000 });
  await identify(large.emulator, [0, 1]);
  const { shards, session_start_limit: limit } = await gatewayBot(large.emulator);
  expect({ shards, ...limit }).toMatchObject({
    shards: 32,
    total: 2_000,
    remaining: 1_999,
    max_concurrency: 16,
  });
  expect(limit['reset_after']).toBeLessThanOrEqual(24 * 60 * 60 * 1000);
});

describe('identifying', () => {
  test('too soon for its bucket leaves no session; another bucket has a turn of its own', async () => {
    const { emulator } = await startWorld({ maxConcurrency: 2, deadlines: { identifyWindowMs: 60_000 } });
    expect(await identify(emulator, [0, 4])).toBe('READY');
    expect(await identify(emulator, [1, 4])).toBe('READY');
    expect(await identify(emulator, [2, 4])).toEqual(INVALID_SESSION);
    expect(await identify(emulator, [3, 4])).toEqual(INVALID_SESSION);
    expect(emulator.gateway.tooSoon).toBe(2);
    expect(emulator.gateway.connections).toBe(2);
  });

  test('a little later is soon enough', async () => {
    const { emulator } = await startWorld({ deadlines: { identifyWindowMs: 1_500 } });
    expect(await identify(emulator, [0, 2])).toBe('READY');
    expect(await identify(emulator, [1, 2])).toEqual(INVALID_SESSION);
    await vi.waitFor(
      async () => {
        expect(await identify(emulator, [1, 2])).toBe('READY');
      },
      { timeout: 10_000 },
    );
  });

  test('once a day is used up, nobody comes in', async () => {
    const { emulator } = await startWorld({ sessionStarts: 1 });
    expect(await identify(emulator, [0, 1])).toBe('READY');
    expect(await identify(emulator, [0, 1])).toBe(4004);
    const client = createClient(emulator);
    await expect(client.login(emulator.token)).rejects.toThrow(/Not enough sessions remaining/);
  });

  test.each([
    [1, 1],
    [-1, 2],
    [0, 0],
    [0.5, 2],
  ])('as shard %d of %d is refused', async (id, count) => {
    const { emulator } = await startWorld();
    expect(await identify(emulator, [id, count])).toBe(4010);
  });

  test('no shard may have more than 2,500 guilds, however few the others have', async () => {
    const { emulator, ada } = await startWorld();
    for (let index = 0; index < 2_501; index += 1) {
      emulator.createGuild({ id: guildIdOn(0, 4, index), name: `Guild ${index}`, ownerId: ada.user.id });
    }
    expect(await identify(emulator, [0, 1])).toBe(4011);
    expect(await identify(emulator, [0, 4])).toBe(4011);
    expect(await identify(emulator, [1, 4])).toBe('READY');
    expect(await identify(emulator, [0, 8])).toBe('READY');
  });
});

test('each shard gets its own guilds, and direct messages go to the first', async () => {
  const { emulator, guild, channel, ada } = await startWorld();
  const own = Number((BigInt(guild.id) >> 22n) % 2n);
  const shards = await Promise.all(
    [0, 1].map(async (id) => {
      const client = createClient(emulator, {
        intents: [Guilds, GuildMessages, DirectMessages],
        shards: [id],
        shardCount: 2,
      });
      const ready = once(client, Events.ClientReady);
      await client.login(emulator.token);
      await ready;
      return { id, guilds: client.guilds.cache.size, messages: received(client) };
    }),
  );
  await emulator.waitForReady();
  expect(shards.map(({ guilds }) => guilds)).toEqual(own === 0 ? [1, 0] : [0, 1]);
  const there = ada.say(channel.id, 'in the guild');
  const dm = ada.say(emulator.dmChannel(ada.user.id).id, 'in private');
  await vi.waitFor(() => {
    const ids = shards.map(({ messages }) => messages);
    expect(ids).toEqual(own === 0 ? [[there.id, dm.id], []] : [[dm.id], [there.id]]);
  });
});

test('a shard resumes by itself, and misses nothing; the others notice nothing', async () => {
  const { emulator, ada } = await startWorld({ maxConcurrency: 2 });
  const guilds = [0, 1].map((shardId) =>
    emulator.createGuild({ id: guildIdOn(shardId, 2, 0), name: `On ${shardId}`, ownerId: ada.user.id }),
  );
  const client = await connect(emulator, { intents: [Guilds, GuildMessages], shards: [0, 1], shardCount: 2 });
  const messages = received(client);
  const resumed: number[] = [];
  client.on(Events.ShardResume, (shardId) => resumed.push(shardId));
  const reopen = emulator.gateway.refuseConnections();
  emulator.gateway.drop(1);
  const said = guilds.map(({ id }) => ada.say(generalOf(emulator, id).id, 'while one was away').id);
  reopen();
  await vi.waitFor(() => {
    expect(messages.toSorted()).toEqual(said.toSorted());
  });
  expect(resumed).toEqual([1]);
});
