export interface Trend {
  /** Per step from one value to the next. */
  readonly slope: number;
  /** Of the slope: it is told from none when it is more than twice as much. */
  readonly standardError: number;
}

/** The straight line through evenly spaced values, by least squares; `undefined` for fewer than three. */
export function trendOf(values: readonly number[]): Trend | undefined {
  const count = values.length;
  if (count < 3) return undefined;
  const meanX = (count - 1) / 2;
  const meanY = values.reduce((sum, value) => sum + value, 0) / count;
  const spread = values.reduce((sum, _, x) => sum + (x - meanX) ** 2, 0);
  const slope = values.reduce((sum, value, x) => sum + (x - meanX) * (value - meanY), 0) / spread;
  const residuals = values.reduce((sum, value, x) => sum + (value - meanY - slope * (x - meanX)) ** 2, 0);
  return { slope, standardError: Math.sqrt(residuals / (count - 2) / spread) };
}
