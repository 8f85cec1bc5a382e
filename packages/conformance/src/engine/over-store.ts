// An engine over a store, as the laws of the engine want it.
import { createEngine, type Store } from '@bihuan/core';
import type { EngineHarness } from './engine-law.ts';

/** `makeStore` makes an empty store, or takes one of many that are. */
export const engineOver = (makeStore: () => Store<any> | Promise<Store<any>>): EngineHarness => ({
  async create(options) {
    const store = await makeStore();
    return {
      engine: createEngine<any>({ ...options, store }),
      capabilities: store.capabilities,
      settled: async () => {},
      close: () => store.close(),
    };
  },
});
