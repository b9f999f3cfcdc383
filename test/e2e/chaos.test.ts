import { expect, test } from 'vitest';
import { chaos, openSqliteChaos } from '../chaos/chaos.ts';

test(
  'whatever goes wrong, the ledger and Discord agree on every message, and what was confirmed is kept',
  { timeout: 120_000 },
  async () => {
    await using database = await openSqliteChaos();
    const { acknowledged, ledger, faults } = await chaos({ seed: 1, steps: 22, database });
    expect(faults).toEqual([]);
    // And something did happen.
    expect(acknowledged).toBeGreaterThan(5);
    expect(ledger.get('sent')).toBeGreaterThan(1);
  },
);
