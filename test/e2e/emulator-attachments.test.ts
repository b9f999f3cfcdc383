import {
  ApplicationCommandOptionType as Type,
  Events,
  GatewayDispatchEvents,
  type APIChatInputApplicationCommandInteraction,
  type ApplicationCommandDataResolvable,
  type Attachment,
} from 'discord.js';
import { expect, test, vi } from 'vitest';
import { ClientRefusal, type GivenFile } from '../../src/playground/emulator/index.ts';
import { officialAttachmentCheck } from '../support/official-spec.ts';
import { answerWith, connect, startWorld } from './emulator-bot.ts';

const IMPORT: ApplicationCommandDataResolvable = {
  name: 'import',
  description: 'Takes files',
  options: [
    { type: Type.Attachment, name: 'file', description: 'What to read', required: true },
    { type: Type.Attachment, name: 'picture', description: 'To show beside it' },
    { type: Type.String, name: 'note', description: 'Words' },
  ],
};

const MIB = 1024 * 1024;
const plan: GivenFile = { name: 'my plan.json', content: '{"wörter":1}' };

async function startBot() {
  const world = await startWorld();
  const client = await connect(world.emulator);
  await client.application.commands.set([IMPORT]);
  const received: { file: Attachment | null; picture: Attachment | null }[] = [];
  const payloads: APIChatInputApplicationCommandInteraction['data'][] = [];
  client.on(Events.Raw, (packet: { t: string; d: { data: (typeof payloads)[number] } }) => {
    if (packet.t === (GatewayDispatchEvents.InteractionCreate as string)) payloads.push(packet.d.data);
  });
  answerWith(client, async (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    received.push({
      file: interaction.options.getAttachment('file'),
      picture: interaction.options.getAttachment('picture'),
    });
    await interaction.reply('ok');
  });
  return { ...world, received, payloads };
}

const fetchText = async (url = '') => (await fetch(url)).text();

function bodyOf({ body }: Response): AsyncIterable<Uint8Array> {
  if (body === null) throw new Error('The answer has no body');
  return body;
}

test('a file given to a command arrives as an attachment, and its address serves its bytes', async () => {
  const { emulator, channel, ada, received, payloads } = await startBot();
  await ada.type(channel.id, '/import note:here you are', { file: plan });
  const file = received[0]?.file;
  expect(file).toMatchObject({
    name: 'my plan.json',
    size: 13,
    contentType: 'application/json; charset=utf-8',
    ephemeral: true,
  });
  expect(file?.url).toMatch(new RegExp(`^${new URL(emulator.apiUrl).origin}/cdn/ephemeral-attachments/`));
  expect(await fetchText(file?.url)).toBe('{"wörter":1}');

  const [data] = payloads;
  const attachments = data?.resolved?.attachments ?? {};
  expect(data?.options).toEqual([
    { name: 'note', type: Type.String, value: 'here you are' },
    { name: 'file', type: Type.Attachment, value: Object.keys(attachments)[0] },
  ]);
  expect(Object.values(attachments).map(officialAttachmentCheck)).toEqual([[]]);
});

test('several files, already parsed, each keep their own bytes and kind', async () => {
  const { channel, ada, received } = await startBot();
  const bytes = new Uint8Array([0, 255, 128, 10]);
  await ada.slash(channel.id, 'import', {
    file: { name: 'same', content: 'words', contentType: 'text/plain' },
    picture: { name: 'same', content: bytes },
  });
  const { file, picture } = received[0] ?? { file: null, picture: null };
  expect([file?.contentType, picture?.contentType]).toEqual(['text/plain', 'application/octet-stream']);
  expect(await fetchText(file?.url)).toBe('words');
  const answer = await fetch(picture?.url ?? '');
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes);
});

test('a file of exactly 10 MiB is taken', async () => {
  const { channel, ada, received } = await startBot();
  await ada.type(channel.id, '/import', { file: { name: 'big', content: new Uint8Array(10 * MIB) } });
  expect(received[0]?.file?.size).toBe(10 * MIB);
});

test.each<[string, string, Record<string, GivenFile>, RegExp]>([
  ['no file where one is required', '/import', {}, /file is required/],
  ['text where a file belongs', '/import file:plan.json', {}, /takes a file, and no text/],
  ['a file where text belongs', '/import', { file: plan, note: plan }, /note takes no file/],
  ['a file without a name', '/import', { file: { ...plan, name: ' ' } }, /file with a name/],
  [
    'a file over 10 MiB',
    '/import',
    { file: { name: 'big', content: new Uint8Array(10 * MIB + 1) } },
    /at most 10 MiB/,
  ],
  ['an option nobody knows', '/import', { file: plan, other: plan }, /no option other/],
])('the client refuses %s', async (_what, text, files, reason) => {
  const { channel, ada, received } = await startBot();
  const attempt = ada.type(channel.id, text, files);
  await expect(attempt).rejects.toThrow(ClientRefusal);
  await expect(attempt).rejects.toThrow(reason);
  expect(received).toEqual([]);
});

test('a forged client can name an attachment that is not there', async () => {
  const { channel, ada, received } = await startBot();
  await ada.slash(channel.id, 'import', { file: '123456789012345678' }, { unchecked: true });
  await vi.waitFor(() => {
    expect(received).toHaveLength(1);
  });
  expect(received).toEqual([{ file: null, picture: null }]);
});

test('files go wrong as often as they were told to, and only where they were told to', async () => {
  const { emulator, channel, ada, received } = await startBot();
  await ada.type(channel.id, '/import', { file: plan, picture: { name: 'other', content: 'whole' } });
  const [file = '', picture = ''] = [received[0]?.file?.url, received[0]?.picture?.url];
  const { pathname } = new URL(file);
  const strike = (fault: Parameters<typeof emulator.fileFaults.inject>[0]['fault']) =>
    emulator.fileFaults.inject({ path: pathname, times: 1, fault });

  strike({ kind: 'status', status: 404 });
  expect(await fetchText(picture)).toBe('whole');
  expect((await fetch(file)).status).toBe(404);
  strike({ kind: 'redirect', to: picture });
  expect(await fetchText(file)).toBe('whole');
  strike({ kind: 'other-body', content: 'something longer than before' });
  expect(await fetchText(file)).toBe('something longer than before');
  strike({ kind: 'cut-body' });
  await expect(fetchText(file)).rejects.toThrow();
  strike({ kind: 'hang' });
  await expect(fetch(file, { signal: AbortSignal.timeout(50) })).rejects.toThrow(/abort|timeout/i);

  strike({ kind: 'endless-body' });
  let read = 0;
  for await (const chunk of bodyOf(await fetch(file))) {
    read += chunk.byteLength;
    if (read > MIB) break;
  }
  expect(read).toBeGreaterThan(MIB);

  strike({ kind: 'stalled-body' });
  const stalled = await fetch(file, { signal: AbortSignal.timeout(200) });
  let arrived = 0;
  const readAll = async () => {
    for await (const chunk of bodyOf(stalled)) arrived += chunk.byteLength;
  };
  await expect(readAll()).rejects.toThrow(/abort|timeout/i);
  expect(arrived).toBe(6);

  expect(await fetchText(file)).toBe(plan.content);
});
