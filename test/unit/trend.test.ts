import { expect, test } from 'vitest';
import { trendOf } from '../soak/trend.ts';

test('the trend of a line is its slope, without doubt', () => {
  expect(trendOf([1, 3, 5, 7])).toEqual({ slope: 2, standardError: 0 });
});

test('ups and downs are no trend, and the error says how far they could be one', () => {
  const trend = trendOf([5, 6, 5, 6, 5, 6, 5, 6, 5]);
  expect(Math.abs(trend?.slope ?? 1)).toBeLessThan(2 * (trend?.standardError ?? 0));
});

test('growth under the noise is found', () => {
  const trend = trendOf(Array.from({ length: 50 }, (_, week) => 40 + week * 0.2 + (week % 3)));
  expect(trend?.slope).toBeGreaterThan(2 * (trend?.standardError ?? 0));
});

test('two values tell nothing', () => {
  expect(trendOf([1, 2])).toBeUndefined();
});
