import { expect, test } from 'vitest';

import { CLOCK_TOLERANCE_MS, createClockWatch } from '../../src/services/clock-watch.ts';

const NOW = Date.UTC(2026, 2, 2);

/** A clock that is so much ahead, and a database that is so long on the way. */
async function compare(aheadMs: number, { before = 0, after = 0 } = {}) {
  let time = NOW;
  const watch = createClockWatch(
    { now: () => time + aheadMs },
    () => {
      const there = (time += before);
      time += after;
      return Promise.resolve(there);
    },
    () => undefined,
  );
  await watch.compare();
  return watch;
}

test.each([0, 1, -1, CLOCK_TOLERANCE_MS, -CLOCK_TOLERANCE_MS])(
  'a clock that is %d ms ahead will do',
  async (aheadMs) => {
    const watch = await compare(aheadMs);
    expect(watch.ahead()).toBe(aheadMs);
    expect(watch.isAstray()).toBe(false);
  },
);

test.each([CLOCK_TOLERANCE_MS + 1, -CLOCK_TOLERANCE_MS - 1])(
  'one that is %d ms ahead is astray',
  async (aheadMs) => {
    const watch = await compare(aheadMs);
    expect(watch.ahead()).toBe(aheadMs);
    expect(watch.isAstray()).toBe(true);
  },
);

test.each([
  { before: 60_000, after: 0 },
  { before: 0, after: 60_000 },
])('a database that is long on the way is no other clock: %o', async (way) => {
  expect((await compare(0, way)).ahead()).toBe(0);
});

test('what changes is told once', async () => {
  const clock = { time: NOW, now: () => clock.time };
  const told: unknown[] = [];
  const watch = createClockWatch(
    clock,
    () => Promise.resolve(NOW),
    (...change) => told.push(change),
  );
  for (const time of [NOW, NOW - 60_000, NOW - 70_000, NOW + 60_000, NOW + 1, NOW]) {
    clock.time = time;
    await watch.compare();
  }
  expect(told).toEqual([
    [true, -60_000],
    [false, 1],
  ]);
});
