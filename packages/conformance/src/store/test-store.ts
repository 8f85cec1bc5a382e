// The laws of the store as a vitest suite: what a foreign store calls in its own tests.
import { describe, test } from 'vitest';
import { isInScope, type StoreHarness } from './law.ts';
import { storeLaws } from './store-laws.ts';

/**
 * Registers every law as a test. A law that needs a capability the store does not declare is skipped, and says so.
 *
 *     testStore('my store', { create: async () => ({ store: myStore(), close: async () => {} }) })
 */
export function testStore(name: string, harness: StoreHarness): void {
  describe(`${name} as a store`, () => {
    for (const law of storeLaws) {
      test(`${law.topic}: ${law.name} (law ${law.law})`, async (context) => {
        if (!(await isInScope(law, harness))) context.skip(`this store has no ${law.scope}`);
        await law.run(harness);
      });
    }
  });
}
