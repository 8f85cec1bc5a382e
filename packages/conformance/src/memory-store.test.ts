import { memoryStore } from '@bihuan/core';
import { testStore } from './store/test-store.ts';

testStore('the memory store', {
  async create() {
    const store = memoryStore();
    return { store, close: () => store.close() };
  },
});
