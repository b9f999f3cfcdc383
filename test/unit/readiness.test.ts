import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { briefly } from '../../src/http/brief.ts';
import { createReadiness, type Readiness } from '../../src/http/readiness.ts';

const errors: unknown[] = [];
let readiness: Readiness;

beforeEach(() => {
  vi.useFakeTimers();
  errors.length = 0;
  readiness = createReadiness({ names: ['database', 'gateway'], onError: (error) => errors.push(error) });
});
afterEach(() => {
  vi.useRealTimers();
});

test('before its checks are there, the bot is starting', async () => {
  readiness.provide('gateway', () => undefined);
  expect(await readiness.report()).toEqual({
    ready: false,
    checks: { database: { ok: false, why: 'The bot is starting.' }, gateway: { ok: true } },
  });
});

test('it is ready when every check passes, and says of each that does not why', async () => {
  readiness.provide('database', () => Promise.resolve(undefined));
  readiness.provide('gateway', () => undefined);
  expect(await readiness.report()).toEqual({
    ready: true,
    checks: { database: { ok: true }, gateway: { ok: true } },
  });
  readiness.provide('gateway', () => 'Not connected.');
  expect(await readiness.report()).toEqual({
    ready: false,
    checks: { database: { ok: true }, gateway: { ok: false, why: 'Not connected.' } },
  });
});

test('a check that fails by itself is told to the log, and its words to nobody else', async () => {
  const fault = new Error('password authentication failed for hunter2');
  readiness.provide('database', () => Promise.reject(fault));
  expect((await readiness.report()).checks['database']).toEqual({
    ok: false,
    why: 'It failed; the log says how.',
  });
  expect(errors).toEqual([fault]);
});

test('a check that never ends keeps nobody waiting, and is not begun a second time', async () => {
  const hang = vi.fn(() => new Promise<undefined>(() => undefined));
  readiness.provide('database', hang);
  for (let probe = 0; probe < 3; probe += 1) {
    const report = readiness.report();
    await vi.advanceTimersByTimeAsync(2_000);
    expect((await report).checks['database']).toEqual({ ok: false, why: 'No answer within 2 seconds.' });
  }
  expect(hang).toHaveBeenCalledOnce();
});

test('probes do not load what they ask: what came of a check holds for five seconds', async () => {
  const check = vi.fn(() => undefined);
  readiness.provide('database', check);
  await Promise.all(Array.from({ length: 100 }, () => readiness.report()));
  await vi.advanceTimersByTimeAsync(4_999);
  await readiness.report();
  expect(check).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  await readiness.report();
  expect(check).toHaveBeenCalledTimes(2);
});

test('while it stops it is not ready, whatever was found before', async () => {
  readiness.provide('database', () => undefined);
  readiness.provide('gateway', () => undefined);
  expect((await readiness.report()).ready).toBe(true);
  readiness.stop();
  expect(await readiness.report()).toEqual({
    ready: false,
    checks: {
      database: { ok: false, why: 'The bot is stopping.' },
      gateway: { ok: false, why: 'The bot is stopping.' },
    },
  });
});

test('what is done briefly and fails is tried again in a while', async () => {
  const work = vi.fn(() => Promise.reject(new Error('no')));
  const ask = briefly(1_000, work);
  await expect(ask()).rejects.toThrow('no');
  await expect(ask()).rejects.toThrow('no');
  expect(work).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1_000);
  await expect(ask()).rejects.toThrow('no');
  expect(work).toHaveBeenCalledTimes(2);
});
