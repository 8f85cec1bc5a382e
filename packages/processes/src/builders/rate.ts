// Figures that can be checked: a rate names what it counts, what it counts against, what it left out and how it was rounded.
import type { Text } from '@bihuan/core';

export interface Rate {
  readonly name: Text;
  readonly numerator: number;
  readonly denominator: number;
  /** How many were left out of both, by reason. */
  readonly excluded: { readonly [reason: string]: number };
  /** Per cent with two decimals, rounded half up; null when there is nothing to count against. */
  readonly percent: string | null;
}

/** A rate from counts. Whole numbers only, so that rounding half up is exact. Throws a RangeError for counts that cannot be. */
export function rate(name: Text, numerator: number, denominator: number, excluded: Rate['excluded'] = {}): Rate {
  if (![numerator, denominator].every((count) => Number.isSafeInteger(count) && count >= 0) || numerator > denominator) {
    throw new RangeError(`${name.en}: ${numerator} of ${denominator} is not a part of a whole`);
  }
  return { name, numerator, denominator, excluded, percent: denominator === 0 ? null : hundredths(numerator, denominator) };
}

function hundredths(numerator: number, denominator: number): string {
  const [n, d] = [BigInt(numerator) * 20_000n, BigInt(denominator)];
  const rounded = String((n + d) / (2n * d)).padStart(3, '0');
  return `${rounded.slice(0, -2)}.${rounded.slice(-2)}`;
}

export interface Reconciliation {
  readonly total: number;
  readonly buckets: { readonly [bucket: string]: number };
  /** In no bucket (positive) or in several (negative). */
  readonly unaccounted: number;
  readonly reconciles: boolean;
}

/** Whether the buckets of a ledger partition its total. 002 prints 2154 = 336 + 996 + 822 in no bucket. */
export function reconcile(total: number, buckets: Reconciliation['buckets']): Reconciliation {
  const unaccounted = total - Object.values(buckets).reduce((sum, count) => sum + count, 0);
  return { total, buckets, unaccounted, reconciles: unaccounted === 0 };
}
