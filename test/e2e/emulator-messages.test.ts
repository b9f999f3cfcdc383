import { once } from 'node:events';
import {
  AttachmentBuilder,
  EmbedBuilder,
  Events,
  FileBuilder,
  GatewayIntentBits,
  MediaGalleryBuilder,
  MessageFlags,
  PermissionFlagsBits,
  REST,
  Routes,
  TextDisplayBuilder,
  type APIChannel,
  type APIMessage,
  type Message,
  type TextChannel,
} from 'discord.js';
import { expect, test } from 'vitest';
import type { WorldEvent } from '../../src/playground/emulator/index.ts';
import { PIXEL } from '../support/pixel.ts';
import { answerWith, codeOf, connect, join, startRest, startWorld } from './emulator-bot.ts';

test('messages are sent, read, listed, edited, pinned and deleted', async () => {
  const { emulator, guild, rest, send, channel, ada } = await startRest();
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
  emulator.setBotGuildPermissions(guild.id, PermissionFlagsBits.ManageMessages);
  expect(await codeOf(rest.delete(Routes.channelMessagesPin(channel.id, first.id)))).toBe(50013);

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

  emulator.setAllowsDms(closed.id, true);
  await send((await open(closed.id)).id, { content: 'x' });
  emulator.setAllowsDms(closed.id, false);
  expect(await codeOf(send((await open(closed.id)).id, { content: 'x' }))).toBe(50007);

  const installed = emulator.createUser({ username: 'installed', installedApp: true });
  await send((await open(installed.id)).id, { content: 'x' });
  expect(await codeOf(open('100000000000000000'))).toBe(50033);
});

