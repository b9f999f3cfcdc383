import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createMovableClock, type MovableClock } from '../../src/playground/clock.ts';
import { startEmulator, type Emulator } from '../../src/playground/emulator/index.ts';
import type { Action, ServerFrame } from '../../src/playground/web/protocol.ts';
import { createPlaygroundServer, type PlaygroundServer } from '../../src/playground/web/server.ts';
import { startScratchBot, type ScratchBot } from './scratch-bot.ts';

const DAY_MS = 86_400_000;

describe('the playground server', () => {
  let clock: MovableClock;
  let emulator: Emulator;
  let bot: ScratchBot;
  let server: PlaygroundServer;
  let ada: string;
  let linus: string;
  let guildId: string;
  let channelId: string;
  /** What the bot does at the new time. */
  let arrive: () => Promise<void>;
  const errors: unknown[] = [];

  beforeEach(async () => {
    clock = createMovableClock();
    emulator = await startEmulator({ now: () => clock.now(), deadlines: { firstResponseMs: 1_000 } });
    ada = emulator.createUser({ username: 'ada', displayName: 'Ada Okafor' }).id;
    linus = emulator.createUser({ username: 'linus', displayName: 'Linus Weber' }).id;
    guildId = emulator.createGuild({ name: 'Trailhead', ownerId: ada }).id;
    emulator.addMember(guildId, linus);
    channelId = emulator.channels(guildId)[0]?.id ?? '';
    bot = await startScratchBot(emulator);
    arrive = () => Promise.resolve();
    errors.length = 0;
    server = await serve(0);
  });
  afterEach(async () => {
    expect(errors).toEqual([]);
    await server.close();
    await bot.stop();
    await emulator.close();
  });

  function serve(port: number, fallbackToFreePort = false): Promise<PlaygroundServer> {
    return createPlaygroundServer({
      emulator,
      port,
      fallbackToFreePort,
      people: [{ userId: ada }, { userId: linus }],
      guildId,
      clock,
      moveTime: (to, onMoved) => {
        clock.moveTo(to);
        onMoved();
        return arrive();
      },
      onError: (error) => errors.push(error),
    });
  }

  /** As `fetch`, but with any headers at all, and the path as it stands. */
  async function get(path: string, headers: Record<string, string> = {}) {
    const { hostname, port } = new URL(server.url);
    const asked = request({ hostname, port, path, headers });
    asked.end();
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    const body = Buffer.concat(await response.toArray()).toString('utf8');
    return { status: response.statusCode, headers: response.headers, body };
  }

  async function connect(userId: string) {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/live?as=${userId}`);
    const frames: ServerFrame[] = [];
    let nextId = 0;
    socket.on('message', (data: Buffer) => {
      frames.push(JSON.parse(data.toString('utf8')) as ServerFrame);
    });
    await once(socket, 'open');
    await expect.poll(() => frames.some(({ type }) => type === 'snapshot')).toBe(true);
    return {
      socket,
      frames,
      async perform(action: Action) {
        const requestId = nextId++;
        socket.send(JSON.stringify({ requestId, action }));
        const isAnswer = (frame: ServerFrame) => 'requestId' in frame && frame.requestId === requestId;
        await expect.poll(() => frames.find(isAnswer), { timeout: 10_000 }).toBeDefined();
        return frames.find(isAnswer);
      },
    };
  }

  async function refusalOf(headers: Record<string, string>, path = '/live'): Promise<string> {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}${path}`, { headers });
    const [error] = (await once(socket, 'error')) as [Error];
    return error.message;
  }

  it('serves the page with a policy that lets nothing in or out', async () => {
    const page = await get('/');
    expect(page.status).toBe(200);
    const policy = page.headers['content-security-policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toMatch(/script-src 'self' 'sha256-[^']+'/);
    expect(policy).not.toContain('unsafe');
    expect(page.headers['x-content-type-options']).toBe('nosniff');
    expect(page.headers['referrer-policy']).toBe('no-referrer');
    expect(page.body).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });

  it.each([
    '/../package.json',
    '/app/../../../../package.json',
    '/static/%2e%2e/tsconfig.json',
    '/cdn/../api/v10/gateway',
  ])('serves nothing but its own files: %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it('refuses a name that only pretends to be this computer', async () => {
    const { port } = new URL(server.url);
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1',
      `127.0.0.1:${Number(port) + 1}`,
    ]) {
      expect((await get('/', { host })).status, host).toBe(403);
    }
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`]) {
      expect((await get('/', { host })).status, host).toBe(200);
    }
  });

  it('refuses what other sites ask for', async () => {
    expect((await get('/', { origin: 'https://evil.example' })).status).toBe(403);
    expect((await get('/', { origin: 'null' })).status).toBe(403);
    expect((await get('/', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await get('/', { 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await get('/', { origin: server.url, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });

  it('refuses live connections in the same way', async () => {
    expect(await refusalOf({ origin: 'https://evil.example' })).toContain('403');
    expect(await refusalOf({ host: 'evil.example' })).toContain('403');
    expect(await refusalOf({ 'sec-fetch-site': 'cross-site' })).toContain('403');
    expect(await refusalOf({}, '/elsewhere')).toContain('403');
  });

  it('closes a connection that says what the page never says', async () => {
    const frames = ['nonsense', '{}', '{"requestId":0,"action":{"type":"become-root"}}', '[]'];
    for (const frame of frames) {
      const { socket } = await connect(ada);
      socket.send(frame);
      const [code] = (await once(socket, 'close')) as [number];
      expect(code, frame).toBe(1008);
    }
  });

  it('tells a private answer to the one person it is for', async () => {
    const asker = await connect(ada);
    const other = await connect(linus);
    await asker.perform({ type: 'slash', channelId, command: 'secret', options: {} });
    await other.perform({ type: 'say', channelId, content: 'Anything new?' });
    const secret = /The summit is/;
    expect(JSON.stringify(asker.frames)).toMatch(secret);
    expect(JSON.stringify(other.frames)).not.toMatch(secret);
    expect(JSON.stringify((await connect(linus)).frames)).not.toMatch(secret);
    expect(JSON.stringify((await connect(ada)).frames)).toMatch(secret);
  });

  it('shows what went over the wire to those who see the message, and the interaction to its user alone', async () => {
    const asker = await connect(ada);
    const other = await connect(linus);
    const inspect = (page: typeof asker, messageId: string) =>
      page.perform({ type: 'inspect', channelId, messageId });
    const newest = () => emulator.person(ada).messages(channelId).at(-1)?.id ?? '';

    await asker.perform({ type: 'slash', channelId, command: 'roadmap phase', options: { phase: 2 } });
    const exchange = (result: unknown) => ({ result: { kind: 'exchanges', exchanges: [result] } });
    const requests = [
      expect.objectContaining({ method: 'POST', path: expect.stringMatching(/:token\/callback$/) as string }),
    ];
    expect(await inspect(asker, newest())).toMatchObject(
      exchange({
        origin: 'own',
        interaction: { payload: { type: 2, token: ':token', data: { name: 'roadmap' } } },
        requests,
      }),
    );
    const seenByOther = await inspect(other, newest());
    expect(seenByOther).toMatchObject(exchange({ origin: 'other', interaction: null, requests }));
    expect(JSON.stringify(seenByOther)).not.toContain('app_permissions');

    await asker.perform({ type: 'slash', channelId, command: 'secret', options: {} });
    expect(await inspect(asker, newest())).toMatchObject(exchange({ origin: 'own' }));
    expect(await inspect(other, newest())).toMatchObject({
      type: 'refused',
      reason: 'This message is no longer there.',
    });
    expect(JSON.stringify(other.frames)).not.toContain('The summit is');
    expect(JSON.stringify(asker.frames)).not.toContain(emulator.token);
  });

  it('lets nobody act on what they cannot see', async () => {
    const asker = await connect(ada);
    const other = await connect(linus);
    await asker.perform({ type: 'slash', channelId, command: 'secret', options: {} });
    const secret = emulator.person(ada).messages(channelId).at(-1);
    const messageId = secret?.id ?? '';
    const gone = { type: 'refused', reason: 'This message is no longer there.' };
    expect(await other.perform({ type: 'dismiss', channelId, messageId })).toMatchObject(gone);
    expect(await other.perform({ type: 'press', channelId, messageId, customId: 'undo' })).toMatchObject(
      gone,
    );
    const dm = emulator.dmChannel(ada).id;
    expect(await other.perform({ type: 'say', channelId: dm, content: 'Hello?' })).toMatchObject({
      type: 'refused',
      reason: 'This channel is no longer there.',
    });
    expect(await other.perform({ type: 'submit', interactionId: '1', values: {} })).toMatchObject({
      type: 'refused',
      reason: 'This form is no longer open.',
    });
  });

  it('lets nobody delete, leave or join where they may not', async () => {
    const owner = await connect(ada);
    const other = await connect(linus);
    await other.perform({ type: 'say', channelId, content: 'mine' });
    await owner.perform({ type: 'say', channelId, content: 'hers' });
    const [own, hers] = emulator.person(ada).messages(channelId);
    const removal = (messageId = '') => other.perform({ type: 'delete-message', channelId, messageId });
    const refused = (reason: string) => ({ type: 'refused', reason });
    expect(await removal(hers?.id)).toMatchObject(refused('You may not delete this message'));
    expect(await removal(own?.id)).toMatchObject({ type: 'done' });
    expect(await owner.perform({ type: 'leave-server' })).toMatchObject(
      refused('The owner of a server cannot leave it.'),
    );
    expect(await other.perform({ type: 'join-server' })).toMatchObject(
      refused('You are in this server already.'),
    );

    expect(await other.perform({ type: 'leave-server' })).toMatchObject({ type: 'done' });
    expect(await other.perform({ type: 'leave-server' })).toMatchObject(
      refused('You are not in this server.'),
    );
    await owner.perform({ type: 'say', channelId, content: 'among ourselves' });
    expect(JSON.stringify(other.frames)).not.toContain('among ourselves');
    const snapshot = (await connect(linus)).frames.find(({ type }) => type === 'snapshot');
    expect(snapshot).toMatchObject({ snapshot: { channels: [{ kind: 'dm' }], memberIds: [ada] } });
    expect(await other.perform({ type: 'say', channelId, content: 'Hello?' })).toMatchObject(
      refused('This channel is no longer there.'),
    );
  });

  it('passes on why a client would refuse', async () => {
    const page = await connect(ada);
    const answer = await page.perform({ type: 'slash', channelId, command: 'done', options: {} });
    expect(answer).toMatchObject({ type: 'refused' });
    expect(JSON.stringify(answer)).toContain('task');
  });

  it('moves time for everybody, before what has come due arrives', async () => {
    const mover = await connect(ada);
    const other = await connect(linus);
    arrive = async () => {
      await Promise.resolve();
      emulator.person(linus).say(channelId, 'A week has gone by');
    };
    const to = clock.now() + 7 * DAY_MS;
    expect(await mover.perform({ type: 'move-time', to })).toMatchObject({ type: 'done' });
    for (const { frames } of [mover, other]) {
      const [time, message] = frames.filter(({ type }) => type === 'time' || type === 'message');
      expect(time).toEqual({ type: 'time', leaps: clock.leaps() });
      expect(message).toMatchObject({ message: { content: 'A week has gone by' } });
      expect(message?.type === 'message' && message.message.sentAt >= to).toBe(true);
    }
    expect(clock.leaps()).toMatchObject([{ to }]);
    const [snapshot] = (await connect(ada)).frames;
    expect(snapshot).toMatchObject({ snapshot: { leaps: clock.leaps() } });
  });

  it.each([
    ['Time only moves forward here.', -1],
    ['Time only moves forward here.', -DAY_MS],
    ['Time moves by 60 days at most.', 61 * DAY_MS],
    ['Time moves by 60 days at most.', 36_500 * DAY_MS],
  ])('refuses to move time too far: %s', async (reason, distance) => {
    const page = await connect(ada);
    const answer = await page.perform({ type: 'move-time', to: clock.now() + distance });
    expect(answer).toMatchObject({ type: 'refused', reason });
    expect(clock.leaps()).toEqual([]);
  });

  it.each(['"tomorrow"', '1e999', '1.5', 'null'])('closes a connection that moves time to %s', async (to) => {
    const { socket } = await connect(ada);
    socket.send(`{"requestId":0,"action":{"type":"move-time","to":${to}}}`);
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1008);
    expect(clock.leaps()).toEqual([]);
  });

  it('says so when what has come due could not be looked after', async () => {
    const page = await connect(ada);
    const fault = new Error('the bot fell asleep');
    arrive = () => Promise.reject(fault);
    const to = clock.now() + DAY_MS;
    expect(await page.perform({ type: 'move-time', to })).toMatchObject({
      type: 'refused',
      reason: expect.stringContaining('Something went wrong') as string,
    });
    expect(errors.splice(0)).toEqual([fault]);
    expect(page.frames).toContainEqual({ type: 'time', leaps: clock.leaps() });
  });

  it('lets a command that waits for its answer fail at its own deadline, whatever the clock says', async () => {
    const page = await connect(ada);
    const unanswered = page.perform({ type: 'slash', channelId, command: 'silent', options: {} });
    await page.perform({ type: 'move-time', to: clock.now() + 7 * DAY_MS });
    const answered = await page.perform({ type: 'slash', channelId, command: 'secret', options: {} });
    expect(answered).toMatchObject({ result: { kind: 'answered' } });
    expect(await unanswered).toMatchObject({ result: { kind: 'failed' } });
  });

  it('serves pictures of messages from its own address, and nothing else of the emulator', async () => {
    const page = await connect(ada);
    await page.perform({ type: 'slash', channelId, command: 'roadmap phase', options: {} });
    const [, path] = /"(\/cdn\/[^"]+)"/.exec(JSON.stringify(page.frames)) ?? [];
    const picture = await get(path ?? '');
    expect(picture.headers['content-type']).toBe('image/png');
    expect(picture.headers['content-security-policy']).toContain('sandbox');
    expect(JSON.stringify(page.frames)).not.toContain(new URL(emulator.apiUrl).host);
    expect((await get('/cdn/attachments/1/2/none.png')).status).toBe(404);
    expect((await get('/cdn/%2e%2e/api/v10/gateway')).status).toBe(404);
  });

  async function upload(name: string, body: RequestInit['body'], headers: Record<string, string> = {}) {
    const address = `${server.url}/uploads?${new URLSearchParams({ name }).toString()}`;
    const answer = await fetch(address, { method: 'POST', body: body ?? null, headers });
    return { status: answer.status, text: await answer.text() };
  }

  it('hands a file on to the command it was sent up for, once', async () => {
    const page = await connect(ada);
    const { key } = JSON.parse((await upload('plan.txt', 'words')).text) as { key: string };
    const use = () =>
      page.perform({ type: 'slash', channelId, command: 'import', options: {}, files: { file: key } });
    expect(await use()).toMatchObject({ result: { kind: 'answered' } });
    expect(JSON.stringify(page.frames)).toContain('plan.txt has 5 bytes: words');
    expect(await use()).toMatchObject({
      type: 'refused',
      reason: expect.stringContaining('no longer there') as string,
    });
  });

  it('takes no file over the limit, however its length is told, and none from other sites', async () => {
    const limit = 10 * 1024 * 1024;
    expect((await upload('full.bin', new Uint8Array(limit))).status).toBe(200);
    const { hostname, port } = new URL(server.url);
    const refused = async (headers: Record<string, string>) => {
      const asked = request({ hostname, port, path: '/uploads?name=x', method: 'POST', headers });
      asked.on('error', () => undefined);
      asked.write('x');
      if (headers['Content-Length'] === undefined) asked.end(Buffer.alloc(limit));
      const [response] = (await once(asked, 'response')) as [IncomingMessage];
      asked.destroy();
      return response.statusCode;
    };
    expect(await refused({ 'Content-Length': String(limit + 1) })).toBe(413);
    expect(await refused({ 'Transfer-Encoding': 'chunked' })).toBe(413);
    expect((await upload('plan.txt', 'words', { origin: 'https://evil.example' })).status).toBe(403);
  });

  it('takes another port when its own is taken, only where that is asked for', async () => {
    const taken = Number(new URL(server.url).port);
    await expect(serve(taken)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const second = await serve(taken, true);
    expect(second.url).not.toBe(server.url);
    await second.close();
  });
});
