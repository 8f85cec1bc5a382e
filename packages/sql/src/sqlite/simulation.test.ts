import { simulate } from '@bihuan/conformance';
import { expect, it } from 'vitest';
import { sqliteStore } from './index.ts';

it('keeps every law under a hundred simulated storms, as the memory store does: the same seed, the same end', async () => {
  for (let seed = 1; seed <= 100; seed++) {
    const report = await simulate(seed, { createStore: () => sqliteStore(':memory:') });
    expect(report, `seed ${seed}`).toEqual(await simulate(seed));
  }
});
