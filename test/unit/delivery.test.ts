import fc from 'fast-check';
import { expect, it } from 'vitest';

import { deliveryNonce, type DeliveryKey } from '../../src/domain/delivery.ts';
import { extraTurn, nextTurn } from '../../src/domain/nudge.ts';

/** Discord's limit. */
const NONCE_MAX_LENGTH = 25;
const LARGEST_SNOWFLAKE = 2n ** 64n - 1n;

const keys = fc.record<DeliveryKey>({
  kind: fc.constantFrom('member-nudge', 'server-nudge'),
  recipient: fc.bigInt({ min: 1n, max: LARGEST_SNOWFLAKE }).map(String),
  occurrence: fc.oneof(
    fc
      .record({
        weekday: fc.integer({ min: 1, max: 7 }),
        hour: fc.integer({ min: 0, max: 23 }),
        timeZone: fc.constant('Etc/UTC'),
      })
      .map((slot) => nextTurn(slot, '1', Date.UTC(2026, 0)).occurrence),
    fc.integer({ min: 0, max: Date.UTC(2200, 0) }).map((at) => extraTurn(at).occurrence),
  ),
});

it('has a nonce that Discord takes, the same each time', () => {
  fc.assert(
    fc.property(keys, (key) => {
      const nonce = deliveryNonce(key);
      expect(nonce.length).toBeLessThanOrEqual(NONCE_MAX_LENGTH);
      expect(deliveryNonce({ ...key })).toBe(nonce);
    }),
  );
});

it('has a nonce of its own', () => {
  fc.assert(
    fc.property(keys, keys, (one, other) => {
      const isSame =
        one.kind === other.kind && one.recipient === other.recipient && one.occurrence === other.occurrence;
      expect(deliveryNonce(one) === deliveryNonce(other)).toBe(isSame);
    }),
  );
});

it('tells a nudge from a notice of trouble to the same server', () => {
  const recipient = LARGEST_SNOWFLAKE.toString();
  const nudge: DeliveryKey = { kind: 'server-nudge', recipient, occurrence: '2026-W10' };
  const trouble: DeliveryKey = { kind: 'server-trouble', recipient, occurrence: extraTurn(1).occurrence };
  expect(deliveryNonce(nudge)).not.toBe(deliveryNonce(trouble));
});
