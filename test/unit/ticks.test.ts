import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';

import { createTicks, type Ticks } from '../../src/jobs/ticks.ts';

const MINUTE_MS = 60 * 1000;
const HOUR_MS = 60 * MINUTE_MS;
const NOON = Date.UTC(2026, 2, 2, 12);

beforeEach(() => {
  vi.useFakeTimers({ now: NOON + 30_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Ticks that take until they are told to end. */
function startTicks(isHeld = false) {
  const ticked: number[] = [];
  const errors: unknown[] = [];
  let end = (): void => undefined;
  const ticks: Ticks = createTicks({
    jobs: [
      () => {
        ticked.push(Date.now());
        return isHeld ? new Promise((resolve) => (end = resolve)) : Promise.resolve();
      },
    ],
    onError: (error) => errors.push(error),
  });
  onTestFinished(async () => {
    const stopped = ticks.stop();
    end();
    await stopped;
  });
  ticks.start();
  return {
    ticks,
    ticked,
    errors,
    end: () => {
      end();
    },
  };
}

it('come at once, and then with every full minute', async () => {
  const { ticked } = startTicks();
  await vi.advanceTimersByTimeAsync(3 * MINUTE_MS);
  expect(ticked).toEqual([NOON + 30_000, NOON + MINUTE_MS, NOON + 2 * MINUTE_MS, NOON + 3 * MINUTE_MS]);
});

it('never come two at a time', async () => {
  const { ticked, end } = startTicks(true);
  await vi.advanceTimersByTimeAsync(5 * MINUTE_MS);
  expect(ticked).toHaveLength(1);
  end();
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  expect(ticked).toHaveLength(2);
});

it('go on when the clock was set back', async () => {
  const { ticked } = startTicks();
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  vi.setSystemTime(NOON - HOUR_MS);
  const before = ticked.length;
  await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
  expect(ticked.length - before).toBeGreaterThanOrEqual(7);
});

it('come when one is asked for, after the one under way', async () => {
  const { ticks, ticked, end } = startTicks(true);
  const woken = [ticks.wake(), ticks.wake()];
  expect(ticked).toHaveLength(1);
  end();
  await vi.advanceTimersByTimeAsync(0);
  expect(ticked).toHaveLength(2);
  end();
  await Promise.all(woken);
  expect(ticked).toHaveLength(2);
});

it('come no more after the stop, which waits for the one under way', async () => {
  const { ticks, ticked, end } = startTicks(true);
  let isStopped = false;
  const stopped = ticks.stop().then(() => (isStopped = true));
  await vi.advanceTimersByTimeAsync(5 * MINUTE_MS);
  expect(isStopped).toBe(false);
  end();
  await stopped;
  await ticks.wake();
  await vi.advanceTimersByTimeAsync(5 * MINUTE_MS);
  expect(ticked).toHaveLength(1);
});

it('that fail are told of, and followed by others', async () => {
  const errors: unknown[] = [];
  const fault = new Error('locked');
  const ticks = createTicks({ jobs: [() => Promise.reject(fault)], onError: (error) => errors.push(error) });
  ticks.start();
  await vi.advanceTimersByTimeAsync(MINUTE_MS);
  await ticks.stop();
  expect(errors).toEqual([fault, fault]);
});

it('begin no further job after the stop', async () => {
  const done: string[] = [];
  let end = (): void => undefined;
  const ticks = createTicks({
    jobs: [
      () => new Promise((resolve) => (end = resolve)),
      () => Promise.resolve(void done.push('begun after the stop')),
    ],
    onError: (error) => void done.push(String(error)),
  });
  void ticks.wake();
  const stopped = ticks.stop();
  end();
  await stopped;
  expect(done).toEqual([]);
});

it('do every job in turn, though one before it fails', async () => {
  const done: string[] = [];
  const errors: unknown[] = [];
  const fault = new Error('locked');
  const ticks = createTicks({
    jobs: [
      () => Promise.resolve(void done.push('first')),
      () => Promise.reject(fault),
      () => Promise.resolve(void done.push('last')),
    ],
    onError: (error) => errors.push(error),
  });
  await ticks.wake();
  await ticks.stop();
  expect(done).toEqual(['first', 'last']);
  expect(errors).toEqual([fault]);
});
