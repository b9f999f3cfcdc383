import { Events, REST, RESTEvents, Routes, type APIMessage, type RateLimitData } from 'discord.js';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createBoundedLog } from '../../src/playground/emulator/bounded-log.ts';
import type { Fault } from '../../src/playground/emulator/index.ts';
import { answerWith, connect, startWorld } from './emulator-bot.ts';

async function startRest(options: ConstructorParameters<typeof REST>[0] = {}) {
  const { emulator, channel, ada } = await startWorld();
  const rest = new REST({ retries: 0, ...options, api: emulator.apiUrl }).setToken(emulator.token);
  onTestFinished(() => {
    rest.clearHashSweeper();
    rest.clearHandlerSweeper();
  });
  const send = (content: string) =>
    rest.post(Routes.channelMessages(channel.id), {
      body: { content, nonce: 'n1', enforce_nonce: true },
    }) as Promise<APIMessage>;
  const strike = (fault: Fault, times = 1) =>
    emulator.faults.inject({ method: 'POST', path: '/channels/*/messages', times, fault });
  return { emulator, channel, ada, rest, send, strike };
}

test('a status strikes as often as it was told, and only where it was told', async () => {
  const { emulator, channel, rest, send, strike } = await startRest();
  strike({ kind: 'status', status: 503 }, 2);
  await expect(send('x')).rejects.toMatchObject({ status: 503 });
  await rest.get(Routes.channel(channel.id));
  await expect(send('x')).rejects.toMatchObject({ status: 503 });
  await send('x');
  expect(emulator.requests.filter(({ method }) => method === 'POST').map(({ status }) => status)).toEqual([
    503, 503, 200,
  ]);
});

test('a rule holds until it is taken back or all are cleared', async () => {
  const { emulator, send, strike } = await startRest();
  const takeBack = strike({ kind: 'status', status: 403, code: 40003, message: 'Too fast' }, Infinity);
  for (let attempt = 0; attempt < 3; attempt += 1)
    await expect(send('x')).rejects.toMatchObject({ status: 403, code: 40003, message: 'Too fast' });
  takeBack();
  await send('x');
  strike({ kind: 'status', status: 500 });
  emulator.faults.clear();
  await send('x');
});

test('a rate limit makes the client wait and try again', async () => {
  const limits: RateLimitData[] = [];
  const { emulator, send, strike, ada, channel } = await startRest({
    rejectOnRateLimit: (limit) => {
      limits.push(limit);
      return false;
    },
  });
  strike({ kind: 'rate-limit', retryAfterSeconds: 0.01, scope: 'shared' });
  await send('x');
  strike({ kind: 'rate-limit', retryAfterSeconds: 0.01, global: true });
  await send('y');
  expect(limits).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ scope: 'shared', global: false }),
      expect.objectContaining({ scope: 'global', global: true }),
    ]),
  );
  expect(ada.messages(channel.id)).toHaveLength(1);
  expect(emulator.requests.map(({ status }) => status)).toEqual([429, 200, 429, 200]);
  expect(emulator.requests[0]?.response).toEqual({
    message: 'You are being rate limited.',
    retry_after: 0.01,
    global: false,
  });
});

test('ordinary answers tell of a limit, and never slow the client', async () => {
  const { rest, send } = await startRest();
  const limits: unknown[] = [];
  const left: number[] = [];
  rest.on(RESTEvents.RateLimited, (limit) => limits.push(limit));
  rest.on(RESTEvents.Response, (_request, { headers }) =>
    left.push(Number(headers.get('X-RateLimit-Remaining'))),
  );
  await Promise.all(Array.from({ length: 30 }, () => send('x')));
  expect(limits).toEqual([]);
  expect(Math.min(...left)).toBeGreaterThan(0);
});

test('a request that hangs is given up by the client, and leaves no trace', async () => {
  const { send, strike, ada, channel } = await startRest({ timeout: 50 });
  strike({ kind: 'hang' });
  await expect(send('x')).rejects.toThrow(/abort/i);
  expect(ada.messages(channel.id)).toEqual([]);
});

test('a delayed request is served after those that came later', async () => {
  const { emulator, rest, send, strike, channel } = await startRest();
  strike({ kind: 'delay', milliseconds: 500 });
  const sent = send('x');
  await rest.get(Routes.channel(channel.id));
  expect((await sent).content).toBe('x');
  expect(emulator.requests.map(({ method }) => method)).toEqual(['GET', 'POST']);
});

test('a lost answer was done all the same; the nonce finds it again', async () => {
  const { send, strike, ada, channel } = await startRest();
  strike({ kind: 'lose-answer' });
  await expect(send('x')).rejects.toThrow();
  const [done] = ada.messages(channel.id);
  expect(done?.content).toBe('x');
  expect((await send('x')).id).toBe(done?.id);
  expect(ada.messages(channel.id)).toHaveLength(1);
});

test('the log holds what was asked and answered, without tokens', async () => {
  const { emulator, channel, ada } = await startWorld();
  const client = await connect(emulator);
  await client.application.commands.set([{ name: 'ping', description: 'Answers' }]);
  const errors = answerWith(client, async (interaction) => {
    if (interaction.isChatInputCommand()) await interaction.reply('pong');
  });
  client.on(Events.Error, (error) => errors.push(error));
  const { interactionId, interactionToken } = await ada.type(channel.id, '/ping');
  await vi.waitFor(() => {
    expect(emulator.requests.at(-1)).toMatchObject({
      method: 'POST',
      path: `/interactions/${interactionId}/:token/callback`,
      body: { type: 4, data: { content: 'pong' } },
      status: 204,
      response: null,
    });
  });
  expect(JSON.stringify(emulator.requests)).not.toContain(interactionToken);
  expect(errors).toEqual([]);
});

test('the log is bounded, and stays the same list', () => {
  const log = createBoundedLog<number>(10);
  const { entries } = log;
  for (let entry = 0; entry < 95; entry += 1) log.add(entry);
  expect(entries.length).toBeGreaterThanOrEqual(10);
  expect(entries.length).toBeLessThan(20);
  expect(entries.at(-1)).toBe(94);
});
