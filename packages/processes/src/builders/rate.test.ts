import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rate, reconcile } from './rate.ts';
import { text } from './text.ts';

const name = text('率', 'rate');

test('rounds half up to two decimals, and never prints a rate of nothing', () => {
  expect(rate(name, 1, 3).percent).toBe('33.33');
  expect(rate(name, 2, 3).percent).toBe('66.67');
  expect(rate(name, 1, 8_000).percent).toBe('0.01');
  expect(rate(name, 0, 0).percent).toBe(null);
  expect(rate(name, 7, 7).percent).toBe('100.00');
});

test('refuses what is no part of a whole', () => {
  expect(() => rate(name, 3, 2)).toThrow(RangeError);
  expect(() => rate(name, -1, 2)).toThrow(RangeError);
});

test('is the nearest hundredth of a per cent, whatever the counts', () => {
  fc.assert(
    fc.property(fc.nat(1e9), fc.integer({ min: 1, max: 1e9 }), (part, rest) => {
      const percent = Number(rate(name, part, part + rest).percent);
      expect(Math.abs(percent - (100 * part) / (part + rest))).toBeLessThanOrEqual(0.005 + 1e-9);
    }),
  );
});

test('the ledger of 002 has 822 in no bucket', () => {
  expect(reconcile(2154, { resolved: 336, toResolve: 996 })).toMatchObject({ unaccounted: 822, reconciles: false });
  expect(reconcile(2, { a: 1, b: 1 }).reconciles).toBe(true);
});
