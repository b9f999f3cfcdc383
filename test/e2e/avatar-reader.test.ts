import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { createAvatarReader } from '../../src/discord/avatar-reader.ts';
import { startEmulator, type Emulator, type FileFault } from '../../src/playground/emulator/index.ts';
import { PIXEL } from '../support/pixel.ts';

let emulator: Emulator;
let address: string;
beforeAll(async () => {
  emulator = await startEmulator();
  const { id, avatar } = emulator.createUser({ username: 'ada', avatar: PIXEL });
  address = `${new URL(emulator.apiUrl).origin}/cdn/avatars/${id}/${avatar ?? ''}.png?size=128`;
});
afterAll(() => emulator.close());
beforeEach(() => {
  emulator.fileFaults.clear();
});

/** A picture that says it is so wide and high. */
function claiming(width: number, height: number): Uint8Array<ArrayBuffer> {
  const png = Buffer.from(PIXEL);
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  return new Uint8Array(png);
}

function reader(timeoutMs?: number) {
  const { apiUrl } = emulator;
  return createAvatarReader(timeoutMs === undefined ? { apiUrl } : { apiUrl, timeoutMs });
}

test('an avatar is fetched once, however often it is drawn', async () => {
  const readAvatar = reader();
  expect(await readAvatar(address)).toEqual(new Uint8Array(PIXEL));
  emulator.fileFaults.inject({ fault: { kind: 'status', status: 500 } });
  expect(await readAvatar(address)).toEqual(new Uint8Array(PIXEL));
  expect(await reader()(address)).toBeUndefined();
});

test.each<[string, FileFault]>([
  ['gone', { kind: 'status', status: 404 }],
  ['elsewhere', { kind: 'redirect', to: 'https://cdn.discordapp.com/avatars/1/2.png' }],
  ['cut off', { kind: 'cut-body' }],
  ['not coming', { kind: 'hang' }],
  ['coming in halves', { kind: 'stalled-body' }],
  ['without end', { kind: 'endless-body' }],
  ['too large', { kind: 'other-body', content: new Uint8Array([...PIXEL, ...new Uint8Array(256 * 1024)]) }],
  ['no picture', { kind: 'other-body', content: '<html>' }],
  ['nothing', { kind: 'other-body', content: '' }],
  ['the beginning of one', { kind: 'other-body', content: new Uint8Array(PIXEL.subarray(0, 20)) }],
  ['another kind of picture', { kind: 'other-body', content: 'GIF89a\x01\0\x01\0' }],
  ['wider than asked for', { kind: 'other-body', content: claiming(129, 1) }],
  ['higher than any screen', { kind: 'other-body', content: claiming(1, 2 ** 31) }],
])('one that is %s is done without, and asked for again', async (_what, fault) => {
  const readAvatar = reader(200);
  emulator.fileFaults.inject({ times: 1, fault });
  expect(await readAvatar(address)).toBeUndefined();
  expect(await readAvatar(address)).toEqual(new Uint8Array(PIXEL));
});

test('nobody but Discord is asked for one', async () => {
  const asked: unknown[] = [];
  const fetched = globalThis.fetch;
  globalThis.fetch = (url) => {
    asked.push(url);
    return Promise.reject(new Error('Nobody answers'));
  };
  onTestFinished(() => {
    globalThis.fetch = fetched;
  });
  const own = new URL(address);
  for (const origin of ['http://localhost:1', 'https://example.org', `https://${own.host}`, 'file://']) {
    expect(await reader()(`${origin}${own.pathname}`)).toBeUndefined();
  }
  expect(asked).toEqual([]);
  const discord = createAvatarReader({ apiUrl: 'https://discord.com/api' });
  expect(await discord(address)).toBeUndefined();
  expect(asked).toEqual([]);
  const real = 'https://cdn.discordapp.com/avatars/1/2.png?size=128';
  expect(await discord(real)).toBeUndefined();
  expect(asked).toEqual([real]);
});
