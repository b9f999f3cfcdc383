import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createAttachmentReader } from '../../src/discord/attachment-reader.ts';
import type { SlashCommand } from '../../src/discord/command.ts';
import { slashCommand } from '../../src/discord/define-command.ts';
import { container, text } from '../../src/discord/views/elements.ts';
import type { Problem } from '../../src/domain/errors.ts';
import type { GivenFile } from '../../src/playground/emulator/index.ts';
import { shownPrivately } from '../support/shown.ts';
import { openStage, type Stage } from '../support/stage.ts';

const MAX_BYTES = 100_000;

/** Shows the file it is given. */
const read: SlashCommand = {
  kind: 'slash',
  data: slashCommand('read', () => 'Stands in for a command')
    .addAttachmentOption((option) => option.setName('file').setDescription('A file').setRequired(true))
    .toJSON(),
  audience: () => 'private',
  async execute(interaction, { readAttachment }) {
    const content = await readAttachment(interaction.options.getAttachment('file', true), MAX_BYTES);
    return { view: [container(text(`${content.length} characters: ${content.slice(0, 20)}`))] };
  },
};

describe('a file given to a command', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage([read]);
  });
  afterAll(() => stage[Symbol.asyncDispose]());
  beforeEach(() => {
    stage.emulator.fileFaults.clear();
  });

  async function give(content: GivenFile['content']): Promise<string> {
    const outcome = await stage.ada.type(stage.channelId, '/read', { file: { name: 'plan.json', content } });
    return shownPrivately(outcome);
  }

  test.each<[string, GivenFile['content'], string]>([
    ['words of any language', 'Grüße, 你好 🧗', '12 characters: Grüße, 你好 🧗'],
    ['nothing at all', '', '0 characters: '],
    ['a byte order mark before it', '\uFEFF{}', '2 characters: {}'],
    ['exactly as much as fits', 'x'.repeat(MAX_BYTES), `100000 characters: ${'x'.repeat(20)}`],
  ])('is read as text: %s', async (_what, content, shown) => {
    expect(await give(content)).toBe(shown);
  });

  test.each<[string, GivenFile['content']]>([
    ['half a character', new Uint8Array([0x7b, 0xc3])],
    ['Latin-1', Buffer.from('Grüße', 'latin1')],
    ['UTF-16', Buffer.from('\uFEFF{}', 'utf16le')],
    ['UTF-16 without its mark', Buffer.from('{}', 'utf16le')],
    ['a surrogate', new Uint8Array([0xed, 0xa0, 0x80])],
  ])('is refused where it is no text in UTF-8: %s', async (_what, content) => {
    expect(await give(new Uint8Array(content as Uint8Array))).toContain('I can only read plain text');
  });

  test('is refused by its declared size, before a byte of it is fetched', async () => {
    stage.emulator.fileFaults.inject({ fault: { kind: 'hang' } });
    expect(await give('x'.repeat(MAX_BYTES + 1))).toContain('too large for me: up to 100 kB fit');
  });

  test.each([{ kind: 'other-body', content: 'x'.repeat(MAX_BYTES + 1) }, { kind: 'endless-body' }] as const)(
    'is refused while it streams, where more comes than was declared: $kind',
    async (fault) => {
      stage.emulator.fileFaults.inject({ fault });
      expect(await give('{}')).toContain('too large for me: up to 100 kB fit');
    },
  );

  test.each([
    { kind: 'status', status: 404 },
    { kind: 'status', status: 500 },
    { kind: 'cut-body' },
  ] as const)('is asked for again where the CDN fails: %o', async (fault) => {
    stage.emulator.fileFaults.inject({ fault });
    expect(await give('{"whole":true}')).toContain('did not hand me that file just now');
    expect(stage.reports.at(-1)).toMatchObject({ name: 'read', outcome: 'refused' });
  });

  test('is waited for, behind a deferred answer, and not for ever', async () => {
    stage.emulator.fileFaults.inject({ fault: { kind: 'stalled-body' } });
    const file = { name: 'plan.json', content: '{}' };
    const outcome = await stage.ada.type(stage.channelId, '/read', { file });
    expect(outcome.wasDeferred).toBe(true);
    expect(shownPrivately(outcome)).toContain('did not hand me that file just now');
  });
});

