import { expect, test } from 'vitest';
import { fuzz } from './run.ts';

test(
  'hostile interactions break nothing, and change and show nobody else’s',
  { timeout: 60_000 },
  async () => {
    const { cases, interactions, outcomes, failures } = await fuzz({ cases: 6_000, seed: 1 });
    expect(failures).toEqual([]);
    expect({ cases, interactions }).toEqual({ cases: 6_000, interactions: 600 });
    // The sample is worth something: of each kind some were done and some were refused.
    for (const kind of ['slash', 'component', 'menu']) {
      expect(outcomes.get(`${kind} ok`)).toBeGreaterThan(0);
      expect(outcomes.get(`${kind} refused`)).toBeGreaterThan(0);
    }
  },
);
