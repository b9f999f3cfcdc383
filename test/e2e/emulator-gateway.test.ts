import { once } from 'node:events';
import { Events, GatewayCloseCodes, GatewayIntentBits, Status, type Client, type Message } from 'discord.js';
import { expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { connect, createClient, startWorld } from './emulator-bot.ts';

const { Guilds, GuildMembers, GuildMessages, DirectMessages, MessageContent } = GatewayIntentBits;

function received(client: Client): Message[] {
  const messages: Message[] = [];
  client.on(Events.MessageCreate, (message) => messages.push(message));
  return messages;
}

test('a client connects, and knows itself, its guild and its channel', async () => {
  const { emulator, guild, channel } = await startWorld();
  const statuses: boolean[] = [];
  emulator.subscribe((event) => {
    if (event.type === 'bot-status') statuses.push(event.online);
  });
  const client = await connect(emulator);
  await emulator.waitForReady();
  expect(client.user.id).toBe(emulator.botUser.id);
  expect(client.application.id).toBe(emulator.applicationId);
  expect(client.guilds.cache.get(guild.id)?.name).toBe('Learners');
  expect(client.channels.cache.has(channel.id)).toBe(true);
  expect(emulator.gateway.connections).toBe(1);
  await client.destroy();
  await vi.waitFor(() => {
    expect(statuses).toEqual([true, false]);
  });
});

test('the bot hears of guilds and channels that come and go', async () => {
  const { emulator, guild, ada } = await startWorld();
  const client = await connect(emulator);
  const later = emulator.createGuild({ name: 'Later', ownerId: ada.user.id });
  const channel = emulator.createChannel(guild.id, { name: 'weekly' });
  await vi.waitFor(() => {
    expect(client.guilds.cache.has(later.id)).toBe(true);
    expect(client.channels.cache.has(channel.id)).toBe(true);
  });
  emulator.deleteChannel(channel.id);
  emulator.removeMember(later.id, emulator.botUser.id);
  await vi.waitFor(() => {
    expect(client.guilds.cache.has(later.id)).toBe(false);
    expect(client.channels.cache.has(channel.id)).toBe(false);
  });
});

test('a wrong token is turned away', async () => {
  const { emulator } = await startWorld();
  const client = createClient(emulator);
  await expect(client.login('not.the.token')).rejects.toThrow(/token/);
});

test('a privileged intent must have been granted', async () => {
  const { emulator } = await startWorld();
  const client = createClient(emulator, { intents: [Guilds, GuildMembers] });
  await expect(client.login(emulator.token)).rejects.toThrow('Used disallowed intents');

  const granted = await startWorld({ privilegedIntents: GuildMembers });
  const other = await connect(granted.emulator, { intents: [Guilds, GuildMembers] });
  expect(other.users.cache.has(granted.ada.user.id)).toBe(true);
});

test('intents that do not exist are refused, and so is compression', async () => {
  const { emulator } = await startWorld();
  const { url } = (await (await fetch(`${emulator.apiUrl}/v10/gateway`)).json()) as { url: string };

  const strange = new WebSocket(`${url}?v=10&encoding=json`);
  await once(strange, 'message');
  strange.send(JSON.stringify({ op: 2, d: { token: emulator.token, intents: 1 << 30, properties: {} } }));
  expect((await once(strange, 'close'))[0]).toBe(4013);

  const compressed = new WebSocket(`${url}?v=10&encoding=json&compress=zlib-stream`);
  expect((await once(compressed, 'close'))[0]).toBe(4002);

  const old = new WebSocket(`${url}?v=9&encoding=json`);
  expect((await once(old, 'close'))[0]).toBe(4012);
});

test('a connection that misses its heartbeats is closed', async () => {
  const { emulator } = await startWorld({ heartbeatIntervalMs: 20 });
  const { url } = (await (await fetch(`${emulator.apiUrl}/v10/gateway`)).json()) as { url: string };
  const silent = new WebSocket(`${url}?v=10&encoding=json`);
  expect((await once(silent, 'close'))[0]).toBe(4009);
});

test('messages come with the intent for them, their content with the intent for that', async () => {
  const { emulator, channel, ada } = await startWorld({ privilegedIntents: MessageContent });
  const deaf = received(await connect(emulator));
  const plain = received(await connect(emulator, { intents: [Guilds, GuildMessages, DirectMessages] }));
  const full = received(await connect(emulator, { intents: [Guilds, GuildMessages, MessageContent] }));

  ada.say(channel.id, 'secret');
  ada.say(channel.id, `for you: <@${emulator.botUser.id}>`);
  ada.say(emulator.dmChannel(ada.user.id).id, 'hello there');
  const contents = (messages: Message[]) => messages.map(({ content }) => content);
  await vi.waitFor(() => {
    expect(contents(plain)).toEqual(['', `for you: <@${emulator.botUser.id}>`, 'hello there']);
    expect(contents(full)).toEqual(['secret', `for you: <@${emulator.botUser.id}>`]);
  });
  expect(deaf).toEqual([]);
});

test('after a cut, the client resumes and gets what it missed, once and in order', async () => {
  const { emulator, channel, ada } = await startWorld();
  const client = await connect(emulator, { intents: [Guilds, GuildMessages] });
  const messages = received(client);
  const resumed = once(client, Events.ShardResume);

  ada.say(channel.id, 'before');
  await vi.waitFor(() => {
    expect(messages).toHaveLength(1);
  });
  const reopen = emulator.gateway.refuseConnections();
  emulator.gateway.drop();
  const missed = [ada.say(channel.id, 'one'), ada.say(channel.id, 'two')];
  reopen();
  await resumed;
  await vi.waitFor(() => {
    expect(messages.slice(1).map(({ id }) => id)).toEqual(missed.map(({ id }) => id));
  });
});

test('told to reconnect, the client resumes', async () => {
  const { emulator, channel, ada } = await startWorld();
  const client = await connect(emulator, { intents: [Guilds, GuildMessages] });
  const messages = received(client);
  const resumed = once(client, Events.ShardResume);
  emulator.gateway.requestReconnect();
  await resumed;
  ada.say(channel.id, 'after');
  await vi.waitFor(() => {
    expect(messages).toHaveLength(1);
  });
});

test('a session that may be resumed is resumed on the same connection', async () => {
  const { emulator } = await startWorld();
  const client = await connect(emulator);
  const resumed = once(client, Events.ShardResume);
  emulator.gateway.invalidateSessions(true);
  await resumed;
  expect(emulator.gateway.connections).toBe(1);
});

test('a session that is gone makes the client identify again', async () => {
  const { emulator, channel, ada } = await startWorld();
  const client = await connect(emulator, { intents: [Guilds, GuildMessages] });
  const messages = received(client);
  emulator.gateway.invalidateSessions(false);
  expect(emulator.gateway.connections).toBe(0);
  ada.say(channel.id, 'lost');
  await emulator.waitForReady(15_000);
  await vi.waitFor(() => {
    expect(client.ws.status).toBe(Status.Ready);
  });
  ada.say(channel.id, 'after');
  await vi.waitFor(() => {
    expect(messages).toHaveLength(1);
  });
});

test('a shard that is turned away for good does not come back, and its session is over', async () => {
  const { emulator } = await startWorld();
  const client = await connect(emulator);
  const gone = once(client, Events.ShardDisconnect);
  emulator.gateway.turnAway(GatewayCloseCodes.DisallowedIntents);
  const [{ code }] = (await gone) as [{ code: number }];
  expect(code).toBe(4014);
  await vi.waitFor(() => {
    expect(emulator.gateway.connections).toBe(0);
  });
  expect(client.ws.shards.get(0)?.status).toBe(Status.Disconnected);
});