describe('the reader', () => {
  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async function problemOf(reading: Promise<unknown>): Promise<Problem['code']> {
    const error: unknown = await reading.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    const { problem } = error as { problem: Problem };
    return problem.code;
  }

  /** Every address that is asked for; nobody answers. */
  function watchFetch(): readonly unknown[] {
    const asked: unknown[] = [];
    const fetched = globalThis.fetch;
    globalThis.fetch = (address) => {
      asked.push(address);
      return Promise.reject(new Error('Nobody answers'));
    };
    onTestFinished(() => {
      globalThis.fetch = fetched;
    });
    return asked;
  }

  test('follows no redirect, not even to where it may read', async () => {
    const asked: (string | undefined)[] = [];
    const origin = await serve(({ url }, response) => {
      asked.push(url);
      response.writeHead(302, { Location: '/other' }).end();
    });
    const readAttachment = createAttachmentReader({ apiUrl: `${origin}/api` });
    expect(await problemOf(readAttachment({ url: `${origin}/file`, size: 1 }, 10))).toBe(
      'attachment-unavailable',
    );
    expect(asked).toEqual(['/file']);
  });

  test('counts what comes out of a packed body', async () => {
    const packed = gzipSync(Buffer.alloc(1_000_000, 'x'));
    const origin = await serve((_request, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(packed);
    });
    const readAttachment = createAttachmentReader({ apiUrl: origin });
    const bomb = { url: `${origin}/file`, size: packed.byteLength };
    expect(await problemOf(readAttachment(bomb, packed.byteLength))).toBe('attachment-too-large');
  });

  test('hangs up on a body that it does not want', async () => {
    let hungUp: () => void;
    const over = new Promise<void>((resolve) => (hungUp = resolve));
    const origin = await serve((_request, response) => {
      response.on('close', () => {
        hungUp();
      });
      response.write('far too much');
    });
    const readAttachment = createAttachmentReader({ apiUrl: origin });
    expect(await problemOf(readAttachment({ url: `${origin}/file`, size: 1 }, 1))).toBe(
      'attachment-too-large',
    );
    await over;
  });

  test('gives up on an answer that does not come', async () => {
    const origin = await serve(() => undefined);
    const readAttachment = createAttachmentReader({ apiUrl: origin, timeoutMs: 50 });
    expect(await problemOf(readAttachment({ url: `${origin}/file`, size: 1 }, 10))).toBe(
      'attachment-unavailable',
    );
  });

  test.each([
    ['https://discord.com/api', 'https://cdn.discordapp.com', true],
    ['https://discord.com/api', 'https://media.discordapp.net', true],
    ['https://discord.com/api', 'https://discord.com', false],
    ['http://127.0.0.1:8080/api', 'https://cdn.discordapp.com', true],
    ['http://127.0.0.1:8080/api', 'http://127.0.0.1:8080', true],
  ])('pointed at %s, asks %s: %s', async (apiUrl, origin, isAsked) => {
    const asked = watchFetch();
    const url = `${origin}/ephemeral-attachments/1/2/plan.json?ex=1&hm=2`;
    await problemOf(createAttachmentReader({ apiUrl })({ url, size: 1 }, 10));
    expect(asked).toEqual(isAsked ? [url] : []);
  });

  test.each([
    (own: string) => own.replace('127.0.0.1', 'localhost'),
    (own: string) => own.replace('http:', 'https:'),
    (own: string) => own.replace(/:\d+$/, ':1'),
    (own: string) => `${own}.example.org`,
    (own: string) => `http://${new URL(own).host}@localhost:1`,
    () => 'https://cdn.discordapp.com.example.org',
    () => 'https://cdn.discordapp.com@example.org',
    () => 'http://cdn.discordapp.com',
    () => 'https://cdn.discordapp.com:8443',
    () => 'file://',
    () => 'data:text/plain,',
    () => '',
  ])('asks nobody but the origins it knows (%#)', async (stranger) => {
    const asked = watchFetch();
    const own = 'http://127.0.0.1:8080';
    const readAttachment = createAttachmentReader({ apiUrl: `${own}/api` });
    const url = `${stranger(own)}/attachments/1/2/plan.json`;
    expect(await problemOf(readAttachment({ url, size: 1 }, 10))).toBe('attachment-unavailable');
    expect(asked).toEqual([]);
  });
});
