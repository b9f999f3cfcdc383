import { once } from 'node:events';
import {
  ChannelType,
  Events,
  PermissionFlagsBits,
  Routes,
  type APIThreadChannel,
  type AnyThreadChannel,
  type ChatInputCommandInteraction,
  type TextChannel,
} from 'discord.js';
import { expect, test } from 'vitest';
import { answerWith, codeOf, connect, startRest, startWorld } from './emulator-bot.ts';

const PUBLIC = ChannelType.PublicThread;

async function startThreads() {
  const world = await startRest();
  const { channel, rest } = world;
  return {
    ...world,
    open: (body: unknown, parentId = channel.id) =>
      rest.post(Routes.threads(parentId), { body }) as Promise<APIThreadChannel>,
    openOn: (messageId: string, body: unknown) =>
      rest.post(Routes.threads(channel.id, messageId), { body }) as Promise<APIThreadChannel>,
  };
}

test('threads hang in their channel or on a message, and are listed after it', async () => {
  const { emulator, guild, channel, open, openOn, send } = await startThreads();
  emulator.createChannel(guild.id, { name: 'later' });
  const thread = await open({ name: 'Week 1', type: PUBLIC, auto_archive_duration: 10_080 });
  expect(thread).toMatchObject({
    type: PUBLIC,
    parent_id: channel.id,
    thread_metadata: { archived: false, auto_archive_duration: 10_080 },
  });
  const starter = await send(channel.id, { content: 'start' });
  expect(await openOn(starter.id, { name: 'Talk' })).toMatchObject({
    id: starter.id,
    parent_id: channel.id,
    thread_metadata: { auto_archive_duration: 1_440 },
  });
  expect(await codeOf(openOn(starter.id, { name: 'again' }))).toBe(160004);
  expect(emulator.channels(guild.id)).toMatchObject([
    { name: 'general', kind: 'text', parentId: null },
    { name: 'Week 1', kind: 'thread', parentId: channel.id },
    { name: 'Talk', kind: 'thread', parentId: channel.id },
    { name: 'later', kind: 'text', parentId: null },
  ]);
});

test('a thread is refused for what is wrong with it, and where there can be none', async () => {
  const { emulator, ada, channel, open, openOn, send } = await startThreads();
  const { id } = await send(channel.id, { content: 'start' });
  for (const name of ['', 'x'.repeat(101), 7, null]) {
    expect(await codeOf(open({ name, type: PUBLIC }))).toBe(50035);
    expect(await codeOf(openOn(id, { name }))).toBe(50035);
  }
  expect(await codeOf(open({ name: 'x', type: ChannelType.GuildText }))).toBe(50035);
  expect(await codeOf(open({ name: 'x', type: PUBLIC, auto_archive_duration: 90 }))).toBe(50035);
  const thread = await open({ name: 'Week 1', type: PUBLIC });
  expect(await codeOf(open({ name: 'x', type: PUBLIC }, thread.id))).toBe(50024);
  expect(await codeOf(open({ name: 'x', type: PUBLIC }, emulator.dmChannel(ada.user.id).id))).toBe(50003);
});

test('the bot opens threads where it may, and private ones by their own permission', async () => {
  const { emulator, guild, channel, open } = await startThreads();
  const { CreatePrivateThreads, CreatePublicThreads, SendMessages, ViewChannel } = PermissionFlagsBits;
  expect(await codeOf(open({ name: 'x' }))).toBe(50013);
  emulator.setBotGuildPermissions(guild.id, CreatePrivateThreads);
  expect(await open({ name: 'x' })).toMatchObject({ type: ChannelType.PrivateThread });
  emulator.setBotPermissions(channel.id, ViewChannel | SendMessages);
  expect(await codeOf(open({ name: 'x', type: PUBLIC }))).toBe(50013);
  emulator.setBotPermissions(channel.id, ViewChannel | CreatePublicThreads);
  await open({ name: 'x', type: PUBLIC });
});

test('writing in a thread takes another permission than writing in its channel', async () => {
  const { emulator, channel, ada, open, send } = await startThreads();
  const { SendMessages, SendMessagesInThreads, ViewChannel } = PermissionFlagsBits;
  const thread = await open({ name: 'Week 1', type: PUBLIC });
  await send(thread.id, { content: 'in the thread' });
  emulator.setBotPermissions(channel.id, ViewChannel | SendMessages);
  expect(await codeOf(send(thread.id, { content: 'x' }))).toBe(50013);
  emulator.setBotPermissions(channel.id, ViewChannel | SendMessagesInThreads);
  await send(thread.id, { content: 'again' });
  expect(await codeOf(send(channel.id, { content: 'x' }))).toBe(50013);
  ada.say(thread.id, 'me too');
  expect(ada.messages(thread.id).map(({ content }) => content)).toEqual(['in the thread', 'again', 'me too']);
  expect(() => {
    emulator.setBotPermissions(thread.id, 0n);
  }).toThrow(/permissions of its channel/);
});

test('a command used in a thread tells the bot of the thread, and is answered there', async () => {
  const { emulator, guild, channel, ada } = await startWorld();
  const client = await connect(emulator);
  await client.application.commands.set([{ name: 'week', description: 'This week' }]);
  const known = client.channels.cache.get(channel.id) as TextChannel;
  const thread = await known.threads.create({ name: 'Week 1' });
  await expect.poll(() => emulator.channels(guild.id).map(({ name }) => name)).toEqual(['general', 'Week 1']);

  const seen: unknown[] = [];
  const errors = answerWith(client, async (interaction) => {
    const { channel: where } = interaction as ChatInputCommandInteraction;
    seen.push(where?.isThread() === true && [where.name, where.parentId]);
    await (interaction as ChatInputCommandInteraction).reply('Here it is');
  });
  const outcome = await ada.type(thread.id, '/week');
  expect(outcome.message).toMatchObject({ channel_id: thread.id, content: 'Here it is' });
  expect(seen).toEqual([['Week 1', channel.id]]);
  expect(errors).toEqual([]);
});

test('a thread is deleted by itself, and goes with its channel', async () => {
  const { emulator, guild, channel } = await startWorld();
  const client = await connect(emulator);
  const known = client.channels.cache.get(channel.id) as TextChannel;
  const [one, two] = [
    await known.threads.create({ name: 'one' }),
    await known.threads.create({ name: 'two' }),
  ];

  const gone = once(client, Events.ThreadDelete) as Promise<[AnyThreadChannel]>;
  emulator.deleteChannel(one.id);
  expect((await gone)[0].name).toBe('one');
  expect(await codeOf(one.send('x'))).toBe(10003);

  const closed = once(client, Events.ChannelDelete);
  emulator.deleteChannel(channel.id);
  await closed;
  expect(emulator.channels(guild.id)).toEqual([]);
  expect(await codeOf(two.send('x'))).toBe(10003);
});