test('the bot may do in a channel what it is allowed to', async () => {
  const { emulator, guild, rest, send, channel, ada } = await startRest();
  const { ManageMessages, ViewChannel, SendMessages } = PermissionFlagsBits;
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
  expect(await codeOf(rest.delete(Routes.channelMessage(channel.id, id)))).toBe(50013);
  emulator.setBotGuildPermissions(guild.id, ManageMessages);
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

test('guilds, and who is in them', async () => {
  const { emulator, guild, rest, ada } = await startRest();
  const hidden = emulator.createGuild({ name: 'Hidden', ownerId: ada.user.id, withBot: false });
  expect(await codeOf(rest.get(Routes.guild(hidden.id)))).toBe(50001);
  expect(await codeOf(rest.get(Routes.guild('100000000000000000')))).toBe(10004);
  expect(await codeOf(rest.get(Routes.user('100000000000000000')))).toBe(10013);

  const bob = join(emulator, guild.id, 'bob');
  const member = Routes.guildMember(guild.id, bob.user.id);
  expect(await rest.get(member)).toMatchObject({ user: { username: 'bob' }, roles: [] });
  emulator.removeMember(guild.id, bob.user.id);
  expect(await codeOf(rest.get(member))).toBe(10007);
  expect(await codeOf(rest.get(Routes.guildMember(guild.id, '100000000000000000')))).toBe(10013);
  expect(await codeOf(rest.get(Routes.guildMembers(guild.id)))).toBe(50001);
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

test('a message carries ten files and no more, those that it keeps included', async () => {
  const { emulator, channel } = await startWorld();
  const known = (await (await connect(emulator)).channels.fetch(channel.id)) as TextChannel;
  const files = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ attachment: PIXEL, name: `${index}.png` }));
  expect(await codeOf(known.send({ files: files(11) }))).toBe(50035);
  const message = await known.send({ files: files(10) });
  const more = { files: [{ name: 'k.png', data: PIXEL }], body: {} };
  const rest = new REST({ api: emulator.apiUrl }).setToken(emulator.token);
  expect(await codeOf(rest.patch(Routes.channelMessage(channel.id, message.id), more))).toBe(30015);
});

test('an edit that says nothing of files keeps them, and one that names none drops them', async () => {
  const { emulator, channel, ada, rest } = await startRest();
  const known = (await (await connect(emulator)).channels.fetch(channel.id)) as TextChannel;
  const { id } = await known.send({ files: [{ attachment: PIXEL, name: 'a.png' }] });
  const edit = async (body: unknown, name?: string) => {
    const files = name === undefined ? {} : { files: [{ name, data: PIXEL }] };
    await rest.patch(Routes.channelMessage(channel.id, id), { body, ...files });
    return ada.messages(channel.id)[0]?.attachments.map(({ filename }) => filename);
  };
  expect(await edit({ content: 'still there' })).toEqual(['a.png']);
  expect(await edit({}, 'b.png')).toEqual(['a.png', 'b.png']);
  expect(await edit({ attachments: [{ id: '0' }] }, 'c.png')).toEqual(['c.png']);
  expect(await edit({ attachments: [] })).toEqual([]);
});

test('somebody’s avatar is where discord.js looks for it', async () => {
  const { emulator, guild, channel } = await startWorld();
  const cdn = `${new URL(emulator.apiUrl).origin}/cdn`;
  const client = await connect(emulator, { rest: { cdn } });
  await client.application.commands.set([{ name: 'me', description: 'Says who asks' }]);
  const seen: (string | null)[] = [];
  answerWith(client, async (interaction) => {
    seen.push(interaction.user.avatarURL({ extension: 'png', size: 128 }));
    if (interaction.isChatInputCommand()) await interaction.reply('ok');
  });
  for (const avatar of [PIXEL, undefined]) {
    const { id } = emulator.createUser({ username: 'walker', ...(avatar && { avatar }) });
    emulator.addMember(guild.id, id);
    await emulator.person(id).type(channel.id, '/me');
  }
  const [address, none] = seen;
  expect(none).toBeNull();
  expect(address).toMatch(new RegExp(`^${cdn}/avatars/\\d+/[0-9a-f]{32}\\.png\\?size=128$`));
  const answer = await fetch(address ?? '');
  expect(answer.headers.get('content-type')).toBe('image/png');
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(PIXEL);
  expect((await fetch(`${cdn}/avatars/1/2.png`)).status).toBe(404);
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

test('a file that a component shows is told back with its name and size, and downloads', async () => {
  const { emulator, channel, ada } = await startWorld();
  const client = await connect(emulator);
  const known = client.channels.cache.get(channel.id) as TextChannel;
  await known.send({
    flags: MessageFlags.IsComponentsV2,
    files: [new AttachmentBuilder(Buffer.from('name,tasks\nada,4\n'), { name: 'week-3.csv' })],
    components: [
      new TextDisplayBuilder().setContent('The week as a table'),
      new FileBuilder().setURL('attachment://week-3.csv'),
    ],
  });
  const [, file] = ada.messages(channel.id)[0]?.components ?? [];
  expect(file).toMatchObject({ name: 'week-3.csv', size: 17 });
  const { url } = (file as { file: { url: string } }).file;
  expect(await (await fetch(url)).text()).toBe('name,tasks\nada,4\n');
});

test('a message of components stays one, whatever an edit says', async () => {
  const { rest, send, channel } = await startRest();
  const text = (content: string) => ({ type: 10, content });
  const { id } = await send(channel.id, { flags: MessageFlags.IsComponentsV2, components: [text('one')] });
  const edit = (body: unknown) =>
    rest.patch(Routes.channelMessage(channel.id, id), { body }) as Promise<APIMessage>;
  expect(await codeOf(edit({ content: 'plain' }))).toBe(50035);
  expect(await codeOf(edit({ flags: 0, content: 'plain', components: [] }))).toBe(50035);
  expect(await codeOf(edit({ components: [text('x'.repeat(4_001))] }))).toBe(50035);
  expect(await edit({ components: [text('two')] })).toMatchObject({
    flags: MessageFlags.IsComponentsV2,
    components: [{ content: 'two' }],
  });
});

test('a message that somebody deleted is gone for the bot, which hears of it with the intent', async () => {
  const { emulator, guild, rest, send, channel, ada } = await startRest();
  const { Guilds, GuildMessages } = GatewayIntentBits;
  const client = await connect(emulator, { intents: [Guilds, GuildMessages] });
  const heard = once(client, Events.MessageDelete) as Promise<[Message]>;
  const { id } = await send(channel.id, { content: 'x' });
  const seen: WorldEvent[] = [];
  emulator.subscribe((event) => seen.push(event));
  emulator.deleteMessage(id);

  expect((await heard)[0].id).toBe(id);
  expect(seen).toEqual([{ type: 'message-deleted', messageId: id, channelId: channel.id, visibleTo: null }]);
  const message = Routes.channelMessage(channel.id, id);
  expect(await codeOf(rest.patch(message, { body: { content: 'y' } }))).toBe(10008);
  expect(await codeOf(rest.delete(message))).toBe(10008);
  expect(() => {
    emulator.deleteMessage(id);
  }).toThrow(/There is no message/);

  const theirs = await send(channel.id, { content: 'of the bot' });
  expect(() => {
    ada.delete(theirs.id);
  }).toThrow(/may not delete/);
  ada.delete(ada.say(channel.id, 'mine').id);
  join(emulator, guild.id, 'mod', PermissionFlagsBits.ManageMessages).delete(theirs.id);
  expect(ada.messages(channel.id)).toEqual([]);
});

test('mentions ping whom the message allows, and nobody else', async () => {
  const { emulator, guild, channel, ada, send } = await startRest();
  emulator.setBotGuildPermissions(guild.id, PermissionFlagsBits.MentionEveryone);
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
