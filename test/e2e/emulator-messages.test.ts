import {
  AttachmentBuilder,
  DiscordAPIError,
  EmbedBuilder,
  MediaGalleryBuilder,
  MessageFlags,
  PermissionFlagsBits,
  REST,
  Routes,
  TextDisplayBuilder,
  type APIChannel,
  type APIMessage,
  type TextChannel,
} from 'discord.js';
import { expect, test } from 'vitest';
import type { Emulator } from '../../src/playground/emulator/index.ts';
import { connect, join, startWorld } from './emulator-bot.ts';

function restOf(emulator: Emulator): REST {
  return new REST({ api: emulator.apiUrl }).setToken(emulator.token);
}

async function startRest(options?: Parameters<typeof startWorld>[0]) {
  const world = await startWorld(options);
  const rest = restOf(world.emulator);
  const send = (channelId: string, body: unknown) =>
    rest.post(Routes.channelMessages(channelId), { body }) as Promise<APIMessage>;
  return { ...world, rest, send };
}

async function codeOf(request: Promise<unknown>): Promise<unknown> {
  const error: unknown = await request.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DiscordAPIError)) throw new Error(`Not refused: ${String(error)}`);
  return error.code;
}

/** The smallest PNG there is: one transparent pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

test('messages are sent, read, listed, edited, pinned and deleted', async () => {
  const { rest, send, channel, ada } = await startRest();
  const first = await send(channel.id, { content: 'one' });
  const second = await send(channel.id, { content: 'two' });
  expect(BigInt(second.id)).toBeGreaterThan(BigInt(first.id));

  const edited = (await rest.patch(Routes.channelMessage(channel.id, first.id), {
    body: { content: 'ONE' },
  })) as APIMessage;
  expect(edited).toMatchObject({ id: first.id, content: 'ONE' });
  expect(edited.edited_timestamp).not.toBeNull();
  expect(first.edited_timestamp).toBeNull();

  await rest.put(Routes.channelMessagesPin(channel.id, first.id));
  expect(await rest.get(Routes.channelMessage(channel.id, first.id))).toMatchObject({ pinned: true });

  const list = (query: Record<string, string>) =>
    rest.get(Routes.channelMessages(channel.id), { query: new URLSearchParams(query) }) as Promise<
      APIMessage[]
    >;
  expect((await list({})).map(({ content }) => content)).toEqual(['two', 'ONE']);
  expect((await list({ after: first.id })).map(({ id }) => id)).toEqual([second.id]);
  expect((await list({ before: second.id, limit: '1' })).map(({ id }) => id)).toEqual([first.id]);

  await rest.delete(Routes.channelMessage(channel.id, first.id));
  expect(ada.messages(channel.id).map(({ id }) => id)).toEqual([second.id]);
  expect(await codeOf(rest.get(Routes.channelMessage(channel.id, first.id)))).toBe(10008);
});

test('what is wrong with a message is told in the manner of Discord', async () => {
  const { send, channel, ada, rest } = await startRest();
  expect(await codeOf(send('100000000000000000', { content: 'x' }))).toBe(10003);
  expect(await codeOf(send(channel.id, {}))).toBe(50006);
  const tooLong = await send(channel.id, { content: 'x'.repeat(2_001) }).catch((error: unknown) => error);
  expect(tooLong).toMatchObject({
    code: 50035,
    status: 400,
    rawError: { errors: { content: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH' }] } } },
  });
  const { id } = ada.say(channel.id, 'mine');
  expect(await codeOf(rest.patch(Routes.channelMessage(channel.id, id), { body: { content: 'x' } }))).toBe(
    50005,
  );
});

test('a plugged-in check speaks as an invalid form body', async () => {
  const { send, channel } = await startRest({
    checkRequest: ({ method, path, body }) =>
      path.endsWith('/messages') ? [`${method} ${JSON.stringify(body)} is odd`] : [],
  });
  await expect(send(channel.id, { content: 'x' })).rejects.toMatchObject({
    code: 50035,
    message: expect.stringContaining('POST {"content":"x"} is odd') as string,
  });
});

test('without the token nothing is told', async () => {
  const { emulator, channel } = await startWorld();
  const response = await fetch(`${emulator.apiUrl}/v10/channels/${channel.id}`, {
    headers: { Authorization: 'Bot wrong' },
  });
  expect(response.status).toBe(401);
});

test('a nonce that is enforced gives back the same message for a few minutes', async () => {
  let now = Date.now();
  const { send, channel, ada, emulator } = await startRest({ now: () => now });
  const body = { content: 'nudge', nonce: 'delivery-7', enforce_nonce: true };
  const first = await send(channel.id, body);
  now += 60_000;
  expect((await send(channel.id, body)).id).toBe(first.id);
  expect((await send(emulator.dmChannel(ada.user.id).id, body)).id).not.toBe(first.id);
  expect(ada.messages(channel.id)).toHaveLength(1);
  now += 10 * 60_000;
  expect((await send(channel.id, body)).id).not.toBe(first.id);
  expect((await send(channel.id, { ...body, enforce_nonce: false })).nonce).toBe('delivery-7');
  expect(ada.messages(channel.id)).toHaveLength(3);
});

test('direct messages arrive, each handed out once', async () => {
  const { emulator, ada } = await startWorld();
  const client = await connect(emulator);
  const waiting = ada.waitForDm();
  const user = await client.users.fetch(ada.user.id);
  const sent = await user.send('first');
  await user.send('second');
  expect((await waiting).id).toBe(sent.id);
  expect((await ada.waitForDm()).content).toBe('second');
  await expect(ada.waitForDm(1)).rejects.toThrow(/No direct message/);
  expect(ada.messages(emulator.dmChannel(ada.user.id).id)).toHaveLength(2);
});

test('direct messages are refused to closed doors, to strangers and to nobody', async () => {
  const { emulator, guild, rest, send } = await startRest();
  const open = (recipient_id: string) =>
    rest.post(Routes.userChannels(), { body: { recipient_id } }) as Promise<APIChannel>;

  const closed = emulator.createUser({ username: 'closed', allowsDms: false });
  emulator.addMember(guild.id, closed.id);
  expect(await codeOf(send((await open(closed.id)).id, { content: 'x' }))).toBe(50007);

  const stranger = emulator.createUser({ username: 'stranger' });
  const { id } = await open(stranger.id);
  expect(await codeOf(send(id, { content: 'x' }))).toBe(50278);
  emulator.addMember(guild.id, stranger.id);
  await send(id, { content: 'x' });
  emulator.removeMember(guild.id, stranger.id);
  expect(await codeOf(send(id, { content: 'x' }))).toBe(50278);

  const installed = emulator.createUser({ username: 'installed', installedApp: true });
  await send((await open(installed.id)).id, { content: 'x' });
  expect(await codeOf(open('100000000000000000'))).toBe(50033);
});

test('the bot may do in a channel what it is allowed to', async () => {
  const { emulator, rest, send, channel, ada } = await startRest();
  const { ViewChannel, SendMessages } = PermissionFlagsBits;
  emulator.setBotPermissions(channel.id, 0n);
  expect(await codeOf(send(channel.id, { content: 'x' }))).toBe(50001);
  emulator.setBotPermissions(channel.id, ViewChannel);
  expect(await codeOf(send(channel.id, { content: 'x' }))).toBe(50013);
  emulator.setBotPermissions(channel.id, ViewChannel | SendMessages);
  await send(channel.id, { content: 'x' });
  expect(await codeOf(send(channel.id, { embeds: [{ title: 'x' }] }))).toBe(50013);
  const { id } = ada.say(channel.id, 'mine');
  expect(await codeOf(rest.delete(Routes.channelMessage(channel.id, id)))).toBe(50013);
  emulator.setBotPermissions(channel.id, null);
  await rest.delete(Routes.channelMessage(channel.id, id));
});

test('discord.js computes the same permissions', async () => {
  const { emulator, channel } = await startWorld();
  emulator.setBotPermissions(channel.id, PermissionFlagsBits.ViewChannel);
  const client = await connect(emulator);
  const known = client.channels.cache.get(channel.id) as TextChannel;
  const own = known.permissionsFor(client.user);
  expect(own?.has('ViewChannel')).toBe(true);
  expect(own?.has('SendMessages')).toBe(false);
});

test('guilds, members and roles', async () => {
  const { emulator, guild, rest, ada } = await startRest();
  const hidden = emulator.createGuild({ name: 'Hidden', ownerId: ada.user.id, withBot: false });
  expect(await codeOf(rest.get(Routes.guild(hidden.id)))).toBe(50001);
  expect(await codeOf(rest.get(Routes.guild('100000000000000000')))).toBe(10004);
  expect(await codeOf(rest.get(Routes.user('100000000000000000')))).toBe(10013);

  const stranger = emulator.createUser({ username: 'stranger' });
  expect(await codeOf(rest.get(Routes.guildMember(guild.id, stranger.id)))).toBe(10007);
  expect(await codeOf(rest.get(Routes.guildMembers(guild.id)))).toBe(50001);

  const role = (await rest.post(Routes.guildRoles(guild.id), { body: { name: 'Phase 1' } })) as {
    id: string;
  };
  await rest.put(Routes.guildMemberRole(guild.id, ada.user.id, role.id));
  const member = Routes.guildMember(guild.id, ada.user.id);
  expect(await rest.get(member)).toMatchObject({ roles: [role.id], user: { username: 'ada' } });
  await rest.delete(Routes.guildMemberRole(guild.id, ada.user.id, role.id));
  expect(await rest.get(member)).toMatchObject({ roles: [] });

  const bots = (await rest.get(Routes.guildRoles(guild.id))) as { id: string; managed: boolean }[];
  const above = bots.find(({ managed }) => managed)?.id ?? '';
  expect(await codeOf(rest.put(Routes.guildMemberRole(guild.id, ada.user.id, above)))).toBe(50013);
});

test('files are stored and served, and components show them', async () => {
  const { emulator, channel, ada } = await startWorld();
  const client = await connect(emulator);
  const known = client.channels.cache.get(channel.id) as TextChannel;
  await known.send({
    flags: MessageFlags.IsComponentsV2,
    files: [new AttachmentBuilder(PIXEL, { name: 'card.png', description: 'A card' })],
    components: [
      new TextDisplayBuilder().setContent('Your progress'),
      new MediaGalleryBuilder().addItems({ media: { url: 'attachment://card.png' }, description: 'A card' }),
    ],
  });
  await known.send({
    files: [
      new AttachmentBuilder(PIXEL, { name: 'embed.png' }),
      new AttachmentBuilder(Buffer.from('{}'), { name: 'export.json' }),
    ],
    embeds: [new EmbedBuilder().setImage('attachment://embed.png')],
  });
  const [shown, embedded] = ada.messages(channel.id);
  expect(shown?.attachments).toEqual([]);
  const [, gallery] = shown?.components ?? [];
  expect(gallery).toMatchObject({
    items: [{ media: { width: 1, height: 1, content_type: 'image/png' }, description: 'A card' }],
  });
  const url = (gallery as { items: { media: { url: string } }[] }).items[0]?.media.url ?? '';
  const file = await fetch(url);
  expect(file.headers.get('Content-Type')).toBe('image/png');
  expect(Buffer.from(await file.arrayBuffer())).toEqual(PIXEL);

  expect(embedded?.attachments).toMatchObject([{ filename: 'export.json', size: 2 }]);
  expect((await fetch(embedded?.embeds[0]?.image?.url ?? '')).status).toBe(200);
  expect((await fetch(url.replace('card', 'other'))).status).toBe(404);
});

test('a component cannot show a file that is not there, nor a message carry one too large', async () => {
  const { emulator, channel, send } = await startRest();
  const missing = { type: 12, items: [{ media: { url: 'attachment://no.png' } }] };
  expect(await codeOf(send(channel.id, { flags: 1 << 15, components: [missing] }))).toBe(50035);
  const client = await connect(emulator);
  const known = client.channels.cache.get(channel.id) as TextChannel;
  const big = Buffer.alloc(10 * 1024 * 1024 + 1);
  expect(await codeOf(known.send({ files: [new AttachmentBuilder(big, { name: 'big.bin' })] }))).toBe(40005);
});

test('an edit keeps the files it names and adds new ones', async () => {
  const { emulator, channel, ada } = await startWorld();
  const client = await connect(emulator);
  const known = client.channels.cache.get(channel.id) as TextChannel;
  const message = await known.send({
    files: [
      { attachment: PIXEL, name: 'a.png' },
      { attachment: PIXEL, name: 'b.png' },
    ],
  });
  const [, kept] = message.attachments.values();
  await message.edit({
    attachments: kept === undefined ? [] : [kept],
    files: [{ attachment: PIXEL, name: 'c.png' }],
  });
  const names = ada.messages(channel.id)[0]?.attachments.map(({ filename }) => filename);
  expect(names).toEqual(['b.png', 'c.png']);
});

test('mentions ping whom the message allows, and nobody else', async () => {
  const { emulator, guild, channel, ada, send } = await startRest();
  const bob = join(emulator, guild.id, 'bob');
  const content = `<@${ada.user.id}> <@!${bob.user.id}> @everyone \`<@${bob.user.id}>\``;
  const pinged = ({ mentions }: APIMessage) => mentions.map(({ username }) => username);

  const all = await send(channel.id, { content });
  expect(pinged(all)).toEqual(['ada', 'bob']);
  expect(all.mention_everyone).toBe(true);
  const none = await send(channel.id, { content, allowed_mentions: { parse: [] } });
  expect(pinged(none)).toEqual([]);
  expect(none.mention_everyone).toBe(false);
  const one = await send(channel.id, { content, allowed_mentions: { users: [bob.user.id] } });
  expect(pinged(one)).toEqual(['bob']);
  const components = [{ type: 10, content }];
  expect(pinged(await send(channel.id, { flags: 1 << 15, components }))).toEqual(['ada', 'bob']);

  emulator.setBotPermissions(channel.id, PermissionFlagsBits.ViewChannel | PermissionFlagsBits.SendMessages);
  expect((await send(channel.id, { content })).mention_everyone).toBe(false);
});

test('threads hang in their channel or on a message', async () => {
  const { emulator, channel, rest, send } = await startRest();
  const client = await connect(emulator);
  const known = client.channels.cache.get(channel.id) as TextChannel;
  const thread = await known.threads.create({ name: 'Week 1' });
  await thread.send('in the thread');
  const starter = await send(channel.id, { content: 'start' });
  const onMessage = (await rest.post(Routes.threads(channel.id, starter.id), {
    body: { name: 'Talk' },
  })) as APIChannel;
  expect(onMessage).toMatchObject({ id: starter.id, parent_id: channel.id });
  expect(await codeOf(rest.post(Routes.threads(channel.id, starter.id), { body: { name: 'x' } }))).toBe(
    160004,
  );
});
