import { expect, test } from 'vitest';
import { createMovableClock } from '../../src/playground/clock.ts';

test('is the real time until it is moved, and runs on from there', () => {
  let real = 1_000;
  const clock = createMovableClock(() => real);
  expect(clock.now()).toBe(1_000);
  real = 2_000;
  expect(clock.now()).toBe(2_000);
  expect(clock.leaps()).toEqual([]);

  clock.moveTo(10_000);
  expect(clock.now()).toBe(10_000);
  real = 2_500;
  expect(clock.now()).toBe(10_500);

  clock.moveTo(20_000);
  expect(clock.now()).toBe(20_000);
  expect(clock.leaps()).toEqual([
    { from: 2_000, to: 10_000 },
    { from: 10_500, to: 20_000 },
  ]);
});

test.each([9_999, 10_000, -1, NaN, Infinity])('stays where it is when told to move to %d', (instant) => {
  const clock = createMovableClock(() => 1_000);
  clock.moveTo(10_000);
  expect(() => {
    clock.moveTo(instant);
  }).toThrow(RangeError);
  expect(clock.now()).toBe(10_000);
  expect(clock.leaps()).toHaveLength(1);
});

test('follows the real time by default', () => {
  const before = Date.now();
  const now = createMovableClock().now();
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now());
});

test('begins in the past, and catches up without a leap to tell of', () => {
  const clock = createMovableClock(() => 100_000, 40_000);
  expect(clock.now()).toBe(60_000);
  clock.moveTo(90_000);
  clock.catchUp();
  expect(clock.now()).toBe(100_000);
  expect(clock.leaps()).toEqual([]);
  clock.moveTo(120_000);
  expect(() => {
    clock.catchUp();
  }).toThrow(RangeError);
  expect(clock.leaps()).toHaveLength(1);
});
